#ifndef TYPEGRAD_NETWORK_STEP_HPP
#define TYPEGRAD_NETWORK_STEP_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "../core/mode.hpp"
#include "../simd/transpose.hpp"
#include "edges.hpp"
#include "graph_builder.hpp"
#include "place.hpp"

// Steps that move numbers or change each by itself, for one tile or for all rows of a chunk. A step is named by what it
// does and where its operands lie, not by its number: the layers of a repeated block share their code.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// The samples of a call: which is the first in the batch, and how many are real.
struct sample_range {
    std::size_t first = 0, count = 0;
};

// Numbers that a step reads and writes. `argument`, `kept` and `place` are what training keeps beside y.
struct forward_pointers {
    const float* x[max_items]{};
    float* y = nullptr;
    float* argument = nullptr;
    float* kept = nullptr;
    std::uint8_t* place = nullptr;
    const float* p = nullptr;  // the parameters of the step's own layer
    const float* statistics = nullptr;
    float* state = nullptr;    // of a stream
    const float *norm = nullptr, *norm_statistics = nullptr;  // of the normalisation that the step takes in
    sample_range samples{};
    layer_random random{};
};
struct backward_pointers {
    const float* x[max_items]{};
    const float* y = nullptr;
    float* kept = nullptr;
    const std::uint8_t* place = nullptr;
    float* dy = nullptr;
    float* dx[max_items]{};         // nullptr: not wanted
    const float* p = nullptr;       // of the step's own layer, as dp
    float* dp = nullptr;            // nullptr: frozen
    const float* statistics = nullptr;
    float* batch_statistics = nullptr;  // behind dp: what this batch says
    float* scratch = nullptr;
    sample_range samples{};
    layer_random random{};
};

// What most steps answer.
template<class Batch, class Out, class... In>
struct step_types {
    using batch = Batch;
    using out = Out;
    static constexpr std::size_t inputs = sizeof...(In);
    static constexpr std::size_t input_sizes[sizeof...(In)] = {Batch::template size<In>...};  // numbers that one call reads
    static constexpr std::size_t output_size = Batch::template size<Out>;
    static constexpr std::size_t kept = 0, scratch = 0, state = 0;
    static constexpr bool streams = true;
    static constexpr bool keeps_argument = false;
    using activation = chain<>;
};

// Zero the border of a value: what is above and below, and in each row what is left and right.
template<class Place>
inline void clear_border(float* y) {
    if constexpr (Place::bordered) {
        constexpr layout l = Place::value;
        constexpr auto size = [](std::ptrdiff_t n) { return static_cast<std::size_t>(n); };
        constexpr std::size_t row = size(l.stride[0]), column = l.rank > 1 ? size(l.stride[1]) : 0, left = size(l.before[1]) * column, right = size(l.after[1]) * column;
        constexpr std::size_t rows = size(l.extent[0]), above = size(l.before[0]) * row, below = size(l.after[0]) * row;
        auto clear = [](float* from, auto n) {
            for (std::size_t i = 0; i < n; ++i) from[i] = 0;
        };
        clear(y, std::integral_constant<std::size_t, above + left>{});
        for (std::size_t r = 1; r < rows; ++r) clear(y + above + r * row - right, std::integral_constant<std::size_t, right + left>{});
        clear(y + above + rows * row - right, std::integral_constant<std::size_t, right + below>{});
    }
}

