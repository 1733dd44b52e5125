#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_RECURRENT_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_RECURRENT_CUH

#include <cstdint>

#include "../einsum/operand.cuh"
#include "block_field.cuh"
#include "block_plan.cuh"
#include "recurrent_cell.cuh"

// rnn, lstm and gru: the weights stay in shared memory over the whole sequence, or where the parameters are if there is no room
// for them; a warp has all gates of its units and samples in registers at once, so that a step of the sequence is one pass and
// one barrier; two where gru resets h before its product.
namespace typegrad::cuda {

template<class Plan, std::size_t S>
struct block_recurrent {
    using plan = Plan;
    using node = typename Plan::template node<S>;
    using layer = typename node::layer;
    using cell = recurrent_cell<layer>;
    static constexpr block_value x = [] {
        block_value v = Plan::template value<Plan::template from<S>()>;
        v.where = seen_as<typename node::input>(v.where);
        return v;
    }();
    static constexpr block_value y = Plan::template value<S + 1>;
    static constexpr int time = static_cast<int>(node::input::extent(0)), inputs = static_cast<int>(node::input::extent(1)), units = static_cast<int>(layer::units);
    static constexpr int gates = static_cast<int>(layer::gate_count);
    // Gates that want h itself; the others want what the reset gate leaves of it.
    static constexpr int gates_of_h = layer::options.reset_before ? 2 : gates;
    static constexpr bool resets = gates_of_h < gates;
    // Filled up, so that every operand begins at sixteen bytes.
    static constexpr int filled_inputs = inputs + static_cast<int>(x.where.after[1]), filled_units = Plan::filled(units), row = gates * filled_units;
    static constexpr int row_stride = Plan::sample_stride(row), weight_room = (filled_inputs + filled_units) * row_stride, bias_room = cell::sums * filled_units;

    // The steps of a sequence in their order, the moments before and after each, and where row t of a value lies that is a
    // sequence, or what the last step gives.
    static constexpr bool reverse = layer::options.reverse, gives_last = layer::options.last;
    TYPEGRAD_DEVICE static constexpr int step_at(int i) { return reverse ? time - 1 - i : i; }
    TYPEGRAD_DEVICE static constexpr int before(int t) { return reverse ? t + 1 : t; }
    TYPEGRAD_DEVICE static constexpr int after(int t) { return reverse ? t : t + 1; }
    TYPEGRAD_DEVICE static constexpr bool gives(int t) { return !gives_last || t == step_at(time - 1); }
    template<class L>
    TYPEGRAD_DEVICE static constexpr int place(int t, int u) {
        constexpr int origin = static_cast<int>(L::value.origin()), across = static_cast<int>(L::value.stride[L::value.rank - 1]), down = gives_last ? 0 : static_cast<int>(L::value.stride[0]);
        return origin + t * down + u * across;
    }

    // Parameter of weight number i of that room, counted from the layer's first; -1: none.
    TYPEGRAD_DEVICE static constexpr int parameter_at(int i) {
        const int at = i % row_stride, u = at % filled_units, g = at / filled_units, k = i / row_stride;
        if (u >= units || at >= row) return -1;
        if (k < filled_inputs) return k < inputs ? (k * gates + g) * units + u : -1;
        return k - filled_inputs < units ? ((inputs + k - filled_inputs) * gates + cell::gate_of_h(g)) * units + u : -1;
    }
    TYPEGRAD_DEVICE static float weight_at(const float* p, int i) {
        const int at = parameter_at(i);
        return at < 0 ? 0.0f : p[at];
    }
    // f(parameter) for every bias in sum a of unit u.
    template<class F>
    TYPEGRAD_DEVICE static constexpr void each_bias(int a, int u, const F& f) {
        constexpr int first = (inputs + units) * gates * units, second = first + gates * units;
        if (!layer::options.bias || u >= units) return;
        if (a >= cell::of_x) f(first + (a - cell::of_x) * units + u);
        if (gates == 3 && a < gates) f(second + cell::gate_of_h(a) * units + u);
    }
    TYPEGRAD_DEVICE static float bias_at(const float* p, int a, int u) {
        float sum = 0;
        each_bias(a, u, [&](int i) { sum += p[i]; });
        return sum;
    }

    static constexpr int depth = 32 / Plan::bytes;  // of an mma
    template<int Samples>
    static constexpr int tiles = (Samples + 15) / 16 * ((units + 15) / 16);
    static constexpr int products_in_code = 2 * 2 * gates;
    template<int Samples>
    static constexpr int products = time * tiles<Samples> * 2 * gates * ((filled_inputs + depth - 1) / depth + (filled_units + depth - 1) / depth);
};

// The weights as products read them, from some place of their room on: in shared memory, or from the parameters.
template<class Recurrent>
struct streamed_weights {
    const float* p;

    TYPEGRAD_DEVICE float operator()(int place) const { return Recurrent::weight_at(p, place); }
    template<index_map Rows, index_map Depth, class T>
    TYPEGRAD_DEVICE auto operand(int place) const {
        return streamed_operand<Rows, Depth, T, streamed_weights>{*this, place};
    }
};
struct resident_weights {
    std::uint32_t begin;

