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

// Steps whose gradients are kept at once, before products make an end of them: few enough to stay in the cache, and if
// possible such that all blocks are of one size.
constexpr std::size_t steps_in_block(std::size_t steps, std::size_t most) {
    if (most < 1) most = 1;
    if (steps <= most) return steps;
    for (std::size_t n = most; 2 * n > most; --n)
        if (steps % n == 0) return n;
    const std::size_t blocks = (steps + most - 1) / most;
    return (steps + blocks - 1) / blocks;
}

// What a layer keeps for T steps of one sample, or of each sample of a tile: the gates (at first what x gives to them); the
// gradients of that in a block of steps, and for a tile the same with each sample in a row; the gradients that are carried
// from step to step; the sums of one step, where they do not stay in registers; and its states and what else it wants.
enum kept_item { gates, gate_slopes, turned_slopes, carry, sums, states };
template<std::size_t H, std::size_t Gates, std::size_t T, bool Tile>
struct recurrent_memory {
    static constexpr std::size_t block = steps_in_block(T, Tile ? 512 / (H ? H : 1) : 32);
    template<class... More>
    using with = bundle<shape<T, Gates * H>, shape<block, Gates * H>, shape<Tile ? block : 0, Gates * H>, shape<2, H>, shape<Tile ? 0 : Gates * H>, More...>;
};
template<class Layer, class In>
inline constexpr std::size_t recurrent_kept = [] {
    constexpr std::size_t T = Layer::template sequence<In>::steps, one = Layer::template memory<T, false>::size, tile = Layer::template memory<T, true>::size;
    return one > tile ? one : tile;
}();
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

template<int Axis, std::size_t Count, class Place>
struct shorter {
    static constexpr layout value = [] {
        layout l = Place::value;
        l.extent[Axis < 0 ? l.rank + Axis : Axis] = static_cast<std::ptrdiff_t>(Count);
        return l;
    }();
};
// Count columns of a field, from number First on.
template<std::size_t First, std::size_t Count, class V, class Place, class T>
TYPEGRAD_INLINE constexpr auto columns(simd::field<V, Place, T> f) {
    return simd::field<V, shorter<-1, Count, Place>, T>{f.data + static_cast<std::ptrdiff_t>(First) * Place::value.stride[Place::value.rank - 1]};
}
// Count of the first axis of a field, from number `first` on.
template<std::size_t Count, class V, class Place, class T>
TYPEGRAD_INLINE constexpr auto steps_from(simd::field<V, Place, T> f, std::size_t first) {
    return simd::field<V, shorter<0, Count, Place>, T>{f.data + static_cast<std::ptrdiff_t>(first) * Place::value.stride[0]};
}
// One row of an area as a field.
template<class V, class Place, class T>
TYPEGRAD_INLINE constexpr auto one_row(simd::field<V, Place, T> f, std::size_t r) {
    return area<V, shape<decltype(f)::width()>>{f.row(r).data};
}

template<std::size_t N, class To, class From>
TYPEGRAD_INLINE constexpr void copy_row(To to, From from) {
    simd::map<N>(to, [](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, from);
}
template<std::size_t N, class To>
TYPEGRAD_INLINE constexpr void clear_row(To to) {
    simd::along<N, typename To::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.store(to, decltype(at.load(to))(0)); });
}
template<std::size_t N, class To, class From>
TYPEGRAD_INLINE constexpr void add_row(To to, From from) {
    simd::map<N>(to, [](auto a, auto b) TYPEGRAD_INLINE_LAMBDA { return a + b; }, to, from);
}

// Where the sequence and the states lie in what a layer reads and makes.
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
    template<std::size_t I, class Row, class Context>
    TYPEGRAD_INLINE static constexpr Row carried(const Context& context) {
        return {context.carried + I * H * samples_in<typename Row::value_type>};
    }

    // State I at first.
    template<std::size_t I, class Row, class X, class Context>
    TYPEGRAD_INLINE static constexpr void begin(Row to, X x, const Context& context) {
        if constexpr (options.with_state) copy_row<H>(to, x.template get<I + 1>().row(0));
        else if constexpr (Context::streaming) copy_row<H>(to, carried<I, Row>(context));
        else clear_row<H>(to);
    }
    // State I at last.
    template<std::size_t I, std::size_t Steps, class Row, class Y, class Context>
    TYPEGRAD_INLINE static constexpr void end(Row from, Y y, const Context& context) {
        if constexpr (options.with_state) copy_row<H>(y_state<I, Steps>(y), from);
        else if constexpr (Context::streaming) copy_row<H>(carried<I, Row>(context), from);
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
