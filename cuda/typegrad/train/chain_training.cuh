#ifndef TYPEGRAD_CUDA_TRAIN_CHAIN_TRAINING_CUH
#define TYPEGRAD_CUDA_TRAIN_CHAIN_TRAINING_CUH

#include <cstddef>

#include <typegrad/train/targets.hpp>

#include "../einsum/operand.cuh"
#include "chain_gradients.cuh"
#include "chain_memory.cuh"
#include "slope_scale.cuh"
#include "sum_of_block.cuh"

namespace typegrad::cuda {

// Loss and gradient of a chain of dense layers in one kernel: forward, loss, backward, a tile of 16 Warps samples after the
// other. The gradient of the weights stays in registers, in float, until the last tile; each block leaves its part.
//   numerics  operands rounded to T, sums in float, in an order that only the number of blocks decides
template<class Net, class Loss, class T, class Target, int Warps = 8>
struct chain_training {
    static constexpr int threads = 32 * Warps, tile = 16 * Warps;
    using chain = dense_chain<Net>;
    using memory = chain_memory<Net, tile>;
    static constexpr int depth = chain::depth, inputs = memory::template width<0>(), outputs = memory::template width<depth>();
    static constexpr std::uint32_t shared_bytes = memory::bytes + 4 * Warps;

    // mma in the code, of a warp's tile. What is computed of outputs that are not there is not in it.
    template<int I = 0>
    static constexpr int products() {
        if constexpr (I == depth) {
            return 0;
        } else {
            constexpr int out = memory::template width<I + 1>(), there = (out + 7) / 8, all = 2 * blocks<I + 1>;
            constexpr int forward = blocks<I> * (I + 1 == depth ? there : all), dx = I > 0 ? blocks<I> * all : 0, dw = chain::template frozen<I> ? 0 : Warps * chain_gradients<Net, T, Warps, I>::mine * (all == 2 ? there : 2);
            return forward + dx + dw + products<I + 1>();
        }
    }

    // Of a thread, for what lives longest: the sums of the gradient, and three values of a warp's samples, or five where
    // arguments of activations are kept, all as wide as the widest. Of more than there is room for, some spill: as tried.
    static constexpr int registers = chain_gradients<Net, T, Warps>::registers + 4 * memory::widest() * (memory::template argument<depth + 1>() > memory::template argument<0>() ? 5 : 3), room = 192;

    // partial: for each block as many numbers as there are parameters. losses: for each block the sum over its samples.
    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const float* p, const float* x, const Target* targets, float* partial, float* losses, int n, float share, Loss loss) {
        float* const mine = partial + static_cast<std::ptrdiff_t>(c.block()) * static_cast<std::ptrdiff_t>(Net::parameter_count);
        const float sum = gradient(c, [p](int i) { return p[i]; }, x, targets, [mine](int i, float g) { mine[i] = g; }, c.block(), c.blocks(), n, share, loss);
        if (c.thread() == 0) losses[c.block()] = sum;
    }
    // The tiles first, first + step, ...: p(i) is parameter i, to(i, g) takes its gradient. Thread 0 gets the loss.
    template<class Context, class P, class To>
    TYPEGRAD_DEVICE static float gradient(Context& c, const P& p, const float* x, const Target* targets, const To& to, int first, int step, int n, float share, const Loss& loss) {
        weights<0>(c, p);
        gradients sums;
        sums.clear();
        batch all{targets, n, share, 0, loss};
        for (int t = first; t * tile < n; t += step) {
            all.first = t * tile;
            c.barrier();  // nobody reads the last tile any more
            input(c, x, all.first, n);
            c.barrier();
            fragments<0> a, unwanted;
            load_fragments<0>(c, a);
            layer<0>(c, sums, a, unwanted, all);
        }
        sums.write(c, [&to, down = gradient_scale<T>(share)](int i, float g) { to(i, g * down); });
        return sum_of_block<Warps>(c, memory::bytes, all.sum);
    }

private:
    struct batch {
        const Target* targets;
        int n;
        float share, sum;
        const Loss& loss;
        int first = 0;
    };
    template<int I>
    static constexpr int blocks = memory::template blocks<I>;
    using gradients = chain_gradients<Net, T, Warps>;
    // Value I of the warp's sixteen samples, as left operands.
    template<int I>
    struct fragments {
        fragment_a of[blocks<I>];
    };

