#ifndef TYPEGRAD_LAYERS_LSTM_HPP
#define TYPEGRAD_LAYERS_LSTM_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/recurrent.hpp"
#include "activation.hpp"
#include "recurrent.hpp"
#include "recurrent_products.hpp"

namespace typegrad {

// c[t] = f c[t-1] + i g, h[t] = o tanh(c[t]), where i, f, o = sigmoid(..), g = tanh(..) of x[t] weight_ih + h[t-1] weight_hh + bias
//   lstm<64>, lstm<64, last>, bidirectional<lstm<64>>; with activation<F> for both tanh, gate_activation<F> for the sigmoids
//   shapes    <T, In> -> <T, H>, or <H> with last; with_state: bundle of <T, In>, h <H>, c <H> -> bundle of that and both at last
//   params    weight_ih <In, 4H>, weight_hh <H, 4H> drawn by the initialiser, bias <4H>, 0 at first, unless no_bias; gates i f g o
//   state     h, c <H>: 0 at first; a stream goes on from where it was
//   cost      4 H (In + H) multiply-adds and 5 H activations a step; (10 T + 8) H numbers kept
//   numerics  each gate adds up its bias and x, then h, then both
//   errors    "the input must be a sequence", "with_state reads a bundle", "an option it does not have"
//   source    Hochreiter, Schmidhuber: Long short-term memory (1997), with the forget gate of Gers et al. (2000); torch.nn.LSTM, its
//             weights transposed and its two biases added. Keras has its gates as i f g o too, ONNX as i o f g
template<std::size_t H, auto... Options>
struct lstm {
    static constexpr std::string_view name = "lstm";
    static constexpr std::size_t units = H;
    static constexpr recurrence options = read_recurrence<Options...>();
    static constexpr bool wants_context = true, reads_bundle = options.with_state;
    using function = chosen_activation<tanh, Options...>;
    using gate = chosen_gate_activation<sigmoid, Options...>;
    using reversed = lstm<H, Options..., reverse>;

    template<class In>
    using sequence = detail::sequence_shapes<In, H, 2, options.last, options.with_state>;
    template<class In>
    using output = typename sequence<In>::output;
    template<class In>
    static consteval bool reads() {
        static_assert(sequence<In>::is_sequence, "lstm: the input must be a sequence, one row a step; reshape it to steps by inputs");
        static_assert(sequence<In>::has_state, "lstm: with_state reads a bundle of a sequence and two states of its size; give it x, h and c");
        static_assert(sequence<In>::has_size, "lstm: it needs a unit, a step and an input at least; give sizes above zero");
        static_assert(options.understood && !options.reset_before, "lstm: an option it does not have; use last, reverse, with_state, no_bias, activation or gate_activation");
        static_assert(detail::unit_function<function> && detail::unit_function<gate>, "lstm: an activation needs df_of_y, its derivative from its result; use tanh, sigmoid, relu or their like");
        return true;
    }
    template<class In>
    using parameters = recurrent_parameters<sequence<In>::inputs, H, 4, options.bias>;

    // What is kept for T steps: the gates; h and c, from before the first step on; the gradients of the gates, and of h and c;
    // and where there are no registers, the sums of a step.
    enum item { gates, h, c, gate_slopes, slopes, sums };
    template<std::size_t T>
    using memory = bundle<shape<T, 4 * H>, shape<T + 1, H>, shape<T + 1, H>, shape<T, 4 * H>, shape<2, H>, shape<4 * H>>;
    template<class In>
    static constexpr std::size_t kept = memory<sequence<In>::steps>::size;
    template<class In>
    static constexpr std::size_t state = options.with_state || options.reverse ? 0 : 2 * H;

    template<class X, class Y, class P, class Context>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p, const Context& context) {
        using V = typename X::value_type;
        using ends = compute::sequence_ends<lstm>;
        constexpr std::size_t T = ends::template steps<X>;
        const compute::areas<V, memory<T>> kept_at{context.kept};
        ends::template begin<0>(kept_at.template row<h>(ends::first(T)), x, context);
        ends::template begin<1>(kept_at.template row<c>(ends::first(T)), x, context);
        compute::set_product<compute::all_steps, 4 * H>(kept_at.template get<gates>(), ends::x(x), p.weight_ih.data(), compute::bias_of(p));
        for (std::size_t s = 0; s < T; ++s) {
            const std::size_t t = ends::time(s, T);
            const auto row_y = ends::y(y, t);
            const cell<V, Context::training, decltype(row_y)> step{kept_at.template row<gates>(t), kept_at.template row<c>(ends::before(t)), kept_at.template row<c>(ends::after(t)),
                                                                   kept_at.template row<h>(ends::after(t)), row_y};
            compute::for_gates<4, H, 4 * H>(kept_at.template get<sums>(), compute::one_row(kept_at.template get<h>(), ends::before(t)), p.weight_hh.data(), step);
        }
        ends::template end<0, T>(kept_at.template row<h>(ends::final(T)), y, context);
        ends::template end<1, T>(kept_at.template row<c>(ends::final(T)), y, context);
    }

