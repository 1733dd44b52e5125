#ifndef TYPEGRAD_NETWORK_BOUND_HPP
#define TYPEGRAD_NETWORK_BOUND_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "layer_views.hpp"
#include "scope.hpp"

// A layer that has met the shape it reads, and layers side by side: what all of them answer.
namespace typegrad::detail {

template<class Layer, class In, class Scope>
struct bound;
// In the place of a layer that cannot read its shape. What comes behind it is not looked at: one mistake, one error.
struct mistake {
    static constexpr bool wires = true;
};
template<std::size_t Number, class Layer, class In, class Scope>
using bound_at = bound<std::conditional_t<layer_at<Number, Layer, In>(), Layer, mistake>, In, Scope>;
template<class Net>
struct graph;
template<class Layer, class In>
struct bound_leaf;
template<std::size_t First, class Shape>
struct take_item;

// A bundle in one row becomes its items.
template<class In>
struct split {
    static constexpr std::size_t count = 0;
};
template<class... Items>
struct split<bundle<Items...>> {
    static constexpr std::size_t count = sizeof...(Items);
};
template<class In, std::size_t K>
struct split_node {
    using type = void;
};
template<class... Items, std::size_t K>
    requires(K < sizeof...(Items))
struct split_node<bundle<Items...>, K> {
    using type = bound_leaf<take_item<bundle<Items...>::template offset_of<K>(), type_at<K, type_list<Items...>>>, shape<bundle<Items...>::size>>;
};
template<class Graph>
constexpr void split_row(Graph& g, flow& f, std::size_t items) {
    const flow row = f;
    f = {};
    for (std::size_t i = 0; i < items; ++i) {
        flow item = row;
        g.add(item, 0, 0);
        f.push(item.value[0]);
    }
}

// Labels in the paths of parameters: a number unless somebody gave a name.
struct plain_label {
    static constexpr std::string_view label{};
    static constexpr bool numbered = true;
};

// A layer that computes: one node, and one more for each item where it makes a bundle, which lies in one row at first.
template<class Layer, class In>
struct bound_leaf : plain_label {
    using item = Layer;
    using layer = Layer;
    using input = In;
    using output = typename shapes_of<layer, In>::output;
    using parameters = typename shapes_of<layer, In>::parameters;
    static constexpr std::size_t items = split<output>::count;
    static constexpr std::size_t nodes = 1 + items, parameter_count = parameters::size, statistic_count = statistics_of<parameters>;
    template<std::size_t K>
    using node = typename std::conditional_t<K == 0, std::type_identity<bound_leaf>, split_node<output, (K > 0 ? K - 1 : 0)>>::type;

    // Whether there is no mistake in it: in that of a list, those of its layers.
    template<std::size_t>
    static consteval bool check() {
        return true;
    }
    template<class Graph>
    static constexpr void wire(Graph& g, flow& f) {
        g.add(f, parameter_count, statistic_count);
        if constexpr (items > 0) split_row(g, f, items);
    }
    template<class Place, class T>
    TYPEGRAD_INLINE static constexpr auto views(T* base) {
        if constexpr (statistic_count > 0) return parameters::at(base + Place::parameters, base + Place::statistics);
        else return parameters::at(base + Place::parameters);
    }
    template<class Place, class T, class F>
    static constexpr void each(T* base, const path& prefix, std::size_t number, F&& f) {
        parameters::each(views<Place>(base), [&](std::string_view name, auto view, initial how) { f(prefix.with(name).view(), view, how, number); });
    }
};

// Layers side by side or one after the other; what they share is how their nodes and parameters are counted.
template<class... Child>
struct children : plain_label {
    static constexpr std::size_t count = sizeof...(Child), nodes = (std::size_t{0} + ... + Child::nodes);
    static constexpr std::size_t parameter_count = (std::size_t{0} + ... + Child::parameter_count), statistic_count = (std::size_t{0} + ... + Child::statistic_count);
    template<std::size_t I>
    using child = type_at<I, type_list<Child...>>;

    struct counts {
        std::size_t node[sizeof...(Child) + 1]{}, parameter[sizeof...(Child) + 1]{}, statistic[sizeof...(Child) + 1]{};
    };
    static constexpr counts start = [] {
        counts c;
        std::size_t i = 0;
        ((c.node[i + 1] = c.node[i] + Child::nodes, c.parameter[i + 1] = c.parameter[i] + Child::parameter_count,
          c.statistic[i + 1] = c.statistic[i] + Child::statistic_count, ++i), ...);
        return c;
    }();
    static consteval std::size_t owner_of(std::size_t node) {
        std::size_t i = 0;
        while (start.node[i + 1] <= node) ++i;
        return i;
    }
    template<std::size_t K>
    using node = typename child<owner_of(K)>::template node<K - start.node[owner_of(K)]>;

    template<std::size_t, std::size_t... I>
    static consteval bool check_children(std::index_sequence<I...>) {
        return (child<I>::template check<I>() && ...);
    }
    template<std::size_t Number>
    static consteval bool check() {
        return check_children<Number>(std::make_index_sequence<count>{});
    }
    template<class Place, class T>
    TYPEGRAD_INLINE static constexpr auto views(T* base) {
        return layer_views<children, Place, T>(base);
    }
    template<class Place, class T, class F>
    static constexpr void each(T* base, const path& prefix, std::size_t number, F&& f) {
        for_each_index<count>([&](auto i) {
            if constexpr (child<i>::parameter_count + child<i>::statistic_count > 0) {
                const std::size_t top = number == no_number ? static_cast<std::size_t>(i) : number;
                if constexpr (!child<i>::label.empty()) child<i>::template each<typename Place::template in<children, i>>(base, prefix.with(child<i>::label), top, f);
                else if constexpr (!child<i>::numbered) child<i>::template each<typename Place::template in<children, i>>(base, prefix, top, f);
                else child<i>::template each<typename Place::template in<children, i>>(base, prefix.with(static_cast<std::size_t>(i)), top, f);
            }
        });
    }
};

template<class In, class Scope>
struct bound<mistake, In, Scope> : children<> {
    using item = mistake;
    using layer = item;
    using input = In;
    using output = In;
    using scope_after = Scope;
    template<std::size_t>
    static consteval bool check() {
        return false;
    }
    template<class Graph>
    static constexpr void wire(Graph&, flow&) {}
};

}

#endif
