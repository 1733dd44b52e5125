#ifndef TYPEGRAD_LAYERS_RECURRENT_HPP
#define TYPEGRAD_LAYERS_RECURRENT_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "../core/bundle.hpp"
#include "../core/recurrent.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/gradient.hpp"
#include "../einsum/loops.hpp"
#include "../einsum/search.hpp"
#include "../simd/field.hpp"
#include "../simd/rows.hpp"
#include "bundle_shape.hpp"
#include "elementwise.hpp"

// What rnn, lstm and gru share: the shapes of sequences and states, the memory that they keep, and their products.
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

// ---- memory

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

template<std::size_t Count, class Place>
struct fewer_columns {
    static constexpr layout value = [] {
        layout l = Place::value;
        l.extent[l.rank - 1] = static_cast<std::ptrdiff_t>(Count);
        return l;
    }();
};
// Count columns of a field, from number First on.
template<std::size_t First, std::size_t Count, class V, class Place, class T>
TYPEGRAD_INLINE constexpr auto columns(simd::field<V, Place, T> f) {
    return simd::field<V, fewer_columns<Count, Place>, T>{f.data + static_cast<std::ptrdiff_t>(First) * Place::value.stride[Place::value.rank - 1]};
}
// Rows of a dense field from number `first` on, as the whole of another.
template<class Shape, class V, class Place, class T>
TYPEGRAD_INLINE constexpr auto rows_from(simd::field<V, Place, T> f, std::size_t first) {
    return area<V, Shape>{f.row(first).data};
}

// ---- products

struct all_steps {
    static constexpr einsum::formula formula = einsum::parse("ti,ik->tk");
};
struct one_step {
    static constexpr einsum::formula formula = einsum::parse("i,ik->k");
};

// y += x weight, where x and y are fields and the weight is <In, Pitch>, of which the first columns are used.
template<class Formula, class X, class Y, std::size_t Pitch>
struct product {
    static constexpr einsum::contraction make() {
        layout w;
        w.rank = 2;
        w.extent[0] = X::where.extent[X::where.rank - 1];
        w.extent[1] = Y::where.extent[Y::where.rank - 1];
        w.stride[0] = static_cast<std::ptrdiff_t>(Pitch);
        w.stride[1] = 1;
        einsum::contraction c = einsum::contract(Formula::formula, X::where, w, Y::where);
        constexpr std::size_t samples = samples_in<typename X::value_type>;
        if (samples > 1) c.add_index('n', static_cast<std::ptrdiff_t>(samples), 1, 1);
        c.add_bias('k');
        return c;
    }
    struct y {
        static constexpr einsum::contraction space = einsum::coalesce(make());
        static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine);
    };
    struct dx {
        static constexpr einsum::contraction space = einsum::coalesce(einsum::gradient(make(), einsum::wrt::x));
        static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine);
    };
    struct dw {
        static constexpr einsum::contraction space = einsum::coalesce(einsum::gradient(make(), einsum::wrt::w));
        static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine);
    };
};

// Adds a product to y: kernel K, which knows where its operands lie.
template<class K, class T>
TYPEGRAD_INLINE constexpr void add_product(T* y, const T* x, const T* w) {
    if constexpr (std::is_same_v<T, float>) {
        if (!std::is_constant_evaluated()) {
            einsum::run<K>(y, x, w, einsum::from_y{});
            return;
        }
    }
    einsum::run_scalar<K>(y, x, w);
}
template<class Formula, std::size_t Pitch, class Y, class X, class T>
TYPEGRAD_INLINE constexpr void add_product(Y y, X x, const T* w) {
    add_product<typename product<Formula, X, Y, Pitch>::y>(y.data, x.data, w);
}

// y = bias + x weight, or without a bias.
template<class Formula, std::size_t Pitch, class Y, class X, class T>
TYPEGRAD_INLINE constexpr void set_product(Y y, X x, const T* w, const T* bias) {
    using K = typename product<Formula, X, Y, Pitch>::y;
    using V = typename Y::value_type;
    if constexpr (std::is_same_v<T, float>) {
        if (!std::is_constant_evaluated()) {
            if (bias) einsum::run<K>(y.data, x.data, w, einsum::from_bias<float>{bias});
            else einsum::run<K>(y.data, x.data, w, einsum::from_zero{});
            return;
        }
    }
    for (std::size_t r = 0; r < Y::rows(); ++r)
        for (std::size_t k = 0; k < Y::width(); ++k) y.row(r).store(k, bias ? V(bias[k]) : V(0));
    einsum::run_scalar<K>(y.data, x.data, w);
}

// dx = dy weight, or added to it.
template<class Formula, std::size_t Pitch, bool Add = false, class DX, class DY, class T>
TYPEGRAD_INLINE constexpr void set_dx(DX dx, DY dy, const T* w) {
    using K = typename product<Formula, DX, DY, Pitch>::dx;
    if constexpr (std::is_same_v<T, float>) {
        if (!std::is_constant_evaluated()) {
            if constexpr (Add) einsum::run<K>(dx.data, dy.data, w, einsum::from_y{});
            else einsum::run<K>(dx.data, dy.data, w, einsum::from_zero{});
            return;
        }
    }
    if constexpr (!Add) dx.clear();
    einsum::run_scalar<K>(dx.data, dy.data, w);
}
// dw += x dy over all steps and samples
template<std::size_t Pitch, class T, class X, class DY>
TYPEGRAD_INLINE constexpr void add_dw(T* dw, X x, DY dy) {
    using K = typename product<all_steps, X, DY, Pitch>::dw;
    if constexpr (std::is_same_v<T, float>) {
        if (!std::is_constant_evaluated()) {
            einsum::run<K>(dw, x.data, dy.data, einsum::from_y{});
            return;
        }
    }
    einsum::run_scalar<K>(dw, x.data, dy.data);
}

template<class Z>
struct sum_of_rows {
    using value_type = typename Z::value_type;
    Z z;

    TYPEGRAD_INLINE constexpr value_type load(std::size_t i) const {
        value_type sum = z.row(0).load(i);
        for (std::size_t r = 1; r < Z::rows(); ++r) sum += z.row(r).load(i);
        return sum;
    }
};
// db[k] += dz[k], over all steps and samples
template<class T, class Z>
TYPEGRAD_INLINE constexpr void add_db(T* db, Z z) {
    using V = typename Z::value_type;
    if constexpr (simd::number<V>) {
        simd::along<Z::width(), V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            auto sum = at.load(z.row(0));
            for (std::size_t r = 1; r < Z::rows(); ++r) sum += at.load(z.row(r));
            at.add(simd::parameters_along<V>(db), sum);
        });
    } else {
        simd::add_sums<Z::width()>(db, [](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, sum_of_rows<Z>{z});
    }
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
    // The time of step s, and the rows of kept outputs before and after it: row 0 or the last one is the state at first.
    static constexpr std::size_t time(std::size_t s, std::size_t steps) { return options.reverse ? steps - 1 - s : s; }
    static constexpr std::size_t before(std::size_t t) { return options.reverse ? t + 1 : t; }
    static constexpr std::size_t after(std::size_t t) { return options.reverse ? t : t + 1; }

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
        static_assert(!(Context::streaming && options.reverse), "reverse: the end of a stream is not known; leave out reverse, or run the network on whole sequences");
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
        if constexpr (options.last && I == 0) simd::map<H>(to, [](auto a, auto b) TYPEGRAD_INLINE_LAMBDA { return a + b; }, to, y(dy, 0));
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
