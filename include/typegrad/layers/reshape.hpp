#ifndef TYPEGRAD_LAYERS_RESHAPE_HPP
#define TYPEGRAD_LAYERS_RESHAPE_HPP

#include <cstddef>
#include <string_view>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"

namespace typegrad {

// y = x, read in row-major order as another shape of the same size
//   shapes  <...> -> <Extents...>
//   cost    nothing
//   errors  "the sizes differ": the input has another number of elements
template<std::size_t... Extents>
struct reshape {
    static constexpr std::string_view name = "reshape";
    static constexpr bool only_shape = true;
    template<class In>
    using output = shape<Extents...>;
    template<class In>
    static consteval bool reads() {
        constexpr bool fits = In::size == shape<Extents...>::size;
        static_assert(fits, "reshape: the sizes differ; make the product of the extents the size of the input");
        return fits;
    }
    template<class In>
    using parameters = no_parameters;
};

}

#endif
