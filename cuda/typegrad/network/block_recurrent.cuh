#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_RECURRENT_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_RECURRENT_CUH

#include <cstdint>

#include "../einsum/operand.cuh"
#include "block_field.cuh"
#include "block_plan.cuh"

// rnn, lstm and gru: the weights stay in shared memory over the whole sequence; a warp has all gates of its units and samples
// in registers at once, so that a step of the sequence is one pass and one barrier.
namespace typegrad::cuda {

template<class Layer>
concept recurrent_layer = requires { Layer::gate_count; Layer::state_count; };

// From the sums of a unit's gates to what it gives. of_x, of_h: which sum takes the products of gate g with x and with h.
template<class Layer, std::size_t Gates = Layer::gate_count>
struct recurrent_cell;
template<class Layer>
struct recurrent_cell<Layer, 1> {
    static constexpr int sums = 1;
    TYPEGRAD_DEVICE static constexpr int of_x(int g) { return g; }
    TYPEGRAD_DEVICE static constexpr int of_h(int g) { return g; }
    TYPEGRAD_DEVICE static float step(const float (&z)[1], float& state) { return state = typename Layer::function{}(z[0]); }
};
template<class Layer>
struct recurrent_cell<Layer, 4> {
    static constexpr int sums = 4;
    TYPEGRAD_DEVICE static constexpr int of_x(int g) { return g; }
    TYPEGRAD_DEVICE static constexpr int of_h(int g) { return g; }
    TYPEGRAD_DEVICE static float step(const float (&z)[4], float& c) {
        const typename Layer::gate gate{};
        const typename Layer::function function{};
        c = gate(z[1]) * c + gate(z[0]) * function(z[2]);
        return gate(z[3]) * function(c);
    }
};
// The reset gate comes between what x and what h give to the third.
template<class Layer>
struct recurrent_cell<Layer, 3> {
    static constexpr int sums = 4;
    TYPEGRAD_DEVICE static constexpr int of_x(int g) { return g; }
    TYPEGRAD_DEVICE static constexpr int of_h(int g) { return g == 2 ? 3 : g; }
    TYPEGRAD_DEVICE static float step(const float (&s)[4], float& h) {
        const typename Layer::gate gate{};
        const float z = gate(s[1]), n = typename Layer::function{}(s[2] + gate(s[0]) * s[3]);
        return h = (1 - z) * n + z * h;
    }
};

// A layer whose options have kernels: gru's reset gate before the product would need a barrier more a step.
template<class Layer>
inline constexpr bool recurrent_has_kernel = recurrent_layer<Layer> && !Layer::options.with_state && !Layer::options.reset_before;

template<class Plan, std::size_t S>
struct block_recurrent {
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
    // Filled up, so that every operand begins at sixteen bytes.
    static constexpr int filled_inputs = inputs + static_cast<int>(x.where.after[1]), filled_units = Plan::filled(units), row = gates * filled_units;
    static constexpr int weight_room = (filled_inputs + filled_units) * row, bias_room = cell::sums * filled_units;
    // A sample's h before and after a step, in T, and its state in float.
    static constexpr int h_stride = Plan::sample_stride(filled_units), state_stride = filled_units + 4;
    static constexpr std::uint32_t state_bytes = 2 * Plan::bytes * h_stride + 4 * state_stride;

    // Parameter of weight number i of that room, counted from the layer's first; -1: none.
    TYPEGRAD_DEVICE static constexpr int parameter_at(int i) {
        const int u = i % filled_units, g = i / filled_units % gates, k = i / row;
        if (u >= units) return -1;
        const int column = g * units + u;
        if (k < filled_inputs) return k < inputs ? k * gates * units + column : -1;
        return k - filled_inputs < units ? (inputs + k - filled_inputs) * gates * units + column : -1;
    }
    // The bias of sum a of unit u.
    TYPEGRAD_DEVICE static float bias_at(const float* p, int a, int u) {
        if constexpr (!layer::options.bias) {
            return 0;
        } else {
            const float* const b = p + (inputs + units) * gates * units;
            if (u >= units) return 0;
            if constexpr (gates != 3) return b[a * units + u];
            else if (a == 3) return b[gates * units + 2 * units + u];
            else return b[a * units + u] + (a < 2 ? b[gates * units + a * units + u] : 0.0f);
        }
    }

    static constexpr int depth = 32 / Plan::bytes;  // of an mma
    template<int Samples>
    static constexpr int tiles = (Samples + 15) / 16 * ((units + 15) / 16);
    static constexpr int products_in_code = 2 * 2 * gates;
    template<int Samples>
    static constexpr int products = time * tiles<Samples> * 2 * gates * ((filled_inputs + depth - 1) / depth + (filled_units + depth - 1) / depth);
};

// The layer on a block's samples: offsets of x, y, weights, biases and states.
template<class Recurrent, class T, class Out, int Samples, int Warps>
struct run_recurrent {
    using layer = typename Recurrent::layer;
    using cell = typename Recurrent::cell;
    static constexpr int units = Recurrent::units, gates = Recurrent::gates, sums = cell::sums, threads = 32 * Warps;
    static constexpr index_map line(int n, int stride) { return index_map{}.with(n, stride); }
    using x_operand = shared_operand<line(Samples, Recurrent::x.sample), line(Recurrent::filled_inputs, 1), T>;
    using h_operand = shared_operand<line(Samples, Recurrent::h_stride), line(Recurrent::filled_units, 1), T>;
    template<int Depth>
    using weight_operand = shared_operand<line(Recurrent::filled_units, 1), line(Depth, Recurrent::row), T>;

