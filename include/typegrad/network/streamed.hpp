#ifndef TYPEGRAD_NETWORK_STREAMED_HPP
#define TYPEGRAD_NETWORK_STREAMED_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../core/mode.hpp"
#include "executor.hpp"
#include "fuse.hpp"

// A network whose sequences are as long as a block, and whether it then computes what the whole sequence would.
namespace typegrad::detail {

template<class Shape, std::size_t Block>
struct block_of {
    using type = shape<Block>;
    static constexpr std::size_t steps = 0;
};
template<std::size_t T, std::size_t... Rest, std::size_t Block>
struct block_of<shape<T, Rest...>, Block> {
    using type = shape<Block, Rest...>;
    static constexpr std::size_t steps = T;
};

// The same layers over fewer steps: what they need of the past is in their state.
template<class Net, std::size_t Block, class Items>
struct streamed_layers;
template<class Net, std::size_t Block, class Input, class... Layers>
struct streamed_layers<Net, Block, network<Input, Layers...>> {
    using whole = block_of<typename Input::shape, Block>;
    using root = bound_list<scope<stream_of<whole::steps>>, typename whole::type, Layers...>;
    static constexpr std::size_t layers = sizeof...(Layers);
    static constexpr bool takes_steps = true;

    using input = typename root::input;
    using output = typename root::output;
    using element = typename Input::element;
    static constexpr std::size_t parameter_count = root::parameter_count, statistic_count = root::statistic_count;
};
template<class Net, std::size_t Block>
struct streamed : decltype([] {
    auto items = []<class... Items>(const network<Items...>*) { return std::type_identity<streamed_layers<Net, Block, network<Items...>>>{}; };
    return items(static_cast<const Net*>(nullptr));
}())::type {};

// Where each step of a plan keeps its state.
template<class P, class Numbers = std::make_index_sequence<P::steps>>
struct state_places;
template<class P, std::size_t... S>
struct state_places<P, std::index_sequence<S...>> {
    std::size_t at[P::steps + 1]{};
    static constexpr state_places make() {
        constexpr std::size_t sizes[] = {compute::step_of<P, S>::state...};
        state_places p;
        for (std::size_t s = 0; s < P::steps; ++s) p.at[s + 1] = p.at[s] + sizes[s];
        return p;
    }
    static consteval bool all_can() { return (compute::step_of<P, S>::streams && ...); }
};
// A vector that is longer where a block is longer holds steps side by side: only what keeps its elements apart may read it.
template<class Node, class Longer>
consteval bool keeps_steps_apart() {
    using layer = typename Node::layer;
    constexpr layer_kind kind = kind_of<Node, false>();
    if constexpr (kind == layer_kind::elementwise || kind == layer_kind::nothing || requires { requires layer::by_element; }) {
        return true;
    } else {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return ((item_at<I, typename Node::input>::rank != 1 || item_at<I, typename Node::input>::size == item_at<I, typename Longer::input>::size) && ...);
        }(std::make_index_sequence<item_count<typename Node::input>>{});
    }
}
template<class Net, std::size_t Block>
consteval bool vectors_are_no_sequences() {
    using here = graph<streamed<Net, Block>>;
    using longer = graph<streamed<Net, 2 * Block>>;
    return []<std::size_t... K>(std::index_sequence<K...>) {
        return (keeps_steps_apart<typename here::template node<K>, typename longer::template node<K>>() && ...);
    }(std::make_index_sequence<here::nodes>{});
}
// The assertions speak here; after an error the stream is that of a network that does nothing.
template<class Net, std::size_t Block>
consteval bool can_stream() {
    constexpr bool sequence = !is_bundle<typename Net::input> && block_of<typename Net::input, 1>::steps > 0, some = Block > 0;
    static_assert(sequence, "stream: it needs a network that reads one sequence, time first; give it an input of <T, ...>");
    static_assert(some, "stream: a block has at least one step; give a size above zero");
    if constexpr (!sequence || !some) {
        return false;
    } else if constexpr (!streamed<Net, Block>::root::template check<0>()) {
        return false;  // such as a shape that names the whole length
    } else {
        constexpr bool same = streamed<Net, Block>::parameter_count == Net::parameter_count;
        static_assert(same, "stream: some layer's parameters depend on the length of the sequence; only layers that take one step after the other can stream");
        if constexpr (same) {
            constexpr bool back = state_places<plan<streamed<Net, Block>, mode::streaming, 1, 1>>::all_can() && vectors_are_no_sequences<Net, Block>();
            static_assert(back, "stream: a layer looks at other steps than those of the past; use causal, pools that do not overlap, or layers that take one step after the other");
            return back;
        } else {
            return false;
        }
    }
}
// Of no layers; a template, so that it costs nothing before an error.
template<class... Layers>
struct nothing_to_stream : network<input<1, 1>, sequential<Layers...>> {};

}

#endif
