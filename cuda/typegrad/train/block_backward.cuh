#ifndef TYPEGRAD_CUDA_TRAIN_BLOCK_BACKWARD_CUH
#define TYPEGRAD_CUDA_TRAIN_BLOCK_BACKWARD_CUH

#include <utility>

#include "../network/block_steps.cuh"

namespace typegrad::cuda {

// The steps of a network backward, all threads of a block at once: from the slope of each value to those of what it was made
// of, and to the gradient of its parameters, which is added to `to`.
template<class Plan, class T, block_group Group, int Warps>
struct block_backward {
    using steps = block_steps<Plan, T, Group, Warps>;
    using memory = typename steps::memory;
    static constexpr int Samples = Group.samples;
    template<std::size_t V>
    using number = typename steps::template number<V>;

    template<std::size_t Left = Group.end, class Context>
    TYPEGRAD_DEVICE static void backward(Context& c, const float* p, float* to, float* scratch, const block_random& chance) {
        if constexpr (Left > Group.begin) {
            constexpr std::size_t S = Left - 1;
            if constexpr (memory::wanted(S + 1)) {
                constexpr auto kind = Plan::template step<S>.kind;
                c.start_over();
                if constexpr (kind == step_kind::linear) linear<S>(c, to + Plan::template parameter<S>);
                else if constexpr (kind == step_kind::own) own<S>(c, p, scratch, chance, std::make_index_sequence<Plan::template step<S>.from.size>{});
                else map<S>(c);
                c.barrier();
            }
            backward<S>(c, p, to, scratch, chance);
        }
    }

    // Numbers that a block's threads add up by themselves, and at last all together, in their order.
    static constexpr int own_count = static_cast<int>(memory::own_parameters(Group.begin, Group.end));
    template<class Context>
    TYPEGRAD_DEVICE static void clear_own(Context& c, float* scratch) {
        for (int i = c.thread(); i < memory::workers * own_count; i += steps::threads) scratch[i] = 0;
    }
    template<std::size_t S = Group.begin, class Context>
    TYPEGRAD_DEVICE static void add_own(Context& c, const float* scratch, float* to) {
        if constexpr (S < Group.end) {
            constexpr int n = static_cast<int>(memory::own_parameters(S, S + 1)), before = static_cast<int>(memory::own_parameters(Group.begin, S));
            for (int i = c.thread(); i < n; i += steps::threads) {
                float sum = 0;
                for (int w = 0; w < memory::workers; ++w) sum += scratch[w * own_count + before + i];
                to[Plan::template parameter<S> + i] += sum;
            }
            add_own<S + 1>(c, scratch, to);
        }
    }

    // mma of all phases of all steps, of all warps together; and in the code.
    template<std::size_t S = Group.begin>
    static consteval int products() {
        if constexpr (S == Group.end) return 0;
        else return count<S, false>() + products<S + 1>();
    }
    template<std::size_t S = Group.begin>
    static consteval int products_in_code() {
        if constexpr (S == Group.end) return 0;
        else return count<S, true>() + products_in_code<S + 1>();
    }

