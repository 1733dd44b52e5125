#ifndef TYPEGRAD_EINSUM_EPILOGUE_HPP
#define TYPEGRAD_EINSUM_EPILOGUE_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/batch.hpp"

// What happens to the accumulators before the sums and after them, while they are in registers.
//   start:  V operator()<V, Lanes, BiasStride>(const Y* y, std::ptrdiff_t bias)      the first value of an accumulator
//   finish: void operator()<Windows, Lanes>(V* acc, Y* y, std::ptrdiff_t at)         takes the sums of one output vector
// A finish gets one V per combination of the whole indices (one if there are none) and stores at y + at. One that reads
// other things as well says wants_spot and is told where it stands in them:
//           void operator()<Windows, Lanes, BiasStride>(V* acc, Y* y, spot at)
namespace typegrad::einsum {
inline namespace TYPEGRAD_ARCH {

// Offsets of a vector of outputs: in y, in the bias, and in what lies beside y.
struct spot {
    std::ptrdiff_t y, bias, beside;
};
template<int Windows, int Lanes, std::ptrdiff_t BiasStride, class Finish, class V, class Y>
TYPEGRAD_INLINE void finish_sums(const Finish& finish, V* acc, Y* y, spot at) {
    if constexpr (requires { Finish::wants_spot; }) finish.template operator()<Windows, Lanes, BiasStride>(acc, y, at);
    else finish.template operator()<Windows, Lanes>(acc, y, at.y);
}

struct from_zero {
    template<class V, int Lanes, std::ptrdiff_t BiasStride, class Y>
    TYPEGRAD_INLINE V operator()(const Y*, std::ptrdiff_t) const {
        return V(0);
    }
};

// y += ...
struct from_y {
    template<class V, int Lanes, std::ptrdiff_t BiasStride, class Y>
    TYPEGRAD_INLINE V operator()(const Y* y, std::ptrdiff_t) const {
        if constexpr (Lanes == V::lanes) return V::load(y);
        else return V::template load_first<Lanes>(y);
    }
};

template<class T>
struct from_bias {
    const T* bias;

    template<class V, int Lanes, std::ptrdiff_t BiasStride, class Y>
    TYPEGRAD_INLINE V operator()(const Y*, std::ptrdiff_t at) const {
        if constexpr (BiasStride == 0) return V::splat(bias + at);
        else if constexpr (Lanes == V::lanes) return V::load(bias + at);
        else return V::template load_first<Lanes>(bias + at);
    }
};

template<int Lanes, class V, class Y>
TYPEGRAD_INLINE void store(V v, Y* y) {
    if constexpr (Lanes == V::lanes) v.store(y);
    else v.template store_first<Lanes>(y);
}

struct to_y {
    template<int Windows, int Lanes, class V, class Y>
    TYPEGRAD_INLINE void operator()(const V* acc, Y* y, std::ptrdiff_t at) const {
        static_assert(Windows == 1);
        store<Lanes>(*acc, y + at);
    }
};

// y = f(sum), elementwise.
template<class F>
struct through {
    F f{};

    template<int Windows, int Lanes, class V, class Y>
    TYPEGRAD_INLINE void operator()(const V* acc, Y* y, std::ptrdiff_t at) const {
        static_assert(Windows == 1);
        store<Lanes>(f(*acc), y + at);
    }
};

}
}

#endif
