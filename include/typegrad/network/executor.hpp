#ifndef TYPEGRAD_NETWORK_EXECUTOR_HPP
#define TYPEGRAD_NETWORK_EXECUTOR_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
#include "memory.hpp"
#include "plan.hpp"
#include "steps.hpp"

// Runs the steps of a plan over one chunk of samples: those that work on tiles tile by tile through as many steps as
// follow each other, so that a tile stays in the cache; the others over all rows at once.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// The samples of a chunk: rows in the user's memory, perhaps in another order. Beyond `count` the last one is repeated:
// finite numbers whose results nobody reads and whose gradient is zero.
template<std::size_t Size, class T>
struct rows {
    const T* first = nullptr;
    const std::uint32_t* order = nullptr;
    std::size_t count = 0;
    std::size_t number = 0;  // of the first sample within the batch

    const T* operator()(std::size_t r) const {
        const std::size_t at = r < count ? r : count - 1;
        return first + (order ? order[at] : at) * Size;
    }
};

template<class P>
struct executor {
    using net = typename P::net;
    using graph = typename P::graph;
    using given = rows<net::input::size, typename net::element>;
    using source = rows<net::input::size, float>;
    static constexpr bool converts = !std::is_same_v<typename net::element, float>;  // tokens become numbers first
    static constexpr std::size_t steps = P::steps;

    // Whether step S takes samples one by one through `source`; otherwise it needs them in rows.
    template<std::size_t S, std::size_t I = 0>
    static constexpr bool picks = P::table.at[S].from.value[I] == 0 && P::table.at[S].tiled && !P::table.at[S].whole;
    template<std::size_t... S>
    static consteval bool needs_rows(std::index_sequence<S...>) {
        bool any = false;
        auto look = [&](const planned_step& s) {
            for (std::size_t i = 0; i < s.from.size; ++i) any = any || (s.from.value[i] == 0 && (!s.tiled || s.whole));
        };
        (look(P::table.at[S]), ...);
        return any;
    }
    // Rows are read in place unless some are missing or out of order: then they are gathered here.
    static constexpr std::size_t stage = converts || (needs_rows(std::make_index_sequence<steps>{}) && P::samples > 1) ? aligned(P::samples * net::input::size) : 0;

    static bool gathers(const given& from) { return converts || (stage > 0 && (from.count != P::samples || from.order)); }
    // The rows as steps read them, after gather has brought them to the stage if need be.
    static source source_of(const given& from, const float* staged) {
        if constexpr (converts) return {staged, nullptr, from.count, from.number};
        else return from;
    }
    static const float* rows_of(const given& from, const float* staged) {
        if constexpr (converts) return staged;
        else return gathers(from) ? staged : from.order ? from(0) : from.first;  // a single row is where it is
    }
    static void gather(const given& from, float* to) {
        if (!gathers(from)) return;
        for (std::size_t r = 0; r < P::samples; ++r)
            for (std::size_t i = 0; i < net::input::size; ++i) to[r * net::input::size + i] = static_cast<float>(from(r)[i]);
    }

    // Forward over a chunk, whose rows are gathered at `staged` where they have to be.
    template<class Values>
    static void forward(const given& from, float* staged, Values& values, std::size_t tiles) {
        gather(from, staged);
        run<0>(source_of(from, staged), rows_of(from, staged), values, tiles);
    }
    template<class Values, class Gradients>
    static void backward(const given& from, const float* staged, Values& values, Gradients& gradients, float* dp) {
        run_back<steps>(source_of(from, staged), rows_of(from, staged), values, gradients, dp);
    }

    // Steps Begin .. end - 1 share a loop over tiles.
    static constexpr bool by_tile(std::size_t s) { return P::table.at[s].tiled && !P::table.at[s].whole; }
    template<std::size_t Begin>
    static consteval std::size_t segment_end() {
        std::size_t end = Begin + 1;
        while (end < steps && by_tile(end) == by_tile(Begin)) ++end;
        return end;
    }
    template<std::size_t End>
    static consteval std::size_t segment_begin() {
        std::size_t begin = End - 1;
        while (begin > 0 && by_tile(begin - 1) == by_tile(End - 1)) --begin;
        return begin;
    }

