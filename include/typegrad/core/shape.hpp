#ifndef TYPEGRAD_CORE_SHAPE_HPP
#define TYPEGRAD_CORE_SHAPE_HPP

#include <cstddef>

#include "../config.hpp"
namespace typegrad {

// The extents of a tensor, outermost axis first; the last axis is contiguous.
template<std::size_t... Extents>
struct shape {
    static constexpr std::size_t rank = sizeof...(Extents);
    static constexpr std::size_t size = (std::size_t{1} * ... * Extents);
    static constexpr std::size_t extents[rank + 1] = {Extents..., 1};

    // The extent of one axis; 1 beyond the last, so that a shape function stays total on a wrong input.
    TYPEGRAD_INLINE static constexpr std::size_t extent(std::size_t axis) { return axis < rank ? extents[axis] : 1; }

    // The flat position of an element.
    template<class... Index>
        requires(sizeof...(Index) == sizeof...(Extents))
    TYPEGRAD_INLINE static constexpr std::size_t offset(Index... index) {
        std::size_t flat = 0;
        ((flat = flat * Extents + static_cast<std::size_t>(index)), ...);
        return flat;
    }

    template<std::size_t First>
    using prepend = shape<First, Extents...>;
    template<std::size_t Last>
    using append = shape<Extents..., Last>;
};

template<class T>
inline constexpr bool is_shape = false;
template<std::size_t... Extents>
inline constexpr bool is_shape<shape<Extents...>> = true;

namespace detail {
template<class Shape, std::size_t Last, class Done = shape<>>
struct with_last;
template<std::size_t First, std::size_t... Rest, std::size_t Last, std::size_t... Done>
    requires(sizeof...(Rest) > 0)
struct with_last<shape<First, Rest...>, Last, shape<Done...>> : with_last<shape<Rest...>, Last, shape<Done..., First>> {};
template<std::size_t Old, std::size_t Last, std::size_t... Done>
struct with_last<shape<Old>, Last, shape<Done...>> {
    using type = shape<Done..., Last>;
};
}

// Shape with its last extent replaced.
template<class Shape, std::size_t Last>
using with_last_extent = typename detail::with_last<Shape, Last>::type;

}

#endif
