#ifndef TYPEGRAD_LAYERS_SPLIT_HPP
#define TYPEGRAD_LAYERS_SPLIT_HPP

#include <cstddef>
#include <string_view>
#include <utility>

#include "../core/bundle.hpp"
#include "compose.hpp"
#include "slice.hpp"

namespace typegrad {

inline constexpr std::size_t last_axis = static_cast<std::size_t>(-1);  // of split: that of the channels

namespace detail {
template<std::size_t I, std::size_t... Sizes>
consteval std::size_t sizes_before() {
    constexpr std::size_t sizes[] = {Sizes...};
    std::size_t sum = 0;
    for (std::size_t i = 0; i < I; ++i) sum += sizes[i];
    return sum;
}
template<std::size_t Axis, class Numbers, std::size_t... Sizes>
struct parts;
template<std::size_t Axis, std::size_t... I, std::size_t... Sizes>
struct parts<Axis, std::index_sequence<I...>, Sizes...> {
    using type = fork<slice<Axis, sizes_before<I, Sizes...>(), Sizes>...>;
};
}

// y0, y1, ... = the parts of x along one axis, one after the other: concat the other way round
//   split<last_axis, 3, 5>, split<0, 2, 2, 4>
//   shapes  <.., N, ..> -> bundle of <.., A, ..>, <.., B, ..>, ..., where A + B + ... = N
//   cost    a copy; backward one pass over dx for each part
//   errors  "it reads one tensor"; "there is no such axis": the input's rank is not above Axis; "the sizes must be"; "two to
//           eight parts"
//   source  torch.split
template<std::size_t Axis, std::size_t... Sizes>
struct split {
    static constexpr std::string_view name = "split";
    template<class In>
    static constexpr std::size_t axis = Axis == last_axis && In::rank > 0 ? In::rank - 1 : Axis;

    template<class In>
    using body = typename detail::parts<axis<In>, std::make_index_sequence<sizeof...(Sizes)>, Sizes...>::type;
    template<class In>
    static consteval bool reads() {
        constexpr bool tensor = !is_bundle<In>, there = axis<In> < In::rank, few = sizeof...(Sizes) > 1 && sizeof...(Sizes) <= detail::max_items;
        constexpr bool fits = ((Sizes > 0) && ...) && (std::size_t{0} + ... + Sizes) == In::extent(there ? axis<In> : 0);
        static_assert(tensor, "split: it reads one tensor, and this is a bundle; use at<...> or pick<...> for one of its items");
        static_assert(!tensor || there, "split: there is no such axis; count from 0, the outermost, or use last_axis");
        static_assert(!tensor || !there || few, "split: it makes two to eight parts; give as many sizes");
        static_assert(!tensor || !there || !few || fits, "split: the sizes must be 1 or more and together make the axis; change one of them");
        return tensor && there && few && fits;
    }
};

}

#endif
