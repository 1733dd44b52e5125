#ifndef TYPEGRAD_LAYERS_FLATTEN_HPP
#define TYPEGRAD_LAYERS_FLATTEN_HPP

#include <string_view>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"

namespace typegrad {

// y = x, read as one vector in row-major order
//   shapes  <...> -> <size>
//   cost    nothing
//   source  torch.nn.Flatten over channels-last data (height, width, channels)
struct flatten {
    static constexpr std::string_view name = "flatten";
    static constexpr bool only_shape = true;
    template<class In>
    using output = shape<In::size>;
    template<class In>
    static consteval bool reads() {
        return true;
    }
    template<class In>
    using parameters = no_parameters;
};

}

#endif
