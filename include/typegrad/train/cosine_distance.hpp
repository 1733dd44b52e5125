#ifndef TYPEGRAD_TRAIN_COSINE_DISTANCE_HPP
#define TYPEGRAD_TRAIN_COSINE_DISTANCE_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "reduction.hpp"
#include "row.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

namespace compute {

// a.b / (|a| |b|), and what its gradient needs. A vector shorter than epsilon is divided by that.
template<class T>
struct cosine {
    T value, inverse_a, inverse_b, radial_a, radial_b;

    constexpr cosine exchanged() const { return {value, inverse_b, inverse_a, radial_b, radial_a}; }
    // da += factor d value / da, for the a and b it was made of
    constexpr void add_slopes(T factor, const T* a, const T* b, T* da, std::size_t n) const {
        const T along = factor * inverse_a * inverse_b, back = factor * radial_a;
        each_of<T>(n, [&]<class V>(std::size_t i) TYPEGRAD_INLINE_LAMBDA {
            store_as(load_as<V>(da + i) + (V(along) * load_as<V>(b + i) - V(back) * load_as<V>(a + i)), da + i);
        });
    }
};
template<class T>
constexpr cosine<T> cosine_of(const T* a, const T* b, std::size_t n, T epsilon) {
    const T size_a = math::sqrt(dot(a, a, n)), size_b = math::sqrt(dot(b, b, n));
    const T inverse_a = T(1) / math::max(size_a, epsilon), inverse_b = T(1) / math::max(size_b, epsilon);
    const T value = dot(a, b, n) * inverse_a * inverse_b;
    return {value, inverse_a, inverse_b, size_a > epsilon ? value * inverse_a * inverse_a : T(0), size_b > epsilon ? value * inverse_b * inverse_b : T(0)};
}

}

// L = 1 - y.t / (max(|y|, epsilon) max(|t|, epsilon)), for one sample: 0 where y points to t, 2 where it points away.
//   dL/dy = (cos y / |y| - t / |t|) / |y|
//   cost      3 N multiply-adds forward, 2 N backward
//   source    torch.nn.CosineSimilarity; CosineEmbeddingLoss with a target of 1
struct cosine_distance {
    float epsilon = 1e-8f;
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        static_assert(std::is_convertible_v<Target, const T*>, "cosine_distance: a target must be a row of numbers of the output's type; give float rows");
        const T* t = y;
        if constexpr (std::is_convertible_v<Target, const T*>) t = target;
        const compute::cosine<T> similarity = compute::cosine_of(y, t, n, static_cast<T>(epsilon));
        for (std::size_t i = 0; i < n; ++i) dy[i] = 0;
        similarity.add_slopes(T(-1), y, t, dy, n);
        return T(1) - similarity.value;
    }
};

}
}

#endif
