#ifndef TYPEGRAD_NETWORK_BIND_HPP
#define TYPEGRAD_NETWORK_BIND_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "layer_views.hpp"
#include "scope.hpp"

// Every layer meets the shape that it reads. bound<Layer, In, Scope> says what comes out, how many parameters and nodes the
// layer has, which nodes they are, how they are wired, and what follows sees in its scope.
namespace typegrad::detail {

template<class Layer, class In, class Scope>
struct bound;
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
    using layer = std::conditional_t<detail::layer<Layer>, Layer, identity_function>;  // after an error: as if it were not there
    using input = In;
    using output = typename shapes_of<layer, In>::output;
    using parameters = typename shapes_of<layer, In>::parameters;
    static constexpr std::size_t items = split<output>::count;
    static constexpr std::size_t nodes = 1 + items, parameter_count = parameters::size, statistic_count = statistics_of<parameters>;
    template<std::size_t K>
    using node = typename std::conditional_t<K == 0, std::type_identity<bound_leaf>, split_node<output, (K > 0 ? K - 1 : 0)>>::type;

    template<std::size_t Number>
    static consteval bool check() {
        return layer_at<Number, Layer, In>();
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
    using bound = detail::bound<type_at<I, typename List::list>, typename before::output, typename before::names>;
    using output = typename bound::output;
    using names = typename bound::scope_after;
};
template<class List>
struct link<List, static_cast<std::size_t>(-1)> {
    using output = typename List::input;
    using names = typename List::first_scope;
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
template<class Scope, class Layers, class Ins, class Done = type_list<>>
struct branches {
    using type = Done;
};
template<class Scope, class Layer, class... Layers, class In, class... Ins, class... Done>
struct branches<Scope, type_list<Layer, Layers...>, type_list<In, Ins...>, type_list<Done...>> {
    using first = bound<Layer, In, Scope>;
    using next = typename names_after<Scope, typename first::scope_after, entries_of<Scope>>::type;
    using type = typename branches<next, type_list<Layers...>, type_list<Ins...>, type_list<Done..., first>>::type;
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
    static_assert(Items <= max_items, "fork: a bundle has at most eight items; combine some of them first");
    return true;
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
        return base::template check<Number>() && check_items<Number, item, item_count<typename base::output>>();
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
    static_assert(Layers == item_count<In>, "parallel: one layer for each item of the bundle; use identity for those that stay as they are");
    return true;
}
template<class... Layers, class In, class Scope>
struct bound<parallel<Layers...>, In, Scope> : items_bound<Scope, In, type_list<Layers...>, std::index_sequence_for<Layers...>>::type {
    using base = typename items_bound<Scope, In, type_list<Layers...>, std::index_sequence_for<Layers...>>::type;
    using item = parallel<Layers...>;
    using layer = item;
    using input = In;
    using scope_after = Scope;
    template<std::size_t Number>
    static consteval bool check() {
        check_parallel<Number, item, In, sizeof...(Layers)>();
        if constexpr (sizeof...(Layers) == item_count<In>) return base::template check<Number>();
        else return true;
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
    static_assert(((Items < item_count<In>) && ...), "at and pick: the bundle has no item of this number; count from 0");
    return true;
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

// ---- names

// What says which parameters a layer has, those of layers within one after the other: two of the same shapes have the same type.
template<class Bound, bool Any = (Bound::parameter_count + Bound::statistic_count > 0)>
struct parameters_of_bound {
    using type = type_list<>;
};
template<class Bound>
using parameters_in = typename parameters_of_bound<Bound>::type;
template<class Bound>
    requires requires { typename Bound::parameters; }
struct parameters_of_bound<Bound, true> {
    using type = type_list<typename Bound::parameters>;
};
template<class Bound>
    requires(!requires { typename Bound::parameters; })
struct parameters_of_bound<Bound, true> {
    template<class... Child>
    static typename joined_lists<type_list<>, parameters_in<Child>...>::type within(const children<Child...>*);
    using type = decltype(within(static_cast<Bound*>(nullptr)));
};

template<fixed_string Name, class In, class Scope>
struct bound<keep<Name>, In, Scope> : children<> {
    using item = keep<Name>;
    using layer = item;
    using input = In;
    using output = In;
    using scope_after = typename with_entry<Scope, kept_value<Name, In>>::type;
    static constexpr auto text = Name;
    template<class Graph>
    static constexpr void wire(Graph& g, flow& f) {
        g.kept[g.keeps++] = {text.view(), f};
    }
};

template<std::size_t Number, class Layer, class Kept>
consteval bool check_kept() {
    static_assert(!std::is_same_v<Kept, nothing>, "use: nothing was kept under this name; put keep<...> before it in this list or in one around it");
    return true;
}
template<fixed_string Name, class... Layers, class In, class Scope>
struct bound<use<Name, Layers...>, In, Scope>
    : bound_list<Scope, joined<In, std::conditional_t<std::is_same_v<typename find_in<kept_value, Name, Scope>::type, nothing>, In, typename find_in<kept_value, Name, Scope>::type>>, Layers...> {
    using kept = typename find_in<kept_value, Name, Scope>::type;
    using base = bound_list<Scope, joined<In, std::conditional_t<std::is_same_v<kept, nothing>, In, kept>>, Layers...>;
    using item = use<Name, Layers...>;
    using layer = item;
    using input = In;
    using scope_after = Scope;
    static constexpr auto text = Name;
    template<std::size_t Number>
    static consteval bool check() {
        check_kept<Number, item, kept>();
        if constexpr (std::is_same_v<kept, nothing>) return true;
        else return base::template check<Number>();
    }
    template<class Graph>
    static constexpr void wire(Graph& g, flow& f) {
        const flow other = g.find(text.view());
        for (std::size_t i = 0; i < other.size; ++i) f.push(other.value[i]);
        ++g.depth;
        base::wire(g, f);
        --g.depth;
    }
};

template<fixed_string Name, class Layer, class In, class Scope>
struct bound<named<Name, Layer>, In, Scope> : bound<Layer, In, Scope> {
    using base = bound<Layer, In, Scope>;
    static constexpr auto text = Name;
    static constexpr std::string_view label = text.view();
    using scope_after = typename with_entry<typename base::scope_after, owned_parameters<Name, parameters_in<base>>>::type;
    template<class Graph>
    static constexpr void wire(Graph& g, flow& f) {
        g.owners[g.names++] = {text.view(), g.parameters, g.statistics};
        base::wire(g, f);
    }
};

template<std::size_t Number, class Layer, class Owned, class Parameters>
consteval bool check_tied() {
    static_assert(!std::is_same_v<Owned, nothing>, "tied: no layer before it in this list has this name; write named<\"...\", layer>");
    static_assert(std::is_same_v<Owned, nothing> || std::is_same_v<Owned, Parameters>, "tied: its parameters have other shapes than those of the layer of this name; match the sizes");
    return true;
}
template<fixed_string Name, class Layer, class In, class Scope>
struct bound<tied<Name, Layer>, In, Scope> : bound<Layer, In, Scope> {
    using base = bound<Layer, In, Scope>;
    using item = tied<Name, Layer>;
    using scope_after = Scope;
    static constexpr std::size_t parameter_count = 0, statistic_count = 0;
    static constexpr auto text = Name;
    template<std::size_t Number>
    static consteval bool check() {
        return base::template check<Number>() && check_tied<Number, item, typename find_in<owned_parameters, Name, Scope>::type, parameters_in<base>>();
    }
    template<class Graph>
    static constexpr void wire(Graph& g, flow& f) {
        const std::size_t parameters = g.parameters, statistics = g.statistics;
        if (const auto* owner = g.owner_of(text.view())) {
            g.parameters = owner->offset;
            g.statistics = owner->statistics;
        }
        wire_branch<base>(g, f);
        g.parameters = parameters;
        g.statistics = statistics;
    }
    // Its parameters lie where those of their owner do.
    template<class Place, class T>
    TYPEGRAD_INLINE static constexpr auto views(T* p) {
        using net = typename Place::network;
        constexpr auto& owner = graph<net>::table.at[graph<net>::taken + Place::node];
        return base::template views<place_of_parameters<net, owner.offset, net::parameter_count + owner.statistics, Place::node>>(p);
    }
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

// ---- a composition, and a layer by itself

template<class Layer, class In, std::size_t Whole>
struct body_of {
    using type = typename Layer::template body<In>;
};
// In a stream some need other layers, such as attention a cache.
template<class Layer, class In, std::size_t Whole>
    requires(Whole > 0) && requires { typename Layer::template streamed_body<In, Whole>; }
struct body_of<Layer, In, Whole> {
    using type = typename Layer::template streamed_body<In, Whole>;
};
// struct block : tg::sequential<...> {}: as the list that it is.
template<wiring Layer, class In, std::size_t Whole>
struct body_of<Layer, In, Whole> {
    template<class... Layers>
    static sequential<Layers...> list(const sequential<Layers...>&);
    using type = decltype(list(std::declval<Layer>()));
};

template<class Layer, class In, class Scope, bool Composed>
struct bound_layer : bound_leaf<Layer, In> {
    using scope_after = Scope;
};
template<class Layer, class In, class Scope>
struct bound_layer<Layer, In, Scope, true> : bound<typename body_of<Layer, In, streamed_steps<Scope>>::type, In, Scope> {
    using base = bound<typename body_of<Layer, In, streamed_steps<Scope>>::type, In, Scope>;
    using item = Layer;
    using layer = Layer;
    using input = In;
    using scope_after = Scope;
    static constexpr std::string_view label{};
    static constexpr bool numbered = true;
    template<std::size_t Number>
    static consteval bool check() {
        constexpr bool right = wiring<Layer> || layer_at<Number, Layer, In>();
        if constexpr (right) return base::template check<Number>();  // one mistake, one error
        else return true;
    }
    template<class Place, class T>
    TYPEGRAD_INLINE static constexpr auto views(T* p) {
        if constexpr (requires { typename Layer::template parameters<In>; }) return Layer::template parameters<In>::at(p + Place::parameters);
        else return base::template views<Place>(p);
    }
    template<class Place, class T, class F>
    static constexpr void each(T* p, const path& prefix, std::size_t number, F&& f) {
        if constexpr (requires { typename Layer::template parameters<In>; })
            Layer::template parameters<In>::each(views<Place>(p), [&](std::string_view name, auto view, initial how) { f(prefix.with(name).view(), view, how, number); });
        else base::template each<Place>(p, prefix, number, f);
    }
};
template<class Layer, class In, class Scope>
struct bound : bound_layer<Layer, In, Scope, composition<Layer> || wiring<Layer>> {};

}

#endif
