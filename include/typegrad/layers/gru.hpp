#ifndef TYPEGRAD_LAYERS_GRU_HPP
#define TYPEGRAD_LAYERS_GRU_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/recurrent.hpp"
#include "activation.hpp"
#include "recurrent.hpp"
#include "recurrent_pass.hpp"
#include "recurrent_products.hpp"

namespace typegrad {

// h[t] = (1 - z) n + z h[t-1], where r, z = sigmoid(..) of x[t] weight_ih + bias_ih + h[t-1] weight_hh + bias_hh, and
//   n = tanh(x weight_ih + bias_ih + r (h weight_hh + bias_hh)), or with reset_before tanh(x weight_ih + bias_ih + (r h) weight_hh + bias_hh)
//   gru<64>, gru<64, last>, gru<64, reset_before>; with activation<F> for tanh, gate_activation<F> for the sigmoids
//   shapes    <T, In> -> <T, H>, or <H> with last; with_state: bundle of <T, In>, h <H> -> bundle of that and h at last
//   params    weight_ih <In, 3H>, weight_hh <H, 3H> drawn by the initialiser, bias_ih, bias_hh <3H>, 0 at first, unless no_bias;
//             gates r z n. With reset_before only the sum of the two biases matters
//   state     h <H>: 0 at first; a stream goes on from where it was
//   cost      3 H (In + H) multiply-adds and 3 H activations a step; (5 T + 198) H numbers kept at most for one sample
//   numerics  a gate adds up its bias and x, then h, then both
//   errors    "the input must be a sequence", "with_state reads a bundle", "an option it does not have"
//   source    Cho et al.: Learning phrase representations using RNN encoder-decoder (2014); torch.nn.GRU, its weights transposed. Keras
//             and ONNX have the gates as z r h; reset_before is Keras's reset_after=False, ONNX's linear_before_reset=0, and RNNoise
template<std::size_t H, auto... Options>
struct gru {
    static constexpr std::string_view name = "gru";
    static constexpr std::size_t units = H;
    static constexpr recurrence options = read_recurrence<Options...>();
    static constexpr bool wants_context = true, prefers_tiles = true, reads_bundle = options.with_state;
    using function = chosen_activation<tanh, Options...>;
    using gate = chosen_gate_activation<sigmoid, Options...>;
    using reversed = gru<H, Options..., reverse>;

    template<class In>
    using sequence = detail::sequence_shapes<In, H, 1, options.last, options.with_state>;
    template<class In>
    using output = typename sequence<In>::output;
    template<class In>
    static consteval bool reads() {
        constexpr bool sequential = sequence<In>::is_sequence, stated = sequence<In>::has_state, sized = sequence<In>::has_size, understood = options.understood;
        constexpr bool chosen = detail::unit_function<function> && detail::unit_function<gate>;
        static_assert(sequential, "gru: the input must be a sequence, one row a step; reshape it to steps by inputs");
        static_assert(stated, "gru: with_state reads a bundle of a sequence and a state of its size; give it x and h");
        static_assert(sized, "gru: it needs a unit, a step and an input at least; give sizes above zero");
        static_assert(understood, "gru: an option it does not have; use last, reverse, with_state, reset_before, no_bias, activation or gate_activation");
        static_assert(chosen, "gru: an activation needs df_of_y, its derivative from its result; use tanh, sigmoid, relu or their like");
        return sequential && stated && sized && understood && chosen;
    }
    template<class In>
    using parameters = recurrent_parameters<sequence<In>::inputs, H, 3, options.bias ? 2 : 0>;

    // Beside r stands what it multiplies, or with reset_before what that makes.
    static constexpr std::size_t gate_count = 3, state_count = 1;
    enum item { h = detail::states, reset, hidden_slopes };
    template<std::size_t T, bool Tile>
    using memory = typename detail::recurrent_memory<H, 3, T, Tile>::template with<shape<T + 1, H>, shape<T, H>, shape<options.reset_before ? 0 : detail::recurrent_memory<H, 3, T, Tile>::block, 3 * H>>;
    template<class In>
    static constexpr std::size_t kept = detail::recurrent_kept<gru, In>;
    template<class In>
    static constexpr std::size_t state = options.with_state || options.reverse ? 0 : H;

    template<class X, class Y, class P, class Context>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p, const Context& context) {
        compute::recurrent_pass<gru, X, Context>::forward(x, y, p, context);
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp, const Context& context) {
        compute::recurrent_pass<gru, X, Context>::backward(x, dy, dx, p, dp, context);
    }