    template<int I, class Context, class P>
    TYPEGRAD_DEVICE static void weights(Context& c, const P& p) {
        if constexpr (I < depth) {
            constexpr int in = chain::template in<I>, out = chain::template out<I>, pairs = memory::filled(out) / 2;
            const auto w = [&p](int i, int o) { return i < in && o < out ? p(chain::template weight<I> + i * out + o) : 0.0f; };
            for (int at = c.thread(); at < memory::filled(in) * pairs; at += threads) {
                const int i = at / pairs, o = at % pairs * 2;
                c.store(memory::template weight<I>() + 2 * static_cast<std::uint32_t>(i * memory::row(out) + o), Context::template pack<T>(w(i, o), w(i, o + 1)));
            }
            for (int o = c.thread(); o < memory::filled(out); o += threads) {
                float b = 0;
                if constexpr (chain::template has_bias<I>) b = o < out ? p(chain::template bias<I> + o) : 0.0f;
                c.store(memory::template bias<I>() + 4 * static_cast<std::uint32_t>(o), b);
            }
            weights<I + 1>(c, p);
        }
    }
    // Samples beyond the last are zero, and their slopes are.
    template<class Context>
    TYPEGRAD_DEVICE static void input(Context& c, const float* x, int first, int n) {
        constexpr int pairs = memory::filled(inputs) / 2;
        for (int at = c.thread(); at < tile * pairs; at += threads) {
            const int s = at / pairs, i = at % pairs * 2;
            const float* const row = x + static_cast<std::ptrdiff_t>(first + s) * inputs;
            const float low = first + s < n && i < inputs ? row[i] : 0.0f, high = first + s < n && i + 1 < inputs ? row[i + 1] : 0.0f;
            c.store(2 * static_cast<std::uint32_t>(s * memory::row(inputs) + i), Context::template pack<T>(low, high));
        }
    }

    template<int I, class Context>
    TYPEGRAD_DEVICE static void load_fragments(Context& c, fragments<I>& a) {
        const shared_operand<memory::template samples<I>, memory::template columns<I>> x{memory::template value<I>()};
        TYPEGRAD_UNROLLED for (int k = 0; k < blocks<I>; ++k) a.of[k] = x.template load<true>(c, 16 * c.warp(), 16 * k).left();
    }
    // f(word, offset) for the words of the lane, in rows of the warp's samples.
    template<int I, class Context, class F>
    TYPEGRAD_DEVICE static void each_word(Context& c, fragments<I>& a, const F& f) {
        TYPEGRAD_UNROLLED for (int k = 0; k < blocks<I>; ++k)
            TYPEGRAD_UNROLLED for (int q = 0; q < 4; ++q) {
                const int s = 16 * c.warp() + c.lane() / 4 + q % 2 * 8, i = 16 * k + c.lane() % 4 * 2 + q / 2 * 8;
                f(a.of[k].pair[q], 2 * static_cast<std::uint32_t>(s * memory::row(memory::template width<I>()) + i));
            }
    }
    template<int I, class Context>
    TYPEGRAD_DEVICE static void store_fragments(Context& c, std::uint32_t begin, fragments<I>& a) {
        each_word<I>(c, a, [&](std::uint32_t word, std::uint32_t at) { c.store(begin + at, word); });
    }
    template<int I, class Context>
    TYPEGRAD_DEVICE static void read_fragments(Context& c, std::uint32_t begin, fragments<I>& a) {
        each_word<I>(c, a, [&](std::uint32_t& word, std::uint32_t at) { word = c.template load<std::uint32_t>(begin + at); });
    }

