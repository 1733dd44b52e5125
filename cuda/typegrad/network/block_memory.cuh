#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_MEMORY_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_MEMORY_CUH

#include <utility>

#include <typegrad/layers/elementwise.hpp>

#include "block_arena.cuh"
#include "block_linear.cuh"

namespace typegrad::cuda {

// Where a block keeps everything while it works on so many samples. Time counts the steps forward, then backward.
template<class Plan, int Samples>
struct block_memory {
    static constexpr std::size_t steps = Plan::steps, loss = steps, end = 2 * steps + 1;
    static constexpr std::size_t back(std::size_t s) { return 2 * steps - s; }

    // A value for which somebody wants a slope: one that depends on parameters.
    static constexpr bool wanted(std::size_t v) {
        if (v == 0) return false;
        const auto& s = Plan::plan::table.at[v - 1];
        if (s.core < Plan::nodes && Plan::graph::counts[s.core] > 0 && !Plan::graph::table.at[s.core].frozen) return true;
        for (std::size_t i = 0; i < s.from.size; ++i)
            if (wanted(s.from.value[i])) return true;
        return false;
    }
    // Whether the first to write the slope of input I of step S is this step; the others add.
    static constexpr bool sets(std::size_t step, std::size_t input) {
        const std::size_t v = Plan::plan::table.at[step].from.value[input];
        for (std::size_t i = 0; i < input; ++i)
            if (Plan::plan::table.at[step].from.value[i] == v) return false;
        for (std::size_t s = step + 1; s < steps; ++s)
            for (std::size_t i = 0; i < Plan::plan::table.at[s].from.size; ++i)
                if (Plan::plan::table.at[s].from.value[i] == v) return false;
        return true;
    }

    template<std::size_t S>
    static constexpr bool is_linear = Plan::template step<S>.kind == step_kind::linear;
    // Activations whose slope needs their argument keep it.
    template<std::size_t S>
    static constexpr bool keeps_argument = [] {
        if constexpr (!Plan::training || (!is_linear<S> && Plan::template step<S>.kind != step_kind::map)) return false;
        else return is_linear<S> && !derivative<typename Plan::template activation<S>>::from_y;
    }();
    template<std::size_t S>
    static constexpr bool pooled = Plan::template step<S>.pool != Plan::none;

    // Slopes of what a linear layer makes, with the zeros around them that the slope of its input reads.
    template<std::size_t S>
    static constexpr block_value inner_slope = [] {
        block_value v;
        v.where = filled_layout(dense_layout<typename Plan::template node<S>::output>(), true);
        if constexpr (wanted(Plan::template from<S>())) v.where = block_phases<block_linear<Plan, S>>::border(v.where);
        v.sample = sample_stride(v.where.size());
        return v;
    }();
    // Whether they lie apart from those of its value.
    template<std::size_t S>
    static constexpr bool slopes_apart = [] {
        if constexpr (!is_linear<S>) return false;
        else return pooled<S> || S + 1 == Plan::result || !Plan::template read_as_made<S + 1>();
    }();
    template<std::size_t V>
    static consteval bool slope_is_inner() {
        if constexpr (V == 0) return false;
        else return is_linear<V - 1> && !slopes_apart<V - 1>;
    }
    // A layer with its own loops reads its value and the slope of that in the same way.
    template<std::size_t V>
    static consteval bool is_field() {
        if constexpr (V == 0) return false;
        else return Plan::template step<V - 1>.kind == step_kind::own || pooled<V - 1>;
    }
    template<std::size_t V>
    static constexpr block_value slope = [] {
        if constexpr (slope_is_inner<V>()) {
            return inner_slope<V - 1>;
        } else if constexpr (is_field<V>()) {
            return Plan::template value<V>;
        } else {
            block_value v;
            v.where = filled_layout(dense_layout<typename Plan::template shape_of<V>>(), V != Plan::result && Plan::template read_as_made<V>());
            v.sample = sample_stride(v.where.size());
            return v;
        }
    }();

private:
    static constexpr std::size_t buffers = 9 * steps + 3;
    using arena = block_arena<buffers>;
    enum : std::size_t { weights_ = 0, biases_ = steps, values_ = 2 * steps, arguments_ = 3 * steps + 1, unpooled_ = 4 * steps + 1, slopes_ = 5 * steps + 1, inner_slopes_ = 6 * steps + 2, extras_ = 7 * steps + 2, loss_ = 9 * steps + 2 };

