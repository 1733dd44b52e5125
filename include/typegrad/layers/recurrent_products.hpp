#ifndef TYPEGRAD_LAYERS_RECURRENT_PRODUCTS_HPP
#define TYPEGRAD_LAYERS_RECURRENT_PRODUCTS_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/gradient.hpp"
#include "../einsum/loops.hpp"
#include "../einsum/search.hpp"
#include "../simd/rows.hpp"
#include "recurrent.hpp"

// The products of recurrent layers: contractions over their fields, through the loops of the engine for floats at run time,
// one multiply-add after the other for doubles and constants.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {

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
// Whether the engine's loops run: asked where both branches compile.
template<class T>
inline constexpr bool in_registers = std::is_same_v<T, float>;

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
    if constexpr (in_registers<T>) {
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
    if constexpr (in_registers<T>) {
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
    if constexpr (in_registers<T>) {
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
    if constexpr (in_registers<T>) {
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

// ---- all gates of one step

template<class V, std::size_t In, std::size_t Gates, std::size_t H, std::size_t Pitch>
struct gates_product {
    static constexpr einsum::contraction make() {
        layout w, y;
        w.rank = 3;
        w.extent[0] = static_cast<std::ptrdiff_t>(In);
        w.extent[1] = static_cast<std::ptrdiff_t>(Gates);
        w.extent[2] = static_cast<std::ptrdiff_t>(H);
        w.stride[0] = static_cast<std::ptrdiff_t>(Pitch);
        w.stride[1] = static_cast<std::ptrdiff_t>(H);
        w.stride[2] = 1;
        y.rank = 2;
        y.extent[0] = w.extent[1];
        y.extent[1] = w.extent[2];
        y.stride[1] = static_cast<std::ptrdiff_t>(samples_in<V>);
        einsum::contraction c = einsum::contract(einsum::parse("i,igk->gk"), area<V, shape<In>>::where, w, y);
        c.whole[c.index_of('g')] = true;
        if (samples_in<V> > 1) c.add_index('n', static_cast<std::ptrdiff_t>(samples_in<V>), 1, 1);
        return c;
    }
    static constexpr einsum::contraction space = einsum::coalesce(make());
    static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine);
};

// Hands the sums of all gates of some units to a cell, while they are in registers.
template<class Cell, std::size_t Samples>
struct to_cell {
    Cell cell;

    template<int Gates, int Lanes, class W, class Y>
    TYPEGRAD_INLINE void operator()(const W* sums, Y*, std::ptrdiff_t at) const {
        cell(simd::part<W, Lanes>{static_cast<std::size_t>(at) / Samples}, sums);
    }
};

// cell(part, sums): sums[g] = sum over i of x[i] weight[i, g, k] for the units k of each part. The weight is <In, Pitch>, of
// which the first Gates H columns are used; the cell may write where x is not.
template<std::size_t Gates, std::size_t H, std::size_t Pitch, class V, class X, class T, class Cell>
TYPEGRAD_INLINE constexpr void for_gates(area<V, shape<Gates * H>> sums, X x, const T* w, const Cell& cell) {
    if constexpr (in_registers<T>) {
        if (!std::is_constant_evaluated()) {
            einsum::run<gates_product<V, X::width(), Gates, H, Pitch>>(sums.data, static_cast<const T*>(x.data), w, einsum::from_zero{}, to_cell<Cell, samples_in<V>>{cell});
            return;
        }
    }
    set_product<one_step, Pitch>(sums, x, w, static_cast<const T*>(nullptr));
    simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
        [&]<std::size_t... G>(std::index_sequence<G...>) TYPEGRAD_INLINE_LAMBDA {
            const decltype(at.load(sums.row(0))) each[] = {at.load(sums.row(0).from(G * H))...};
            cell(at, each);
        }(std::make_index_sequence<Gates>{});
    });
}

}
}
}

#endif