    // Forward through layer I and all behind it, back again; dx is the slope of what layer I has read.
    template<int I, class Context>
    TYPEGRAD_DEVICE static void layer(Context& c, gradients& sums, const fragments<I>& x, fragments<I>& dx, batch& all) {
        fragments<I + 1> dz;
        if constexpr (I + 1 == depth) last(c, x, dz, all);
        else hidden<I>(c, sums, x, dz, all);
        store_fragments<I + 1>(c, memory::template value<I + 1>(), dz);
        c.barrier();
        if constexpr (!chain::template frozen<I>) gradient_of_layer<chain::template trainer<I>()>(sums).template add<I>(c);
        if constexpr (I > 0) {
            const shared_operand<memory::template weight_rows<I>, memory::template columns<I + 1>> w{memory::template weight<I>()};
            TYPEGRAD_UNROLLED for (int b = 0; b < blocks<I>; ++b) {
                accumulator sum[2];
                TYPEGRAD_UNROLLED for (int k = 0; k < blocks<I + 1>; ++k) {
                    const operand_block right = w.template load<false>(c, 16 * b, 16 * k);
                    TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) c.template multiply<T>(sum[half], dz.of[k], right.right(half));
                }
                dx.of[b] = packed_results<T, Context>(sum);
            }
        }
    }
    // Sixteen columns of x w + bias, from column 16 b on.
    template<int I, class Context>
    TYPEGRAD_DEVICE static void multiply(Context& c, const fragments<I>& x, int b, accumulator (&sum)[2]) {
        const shared_operand<memory::template columns<I + 1>, memory::template weight_rows<I>> w{memory::template weight<I>()};
        TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) {
            const std::uint32_t at = memory::template bias<I>() + 4 * static_cast<std::uint32_t>(16 * b + 8 * half + accumulator::column(c.lane(), 0));
            const float low = c.template load<float>(at), high = c.template load<float>(at + 4);
            sum[half] = {{low, high, low, high}};
        }
        TYPEGRAD_UNROLLED for (int k = 0; k < blocks<I>; ++k) {
            const operand_block right = w.template load<false>(c, 16 * b, 16 * k);
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) c.template multiply<T>(sum[half], x.of[k], right.right(half));
        }
    }

    template<int I, class Context>
    TYPEGRAD_DEVICE static void hidden(Context& c, gradients& sums, const fragments<I>& x, fragments<I + 1>& dz, batch& all) {
        using activation = typename chain::template activation<I>;
        constexpr bool keeps = memory::template keeps_argument<I + 1>();
        fragments<I + 1> y;
        TYPEGRAD_UNROLLED for (int b = 0; b < blocks<I + 1>; ++b) {
            accumulator sum[2];
            multiply<I>(c, x, b, sum);
            if constexpr (keeps) dz.of[b] = packed_results<T, Context>(sum);
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
                TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) sum[half].value[i] = activation{}(sum[half].value[i]);
            y.of[b] = packed_results<T, Context>(sum);
        }
        if constexpr (keeps) store_fragments<I + 1>(c, memory::template argument<I + 1>(), dz);
        store_fragments<I + 1>(c, memory::template value<I + 1>(), y);
        fragments<I + 1> dy;
        layer<I + 1>(c, sums, y, dy, all);
        read_fragments<I + 1>(c, keeps ? memory::template argument<I + 1>() : memory::template value<I + 1>(), y);
        TYPEGRAD_UNROLLED for (int b = 0; b < blocks<I + 1>; ++b)
            TYPEGRAD_UNROLLED for (int q = 0; q < 4; ++q) {
                const std::uint32_t kept = y.of[b].pair[q], slope = dy.of[b].pair[q];
                dz.of[b].pair[q] = Context::template pack<T>(Context::template low<T>(slope) * typegrad::derivative<activation>::of(Context::template low<T>(kept)),
                                                             Context::template high<T>(slope) * typegrad::derivative<activation>::of(Context::template high<T>(kept)));
            }
        c.barrier();  // layer I + 1 has read the values whose place dz takes
    }
    // The last layer and the loss, a sample a lane.
    template<class Context>
    TYPEGRAD_DEVICE static void last(Context& c, const fragments<depth - 1>& x, fragments<depth>& dz, batch& all) {
        using activation = typename chain::template activation<depth - 1>;
        accumulator z[blocks<depth>][2];
        TYPEGRAD_UNROLLED for (int b = 0; b < blocks<depth>; ++b) {
            multiply<depth - 1>(c, x, b, z[b]);
            each_output(c, b, [&](int half, int i, std::uint32_t at) { c.store(memory::output + at, activation{}(z[b][half].value[i])); });
        }
        c.warp_barrier();
        if (c.lane() < 16) {
            const int s = 16 * c.warp() + c.lane(), sample = all.first + s;
            const std::uint32_t row = 4 * static_cast<std::uint32_t>(s * memory::output_row);
            const float* const y = c.template read_many<float>(memory::output + row, outputs);
            float* const dy = c.template write_many<float>(memory::slope + row, outputs);
            if (sample < all.n) all.sum += compute::loss_of(all.loss, y, dy, static_cast<std::size_t>(outputs), target_of_sample(all.targets, sample, outputs)) * all.share;
            else for (int o = 0; o < outputs; ++o) dy[o] = 0;
        }
        c.warp_barrier();
        const float share = all.share * slope_scale<T>(all.share);
        TYPEGRAD_UNROLLED for (int b = 0; b < blocks<depth>; ++b) {
            accumulator slope[2]{};
            each_output(c, b, [&](int half, int i, std::uint32_t at) {
                const float v = z[b][half].value[i], kept = typegrad::derivative<activation>::from_y ? activation{}(v) : v;
                slope[half].value[i] = c.template load<float>(memory::slope + at) * share * typegrad::derivative<activation>::of(kept);
            });
            dz.of[b] = packed_results<T, Context>(slope);
        }
    }
    // f(half, i, offset) for the lane's outputs among columns 16 b on.
    template<class Context, class F>
    TYPEGRAD_DEVICE static void each_output(Context& c, int b, const F& f) {
        TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
            TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) {
                const int s = 16 * c.warp() + accumulator::row(c.lane(), i), o = 16 * b + 8 * half + accumulator::column(c.lane(), i);
                if (o < outputs) f(half, i, 4 * static_cast<std::uint32_t>(s * memory::output_row + o));
            }
    }
};

}

#endif
