#ifndef TYPEGRAD_LAYERS_REMEMBER_HPP
#define TYPEGRAD_LAYERS_REMEMBER_HPP

#include <cstddef>
#include <string_view>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/rows.hpp"

namespace typegrad::detail {

// y = the last Steps steps that a stream has seen, in order and from the first row on, the oldest being forgotten: the keys
// and values of attention. Rows that are still empty are zero.
//   shapes  <B, ...> -> <Steps, ...>
//   state   the steps, and how many they are
//   cost    a copy of them
template<std::size_t Steps>
struct remember {
    static constexpr std::string_view name = "remember";
    static constexpr bool wants_context = true;

    template<class In>
    struct of;
    template<std::size_t B, std::size_t... Rest>
    struct of<shape<B, Rest...>> {
        using type = shape<(Steps > B ? Steps : B), Rest...>;
    };
    template<class In>
    using output = typename of<In>::type;
    template<class In>
    static constexpr std::size_t state = output<In>::size + 1;
    template<class In>
    using parameters = no_parameters;
    template<class In>
    static consteval bool reads() {
        return true;
    }

    template<class X, class Y, class P, class Context>
    static constexpr void forward(X x, Y y, const P&, const Context& context) {
        if constexpr (Context::streaming) {
            using V = typename X::value_type;
            constexpr std::size_t width = X::width(), block = X::rows(), rows = Y::rows();
            const auto past = context.state();
            std::size_t filled = static_cast<std::size_t>(past.load(rows * width));
            if (filled + block > rows) {  // forget the oldest
                const std::size_t gone = (filled + block - rows) * width;
                for (std::size_t i = gone; i < filled * width; ++i) past.store(i - gone, past.load(i));
                filled = rows - block;
            }
            for (std::size_t r = 0; r < block; ++r)
                for (std::size_t i = 0; i < width; ++i) past.store((filled + r) * width + i, x.row(r).load(i));
            past.store(rows * width, V(filled + block));
            for (std::size_t r = 0; r < rows; ++r)
                for (std::size_t i = 0; i < width; ++i) y.row(r).store(i, past.load(r * width + i));
        }
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    static constexpr void backward(X, Y, Y, DX, const P&, const DP&, const Context&) {}
};

}

#endif
