#ifndef TYPEGRAD_LAYERS_LSTM_HPP
#define TYPEGRAD_LAYERS_LSTM_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/recurrent.hpp"
#include "activation.hpp"
#include "recurrent.hpp"
#include "recurrent_pass.hpp"
#include "recurrent_products.hpp"

namespace typegrad {

// c[t] = f c[t-1] + i g, h[t] = o tanh(c[t]), where i, f, o = sigmoid(..), g = tanh(..) of x[t] weight_ih + h[t-1] weight_hh + bias
//   lstm<64>, lstm<64, last>, bidirectional<lstm<64>>; with activation<F> for both tanh, gate_activation<F> for the sigmoids
//   shapes    <T, In> -> <T, H>, or <H> with last; with_state: bundle of <T, In>, h <H>, c <H> -> bundle of that and both at last
//   params    weight_ih <In, 4H>, weight_hh <H, 4H> drawn by the initialiser, bias <4H>, 0 at first, unless no_bias; gates i f g o
//   state     h, c <H>: 0 at first; a stream goes on from where it was
//   cost      4 H (In + H) multiply-adds and 5 H activations a step; (6 T + 136) H numbers kept at most for one sample
//   numerics  each gate adds up its bias and x, then h, then both
//   errors    "the input must be a sequence", "with_state reads a bundle", "an option it does not have"
//   source    Hochreiter, Schmidhuber: Long short-term memory (1997), with the forget gate of Gers et al. (2000); torch.nn.LSTM, its
//             weights transposed and its two biases added. Keras has its gates as i f g o too, ONNX as i o f g
template<std::size_t H, auto... Options>
struct lstm {
    static constexpr std::string_view name = "lstm";
    static constexpr std::size_t units = H;
    static constexpr recurrence options = read_recurrence<Options...>();
    static constexpr bool wants_context = true, prefers_tiles = true, reads_bundle = options.with_state;
    using function = chosen_activation<tanh, Options...>;
    using gate = chosen_gate_activation<sigmoid, Options...>;
    using reversed = lstm<H, Options..., reverse>;

    template<class In>
    using sequence = detail::sequence_shapes<In, H, 2, options.last, options.with_state>;
    template<class In>
    using output = typename sequence<In>::output;
    template<class In>
    static consteval bool reads() {
        constexpr bool sequential = sequence<In>::is_sequence, stated = sequence<In>::has_state, sized = sequence<In>::has_size;
        constexpr bool understood = options.understood && !options.reset_before, chosen = detail::unit_function<function> && detail::unit_function<gate>;
        static_assert(sequential, "lstm: the input must be a sequence, one row a step; reshape it to steps by inputs");
        static_assert(stated, "lstm: with_state reads a bundle of a sequence and two states of its size; give it x, h and c");
        static_assert(sized, "lstm: it needs a unit, a step and an input at least; give sizes above zero");
        static_assert(understood, "lstm: an option it does not have; use last, reverse, with_state, no_bias, activation or gate_activation");
        static_assert(chosen, "lstm: an activation needs df_of_y, its derivative from its result; use tanh, sigmoid, relu or their like");
        return sequential && stated && sized && understood && chosen;
    }
    template<class In>
    using parameters = recurrent_parameters<sequence<In>::inputs, H, 4, options.bias>;

    static constexpr std::size_t gate_count = 4, state_count = 2;
    enum item { h = detail::states, c };
    template<std::size_t T, bool Tile>
    using memory = typename detail::recurrent_memory<H, 4, T, Tile>::template with<shape<T + 1, H>, shape<T + 1, H>>;
    template<class In>
    static constexpr std::size_t kept = detail::recurrent_kept<lstm, In>;
    template<class In>
    static constexpr std::size_t state = options.with_state || options.reverse ? 0 : 2 * H;

    template<class X, class Y, class P, class Context>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p, const Context& context) {
        compute::recurrent_pass<lstm, X, Context>::forward(x, y, p, context);
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp, const Context& context) {
        compute::recurrent_pass<lstm, X, Context>::backward(x, dy, dx, p, dp, context);
    }

    template<bool Keep, class V, class Memory, class P, class Row>
    TYPEGRAD_INLINE static constexpr void step(const compute::areas<V, Memory>& kept, const compute::step_rows& r, const P& p, Row y) {
        const cell<V, Keep> now{kept.template row<detail::gates>(r.gates), kept.template row<c>(r.before), kept.template row<c>(r.after), kept.template row<h>(r.after)};
        compute::for_gates<4, H, 4 * H>(kept, compute::one_row(kept.template get<h>(), r.before), p.weight_hh.data(), now);
        // Apart: a core that has c of some units in the making goes on with the gates of others.
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto out = at.load(now.h) * function{}(at.load(now.c_after));
            at.store(now.h, out);
            at.store(y, out);
        });
    }
    // The gradient of c that came through c[t+1], in row 1 of the carry, becomes that which goes on to c[t-1].
    template<class V, class Memory, class P>
    TYPEGRAD_INLINE static constexpr void step_back(const compute::areas<V, Memory>& kept, const compute::step_rows& r, const P& p, bool goes_on) {
        const auto gates = kept.template row<detail::gates>(r.gates), dz = kept.template row<detail::gate_slopes>(r.slopes);
        const auto before = kept.template row<c>(r.before), after = kept.template row<c>(r.after), dh = kept.template row<detail::carry>(0), dc = kept.template row<detail::carry>(1);
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto i = at.load(gates), f = at.load(gates.from(H)), g = at.load(gates.from(2 * H)), o = at.load(gates.from(3 * H));
            const auto out = function{}(at.load(after)), up = at.load(dh);
            const auto slope = at.load(dc) + up * o * derivative<function>::of(out);
            at.store(dz, slope * g * derivative<gate>::of(i));
            at.store(dz.from(H), slope * at.load(before) * derivative<gate>::of(f));
            at.store(dz.from(2 * H), slope * i * derivative<function>::of(g));
            at.store(dz.from(3 * H), up * out * derivative<gate>::of(o));
            at.store(dc, slope * f);
        });
        if (goes_on)
            compute::set_dx<compute::one_step, 4 * H>(compute::one_row(kept.template get<detail::carry>(), 0), compute::one_row(kept.template get<detail::gate_slopes>(), r.slopes), p.weight_hh.data());
    }
    template<class V, class Memory, class Count, class DZ, class DP>
    TYPEGRAD_INLINE static constexpr void add_hidden(const compute::areas<V, Memory>& kept, Count, const compute::step_rows& r, DZ dz, const DP& dp) {
        compute::add_dw<4 * H>(dp.weight_hh.data(), compute::steps_from<Count::value>(kept.template get<h>(), r.before), dz);
    }

private:
    // One step of some units, h but for its factor tanh(c): z holds what x gives to the gates, and in training the gates afterwards.
    template<class V, bool Keep>
    struct cell {
        compute::area_row<V> z, c_before, c_after, h;

        template<class At, class W>
        TYPEGRAD_INLINE constexpr void operator()(At at, const W* sums) const {
            const W i = gate{}(at.load(z) + sums[0]), f = gate{}(at.load(z.from(H)) + sums[1]);
            const W g = function{}(at.load(z.from(2 * H)) + sums[2]), o = gate{}(at.load(z.from(3 * H)) + sums[3]);
            at.store(c_after, f * at.load(c_before) + i * g);
            at.store(h, o);
            if constexpr (Keep) {
                at.store(z, i);
                at.store(z.from(H), f);
                at.store(z.from(2 * H), g);
                at.store(z.from(3 * H), o);
            }
        }
    };
};

}

#endif
