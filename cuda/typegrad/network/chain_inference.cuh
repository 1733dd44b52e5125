#ifndef TYPEGRAD_CUDA_NETWORK_CHAIN_INFERENCE_CUH
#define TYPEGRAD_CUDA_NETWORK_CHAIN_INFERENCE_CUH

#include "packed_chain.cuh"

namespace typegrad::cuda {

// A chain of dense layers in one kernel: weights stay in shared memory, activations in registers from the input to the
// output, since the result of one product is the left operand of the next. Each warp takes 16 Tall samples at a time.
//   numerics  operands rounded to T, sums in float
//   cost      one barrier; products() mma a warp's tile
template<class Net, class T, int Warps = 8, int Tall = 2>
struct chain_inference {
    using packed = packed_chain<Net>;
    using chain = dense_chain<Net>;
    static constexpr int threads = 32 * Warps, samples = 16 * Tall * Warps;
    static constexpr std::uint32_t shared_bytes = packed::bytes;
    // At which multiples of bytes inputs and outputs begin, for numbers are read and written together.
    static constexpr std::size_t x_begins_at = chain::template in<0> % 4 == 0 ? 16 : 4, y_begins_at = chain::template out<packed::depth - 1> % 2 == 0 ? 8 : 4;

    // mma of a warp's tile.
    template<int I = 0>
    static constexpr int products() {
        if constexpr (I == packed::depth) return 0;
        else return Tall * 2 * packed::template operand<I>::blocks + products<I + 1>();
    }

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const four_words* parameters, const float* x, float* y, int n) {
        for (int i = c.thread(); i < packed::size; i += threads) c.store(16u * static_cast<std::uint32_t>(i), c.read(parameters + i));
        c.barrier();
        for (int first = (c.block() * Warps + c.warp()) * 16 * Tall; first < n; first += c.blocks() * samples) {
            const auto result = layers<0>(c, read(c, x, first, n));
            write(c, result, y, first, n);
        }
    }

private:
    static constexpr int last = packed::depth - 1, inputs = chain::template in<0>, outputs = chain::template out<last>;
    template<int Blocks>
    struct activations {
        fragment_a of[Tall][Blocks];
    };
    struct results {
        accumulator of[Tall][packed::template out_blocks<last>][2];
    };

    template<class Context>
    TYPEGRAD_DEVICE static auto read(Context& c, const float* x, int first, int n) {
        activations<packed::template in_blocks<0>> a;
        TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m)
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) {
                const int sample = first + 16 * m + 8 * half + c.lane() / 4;
                TYPEGRAD_UNROLLED for (int b = 0; b < packed::template in_blocks<0>; ++b) {
                    float v[4]{};
                    if (sample < n) read_four(c, x + static_cast<std::ptrdiff_t>(sample) * inputs, 16 * b + c.lane() % 4 * 4, v);
                    a.of[m][b].pair[half] = Context::template pack<T>(v[0], v[1]);
                    a.of[m][b].pair[half + 2] = Context::template pack<T>(v[2], v[3]);
                }
            }
        return a;
    }
    template<class Context>
    TYPEGRAD_DEVICE static void read_four(Context& c, const float* row, int column, float (&v)[4]) {
        if constexpr (inputs % 4 == 0) {
            struct alignas(16) four {
                float v[4];
            };
            if (column >= inputs) return;
            const four f = c.read(reinterpret_cast<const four*>(row + column));
            TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) v[i] = f.v[i];
        } else {
            TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i)
                if (column + i < inputs) v[i] = row[column + i];
        }
    }

    template<int I, class Context>
    TYPEGRAD_DEVICE static results layers(Context& c, const activations<packed::template in_blocks<I>>& a) {
        constexpr int blocks = packed::template out_blocks<I>;
        if constexpr (I == last) {
            results r;
            TYPEGRAD_UNROLLED for (int b = 0; b < blocks; ++b) {
                accumulator sum[Tall][2];
                multiply<I>(c, a, b, sum);
                TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m)
                    TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) r.of[m][b][half] = sum[m][half];
            }
            return r;
        } else {
            activations<blocks> next;
            TYPEGRAD_UNROLLED for (int b = 0; b < blocks; ++b) {
                accumulator sum[Tall][2];
                multiply<I>(c, a, b, sum);
                TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m) next.of[m][b] = packed_results<T, Context>(sum[m]);
            }
            return layers<I + 1>(c, next);
        }
    }
    // Sixteen columns of layer I, from column 16 b on.
    template<int I, class Context>
    TYPEGRAD_DEVICE static void multiply(Context& c, const activations<packed::template in_blocks<I>>& a, int b, accumulator (&sum)[Tall][2]) {
        using operand = typename packed::template operand<I>;
        struct alignas(8) two {
            float v[2];
        };
        const resident_operand<operand::rows, operand::depth> w{16u * packed::template weight_begin<I>()};
        TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) {
            const two bias = c.template load<two>(16u * packed::template bias_begin<I>() + 4 * static_cast<std::uint32_t>(16 * b + 8 * half + accumulator::column(c.lane(), 0)));
            TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m) sum[m][half] = {{bias.v[0], bias.v[1], bias.v[0], bias.v[1]}};
        }
        TYPEGRAD_UNROLLED for (int k = 0; k < operand::depth_blocks; ++k) {
            const operand_block right = w.template load<false>(c, 16 * b, 16 * k);
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
                TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m) c.template multiply<T>(sum[m][half], a.of[m][k], right.right(half));
        }
        TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m)
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
                TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) sum[m][half].value[i] = typename chain::template activation<I>{}(sum[m][half].value[i]);
    }

    template<class Context>
    TYPEGRAD_DEVICE static void write(Context& c, const results& r, float* y, int first, int n) {
        struct alignas(8) two {
            float v[2];
        };
        TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m)
            TYPEGRAD_UNROLLED for (int b = 0; b < packed::template out_blocks<last>; ++b)
                TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
                    TYPEGRAD_UNROLLED for (int lower = 0; lower < 2; ++lower) {
                        const int sample = first + 16 * m + accumulator::row(c.lane(), 2 * lower), column = 16 * b + 8 * half + accumulator::column(c.lane(), 0);
                        const float* const v = r.of[m][b][half].value + 2 * lower;
                        if (sample >= n || column >= outputs) continue;
                        float* const to = y + static_cast<std::ptrdiff_t>(sample) * outputs + column;
                        if constexpr (outputs % 2 == 0) {
                            c.write(reinterpret_cast<two*>(to), two{{v[0], v[1]}});
                        } else {
                            to[0] = v[0];
                            if (column + 1 < outputs) to[1] = v[1];
                        }
                    }
    }
};

}

#endif
