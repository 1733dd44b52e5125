#ifndef TYPEGRAD_LAYERS_RECURRENT_PASS_HPP
#define TYPEGRAD_LAYERS_RECURRENT_PASS_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "recurrent.hpp"
#include "recurrent_products.hpp"

// A recurrent layer over a sequence, block by block of its steps: one product for what x gives to all steps of a block, the
// steps one after the other, and backward one product for each gradient of a block. The layer says what a step does:
//   step<Keep>(kept, rows, p, y)            the gates of one step and its states, of which y takes the first; Keep: for backward
//   step_back(kept, rows, p, goes_on)       the gradients of the gates from that in row 0 of `carry`, which then is that of the
//                                           step before, if anybody wants it (goes_on)
//   add_hidden(kept, count, rows, dz, dp)   the gradients of weight_hh and the biases but those beside weight_ih
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {

// Rows of what a layer keeps for one step: of the gates; of the states before and after it; of the block's gradients.
struct step_rows {
    std::size_t gates = 0, before = 0, after = 0, slopes = 0;
};

template<std::size_t Count>
using count_of = std::integral_constant<std::size_t, Count>;

// f(count, first) for all blocks of so many steps, in the order of time or against it; the last one may be shorter.
template<std::size_t Steps, std::size_t Block, bool Descending, class F>
TYPEGRAD_INLINE constexpr void for_blocks(F f) {
    constexpr std::size_t whole = Steps / Block, rest = Steps % Block;
    if constexpr (Descending && rest > 0) f(count_of<rest>{}, whole * Block);
    for (std::size_t b = 0; b < whole; ++b) f(count_of<Block>{}, (Descending ? whole - 1 - b : b) * Block);
    if constexpr (!Descending && rest > 0) f(count_of<rest>{}, whole * Block);
}

template<class Layer, class X, class Context>
struct recurrent_pass {
    using ends = sequence_ends<Layer>;
    using V = typename X::value_type;
    static constexpr std::size_t T = ends::template steps<X>, H = Layer::units, width = Layer::gate_count * H;
    static constexpr bool tile = samples_in<V> > 1, reverse = Layer::options.reverse;
    static constexpr std::size_t block = detail::recurrent_memory<H, Layer::gate_count, T, tile>::block;
    using kept_numbers = areas<V, typename Layer::template memory<T, tile>>;
    using state_numbers = std::make_index_sequence<Layer::state_count>;

    // The states of T + 1 moments, of which only two are kept where there is no backward.
    static constexpr std::size_t moment(std::size_t m) { return Context::training ? m : m % 2; }
    static constexpr std::size_t first = moment(reverse ? T : 0), last = moment(reverse ? 0 : T);
    TYPEGRAD_INLINE static constexpr step_rows rows_of(std::size_t t, std::size_t begin) {
        return {Context::training ? t : t - begin, moment(reverse ? t + 1 : t), moment(reverse ? t : t + 1), t - begin};
    }

    template<class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p, const Context& context) {
        const kept_numbers kept{context.kept};
        for_states([&](auto i) TYPEGRAD_INLINE_LAMBDA { ends::template begin<i>(kept.template row<detail::states + i>(first), x, context); });
        for_blocks<T, block, reverse>([&](auto count, std::size_t begin) TYPEGRAD_INLINE_LAMBDA {
            set_product<all_steps, width>(steps_from<count>(kept.template get<detail::gates>(), rows_of(begin, begin).gates), steps_from<count>(ends::x(x), begin), p.weight_ih.data(), bias(p));
            for (std::size_t s = 0; s < count; ++s) {
                const std::size_t t = begin + (reverse ? count - 1 - s : s);
                Layer::template step<Context::training>(kept, rows_of(t, begin), p, ends::y(y, t));
            }
        });
        for_states([&](auto i) TYPEGRAD_INLINE_LAMBDA { ends::template end<i, T>(kept.template row<detail::states + i>(last), y, context); });
    }

    template<class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y dy, DX dx, const P& p, const DP& dp, const Context& context) {
        const kept_numbers kept{context.kept};
        for_states([&](auto i) TYPEGRAD_INLINE_LAMBDA { ends::template begin_backward<i, T>(kept.template row<detail::carry>(i), dy); });
        for_blocks<T, block, !reverse>([&](auto count, std::size_t begin) TYPEGRAD_INLINE_LAMBDA {
            for (std::size_t s = count; s-- > 0;) {
                const std::size_t t = begin + (reverse ? count - 1 - s : s);
                ends::add_dy(kept.template row<detail::carry>(0), dy, t);
                Layer::step_back(kept, rows_of(t, begin), p, Layer::options.with_state || t != (reverse ? T - 1 : 0));
            }
            finish_block(count, begin, ends::x(x), ends::x(dx), p, dp, kept);
        });
        for_states([&](auto i) TYPEGRAD_INLINE_LAMBDA { ends::template end_backward<i>(kept.template row<detail::carry>(i), dx); });
    }

private:
    template<class F>
    TYPEGRAD_INLINE static constexpr void for_states(F f) {
        [&]<std::size_t... I>(std::index_sequence<I...>) TYPEGRAD_INLINE_LAMBDA {
            (f(count_of<I>{}), ...);
        }(state_numbers{});
    }
    template<class P>
    TYPEGRAD_INLINE static constexpr auto bias(const P& p) {
        if constexpr (requires { p.bias; }) return p.bias.data();
        else if constexpr (requires { p.bias_ih; }) return p.bias_ih.data();
        else return nullptr;
    }
    template<class Count, class In, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void finish_block(Count count, std::size_t begin, In x, DX dx, const P& p, const DP& dp, const kept_numbers& kept) {
        const auto dz = steps_from<Count::value>(kept.template get<detail::gate_slopes>(), 0);
        set_dx<all_steps, width>(steps_from<Count::value>(dx, begin), dz, p.weight_ih.data());
        if constexpr (requires { dp.weight_ih; }) {
            const auto turned = turn(dz, kept.template get<detail::turned_slopes>().data);
            add_dw<width>(dp.weight_ih.data(), steps_from<Count::value>(x, begin), turned);
            if constexpr (Layer::options.bias) add_db(bias(dp), turned);
            Layer::add_hidden(kept, count, rows_of(begin, begin), turned, dp);
        }
    }
};

}
}
}

#endif
