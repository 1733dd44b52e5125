#ifndef TYPEGRAD_NETWORK_STEPS_HPP
#define TYPEGRAD_NETWORK_STEPS_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "linear_step.hpp"
#include "mixing_step.hpp"
#include "own_step.hpp"
#include "plan.hpp"
#include "product_step.hpp"
#include "spread_step.hpp"
#include "stream_step.hpp"

// Which type does step S of a plan.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

template<class P, std::size_t S>
struct typed_step {
    static constexpr planned_step range = P::table.at[S];
    // A tile is the same however many there are: batches of any size share its kernels.
    static constexpr bool by_tile = range.tiled && !range.whole;
    using batch = std::conditional_t<by_tile, batching<static_cast<std::size_t>(P::lanes), P::lanes, true>, batching<P::samples, P::lanes, false>>;
    using out = typename P::template value<S + 1>;

    template<std::size_t I, class Shape>
    using in = typename P::template value<range.from.value[I]>::template as<Shape>;
    template<class Node, std::size_t... I>
    static constexpr auto own(std::index_sequence<I...>) {
        return std::type_identity<own_step<batch, Node, typename P::mode, out, in<I, item_at<I, typename Node::input>>...>>{};
    }
    // Where the other term of a sum lies.
    template<class Node>
    static constexpr auto other() {
        if constexpr (range.sums) return std::type_identity<in<range.from.size - 1, typename Node::output>>{};
        else return std::type_identity<void>{};
    }
    template<class Node, class Pool>
    static constexpr auto linear() {
        using activation = typename chain_of<typename P::net, range.core + 1, range.end>::type;
        using x = in<0, item_at<0, typename Node::input>>;
        if constexpr (requires { requires Node::layer::products; }) {
            return std::type_identity<product_step<batch, Node, activation, out, x, in<1, item_at<1, typename Node::input>>>>{};
        } else if constexpr (Node::layer::template lowered<typename Node::input>::formula.spreads()) {
            return std::type_identity<spread_step<batch, Node, activation, out, x>>{};
        } else {
            using epilogue = tail<typename decltype(norm())::type, activation, Pool, typename decltype(other<Node>())::type>;
            if constexpr (std::is_same_v<typename P::mode, mode::streaming>)
                return std::type_identity<stream_step<linear_step<batch, Node, epilogue, out, typename streamed_place<typename Node::layer, Node, x>::type>, x>>{};
            else return std::type_identity<linear_step<batch, Node, epilogue, out, x>>{};
        }
    }
    static constexpr auto norm() {
        if constexpr (range.norm != step_range::none) return std::type_identity<typename P::graph::template node<range.norm>>{};
        else return std::type_identity<void>{};
    }
    static constexpr auto pick() {
        if constexpr (range.kind == step_kind::load) {
            return std::type_identity<load_step<batch, out, in<0, typename out::shape>>>{};
        } else if constexpr (range.kind == step_kind::unload) {
            return std::type_identity<unload_step<batch, out, in<0, typename out::shape>>>{};
        } else if constexpr (range.core >= P::nodes) {
            return std::type_identity<map_step<batch, chain<>, out, in<0, typename out::shape>>>{};
        } else {
            using node = typename P::graph::template node<range.core>;
            if constexpr (range.kind == step_kind::map) {
                return std::type_identity<map_step<batch, typename chain_of<typename P::net, range.core, range.end>::type, out, in<0, typename node::input>>>{};
            } else if constexpr (range.kind == step_kind::own && range.whole) {
                return std::type_identity<mixing_step<batch, node, out, in<0, typename node::input>>>{};
            } else if constexpr (range.kind == step_kind::own) {
                return own<node>(std::make_index_sequence<range.from.size>{});
            } else if constexpr (range.pool != step_range::none) {
                return linear<node, typename P::graph::template node<range.pool>>();
            } else {
                return linear<node, void>();
            }
        }
    }
    using type = typename decltype(pick())::type;
};
template<class P, std::size_t S>
using step_of = typename typed_step<P, S>::type;

// Where the parameters of its core lie, and those of a normalisation that it takes in.
template<class P, std::size_t S>
inline constexpr graph_node norm_of_step = P::graph::table.at[P::table.at[S].norm != step_range::none ? P::table.at[S].norm : P::nodes];
template<class P, std::size_t S>
inline constexpr graph_node node_of_step = P::graph::table.at[P::table.at[S].core < P::nodes ? P::table.at[S].core : P::nodes];

}
}
}

#endif
