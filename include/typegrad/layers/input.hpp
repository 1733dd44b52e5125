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

// x, T numbers below Vocabulary: where a network reads words or characters. x is tensor<std::int32_t, shape<T>>, and there is
// no dx. The first layer is an embedding.
//   shapes  <T>
//   errors  a number outside the vocabulary: the embedding gives NaN for it, which a trainer reports; nothing is read
//           beyond the table
template<std::size_t Vocabulary, std::size_t T>
struct tokens {
    using shape = typegrad::shape<T>;
    using element = std::int32_t;
    static constexpr bool begins_network = true;
    static constexpr std::size_t vocabulary = Vocabulary;
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
