#ifndef TYPEGRAD_SIMD_ROWS_HPP
#define TYPEGRAD_SIMD_ROWS_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/limits.hpp"
#include "batch.hpp"
#include "field.hpp"

// Loops along the rows of fields. An element of a tile is a batch of samples already; the floats of one sample, which lie
// side by side, are taken a register at a time. Doubles, and constant evaluation, go one by one. What a loop computes is
// a function generic over all of these; it may use numbers of the row's value_type, which are broadcast.
namespace typegrad::simd {
inline namespace TYPEGRAD_ARCH {

// Neighbours in a row of V that a register takes, and their type.
template<class V>
inline constexpr int neighbours = std::is_same_v<V, float> ? lanes<float> : 1;
template<class V>
using neighbours_of = std::conditional_t<(neighbours<V> > 1), batch<float, lanes<float>>, V>;

// A number of one of several threads that walk rows together, as V::team says: each takes some of a row's elements, in every
// loop the same ones, and what sums them up or compares them is the same for all.
template<class V>
concept of_team = requires { typename V::team; };

// One parameter for each element of a row: the same for all samples.
template<class V, class T>
struct parameter_row {
    using value_type = V;
    T* data;

    TYPEGRAD_INLINE constexpr V load(std::size_t i) const { return V(data[i]); }
    TYPEGRAD_INLINE constexpr void store(std::size_t i, V v) const { data[i] = v; }
    TYPEGRAD_INLINE constexpr parameter_row from(std::size_t i) const { return {data + i}; }
};
template<class V, class T>
TYPEGRAD_INLINE constexpr parameter_row<V, T> parameters_along(T* data) { return {data}; }

namespace detail {
template<class V, class Numbers = std::make_index_sequence<static_cast<std::size_t>(V::lanes)>>
struct lane_numbers;
template<class V, std::size_t... I>
struct lane_numbers<V, std::index_sequence<I...>> {
    static constexpr typename V::scalar value[] = {static_cast<typename V::scalar>(I)...};
};
}

template<class V>
inline constexpr int lanes_in = [] {
    if constexpr (number<V>) return 1;
    else return V::lanes;
}();

// What lies in a row from its element `first` on, as one W of which Count lanes are in use.
template<class W, int Count = lanes_in<W>>
struct part {
    using value_type = W;
    std::size_t first;

    template<class Row>
    TYPEGRAD_INLINE constexpr W load(Row row) const {
        if constexpr (is_one<Row>) return row.load(first);
        else if constexpr (Count == W::lanes) return W::load(row.data + first);
        else return W::template load_first<Count>(row.data + first);
    }
    template<class Row>
    TYPEGRAD_INLINE constexpr void store(Row row, W w) const {
        if constexpr (is_one<Row>) row.store(first, w);
        else if constexpr (Count == W::lanes) w.store(row.data + first);
        else w.template store_first<Count>(row.data + first);
    }
    template<class Row>
    TYPEGRAD_INLINE constexpr void add(Row row, W w) const { store(row, load(row) + w); }
    // w, with something else in the lanes beyond the row's end.
    TYPEGRAD_INLINE static constexpr W filled(W w, W other) {
        if constexpr (Count == lanes_in<W>) return w;
        else return select(W::load(detail::lane_numbers<W>::value) < W(Count), w, other);
    }

private:
    template<class Row>
    static constexpr bool is_one = std::is_same_v<W, typename Row::value_type>;
};

// The sum of f(i) over i < N, as four sums at once: they wait less for each other, and add up fewer roundings.
template<std::size_t N, class W, class F>
TYPEGRAD_INLINE constexpr W sum_over(F f) {
    W a(0), b(0), c(0), d(0);
    constexpr std::size_t fours = N < 8 ? 0 : N / 4 * 4;
    for (std::size_t i = 0; i + 4 <= fours; i += 4) {
        a += f(i);
        b += f(i + 1);
        c += f(i + 2);
        d += f(i + 3);
    }
    for (std::size_t i = fours; i < N; ++i) a += f(i);
    return (a + b) + (c + d);
}

namespace detail {
template<std::size_t N, class W, int Step, class F>
TYPEGRAD_INLINE constexpr void along(F& f) {
    constexpr std::size_t step = static_cast<std::size_t>(Step), whole = N / step * step;
    for (std::size_t i = 0; i < whole; i += step) f(part<W>{i});
    if constexpr (whole < N) f(part<W, static_cast<int>(N - whole)>{whole});
}

template<std::size_t N, int Lanes, class F>
TYPEGRAD_INLINE void along_registers(F& f) {
    constexpr std::size_t step = static_cast<std::size_t>(Lanes), whole = N / step * step, rest = N - whole;
    for (std::size_t i = 0; i < whole; i += step) f(part<batch<float, Lanes>>{i});
    if constexpr (rest > 0) {
        constexpr int lanes = [] {
            int n = Lanes;
            while (n > 4 && static_cast<std::size_t>(n / 2) >= rest) n /= 2;
            return n;
        }();
        f(part<batch<float, lanes>, static_cast<int>(rest)>{whole});
    }
}

template<std::size_t N, class W, int Step, class F>
TYPEGRAD_INLINE constexpr W sum_along(F& f) {
    constexpr std::size_t step = static_cast<std::size_t>(Step), whole = N / step * step;
    const W sum = sum_over<N / step, W>([&](std::size_t i) TYPEGRAD_INLINE_LAMBDA { return f(part<W>{i * step}); });
    if constexpr (whole == N) {
        return sum;
    } else {
        using last = part<W, static_cast<int>(N - whole)>;
        return sum + last::filled(f(last{whole}), W(0));
    }
}

// The same for an f that sums up much itself: one after the other is fast enough, and less code.
template<std::size_t N, class W, int Step, class F>
TYPEGRAD_INLINE constexpr W sum_in_turn(F& f) {
    W sum(0);
    auto term = [&](auto at) TYPEGRAD_INLINE_LAMBDA { sum += at.filled(f(at), W(0)); };
    along<N, W, Step>(term);
    return sum;
}

template<std::size_t N, class W, int Step, class F>
TYPEGRAD_INLINE constexpr W largest_along(F& f) {
    const W low(-typegrad::detail::infinity<simd::scalar_of<W>>);
    W top = low;
    auto look = [&](auto at) TYPEGRAD_INLINE_LAMBDA { top = max(at.filled(f(at), low), top); };
    along<N, W, Step>(look);
    return top;
}

// The largest lane, in every lane.
template<int Bit, class V>
TYPEGRAD_INLINE V largest_lane(V v) {
    if constexpr (Bit == 0) return v;
    else return largest_lane<Bit / 2>(max(mix<Bit, false>(v, v), mix<Bit, true>(v, v)));
}
}

// f(part) for the parts of a row of N elements of V, the last of them no longer than need be: half a register is divided in
// half the time.
template<std::size_t N, class V, class F>
TYPEGRAD_INLINE constexpr void along(F f) {
    if constexpr (of_team<V>) {
        V::team::each(0, N, [&](std::size_t i) TYPEGRAD_INLINE_LAMBDA { f(part<V>{i}); });
    } else {
        if constexpr (neighbours<V> > 1)
            if (!std::is_constant_evaluated()) return detail::along_registers<N, neighbours<V>>(f);
        detail::along<N, V, 1>(f);
    }
}

// f(i) for begin <= i < end, in loops whose ends are not known beforehand; and of all of them what each summed up or found
// to be the largest.
template<class V, class F>
TYPEGRAD_INLINE constexpr void each(std::size_t begin, std::size_t end, F f) {
    if constexpr (of_team<V>) V::team::each(begin, end, f);
    else
        for (std::size_t i = begin; i < end; ++i) f(i);
}
template<class V>
TYPEGRAD_INLINE constexpr V sum_of_team(V v) {
    if constexpr (of_team<V>) return V::team::sum(v);
    else return v;
}
template<class V>
TYPEGRAD_INLINE constexpr V largest_of_team(V v) {
    if constexpr (of_team<V>) return V::team::largest(v);
    else return v;
}

// out[i] = f(in[i]...) for i < N; out may be one of them
template<std::size_t N, class Out, class F, class... In>
TYPEGRAD_INLINE constexpr void map(Out out, F f, In... in) {
    along<N, typename Out::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.store(out, f(at.load(in)...)); });
}

