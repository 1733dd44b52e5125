#ifndef TYPEGRAD_NETWORK_BIND_HPP
#define TYPEGRAD_NETWORK_BIND_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "bound.hpp"
#include "bound_lists.hpp"
#include "bound_names.hpp"

// Every layer meets the shape that it reads. bound<Layer, In, Scope> says what comes out, how many parameters and nodes the
// layer has, which nodes they are, how they are wired, and what follows sees in its scope.
namespace typegrad::detail {

template<class Layer, class In, std::size_t Whole>
struct body_of {
    using type = typename Layer::template body<In>;
};
// In a stream some need other layers, such as attention a cache.
template<class Layer, class In, std::size_t Whole>
    requires(Whole > 0) && requires { typename Layer::template streamed_body<In, Whole>; }
struct body_of<Layer, In, Whole> {
    using type = typename Layer::template streamed_body<In, Whole>;
};
// struct block : tg::sequential<...> {}: as the list that it is.
template<wiring Layer, class In, std::size_t Whole>
struct body_of<Layer, In, Whole> {
    template<class... Layers>
    static sequential<Layers...> list(const sequential<Layers...>&);
    using type = decltype(list(std::declval<Layer>()));
};

template<class Layer, class In, class Scope, bool Composed>
struct bound_layer : bound_leaf<Layer, In> {
    using scope_after = Scope;
};
template<class Layer, class In, class Scope>
struct bound_layer<Layer, In, Scope, true> : bound_at<0, typename body_of<Layer, In, streamed_steps<Scope>>::type, In, Scope> {
    using base = bound_at<0, typename body_of<Layer, In, streamed_steps<Scope>>::type, In, Scope>;
    using item = Layer;
    using layer = Layer;
    using input = In;
    using scope_after = Scope;
    static constexpr std::string_view label{};
    static constexpr bool numbered = true;
    template<class Place, class T>
    TYPEGRAD_INLINE static constexpr auto views(T* p) {
        if constexpr (requires { typename Layer::template parameters<In>; }) return Layer::template parameters<In>::at(p + Place::parameters);
        else return base::template views<Place>(p);
    }
    template<class Place, class T, class F>
    static constexpr void each(T* p, const path& prefix, std::size_t number, F&& f) {
        if constexpr (requires { typename Layer::template parameters<In>; })
            Layer::template parameters<In>::each(views<Place>(p), [&](std::string_view name, auto view, initial how) { f(prefix.with(name).view(), view, how, number); });
        else base::template each<Place>(p, prefix, number, f);
    }
};
template<class Layer, class In, class Scope>
struct bound : bound_layer<Layer, In, Scope, composition<Layer> || wiring<Layer>> {};

}

#endif
