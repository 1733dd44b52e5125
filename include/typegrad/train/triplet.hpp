#ifndef TYPEGRAD_TRAIN_TRIPLET_HPP
#define TYPEGRAD_TRAIN_TRIPLET_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "reduction.hpp"
#include "row.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = max(0, |a - p + epsilon| - |a - n + epsilon| + margin), for one sample whose output is an anchor a, a positive p that
// should lie near it, and a negative n that should not.
//   shapes  the output is <3, D>: a, p, n; a sample is a triple. There are no targets: give tg::unlabelled
//   dL/da = u - v, dL/dp = -u, dL/dn = v with the unit vectors u of a - p and v of a - n, where L > 0
//   source  Schroff, Kalenichenko, Philbin: FaceNet (2015), equation 3 (there squared); torch.nn.TripletMarginLoss
struct triplet {
    float margin = 1, epsilon = 1e-6f;
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false;

    template<class Output>
    static consteval bool reads() {
        static_assert(Output::rank == 2 && Output::extent(0) == 3, "triplet: the output must be shape<3, D>, an anchor, a positive and a negative; end the network with reshape<3, D>");
        return true;
    }

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target&) const {
        const std::size_t d = n / 3;
        const T *const anchor = y, *const near = y + d, *const far = y + 2 * d;
        const T to_near = distance(anchor, near, d), to_far = distance(anchor, far, d);
        const T loss = to_near - to_far + static_cast<T>(margin);
        const T pull = loss > 0 && to_near > 0 ? T(1) / to_near : T(0), push = loss > 0 && to_far > 0 ? T(1) / to_far : T(0);
        const T e = static_cast<T>(epsilon);
        for (std::size_t i = 0; i < d; ++i) {
            const T u = (anchor[i] - near[i] + e) * pull, v = (anchor[i] - far[i] + e) * push;
            dy[i] = u - v;
            dy[d + i] = -u;
            dy[2 * d + i] = v;
        }
        return math::max(T(0), loss);  // in this order NaN stays
    }

private:
    template<class T>
    constexpr T distance(const T* a, const T* b, std::size_t n) const {
        return math::sqrt(compute::sum_of<T>(n, [&]<class V>(std::size_t i) TYPEGRAD_INLINE_LAMBDA {
            const V e = compute::load_as<V>(a + i) - compute::load_as<V>(b + i) + V(epsilon);
            return e * e;
        }));
    }
};

}
}

#endif
