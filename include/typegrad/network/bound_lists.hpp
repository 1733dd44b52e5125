#ifndef TYPEGRAD_NETWORK_BOUND_LISTS_HPP
#define TYPEGRAD_NETWORK_BOUND_LISTS_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../layers/compose.hpp"
#include "bound.hpp"

// Lists of layers: one after the other, or each on an item of a bundle.
namespace typegrad::detail {

// ---- sequential

template<class List, std::size_t I>
struct link;
template<class Scope, class In, class... Layers>
struct chain_of_layers {
    using list = type_list<Layers...>;
    using first_scope = Scope;
    using input = In;
};
template<class List, std::size_t I>
struct link {
    using before = link<List, I - 1>;
    using bound = bound_at<I, std::conditional_t<before::right, type_at<I, typename List::list>, identity>, typename before::output, typename before::names>;
    using output = typename bound::output;
    using names = typename bound::scope_after;
    static constexpr bool right = before::right && bound::template check<I>();
};
template<class List>
struct link<List, static_cast<std::size_t>(-1)> {
    using output = typename List::input;
    using names = typename List::first_scope;
    static constexpr bool right = true;
};

template<class List, class Numbers>
struct bound_links;
template<class List, std::size_t... I>
struct bound_links<List, std::index_sequence<I...>> : children<typename link<List, I>::bound...> {
    using base = children<typename link<List, I>::bound...>;
    using input = typename List::input;
    using output = typename link<List, sizeof...(I) - 1>::output;