    // values.at<V>(t): where tile t of value V lies (t = 0 for rows); argument, numbers and place: what training keeps
    // beside it. values.parameters_of<S>() and run_linear<S>(pointers) know where the parameters are.
    template<std::size_t Begin, class Values>
    static void run(const source& from, const float* x, Values& values, std::size_t tiles) {
        if constexpr (Begin < steps) {
            constexpr std::size_t end = segment_end<Begin>();
            if constexpr (by_tile(Begin))
                for (std::size_t t = 0; t < tiles; ++t) forward_steps<Begin, end>(from, x, values, t);
            else forward_steps<Begin, end>(from, x, values, 0);
            run<end>(from, x, values, tiles);
        }
    }
    template<std::size_t S, std::size_t End, class Values>
    static void forward_steps(const source& from, const float* x, Values& values, std::size_t t) {
        if constexpr (S < End) {
            using step = step_of<P, S>;
            forward_pointers at;
            at.y = values.template at<S + 1>(t);
            at.argument = values.template argument<S + 1>(t);
            at.kept = values.template numbers<S + 1>(t);
            at.place = values.template place<S + 1>(t);
            at.p = values.template parameters_of<S>();
            at.statistics = values.template statistics_of<S>();
            if constexpr (requires { values.template state_of<S>(); }) at.state = values.template state_of<S>();
            describe<S>(at, from, values, t);
            constexpr bool loads = P::table.at[S].kind == step_kind::load && picks<S>;
            if constexpr (loads) {
                step::forward_rows([&](int r) { return from(t * P::lanes + static_cast<std::size_t>(r)); }, at.y);
            } else {
                find_inputs<S>(at.x, from, x, values, t);
                if constexpr (P::table.at[S].kind == step_kind::linear) values.template run_linear<S>(at);
                else step::forward(at);
            }
            forward_steps<S + 1, End>(from, x, values, t);
        }
    }
    template<std::size_t S, class At, class Values>
    static void describe(At& at, const source& from, const Values& values, std::size_t t) {
        if constexpr (P::table.at[S].kind == step_kind::own) {
            const std::size_t first = by_tile(S) ? t * P::lanes : 0;
            at.samples = {from.number + first, from.count - (first < from.count ? first : from.count)};
            at.random = layer_random(values.mode(), P::table.at[S].core);
        }
    }
    template<std::size_t S, class Values>
    static void find_inputs(const float* (&to)[max_items], const source& from, const float* x, Values& values, std::size_t t) {
        for_each_index<P::table.at[S].from.size>([&](auto i) {
            constexpr std::size_t v = P::table.at[S].from.value[i];
            if constexpr (v > 0) to[i] = values.template at<v>(t) + into_rows<S, v>(t);
            else if constexpr (picks<S, i>) to[i] = from(t);
            else to[i] = x;
        });
    }
    // A step that works on tiles finds tile t of a value that lies in rows here.
    template<std::size_t S, std::size_t V>
    static constexpr std::size_t into_rows(std::size_t t) {
        return by_tile(S) && !P::template tiled<V> ? t * static_cast<std::size_t>(P::lanes) * P::template value<V>::part : 0;
    }