    // The slope of value V, from where others have left it, and to where they look for it.
    template<std::size_t V, class Context>
    TYPEGRAD_DEVICE static void read_slope(Context& c, const T* from, int first, int n) {
        constexpr int size = static_cast<int>(Plan::template shape_of<V>::size);
        steps::template surround<T>(c, memory::template slope_of<V>, memory::template slope<V>.has_gaps(), memory::template slope<V>.sample);
        steps::template each<size>(c, [&](int s, int e) {
            store_number<T>(c, slope_at<V>(s, steps::template element<slope_place<V>>(e)), first + s < n ? read_number(c, from[static_cast<std::ptrdiff_t>(first + s) * size + e]) : 0.0f);
        });
    }
    template<std::size_t V, class Context>
    TYPEGRAD_DEVICE static void write_slope(Context& c, T* to, int first, int n) {
        constexpr int size = static_cast<int>(Plan::template shape_of<V>::size);
        steps::template each<size>(c, [&](int s, int e) {
            if (first + s < n) write_number(c, to[static_cast<std::ptrdiff_t>(first + s) * size + e], load_number<T>(c, slope_at<V>(s, steps::template element<slope_place<V>>(e))));
        });
    }

private:
    template<std::size_t V>
    struct slope_place {
        static constexpr layout value = memory::template slope<V>.where;
    };
    template<std::size_t V, class Shape>
    struct slope_as {
        static constexpr layout value = seen_as<Shape>(memory::template slope<V>.where);
    };
    template<std::size_t S>
    struct inner_place {
        static constexpr layout value = memory::template inner_slope<S>.where;
    };
    template<std::size_t S>
    struct own_place {
        static constexpr layout value = block_linear<Plan, S>::y.where;
    };
    template<std::size_t V>
    TYPEGRAD_DEVICE static std::uint32_t slope_at(int sample, int place) {
        return memory::template slope_of<V> + static_cast<std::uint32_t>(sizeof(number<V>)) * static_cast<std::uint32_t>(sample * memory::template slope<V>.sample + place);
    }
    // Of what the linear layer itself made: apart, or in the place of its value's.
    template<std::size_t S>
    static constexpr std::uint32_t inner_begin = memory::template slopes_apart<S> ? memory::template inner_slope_of<S> : memory::template slope_of<S + 1>;
    template<std::size_t S>
    TYPEGRAD_DEVICE static std::uint32_t inner_at(int sample, int place) {
        return inner_begin<S> + 2 * static_cast<std::uint32_t>(sample * memory::template inner_slope<S>.sample + place);
    }
    // What an activation's slope is found from, for element e of the layer's own output.
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static float kept(Context& c, int s, int e) {
        constexpr block_value y = block_linear<Plan, S>::y;
        const auto i = static_cast<std::uint32_t>(s * y.sample + steps::template element<own_place<S>>(e));
        if constexpr (memory::template keeps_argument<S>) return load_number<T>(c, memory::template argument<S> + 2 * i);
        else if constexpr (memory::template pooled<S>) return load_number<T>(c, memory::template unpooled<S> + 2 * i);
        else return load_number<number<S + 1>>(c, memory::template value<S + 1> + static_cast<std::uint32_t>(sizeof(number<S + 1>)) * i);
    }

    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void linear(Context& c, float* to) {
        using layer = block_linear<Plan, S>;
        using activation = typename Plan::template activation<S>;
        constexpr bool apart = memory::template slopes_apart<S>, active = !std::is_same_v<activation, chain<>>;
        constexpr int size = static_cast<int>(Plan::template node<S>::output::size);
        if constexpr (apart) steps::template surround<T>(c, memory::template inner_slope_of<S>, memory::template inner_slope<S>.has_gaps(), memory::template inner_slope<S>.sample);
        if constexpr (layer::pooled) {
            unpool<S>(c);
            c.barrier();
        }
        if constexpr (active || (apart && !layer::pooled)) {
            steps::template each<size>(c, [&](int s, int e) {
                const std::uint32_t here = inner_at<S>(s, steps::template element<inner_place<S>>(e));
                float slope = 0;
                if constexpr (apart && !layer::pooled) slope = load_number<number<S + 1>>(c, slope_at<S + 1>(s, steps::template element<slope_place<S + 1>>(e)));
                else slope = load_number<T>(c, here);
                if constexpr (active) slope *= derivative<activation>::of(kept<S>(c, s, e));
                store_number<T>(c, here, slope);
            });
            c.barrier();
        }
        if constexpr (layer::of_values) {
            factor<S, 0>(c);
            c.barrier();
            factor<S, 1>(c);
        } else {
            if constexpr (has_gradient<S>) parameters<S>(c, to);
            if constexpr (memory::wanted(Plan::template from<S>())) phases<S>(c);
        }
    }
    template<std::size_t S>
    static constexpr bool has_gradient = !Plan::graph::table.at[Plan::template step<S>.core].frozen;

