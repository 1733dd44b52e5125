#ifndef TYPEGRAD_LAYERS_BUNDLE_SHAPE_HPP
#define TYPEGRAD_LAYERS_BUNDLE_SHAPE_HPP

#include <cstddef>
#include <type_traits>

#include "../core/bundle.hpp"
#include "../core/shape.hpp"

// The shapes of the items that a layer reads; a tensor by itself counts as one. All are total: a wrong bundle gets an answer.
namespace typegrad {

template<class In>
inline constexpr std::size_t item_total = 1;
template<class... Items>
inline constexpr std::size_t item_total<bundle<Items...>> = sizeof...(Items);

namespace detail {
template<std::size_t I, class In>
struct picked_item {
    using type = std::conditional_t<I == 0, In, shape<1>>;
};
template<std::size_t I, class... Items>
struct picked_item<I, bundle<Items...>> {
    using type = type_at<(I < sizeof...(Items) ? I : sizeof...(Items)), type_list<Items..., shape<1>>>;
};
}
template<std::size_t I, class In>
using item_of = typename detail::picked_item<I, In>::type;
template<class In>
using first_item = item_of<0, In>;

template<class In>
inline constexpr bool items_agree = true;
template<class First, class... Rest>
inline constexpr bool items_agree<bundle<First, Rest...>> = (std::is_same_v<First, Rest> && ...);

}

#endif
