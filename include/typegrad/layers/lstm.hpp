#ifndef TYPEGRAD_LAYERS_LSTM_HPP
#define TYPEGRAD_LAYERS_LSTM_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/recurrent.hpp"
#include "activation.hpp"
#include "recurrent.hpp"

namespace typegrad {

// Long short-term memory: from x[t] and h[t-1] the gates i, f, o = sigmoid(..) and g = tanh(..), each of x weight_ih + h weight_hh + bias; then
//   c[t] = f c[t-1] + i g,  h[t] = o tanh(c[t])
//   lstm<64>, lstm<64, last>, bidirectional<lstm<64>>
//   shapes    <T, In> -> <T, H>, or <H> with last; with_state: bundle of that, h <H> and c <H>, before and after
//   params    weight_ih <In, 4H>, weight_hh <H, 4H> drawn by the initialiser, bias <4H>, 0 at first, unless no_bias; gates i f g o
//   state     h, c <H>: 0 at first; a stream goes on from where it was
//   cost      4 H (In + H) multiply-adds and 5 H activations a step; (10 T + 4) H numbers kept
//   numerics  each gate adds its bias, x and h up in this order
//   errors    "the input must be a sequence", "with_state reads a bundle", "an option it does not have"
//   source    Hochreiter, Schmidhuber: Long short-term memory (1997), forget gate by Gers et al. (2000); torch.nn.LSTM with its weights
//             transposed and its two biases added; Keras orders its gates i f c o, ONNX i o f c
template<std::size_t H, auto... Options>
struct lstm {
    static constexpr std::string_view name = "lstm";
    static constexpr bool wants_context = true;
    static constexpr std::size_t units = H;
    static constexpr recurrence options = read_recurrence<Options...>();
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

    // The gates, h and c from before the first step on; then the gradients of the gates and those of h and c.
    template<std::size_t T>
    using memory = bundle<shape<T, 4 * H>, shape<T + 1, H>, shape<T + 1, H>, shape<T, 4 * H>, shape<2, H>>;
    template<class In>
    static constexpr std::size_t kept = memory<sequence<In>::steps>::size;
    template<class In>
    static constexpr std::size_t state = options.with_state || options.reverse ? 0 : 2 * H;

    template<class X, class Y, class P, class Context>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p, const Context& context) {
        using V = typename X::value_type;
        using ends = compute::sequence_ends<lstm>;
        const auto in = ends::x(x);
        constexpr std::size_t T = in.rows();
        const compute::areas<V, memory<T>> room{context.kept};
        const auto z = room.template get<0>();
        const auto h = room.template get<1>(), c = room.template get<2>();
        ends::template begin<0>(h.row(ends::before(ends::time(0, T))), x, context);
        ends::template begin<1>(c.row(ends::before(ends::time(0, T))), x, context);
        compute::set_product<compute::all_steps, 4 * H>(z, in, p.weight_ih.data(), bias(p));
        for (std::size_t s = 0; s < T; ++s) {
            const std::size_t t = ends::time(s, T);
            compute::add_product<compute::one_step, 4 * H>(compute::rows_from<shape<4 * H>>(z, t), compute::rows_from<shape<H>>(h, ends::before(t)), p.weight_hh.data());
            step<V, Context::training>(room.template row<0>(t), room.template row<2>(ends::before(t)), room.template row<2>(ends::after(t)), room.template row<1>(ends::after(t)), ends::y(y, t));
        }
        ends::template end<0, T>(h.row(ends::after(ends::time(T - 1, T))), y, context);
        ends::template end<1, T>(c.row(ends::after(ends::time(T - 1, T))), y, context);
    }

    template<class X, class Y, class DX, class P, class DP, class Context>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp, const Context& context) {
        using V = typename X::value_type;
        using ends = compute::sequence_ends<lstm>;
        const auto in = ends::x(x);
        constexpr std::size_t T = in.rows();
        const compute::areas<V, memory<T>> room{context.kept};
        const auto dz = room.template get<3>();
        const auto carry = room.template get<4>();
        ends::template begin_backward<0, T>(carry.row(0), dy);
        ends::template begin_backward<1, T>(carry.row(1), dy);
        for (std::size_t s = T; s-- > 0;) {
            const std::size_t t = ends::time(s, T);
            if constexpr (!options.last) add<V>(carry.row(0), ends::y(dy, t));
            step_back<V>(room.template row<0>(t), room.template row<2>(ends::before(t)), room.template row<2>(ends::after(t)), room.template row<3>(t), room.template row<4>(0), room.template row<4>(1));
            if (s > 0 || options.with_state)
                compute::set_dx<compute::one_step, 4 * H>(compute::rows_from<shape<H>>(carry, 0), compute::rows_from<shape<4 * H>>(dz, t), p.weight_hh.data());
        }
        ends::template end_backward<0>(carry.row(0), dx);
        ends::template end_backward<1>(carry.row(1), dx);
        compute::set_dx<compute::all_steps, 4 * H>(ends::x(dx), dz, p.weight_ih.data());
        if constexpr (requires { dp.weight_ih; }) {
            compute::add_dw<4 * H>(dp.weight_ih.data(), in, dz);
            compute::add_dw<4 * H>(dp.weight_hh.data(), compute::rows_from<shape<T, H>>(room.template get<1>(), ends::before(0)), dz);
            if constexpr (options.bias) compute::add_db(dp.bias.data(), dz);
        }
    }

private:
    template<class P>
    TYPEGRAD_INLINE static constexpr auto bias(const P& p) {
        if constexpr (options.bias) return p.bias.data();
        else return static_cast<decltype(p.weight_ih.data())>(nullptr);
    }
    template<class V, class To, class From>
    TYPEGRAD_INLINE static constexpr void add(To to, From from) {
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.add(to, at.load(from)); });
    }

    // z becomes the gates.
    template<class V, bool Keep, class Out>
    TYPEGRAD_INLINE static constexpr void step(compute::area_row<V> z, compute::area_row<V> c_before, compute::area_row<V> c_after, compute::area_row<V> h, Out y) {
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto i = gate{}(at.load(z)), f = gate{}(at.load(z.from(H))), g = function{}(at.load(z.from(2 * H))), o = gate{}(at.load(z.from(3 * H)));
            const auto c = f * at.load(c_before) + i * g, out = o * function{}(c);
            at.store(c_after, c);
            at.store(h, out);
            at.store(y, out);
            if constexpr (Keep) {
                at.store(z, i);
                at.store(z.from(H), f);
                at.store(z.from(2 * H), g);
                at.store(z.from(3 * H), o);
            }
        });
    }
    // dc holds the gradient of c[t] that came through c[t+1], and then that of c[t-1].
    template<class V>
    TYPEGRAD_INLINE static constexpr void step_back(compute::area_row<V> z, compute::area_row<V> c_before, compute::area_row<V> c_after, compute::area_row<V> dz,
                                                    compute::area_row<V> dh, compute::area_row<V> dc) {
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto i = at.load(z), f = at.load(z.from(H)), g = at.load(z.from(2 * H)), o = at.load(z.from(3 * H));
            const auto out = function{}(at.load(c_after)), up = at.load(dh);
            const auto slope = at.load(dc) + up * o * derivative<function>::of(out);
            at.store(dz, slope * g * derivative<gate>::of(i));
            at.store(dz.from(H), slope * at.load(c_before) * derivative<gate>::of(f));
            at.store(dz.from(2 * H), slope * i * derivative<function>::of(g));
            at.store(dz.from(3 * H), up * out * derivative<gate>::of(o));
            at.store(dc, slope * f);
        });
    }
};

}

#endif
