#ifndef TYPEGRAD_NETWORK_PACKED_HPP
#define TYPEGRAD_NETWORK_PACKED_HPP

#include <cstddef>
#include <utility>

#include "../config.hpp"
#include "../core/bf16.hpp"
#include "../einsum/pack.hpp"
#include "inference.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// A snapshot of a network's weights, copied once into the order in which inference of single samples reads them:
// aligned, padded, and perhaps narrower. A batch of one is bound by reading its weights: tg::bf16 halves the bytes.
//   tg::packed<lenet, tg::bf16> w{p};     tg::inference fast{w};
template<class Net, class W = float>
class packed {
    using P = typename compute::chunk_of<Net, 1, mode::inference>::plan;
    template<std::size_t I>
    using step = compute::step_of<P, I>;
    template<std::size_t I>
    static constexpr bool linear = requires { requires step<I>::packable; };  // its weights are read in the order of its loops

    // Offsets of each step's weights, and of everything else that it needs as it is.
    struct places {
        std::size_t weights[P::steps + 1]{}, rest[P::steps + 1]{};
    };
    template<std::size_t I>
    static constexpr std::size_t weights_of() {
        if constexpr (linear<I>) return (compute::packed_kernel<step<I>, W>::size + 63) / 64 * 64;
        else return 0;
    }
    template<std::size_t I>
    static consteval bool takes_norm() {
        if constexpr (linear<I>) return step<I>::normed;
        else return false;
    }
    template<std::size_t I>
    static constexpr bool normed = takes_norm<I>();
    template<std::size_t I>
    static consteval std::size_t folded_size() {
        if constexpr (normed<I>) return step<I>::folded;
        else return 0;
    }
    // Room for weights with a normalisation's factors in them.
    static constexpr std::size_t folded = []<std::size_t... I>(std::index_sequence<I...>) {
        std::size_t most = 0;
        ((most = folded_size<I>() > most ? folded_size<I>() : most), ...);
        return most;
    }(std::make_index_sequence<P::steps>{});
    template<std::size_t I>
    static constexpr std::size_t rest_of() {
        constexpr auto r = P::table.at[I];
        if constexpr (r.core >= P::nodes) return 0;
        else if constexpr (linear<I>) return normed<I> ? step<I>::channels : step<I>::item::parameters::size - step<I>::weights;
        else return P::graph::template node<r.core>::parameters::size;
    }
    static constexpr places at = []<std::size_t... I>(std::index_sequence<I...>) {
        constexpr std::size_t weights[] = {weights_of<I>()...}, rest[] = {rest_of<I>()...};
        places p;
        for (std::size_t i = 0; i < P::steps; ++i) {
            p.weights[i + 1] = p.weights[i] + weights[i];
            p.rest[i + 1] = p.rest[i] + rest[i];
        }
        return p;
    }(std::make_index_sequence<P::steps>{});

public:
    using network = Net;
    static constexpr std::size_t bytes = at.weights[P::steps] * sizeof(W) + at.rest[P::steps] * sizeof(float);

    explicit packed(const parameters<Net>& from) { assign(from); }

    // Takes a new snapshot.
    void assign(const parameters<Net>& p) {
        for_each_index<P::steps>([&](auto i) {
            const float* from = p.data() + compute::node_of_step<P, i>.offset;
            if constexpr (normed<i>) {
                step<i>::fold(folded_, from, p.data() + compute::norm_of_step<P, i>.offset, p.statistics().data() + compute::norm_of_step<P, i>.statistics);
                from = folded_;
            }
            if constexpr (linear<i>) {
                using K = compute::packed_kernel<step<i>, W>;
                if constexpr (K::packs) einsum::pack<compute::forward_kernel<step<i>>, K>(weights_ + at.weights[i], from);
                else
                    for (std::size_t k = 0; k < K::size; ++k) weights_[at.weights[i] + k] = static_cast<W>(from[k]);
                from += step<i>::weights;
            }
            for (std::size_t k = 0; k < rest_of<i>(); ++k) rest_[at.rest[i] + k] = from[k];
        });
        for (std::size_t k = 0; k < Net::statistic_count; ++k) statistics_[k] = p.statistics()[k];
    }
    template<std::size_t I>
    const W* weights() const { return weights_ + at.weights[I]; }
    template<std::size_t I>
    const float* rest() const { return rest_ + at.rest[I]; }
    const float* statistics() const { return statistics_; }

private:
    float folded_[folded + 1]{};
    alignas(64) W weights_[at.weights[P::steps] + 1]{};
    float rest_[at.rest[P::steps] + 1]{}, statistics_[Net::statistic_count + 1]{};
};

// Single samples from packed weights.
template<class Net, class W>
class inference<Net, 1, packed<Net, W>> {
    using P = typename compute::chunk_of<Net, 1, mode::inference>::plan;
    using run = compute::executor<P>;
    static constexpr auto buffers = compute::shared_memory<P>::make();
    static constexpr std::size_t scratch = compute::scratch_of<P>::forward;

public:
    using result = tensor<float, typename Net::output>;
    static constexpr std::size_t workspace_bytes = (buffers.size + scratch + run::stage) * sizeof(float);

    explicit inference(const packed<Net, W>& weights) : weights_(weights) {}
    explicit inference(packed<Net, W>&&) = delete;
    explicit inference(const packed<Net, W>&&) = delete;
    inference(const inference&) = delete;
    inference& operator=(const inference&) = delete;

    template<detail::numbers<typename Net::element> X>
    const result& operator()(const X& x) {
        if (detail::samples_of(x, 1, Net::input::size) == 0) return result_;
        const typename run::given rows{detail::data_of<typename Net::element>(x), nullptr, 1};
        values at{this, nullptr};
        run::forward(rows, arena_ + buffers.size + scratch, at, 1);
        return result_;
    }

private:
    struct values {
        static constexpr bool training = false;
        inference* self;
        const float* p;

        template<std::size_t V>
        float* at(std::size_t) const {
            if constexpr (V == P::result) return self->result_.data();
            else return self->arena_ + buffers.offset[V];
        }
        template<std::size_t>
        float* argument(std::size_t) const { return nullptr; }
        template<std::size_t>
        float* numbers(std::size_t) const { return self->arena_ + buffers.size; }
        static typegrad::mode::training mode() { return {}; }
        template<std::size_t>
        std::uint8_t* place(std::size_t) const { return nullptr; }
        template<std::size_t I>
        const float* parameters_of() const { return self->weights_.template rest<I>(); }
        template<std::size_t I>
        const float* statistics_of() const { return self->weights_.statistics() + compute::node_of_step<P, I>.statistics; }
        template<std::size_t I>
        void run_linear(const compute::forward_pointers& at) const {
            if constexpr (!requires { requires compute::step_of<P, I>::packable; }) compute::step_of<P, I>::template forward<false>(at);
            else compute::step_of<P, I>::forward_packed(at, self->weights_.template weights<I>(), at.p);
        }
    };

    alignas(64) float arena_[buffers.size + scratch + run::stage + 1]{};
    alignas(64) result result_{};
    const packed<Net, W>& weights_;
};

template<class Net, class W>
inference(const packed<Net, W>&) -> inference<Net, 1, packed<Net, W>>;

}
}

#endif
