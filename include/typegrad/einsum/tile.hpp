#ifndef TYPEGRAD_EINSUM_TILE_HPP
#define TYPEGRAD_EINSUM_TILE_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/bf16.hpp"
#include "../simd/batch.hpp"
#include "accumulators.hpp"
#include "contraction.hpp"
#include "epilogue.hpp"
#include "schedule.hpp"

// One tile of accumulators in registers: start, multiply and add over all reductions, finish.
namespace typegrad::einsum {
inline namespace TYPEGRAD_ARCH {

inline constexpr machine native_machine{simd::lanes<float>, simd::registers == 32 ? 31 : 16, TYPEGRAD_VECTOR_HALVES};

template<class K, class E, class V>
struct tile {
    using table = lowering::accumulators<K, E>;
    static constexpr const contraction& c = K::space;
    static constexpr const plan& p = K::order;
    static constexpr int count = table::count;
    static constexpr int products = K::space.products;

    template<std::ptrdiff_t Stride, int Lanes, class T>
    TYPEGRAD_INLINE static V load(const T* from) {
        if constexpr (Stride == 0) return V::splat(from);
        else if constexpr (Lanes == V::lanes) return V::load(from);
        else return V::template load_first<Lanes>(from);
    }

    // acc += x * w for every cell and vector, at one point of the reductions. The operand with fewer values is held in
    // registers, the other one streams past it: every value is loaded once. Lanes < V::lanes: the ragged end of a
    // reduction along the lanes.
    template<int Product, int Lanes, class Cursor>
    TYPEGRAD_INLINE static void multiply_add(V* acc, const Cursor& at) {
        using uses = lowering::operand_uses<K, E, Product>;
        V held[uses::held];
        for_each_index<static_cast<std::size_t>(uses::held)>([&](auto h) TYPEGRAD_INLINE_LAMBDA {
            held[h] = load_use<Product, Lanes, uses::holds_x, uses::value.held_at[h]>(at);
            if constexpr (uses::streamed > 1) held[h] = hold(held[h]);
        });
        V stream(0);
        for_each_index<static_cast<std::size_t>(uses::count)>([&](auto i) TYPEGRAD_INLINE_LAMBDA {
            constexpr auto use = uses::value.order[i];
            if constexpr (use.first) {
                stream = load_use<Product, Lanes, !uses::holds_x, use.cell>(at);
                if constexpr (use.shared) stream = hold(stream);
            }
            constexpr int number = table::number(use.cell / E::vectors, use.cell % E::vectors);
            acc[number] = fma(stream, held[use.held], acc[number]);
        });
    }
    // The value of one operand that a cell and vector uses.
    template<int Product, int Lanes, bool OfX, int Cell, class Cursor>
    TYPEGRAD_INLINE static V load_use(const Cursor& at) {
        constexpr int cell = Cell / E::vectors, v = Cell % E::vectors;
        constexpr auto& t = K::space.term[Product];
        constexpr std::ptrdiff_t stride = OfX ? t.x[K::order.vector] : t.w[K::order.vector];
        constexpr std::ptrdiff_t offset = table::offset(OfX ? t.x : t.w, cell) + v * V::lanes * stride;
        constexpr int lanes = table::dot ? Lanes : table::used_lanes(v);
        if constexpr (OfX) return load<stride, lanes>(at.x[Product] + offset);
        else if constexpr (K::order.packed && std::is_same_v<std::remove_cvref_t<decltype(*at.w[Product])>, bf16>) return V::template load_half<v % 2>(at.w[Product] + offset - v % 2 * V::lanes);
        else return load<stride, K::order.packed ? V::lanes : lanes>(at.w[Product] + offset);
    }

    template<int Product, int Index>
    static constexpr bool runs_over = K::space.term[Product].has[Index];

    template<int Product, int Level, int Lanes, class Cursor>
    TYPEGRAD_INLINE static void reduce(V* acc, Cursor at) {
        if constexpr (Level == K::order.inners) {
            multiply_add<Product, Lanes>(acc, at);
        } else {
            constexpr int index = K::order.inner[Level];
            if constexpr (!runs_over<Product, index>) {
                reduce<Product, Level + 1, Lanes>(acc, at);
            } else {
                constexpr std::ptrdiff_t width = index == K::order.vector ? V::lanes : K::order.step(index);
                constexpr std::ptrdiff_t sx = K::space.term[Product].x[index] * width, sw = K::space.term[Product].w[index] * width;
                constexpr std::ptrdiff_t n = K::space.extent[index] / width, rest = K::space.extent[index] % width;
                constexpr bool last = Level + 1 == K::order.inners;
                constexpr int wanted = K::order.unroll > K::order.chains ? K::order.unroll : K::order.chains;
                constexpr int unroll = last && wanted > 1 && n >= wanted ? wanted : 1;
                TYPEGRAD_ROLLED
                for (std::ptrdiff_t i = 0; i < n / unroll; ++i) {
                    for_each_index<static_cast<std::size_t>(unroll)>([&](auto u) TYPEGRAD_INLINE_LAMBDA {
                        reduce<Product, Level + 1, Lanes>(acc + (last ? u % K::order.chains * count : 0), at);
                        at.x[Product] += sx;
                        at.w[Product] += sw;
                    });
                }
                for_each_index<static_cast<std::size_t>(n % unroll)>([&](auto u) TYPEGRAD_INLINE_LAMBDA {
                    reduce<Product, Level + 1, Lanes>(acc + (last ? u % K::order.chains * count : 0), at);
                    at.x[Product] += sx;
                    at.w[Product] += sw;
                });
                static_assert(rest == 0 || index == K::order.vector);
                if constexpr (rest > 0) reduce<Product, Level + 1, static_cast<int>(rest)>(acc, at);
            }
        }
    }

    template<std::size_t N, class F>
    TYPEGRAD_INLINE static void for_each_index(F f) {
        [&]<std::size_t... I>(std::index_sequence<I...>) TYPEGRAD_INLINE_LAMBDA {
            (f(std::integral_constant<int, static_cast<int>(I)>{}), ...);
        }(std::make_index_sequence<N>{});
    }

    // The sets beside the first begin at zero, and are added to it.
    TYPEGRAD_INLINE static void open_chains(V* acc) {
        for_each_index<static_cast<std::size_t>((K::order.chains - 1) * count)>([&](auto a) TYPEGRAD_INLINE_LAMBDA { acc[count + a] = V(0); });
    }
    template<int Sets = K::order.chains>
    TYPEGRAD_INLINE static void close_chains(V* acc) {
        if constexpr (Sets > 1) {
            for_each_index<static_cast<std::size_t>(Sets / 2 * count)>([&](auto a) TYPEGRAD_INLINE_LAMBDA { acc[a] = acc[a] + acc[Sets / 2 * count + a]; });
            close_chains<Sets / 2>(acc);
        }
    }

    // Lanes are outputs: each accumulator starts from its bias, from y or from zero, and ends in the epilogue.
    template<class Y, class Cursor, class Start, class Finish>
    TYPEGRAD_INLINE static void run_vertical(Y* y, const Cursor& at, const Start& start, const Finish& finish) {
        V acc[count * K::order.chains];
        open_chains(acc);
        for_each_index<static_cast<std::size_t>(count)>([&](auto a) TYPEGRAD_INLINE_LAMBDA {
            constexpr int output = a / table::windows / E::vectors, v = a / table::windows % E::vectors;
            constexpr std::ptrdiff_t sb = K::space.bias[K::order.vector];
            constexpr std::ptrdiff_t oy = table::value.offset[output] + v * V::lanes * K::space.y[K::order.vector];
            constexpr std::ptrdiff_t ob = table::value.bias[output] + v * V::lanes * sb;
            acc[a] = start.template operator()<V, table::used_lanes(v), sb>(y + at.y + oy, at.bias + ob);
        });
        for_each_index<static_cast<std::size_t>(products)>([&](auto q) TYPEGRAD_INLINE_LAMBDA { reduce<q, 0, V::lanes>(acc, at); });
        close_chains(acc);
        for_each_index<static_cast<std::size_t>(table::outputs * E::vectors)>([&](auto a) TYPEGRAD_INLINE_LAMBDA {
            constexpr int output = a / E::vectors, v = a % E::vectors;
            constexpr std::ptrdiff_t oy = table::value.offset[output] + v * V::lanes * K::space.y[K::order.vector];
            constexpr std::ptrdiff_t vector = v * V::lanes, ob = table::value.bias[output] + vector * K::space.bias[K::order.vector], os = table::value.beside[output] + vector * K::space.beside[K::order.vector];
            finish_sums<table::windows, table::used_lanes(v), K::space.bias[K::order.vector]>(finish, acc + a * table::windows, y, spot{at.y + oy, at.bias + ob, at.beside + os});
        });
    }

    // Lanes are partial sums: one tree of shuffles adds them up for as many accumulators as there are lanes.
    template<class Y, class Cursor, class Start, class Finish>
    TYPEGRAD_INLINE static void run_dot(Y* y, const Cursor& at, const Start& start, const Finish& finish) {
        using one = simd::batch<typename V::scalar, 1>;
        V acc[count * K::order.chains];
        for_each_index<static_cast<std::size_t>(count)>([&](auto a) TYPEGRAD_INLINE_LAMBDA { acc[a] = V(0); });
        open_chains(acc);
        reduce<0, 0, V::lanes>(acc, at);
        close_chains(acc);
        for_each_index<static_cast<std::size_t>((count + V::lanes - 1) / V::lanes)>([&](auto g) TYPEGRAD_INLINE_LAMBDA {
            constexpr int first = g * V::lanes, n = count - first < V::lanes ? count - first : V::lanes;
            const V sums = simd::sum_lanes<n>(acc + first);
            typename V::scalar total[V::lanes];
            sums.store(total);
            for_each_index<static_cast<std::size_t>(n)>([&](auto j) TYPEGRAD_INLINE_LAMBDA {
                constexpr std::ptrdiff_t oy = table::value.offset[first + j], ob = table::value.bias[first + j];
                one r = start.template operator()<one, 1, 0>(y + at.y + oy, at.bias + ob) + one(total[j]);
                finish_sums<1, 1, 0>(finish, &r, y, spot{at.y + oy, at.bias + ob, at.beside + table::value.beside[first + j]});
            });
        });
    }

    template<class Y, class Cursor, class Start, class Finish>
    TYPEGRAD_INLINE static void run(Y* y, const Cursor& at, const Start& start, const Finish& finish) {
        if constexpr (table::dot) run_dot(y, at, start, finish);
        else run_vertical(y, at, start, finish);
    }
};

}
}

#endif
