#ifndef TYPEGRAD_NETWORK_NETWORK_HPP
#define TYPEGRAD_NETWORK_NETWORK_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../core/fixed_string.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../core/type_list.hpp"
#include "../layers/elementwise.hpp"
#include "../layers/input.hpp"

namespace typegrad {

// A layer with an address that survives insertions: p.get<"stem">(), and "stem.weight" in a file.
template<fixed_string Name, class Layer>
struct named {};

namespace detail {

template<class Item>
struct unnamed {
    using layer = Item;
    static constexpr std::string_view label{};
};
template<fixed_string Name, class Layer>
struct unnamed<named<Name, Layer>> {
    using layer = Layer;
    static constexpr auto text = Name;
    static constexpr std::string_view label = text.view();
};

template<class Item>
inline constexpr bool is_input = false;
template<std::size_t... Extents>
inline constexpr bool is_input<input<Extents...>> = true;

// What every layer answers for an input shape; an elementwise functor need not say any of it.
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

template<class Layer>
concept layer = elementwise<Layer> || requires { typename Layer::template output<shape<1>>; };

// Layer `Number` of the list reads a shape: its assertions speak here.
template<std::size_t Number, class Layer, class In>
consteval bool layer_at() {
    static_assert(!is_input<Layer>, "network: only the first item can be an input; remove the second one");
    static_assert(is_input<Layer> || layer<Layer>, "network: an item is no layer; give it f(x), or output, reads and parameters");
    if constexpr (elementwise<Layer> || !layer<Layer>) return true;
    else return Layer::template reads<In>();
}

// Layer I of a list, bound to the shape that it gets; the input does not count.
template<class List, std::size_t I>
struct item {
    using label_of = unnamed<type_at<I + 1, List>>;
    using given = typename label_of::layer;
    using layer = std::conditional_t<detail::layer<given>, given, identity_function>;  // after an error: as if it were not there

    using before = item<List, I - 1>;
    using input = typename before::output;
    using output = typename shapes_of<layer, input>::output;
    using parameters = typename shapes_of<layer, input>::parameters;
    static constexpr std::size_t number = I;
    static constexpr std::size_t offset = before::offset + before::parameters::size;  // of its parameters
    static constexpr std::string_view label = label_of::label;
};
template<class List>
struct item<List, static_cast<std::size_t>(-1)> {
    using output = typename type_at<0, List>::shape;
    using parameters = no_parameters;
    static constexpr std::size_t offset = 0;
};

template<class... Items>
inline constexpr bool begins_with_input = false;
template<class First, class... Rest>
inline constexpr bool begins_with_input<First, Rest...> = is_input<First>;

template<class List, std::size_t... I>
consteval bool check_layers(std::index_sequence<I...>) {
    return (layer_at<I, typename item<List, I>::given, typename item<List, I>::input>() && ...);
}

template<class... Items>
struct bound_network {
    using list = type_list<Items...>;
    static constexpr std::size_t layers = sizeof...(Items) - 1;
    static_assert(check_layers<list>(std::make_index_sequence<layers>{}));

    using input = typename item<list, static_cast<std::size_t>(-1)>::output;
    using output = typename item<list, layers - 1>::output;
    static constexpr std::size_t parameter_count = item<list, layers - 1>::offset + item<list, layers - 1>::parameters::size;
};
struct no_network {
    using input = shape<1>;
    using output = shape<1>;
    using list = type_list<>;
    static constexpr std::size_t layers = 0, parameter_count = 0;
};
}

// A network: a list of layers after an input. Derive from it, so that messages print your name and not the list:
//   struct xor_net : tg::network<tg::input<2>, tg::dense<4>, tg::tanh, tg::dense<1>> {};
// Members: the shapes input and output, the numbers parameter_count and layers.
//   errors  "a network begins with an input": the first item is something else
template<class... Items>
struct network : std::conditional_t<detail::begins_with_input<Items...>, detail::bound_network<Items...>, detail::no_network> {
    static_assert(detail::begins_with_input<Items...>, "network: a network begins with an input; put input<...> first");
};

namespace detail {
// Layer I of a network.
template<class Net, std::size_t I>
using layer_of = item<typename Net::list, I>;
}

}

#endif
