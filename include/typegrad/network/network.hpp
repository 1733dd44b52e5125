#ifndef TYPEGRAD_NETWORK_NETWORK_HPP
#define TYPEGRAD_NETWORK_NETWORK_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../core/shape.hpp"
#include "../core/type_list.hpp"
#include "../layers/input.hpp"
#include "bind.hpp"

namespace typegrad {

namespace detail {

template<class... Items>
inline constexpr bool begins_with_input = false;
template<class First, class... Rest>
inline constexpr bool begins_with_input<First, Rest...> = is_input<First>;

template<class... Items>
struct bound_network;
template<class Input, class... Layers>
struct bound_network<Input, Layers...> {
    using root = bound_list<scope<>, typename Input::shape, Layers...>;
    static constexpr std::size_t layers = sizeof...(Layers);
    static_assert(root::template check<0>() || true);  // whoever finds a mistake says it

    using input = typename root::input;
    using output = typename root::output;
    using element = typename Input::element;
    static constexpr std::size_t parameter_count = root::parameter_count, statistic_count = root::statistic_count;
};
struct no_network {
    using input = shape<1>;
    using output = shape<1>;
    using element = float;
    using root = bound_list<scope<>, input>;
    static constexpr std::size_t layers = 0, parameter_count = 0, statistic_count = 0;
};
}

// A network: a list of layers after an input. Derive from it, so that messages print your name and not the list:
//   struct xor_net : tg::network<tg::input<2>, tg::dense<4>, tg::tanh, tg::dense<1>> {};
// Members: input and output, which are shapes or bundles, the numbers parameter_count and layers.
//   errors  "a network begins with an input": the first item is something else
template<class... Items>
struct network : std::conditional_t<detail::begins_with_input<Items...>, detail::bound_network<Items...>, detail::no_network> {
    static_assert(detail::begins_with_input<Items...>, "network: a network begins with an input; put input<...> first");
};

namespace detail {
// Item I of a network's own list; the input does not count.
template<class Net, std::size_t I>
using layer_of = typename Net::root::template child<I>;
}

}

#endif
