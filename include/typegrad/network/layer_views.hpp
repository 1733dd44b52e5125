#ifndef TYPEGRAD_NETWORK_LAYER_VIEWS_HPP
#define TYPEGRAD_NETWORK_LAYER_VIEWS_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/fixed_string.hpp"
#include "../core/text.hpp"
#include "../core/type_list.hpp"

// Where the parameters of layers within layers lie, and what they are called.
namespace typegrad::detail {

// "3.weight" or "encoder.0.attention.weight_q".
struct path {
    static constexpr std::size_t capacity = 127;
    char characters[capacity + 1]{};

    TYPEGRAD_INLINE constexpr path with(std::string_view step) const {
        path p{};  // without braces its constructor is a function, shared by files for other instruction sets
        text::join(p.characters, capacity, view(), step);
        return p;
    }
    TYPEGRAD_INLINE constexpr path with(std::size_t step) const {
        path p{};
        text::join(p.characters, capacity, view(), step);
        return p;
    }
    TYPEGRAD_INLINE constexpr std::string_view view() const { return characters; }
};

// Offsets into the array of a network: of parameters, and of statistics behind them.
inline constexpr std::size_t no_number = static_cast<std::size_t>(-1);  // of the network's own list
template<class Net, std::size_t Parameters, std::size_t Statistics, std::size_t Node = 0>
struct place_of_parameters {
    using network = Net;
    static constexpr std::size_t parameters = Parameters, statistics = Statistics, node = Node;
    // Of a layer within.
    template<class Parent, std::size_t I>
    using in = place_of_parameters<Net, Parameters + Parent::start.parameter[I], Statistics + Parent::start.statistic[I], Node + Parent::start.node[I]>;
};

// The only layer within that has parameters and no number: what a composition is about.
template<class Parent, std::size_t I = 0>
consteval std::size_t unnumbered_child() {
    if constexpr (I >= Parent::count) return I;
    else return Parent::template child<I>::numbered ? unnumbered_child<Parent, I + 1>() : I;
}
// The layer within that has this name, or has a layer of this name and no number.
template<class Parent, std::size_t I = 0>
consteval std::size_t number_of(std::string_view name) {
    if constexpr (I >= Parent::count) {
        return I;
    } else {
        using child = typename Parent::template child<I>;
        bool here = child::label == name;
        if constexpr (!child::numbered && requires { child::count; }) here = here || number_of<child>(name) < child::count;
        return here ? I : number_of<Parent, I + 1>(name);
    }
}

// The parameters of layers that belong together, by number or by name.
template<class Parent, class Place, class T>
class layer_views {
public:
    TYPEGRAD_INLINE constexpr explicit layer_views(T* base) : base_(base) {}

    template<std::size_t I>
    TYPEGRAD_INLINE constexpr auto get() const {
        constexpr std::size_t inner = unnumbered_child<Parent>();
        if constexpr (inner < Parent::count) {
            return views<inner>().template get<I>();
        } else {
            static_assert(I < Parent::count, "parameters: the network has no layer of this number; count from 0 after the input");
            return views<(I < Parent::count ? I : 0)>();
        }
    }
    template<fixed_string Name>
    TYPEGRAD_INLINE constexpr auto get() const {
        constexpr std::size_t number = number_of<Parent>(Name.view());
        static_assert(number < Parent::count, "parameters: no layer has this name; write named<\"...\", layer> in the list");
        constexpr std::size_t there = number < Parent::count ? number : 0;
        if constexpr (number < Parent::count && Parent::template child<there>::label != Name.view()) return views<there>().template get<Name>();
        else return views<there>();
    }

private:
    template<std::size_t I>
    TYPEGRAD_INLINE constexpr auto views() const {
        return Parent::template child<I>::template views<typename Place::template in<Parent, I>>(base_);
    }
    T* base_;
};

}

#endif
