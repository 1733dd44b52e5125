#ifndef TYPEGRAD_LAYERS_RNN_HPP
#define TYPEGRAD_LAYERS_RNN_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/recurrent.hpp"
#include "activation.hpp"
#include "recurrent.hpp"
#include "recurrent_pass.hpp"
#include "recurrent_products.hpp"

namespace typegrad {

// h[t] = tanh(x[t] weight_ih + h[t-1] weight_hh + bias)
//   rnn<64>, rnn<64, activation<relu>>, rnn<64, last>, bidirectional<rnn<64>>
//   shapes    <T, In> -> <T, H>, or <H> with last; with_state: bundle of <T, In>, h <H> -> bundle of that and h at last
//   params    weight_ih <In, H>, weight_hh <H, H> drawn by the initialiser, bias <H>, 0 at first, unless no_bias
//   state     h <H>: 0 at first; a stream goes on from where it was
//   cost      H (In + H) multiply-adds and H activations a step; (2 T + 36) H numbers kept at most for one sample
//   numerics  a unit adds up its bias and x, then h, then both
//   errors    "the input must be a sequence", "with_state reads a bundle", "an option it does not have"
//   source    Elman: Finding structure in time (1990); torch.nn.RNN, its weights transposed and its two biases added
template<std::size_t H, auto... Options>
struct rnn {
    static constexpr std::string_view name = "rnn";
    static constexpr std::size_t units = H;
    static constexpr recurrence options = read_recurrence<Options...>();
    static constexpr bool wants_context = true, prefers_tiles = true, reads_bundle = options.with_state;
    using function = chosen_activation<tanh, Options...>;
    using reversed = rnn<H, Options..., reverse>;

    template<class In>
    using sequence = detail::sequence_shapes<In, H, 1, options.last, options.with_state>;
    template<class In>
    using output = typename sequence<In>::output;
    template<class In>
    static consteval bool reads() {
        constexpr bool sequential = sequence<In>::is_sequence, stated = sequence<In>::has_state, sized = sequence<In>::has_size;
        constexpr bool understood = options.understood && !options.reset_before && !options.chose_gates, chosen = detail::unit_function<function>;
        static_assert(sequential, "rnn: the input must be a sequence, one row a step; reshape it to steps by inputs");
        static_assert(stated, "rnn: with_state reads a bundle of a sequence and a state of its size; give it x and h");
        static_assert(sized, "rnn: it needs a unit, a step and an input at least; give sizes above zero");
        static_assert(understood, "rnn: an option it does not have; use last, reverse, with_state, no_bias or activation");
        static_assert(chosen, "rnn: its activation needs df_of_y, the derivative from the result; use tanh, relu or their like");
        return sequential && stated && sized && understood && chosen;
    }
    template<class In>
    using parameters = recurrent_parameters<sequence<In>::inputs, H, 1, options.bias>;

    static constexpr std::size_t gate_count = 1, state_count = 1;
    enum item { h = detail::states };
    template<std::size_t T, bool Tile>
    using memory = typename detail::recurrent_memory<H, 1, T, Tile>::template with<shape<T + 1, H>>;
    template<class In>
    static constexpr std::size_t kept = detail::recurrent_kept<rnn, In>;
    template<class In>
    static constexpr std::size_t state = options.with_state || options.reverse ? 0 : H;

    template<class X, class Y, class P, class Context>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p, const Context& context) {
        compute::recurrent_pass<rnn, X, Context>::forward(x, y, p, context);
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp, const Context& context) {
        compute::recurrent_pass<rnn, X, Context>::backward(x, dy, dx, p, dp, context);
    }

    template<bool Keep, class V, class Memory, class P, class Row>
    TYPEGRAD_INLINE static constexpr void step(const compute::areas<V, Memory>& kept, const compute::step_rows& r, const P& p, Row y) {
        const cell<V, Row> now{kept.template row<detail::gates>(r.gates), kept.template row<h>(r.after), y};
        compute::for_gates<1, H, H>(kept, compute::one_row(kept.template get<h>(), r.before), p.weight_hh.data(), now);
    }
    template<class V, class Memory, class P>
    TYPEGRAD_INLINE static constexpr void step_back(const compute::areas<V, Memory>& kept, const compute::step_rows& r, const P& p, bool goes_on) {
        simd::map<H>(kept.template row<detail::gate_slopes>(r.slopes), [](auto up, auto out) TYPEGRAD_INLINE_LAMBDA { return up * derivative<function>::of(out); },
                     kept.template row<detail::carry>(0), kept.template row<h>(r.after));
        if (goes_on)
            compute::set_dx<compute::one_step, H>(compute::one_row(kept.template get<detail::carry>(), 0), compute::one_row(kept.template get<detail::gate_slopes>(), r.slopes), p.weight_hh.data());
    }
    template<class V, class Memory, class Count, class DZ, class DP>
    TYPEGRAD_INLINE static constexpr void add_hidden(const compute::areas<V, Memory>& kept, Count, const compute::step_rows& r, DZ dz, const DP& dp) {
        compute::add_dw<H>(dp.weight_hh.data(), compute::steps_from<Count::value>(kept.template get<h>(), r.before), dz);
    }

private:
    // One step of some units.
    template<class V, class Row>
    struct cell {
        compute::area_row<V> from_x, h;
        Row y;

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
