#ifndef TYPEGRAD_LAYERS_RESIDUAL_HPP
#define TYPEGRAD_LAYERS_RESIDUAL_HPP

#include <string_view>

#include "add.hpp"
#include "compose.hpp"

namespace typegrad {

namespace detail {
struct sum_of_ways : add {
    template<class In>
    static consteval bool reads() {
        constexpr bool fits = items_agree<In>;
        static_assert(fits, "residual: its layers must give the shape that they read; change them, or use projected<Projection, Layers...>");
        return fits;
    }
};
struct sum_of_projected : add {
    template<class In>
    static consteval bool reads() {
        constexpr bool fits = items_agree<In>;
        static_assert(fits, "projected: the projection must give the shape that the layers give; change one of them");
        return fits;
    }
};
}

// y = f(x) + x, where f is the list: x has a way around it
//   residual<conv2d<16, 3, same>, relu, conv2d<16, 3, same>>
//   shapes  In -> In
//   params  those of f, numbered as in its list
//   errors  "its layers must give the shape that they read": use projected for others
//   source  He et al.: Deep residual learning for image recognition (2016)
template<class... Layers>
struct residual {
    static constexpr std::string_view name = "residual";
    template<class>
    using body = sequential<detail::unnumbered<fork<detail::unnumbered<sequential<Layers...>>, identity>>, detail::sum_of_ways>;
};

// y = f(x) + g(x), where g is one layer that brings x to the shape of f(x), such as a 1 x 1 convolution
//   projected<conv2d<32, 1, stride<2>>, conv2d<32, 3, same, stride<2>>, relu, conv2d<32, 3, same>>
//   params  those of f, numbered as in its list; those of g as "projection"
//   source  He et al.: Deep residual learning for image recognition (2016), equation 2
template<class Projection, class... Layers>
struct projected {
    static constexpr std::string_view name = "projected";
    template<class>
    using body = sequential<detail::unnumbered<fork<detail::unnumbered<sequential<Layers...>>, named<"projection", Projection>>>, detail::sum_of_projected>;
};

}

#endif
