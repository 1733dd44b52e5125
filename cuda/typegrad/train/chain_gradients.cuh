#ifndef TYPEGRAD_CUDA_TRAIN_CHAIN_GRADIENTS_CUH
#define TYPEGRAD_CUDA_TRAIN_CHAIN_GRADIENTS_CUH

#include <cstdint>

#include "../einsum/operand.cuh"
#include "chain_memory.cuh"

namespace typegrad::cuda {

// What a warp holds in registers of the gradients of layer I and those behind it: sixteen rows of weights by sixteen columns
// a unit, the bias being one more row of blocks; units are dealt out among the warps. What layers share is summed where the
// first of them has it.
template<class Net, class T, int Warps, int I = 0, bool End = I == dense_chain<Net>::depth>
struct chain_gradients {
    static constexpr int registers = 0;
    TYPEGRAD_DEVICE void clear() {}
    template<class Context, class To>
    TYPEGRAD_DEVICE void write(Context&, const To&) const {}
};
template<class Net, class T, int Warps, int I>
struct chain_gradients<Net, T, Warps, I, false> {
    using chain = dense_chain<Net>;
    using memory = chain_memory<Net, 16 * Warps>;
    static constexpr int rows = memory::template blocks<I>, columns = memory::template blocks<I + 1>;
    static constexpr int units = (rows + chain::template has_bias<I>) * columns, mine = (units + Warps - 1) / Warps;
    static constexpr int registers = 8 * mine + chain_gradients<Net, T, Warps, I + 1>::registers;  // of a thread
    accumulator of[mine][2];
    chain_gradients<Net, T, Warps, I + 1> rest;

    TYPEGRAD_DEVICE void clear() {
        TYPEGRAD_UNROLLED for (int j = 0; j < mine; ++j) of[j][0] = of[j][1] = {};
        rest.clear();
    }
    // += values of layer User, turned, times slopes of its results
    template<int User, class Context>
    TYPEGRAD_DEVICE void add(Context& c) {
        const shared_operand<memory::template columns<User>, memory::template samples<User>> x{memory::template value<User>()};
        const shared_operand<memory::template columns<User + 1>, memory::template samples<User + 1>> dz{memory::template value<User + 1>()};
        TYPEGRAD_UNROLLED for (int k = 0; k < 16 * Warps; k += 16)
            TYPEGRAD_UNROLLED for (int j = 0; j < mine; ++j) {
                const int unit = c.warp() * mine + j, row = unit / columns, column = unit % columns;
                if (unit >= units) continue;
                const fragment_a left = row < rows ? x.template load<true>(c, 16 * row, k).left() : ones<Context>();
                const operand_block right = dz.template load<false>(c, 16 * column, k);
                TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) c.template multiply<T>(of[j][half], left, right.right(half));
            }
    }
    // to(i, g) takes the gradient of parameter i: none of one that nobody trains.
    template<class Context, class To>
    TYPEGRAD_DEVICE void write(Context& c, const To& to) const {
        constexpr int trainer = chain::template trainer<I>();
        if constexpr (trainer == I || trainer == chain::depth) write_own<trainer == I>(c, to);
        rest.write(c, to);
    }

private:
    template<bool Trained, class Context, class To>
    TYPEGRAD_DEVICE void write_own(Context& c, const To& to) const {
        constexpr int in = chain::template in<I>, out = chain::template out<I>;
        TYPEGRAD_UNROLLED for (int j = 0; j < mine; ++j) {
            const int unit = c.warp() * mine + j, row = unit / columns, column = unit % columns;
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
                TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) {
                    const int r = 16 * row + accumulator::row(c.lane(), i), o = 16 * column + 8 * half + accumulator::column(c.lane(), i);
                    if (unit >= units || o >= out) continue;
                    const float g = Trained ? of[j][half].value[i] : 0.0f;
                    if (r < in) to(chain::template weight<I> + r * out + o, g);
                    else if (r == 16 * rows) to(chain::template bias<I> + o, g);
                }
        }
    }
    template<class Context>
    TYPEGRAD_DEVICE static fragment_a ones() {
        const std::uint32_t one = Context::template pack<T>(1, 1);
        return {{one, one, one, one}};
    }
};
template<int Layer, class Net, class T, int Warps, int I>
TYPEGRAD_DEVICE auto& gradient_of_layer(chain_gradients<Net, T, Warps, I, false>& g) {
    if constexpr (Layer == I) return g;
    else return gradient_of_layer<Layer>(g.rest);
}

}

#endif