    template<index_map Rows, index_map Depth, class T>
    TYPEGRAD_DEVICE auto operand(int place) const {
        return shared_operand<Rows, Depth, T>{begin + bytes_of<T>(place)};
    }
};

// What the steps of a sequence leave for each other, sample after sample, at an offset. In T: h, where there is a way back the
// other state, and what the reset gate leaves of h, at all moments, or at two by turns; for the way back what is kept of the
// sums of each step, then their slopes. In float: what goes from step to step, and a gate from one half of a step to the other.
// What fills up the units is finite, and nobody's.
template<class Recurrent, int Samples, bool Keeps>
struct recurrent_memory {
    static constexpr int moments = Keeps ? Recurrent::time + 1 : 2, own_states = Keeps ? static_cast<int>(Recurrent::layer::state_count) : 1, states = own_states + Recurrent::resets, carries = 1 + Recurrent::resets, sums = Recurrent::cell::sums;
    static constexpr int state_stride = Recurrent::plan::sample_stride(Recurrent::filled_units), sum_stride = Recurrent::plan::sample_stride(sums * Recurrent::filled_units), carry_stride = Recurrent::filled_units + 4;
    static constexpr int state_numbers = states * moments * state_stride, sum_numbers = Keeps ? Recurrent::time * sum_stride : 0;
    static constexpr std::uint32_t number = Recurrent::plan::bytes, bytes = number * (state_numbers + sum_numbers) + 4 * carries * carry_stride;  // one in T; a sample

    std::uint32_t begin;

    TYPEGRAD_DEVICE std::uint32_t state(int which, int moment, int sample = 0, int unit = 0) const { return at(0, ((which * moments + moment % moments) * Samples + sample) * state_stride + unit); }
    TYPEGRAD_DEVICE std::uint32_t reset(int t, int sample = 0, int unit = 0) const { return state(own_states, Recurrent::after(t), sample, unit); }
    TYPEGRAD_DEVICE std::uint32_t sum(int t, int sample, int a, int unit = 0) const { return at(state_numbers, (t * Samples + sample) * sum_stride + a * Recurrent::filled_units + unit); }
    TYPEGRAD_DEVICE std::uint32_t carry(int sample, int unit) const { return at(state_numbers + sum_numbers, 0) + bytes_of<float>(sample * carry_stride + unit); }
    TYPEGRAD_DEVICE std::uint32_t gate(int sample, int unit) const { return carry(Samples + sample, unit); }

    template<class Context>
    TYPEGRAD_DEVICE void clear_carry(Context& c, int threads) const {
        for (int i = c.thread(); i < Samples * carry_stride; i += threads) c.store(carry(0, i), 0.0f);
    }
    // Before the first step of a sequence.
    template<class Context>
    TYPEGRAD_DEVICE void start(Context& c, int threads) const {
        constexpr int words = Samples * state_stride * Recurrent::plan::bytes / 4;
        clear_carry(c, threads);
        TYPEGRAD_UNROLLED for (int n = 0; n < own_states; ++n)
            for (int i = c.thread(); i < words; i += threads) c.store(state(n, Recurrent::before(Recurrent::step_at(0))) + 4 * static_cast<std::uint32_t>(i), std::uint32_t{0});
    }

private:
    TYPEGRAD_DEVICE std::uint32_t at(int before, int place) const { return begin + number * static_cast<std::uint32_t>(Samples * before + place); }
};

// The layer on a block's samples: its weights; offsets of x, y, biases and states.
template<class Recurrent, class T, class Out, int Samples, int Warps, bool Keeps, class Weights>
struct run_recurrent {
    using cell = typename Recurrent::cell;
    static constexpr int units = Recurrent::units, gates = Recurrent::gates, threads = 32 * Warps;
    using memory = recurrent_memory<Recurrent, Samples, Keeps>;
    static constexpr index_map line(int n, int stride) { return index_map{}.with(n, stride); }
    using x_operand = shared_operand<line(Samples, Recurrent::x.sample), line(Recurrent::filled_inputs, 1), T>;
    using h_operand = shared_operand<line(Samples, memory::state_stride), line(Recurrent::filled_units, 1), T>;
    struct y_place {
        static constexpr layout value = Recurrent::y.where;
    };

    Weights weights;
    std::uint32_t x, y, bias;
    memory kept;

