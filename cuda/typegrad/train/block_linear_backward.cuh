#ifndef TYPEGRAD_CUDA_TRAIN_BLOCK_LINEAR_BACKWARD_CUH
#define TYPEGRAD_CUDA_TRAIN_BLOCK_LINEAR_BACKWARD_CUH

#include <utility>

#include "block_slopes.cuh"

namespace typegrad::cuda {

// Linear layers backward: through the pool and the activation that they took in, then products for the gradient of their
// parameters and for the slope of what they read.
template<class Plan, class T, block_group Group, int Warps>
struct block_linear_backward : block_slopes<Plan, T, Group, Warps> {
    using slopes = block_slopes<Plan, T, Group, Warps>;
    using typename slopes::memory;
    using typename slopes::steps;
    template<std::size_t V>
    using number = typename slopes::template number<V>;
    using slopes::Samples;

    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void linear(Context& c, const float* p, float* to) {
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
                const std::uint32_t here = slopes::template inner_at<S>(s, steps::template element<typename slopes::template inner_place<S>>(e));
                float slope = 0;
                if constexpr (apart && !layer::pooled) slope = load_number<number<S + 1>>(c, slopes::template slope_at<S + 1>(s, steps::template element<typename slopes::template slope_place<S + 1>>(e)));
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
            if constexpr (memory::wanted(Plan::template from<S>())) phases<S>(c, p);
        }
    }

    // mma of step S, of all warps together, or in the code.
    template<std::size_t S, bool InCode>
    static consteval int count() {
        if constexpr (!memory::template is_linear<S>) {
            return 0;
        } else {
            using layer = block_linear<Plan, S>;
            if constexpr (layer::of_values) return of_factor<S, 0, InCode>() + of_factor<S, 1, InCode>();
            else return of_weights<S, InCode>();
        }
    }

private:
    template<std::size_t S>
    static constexpr bool has_gradient = !Plan::graph::table.at[Plan::template step<S>.core].frozen;
    // What an activation's slope is found from, for element e of the layer's own output.
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static float kept(Context& c, int s, int e) {
        constexpr block_value y = block_linear<Plan, S>::y;
        const int i = s * y.sample + steps::template element<typename slopes::template own_place<S>>(e);
        if constexpr (memory::template keeps_argument<S>) return load_number<T>(c, memory::template argument<S> + bytes_of<T>(i));
        else if constexpr (memory::template pooled<S>) return load_number<T>(c, memory::template unpooled<S> + bytes_of<T>(i));
        else return load_number<number<S + 1>>(c, memory::template value<S + 1> + bytes_of<number<S + 1>>(i));
    }

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
            constexpr std::uint32_t x = I == 0 ? slopes::template inner_begin<S> : memory::template value<other>, w = I == 0 ? memory::template value<other> : slopes::template inner_begin<S>;
            block_contraction<T, Warps, factor_space<S, I>>::run(c, x, w, [](int) { return 0.0f; }, typename slopes::template set_or_add<first, Context>{c, memory::template slope_of<from>});
        }
    }
    // Through the pool that took the largest.
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void unpool(Context& c) {
        using layer = typename Plan::graph::template node<Plan::template step<S>.pool>::layer;
        using big = block_slices<typename steps::template place_unpooled<S>, slicing::by_channel>;
        using small = block_slices<typename steps::template place<S + 1>, slicing::by_channel>;
        using big_slope = block_slices<typename slopes::template inner_place<S>, slicing::by_channel>;
        steps::template each<small::count>(c, [&](int s, int k) {
            const auto none = no_parameters::at(static_cast<float*>(nullptr));
            layer::backward(block_field<Context, T, big>{&c, memory::template unpooled<S> + bytes_of<T>(s * Plan::template unpooled<S>.sample + big::begin(k))},
                            block_field<Context, number<S + 1>, small>{&c, steps::template at<S + 1>(s, small::begin(k))},
                            block_field<Context, number<S + 1>, small>{&c, slopes::template slope_at<S + 1>(s, small::begin(k))},
                            block_field<Context, T, big_slope>{&c, slopes::template inner_at<S>(s, big_slope::begin(k))}, none, none);
        });
    }

    template<std::size_t S>
    struct weight_space {
        static constexpr einsum::contraction value = einsum::gradient(block_linear<Plan, S>::contract(memory::template inner_slope<S>, Samples), einsum::wrt::w);
    };
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void parameters(Context& c, float* to) {
        using layer = block_linear<Plan, S>;
        using contraction = block_contraction<T, Warps, weight_space<S>>;
        const auto zero = [](int) { return 0.0f; };
        contraction::run(c, memory::template value<Plan::template from<S>()>, slopes::template inner_begin<S>, zero, typename slopes::template add_to<layer>{to});
        if constexpr (layer::has_bias) {
            using product = block_product<T, Warps, 1, contraction::wide, ones_operand<T, contraction::maps.w.depth>, typename contraction::b_operand>;
            constexpr int columns = contraction::maps.columns;
            TYPEGRAD_ROLLED for (int g = 0; g < contraction::maps.groups; ++g) {
                float* const bias = to + layer::weights + g * columns;
                product::run(c, {}, contraction::b_of(slopes::template inner_begin<S>, g), zero, [&](int, int o, float low, float high) {
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
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void phases(Context& c, const float* p) {
        phases<S>(c, p, std::make_index_sequence<block_phases<block_linear<Plan, S>>::count>{});
    }
    template<std::size_t S, class Context, std::size_t... I>
    TYPEGRAD_DEVICE static void phases(Context& c, const float* p, std::index_sequence<I...>) {
        constexpr std::size_t from = Plan::template from<S>();
        constexpr bool first = memory::sets(S, 0), empty = (phase_space<S, I>::empty || ...);
        if constexpr (first) steps::template surround<T>(c, memory::template slope_of<from>, empty || memory::template slope<from>.has_gaps(), memory::template slope<from>.sample);
        (phase<S, I>(c, p, typename slopes::template set_or_add<first, Context>{c, memory::template slope_of<from>}), ...);
    }
    template<std::size_t S, std::size_t I, class Context, class Store>
    TYPEGRAD_DEVICE static void phase(Context& c, const float* p, const Store& store) {
        if constexpr (phase_space<S, I>::runs) steps::template multiply_by_weights<S, phase_space<S, I>>(c, p, slopes::template inner_begin<S>, [](int) { return 0.0f; }, store);
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
        else return InCode ? steps::template by_weights<S, phase_space<S, I>>::products_in_code : steps::template by_weights<S, phase_space<S, I>>::products;
    }
};

}

#endif
