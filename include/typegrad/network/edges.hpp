#ifndef TYPEGRAD_NETWORK_EDGES_HPP
#define TYPEGRAD_NETWORK_EDGES_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
#include "../einsum/epilogue.hpp"
#include "../layers/elementwise.hpp"
#include "../simd/batch.hpp"

// What a network does with accumulators while they are in registers: activations and pooling on the way forward,
// derivatives on the way back.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

template<int Lanes, class V, class T>
TYPEGRAD_INLINE V load(const T* p) {
    if constexpr (Lanes == V::lanes) return V::load(p);
    else return V::template load_first<Lanes>(p);
}

// y = f(sum); in training the argument is kept as well if the derivative needs it.
template<class F, bool Keep>
struct activate {
    float* argument = nullptr;

    template<int Windows, int Lanes, class V, class Y>
    TYPEGRAD_INLINE void operator()(const V* acc, Y* y, std::ptrdiff_t at) const {
        static_assert(Windows == 1);
        if constexpr (Keep) einsum::store<Lanes>(*acc, argument + at);
        einsum::store<Lanes>(F{}(*acc), y + at);
    }
};

// y = f(sum + z), where z is another value of the same shape.
template<class F>
struct activate_sum {
    static constexpr bool wants_spot = true;
    const float* z;

    template<int Windows, int Lanes, std::ptrdiff_t BiasStride, class V, class Y>
    TYPEGRAD_INLINE void operator()(const V* acc, Y* y, einsum::spot at) const {
        static_assert(Windows == 1);
        einsum::store<Lanes>(F{}(*acc + load<Lanes, V>(z + at.beside)), y + at.y);
    }
};

// Each sum times the factor of its channel, plus its summand; then the rest.
template<class Finish>
struct scaled {
    static constexpr bool wants_spot = true;
    const float *factor, *summand;
    Finish finish;

    template<int Windows, int Lanes, std::ptrdiff_t BiasStride, class V, class Y>
    TYPEGRAD_INLINE void operator()(V* acc, Y* y, einsum::spot at) const {
        const V by = einsum::from_bias<float>{factor}.template operator()<V, Lanes, BiasStride>(y, at.bias);
        const V and_then = einsum::from_bias<float>{summand}.template operator()<V, Lanes, BiasStride>(y, at.bias);
        for (int w = 0; w < Windows; ++w) acc[w] = fma(acc[w], by, and_then);
        einsum::finish_sums<Windows, Lanes, BiasStride>(finish, acc, y, at);
    }
};

// y = f(max over the window); in training the place of the first largest is kept, one byte an output.
template<class F, bool KeepArgument, bool KeepPlace>
struct pool_activate {
    float* argument = nullptr;
    std::uint8_t* place = nullptr;

    template<int Windows, int Lanes, class V, class Y>
    TYPEGRAD_INLINE void operator()(const V* acc, Y* y, std::ptrdiff_t at) const {
        V best = acc[0], where(0);
        [&]<std::size_t... I>(std::index_sequence<I...>) TYPEGRAD_INLINE_LAMBDA {
            ([&]() TYPEGRAD_INLINE_LAMBDA {
                const V next = acc[I + 1];
                if constexpr (KeepPlace) where = select(next > best, V(static_cast<float>(I + 1)), where);
                best = math::maximum(next, best);
            }(), ...);
        }(std::make_index_sequence<static_cast<std::size_t>(Windows - 1)>{});
        if constexpr (KeepPlace) simd::store_bytes<Lanes>(where, place + at);
        if constexpr (KeepArgument) einsum::store<Lanes>(best, argument + at);
        einsum::store<Lanes>(F{}(best), y + at);
    }
};

// The derivative of the activation that made a value, to be multiplied with the gradient of that value.
template<class F>
struct slope {
    static constexpr bool none = false;
    const float* kept = nullptr;

    template<int Lanes, class V>
    TYPEGRAD_INLINE V apply(V d, std::ptrdiff_t at) const {
        return d * derivative<F>::of(load<Lanes, V>(kept + at));
    }
    TYPEGRAD_INLINE slope moved(std::ptrdiff_t by) const { return {kept + by}; }
};
template<>
struct slope<chain<>> {
    static constexpr bool none = true;
    const float* kept = nullptr;

    template<int Lanes, class V>
    TYPEGRAD_INLINE V apply(V d, std::ptrdiff_t) const {
        return d;
    }
    TYPEGRAD_INLINE slope moved(std::ptrdiff_t) const { return {}; }
};

// dx = sum * slope
template<class Slope>
struct times {
    Slope s;

    template<int Windows, int Lanes, class V, class Y>
    TYPEGRAD_INLINE void operator()(const V* acc, Y* y, std::ptrdiff_t at) const {
        static_assert(Windows == 1);
        einsum::store<Lanes>(s.template apply<Lanes>(*acc, at), y + at);
    }
};

// f(offset, lanes) over n numbers: whole batches, then one partial.
template<std::size_t N, class F>
TYPEGRAD_INLINE void for_each_batch(F f) {
    constexpr int lanes = simd::lanes<float>;
    constexpr std::size_t whole = N / lanes * lanes;
    for (std::size_t i = 0; i < whole; i += lanes) f(static_cast<std::ptrdiff_t>(i), std::integral_constant<int, lanes>{});
    if constexpr (N > whole) f(static_cast<std::ptrdiff_t>(whole), std::integral_constant<int, static_cast<int>(N - whole)>{});
}

// d *= slope, over n numbers in place.
template<std::size_t N, class Slope>
TYPEGRAD_KERNEL inline void multiply_slope(float* d, const Slope s) {
    using V = simd::batch<float, simd::lanes<float>>;
    if constexpr (!Slope::none)
        for_each_batch<N>([&](std::ptrdiff_t at, auto lanes) TYPEGRAD_INLINE_LAMBDA {
            einsum::store<lanes>(s.template apply<lanes>(load<lanes, V>(d + at), at), d + at);
        });
}

}
}
}

#endif