    template<class Graph>
    static constexpr void wire(Graph& g, flow& f) {
        const std::size_t keeps = g.keeps, names = g.names;
        const bool outermost = g.depth++ == 0;
        ((outermost ? void(g.layer = I) : void(), base::template child<I>::wire(g, f)), ...);
        --g.depth;
        g.keeps = keeps;
        g.names = names;
    }
};
template<class Scope, class In, class... Layers>
using bound_list = bound_links<chain_of_layers<Scope, In, Layers...>, std::make_index_sequence<sizeof...(Layers)>>;

template<class... Layers, class In, class Scope>
struct bound<sequential<Layers...>, In, Scope> : bound_list<Scope, In, Layers...> {
    using item = sequential<Layers...>;
    using layer = item;
    using scope_after = Scope;
};
template<class Layer, class In, class Scope>
struct bound<unnumbered<Layer>, In, Scope> : bound<Layer, In, Scope> {
    static constexpr bool numbered = false;
};

template<class... Layers, class In, class Scope>
struct bound<freeze<Layers...>, In, Scope> : bound_list<Scope, In, Layers...> {
    using base = bound_list<Scope, In, Layers...>;
    using item = freeze<Layers...>;
    using layer = item;
    using scope_after = Scope;
    template<class Graph>
    static constexpr void wire(Graph& g, flow& f) {
        ++g.frozen;
        ++g.depth;
        base::wire(g, f);
        --g.depth;
        --g.frozen;
    }
};

// ---- fork, parallel, at, pick

// What a layer within keeps or names is forgotten behind it.
template<class Child, class Graph>
constexpr void wire_branch(Graph& g, flow& f) {
    const std::size_t keeps = g.keeps, names = g.names;
    Child::wire(g, f);
    g.keeps = keeps;
    g.names = names;
}

// Layers and what each of them reads, bound one after the other.
template<class Scope, class Layers, class Ins, class Done = type_list<>, bool Right = true>
struct branches {
    using type = Done;
};
template<class Scope, class Layer, class... Layers, class In, class... Ins, class... Done, bool Right>
struct branches<Scope, type_list<Layer, Layers...>, type_list<In, Ins...>, type_list<Done...>, Right> {
    static constexpr std::size_t number = sizeof...(Done);
    using first = bound_at<number, std::conditional_t<Right, Layer, identity>, In, Scope>;
    using next = typename names_after<Scope, typename first::scope_after, entries_of<Scope>>::type;
    using type = typename branches<next, type_list<Layers...>, type_list<Ins...>, type_list<Done..., first>, Right && first::template check<number>()>::type;
};
template<template<class...> class To, class List>
struct filled;
template<template<class...> class To, class... Child>
struct filled<To, type_list<Child...>> {
    using type = To<Child...>;
};
template<class... Child>
struct bound_fork : children<Child...> {
    using output = joined<typename Child::output...>;
    template<class Graph>
    static constexpr void wire(Graph& g, flow& f) {
        const flow x = f;
        f = {};
        const std::size_t keeps = g.keeps, names = g.names;
        auto branch = [&](auto child) {
            flow y = x;
            decltype(child)::type::wire(g, y);
            g.keeps = keeps;
            for (std::size_t i = 0; i < y.size; ++i) f.push(y.value[i]);
        };
        ++g.depth;
        (branch(std::type_identity<Child>{}), ...);
        --g.depth;
        g.names = names;
    }
};
template<std::size_t Number, class Layer, std::size_t Items>
consteval bool check_items() {
    constexpr bool few = Items <= max_items;
    static_assert(few, "fork: a bundle has at most eight items; combine some of them first");
    return few;
}
template<class Scope, class In, class... Layers>
using forked = typename filled<bound_fork, typename branches<Scope, type_list<Layers...>, type_list<std::conditional_t<true, In, Layers>...>>::type>::type;
template<class... Layers, class In, class Scope>
struct bound<fork<Layers...>, In, Scope> : forked<Scope, In, Layers...> {
    using base = forked<Scope, In, Layers...>;
    using item = fork<Layers...>;
    using layer = item;
    using input = In;
    using scope_after = Scope;
    template<std::size_t Number>
    static consteval bool check() {
        if constexpr (!base::template check<Number>()) return false;
        else return check_items<Number, item, item_count<typename base::output>>();
    }
};

template<class... Child>
struct bound_parallel : children<Child...> {
    using output = joined<typename Child::output...>;
    template<class Graph>
    static constexpr void wire(Graph& g, flow& f) {
        const flow x = f;
        f = {};
        std::size_t i = 0;
        const std::size_t keeps = g.keeps, names = g.names;
        auto branch = [&](auto child) {
            flow y = flow::of(x.value[i++]);
            decltype(child)::type::wire(g, y);
            g.keeps = keeps;
            for (std::size_t k = 0; k < y.size; ++k) f.push(y.value[k]);
        };
        ++g.depth;
        (branch(std::type_identity<Child>{}), ...);
        --g.depth;
        g.names = names;
    }
};
template<class Scope, class In, class Layers, class Numbers>
struct items_bound;
template<class Scope, class In, class... Layers, std::size_t... I>
struct items_bound<Scope, In, type_list<Layers...>, std::index_sequence<I...>> {
    using type = typename filled<bound_parallel, typename branches<Scope, type_list<Layers...>, type_list<item_at<I, In>...>>::type>::type;
};
template<std::size_t Number, class Layer, class In, std::size_t Layers>
consteval bool check_parallel() {
    constexpr bool one_each = Layers == item_count<In>;
    static_assert(one_each, "parallel: one layer for each item of the bundle; use identity for those that stay as they are");
    return one_each;
}
template<class Scope, class In, class... Layers>
using in_parallel = typename std::conditional_t<sizeof...(Layers) == item_count<In>, items_bound<Scope, In, type_list<Layers...>, std::index_sequence_for<Layers...>>, std::type_identity<bound<mistake, In, Scope>>>::type;
template<class... Layers, class In, class Scope>
struct bound<parallel<Layers...>, In, Scope> : in_parallel<Scope, In, Layers...> {
    using base = in_parallel<Scope, In, Layers...>;
    using item = parallel<Layers...>;
    using layer = item;
    using input = In;
    using scope_after = Scope;
    template<std::size_t Number>
    static consteval bool check() {
        return check_parallel<Number, item, In, sizeof...(Layers)>() && base::template check<Number>();
    }
};

template<class Layer, std::size_t Item, class Numbers>
struct around;
template<class Layer, std::size_t Item, std::size_t... I>
struct around<Layer, Item, std::index_sequence<I...>> {
    using type = parallel<std::conditional_t<I == Item, unnumbered<Layer>, identity>...>;
};
template<std::size_t Number, class Layer, class In, std::size_t... Items>
consteval bool check_item() {
    constexpr bool there = ((Items < item_count<In>) && ...);
    static_assert(there, "at and pick: the bundle has no item of this number; count from 0");
    return there;
}
template<std::size_t Item, class... Layers, class In, class Scope>
struct bound<typegrad::at<Item, Layers...>, In, Scope> : bound<typename around<sequential<Layers...>, Item, std::make_index_sequence<item_count<In>>>::type, In, Scope> {
    using base = bound<typename around<sequential<Layers...>, Item, std::make_index_sequence<item_count<In>>>::type, In, Scope>;
    using item = typegrad::at<Item, Layers...>;
    using layer = item;
    template<std::size_t Number>
    static consteval bool check() {
        return check_item<Number, item, In, Item>() && base::template check<Number>();
    }
};
template<std::size_t... Items, class In, class Scope>
struct bound<pick<Items...>, In, Scope> : children<> {
    using item = pick<Items...>;
    using layer = item;
    using input = In;
    using output = joined<item_at<Items, In>...>;
    using scope_after = Scope;
    template<std::size_t Number>
    static consteval bool check() {
        return check_item<Number, item, In, Items...>();
    }
    template<class Graph>
    static constexpr void wire(Graph&, flow& f) {
        const flow x = f;
        f = {};
        (f.push(x.value[Items < x.size ? Items : 0]), ...);
    }
};

}

#endif