    static constexpr std::uint32_t bytes(const block_value& v, std::uint32_t each) { return static_cast<std::uint32_t>(v.sample * Samples) * each; }
    template<std::size_t V>
    static constexpr void add_value(arena& a) {
        std::size_t last = V == Plan::result ? loss : 0;
        for (std::size_t s = 0; s < steps; ++s)
            for (std::size_t i = 0; i < Plan::plan::table.at[s].from.size; ++i)
                if (Plan::plan::table.at[s].from.value[i] == V) last = s > last ? s : last;
        const std::size_t made = V > 0 ? V - 1 : 0;
        a.of[values_ + V] = {bytes(Plan::template value<V>, V == Plan::result ? 4 : 2), made, Plan::training ? back(made) : last};
        if constexpr (Plan::training && wanted(V)) a.of[slopes_ + V] = {bytes(slope<V>, V == Plan::result ? 4 : 2), V == Plan::result ? loss : back(last), back(made)};
    }
    template<std::size_t S>
    static constexpr void add_step(arena& a) {
        if constexpr (is_linear<S>) {
            using linear = block_linear<Plan, S>;
            a.of[weights_ + S] = {2u * static_cast<std::uint32_t>(linear::weight_room), 0, end};
            if (linear::has_bias || linear::normed) a.of[biases_ + S] = {4u * static_cast<std::uint32_t>(linear::channels), 0, end};
            if (keeps_argument<S>) a.of[arguments_ + S] = {bytes(linear::y, 2), S, back(S)};
            if constexpr (pooled<S>) a.of[unpooled_ + S] = {bytes(Plan::template unpooled<S>, 2), S, Plan::training ? back(S) : S};
            if (Plan::training && slopes_apart<S>) a.of[inner_slopes_ + S] = {bytes(inner_slope<S>, 2), back(S), back(S)};
        } else if constexpr (Plan::training) {
            []<std::size_t... I>(arena& to, std::index_sequence<I...>) {
                ((wanted(S + 1) && (!wanted(Plan::template from<S>(I)) || !sets(S, I)) ? void(to.of[extras_ + 2 * S + I] = {bytes(slope<Plan::template from<S>(I)>, 2), back(S), back(S)}) : void()), ...);
            }(a, std::make_index_sequence<(Plan::template step<S>.from.size < 2 ? Plan::template step<S>.from.size : 2)>{});
        }
    }
    static constexpr arena table = [] {
        arena a;
        [&]<std::size_t... V>(std::index_sequence<V...>) { (add_value<V>(a), ...); }(std::make_index_sequence<steps + 1>{});
        [&]<std::size_t... S>(std::index_sequence<S...>) { (add_step<S>(a), ...); }(std::make_index_sequence<steps>{});
        a.place();
        return a;
    }();

public:
    template<std::size_t S>
    static constexpr std::uint32_t weight = table.begin[weights_ + S];
    template<std::size_t S>
    static constexpr std::uint32_t bias = table.begin[biases_ + S];
    template<std::size_t V>
    static constexpr std::uint32_t value = table.begin[values_ + V];
    template<std::size_t S>
    static constexpr std::uint32_t argument = table.begin[arguments_ + S];
    template<std::size_t S>
    static constexpr std::uint32_t unpooled = table.begin[unpooled_ + S];
    template<std::size_t V>
    static constexpr std::uint32_t slope_of = table.begin[slopes_ + V];
    template<std::size_t S>
    static constexpr std::uint32_t inner_slope_of = table.begin[inner_slopes_ + S];
    template<std::size_t S, std::size_t I>
    static constexpr std::uint32_t extra_of = table.begin[extras_ + 2 * S + I];
    static constexpr std::uint32_t size = (table.size + 15) / 16 * 16;
};

}

#endif
