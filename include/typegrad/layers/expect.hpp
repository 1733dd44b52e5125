#ifndef TYPEGRAD_LAYERS_EXPECT_HPP
#define TYPEGRAD_LAYERS_EXPECT_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"

namespace typegrad {

// y = x, which must have this shape: a note to the reader that the compiler checks
//   shapes  <Extents...> -> <Extents...>
//   cost    nothing
//   errors  "the shape is not the one expected": a layer before this one gives another
template<std::size_t... Extents>
struct expect {
    static constexpr std::string_view name = "expect";
    static constexpr bool only_shape = true;
    template<class In>
    using output = shape<Extents...>;
    template<class In>
    static consteval bool reads() {
        constexpr bool fits = std::is_same_v<In, shape<Extents...>>;
        static_assert(fits, "expect: the shape is not the one expected; mend the layers before it or the expectation");
        return fits;
    }
    template<class In>
    using parameters = no_parameters;
};

}

#endif
