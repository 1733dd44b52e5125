#ifndef TYPEGRAD_NETWORK_STEP_HPP
#define TYPEGRAD_NETWORK_STEP_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
#include "../simd/field.hpp"
#include "../simd/transpose.hpp"
#include "edges.hpp"
#include "plan.hpp"

// One step of a plan that is not linear, forward and backward, for one tile or for all rows of a chunk.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// Numbers that a step reads and writes. `argument` and `place` are what training keeps beside y.
struct forward_pointers {
    const float* x;
    float* y;
    float* argument;
    std::uint8_t* place;
    const float* p;  // the parameters of the step's own layer
};
struct backward_pointers {
    const float* x;
    const float* y;
    const std::uint8_t* place;
    float* dy;
    float* dx;      // nullptr: not wanted
    const float* p;  // of the step's own layer, as dp
    float* dp;      // nullptr: frozen
    float* scratch;
};

template<class P, std::size_t I>
struct step_types {
    static constexpr planned_step range = P::table.at[I];
    using in = typename P::template value<I>;
    using out = typename P::template value<I + 1>;
    // Numbers that one call reads and writes: a tile, or all rows.
    static constexpr std::size_t in_size = range.tiled ? in::part : in::size;
    static constexpr std::size_t out_size = range.tiled ? out::part : out::size;
    // The value that this step writes, in the shape that this step gives it: the next one may read it flattened.
    struct result {
        using net = typename P::net;
        static constexpr auto shape_of_core() {
            if constexpr (range.pool != step_range::none) return typename layer_of<net, range.pool>::output{};
            else if constexpr (range.core < range.end) return typename layer_of<net, range.core>::output{};
            else return typename out::shape{};
        }
        using shape = decltype(shape_of_core());
        static constexpr std::ptrdiff_t unit = out::unit;
        static constexpr layout value_layout = operand_layout<shape>(out::value_layout, out::unit);
        static constexpr bool bordered = out::bordered;
        static constexpr std::size_t part = out::part;
    };
    // Where the parameters of its layer begin.
    static constexpr std::size_t offset = range.core < range.end ? layer_of<typename P::net, (range.core < range.end ? range.core : 0)>::offset : 0;
    using activation = typename chain_of<typename P::net, range.begin, range.end>::type;
    static constexpr bool keeps_argument = !derivative<activation>::from_y;
};

// Zero the border of a value before somebody writes its inside.
template<class Value>
inline void clear_border(float* y) {
    if constexpr (Value::bordered)
        for (std::size_t i = 0; i < Value::part; ++i) y[i] = 0;
}

// f(offset in dense order, offset in the value) for each row of the last axis.
template<class Value, class F>
TYPEGRAD_INLINE void for_each_row(F f) {
    constexpr layout l = Value::value_layout;
    constexpr std::size_t width = Value::shape::size ? static_cast<std::size_t>(l.extent[l.rank - 1]) : 0;
    constexpr std::size_t rows = width ? Value::shape::size / width : 0;
    for (std::size_t r = 0; r < rows; ++r) {
        std::size_t rest = r;
        std::ptrdiff_t at = l.origin();
        for (int a = l.rank - 2; a >= 0; --a) {
            at += static_cast<std::ptrdiff_t>(rest % static_cast<std::size_t>(l.extent[a])) * l.stride[a];
            rest /= static_cast<std::size_t>(l.extent[a]);
        }
        f(static_cast<std::ptrdiff_t>(r * width), at);
    }
}
template<class Value>
inline constexpr std::size_t row_width = static_cast<std::size_t>(Value::value_layout.extent[Value::value_layout.rank - 1]);

// Rows of samples into a tile with its border, or a copy into a border; backward the other way.
template<class P, std::size_t I>
struct load_step : step_types<P, I> {
    using base = step_types<P, I>;
    using typename base::in, typename base::out;

    // row(r): the numbers of sample r of this tile.
    template<class Row>
    TYPEGRAD_KERNEL static void forward_rows(const Row& row, float* y) {
        clear_border<out>(y);
        if constexpr (out::unit > 1 || !out::bordered) {
            if constexpr (out::bordered)
                for_each_row<out>([&](std::ptrdiff_t from, std::ptrdiff_t to) {
                    simd::transpose_rows<P::lanes, static_cast<int>(row_width<out>)>(y + to, out::unit, [&](int r) { return row(r) + from; });
                });
            else simd::transpose_rows<P::lanes, static_cast<int>(out::shape::size)>(y, out::unit, row);
        } else {
            const float* x = row(0);
            for_each_row<out>([&](std::ptrdiff_t from, std::ptrdiff_t to) {
                for (std::size_t i = 0; i < row_width<out>; ++i) y[to + static_cast<std::ptrdiff_t>(i)] = x[from + static_cast<std::ptrdiff_t>(i)];
            });
        }
    }
    static void forward(const forward_pointers& at) {
        if constexpr (in::tiled) {
            clear_border<out>(at.y);
            for_each_row<out>([&](std::ptrdiff_t from, std::ptrdiff_t to) {
                for (std::size_t i = 0; i < row_width<out> * out::unit; ++i) at.y[to + static_cast<std::ptrdiff_t>(i)] = at.x[from * out::unit + static_cast<std::ptrdiff_t>(i)];
            });
        } else {
            forward_rows([&](int r) { return at.x + static_cast<std::size_t>(r) * in::part; }, at.y);
        }
    }
    template<class Slope>
    static void backward(const backward_pointers& at, const Slope& s) {
        if (!at.dx) return;
        for_each_row<out>([&](std::ptrdiff_t to, std::ptrdiff_t from) {
            for (std::size_t c = 0; c < row_width<out>; ++c)
                for (int r = 0; r < out::unit; ++r) {
                    const std::size_t e = static_cast<std::size_t>(to) + c;
                    at.dx[in::tiled ? e * out::unit + static_cast<std::size_t>(r) : static_cast<std::size_t>(r) * in::part + e] = at.dy[from + static_cast<std::ptrdiff_t>(c) * out::unit + r];
                }
        });
        multiply_slope<in::tiled ? in::part : in::part * static_cast<std::size_t>(P::lanes)>(at.dx, s);
    }
};