    // The slope of one factor of a product of values is the product of that of y with the other.
    template<std::size_t S, std::size_t I>
    struct factor_space {
        using layer = block_linear<Plan, S>;
        using linear = typename layer::linear;
        static constexpr block_value mine = memory::template slope<Plan::template from<S>(I)>;
        static constexpr einsum::contraction value = [] {
            const layout x = seen_as<typename linear::x>(I == 0 ? mine.where : layer::x.where), w = seen_as<typename linear::w>(I == 1 ? mine.where : layer::second.where);
            const block_value& y = memory::template inner_slope<S>;
            einsum::contraction c = einsum::contract(linear::formula, x, w, seen_as<typename linear::y>(y.where));
            c.bounds = 0;
            const int n = c.add_index('#', Samples, I == 0 ? mine.sample : layer::x.sample, y.sample);
            c.term[0].w[n] = I == 1 ? mine.sample : layer::second.sample;
            return einsum::gradient(c, I == 0 ? einsum::wrt::x : einsum::wrt::w);
        }();
    };
    template<std::size_t S, std::size_t I, class Context>
    TYPEGRAD_DEVICE static void factor(Context& c) {
        constexpr std::size_t from = Plan::template from<S>(I), other = Plan::template from<S>(1 - I);
        if constexpr (memory::wanted(from)) {
            constexpr bool first = memory::sets(S, I);
            if constexpr (first) steps::template surround<T>(c, memory::template slope_of<from>, memory::template slope<from>.has_gaps(), memory::template slope<from>.sample);
            constexpr std::uint32_t x = I == 0 ? inner_begin<S> : memory::template value<other>, w = I == 0 ? memory::template value<other> : inner_begin<S>;
            block_contraction<T, Warps, factor_space<S, I>>::run(c, x, w, [](int) { return 0.0f; }, set_or_add<first, Context>{c, memory::template slope_of<from>});
        }
    }
    // Through the pool that took the largest.
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void unpool(Context& c) {
        using layer = typename Plan::graph::template node<Plan::template step<S>.pool>::layer;
        using big = block_slices<typename steps::template place_unpooled<S>, slicing::by_channel>;
        using small = block_slices<typename steps::template place<S + 1>, slicing::by_channel>;
        using big_slope = block_slices<inner_place<S>, slicing::by_channel>;
        steps::template each<small::count>(c, [&](int s, int k) {
            const auto none = no_parameters::at(static_cast<float*>(nullptr));
            layer::backward(block_field<Context, T, big>{&c, memory::template unpooled<S> + 2 * static_cast<std::uint32_t>(s * Plan::template unpooled<S>.sample + big::begin(k))},
                            block_field<Context, number<S + 1>, small>{&c, steps::template at<S + 1>(s, small::begin(k))},
                            block_field<Context, number<S + 1>, small>{&c, slope_at<S + 1>(s, small::begin(k))},
                            block_field<Context, T, big_slope>{&c, inner_at<S>(s, big_slope::begin(k))}, none, none);
        });
    }

    template<std::size_t S>
    struct weight_space {
        static constexpr einsum::contraction value = einsum::gradient(block_linear<Plan, S>::contract(memory::template inner_slope<S>, Samples), einsum::wrt::w);
    };
    // Adds what comes for a place among the weights, filled up as they are, to its parameter.
    template<class Linear>
    struct add_to {
        float* to;
        TYPEGRAD_DEVICE void one(int place, float v) const {
            const int i = Linear::parameter_at(place);
            if (i >= 0) to[i] += v;
        }
        TYPEGRAD_DEVICE void two(int place, float low, float high) const {
            one(place, low);
            one(place + 1, high);
        }
    };
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void parameters(Context& c, float* to) {
        using layer = block_linear<Plan, S>;
        using contraction = block_contraction<T, Warps, weight_space<S>>;
        const auto zero = [](int) { return 0.0f; };
        contraction::run(c, memory::template value<Plan::template from<S>()>, inner_begin<S>, zero, add_to<layer>{to});
        if constexpr (layer::has_bias) {
            using product = block_product<T, Warps, 1, contraction::wide, ones_operand<T, contraction::maps.w.depth>, typename contraction::b_operand>;
            constexpr int columns = contraction::maps.columns;
            TYPEGRAD_ROLLED for (int g = 0; g < contraction::maps.groups; ++g) {
                float* const bias = to + layer::weights + g * columns;
                product::run(c, {}, contraction::b_of(inner_begin<S>, g), zero, [&](int, int o, float low, float high) {
                    bias[o] += low;
                    if (o + 1 < columns) bias[o + 1] += high;
                });
            }
        }
    }

