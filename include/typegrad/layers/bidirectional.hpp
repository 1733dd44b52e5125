#ifndef TYPEGRAD_LAYERS_BIDIRECTIONAL_HPP
#define TYPEGRAD_LAYERS_BIDIRECTIONAL_HPP

#include <string_view>

#include "compose.hpp"
#include "concat.hpp"

namespace typegrad {

namespace detail {
// A layer that says how to run over time backwards, and carries no state of its own making.
template<class Layer>
concept turns_around = requires { typename Layer::reversed; } && !Layer::options.with_state;

// The same layer from the end to the beginning; it has nothing to say that the other one has not said.
template<class Layer>
struct turned_around : Layer::reversed {
    template<class>
    static consteval bool reads() {
        return true;
    }
};
template<class Layer>
struct directions {
    using forward = identity;
    using backward = identity;
};
template<turns_around Layer>
struct directions<Layer> {
    using forward = Layer;
    using backward = turned_around<Layer>;
};
}

// y = what a recurrent layer gives forward in time, and then what another of its kind gives backward in time, at each step
//   bidirectional<lstm<64>>, bidirectional<gru<64, last>>
//   shapes  <T, In> -> <T, 2H>; with last <2H>: the last step of each in its own order, which backward in time is the first
//   params  those of the two layers as "forward" and "backward"
//   cost    that of both
//   errors  "it takes rnn, lstm or gru": another layer, or one with_state
//   source  Schuster, Paliwal: Bidirectional recurrent neural networks (1997); torch.nn.LSTM(bidirectional=True)
template<class Layer>
struct bidirectional {
    static constexpr std::string_view name = "bidirectional";
    static constexpr bool remembers = true;
    template<class>
    static consteval bool reads() {
        constexpr bool turns = detail::turns_around<Layer>;
        static_assert(turns, "bidirectional: it takes rnn, lstm or gru without with_state; for anything else write fork and concat");
        return turns;
    }
    template<class>
    using body = sequential<detail::unnumbered<fork<named<"forward", typename detail::directions<Layer>::forward>, named<"backward", typename detail::directions<Layer>::backward>>>, concat>;
};

}

#endif
