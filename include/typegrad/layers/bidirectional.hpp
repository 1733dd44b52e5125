#ifndef TYPEGRAD_LAYERS_BIDIRECTIONAL_HPP
#define TYPEGRAD_LAYERS_BIDIRECTIONAL_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "compose.hpp"
#include "concat.hpp"

namespace typegrad {

namespace detail {
// A layer that says how to run over time backwards.
template<class Layer>
concept turns_around = requires { typename Layer::reversed; };

// The same layer from the end to the beginning; it has nothing to say that the other one has not said.
template<class Layer>
struct turned_around : Layer::reversed {
    template<class>
    static consteval bool reads() {
        return true;
    }
};

// Both directions beside each other; of a bundle each reads x and its own states.
template<class Layer, class Items>
struct both_directions;
template<class Layer>
struct both_directions<Layer, std::index_sequence<>> {
    using type = sequential<unnumbered<fork<named<"forward", Layer>, named<"backward", turned_around<Layer>>>>, concat>;
};
template<class Layer, std::size_t... S>
struct both_directions<Layer, std::index_sequence<S...>> {
    static constexpr std::size_t states = sizeof...(S);
    using there = unnumbered<sequential<pick<0, 1 + S...>, named<"forward", Layer>>>;
    using back = unnumbered<sequential<pick<0, 1 + states + S...>, named<"backward", turned_around<Layer>>>>;
    using type = sequential<unnumbered<fork<there, back>>, fork<sequential<pick<0, 1 + states>, concat>, pick<1 + S...>, pick<2 + states + S...>>>;
};
template<class Layer>
struct both_directions<Layer, void> {
    using type = identity;  // after an error
};
}

// y = what a recurrent layer gives forward in time, and then what another of its kind gives backward in time, at each step
//   bidirectional<lstm<64>>, bidirectional<gru<64, last>>
//   shapes  <T, In> -> <T, 2H>; with last <2H>: the last step of each in its own order, which backward in time is the first
//           with_state: bundle of it, the states of the one forward, those of the one backward -> bundle of that and all of them at last
//   params  those of the two layers as "forward" and "backward"
//   cost    that of both
//   errors  "it takes rnn, lstm or gru": another layer; "with_state it reads a bundle"
//   source  Schuster, Paliwal: Bidirectional recurrent neural networks (1997); torch.nn.LSTM(bidirectional=True)
template<class Layer>
struct bidirectional {
    static constexpr std::string_view name = "bidirectional";
    static constexpr bool remembers = true;
    // The states of one direction, and whether there are as many for the other.
    template<class In>
    static constexpr std::size_t states = (item_total<In> - 1) / 2;
    template<class In>
    static consteval bool stated() {
        if constexpr (detail::turns_around<Layer>) return !Layer::options.with_state || (item_total<In> > 1 && item_total<In> % 2 == 1);
        else return true;
    }
    template<class In>
    static consteval bool reads() {
        constexpr bool turns = detail::turns_around<Layer>, has_states = stated<In>();
        static_assert(turns, "bidirectional: it takes rnn, lstm or gru; for anything else write fork and concat");
        static_assert(has_states, "bidirectional: with_state it reads a bundle of a sequence, the states of the layer forward in time, and those of the one backward; give it all of them");
        return turns && has_states;
    }
    template<class In>
    using body = typename detail::both_directions<Layer, std::conditional_t<detail::turns_around<Layer>, std::make_index_sequence<states<In>>, void>>::type;
};

}

#endif