    template<std::size_t S, std::size_t I>
    struct phase_space {
        using phases = block_phases<block_linear<Plan, S>>;
        static constexpr typename phases::part part = phases::make(I, memory::template inner_slope<S>, memory::template slope<Plan::template from<S>()>, Samples);
        static constexpr einsum::contraction value = part.space;
        static constexpr bool empty = part.empty, runs = part.any && !part.empty;
    };
    // The first to come sets a slope, the others add.
    template<bool Sets, class Context>
    struct set_or_add {
        Context& c;
        std::uint32_t begin;
        TYPEGRAD_DEVICE void one(int place, float v) const {
            const std::uint32_t at = begin + 2 * static_cast<std::uint32_t>(place);
            store_number<T>(c, at, Sets ? v : v + load_number<T>(c, at));
        }
        TYPEGRAD_DEVICE void two(int place, float low, float high) const {
            const std::uint32_t at = begin + 2 * static_cast<std::uint32_t>(place);
            if constexpr (Sets) {
                c.store(at, Context::template pack<T>(low, high));
            } else {
                const auto old = c.template load<std::uint32_t>(at);
                c.store(at, Context::template pack<T>(low + Context::template low<T>(old), high + Context::template high<T>(old)));
            }
        }
    };
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void phases(Context& c) {
        phases<S>(c, std::make_index_sequence<block_phases<block_linear<Plan, S>>::count>{});
    }
    template<std::size_t S, class Context, std::size_t... I>
    TYPEGRAD_DEVICE static void phases(Context& c, std::index_sequence<I...>) {
        constexpr std::size_t from = Plan::template from<S>();
        constexpr bool first = memory::sets(S, 0), empty = (phase_space<S, I>::empty || ...);
        if constexpr (first) steps::template surround<T>(c, memory::template slope_of<from>, empty || memory::template slope<from>.has_gaps(), memory::template slope<from>.sample);
        (phase<S, I>(c, set_or_add<first, Context>{c, memory::template slope_of<from>}), ...);
    }
    template<std::size_t S, std::size_t I, class Context, class Store>
    TYPEGRAD_DEVICE static void phase(Context& c, const Store& store) {
        if constexpr (phase_space<S, I>::runs)
            block_contraction<T, Warps, phase_space<S, I>>::run(c, inner_begin<S>, memory::template weight<S>, [](int) { return 0.0f; }, store);
    }

    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void map(Context& c) {
        constexpr std::size_t from = Plan::template from<S>();
        if constexpr (memory::wanted(from)) {
            using shape = decltype(Plan::template shape_read<S, 0>());
            constexpr bool first = memory::sets(S, 0), active = Plan::template step<S>.kind == step_kind::map && Plan::template step<S>.core < Plan::nodes;
            if constexpr (first) steps::template surround<T>(c, memory::template slope_of<from>, memory::template slope<from>.has_gaps(), memory::template slope<from>.sample);
            const set_or_add<first, Context> store{c, memory::template slope_of<from>};
            steps::template each<static_cast<int>(shape::size)>(c, [&](int s, int e) {
                float slope = load_number<number<S + 1>>(c, slope_at<S + 1>(s, steps::template element<slope_place<S + 1>>(e)));
                if constexpr (active) {
                    using activation = typename Plan::template activation<S>;
                    using in = typename steps::template place_as<from, shape>;
                    if constexpr (derivative<activation>::from_y) slope *= derivative<activation>::of(load_number<number<S + 1>>(c, steps::template at<S + 1>(s, steps::template element<typename steps::template place<S + 1>>(e))));
                    else slope *= derivative<activation>::of(load_number<number<from>>(c, steps::template at<from>(s, steps::template element<in>(e))));
                }
                store.one(s * memory::template slope<from>.sample + steps::template element<slope_as<from, shape>>(e), slope);
            });
        }
    }

