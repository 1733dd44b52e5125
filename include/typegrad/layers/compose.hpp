#ifndef TYPEGRAD_LAYERS_COMPOSE_HPP
#define TYPEGRAD_LAYERS_COMPOSE_HPP

#include <cstddef>
#include <string_view>
#include <utility>

#include "../core/fixed_string.hpp"

// How layers are put together. These types only say which value goes where: they compute nothing, cost nothing, and have
// no gradient of their own. What flows is a tensor or a bundle of them.
namespace typegrad {

// One layer after the other.
//   shapes  In of the first -> output of the last
template<class... Layers>
struct sequential {
    static constexpr std::string_view name = "sequential";
    static constexpr bool wires = true;
};

// y = x; also what `at` and `parallel` do with the items that they leave alone.
using identity = sequential<>;

// The same layers N times, one after the other, each with parameters of its own.
template<std::size_t N, class... Layers>
struct repeat {
    static constexpr std::string_view name = "repeat";
    template<std::size_t, class... One>
    struct copy_of {
        using type = sequential<One...>;
    };
    template<std::size_t I, class One>
    struct copy_of<I, One> {
        using type = One;
    };
    template<std::size_t I>
    using copy = typename copy_of<I, Layers...>::type;
    template<std::size_t... I>
    static sequential<copy<I>...> list(std::index_sequence<I...>);
    template<class>
    using body = decltype(list(std::make_index_sequence<N>{}));
};

// A bundle of what each layer makes of the same x.
//   shapes  In -> bundle of the outputs
template<class... Layers>
struct fork {
    static constexpr std::string_view name = "fork";
    static constexpr bool wires = true;
};

// A bundle of what each layer makes of its own item.
//   shapes  bundle of as many items -> bundle of the outputs
//   errors  "one layer for each item of the bundle": their numbers differ
template<class... Layers>
struct parallel {
    static constexpr std::string_view name = "parallel";
    static constexpr bool wires = true;
};

// One item of a bundle through layers, the others as they are.
//   errors  "the bundle has no item of this number"
template<std::size_t Item, class... Layers>
struct at {
    static constexpr std::string_view name = "at";
    static constexpr bool wires = true;
};

// Some items of a bundle, in this order; one item is a tensor by itself. pick<1, 0> swaps two.
//   errors  "the bundle has no item of this number"
template<std::size_t... Items>
struct pick {
    static constexpr std::string_view name = "pick";
    static constexpr bool wires = true;
};

// y = x, remembered for a use<Name, ...> further down this list or in a list within it.
template<fixed_string Name>
struct keep {
    static constexpr std::string_view name = "keep";
    static constexpr bool wires = true;
};

// Layers on the bundle (x, what keep<Name> remembered): use<"skip", concat> for a U-Net, use<"skip", add> for a shortcut.
//   errors  "nothing was kept under this name": keep<Name> is missing before it
template<fixed_string Name, class... Layers>
struct use {
    static constexpr std::string_view name = "use";
    static constexpr bool wires = true;
};

// A layer with an address that survives insertions: p.get<"stem">(), and "stem.weight" in a file.
template<fixed_string Name, class Layer>
struct named {
    static constexpr bool wires = true;
    using wrapped = Layer;
};

// A layer whose parameters are those of named<Name, ...> before it in this list, fork or parallel: counted once, both add to dp.
//   named<"table", embedding<64>>, ..., tied<"table", unembedding<256>>
//   parallel<named<"eye", encoder>, tied<"eye", encoder>>
//   errors  "no layer before it has this name", "its parameters have other shapes"
template<fixed_string Name, class Layer>
struct tied {
    static constexpr std::string_view name = "tied";
    static constexpr bool wires = true;
    using wrapped = Layer;
};

// Layers whose parameters are never trained: no gradient of theirs is computed, and a trainer leaves them alone.
template<class... Layers>
struct freeze {
    static constexpr std::string_view name = "freeze";
    static constexpr bool wires = true;
};

namespace detail {
// Adds no step to the paths of parameters.
template<class Layer>
struct unnumbered {
    static constexpr bool wires = true;
    using wrapped = Layer;
};
}

}

#endif
