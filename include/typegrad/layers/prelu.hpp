#ifndef TYPEGRAD_LAYERS_PRELU_HPP
#define TYPEGRAD_LAYERS_PRELU_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"

namespace typegrad {

// y = x > 0 ? x : weight x, with one weight for all or one for each channel of the last axis
//   shapes  <..., N> -> <..., N>
//   params  weight <Count>, 0.25 at first; Count is 1 or N
//   cost    one multiplication an element; x is kept for backward
//   errors  "one weight, or one for each channel": Count is neither
//   source  He et al.: Delving deep into rectifiers (2015); torch.nn.PReLU
template<std::size_t Count = 1>
struct prelu {
    static constexpr std::string_view name = "prelu";
    static constexpr bool by_element = true;
    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool fits = Count == 1 || Count == In::extent(In::rank - 1);
        static_assert(fits, "prelu: one weight, or one for each channel; use prelu<> or the size of the last axis");
        return fits;
    }

    struct weights {
        static constexpr std::size_t size = Count;
        template<class T>
        struct views {
            view<T, shape<Count>> weight;
        };
        template<class T>
        TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
            return {view<T, shape<Count>>(p)};
        }
        template<class T, class F>
        TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
            f("weight", v.weight, initial{false, 0.25f});
        }
    };
    template<class In>
    using parameters = weights;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p) {
        using V = typename X::value_type;
        for (std::size_t r = 0; r < X::rows(); ++r)
            for (std::size_t i = 0; i < X::width(); ++i) {
                const V in = x.row(r).load(i);
                y.row(r).store(i, math::select(in > V(0), in, in * V(p.weight[Count == 1 ? 0 : i])));
            }
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp) {
        using V = typename X::value_type;
        for (std::size_t i = 0; i < X::width(); ++i) {
            const std::size_t k = Count == 1 ? 0 : i;
            V slope(0);
            for (std::size_t r = 0; r < X::rows(); ++r) {
                const V in = x.row(r).load(i), up = dy.row(r).load(i);
                dx.row(r).store(i, math::select(in > V(0), up, up * V(p.weight[k])));
                slope += math::select(in > V(0), V(0), up * in);
            }
            if constexpr (requires { dp.weight; }) dp.weight[k] += simd::sum(slope);
        }
    }
};

}

#endif
