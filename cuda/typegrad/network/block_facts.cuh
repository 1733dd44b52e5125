#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_FACTS_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_FACTS_CUH

#include <utility>

#include <typegrad/layers/elementwise.hpp>

#include "block_linear.cuh"
#include "block_recurrent.cuh"

namespace typegrad::cuda {

// What training adds to a plan: who wants slopes, where those of a sample lie, and how much memory each step needs.
template<class Plan>
struct block_facts {
    static constexpr std::size_t steps = Plan::steps;

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
    template<std::size_t S>
    static constexpr bool is_recurrent = [] {
        if constexpr (Plan::template step<S>.kind != step_kind::own) return false;
        else return recurrent_layer<typename Plan::template node<S>::layer>;
    }();
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
        v.where = Plan::filled_layout(dense_layout<typename Plan::template node<S>::output>(), true);
        if constexpr (wanted(Plan::template from<S>()) && !block_linear<Plan, S>::of_values) v.where = block_phases<block_linear<Plan, S>>::border(v.where);
        v.sample = Plan::sample_stride(v.where.size());
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
            return Plan::as_value(dense_layout<typename Plan::template shape_of<V>>(), V != Plan::result && Plan::template read_as_made<V>());
        }
    }();

    // Parameters of layers with loops of their own, whose gradients each of so many threads adds up by itself: those of the
    // steps from `begin` to `end`.
    static constexpr int workers = 64;
    static constexpr std::size_t own_parameters(std::size_t begin, std::size_t end) {
        return [&]<std::size_t... S>(std::index_sequence<S...>) { return ((begin <= S && S < end ? own_parameters_of<S> : 0) + ... + 0); }(std::make_index_sequence<steps>{});
    }

    // Bytes: of weights and biases, and for each sample; of states, where there is no way back, and where there is.
    struct step_bytes {
        std::uint32_t weights = 0, biases = 0, argument = 0, unpooled = 0, inner_slope = 0, state[2]{}, extra[2]{};
        int rows = 0, columns = 0, depth = 0, groups = 0;  // of its product, for one sample
        int passes = 1;                                    // over its weights

        constexpr bool streams(std::uint32_t resident) const { return weights > resident; }
        constexpr std::uint32_t resident_weights(std::uint32_t resident) const { return streams(resident) ? 0 : weights; }
    };
    struct value_bytes {
        std::uint32_t value = 0, slope = 0;
        std::size_t made = 0, last = 0;  // the step that makes it, and the last that reads it
    };
    struct tables {
        step_bytes step[steps + 1]{};
        value_bytes value[steps + 2]{};
    };
    static constexpr tables make() {
        tables t;
        [&]<std::size_t... V>(std::index_sequence<V...>) { (add_value<V>(t.value[V]), ...); }(std::make_index_sequence<steps + 1>{});
        [&]<std::size_t... S>(std::index_sequence<S...>) { (add_step<S>(t.step[S]), ...); }(std::make_index_sequence<steps>{});
        return t;
    }
    static constexpr tables table = make();

private:
    template<std::size_t S>
    static constexpr std::size_t own_parameters_of = [] {
        constexpr auto s = Plan::template step<S>;
        if constexpr (!Plan::training || s.kind != step_kind::own || is_recurrent<S>) return std::size_t{0};
        else return Plan::graph::table.at[s.core].frozen ? std::size_t{0} : Plan::graph::counts[s.core];
    }();
    static constexpr std::uint32_t bytes(const block_value& v, bool in_float = false) { return static_cast<std::uint32_t>(v.sample) * (in_float ? 4 : Plan::bytes); }
    template<std::size_t V>
    static constexpr void add_value(value_bytes& b) {
        b.value = bytes(Plan::template value<V>, V == Plan::result);
        if constexpr (Plan::training && wanted(V)) b.slope = bytes(slope<V>, V == Plan::result);
        b.made = b.last = V > 0 ? V - 1 : 0;
        for (std::size_t s = 0; s < steps; ++s)
            for (std::size_t i = 0; i < Plan::plan::table.at[s].from.size; ++i)
                if (Plan::plan::table.at[s].from.value[i] == V) b.last = s;
    }
    template<std::size_t S>
    static constexpr void add_step(step_bytes& b) {
        if constexpr (is_linear<S>) {
            using linear = block_linear<Plan, S>;
            constexpr contraction_maps m = maps_of(linear::contract(linear::y, 1));
            b.rows = m.rows, b.columns = m.columns, b.depth = m.depth, b.groups = m.groups;
            b.weights = static_cast<std::uint32_t>(Plan::bytes * linear::weight_room);
            if (linear::has_bias || linear::normed) b.biases = 4u * static_cast<std::uint32_t>(linear::channels);
            if (keeps_argument<S>) b.argument = bytes(linear::y);
            if constexpr (pooled<S>) b.unpooled = bytes(Plan::template unpooled<S>);
            if (Plan::training && slopes_apart<S>) b.inner_slope = bytes(inner_slope<S>);
        } else if constexpr (is_recurrent<S>) {
            using recurrent = block_recurrent<Plan, S>;
            // The steps of a sequence come one after the other, of all samples of the tile together.
            b.rows = 1, b.columns = recurrent::row, b.depth = recurrent::filled_inputs + recurrent::filled_units, b.groups = b.passes = recurrent::time;
            b.weights = static_cast<std::uint32_t>(Plan::bytes * recurrent::weight_room);
            b.biases = 4u * static_cast<std::uint32_t>(recurrent::bias_room);
            b.state[0] = recurrent_memory<recurrent, 1, false>::bytes;
            b.state[1] = recurrent_memory<recurrent, 1, true>::bytes;
        } else if constexpr (Plan::training && wanted(S + 1)) {
            constexpr std::size_t inputs = Plan::template step<S>.from.size < 2 ? Plan::template step<S>.from.size : 2;
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                ((b.extra[I] = !wanted(Plan::template from<S>(I)) || !sets(S, I) ? bytes(slope<Plan::template from<S>(I)>) : 0), ...);
            }(std::make_index_sequence<inputs>{});
        }
    }
};

}

#endif