// Where row r of the last axis begins.
constexpr std::ptrdiff_t row_offset(const layout& l, std::size_t r) {
    std::ptrdiff_t at = l.origin();
    for (int a = l.rank - 2; a >= 0; --a) {
        at += static_cast<std::ptrdiff_t>(r % static_cast<std::size_t>(l.extent[a])) * l.stride[a];
        r /= static_cast<std::size_t>(l.extent[a]);
    }
    return at;
}
// f(offset in dense order, offset in the value) for each row of the last axis; offsets in numbers, a unit wide.
template<class Place, class F>
TYPEGRAD_INLINE void for_each_row(F f) {
    constexpr layout l = Place::value;
    constexpr std::size_t rows = Place::width ? Place::shape::size / Place::width : 0;
    for (std::size_t r = 0; r < rows; ++r) f(static_cast<std::ptrdiff_t>(r * Place::width), row_offset(l, r));
}
// Where the element with this number lies, in row-major order.
constexpr std::ptrdiff_t place_of(const layout& l, std::size_t element) {
    std::ptrdiff_t at = l.origin();
    for (int a = l.rank - 1; a >= 0; --a) {
        at += static_cast<std::ptrdiff_t>(element % static_cast<std::size_t>(l.extent[a])) * l.stride[a];
        element /= static_cast<std::size_t>(l.extent[a]);
    }
    return at;
}
template<std::size_t N>
TYPEGRAD_INLINE void copy_numbers(float* to, const float* from) {
    for (std::size_t i = 0; i < N; ++i) to[i] = from[i];
}

// Rows of samples into a tile with its border, or a copy into a border; backward the other way.
template<class Batch, class Out, class In>
struct load_step : step_types<Batch, Out, In> {
    static constexpr std::size_t in_row = In::part;
    static constexpr std::size_t input_sizes[1] = {In::unit == Out::unit ? Batch::template size<In> : in_row * static_cast<std::size_t>(Batch::lanes)};

    // row(r): the numbers of sample r of this tile.
    template<class Row>
    TYPEGRAD_KERNEL static void forward_rows(const Row& row, float* y) {
        clear_border<Out>(y);
        if constexpr (Out::unit > 1) {
            if constexpr (Out::bordered)
                for_each_row<Out>([&](std::ptrdiff_t from, std::ptrdiff_t to) {
                    simd::transpose_rows<Batch::lanes, static_cast<int>(Out::width)>(y + to, Out::unit, [&](int r) { return row(r) + from; });
                });
            else simd::transpose_rows<Batch::lanes, static_cast<int>(Out::shape::size)>(y, Out::unit, row);
        } else {
            const float* const x = row(0);
            for_each_row<Out>([&](std::ptrdiff_t from, std::ptrdiff_t to) { copy_numbers<Out::width>(y + to, x + from); });
        }
    }
    static void forward(const forward_pointers& at) {
        if constexpr (In::unit == Out::unit) {
            for (std::size_t i = 0; i < Batch::template calls<Out>; ++i) {
                clear_border<Out>(at.y + i * Out::part);
                for_each_row<Out>([&](std::ptrdiff_t from, std::ptrdiff_t to) {
                    copy_numbers<Out::width * Out::unit>(at.y + i * Out::part + to, at.x[0] + i * In::part + from * Out::unit);
                });
            }
        } else {
            forward_rows([&](int r) { return at.x[0] + static_cast<std::size_t>(r) * in_row; }, at.y);
        }
    }
    template<class Slope>
    static void backward(const backward_pointers& at, const Slope& s) {
        if (!at.dx[0]) return;
        if constexpr (In::unit == Out::unit) {
            for (std::size_t i = 0; i < Batch::template calls<Out>; ++i)
                for_each_row<Out>([&](std::ptrdiff_t to, std::ptrdiff_t from) {
                    copy_numbers<Out::width * Out::unit>(at.dx[0] + i * In::part + to * Out::unit, at.dy + i * Out::part + from);
                });
            multiply_slope<input_sizes[0]>(at.dx[0], s);
        } else {
            for_each_row<Out>([&](std::ptrdiff_t to, std::ptrdiff_t from) {
                for (std::size_t c = 0; c < Out::width; ++c)
                    for (int r = 0; r < Out::unit; ++r)
                        at.dx[0][static_cast<std::size_t>(r) * in_row + static_cast<std::size_t>(to) + c] = at.dy[from + static_cast<std::ptrdiff_t>(c) * Out::unit + r];
            });
            multiply_slope<input_sizes[0]>(at.dx[0], s);
        }
    }
};

