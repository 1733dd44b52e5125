#ifndef TYPEGRAD_CUDA_TRAIN_BLOCK_RECURRENT_BACKWARD_CUH
#define TYPEGRAD_CUDA_TRAIN_BLOCK_RECURRENT_BACKWARD_CUH

#include "block_slopes.cuh"

namespace typegrad::cuda {

// A recurrent layer backward: against the order of its steps, a product and a barrier each (two where the reset gate comes before
// the product), where the slopes of a step's sums take the place of what was kept of them; then products over all steps at once.
template<class Slopes, class Plan, class T, int Warps, std::size_t S>
struct block_recurrent_backward {
    using memory = typename Slopes::memory;
    using steps = typename Slopes::steps;
    using recurrent = block_recurrent<Plan, S>;
    using kept_memory = recurrent_memory<recurrent, Slopes::Samples, true>;
    using cell = typename recurrent::cell;
    static constexpr int Samples = Slopes::Samples, time = recurrent::time, filled = recurrent::filled_units, row = recurrent::row, row_stride = recurrent::row_stride, sums = cell::sums;
    // Columns of h's weights that h itself is multiplied with, and those that what the reset gate leaves of it is.
    static constexpr bool resets = recurrent::resets;
    static constexpr int row_of_h = recurrent::gates_of_h * filled, row_of_reset = row - row_of_h;
    static constexpr std::size_t from = Plan::template from<S>();
    static constexpr bool has_gradient = !Plan::graph::table.at[Plan::template step<S>.core].frozen, has_bias = recurrent::layer::options.bias, gives_slope = memory::wanted(from);

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const float* p, float* to) {
        through_time(c, p);
        if constexpr (has_gradient) parameters(c, to);
        if constexpr (gives_slope) inputs(c, p);
    }
    // mma of all warps together, or in the code.
    template<bool InCode>
    static consteval int count() {
        const auto of = [](auto product, int times) { return InCode ? decltype(product)::products_in_code : times * decltype(product)::products; };
        int n = time > 1 ? of(through_h{}, time - 1) : 0;
        if constexpr (resets) n += of(through_reset{}, time) + (has_gradient ? of(by_reset{}, 1) : 0);
        if (has_gradient) n += of(by_x{}, 1) + of(by_h{}, 1) + (has_bias ? of(by_ones{}, 1) : 0);
        if constexpr (gives_slope) n += of(through_x{}, 1);
        return n;
    }

private:
    // An index of a product: how many, and its strides in the left operand, the right one and the result, which begins there.
    struct index {
        int n, left, right, result;
    };
    template<class... Index>
    static constexpr einsum::contraction product(int begin, const Index&... i) {
        einsum::contraction c;
        c.products = 1;
        c.y_origin = begin;
        const auto add = [&](const index& one) { c.term[0].w[c.add_index(' ', one.n, one.left, one.result)] = one.right; };
        (add(i), ...);
        return c;
    }
    // In the sums of all steps, in a sequence like x, and in h.
    static constexpr int of_samples = kept_memory::sum_stride, of_steps = Samples * of_samples, h_samples = kept_memory::state_stride, h_steps = Samples * h_samples;
    static constexpr int stride(const layout& l, int axis) { return static_cast<int>(l.stride[axis]); }

    // Slopes of sums by so many columns of the weights of h, to h; and by those of x, to x.
    template<int Columns>
    struct to_h {
        static constexpr einsum::contraction value = product(0, index{Samples, of_samples, 0, filled}, index{filled, 0, row_stride, 1}, index{Columns, 1, 1, 0});
    };
    struct to_x {
        static constexpr layout where = seen_as<typename recurrent::node::input>(memory::template slope<from>.where);
        static constexpr einsum::contraction value = product(static_cast<int>(where.origin()), index{Samples, of_samples, 0, memory::template slope<from>.sample}, index{time, of_steps, 0, stride(where, 0)},
                                                             index{recurrent::inputs, 0, row_stride, stride(where, 1)}, index{row, 1, 1, 0});
    };
    // x, and h before each step, by slopes of sums: the results are counted as the weights are.
    struct weights_of_x {
        static constexpr layout where = recurrent::x.where;
        static constexpr einsum::contraction value = product(0, index{recurrent::filled_inputs, stride(where, 1), 0, row_stride}, index{row, 0, 1, 1}, index{Samples, recurrent::x.sample, of_samples, 0}, index{time, stride(where, 0), of_steps, 0});
    };
    template<int First, int Columns>
    struct weights_of_h {
        static constexpr einsum::contraction value = product(recurrent::filled_inputs * row_stride + First, index{filled, 1, 0, row_stride}, index{Columns, 0, 1, 1}, index{Samples, h_samples, of_samples, 0}, index{time, h_steps, of_steps, 0});
    };
    static constexpr bool streams = memory::template streams<S>;
    using through_h = block_contraction<T, Warps, to_h<row_of_h>, 1, streams>;
    using through_reset = block_contraction<T, Warps, to_h<row_of_reset>, 1, streams>;
    using through_x = block_contraction<T, Warps, to_x, streams ? 2 : 4, streams>;
    // Of slopes of sums by the weights that begin there.
    template<class Product, class Context, class Store>
    TYPEGRAD_DEVICE static void by_weights(Context& c, const float* p, std::uint32_t slopes, int place, const Store& store) {
        if constexpr (streams) Product::stream(c, slopes, [p, place](int i) { return recurrent::weight_at(p, place + i); }, zero, store);
        else Product::run(c, slopes, memory::template weight<S> + bytes_of<T>(place), zero, store);
    }
    using by_x = block_contraction<T, Warps, weights_of_x>;
    using by_h = block_contraction<T, Warps, weights_of_h<0, row_of_h>>;
    using by_reset = block_contraction<T, Warps, weights_of_h<row_of_h, row_of_reset>>;
    using all_sums = shared_operand<index_map{}.with(sums * filled, 1), by_h::maps.w.depth, T>;
    using by_ones = block_product<T, Warps, 1, by_h::wide, ones_operand<T, by_h::maps.w.depth>, all_sums>;