    template<class Context>
    TYPEGRAD_DEVICE void operator()(Context& c) const {
        kept.start(c, threads);
        c.barrier();
        TYPEGRAD_ROLLED for (int i = 0; i < Recurrent::time; ++i) {
            some_gates<gate_range<0, Recurrent::gates_of_h>>(c, Recurrent::step_at(i));
            if constexpr (Recurrent::resets) some_gates<gate_range<Recurrent::gates_of_h, gates - Recurrent::gates_of_h>>(c, Recurrent::step_at(i));
        }
    }

private:
    // Some of the gates, and their sums.
    template<int First, int Count>
    struct gate_range {
        static constexpr int first = First, count = Count, sums = Count == gates ? cell::sums : Count;
        using accumulators = accumulator[sums][2];
    };
    template<class Gates, class Context>
    TYPEGRAD_DEVICE void some_gates(Context& c, int t) const {
        TYPEGRAD_ROLLED for (int n = c.warp(); n < Recurrent::template tiles<Samples>; n += Warps) tile<Gates>(c, t, n / ((units + 15) / 16) * 16, n % ((units + 15) / 16) * 16);
        c.barrier();
    }
    template<class Gates, class Context>
    TYPEGRAD_DEVICE void tile(Context& c, int t, int sample, int unit) const {
        typename Gates::accumulators sum;
        TYPEGRAD_UNROLLED for (int a = 0; a < Gates::sums; ++a)
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) {
                const int u = unit + 8 * half + accumulator::column(c.lane(), 0);
                const bool there = u < Recurrent::filled_units;
                const float low = there ? c.template load<float>(bias_of(Gates::first + a, u)) : 0.0f, high = there ? c.template load<float>(bias_of(Gates::first + a, u + 1)) : 0.0f;
                sum[a][half] = {{low, high, low, high}};
            }
        const h_operand h{Gates::first == 0 ? kept.state(0, Recurrent::before(t)) : kept.reset(t)};
        add<Gates, Recurrent::filled_inputs, cell::of_x>(c, x_operand{x + bytes_of<T>(x_place(t))}, 0, sample, unit, sum);
        add<Gates, Recurrent::filled_units, 0>(c, h, Recurrent::filled_inputs * Recurrent::row_stride, sample, unit, sum);
        TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
            TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) {
                const int s = sample + accumulator::row(c.lane(), i), u = unit + 8 * half + accumulator::column(c.lane(), i);
                if (s < Samples && u < Recurrent::filled_units) finish<Gates>(c, t, s, u, sum, half, i);
            }
    }
    TYPEGRAD_DEVICE std::uint32_t bias_of(int a, int unit) const { return bias + bytes_of<float>(a * Recurrent::filled_units + unit); }
    TYPEGRAD_DEVICE static constexpr int x_place(int t) { return static_cast<int>(Recurrent::x.where.origin()) + t * static_cast<int>(Recurrent::x.where.stride[0]); }

    // The products of sixteen samples with these gates of sixteen units, whose weights begin there.
    template<class Gates, int Depth, int To, class Context, class A>
    TYPEGRAD_DEVICE void add(Context& c, const A& a, int place, int sample, int unit, typename Gates::accumulators& sum) const {
        TYPEGRAD_ROLLED for (int k = 0; k < Depth; k += product_depth<T>) {
            const auto left = a.template load<true>(c, sample, k).left();
            TYPEGRAD_UNROLLED for (int g = 0; g < Gates::count; ++g) {
                const auto of_gate = weights.template operand<line(Recurrent::filled_units, 1), line(Depth, Recurrent::row_stride), T>(place + (Gates::first + g) * Recurrent::filled_units);
                const auto right = of_gate.template load<false>(c, unit, k);
                TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) c.template multiply<T>(sum[To + g][half], left, right.right(half));
            }
        }
    }
    template<class Gates, class Context>
    TYPEGRAD_DEVICE void finish(Context& c, int t, int s, int u, const typename Gates::accumulators& sum, int half, int i) const {
        float z[Gates::sums];
        TYPEGRAD_UNROLLED for (int a = 0; a < Gates::sums; ++a) z[a] = sum[a][half].value[i];
        auto state = c.template load<float>(kept.carry(s, u));
        if constexpr (!Recurrent::resets) {
            const float out = cell::step(z, state);
            give(c, t, s, u, out, state);
        } else if constexpr (Gates::first == 0) {
            store_number<T>(c, kept.reset(t, s, u), cell::reset(z, state));
            c.store(kept.gate(s, u), z[1]);
        } else {
            const float out = cell::step(z, c.template load<float>(kept.gate(s, u)), state);
            give(c, t, s, u, out, state);
        }
        if constexpr (Keeps)
            TYPEGRAD_UNROLLED for (int a = 0; a < Gates::sums; ++a) store_number<T>(c, kept.sum(t, s, Gates::first + a, u), z[a]);
    }
    template<class Context>
    TYPEGRAD_DEVICE void give(Context& c, int t, int s, int u, float out, float state) const {
        c.store(kept.carry(s, u), state);
        store_number<T>(c, kept.state(0, Recurrent::after(t), s, u), out);
        if constexpr (memory::own_states > 1) store_number<T>(c, kept.state(1, Recurrent::after(t), s, u), state);
        if (u < units && Recurrent::gives(t)) store_number<Out>(c, y + bytes_of<Out>(s * Recurrent::y.sample + Recurrent::template place<y_place>(t, u)), out);
    }
};

}

#endif