    // A layer with its own loops writes the slopes of all its operands: in their place, or beside it if others have been there
    // or nobody wants them.
    template<std::size_t S, std::size_t I>
    static constexpr bool beside = !memory::sets(S, I) || !memory::wanted(Plan::template from<S>(I));
    template<std::size_t S, class Context, std::size_t... I>
    TYPEGRAD_DEVICE static void own(Context& c, const float* p, float* scratch, const block_random& chance, std::index_sequence<I...>) {
        using node = typename Plan::template node<S>;
        constexpr slicing by = slicing_of<typename node::layer>;
        using y_slices = block_slices<typename steps::template place<S + 1>, by>;
        (surround_slope<S, I>(c), ...);
        const auto slice = [&](int s, int k) {
            const block_field<Context, number<S + 1>, y_slices> y{&c, steps::template at<S + 1>(s, y_slices::begin(k))};
            const block_field<Context, number<S + 1>, y_slices> dy{&c, slope_at<S + 1>(s, y_slices::begin(k))};
            const auto slopes = own_slopes<S>(c, scratch);
            const auto views = Plan::template views<S>(p);
            const auto x = steps::together(steps::template operand<S, I, by>(c, s, k)...);
            const auto dx = steps::together(operand_slope<S, I, by>(c, s, k)...);
            if constexpr (typegrad::detail::wants_context<typename node::layer>) node::layer::backward(x, y, dy, dx, views, slopes, chance.template of<typename node::layer>(Plan::template step<S>.core, s, k, y_slices::width));
            else node::layer::backward(x, y, dy, dx, views, slopes);
        };
        if constexpr (memory::own_parameters(S, S + 1) == 0) {
            steps::template each<y_slices::count>(c, slice);
        } else if (c.thread() < memory::workers) {
            for (int i = c.thread(); i < Samples * y_slices::count; i += memory::workers) slice(i / y_slices::count, i % y_slices::count);
        }
        c.barrier();
        (add_beside<S, I>(c), ...);
    }
    // Where this thread adds up the gradient of a layer's parameters.
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static auto own_slopes(Context& c, float* scratch) {
        constexpr int before = static_cast<int>(memory::own_parameters(Group.begin, S));
        if constexpr (memory::own_parameters(S, S + 1) == 0) return no_parameters::at(static_cast<float*>(nullptr));
        else return Plan::template node<S>::parameters::at(scratch + c.thread() * own_count + before);
    }
    template<std::size_t S, std::size_t I, class Context>
    TYPEGRAD_DEVICE static void surround_slope(Context& c) {
        constexpr std::size_t from = Plan::template from<S>(I);
        if constexpr (!beside<S, I>) steps::template surround<T>(c, memory::template slope_of<from>, memory::template slope<from>.has_gaps(), memory::template slope<from>.sample);
    }
    template<std::size_t S, std::size_t I, slicing By, class Context>
    TYPEGRAD_DEVICE static auto operand_slope(Context& c, int s, int k) {
        constexpr std::size_t from = Plan::template from<S>(I);
        using slices = block_slices<slope_as<from, decltype(Plan::template shape_read<S, I>())>, By>;
        constexpr std::uint32_t begin = beside<S, I> ? memory::template extra_of<S, I> : memory::template slope_of<from>;
        return block_field<Context, T, slices>{&c, begin + 2 * static_cast<std::uint32_t>(s * memory::template slope<from>.sample + slices::begin(k))};
    }
    template<std::size_t S, std::size_t I, class Context>
    TYPEGRAD_DEVICE static void add_beside(Context& c) {
        constexpr std::size_t from = Plan::template from<S>(I);
        if constexpr (beside<S, I> && memory::wanted(from)) {
            using shape = typename Plan::template shape_of<from>;
            steps::template each<static_cast<int>(shape::size)>(c, [&](int s, int e) {
                const auto i = 2 * static_cast<std::uint32_t>(s * memory::template slope<from>.sample + steps::template element<slope_place<from>>(e));
                store_number<T>(c, memory::template slope_of<from> + i, load_number<T>(c, memory::template slope_of<from> + i) + load_number<T>(c, memory::template extra_of<S, I> + i));
            });
            c.barrier();
        }
    }

    template<std::size_t S, bool InCode>
    static consteval int count() {
        if constexpr (!memory::template is_linear<S> || !memory::wanted(S + 1)) {
            return 0;
        } else {
            using layer = block_linear<Plan, S>;
            if constexpr (layer::of_values) return of_factor<S, 0, InCode>() + of_factor<S, 1, InCode>();
            else return of_weights<S, InCode>();
        }
    }
    template<std::size_t S, std::size_t I, bool InCode>
    static consteval int of_factor() {
        using factor = block_contraction<T, Warps, factor_space<S, I>>;
        if constexpr (!memory::wanted(Plan::template from<S>(I))) return 0;
        else return InCode ? factor::products_in_code : factor::products;
    }
    template<std::size_t S, bool InCode>
    static consteval int of_weights() {
        using weights = block_contraction<T, Warps, weight_space<S>>;
        using bias = block_product<T, Warps, 1, weights::wide, ones_operand<T, weights::maps.w.depth>, typename weights::b_operand>;
        using linear = block_linear<Plan, S>;
        int n = 0;
        if (has_gradient<S>)
            n += InCode ? weights::products_in_code + linear::has_bias * bias::products_in_code : weights::products + linear::has_bias * weights::maps.groups * bias::products;
        if constexpr (memory::wanted(Plan::template from<S>()))
            n += []<std::size_t... I>(std::index_sequence<I...>) { return (of_phase<S, I, InCode>() + ...); }(std::make_index_sequence<block_phases<linear>::count>{});
        return n;
    }
    template<std::size_t S, std::size_t I, bool InCode>
    static consteval int of_phase() {
        if constexpr (!phase_space<S, I>::runs) return 0;
        else return InCode ? block_contraction<T, Warps, phase_space<S, I>>::products_in_code : block_contraction<T, Warps, phase_space<S, I>>::products;
    }
};

}

#endif
