#ifndef TYPEGRAD_LAYERS_INPUT_HPP
#define TYPEGRAD_LAYERS_INPUT_HPP

#include <cstddef>

#include "../core/shape.hpp"

namespace typegrad {

// x, of this shape: what a network begins with. Channels last: input<28, 28, 1> is height, width, channels.
//   shapes  <Extents...>
template<std::size_t... Extents>
struct input {
    using shape = typegrad::shape<Extents...>;
};

}

#endif
