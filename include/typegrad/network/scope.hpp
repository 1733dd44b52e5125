#ifndef TYPEGRAD_NETWORK_SCOPE_HPP
#define TYPEGRAD_NETWORK_SCOPE_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../core/bundle.hpp"
#include "../core/parameter.hpp"
#include "../einsum/formula.hpp"
#include "../layers/compose.hpp"
#include "../layers/elementwise.hpp"
#include "../layers/input.hpp"
#include "graph_builder.hpp"

// What flows from layer to layer, and which names a layer can see.
namespace typegrad::detail {

template<class Item>
inline constexpr bool is_input = requires { requires Item::begins_network; };

// What a layer answers for an input shape; an elementwise functor need not say any of it.
template<class Layer, class In>
struct shapes_of {
    using output = typename Layer::template output<In>;
    using parameters = typename Layer::template parameters<In>;
};
template<elementwise Layer, class In>
struct shapes_of<Layer, In> {
    using output = In;
    using parameters = no_parameters;
};
template<class P>
inline constexpr std::size_t statistics_of = 0;
template<class P>
    requires requires { P::statistics; }
inline constexpr std::size_t statistics_of<P> = P::statistics;

template<class Layer>
concept wiring = requires { requires Layer::wires; };
template<class Layer>
concept composition = requires { typename Layer::template body<shape<1>>; };
template<class Layer>
concept layer = elementwise<Layer> || wiring<Layer> || composition<Layer> || requires { typename Layer::template output<shape<1>>; };

template<class Layer>
inline constexpr bool reads_bundle = wiring<Layer> || composition<Layer> || requires { requires Layer::reads_bundle; };

// Whether a schedule's letters are those of the layer's formula, or n for the samples and t for tiles of them.
template<class Layer, class In>
consteval bool schedule_is_understood() {
    if constexpr (requires { requires Layer::has_linear; Layer::options.chosen; }) {
        constexpr einsum::formula f = Layer::template lowered<In>::formula;
        constexpr auto knows = [](const einsum::formula& in, int c) { return c == 0 || c == 'n' || c == 't' || in.index_of(static_cast<char>(c)) >= 0; };
        bool all = knows(f, Layer::options.chosen.vector);
        for (const int c : Layer::options.chosen.along) all = all && knows(f, c);
        return all;
    } else {
        return true;
    }
}

// Layer `Number` of the list reads a shape: its assertions speak here. Whether all of them hold.
template<std::size_t Number, class Layer, class In>
consteval bool layer_at() {
    constexpr bool second = is_input<Layer>, known = second || layer<Layer>, lonely = !layer<Layer> || reads_bundle<Layer> || !is_bundle<In>;
    static_assert(!second, "network: only the first item can be an input; remove the second one");
    static_assert(known, "network: an item is no layer; give it f(x), or output, reads and parameters");
    static_assert(lonely, "network: this layer reads one tensor, and this is a bundle; use at, parallel or pick, or combine the items first");
    if constexpr (second || !known || !lonely) {
        return false;
    } else if constexpr (requires { typename Layer::wrapped; }) {
        return layer_at<Number, typename Layer::wrapped, In>();
    } else if constexpr (elementwise<Layer> || wiring<Layer> || (composition<Layer> && !requires { Layer::template reads<In>(); })) {
        return true;
    } else if constexpr (!Layer::template reads<In>()) {
        return false;
    } else {
        constexpr bool scheduled = schedule_is_understood<Layer, In>();
        static_assert(scheduled, "schedule: it names an index that the layer's formula does not have; use the formula's letters, or n for the samples");
        return scheduled;
    }
}

// ---- what flows

template<class In>
struct items_of {
    using type = type_list<In>;
};
template<class... Items>
struct items_of<bundle<Items...>> {
    using type = type_list<Items...>;
};
template<class List>
struct flowing;
template<class Item>
struct flowing<type_list<Item>> {
    using type = Item;
};
template<class... Items>
struct flowing<type_list<Items...>> {
    using type = bundle<Items...>;
};
template<class Done, class... Lists>
struct joined_lists {
    using type = Done;
};
template<class... Done, class... Items, class... Lists>
struct joined_lists<type_list<Done...>, type_list<Items...>, Lists...> : joined_lists<type_list<Done..., Items...>, Lists...> {};
// One tensor by itself, or the bundle of all items.
template<class... Values>
using joined = typename flowing<typename joined_lists<type_list<>, typename items_of<Values>::type...>::type>::type;

template<class In>
inline constexpr std::size_t item_count = items_of<In>::type::size;
// Item I, or a vector of one number if there is none: shape functions are total.
template<std::size_t I, class In>
using item_at = type_at<(I < item_count<In> ? I : item_count<In>), typename joined_lists<typename items_of<In>::type, type_list<shape<1>>>::type>;

// ---- what is in scope

template<fixed_string Name, class Value>
struct kept_value {};
template<fixed_string Name, class Parameters>
struct owned_parameters {};
template<class... Entries>
struct scope {};
struct nothing {};
// The network runs as a stream; the sequence that it was made for has so many steps.
template<std::size_t Whole>
struct stream_of {};

// The last entry of this name: of what was kept, or of who owns parameters.
template<template<fixed_string, class> class Kind, fixed_string Name, class Scope, class Found = nothing>
struct find_in {
    using type = Found;
};
template<template<fixed_string, class> class Kind, fixed_string Name, class Value, class... Rest, class Found>
struct find_in<Kind, Name, scope<Kind<Name, Value>, Rest...>, Found> : find_in<Kind, Name, scope<Rest...>, Value> {};
template<template<fixed_string, class> class Kind, fixed_string Name, class Other, class... Rest, class Found>
struct find_in<Kind, Name, scope<Other, Rest...>, Found> : find_in<Kind, Name, scope<Rest...>, Found> {};
// The steps of the whole sequence, or 0 if this is no stream.
template<class Scope>
inline constexpr std::size_t streamed_steps = 0;
template<std::size_t Whole, class... Rest>
inline constexpr std::size_t streamed_steps<scope<stream_of<Whole>, Rest...>> = Whole;
template<class Scope, class Entry>
struct with_entry;
template<class... Entries, class Entry>
struct with_entry<scope<Entries...>, Entry> {
    using type = scope<Entries..., Entry>;
};

// A branch sees what those before it have named, so that two can share parameters; what they keep is their own.
template<class Scope, class After, std::size_t Known>
struct names_after {
    using type = Scope;
};
template<class Scope, class First, class... Rest, std::size_t Known>
    requires(Known > 0)
struct names_after<Scope, scope<First, Rest...>, Known> : names_after<Scope, scope<Rest...>, Known - 1> {};
template<class Scope, fixed_string Name, class Parameters, class... Rest>
struct names_after<Scope, scope<owned_parameters<Name, Parameters>, Rest...>, 0> : names_after<typename with_entry<Scope, owned_parameters<Name, Parameters>>::type, scope<Rest...>, 0> {};
template<class Scope, fixed_string Name, class In, class... Rest>
struct names_after<Scope, scope<kept_value<Name, In>, Rest...>, 0> : names_after<Scope, scope<Rest...>, 0> {};

template<class Scope>
inline constexpr std::size_t entries_of = 0;
template<class... Entries>
inline constexpr std::size_t entries_of<scope<Entries...>> = sizeof...(Entries);

}

#endif
