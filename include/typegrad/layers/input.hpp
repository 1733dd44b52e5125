#ifndef TYPEGRAD_LAYERS_INPUT_HPP
#define TYPEGRAD_LAYERS_INPUT_HPP

#include <cstddef>
#include <cstdint>

#include "../core/bundle.hpp"
#include "../core/shape.hpp"

namespace typegrad {

// x, of this shape: what a network begins with. Channels last: input<28, 28, 1> is height, width, channels.
//   shapes  <Extents...>
template<std::size_t... Extents>
struct input {
    using shape = typegrad::shape<Extents...>;
    using element = float;
    static constexpr bool begins_network = true;
};

// Several tensors as a bundle, their numbers one after the other: inputs<shape<64>, shape<10>>.
//   shapes  bundle of the shapes
template<class... Shapes>
struct inputs {
    using shape = bundle<Shapes...>;
    using element = float;
    static constexpr bool begins_network = true;
};

}

#endif
