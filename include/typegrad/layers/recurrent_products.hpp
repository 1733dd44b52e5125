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
#include "../simd/transpose.hpp"
#include "recurrent.hpp"

// The products of recurrent layers: contractions over their fields, through the loops of the engine for floats at run time,
// one multiply-add after the other for doubles and constants.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {

// Whether there are loops of the engine for such numbers.
template<class T>
inline constexpr bool in_registers = std::is_same_v<T, float>;

// A template, so that the formulas are read only where a recurrent layer is.
template<bool All>
struct product_of_steps {
    static constexpr einsum::formula formula = einsum::parse(All ? "ti,ik->tk" : "i,ik->k");
};
using all_steps = product_of_steps<true>;
using one_step = product_of_steps<false>;
// Backward, a step reads rows of the weight that lie a power of two apart for most sizes in use: no more of them at once than
// one set of the cache has ways.
template<class Formula>
inline constexpr schedule schedule_of_dx{};
template<>
inline constexpr schedule schedule_of_dx<one_step>{.tile = {8, 1}, .along = {'i'}};

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
        static constexpr einsum::plan order = einsum::choose_plan(space, schedule_of_dx<Formula>, einsum::native_machine);
    };
};

// y = start + a product, by kernel K; the scalar loops add to y, which prepare() has set to the same beginning.
template<class K, class T, class Start, class Prepare>
TYPEGRAD_INLINE constexpr void run_product(T* y, const T* x, const T* w, const Start& start, const Prepare& prepare) {
    if constexpr (in_registers<T>) {
        if (!std::is_constant_evaluated()) {
            einsum::run<K>(y, x, w, start);
            return;
        }
    }
    prepare();
    einsum::run_scalar<K>(y, x, w);
}

// y = x weight
template<class Formula, std::size_t Pitch, class Y, class X, class T>
TYPEGRAD_INLINE constexpr void set_product(Y y, X x, const T* w, std::nullptr_t) {
    run_product<typename product<Formula, X, Y, Pitch>::y, T>(y.data, x.data, w, einsum::from_zero{}, [&]() TYPEGRAD_INLINE_LAMBDA { y.clear(); });
}
// y = bias + x weight
template<class Formula, std::size_t Pitch, class Y, class X, class T>
TYPEGRAD_INLINE constexpr void set_product(Y y, X x, const T* w, const T* bias) {
    run_product<typename product<Formula, X, Y, Pitch>::y, T>(y.data, x.data, w, einsum::from_bias<T>{bias}, [&]() TYPEGRAD_INLINE_LAMBDA {
        for (std::size_t r = 0; r < Y::rows(); ++r) copy_row<Y::width()>(y.row(r), simd::parameters_along<typename Y::value_type>(bias));
    });
}

// dx = dy weight
template<class Formula, std::size_t Pitch, class DX, class DY, class T>
TYPEGRAD_INLINE constexpr void set_dx(DX dx, DY dy, const T* w) {
    run_product<typename product<Formula, DX, DY, Pitch>::dx, T>(dx.data, dy.data, w, einsum::from_zero{}, [&]() TYPEGRAD_INLINE_LAMBDA { dx.clear(); });
}
// dx += dy weight
template<class Formula, std::size_t Pitch, class DX, class DY, class T>
TYPEGRAD_INLINE constexpr void add_dx(DX dx, DY dy, const T* w) {
    run_product<typename product<Formula, DX, DY, Pitch>::dx, T>(dx.data, dy.data, w, einsum::from_y{}, [] {});
}

// ---- gradients of parameters

// Gradients of a block of steps with each sample's numbers in a row: <steps, samples, width>, copied if need be.
template<class Z, class T>
TYPEGRAD_INLINE constexpr auto turn(Z z, T* to) {
    constexpr std::size_t samples = samples_in<typename Z::value_type>, width = Z::width();
    using turned = area<T, shape<Z::extent(0), samples, width>>;
    if constexpr (samples == 1) {
        return turned{z.data};
    } else {
        for (std::size_t t = 0; t < Z::extent(0); ++t)
            simd::transpose<static_cast<int>(width), static_cast<int>(samples)>(to + t * samples * width, static_cast<std::ptrdiff_t>(width), z.row(t).data, static_cast<std::ptrdiff_t>(samples));
        return turned{to};
    }
}

// dw[i, k] += sum over steps t and samples n of x[t, i] dz[t, k], where dz lies as <t, n, k>: lanes along k.
template<class X, class DZ, std::size_t Pitch>
struct weight_gradient {
    static constexpr einsum::contraction make() {
        constexpr std::ptrdiff_t samples = DZ::where.extent[1];
        layout x = X::where, z = DZ::where, y;
        y.rank = 2;
        y.extent[0] = x.extent[1];
        y.extent[1] = z.extent[2];
        y.stride[0] = static_cast<std::ptrdiff_t>(Pitch);
        y.stride[1] = 1;
        z.rank = 2;
        z.extent[1] = z.extent[2];
        z.stride[1] = z.stride[2];
        einsum::contraction c = einsum::contract(einsum::parse("ti,tk->ik"), x, z, y);
        if (samples > 1) c.term[0].w[c.add_index('n', samples, 1, 0)] = DZ::where.stride[1];
        return c;
    }
    static constexpr einsum::contraction space = einsum::coalesce(make());
    static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine);
};
template<std::size_t Pitch, class T, class X, class DZ>
TYPEGRAD_INLINE constexpr void add_dw(T* dw, X x, DZ dz) {
    run_product<weight_gradient<X, DZ, Pitch>, T>(dw, x.data, dz.data, einsum::from_y{}, [] {});
}
// db[k] += dz[k], over all steps and samples
template<class T, class DZ>
TYPEGRAD_INLINE constexpr void add_db(T* db, DZ dz) {
    simd::along<DZ::width(), T>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
        auto sum = at.load(dz.row(0));
        for (std::size_t r = 1; r < DZ::rows(); ++r) sum += at.load(dz.row(r));
        at.add(simd::parameters_along<T>(db), sum);
    });
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

// Whether the gates of one sample fill their last vectors so badly that all of them in one row need fewer; that is worth a
// way through memory.
template<class V, std::size_t Gates, std::size_t H, std::size_t Lanes = static_cast<std::size_t>(simd::lanes<float>)>
inline constexpr bool fewer_vectors_in_one_row = samples_in<V> == 1 && (Gates * H + Lanes - 1) / Lanes < Gates * ((H + Lanes - 1) / Lanes);

// cell(part, sums): sums[g] = sum over i of x[i] weight[i, g, k] for the units k of each part. The weight is <In, Pitch>, of
// which the first Gates H columns are used; the cell may write where x is not.
template<std::size_t Gates, std::size_t H, std::size_t Pitch, class V, class Memory, class X, class T, class Cell>
TYPEGRAD_INLINE constexpr void for_gates(const areas<V, Memory>& kept, X x, const T* w, const Cell& cell) {
    const area<V, shape<Gates * H>> sums{kept.template get<detail::sums>().data};
    if constexpr (in_registers<T> && !fewer_vectors_in_one_row<V, Gates, H>) {
        if (!std::is_constant_evaluated()) {
            einsum::run<gates_product<V, X::width(), Gates, H, Pitch>>(sums.data, static_cast<const T*>(x.data), w, einsum::from_zero{}, to_cell<Cell, samples_in<V>>{cell});
            return;
        }
    }
    set_product<one_step, Pitch>(sums, x, w, nullptr);
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