    template<class X, class Y, class DX, class P, class DP, class Context>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp, const Context& context) {
        using V = typename X::value_type;
        using ends = compute::sequence_ends<lstm>;
        constexpr std::size_t T = ends::template steps<X>;
        const compute::areas<V, memory<T>> kept_at{context.kept};
        const auto dz = kept_at.template get<gate_slopes>();
        const auto dh = kept_at.template row<slopes>(0), dc = kept_at.template row<slopes>(1);
        ends::template begin_backward<0, T>(dh, dy);
        ends::template begin_backward<1, T>(dc, dy);
        for (std::size_t s = T; s-- > 0;) {
            const std::size_t t = ends::time(s, T);
            ends::add_dy(dh, dy, t);
            step_back<V>({kept_at.template row<gates>(t), kept_at.template row<c>(ends::before(t)), kept_at.template row<c>(ends::after(t)), kept_at.template row<gate_slopes>(t), dh, dc});
            if (s > 0 || options.with_state) compute::set_dx<compute::one_step, 4 * H>(compute::one_row(kept_at.template get<slopes>(), 0), compute::one_row(dz, t), p.weight_hh.data());
        }
        ends::template end_backward<0>(dh, dx);
        ends::template end_backward<1>(dc, dx);
        compute::set_dx<compute::all_steps, 4 * H>(ends::x(dx), dz, p.weight_ih.data());
        if constexpr (requires { dp.weight_ih; }) {
            compute::add_dw<4 * H>(dp.weight_ih.data(), ends::x(x), dz);
            compute::add_dw<4 * H>(dp.weight_hh.data(), compute::rows_from<shape<T, H>>(kept_at.template get<h>(), ends::before(0)), dz);
            if constexpr (options.bias) compute::add_db(dp.bias.data(), dz);
        }
    }

private:
    // One step of some units: z holds what x gives to the gates, and in training the gates afterwards.
    template<class V, bool Keep, class Out>
    struct cell {
        compute::area_row<V> z, c_before, c_after, h;
        Out y;

        template<class At, class W>
        TYPEGRAD_INLINE constexpr void operator()(At at, const W* sums) const {
            const W i = gate{}(at.load(z) + sums[0]), f = gate{}(at.load(z.from(H)) + sums[1]);
            const W g = function{}(at.load(z.from(2 * H)) + sums[2]), o = gate{}(at.load(z.from(3 * H)) + sums[3]);
            const W c = f * at.load(c_before) + i * g, out = o * function{}(c);
            at.store(c_after, c);
            at.store(h, out);
            at.store(y, out);
            if constexpr (Keep) {
                at.store(z, i);
                at.store(z.from(H), f);
                at.store(z.from(2 * H), g);
                at.store(z.from(3 * H), o);
            }
        }
    };

    // dc holds the gradient of c[t] that came through c[t+1], and then that of c[t-1].
    template<class V>
    struct rows_of_step {
        compute::area_row<V> gates, c_before, c_after, dz, dh, dc;
    };
    template<class V>
    TYPEGRAD_INLINE static constexpr void step_back(const rows_of_step<V>& r) {
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto i = at.load(r.gates), f = at.load(r.gates.from(H)), g = at.load(r.gates.from(2 * H)), o = at.load(r.gates.from(3 * H));
            const auto out = function{}(at.load(r.c_after)), up = at.load(r.dh);
            const auto slope = at.load(r.dc) + up * o * derivative<function>::of(out);
            at.store(r.dz, slope * g * derivative<gate>::of(i));
            at.store(r.dz.from(H), slope * at.load(r.c_before) * derivative<gate>::of(f));
            at.store(r.dz.from(2 * H), slope * i * derivative<function>::of(g));
            at.store(r.dz.from(3 * H), up * out * derivative<gate>::of(o));
            at.store(r.dc, slope * f);
        });
    }
};

}

#endif