// Tiles back into rows of samples.
template<class P, std::size_t I>
struct unload_step : step_types<P, I> {
    using base = step_types<P, I>;
    using typename base::in, typename base::out;

    static void forward(const forward_pointers& at) {
        for (std::size_t t = 0; t < P::tiles; ++t)
            simd::transpose<static_cast<int>(in::shape::size), P::lanes>(at.y + t * P::lanes * out::part, out::part, at.x + t * in::part, P::lanes);
    }
    template<class Slope>
    static void backward(const backward_pointers& at, const Slope& s) {
        if (!at.dx) return;
        for (std::size_t t = 0; t < P::tiles; ++t)
            simd::transpose<P::lanes, static_cast<int>(in::shape::size)>(at.dx + t * in::part, P::lanes, at.dy + t * P::lanes * out::part, out::part);
        multiply_slope<in::size>(at.dx, s);
    }
};

// y = f(x), elementwise, where no linear step came before.
template<class P, std::size_t I>
struct map_step : step_types<P, I> {
    using base = step_types<P, I>;
    using typename base::in, typename base::out, typename base::activation;

    TYPEGRAD_KERNEL static void forward(const forward_pointers& at) {
        using V = simd::batch<float, simd::lanes<float>>;
        auto pass = [&](const float* x, float* y, float* argument, auto size) TYPEGRAD_INLINE_LAMBDA {
            for_each_batch<size>([&](std::ptrdiff_t i, auto lanes) TYPEGRAD_INLINE_LAMBDA {
                const V v = load<lanes, V>(x + i);
                if constexpr (base::keeps_argument)
                    if (argument) einsum::store<lanes>(v, argument + i);
                einsum::store<lanes>(activation{}(v), y + i);
            });
        };
        if constexpr (!out::bordered) {
            pass(at.x, at.y, at.argument, std::integral_constant<std::size_t, base::out_size>{});
        } else {
            clear_border<out>(at.y);
            for_each_row<typename base::result>([&](std::ptrdiff_t from, std::ptrdiff_t to) {
                pass(at.x + from * out::unit, at.y + to, at.argument ? at.argument + to : nullptr, std::integral_constant<std::size_t, row_width<typename base::result> * out::unit>{});
            });
        }
    }
    template<class Slope>
    static void backward(const backward_pointers& at, const Slope& s) {
        if (!at.dx) return;
        if constexpr (!out::bordered)
            for (std::size_t i = 0; i < base::in_size; ++i) at.dx[i] = at.dy[i];
        else
            for_each_row<typename base::result>([&](std::ptrdiff_t to, std::ptrdiff_t from) {
                for (std::size_t i = 0; i < row_width<typename base::result> * out::unit; ++i) at.dx[to * out::unit + static_cast<std::ptrdiff_t>(i)] = at.dy[from + static_cast<std::ptrdiff_t>(i)];
            });
        multiply_slope<base::in_size>(at.dx, s);
    }
};

// A layer with its own forward and backward, on batches of samples or on one sample after the other.
template<class P, std::size_t I>
struct own_step : step_types<P, I> {
    using base = step_types<P, I>;
    using typename base::in, typename base::out;
    using item = layer_of<typename P::net, base::range.core>;
    using layer = typename item::layer;
    using V = std::conditional_t<(in::unit > 1), simd::batch<float, P::lanes>, float>;
    struct in_layout {
        static constexpr typegrad::layout value = in::value_layout;
    };
    struct out_layout {
        static constexpr typegrad::layout value = base::result::value_layout;
    };
    static constexpr std::size_t calls = base::range.tiled ? 1 : P::samples;

    TYPEGRAD_KERNEL static void forward(const forward_pointers& at) {
        const auto views = item::parameters::at(at.p);
        for (std::size_t i = 0; i < calls; ++i) {
            clear_border<out>(at.y + i * out::part);
            layer::forward(simd::field<V, in_layout, const float>{at.x + i * in::part}, simd::field<V, out_layout, float>{at.y + i * out::part}, views);
        }
    }
    template<class Slope>
    TYPEGRAD_KERNEL static void backward(const backward_pointers& at, const Slope& s) {
        const auto views = item::parameters::at(at.p);
        auto run = [&](float* dx, const auto& slopes) {
            for (std::size_t i = 0; i < calls; ++i)
                layer::backward(simd::field<V, in_layout, const float>{at.x + i * in::part}, simd::field<V, out_layout, const float>{at.y + i * out::part},
                                simd::field<V, out_layout, const float>{at.dy + i * out::part}, simd::field<V, in_layout, float>{dx + i * in::part}, views, slopes);
        };
        if (!at.dx && (!at.dp || item::parameters::size == 0)) return;
        float* const dx = at.dx ? at.dx : at.scratch;
        if (at.dp) run(dx, item::parameters::at(at.dp));
        else run(dx, no_parameters::at(at.dp));
        if (at.dx) multiply_slope<base::in_size>(at.dx, s);
    }
};

}
}
}

#endif