// The sum of f(part) over them; one after the other where f sums up much itself
template<std::size_t N, class V, class F>
TYPEGRAD_INLINE constexpr V sum_in_turn(F f) {
    if constexpr (of_team<V>) {
        V sum(0);
        along<N, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { sum += f(at); });
        return V::team::sum(sum);
    } else {
        if constexpr (neighbours<V> > 1)
            if (!std::is_constant_evaluated()) return sum(detail::sum_in_turn<N, neighbours_of<V>, neighbours<V>>(f));
        return detail::sum_in_turn<N, V, 1>(f);
    }
}
template<std::size_t N, class V, class F>
TYPEGRAD_INLINE constexpr V sum_along(F f) {
    if constexpr (of_team<V>) {
        return sum_in_turn<N, V>(f);
    } else {
        if constexpr (neighbours<V> > 1)
            if (!std::is_constant_evaluated()) return sum(detail::sum_along<N, neighbours_of<V>, neighbours<V>>(f));
        return detail::sum_along<N, V, 1>(f);
    }
}

// The sum over i < N of f(in[i]...)
template<std::size_t N, class F, class First, class... In>
TYPEGRAD_INLINE constexpr typename First::value_type sum_of(F f, First first, In... in) {
    return sum_along<N, typename First::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA { return f(at.load(first), at.load(in)...); });
}

