#ifndef TYPEGRAD_CUDA_TRAIN_BLOCK_BACKWARD_CUH
#define TYPEGRAD_CUDA_TRAIN_BLOCK_BACKWARD_CUH

#include <utility>

#include "block_linear_backward.cuh"
#include "block_recurrent_backward.cuh"

namespace typegrad::cuda {

// The steps of a network backward, all threads of a block at once: from the slope of each value to those of what it was made
// of, and to the gradient of its parameters, which is added to `to`.
template<class Plan, class T, block_group Group, int Warps>
struct block_backward : block_linear_backward<Plan, T, Group, Warps> {
    using linear_backward = block_linear_backward<Plan, T, Group, Warps>;
    using typename linear_backward::memory;
    using typename linear_backward::steps;
    template<std::size_t V>
    using number = typename linear_backward::template number<V>;
    using linear_backward::Samples;

    template<std::size_t Left = Group.end, class Context>
    TYPEGRAD_DEVICE static void backward(Context& c, const float* p, float* to, float* scratch, const block_random& chance) {
        if constexpr (Left > Group.begin) {
            constexpr std::size_t S = Left - 1;
            if constexpr (memory::wanted(S + 1)) {
                constexpr auto kind = Plan::template step<S>.kind;
                c.start_over();
                if constexpr (kind == step_kind::linear) linear_backward::template linear<S>(c, p, to + Plan::template parameter<S>);
                else if constexpr (memory::template is_recurrent<S>) recurrent<S>::run(c, p + Plan::template parameter<S>, to + Plan::template parameter<S>);
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

private:
    template<std::size_t S>
    using recurrent = block_recurrent_backward<linear_backward, Plan, T, Warps, S>;
    template<std::size_t S, bool InCode>
    static consteval int count() {
        if constexpr (!memory::wanted(S + 1)) return 0;
        else if constexpr (memory::template is_recurrent<S>) return recurrent<S>::template count<InCode>();
        else return linear_backward::template count<S, InCode>();
    }

    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void map(Context& c) {
        constexpr std::size_t from = Plan::template from<S>();
        if constexpr (memory::wanted(from)) {
            using shape = decltype(Plan::template shape_read<S, 0>());
            constexpr bool first = memory::sets(S, 0), active = Plan::template step<S>.kind == step_kind::map && Plan::template step<S>.core < Plan::nodes;
            if constexpr (first) steps::template surround<T>(c, memory::template slope_of<from>, memory::template slope<from>.has_gaps(), memory::template slope<from>.sample);
            const typename linear_backward::template set_or_add<first, Context> store{c, memory::template slope_of<from>};
            steps::template each<static_cast<int>(shape::size)>(c, [&](int s, int e) {
                float slope = load_number<number<S + 1>>(c, linear_backward::template slope_at<S + 1>(s, steps::template element<typename linear_backward::template slope_place<S + 1>>(e)));
                if constexpr (active) {
                    using activation = typename Plan::template activation<S>;
                    using in = typename steps::template place_as<from, shape>;
                    if constexpr (derivative<activation>::from_y) slope *= derivative<activation>::of(load_number<number<S + 1>>(c, steps::template at<S + 1>(s, steps::template element<typename steps::template place<S + 1>>(e))));
                    else slope *= derivative<activation>::of(load_number<number<from>>(c, steps::template at<from>(s, steps::template element<in>(e))));
                }
                store.one(s * memory::template slope<from>.sample + steps::template element<typename linear_backward::template slope_as<from, shape>>(e), slope);
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
        constexpr slicing by = slicing_of_step<Plan, S>();
        using y_slices = block_slices<typename steps::template place<S + 1>, by>;
        using V = typename y_slices::template number<Context>;
        (surround_slope<S, I>(c), ...);
        // Each worker has a gradient of its own.
        constexpr int workers = memory::own_parameters(S, S + 1) == 0 ? steps::threads : memory::workers;
        const int worker = y_slices::by_warp ? c.warp() : c.thread();
        steps::template each_slice<y_slices, workers>(c, [&](int s, int k) {
            const block_field<Context, number<S + 1>, y_slices, V> y{&c, steps::template at<S + 1>(s, y_slices::begin(k))};
            const block_field<Context, number<S + 1>, y_slices, V> dy{&c, linear_backward::template slope_at<S + 1>(s, y_slices::begin(k))};
            const auto slopes = own_slopes<S>(scratch, worker);
            const auto views = Plan::template views<S>(p);
            const auto x = steps::together(steps::template operand<S, I, by, V>(c, s, k)...);
            const auto dx = steps::together(operand_slope<S, I, by, V>(c, s, k)...);
            if constexpr (typegrad::detail::wants_context<typename node::layer>) node::layer::backward(x, y, dy, dx, views, slopes, chance.template of<typename node::layer>(Plan::template step<S>.core, s, k, y_slices::width));
            else node::layer::backward(x, y, dy, dx, views, slopes);
        });
        c.barrier();
        (add_beside<S, I>(c), ...);
    }
    // Where a worker adds up the gradient of a layer's parameters.
    template<std::size_t S>
    TYPEGRAD_DEVICE static auto own_slopes(float* scratch, int worker) {
        constexpr int before = static_cast<int>(memory::own_parameters(Group.begin, S));
        if constexpr (memory::own_parameters(S, S + 1) == 0) return no_parameters::at(static_cast<float*>(nullptr));
        else return Plan::template node<S>::parameters::at(scratch + worker * own_count + before);
    }
    template<std::size_t S, std::size_t I, class Context>
    TYPEGRAD_DEVICE static void surround_slope(Context& c) {
        constexpr std::size_t from = Plan::template from<S>(I);
        if constexpr (!beside<S, I>) steps::template surround<T>(c, memory::template slope_of<from>, memory::template slope<from>.has_gaps(), memory::template slope<from>.sample);
    }
    template<std::size_t S, std::size_t I, slicing By, class V, class Context>
    TYPEGRAD_DEVICE static auto operand_slope(Context& c, int s, int k) {
        constexpr std::size_t from = Plan::template from<S>(I);
        using slices = block_slices<typename linear_backward::template slope_as<from, decltype(Plan::template shape_read<S, I>())>, By>;
        constexpr std::uint32_t begin = beside<S, I> ? memory::template extra_of<S, I> : memory::template slope_of<from>;
        return block_field<Context, T, slices, V>{&c, begin + bytes_of<T>(s * memory::template slope<from>.sample + slices::begin(k))};
    }
    template<std::size_t S, std::size_t I, class Context>
    TYPEGRAD_DEVICE static void add_beside(Context& c) {
        constexpr std::size_t from = Plan::template from<S>(I);
        if constexpr (beside<S, I> && memory::wanted(from)) {
            using shape = typename Plan::template shape_of<from>;
            steps::template each<static_cast<int>(shape::size)>(c, [&](int s, int e) {
                const auto i = bytes_of<T>(s * memory::template slope<from>.sample + steps::template element<typename linear_backward::template slope_place<from>>(e));
                store_number<T>(c, memory::template slope_of<from> + i, load_number<T>(c, memory::template slope_of<from> + i) + load_number<T>(c, memory::template extra_of<S, I> + i));
            });
            c.barrier();
        }
    }
};

}

#endif
