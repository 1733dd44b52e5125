#ifndef TYPEGRAD_LAYERS_RNN_HPP
#define TYPEGRAD_LAYERS_RNN_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/recurrent.hpp"
#include "activation.hpp"
#include "recurrent.hpp"
#include "recurrent_products.hpp"

namespace typegrad {

// h[t] = tanh(x[t] weight_ih + h[t-1] weight_hh + bias)
//   rnn<64>, rnn<64, activation<relu>>, rnn<64, last>, bidirectional<rnn<64>>
//   shapes    <T, In> -> <T, H>, or <H> with last; with_state: bundle of <T, In>, h <H> -> bundle of that and h at last
//   params    weight_ih <In, H>, weight_hh <H, H> drawn by the initialiser, bias <H>, 0 at first, unless no_bias
//   state     h <H>: 0 at first; a stream goes on from where it was
//   cost      H (In + H) multiply-adds and H activations a step; (3 T + 3) H numbers kept
//   numerics  a unit adds up its bias and x, then h, then both
//   errors    "the input must be a sequence", "with_state reads a bundle", "an option it does not have"
//   source    Elman: Finding structure in time (1990); torch.nn.RNN, its weights transposed and its two biases added
template<std::size_t H, auto... Options>
struct rnn {
    static constexpr std::string_view name = "rnn";
    static constexpr std::size_t units = H;
    static constexpr recurrence options = read_recurrence<Options...>();
    static constexpr bool wants_context = true, reads_bundle = options.with_state;
    using function = chosen_activation<tanh, Options...>;
    using reversed = rnn<H, Options..., reverse>;

    template<class In>
    using sequence = detail::sequence_shapes<In, H, 1, options.last, options.with_state>;
    template<class In>
    using output = typename sequence<In>::output;
    template<class In>
    static consteval bool reads() {
        static_assert(sequence<In>::is_sequence, "rnn: the input must be a sequence, one row a step; reshape it to steps by inputs");
        static_assert(sequence<In>::has_state, "rnn: with_state reads a bundle of a sequence and a state of its size; give it x and h");
        static_assert(sequence<In>::has_size, "rnn: it needs a unit, a step and an input at least; give sizes above zero");
        static_assert(options.understood && !options.reset_before && !options.chose_gates, "rnn: an option it does not have; use last, reverse, with_state, no_bias or activation");
        static_assert(detail::unit_function<function>, "rnn: its activation needs df_of_y, the derivative from the result; use tanh, relu or their like");
        return true;
    }
    template<class In>
    using parameters = recurrent_parameters<sequence<In>::inputs, H, 1, options.bias>;

    // What is kept for T steps: what x gives; h, from before the first step on; the gradients of the sums, and of h; and where
    // there are no registers, the sums of a step.
    enum item { from_x, h, sum_slopes, slopes, sums };
    template<std::size_t T>
    using memory = bundle<shape<T, H>, shape<T + 1, H>, shape<T, H>, shape<1, H>, shape<H>>;
    template<class In>
    static constexpr std::size_t kept = memory<sequence<In>::steps>::size;
    template<class In>
    static constexpr std::size_t state = options.with_state || options.reverse ? 0 : H;

    template<class X, class Y, class P, class Context>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p, const Context& context) {
        using V = typename X::value_type;
        using ends = compute::sequence_ends<rnn>;
        constexpr std::size_t T = ends::template steps<X>;
        const compute::areas<V, memory<T>> kept_at{context.kept};
        ends::template begin<0>(kept_at.template row<h>(ends::first(T)), x, context);
        compute::set_product<compute::all_steps, H>(kept_at.template get<from_x>(), ends::x(x), p.weight_ih.data(), compute::bias_of(p));
        for (std::size_t s = 0; s < T; ++s) {
            const std::size_t t = ends::time(s, T);
            const auto row_y = ends::y(y, t);
            const cell<V, decltype(row_y)> step{kept_at.template row<from_x>(t), kept_at.template row<h>(ends::after(t)), row_y};
            compute::for_gates<1, H, H>(kept_at.template get<sums>(), compute::one_row(kept_at.template get<h>(), ends::before(t)), p.weight_hh.data(), step);
        }
        ends::template end<0, T>(kept_at.template row<h>(ends::final(T)), y, context);
    }

    template<class X, class Y, class DX, class P, class DP, class Context>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp, const Context& context) {
        using V = typename X::value_type;
        using ends = compute::sequence_ends<rnn>;
        constexpr std::size_t T = ends::template steps<X>;
        const compute::areas<V, memory<T>> kept_at{context.kept};
        const auto dz = kept_at.template get<sum_slopes>();
        const auto dh = kept_at.template row<slopes>(0);
        ends::template begin_backward<0, T>(dh, dy);
        for (std::size_t s = T; s-- > 0;) {
            const std::size_t t = ends::time(s, T);
            ends::add_dy(dh, dy, t);
            simd::map<H>(kept_at.template row<sum_slopes>(t), [](auto up, auto out) TYPEGRAD_INLINE_LAMBDA { return up * derivative<function>::of(out); }, dh,
                         kept_at.template row<h>(ends::after(t)));
            if (s > 0 || options.with_state) compute::set_dx<compute::one_step, H>(compute::one_row(kept_at.template get<slopes>(), 0), compute::one_row(dz, t), p.weight_hh.data());
        }
        ends::template end_backward<0>(dh, dx);
        compute::set_dx<compute::all_steps, H>(ends::x(dx), dz, p.weight_ih.data());
        if constexpr (requires { dp.weight_ih; }) {
            compute::add_dw<H>(dp.weight_ih.data(), ends::x(x), dz);
            compute::add_dw<H>(dp.weight_hh.data(), compute::rows_from<shape<T, H>>(kept_at.template get<h>(), ends::before(0)), dz);
            if constexpr (options.bias) compute::add_db(dp.bias.data(), dz);
        }
    }

private:
    // One step of some units.
    template<class V, class Out>
    struct cell {
        compute::area_row<V> from_x, h;
        Out y;

        template<class At, class W>
        TYPEGRAD_INLINE constexpr void operator()(At at, const W* sums) const {
            const W out = function{}(at.load(from_x) + sums[0]);
            at.store(h, out);
            at.store(y, out);
        }
    };
};

}

#endif
