#ifndef TYPEGRAD_TRAIN_INFO_NCE_HPP
#define TYPEGRAD_TRAIN_INFO_NCE_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "cosine_distance.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = - mean over i of log (e^s[i, i] / sum over j of e^s[i, j]) with s[i, j] = cos(q[i], k[j]) / temperature: each query is
// to find its own key among the keys of the batch.
//   shapes    the output is <2, D>: a query and its key; a sample is such a pair. There are no targets: give tg::unlabelled
//   symmetric: the mean of that and of the same with queries and keys exchanged (CLIP)
//   cost      about 10 B^2 D multiply-adds for a batch of B and each direction; nothing of size B^2 is kept
//   numerics  the largest similarity is subtracted: no overflow, however small the temperature
//   source    van den Oord, Li, Vinyals: Representation learning with contrastive predictive coding (2018), equation 4;
//             Radford et al.: Learning transferable visual models from natural language supervision (2021), figure 3
struct info_nce {
    float temperature = 0.1f;
    bool symmetric = false;
    float epsilon = 1e-8f;
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false, mixes_samples = true;

    template<class Output>
    static consteval bool reads() {
        static_assert(Output::rank == 2 && Output::extent(0) == 2, "info_nce: the output must be shape<2, D>, a query and its key; end the network with reshape<2, D>");
        return true;
    }

    // The whole batch: count pairs of n / 2 numbers.
    template<class T, class TargetAt>
    constexpr T batch(const T* y, T* dy, std::size_t count, std::size_t n, const TargetAt&) const {
        for (std::size_t k = 0; k < count * n; ++k) dy[k] = 0;
        const T one = reduction == reduction::sum ? T(1) : T(1) / static_cast<T>(count), share = symmetric ? one / 2 : one;
        const T loss = direction(y, dy, count, n, 0, share);
        return symmetric ? loss + direction(y, dy, count, n, n / 2, share) : loss;
    }

private:
    // From the half of a pair that begins at `from` to the other one.
    template<class T>
    constexpr T direction(const T* y, T* dy, std::size_t count, std::size_t n, std::size_t from, T share) const {
        const std::size_t d = n / 2, to = d - from;
        const T sharpness = T(1) / static_cast<T>(temperature), e = static_cast<T>(epsilon);
        T loss = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const T* const q = y + i * n + from;
            T top = 0, sum = 0, own = 0;
            for (std::size_t j = 0; j < count; ++j) {
                const T s = compute::cosine_of(q, y + j * n + to, d, e).value * sharpness, above = j == 0 ? s : math::max(top, s);
                sum = sum * (j == 0 ? T(0) : math::exp(top - above)) + math::exp(s - above);
                top = above;
                if (j == i) own = s;
            }
            loss += (math::log(sum) - (own - top)) * share;
            for (std::size_t j = 0; j < count; ++j) {
                const T* const k = y + j * n + to;
                const compute::cosine<T> there = compute::cosine_of(q, k, d, e);
                const T slope = (math::exp(there.value * sharpness - top) / sum - (j == i ? T(1) : T(0))) * sharpness * share;
                there.add_slopes(slope, q, k, dy + i * n + from, d);
                there.exchanged().add_slopes(slope, k, q, dy + j * n + to, d);
            }
        }
        return loss;
    }
};

}
}

#endif
