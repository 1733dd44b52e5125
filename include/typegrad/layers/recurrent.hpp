#ifndef TYPEGRAD_LAYERS_RECURRENT_HPP
#define TYPEGRAD_LAYERS_RECURRENT_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/bundle.hpp"
#include "../core/recurrent.hpp"
#include "../simd/field.hpp"
#include "../simd/rows.hpp"
#include "bundle_shape.hpp"
#include "elementwise.hpp"

// What rnn, lstm and gru share: the shapes of sequences and states, the memory that they keep, and the ends of a sequence.
namespace typegrad {

namespace detail {
// A layer of H units over In, whose state is States vectors.
template<class In, std::size_t H, std::size_t States, bool Last, bool WithState>
struct sequence_shapes {
    using x = first_item<In>;
    static constexpr std::size_t steps = x::extent(0), inputs = x::extent(1);
    using y = std::conditional_t<Last, shape<H>, shape<steps, H>>;
    using stated_input = std::conditional_t<States == 2, bundle<x, shape<H>, shape<H>>, bundle<x, shape<H>>>;
    using stated_output = std::conditional_t<States == 2, bundle<y, shape<H>, shape<H>>, bundle<y, shape<H>>>;
    using output = std::conditional_t<WithState, stated_output, y>;

    static constexpr bool is_sequence = WithState || In::rank == 2;
    static constexpr bool has_state = !WithState || (std::is_same_v<In, stated_input> && x::rank == 2);
    static constexpr bool has_size = H > 0 && x::size > 0;
};

// Whether a function can be the activation of a unit: backward sees what it gave, not what it was given.
template<class F>
concept unit_function = elementwise<F> && derivative<F>::from_y;
}

inline namespace TYPEGRAD_ARCH {
namespace compute {

template<class V>
inline constexpr std::size_t samples_in = sizeof(V) / sizeof(simd::scalar_of<V>);

template<class Shape, std::size_t Unit>
struct dense_samples {
    static constexpr layout value = dense_layout<Shape>(static_cast<std::ptrdiff_t>(Unit));
};
template<class V, class Shape>
using area = simd::field<V, dense_samples<Shape, samples_in<V>>, simd::scalar_of<V>>;

// One of its rows, whatever the shape.
template<class V>
using area_row = typename area<V, shape<1>>::row_of;

// The items of a bundle, one after the other, as fields of V.
template<class V, class Items>
struct areas;
template<class V, class... Items>
struct areas<V, bundle<Items...>> {
    simd::scalar_of<V>* data;

    template<std::size_t I>
    TYPEGRAD_INLINE constexpr auto get() const {
        return area<V, type_at<I, type_list<Items...>>>{data + bundle<Items...>::template offset_of<I>() * samples_in<V>};
    }
    template<std::size_t I>
    TYPEGRAD_INLINE constexpr area_row<V> row(std::size_t r) const {
        return {get<I>().row(r).data};
    }
};

// Rows of an area from number `first` on, as an area of this shape.
template<class Shape, class V, class Place, class T>
TYPEGRAD_INLINE constexpr auto rows_from(simd::field<V, Place, T> f, std::size_t first) {
    return area<V, Shape>{f.row(first).data};
}
template<class V, class Place, class T>
TYPEGRAD_INLINE constexpr auto one_row(simd::field<V, Place, T> f, std::size_t r) {
    return rows_from<shape<decltype(f)::width()>>(f, r);
}

// ---- the ends of a sequence

template<std::size_t N, class To, class From>
TYPEGRAD_INLINE constexpr void copy_row(To to, From from) {
    simd::map<N>(to, [](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, from);
}
template<std::size_t N, class To>
TYPEGRAD_INLINE constexpr void clear_row(To to) {
    using V = typename To::value_type;
    simd::along<N, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.store(to, decltype(at.load(to))(0)); });
}

template<std::size_t N, class To, class From>
TYPEGRAD_INLINE constexpr void add_row(To to, From from) {
    simd::map<N>(to, [](auto a, auto b) TYPEGRAD_INLINE_LAMBDA { return a + b; }, to, from);
}

// The bias beside what x gives.
template<class P>
TYPEGRAD_INLINE constexpr auto bias_of(const P& p) {
    if constexpr (requires { p.bias; }) return p.bias.data();
    else if constexpr (requires { p.bias_ih; }) return p.bias_ih.data();
    else return static_cast<decltype(p.weight_ih.data())>(nullptr);
}

// Where the sequence and the states lie in what a layer reads and makes, and in which order its steps go.
template<class Layer>
struct sequence_ends {
    static constexpr recurrence options = Layer::options;
    static constexpr std::size_t H = Layer::units;

    template<class X>
    TYPEGRAD_INLINE static constexpr auto x(X x) {
        if constexpr (options.with_state) return x.template get<0>();
        else return x;
    }
    template<class X>
    static constexpr std::size_t steps = decltype(x(std::declval<X>()))::rows();
    // The time of step s of so many, and the rows before and after a time of what is kept for T + 1 of them: the state at
    // first lies in row 0, or in the last one.
    static constexpr std::size_t time(std::size_t s, std::size_t steps) { return options.reverse ? steps - 1 - s : s; }
    static constexpr std::size_t before(std::size_t t) { return options.reverse ? t + 1 : t; }
    static constexpr std::size_t after(std::size_t t) { return options.reverse ? t : t + 1; }
    static constexpr std::size_t first(std::size_t steps) { return options.reverse ? steps : 0; }
    static constexpr std::size_t final(std::size_t steps) { return options.reverse ? 0 : steps; }

    // What step t gives: one row for all with `last`.
    template<class Y>
    TYPEGRAD_INLINE static constexpr auto y(Y y, std::size_t t) {
        if constexpr (options.with_state) return y.row(0).from(options.last ? 0 : t * H);
        else return y.row(options.last ? 0 : t);
    }
    // State I in the row of a bundle.
    template<std::size_t I, std::size_t Steps, class Y>
    TYPEGRAD_INLINE static constexpr auto y_state(Y y) {
        return y.row(0).from((options.last ? H : Steps * H) + I * H);
    }
    template<std::size_t I, class Context>
    TYPEGRAD_INLINE static constexpr auto carried(const Context& context) {
        using V = decltype(context.state().load(0));
        return area<V, shape<H>>{context.carried + I * H * samples_in<V>}.row(0);
    }

    // State I at first.
    template<std::size_t I, class Row, class X, class Context>
    TYPEGRAD_INLINE static constexpr void begin(Row to, X x, const Context& context) {
        static_assert(I > 0 || !(Context::streaming && options.reverse), "reverse: the end of a stream is not known; leave out reverse, or run the network on whole sequences");
        if constexpr (options.with_state) copy_row<H>(to, x.template get<I + 1>().row(0));
        else if constexpr (Context::streaming) copy_row<H>(to, carried<I>(context));
        else clear_row<H>(to);
    }
    // State I at last.
    template<std::size_t I, std::size_t Steps, class Row, class Y, class Context>
    TYPEGRAD_INLINE static constexpr void end(Row from, Y y, const Context& context) {
        if constexpr (options.with_state) copy_row<H>(y_state<I, Steps>(y), from);
        else if constexpr (Context::streaming) copy_row<H>(carried<I>(context), from);
    }
    // The gradient of state I at last; state 0 is what the last step gave.
    template<std::size_t I, std::size_t Steps, class Row, class Y>
    TYPEGRAD_INLINE static constexpr void begin_backward(Row to, Y dy) {
        if constexpr (options.with_state) copy_row<H>(to, y_state<I, Steps>(dy));
        else clear_row<H>(to);
        if constexpr (options.last && I == 0) add_row<H>(to, y(dy, 0));
    }
    template<class Row, class Y>
    TYPEGRAD_INLINE static constexpr void add_dy(Row to, Y dy, std::size_t t) {
        if constexpr (!options.last) add_row<H>(to, y(dy, t));
    }
    template<std::size_t I, class Row, class DX>
    TYPEGRAD_INLINE static constexpr void end_backward(Row from, DX dx) {
        if constexpr (options.with_state) copy_row<H>(dx.template get<I + 1>().row(0), from);
    }
};

}
}
}

#endif