    template<bool Keep, class V, class Memory, class P, class Row>
    TYPEGRAD_INLINE static constexpr void step(const compute::areas<V, Memory>& kept, const compute::step_rows& r, const P& p, Row y) {
        const auto* const w = p.weight_hh.data();
        using rows = cell_rows<V, Row, std::remove_cvref_t<decltype(*w)>>;
        const rows at{kept.template row<detail::gates>(r.gates), kept.template row<reset>(r.gates), kept.template row<h>(r.before), kept.template row<h>(r.after), y, second_bias(p)};
        const auto before = compute::one_row(kept.template get<h>(), r.before);
        if constexpr (options.reset_before) {
            compute::for_gates<2, H, 3 * H>(kept, before, w, gates_cell<rows, Keep>{at});
            compute::for_gates<1, H, 3 * H>(kept, compute::one_row(kept.template get<reset>(), r.gates), w + 2 * H, candidate_cell<rows, Keep>{at});
        } else {
            compute::for_gates<3, H, 3 * H>(kept, before, w, whole_cell<rows, Keep>{at});
        }
    }
    template<class V, class Memory, class P>
    TYPEGRAD_INLINE static constexpr void step_back(const compute::areas<V, Memory>& kept, const compute::step_rows& r, const P& p, bool goes_on) {
        if constexpr (options.reset_before) step_back_before(kept, r, p.weight_hh.data(), goes_on);
        else step_back_after(kept, r, p.weight_hh.data(), goes_on);
    }
    template<class V, class Memory, class Count, class DZ, class DP>
    TYPEGRAD_INLINE static constexpr void add_hidden(const compute::areas<V, Memory>& kept, Count, const compute::step_rows& r, DZ dz, const DP& dp) {
        const auto before = compute::steps_from<Count::value>(kept.template get<h>(), r.before);
        if constexpr (options.reset_before) {
            compute::add_dw<3 * H>(dp.weight_hh.data(), before, compute::columns<0, 2 * H>(dz));
            compute::add_dw<3 * H>(dp.weight_hh.data() + 2 * H, compute::steps_from<Count::value>(kept.template get<reset>(), r.gates), compute::columns<2 * H, H>(dz));
            if constexpr (options.bias) compute::add_db(dp.bias_hh.data(), dz);
        } else {
            const auto turned = compute::turn(compute::steps_from<Count::value>(kept.template get<hidden_slopes>(), 0), kept.template get<detail::turned_slopes>().data);
            compute::add_dw<3 * H>(dp.weight_hh.data(), before, turned);
            if constexpr (options.bias) compute::add_db(dp.bias_hh.data(), turned);
        }
    }

private:
    template<class V, class Out, class T>
    struct cell_rows {
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
    template<class P>
    TYPEGRAD_INLINE static constexpr auto second_bias(const P& p) {
        if constexpr (options.bias) return p.bias_hh.data();
        else return p.weight_hh.data();  // nobody reads it
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

    // dh becomes the gradient of h[t-1]: what z lets through, and what comes through the gates.
    template<class V, class Memory, class T>
    TYPEGRAD_INLINE static constexpr void step_back_after(const compute::areas<V, Memory>& kept, const compute::step_rows& rows, const T* w, bool goes_on) {
        const auto gates = kept.template row<detail::gates>(rows.gates), inner = kept.template row<reset>(rows.gates), before = kept.template row<h>(rows.before);
        const auto from_x = kept.template row<detail::gate_slopes>(rows.slopes), from_h = kept.template row<hidden_slopes>(rows.slopes), dh = kept.template row<detail::carry>(0);
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto r = at.load(gates), z = at.load(gates.from(H)), n = at.load(gates.from(2 * H)), up = at.load(dh);
            const auto dn = (up - up * z) * derivative<function>::of(n), dr = dn * at.load(inner) * derivative<gate>::of(r);
            const auto dz = up * (at.load(before) - n) * derivative<gate>::of(z);
            at.store(from_x, dr);
            at.store(from_x.from(H), dz);
            at.store(from_x.from(2 * H), dn);
            at.store(from_h, dr);
            at.store(from_h.from(H), dz);
            at.store(from_h.from(2 * H), dn * r);
            at.store(dh, up * z);
        });
        if (goes_on) compute::add_dx<compute::one_step, 3 * H>(compute::one_row(kept.template get<detail::carry>(), 0), compute::one_row(kept.template get<hidden_slopes>(), rows.slopes), w);
    }
    template<class V, class Memory, class T>
    TYPEGRAD_INLINE static constexpr void step_back_before(const compute::areas<V, Memory>& kept, const compute::step_rows& rows, const T* w, bool goes_on) {
        const auto gates = kept.template row<detail::gates>(rows.gates), slopes = kept.template row<detail::gate_slopes>(rows.slopes);
        const auto before = kept.template row<h>(rows.before), dh = kept.template row<detail::carry>(0), of_reset = kept.template row<detail::carry>(1);
        const auto all = compute::one_row(kept.template get<detail::gate_slopes>(), rows.slopes);
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto z = at.load(gates.from(H)), n = at.load(gates.from(2 * H)), up = at.load(dh);
            at.store(slopes.from(H), up * (at.load(before) - n) * derivative<gate>::of(z));
            at.store(slopes.from(2 * H), (up - up * z) * derivative<function>::of(n));
            at.store(dh, up * z);
        });
        compute::set_dx<compute::one_step, 3 * H>(compute::one_row(kept.template get<detail::carry>(), 1), compute::columns<2 * H, H>(all), w + 2 * H);
        simd::along<H, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto r = at.load(gates), up = at.load(of_reset);
            at.store(slopes, up * at.load(before) * derivative<gate>::of(r));
            at.add(dh, up * r);
        });
        if (goes_on) compute::add_dx<compute::one_step, 3 * H>(compute::one_row(kept.template get<detail::carry>(), 0), compute::columns<0, 2 * H>(all), w);
    }
};

}

#endif