    // From the last step to the first. gradients.at<V>(t): where the gradient of value V lies, or nullptr.
    template<std::size_t End, class Values, class Gradients>
    static void run_back(const source& from, const float* x, Values& values, Gradients& gradients, float* dp) {
        if constexpr (End > 0) {
            constexpr std::size_t begin = segment_begin<End>();
            if constexpr (by_tile(End - 1))
                for (std::size_t t = 0; t < P::tiles; ++t) backward_steps<End, begin>(from, x, values, gradients, dp, t);
            else backward_steps<End, begin>(from, x, values, gradients, dp, 0);
            run_back<begin>(from, x, values, gradients, dp);
        }
    }
    template<std::size_t End, std::size_t Begin, class Values, class Gradients>
    static void backward_steps(const source& from, const float* x, Values& values, Gradients& gradients, float* dp, std::size_t t) {
        if constexpr (End > Begin) {
            constexpr std::size_t s = End - 1;
            if constexpr (Gradients::template reaches<s>) backward_step<s>(from, x, values, gradients, dp, t);
            backward_steps<s, Begin>(from, x, values, gradients, dp, t);
        }
    }
    template<std::size_t S, class Values, class Gradients>
    static void backward_step(const source& from, const float* x, Values& values, Gradients& gradients, float* dp, std::size_t t) {
        using step = step_of<P, S>;
        backward_pointers at;
        at.y = values.template at<S + 1>(t);
        at.kept = values.template numbers<S + 1>(t);
        at.place = values.template place<S + 1>(t);
        at.dy = gradients.template at<S + 1>(t);
        at.p = values.template parameters_of<S>();
        at.statistics = values.template statistics_of<S>();
        at.dp = dp && P::table.at[S].core < P::nodes && !node_of_step<P, S>.frozen ? dp + node_of_step<P, S>.offset : nullptr;
        at.batch_statistics = dp ? dp + net::parameter_count + node_of_step<P, S>.statistics : nullptr;
        at.scratch = gradients.scratch;
        describe<S>(at, from, values, t);
        find_inputs<S>(at.x, from, x, values, t);
        float* spare = gradients.scratch + aligned(step::scratch);
        for_each_index<P::table.at[S].from.size>([&](auto i) {
            constexpr std::size_t v = P::table.at[S].from.value[i];
            float* const to = gradients.template at<v>(t);
            constexpr bool sets = sets_gradient<P>(S, i);
            if (to && sets) {
                at.dx[i] = to + into_rows<S, v>(t);
            } else if (to || P::table.at[S].kind == step_kind::own) {
                at.dx[i] = spare;
                spare += aligned(step::input_sizes[i]);
            }
        });
        if constexpr (Gradients::fresh && sets_weights<P, S>()) step::template backward<Gradients::template wanted<P::table.at[S].from.value[0]>, true>(at, slope_of<S, 0>(from, values, t));
        else if constexpr (P::table.at[S].kind == step_kind::linear && P::table.at[S].from.size == 1) step::template backward<Gradients::template wanted<P::table.at[S].from.value[0]>>(at, slope_of<S, 0>(from, values, t));
        else if constexpr (P::table.at[S].from.size == 1) step::backward(at, slope_of<S, 0>(from, values, t));
        else step::backward(at, slope<chain<>>{});
        finish_inputs<S>(at, from, values, gradients, t);
    }
    // The slope of what made an input; and what another reader has put there is added to.
    template<std::size_t S, class Values, class Gradients>
    static void finish_inputs(const backward_pointers& at, const source& from, Values& values, Gradients& gradients, std::size_t t) {
        using step = step_of<P, S>;
        for_each_index<P::table.at[S].from.size>([&](auto i) {
            constexpr std::size_t v = P::table.at[S].from.value[i];
            float* const to = gradients.template at<v>(t);
            if (!to) return;
            if constexpr (P::table.at[S].from.size > 1) multiply_slope<step::input_sizes[i]>(at.dx[i], slope_of<S, i>(from, values, t));
            if constexpr (!sets_gradient<P>(S, i)) add_numbers<step::input_sizes[i]>(to + into_rows<S, v>(t), at.dx[i]);
        });
    }
    template<std::size_t N>
    TYPEGRAD_KERNEL static void add_numbers(float* to, const float* from) {
        using V = simd::batch<float, simd::lanes<float>>;
        for_each_batch<N>([&](std::ptrdiff_t i, auto lanes) TYPEGRAD_INLINE_LAMBDA { einsum::store<lanes>(load<lanes, V>(to + i) + load<lanes, V>(from + i), to + i); });
    }
    template<std::size_t S, std::size_t I, class Values>
    static auto slope_of(const source&, Values& values, std::size_t t) {
        constexpr std::size_t v = P::table.at[S].from.value[I];
        if constexpr (v == 0) {
            return slope<chain<>>{};
        } else {
            using made = step_of<P, v - 1>;
            return slope<typename made::activation>{(made::keeps_argument ? values.template argument<v>(t) : values.template at<v>(t)) + into_rows<S, v>(t)};
        }
    }
};

}
}
}

#endif