    std::uint32_t x, y, weight, bias, state;

    template<class Context>
    TYPEGRAD_DEVICE void operator()(Context& c) const {
        for (int i = c.thread(); i < static_cast<int>(Samples * Recurrent::state_bytes / 4); i += threads) c.store(state + 4 * static_cast<std::uint32_t>(i), 0.0f);
        c.barrier();
        TYPEGRAD_ROLLED for (int t = 0; t < Recurrent::time; ++t) {
            const int now = layer::options.reverse ? Recurrent::time - 1 - t : t;
            TYPEGRAD_ROLLED for (int i = c.warp(); i < Recurrent::template tiles<Samples>; i += Warps) tile(c, now, t, i / ((units + 15) / 16) * 16, i % ((units + 15) / 16) * 16);
            c.barrier();
        }
    }

private:
    TYPEGRAD_DEVICE std::uint32_t h(int t) const { return state + bytes_of<T>(t % 2 * Samples * Recurrent::h_stride); }
    TYPEGRAD_DEVICE std::uint32_t memory(int sample, int unit) const { return state + bytes_of<T>(2 * Samples * Recurrent::h_stride) + bytes_of<float>(sample * Recurrent::state_stride + unit); }

    template<class Context>
    TYPEGRAD_DEVICE void tile(Context& c, int now, int t, int sample, int unit) const {
        accumulator sum[sums][2];
        TYPEGRAD_UNROLLED for (int a = 0; a < sums; ++a)
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) {
                const int u = unit + 8 * half + accumulator::column(c.lane(), 0);
                const bool there = u < Recurrent::filled_units;
                const float low = there ? c.template load<float>(bias_of(a, u)) : 0.0f, high = there ? c.template load<float>(bias_of(a, u + 1)) : 0.0f;
                sum[a][half] = {{low, high, low, high}};
            }
        add<Recurrent::filled_inputs, true>(c, x_operand{x + bytes_of<T>(x_place(now))}, weight, sample, unit, sum);
        add<Recurrent::filled_units, false>(c, h_operand{h(t)}, weight + bytes_of<T>(Recurrent::filled_inputs * Recurrent::row), sample, unit, sum);
        TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
            TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) {
                const int s = sample + accumulator::row(c.lane(), i), u = unit + 8 * half + accumulator::column(c.lane(), i);
                if (s < Samples && u < units) finish(c, now, t, s, u, sum, half, i);
            }
    }
    TYPEGRAD_DEVICE std::uint32_t bias_of(int a, int unit) const { return bias + 4 * static_cast<std::uint32_t>(a * Recurrent::filled_units + unit); }
    TYPEGRAD_DEVICE static constexpr int x_place(int now) { return static_cast<int>(Recurrent::x.where.origin()) + now * static_cast<int>(Recurrent::x.where.stride[0]); }

    // The products of sixteen samples with all gates of sixteen units.
    template<int Depth, bool OfX, class Context, class A>
    TYPEGRAD_DEVICE static void add(Context& c, const A& a, std::uint32_t w, int sample, int unit, accumulator (&sum)[sums][2]) {
        TYPEGRAD_ROLLED for (int k = 0; k < Depth; k += product_depth<T>) {
            const auto left = a.template load<true>(c, sample, k).left();
            TYPEGRAD_UNROLLED for (int g = 0; g < gates; ++g) {
                const weight_operand<Depth> of_gate{w + bytes_of<T>(g * Recurrent::filled_units)};
                const auto right = of_gate.template load<false>(c, unit, k);
                TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) c.template multiply<T>(sum[OfX ? cell::of_x(g) : cell::of_h(g)][half], left, right.right(half));
            }
        }
    }
    template<class Context>
    TYPEGRAD_DEVICE void finish(Context& c, int now, int t, int s, int u, const accumulator (&sum)[sums][2], int half, int i) const {
        float z[sums];
        TYPEGRAD_UNROLLED for (int a = 0; a < sums; ++a) z[a] = sum[a][half].value[i];
        auto past = c.template load<float>(memory(s, u));
        const float out = cell::step(z, past);
        c.store(memory(s, u), past);
        store_number<T>(c, h(t + 1) + bytes_of<T>(s * Recurrent::h_stride + u), out);
        constexpr int origin = static_cast<int>(Recurrent::y.where.origin()), last = Recurrent::y.where.rank - 1;
        constexpr int step = static_cast<int>(Recurrent::y.where.stride[last]), row = layer::options.last ? 0 : static_cast<int>(Recurrent::y.where.stride[0]);
        if (layer::options.last && t + 1 < Recurrent::time) return;
        store_number<Out>(c, y + static_cast<std::uint32_t>(sizeof(Out)) * static_cast<std::uint32_t>(s * Recurrent::y.sample + origin + now * row + u * step), out);
    }
};

}

#endif