    TYPEGRAD_DEVICE static constexpr kept_memory kept() { return {memory::template state<S>}; }
    TYPEGRAD_DEVICE static constexpr float zero(int) { return 0; }

    // From the slope of what step t gives to its units' sums, but for what the layers above add to it; or from that of what the
    // reset gate leaves to its sum.
    template<bool OfReset, class Context>
    struct back_to {
        Context& c;
        int t;

        TYPEGRAD_DEVICE void one(int place, float slope) const {
            if constexpr (OfReset) reset(c, t, place / filled, place % filled, slope);
            else unit(c, t, place / filled, place % filled, slope);
        }
        TYPEGRAD_DEVICE void two(int place, float low, float high) const {
            one(place, low);
            one(place + 1, high);
        }
    };
    template<class Context>
    TYPEGRAD_DEVICE static void unit(Context& c, int t, int s, int u, float dh) {
        using slope_place = typename Slopes::template slope_place<S + 1>;
        using number = typename Slopes::template number<S + 1>;
        constexpr int state = kept_memory::own_states - 1;
        float z[sums];
        TYPEGRAD_UNROLLED for (int a = 0; a < sums; ++a) z[a] = load_number<T>(c, kept().sum(t, s, a, u));
        if (u < recurrent::units && recurrent::gives(t)) dh += load_number<number>(c, Slopes::template slope_at<S + 1>(s, recurrent::template place<slope_place>(t, u)));
        auto carry = c.template load<float>(kept().carry(s, u));
        cell::step_back(z, load_number<T>(c, kept().state(state, recurrent::before(t), s, u)), load_number<T>(c, kept().state(state, recurrent::after(t), s, u)), dh, carry);
        c.store(kept().carry(s, u), carry);
        TYPEGRAD_UNROLLED for (int a = 0; a < sums; ++a) store_number<T>(c, kept().sum(t, s, a, u), z[a]);
    }
    template<class Context>
    TYPEGRAD_DEVICE static void reset(Context& c, int t, int s, int u, float slope) {
        const std::uint32_t at = kept().sum(t, s, 0, u);
        auto carry = c.template load<float>(kept().carry(s, u));
        store_number<T>(c, at, cell::reset_back(load_number<T>(c, at), load_number<T>(c, kept().state(0, recurrent::before(t), s, u)), slope, carry));
        c.store(kept().carry(s, u), carry);
    }
    static constexpr int place_of_h = recurrent::filled_inputs * row_stride;
    template<class Context>
    TYPEGRAD_DEVICE static void through_time(Context& c, const float* p) {
        kept().clear_carry(c, steps::threads);
        c.barrier();
        TYPEGRAD_ROLLED for (int i = time - 1; i >= 0; --i) {
            const int t = recurrent::step_at(i);
            if (i + 1 == time) steps::template each<filled>(c, [&](int s, int u) { unit(c, t, s, u, 0); });
            else if constexpr (time > 1) by_weights<through_h>(c, p, kept().sum(recurrent::step_at(i + 1), 0, 0), place_of_h, back_to<false, Context>{c, t});
            c.barrier();
            if constexpr (resets) {
                by_weights<through_reset>(c, p, kept().sum(t, 0, recurrent::gates_of_h), place_of_h + row_of_h, back_to<true, Context>{c, t});
                c.barrier();
            }
        }
    }
    template<class Context>
    TYPEGRAD_DEVICE static void parameters(Context& c, float* to) {
        const typename Slopes::template add_to<recurrent> weight{to};
        by_x::run(c, memory::template value<from> + bytes_of<T>(static_cast<int>(recurrent::x.where.origin())), kept().sum(0, 0, cell::of_x), zero, weight);
        by_h::run(c, kept().state(0, recurrent::before(0)), kept().sum(0, 0, 0), zero, weight);
        if constexpr (resets) by_reset::run(c, kept().reset(0), kept().sum(0, 0, recurrent::gates_of_h), zero, weight);
        if constexpr (has_bias) {
            const auto add = [to](int o, float v) { recurrent::each_bias(o / filled, o % filled, [to, v](int i) { to[i] += v; }); };
            by_ones::run(c, {}, {kept().sum(0, 0, 0)}, zero, [&](int, int o, float low, float high) {
                add(o, low);
                add(o + 1, high);
            });
        }
    }
    template<class Context>
    TYPEGRAD_DEVICE static void inputs(Context& c, const float* p) {
        constexpr bool first = memory::sets(S, 0);
        if constexpr (first) steps::template surround<T>(c, memory::template slope_of<from>, memory::template slope<from>.has_gaps(), memory::template slope<from>.sample);
        by_weights<through_x>(c, p, kept().sum(0, 0, cell::of_x), 0, typename Slopes::template set_or_add<first, Context>{c, memory::template slope_of<from>});
    }
};

}

#endif
