#ifndef TYPEGRAD_NETWORK_BOUND_NAMES_HPP
#define TYPEGRAD_NETWORK_BOUND_NAMES_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../layers/compose.hpp"
#include "bound_lists.hpp"
#include "graph_builder.hpp"

// Values and parameters with a name, for layers further on.
namespace typegrad::detail {

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
    constexpr bool kept = !std::is_same_v<Kept, nothing>;
    static_assert(kept, "use: nothing was kept under this name; put keep<...> before it in this list or in one around it");
    return kept;
}
template<class Kept, class Scope, class In, class... Layers>
struct with_kept {
    using type = bound_list<Scope, joined<In, Kept>, Layers...>;
};
template<class Scope, class In, class... Layers>
struct with_kept<nothing, Scope, In, Layers...> {
    using type = bound<mistake, In, Scope>;
};
template<fixed_string Name, class... Layers, class In, class Scope>
struct bound<use<Name, Layers...>, In, Scope> : with_kept<typename find_in<kept_value, Name, Scope>::type, Scope, In, Layers...>::type {
    using kept = typename find_in<kept_value, Name, Scope>::type;
    using base = typename with_kept<kept, Scope, In, Layers...>::type;
    using item = use<Name, Layers...>;
    using layer = item;
    using input = In;
    using scope_after = Scope;
    static constexpr auto text = Name;
    template<std::size_t Number>
    static consteval bool check() {
        return check_kept<Number, item, kept>() && base::template check<Number>();
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
    constexpr bool owned = !std::is_same_v<Owned, nothing>, fits = !owned || std::is_same_v<Owned, Parameters>;
    static_assert(owned, "tied: no layer before it in this list has this name; write named<\"...\", layer>");
    static_assert(fits, "tied: its parameters have other shapes than those of the layer of this name; match the sizes");
    return owned && fits;
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
        if constexpr (!base::template check<Number>()) return false;
        else return check_tied<Number, item, typename find_in<owned_parameters, Name, Scope>::type, parameters_in<base>>();
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

}

#endif
