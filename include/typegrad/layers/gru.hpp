#ifndef TYPEGRAD_LAYERS_GRU_HPP
#define TYPEGRAD_LAYERS_GRU_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/recurrent.hpp"
#include "activation.hpp"
#include "recurrent.hpp"
#include "recurrent_products.hpp"

namespace typegrad {

// h[t] = (1 - z) n + z h[t-1], where r, z = sigmoid(..) of x[t] weight_ih + bias_ih + h[t-1] weight_hh + bias_hh, and
//   n = tanh(x weight_ih + bias_ih + r (h weight_hh + bias_hh)), or with reset_before tanh(x weight_ih + bias_ih + (r h) weight_hh + bias_hh)
//   gru<64>, gru<64, last>, gru<64, reset_before>; with activation<F> for tanh, gate_activation<F> for the sigmoids
//   shapes    <T, In> -> <T, H>, or <H> with last; with_state: bundle of <T, In>, h <H> -> bundle of that and h at last
//   params    weight_ih <In, 3H>, weight_hh <H, 3H> drawn by the initialiser, bias_ih, bias_hh <3H>, 0 at first, unless no_bias;
//             gates r z n. With reset_before only the sum of the two biases matters
//   state     h <H>: 0 at first; a stream goes on from where it was
//   cost      3 H (In + H) multiply-adds and 3 H activations a step; (11 T + 6) H numbers kept
//   numerics  a gate adds up its bias and x, then h, then both
//   errors    "the input must be a sequence", "with_state reads a bundle", "an option it does not have"
//   source    Cho et al.: Learning phrase representations using RNN encoder-decoder (2014); torch.nn.GRU, its weights transposed. Keras
//             and ONNX have the gates as z r h; reset_before is Keras's reset_after=False, ONNX's linear_before_reset=0, and RNNoise
template<std::size_t H, auto... Options>
struct gru {
    static constexpr std::string_view name = "gru";
    static constexpr std::size_t units = H;
    static constexpr recurrence options = read_recurrence<Options...>();
    static constexpr bool wants_context = true, reads_bundle = options.with_state;
    using function = chosen_activation<tanh, Options...>;
    using gate = chosen_gate_activation<sigmoid, Options...>;
    using reversed = gru<H, Options..., reverse>;

    template<class In>
    using sequence = detail::sequence_shapes<In, H, 1, options.last, options.with_state>;
    template<class In>
    using output = typename sequence<In>::output;
    template<class In>
    static consteval bool reads() {
        static_assert(sequence<In>::is_sequence, "gru: the input must be a sequence, one row a step; reshape it to steps by inputs");
        static_assert(sequence<In>::has_state, "gru: with_state reads a bundle of a sequence and a state of its size; give it x and h");
        static_assert(sequence<In>::has_size, "gru: it needs a unit, a step and an input at least; give sizes above zero");
        static_assert(options.understood, "gru: an option it does not have; use last, reverse, with_state, reset_before, no_bias, activation or gate_activation");
        static_assert(detail::unit_function<function> && detail::unit_function<gate>, "gru: an activation needs df_of_y, its derivative from its result; use tanh, sigmoid, relu or their like");
        return true;
    }
    template<class In>
    using parameters = recurrent_parameters<sequence<In>::inputs, H, 3, options.bias ? 2 : 0>;

    // What is kept for T steps: the gates; what r multiplies (with reset_before, what that makes); h, from before the first step
    // on; the gradients of what x and of what h gives to the gates, and of h and r h; without registers, the sums of a step.
    enum item { gates, reset, h, x_slopes, h_slopes, slopes, sums };
    template<std::size_t T>
    using memory = bundle<shape<T, 3 * H>, shape<T, H>, shape<T + 1, H>, shape<T, 3 * H>, shape<options.reset_before ? 0 : T, 3 * H>, shape<2, H>, shape<3 * H>>;
    template<class In>
    static constexpr std::size_t kept = memory<sequence<In>::steps>::size;
    template<class In>
    static constexpr std::size_t state = options.with_state || options.reverse ? 0 : H;

    template<class X, class Y, class P, class Context>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p, const Context& context) {
        using V = typename X::value_type;
        using ends = compute::sequence_ends<gru>;
        constexpr std::size_t T = ends::template steps<X>;
        const compute::areas<V, memory<T>> kept_at{context.kept};
        const auto* const w = p.weight_hh.data();
        ends::template begin<0>(kept_at.template row<h>(ends::first(T)), x, context);
        compute::set_product<compute::all_steps, 3 * H>(kept_at.template get<gates>(), ends::x(x), p.weight_ih.data(), compute::bias_of(p));
        for (std::size_t s = 0; s < T; ++s) {
            const std::size_t t = ends::time(s, T);
            const auto r = rows_of_step(kept_at, t, ends::y(y, t), second_bias(p));
            const auto before = compute::one_row(kept_at.template get<h>(), ends::before(t));
            if constexpr (options.reset_before) {
                compute::for_gates<2, H, 3 * H>(first_sums<2>(kept_at), before, w, gates_cell<decltype(r), Context::training>{r});
                compute::for_gates<1, H, 3 * H>(first_sums<1>(kept_at), compute::one_row(kept_at.template get<reset>(), t), w + 2 * H, candidate_cell<decltype(r), Context::training>{r});
            } else {
                compute::for_gates<3, H, 3 * H>(first_sums<3>(kept_at), before, w, whole_cell<decltype(r), Context::training>{r});
            }
        }
        ends::template end<0, T>(kept_at.template row<h>(ends::final(T)), y, context);
    }