// Tiles back into rows of samples.
template<class Batch, class Out, class In>
struct unload_step : step_types<Batch, Out, In> {
    static constexpr int lanes = Batch::lanes, elements = static_cast<int>(In::shape::size);

    static void forward(const forward_pointers& at) {
        for (std::size_t t = 0; t < Batch::tiles; ++t)
            simd::transpose<elements, lanes>(at.y + t * lanes * Out::part, Out::part, at.x[0] + t * In::part, lanes);
    }
    template<class Slope>
    static void backward(const backward_pointers& at, const Slope& s) {
        if (!at.dx[0]) return;
        for (std::size_t t = 0; t < Batch::tiles; ++t)
            simd::transpose<lanes, elements>(at.dx[0] + t * In::part, lanes, at.dy + t * lanes * Out::part, Out::part);
        multiply_slope<unload_step::input_sizes[0]>(at.dx[0], s);
    }
};

// y = f(x), elementwise, where no linear step came before. x and y lie alike but for their borders.
template<class Batch, class F, class Out, class In>
struct map_step : step_types<Batch, Out, In> {
    using activation = F;
    static constexpr bool keeps_argument = !derivative<F>::from_y;
    using read = typename In::template as<typename Out::shape>;  // the same numbers in the shape of y
    static constexpr bool dense = !Out::bordered && !In::bordered;
    static constexpr std::size_t calls = Batch::template calls<Out>, row = Out::width * Out::unit;

    // f(x, y, at): runs of numbers that lie together, where at is their place in y.
    template<class X, class Y, class Run>
    TYPEGRAD_INLINE static void for_each_run(X* x, Y* y, Run run) {
        if constexpr (dense) {
            run(x, y, std::ptrdiff_t{0}, std::integral_constant<std::size_t, map_step::output_size>{});
        } else {
            constexpr layout from = read::value, to = Out::value;
            constexpr std::size_t rows = Out::shape::size / Out::width;
            for (std::size_t c = 0; c < calls; ++c)
                for (std::size_t r = 0; r < rows; ++r) {
                    const auto a = static_cast<std::ptrdiff_t>(c * In::part) + row_offset(from, r), b = static_cast<std::ptrdiff_t>(c * Out::part) + row_offset(to, r);
                    run(x + a, y + b, b, std::integral_constant<std::size_t, row>{});
                }
        }
    }

    TYPEGRAD_KERNEL static void forward(const forward_pointers& at) {
        using V = simd::batch<float, simd::lanes<float>>;
        if constexpr (Out::bordered)
            for (std::size_t c = 0; c < calls; ++c) clear_border<Out>(at.y + c * Out::part);
        for_each_run(at.x[0], at.y, [&](const float* x, float* y, std::ptrdiff_t place, auto size) TYPEGRAD_INLINE_LAMBDA {
            for_each_batch<size>([&](std::ptrdiff_t i, auto lanes) TYPEGRAD_INLINE_LAMBDA {
                const V v = load<lanes, V>(x + i);
                if constexpr (keeps_argument)
                    if (at.argument) einsum::store<lanes>(v, at.argument + place + i);
                einsum::store<lanes>(F{}(v), y + i);
            });
        });
    }
    template<class Slope>
    static void backward(const backward_pointers& at, const Slope& s) {
        if (!at.dx[0]) return;
        if constexpr (In::bordered)
            for (std::size_t i = 0; i < map_step::input_sizes[0]; ++i) at.dx[0][i] = 0;
        for_each_run(at.dx[0], at.dy, [&](float* dx, const float* dy, std::ptrdiff_t, auto size) { copy_numbers<size>(dx, dy); });
        multiply_slope<map_step::input_sizes[0]>(at.dx[0], s);
    }
};

}
}
}

#endif
