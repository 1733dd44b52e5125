#ifndef TYPEGRAD_NETWORK_GRAPH_HPP
#define TYPEGRAD_NETWORK_GRAPH_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../simd/field.hpp"
#include "network.hpp"

// A network as the nodes that compute, in the order in which they can run.
namespace typegrad::detail {

template<class Layer>
concept has_linear = requires { requires Layer::has_linear; };
template<class Layer>
concept only_shape = requires { requires Layer::only_shape; };
// Does something while training only: dropout.
template<class Layer>
concept only_trains = requires { requires Layer::only_trains; };
// Its samples are not independent: batch normalisation.
template<class Layer>
concept mixes_samples = requires { requires Layer::mixes_samples; };

// One item of a bundle that lies in one row, by itself.
template<std::size_t First, class Shape>
struct take_item {
    static constexpr std::string_view name = "item";
    static constexpr bool by_element = true;
    template<class>
    using output = Shape;
    template<class>
    using parameters = no_parameters;
    template<class>
    static consteval bool reads() {
        return true;
    }
    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        for (std::size_t r = 0; r < Y::rows(); ++r)
            for (std::size_t i = 0; i < Y::width(); ++i) y.row(r).store(i, x.row(0).load(First + r * Y::width() + i));
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        dx.clear();
        for (std::size_t r = 0; r < Y::rows(); ++r)
            for (std::size_t i = 0; i < Y::width(); ++i) dx.row(0).store(First + r * Y::width() + i, dy.row(r).load(i));
    }
};
// All items of a bundle in one row.
struct join_items {
    static constexpr std::string_view name = "bundle";
    static constexpr bool reads_bundle = true, by_element = true;
    template<class In>
    using output = shape<In::size>;
    template<class>
    using parameters = no_parameters;
    template<class>
    static consteval bool reads() {
        return true;
    }
    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        std::size_t to = 0;
        x.each([&](auto item) {
            for (std::size_t r = 0; r < item.rows(); ++r)
                for (std::size_t i = 0; i < item.width(); ++i) y.row(0).store(to++, item.row(r).load(i));
        });
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        std::size_t from = 0;
        dx.each([&](auto item) {
            for (std::size_t r = 0; r < item.rows(); ++r)
                for (std::size_t i = 0; i < item.width(); ++i) item.row(r).store(i, dy.row(0).load(from++));
        });
    }
};

template<class Net>
struct graph {
    using root = typename Net::root;
    using input = typename Net::input;
    using output = typename Net::output;
    static constexpr bool joins = is_bundle<output>;
    static constexpr std::size_t taken = split<input>::count, inner = taken + root::nodes, nodes = inner + joins;

    template<std::size_t K>
    static constexpr auto pick_node() {
        if constexpr (K < taken) return std::type_identity<typename split_node<input, K>::type>{};
        else if constexpr (K < inner) return std::type_identity<typename root::template node<K - taken>>{};
        else return std::type_identity<bound_leaf<join_items, output>>{};
    }
    template<std::size_t K>
    using node = typename decltype(pick_node<K>())::type;

    struct result_table {
        graph_node at[nodes + 1]{};
        std::size_t result = 0;
        bool live[nodes + 1]{};
    };
    static constexpr result_table make() {
        graph_builder<nodes> g;
        flow f = flow::of(0);
        if constexpr (taken > 0) split_row(g, f, taken);
        root::wire(g, f);
        if constexpr (joins) g.add(f, 0, 0);
        result_table t;
        t.result = f.value[0];
        for (std::size_t k = 0; k < nodes; ++k) t.at[k] = g.at[k];
        if (t.result > 0) t.live[t.result - 1] = true;
        for (std::size_t k = nodes; k-- > 0;)
            if (t.live[k])
                for (std::size_t i = 0; i < t.at[k].from.size; ++i)
                    if (t.at[k].from.value[i] > 0) t.live[t.at[k].from.value[i] - 1] = true;
        return t;
    }
    static constexpr result_table table = make();

    // Parameters of each node.
    template<std::size_t... K>
    static constexpr auto count(std::index_sequence<K...>) {
        struct {
            std::size_t of[nodes + 1];
            bool statistics[nodes + 1];  // whether it has any
            constexpr std::size_t operator[](std::size_t k) const { return of[k]; }
        } c{{node<K>::parameters::size..., 0}, {(statistics_of<typename node<K>::parameters> > 0)..., false}};
        return c;
    }
    static constexpr auto counts = count(std::make_index_sequence<nodes>{});
};

}

#endif