// The largest f(in[i]...) for i < N
template<std::size_t N, class F, class First, class... In>
TYPEGRAD_INLINE constexpr typename First::value_type largest_of(F f, First first, In... in) {
    using V = typename First::value_type;
    auto term = [&](auto at) TYPEGRAD_INLINE_LAMBDA { return f(at.load(first), at.load(in)...); };
    if constexpr (of_team<V>) {
        V top(-typegrad::detail::infinity<scalar_of<V>>);
        along<N, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { top = max(term(at), top); });
        return V::team::largest(top);
    } else {
        if constexpr (neighbours<V> > 1)
            if (!std::is_constant_evaluated()) {
                using W = neighbours_of<V>;
                return detail::largest_lane<W::lanes / 2>(detail::largest_along<N, W, neighbours<V>>(term))[0];
            }
        return detail::largest_along<N, V, 1>(term);
    }
}

namespace detail {
// Up to one vector of sums at once, each over the lanes of a batch: one tree of shuffles for all.
template<int Count, class V, class T, class F>
TYPEGRAD_INLINE void add_lane_sums(T* to, std::size_t first, F& f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) TYPEGRAD_INLINE_LAMBDA {
        const V terms[] = {f(part<V>{first + I})...};
        const part<V, Count> at{first};
        const parameter_row<simd::scalar_of<V>, T> row{to};
        at.add(row, sum_lanes<Count>(terms));
    }(std::make_index_sequence<static_cast<std::size_t>(Count)>{});
}
}

// to[i] += f(in[i]...) for i < N, summed over the samples of a tile: the gradient of a parameter for each element
template<std::size_t N, class T, class F, class First, class... In>
TYPEGRAD_INLINE constexpr void add_sums(T* to, F f, First first, In... in) {
    using V = typename First::value_type;
    auto term = [&](auto at) TYPEGRAD_INLINE_LAMBDA { return f(at.load(first), at.load(in)...); };
    if constexpr (number<V>) {
        along<N, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.add(parameters_along<V>(to), term(at)); });
    } else if constexpr (V::lanes == 1) {
        along<N, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { to[at.first] += term(at)[0]; });
    } else {
        constexpr std::size_t step = static_cast<std::size_t>(V::lanes), whole = N / step * step;
        for (std::size_t i = 0; i < whole; i += step) detail::add_lane_sums<V::lanes, V>(to, i, term);
        if constexpr (whole < N) detail::add_lane_sums<static_cast<int>(N - whole), V>(to, whole, term);
    }
}

}
}

#endif