    template<class X, class Y, class DX, class P, class DP, class Context>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp, const Context& context) {
        using V = typename X::value_type;
        using ends = compute::sequence_ends<gru>;
        constexpr std::size_t T = ends::template steps<X>;
        const compute::areas<V, memory<T>> kept_at{context.kept};
        const auto dh = kept_at.template row<slopes>(0);
        ends::template begin_backward<0, T>(dh, dy);
        for (std::size_t s = T; s-- > 0;) {
            const std::size_t t = ends::time(s, T);
            const bool goes_on = s > 0 || options.with_state;
            ends::add_dy(dh, dy, t);
            if constexpr (options.reset_before) step_back_before(kept_at, t, p.weight_hh.data(), goes_on);
            else step_back_after(kept_at, t, p.weight_hh.data(), goes_on);
        }
        ends::template end_backward<0>(dh, dx);
        compute::set_dx<compute::all_steps, 3 * H>(ends::x(dx), kept_at.template get<x_slopes>(), p.weight_ih.data());
        if constexpr (requires { dp.weight_ih; }) add_slopes<T>(ends::x(x), kept_at, dp);
    }

private:
    using ends_of = compute::sequence_ends<gru>;

    template<class V, class Out, class T>
    struct step_rows {
        using number = T;
        compute::area_row<V> gates, reset, h_before, h_after;
        Out y;
        const T* bias;

        // What h gives to gate G, from the sum over its weights.
        template<std::size_t G, class At, class W>
        TYPEGRAD_INLINE constexpr W from_h(At at, W sum) const {
            if constexpr (options.bias) return sum + at.load(simd::parameters_along<V>(bias + G * H));
            else return sum;
        }
        template<std::size_t G, class At>
        TYPEGRAD_INLINE constexpr auto from_x(At at) const {
            return at.load(gates.from(G * H));
        }
        // The new h between the candidate n and the h before.
        template<class At, class W>
        TYPEGRAD_INLINE constexpr void finish(At at, W z, W n) const {
            const W out = n + z * (at.load(h_before) - n);
            at.store(h_after, out);
            at.store(y, out);
        }
    };
    template<class V, class Memory, class Out, class T>
    TYPEGRAD_INLINE static constexpr step_rows<V, Out, T> rows_of_step(const compute::areas<V, Memory>& kept_at, std::size_t t, Out y, const T* bias) {
        return {kept_at.template row<item::gates>(t), kept_at.template row<item::reset>(t), kept_at.template row<item::h>(ends_of::before(t)), kept_at.template row<item::h>(ends_of::after(t)), y, bias};
    }
    template<class P>
    TYPEGRAD_INLINE static constexpr auto second_bias(const P& p) {
        if constexpr (options.bias) return p.bias_hh.data();
        else return p.weight_hh.data();  // nobody reads it
    }
    template<std::size_t Gates, class V, class Memory>
    TYPEGRAD_INLINE static constexpr auto first_sums(const compute::areas<V, Memory>& kept_at) {
        return compute::area<V, shape<Gates * H>>{kept_at.template get<item::sums>().data};
    }

    // One step of some units: the gates hold what x gives to them, and in training they themselves afterwards.
    template<class Rows, bool Keep>
    struct whole_cell {
        Rows r;
        template<class At, class W>
        TYPEGRAD_INLINE constexpr void operator()(At at, const W* sums) const {
            const W reset = gate{}(r.template from_x<0>(at) + r.template from_h<0>(at, sums[0]));
            const W z = gate{}(r.template from_x<1>(at) + r.template from_h<1>(at, sums[1]));
            const W inner = r.template from_h<2>(at, sums[2]), n = function{}(r.template from_x<2>(at) + reset * inner);
            r.finish(at, z, n);
            if constexpr (Keep) {
                at.store(r.gates, reset);
                at.store(r.gates.from(H), z);
                at.store(r.gates.from(2 * H), n);
                at.store(r.reset, inner);
            }
        }
    };
    // The same in two halves, with r h between them.
    template<class Rows, bool Keep>
    struct gates_cell {
        Rows r;
        template<class At, class W>
        TYPEGRAD_INLINE constexpr void operator()(At at, const W* sums) const {
            const W reset = gate{}(r.template from_x<0>(at) + r.template from_h<0>(at, sums[0]));
            at.store(r.gates.from(H), gate{}(r.template from_x<1>(at) + r.template from_h<1>(at, sums[1])));
            at.store(r.reset, reset * at.load(r.h_before));
            if constexpr (Keep) at.store(r.gates, reset);
        }
    };
    template<class Rows, bool Keep>
    struct candidate_cell {
        Rows r;
        template<class At, class W>
        TYPEGRAD_INLINE constexpr void operator()(At at, const W* sums) const {
            const W n = function{}(r.template from_x<2>(at) + r.template from_h<2>(at, sums[0]));
            r.finish(at, W(at.load(r.gates.from(H))), n);
            if constexpr (Keep) at.store(r.gates.from(2 * H), n);
        }
    };

    // dh becomes the part of the gradient of h[t-1] that z lets through.
    template<class V, class Memory, class T>
    TYPEGRAD_INLINE static constexpr void step_back_after(const compute::areas<V, Memory>& kept_at, std::size_t t, const T* w, bool goes_on) {
        const auto g = kept_at.template row<gates>(t), inner = kept_at.template row<reset>(t), before = kept_at.template row<h>(ends_of::before(t));
        const auto dx = kept_at.template row<x_slopes>(t), dg = kept_at.template row<h_slopes>(t), dh = kept_at.template row<slopes>(0);
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto r = at.load(g), z = at.load(g.from(H)), n = at.load(g.from(2 * H)), up = at.load(dh);
            const auto dn = (up - up * z) * derivative<function>::of(n), dr = dn * at.load(inner) * derivative<gate>::of(r);
            const auto dz = up * (at.load(before) - n) * derivative<gate>::of(z);
            at.store(dx, dr);
            at.store(dx.from(H), dz);
            at.store(dx.from(2 * H), dn);
            at.store(dg, dr);
            at.store(dg.from(H), dz);
            at.store(dg.from(2 * H), dn * r);
            at.store(dh, up * z);
        });
        if (goes_on) compute::set_dx<compute::one_step, 3 * H, true>(compute::one_row(kept_at.template get<slopes>(), 0), compute::one_row(kept_at.template get<h_slopes>(), t), w);
    }
    template<class V, class Memory, class T>
    TYPEGRAD_INLINE static constexpr void step_back_before(const compute::areas<V, Memory>& kept_at, std::size_t t, const T* w, bool goes_on) {
        const auto g = kept_at.template row<gates>(t), before = kept_at.template row<h>(ends_of::before(t));
        const auto dg = kept_at.template row<x_slopes>(t), dh = kept_at.template row<slopes>(0), drh = kept_at.template row<slopes>(1);
        const auto slope = compute::one_row(kept_at.template get<x_slopes>(), t);
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto z = at.load(g.from(H)), n = at.load(g.from(2 * H)), up = at.load(dh);
            at.store(dg.from(H), up * (at.load(before) - n) * derivative<gate>::of(z));
            at.store(dg.from(2 * H), (up - up * z) * derivative<function>::of(n));
            at.store(dh, up * z);
        });
        compute::set_dx<compute::one_step, 3 * H>(compute::one_row(kept_at.template get<slopes>(), 1), compute::columns<2 * H, H>(slope), w + 2 * H);
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto r = at.load(g), up = at.load(drh);
            at.store(dg, up * at.load(before) * derivative<gate>::of(r));
            at.add(dh, up * r);
        });
        if (goes_on) compute::set_dx<compute::one_step, 3 * H, true>(compute::one_row(kept_at.template get<slopes>(), 0), compute::columns<0, 2 * H>(slope), w);
    }
    template<std::size_t T, class X, class V, class Memory, class DP>
    TYPEGRAD_INLINE static constexpr void add_slopes(X x, const compute::areas<V, Memory>& kept_at, const DP& dp) {
        const auto from_x = kept_at.template get<x_slopes>();
        const auto before = compute::rows_from<shape<T, H>>(kept_at.template get<h>(), ends_of::before(0));
        compute::add_dw<3 * H>(dp.weight_ih.data(), x, from_x);
        if constexpr (options.bias) compute::add_db(dp.bias_ih.data(), from_x);
        if constexpr (options.reset_before) {
            compute::add_dw<3 * H>(dp.weight_hh.data(), before, compute::columns<0, 2 * H>(from_x));
            compute::add_dw<3 * H>(dp.weight_hh.data() + 2 * H, kept_at.template get<reset>(), compute::columns<2 * H, H>(from_x));
            if constexpr (options.bias) compute::add_db(dp.bias_hh.data(), from_x);
        } else {
            compute::add_dw<3 * H>(dp.weight_hh.data(), before, kept_at.template get<h_slopes>());
            if constexpr (options.bias) compute::add_db(dp.bias_hh.data(), kept_at.template get<h_slopes>());
        }
    }
};

}

#endif
