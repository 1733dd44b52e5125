#ifndef TYPEGRAD_CORE_TYPE_LIST_HPP
#define TYPEGRAD_CORE_TYPE_LIST_HPP

#include <cstddef>
#include <utility>

namespace typegrad {

template<class... Types>
struct type_list {
    static constexpr std::size_t size = sizeof...(Types);
};

namespace detail {
// Looking a type up by its number is one overload resolution against these bases: no recursion over the list.
template<std::size_t Number, class Type>
struct numbered {
    using type = Type;
};
template<class Numbers, class... Types>
struct numbered_list;
template<std::size_t... Numbers, class... Types>
struct numbered_list<std::index_sequence<Numbers...>, Types...> : numbered<Numbers, Types>... {};

template<std::size_t Number, class Type>
numbered<Number, Type> element_at(const numbered<Number, Type>&);

template<std::size_t Number, class List>
struct element;
template<std::size_t Number, class... Types>
struct element<Number, type_list<Types...>> {
    using type = typename decltype(element_at<Number>(numbered_list<std::make_index_sequence<sizeof...(Types)>, Types...>{}))::type;
};
}

// The type with this number.
template<std::size_t Number, class List>
using type_at = typename detail::element<Number, List>::type;

// Calls f with std::integral_constant<std::size_t, 0> to <Count - 1>, in order.
template<std::size_t Count, class F>
constexpr void for_each_index(F&& f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (f(std::integral_constant<std::size_t, I>{}), ...);
    }(std::make_index_sequence<Count>{});
}

}

#endif
