#ifndef TYPEGRAD_CORE_RECURRENT_HPP
#define TYPEGRAD_CORE_RECURRENT_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "option.hpp"
#include "parameter.hpp"
#include "shape.hpp"

// The options of the recurrent layers and what they learn.
namespace typegrad {

namespace option {
struct last {};
struct reverse {};
struct with_state {};
struct reset_before {};
template<class F>
struct activation {};
template<class F>
struct gate_activation {};
}

inline constexpr option::last last{};                  // only what the last step gives
inline constexpr option::reverse reverse{};            // from the end of the sequence to its beginning
inline constexpr option::with_state with_state{};      // the state at first is an input, the state at last an output
inline constexpr option::reset_before reset_before{};  // gru: the reset gate before the product with the weight, not after it
// activation<relu>: what stands in for tanh. gate_activation<hard_sigmoid>: what stands in for sigmoid.
template<class F>
inline constexpr option::activation<F> activation{};
template<class F>
inline constexpr option::gate_activation<F> gate_activation{};

struct recurrence {
    bool last = false, reverse = false, with_state = false, reset_before = false, bias = true;
    bool chose_gates = false;
    bool understood = true;  // false: an option of another layer
};

namespace detail {
template<class Unknown>
constexpr void read_option(recurrence& r, Unknown) {
    r.understood = false;
}
constexpr void read_option(recurrence& r, option::last) { r.last = true; }
constexpr void read_option(recurrence& r, option::reverse) { r.reverse = !r.reverse; }
constexpr void read_option(recurrence& r, option::with_state) { r.with_state = true; }
constexpr void read_option(recurrence& r, option::reset_before) { r.reset_before = true; }
constexpr void read_option(recurrence& r, option::no_bias) { r.bias = false; }
template<class F>
constexpr void read_option(recurrence&, option::activation<F>) {}
template<class F>
constexpr void read_option(recurrence& r, option::gate_activation<F>) {
    r.chose_gates = true;
}

template<template<class> class Kind, class Default, class... Options>
struct chosen_function {
    using type = Default;
};
template<template<class> class Kind, class Default, class First, class... Rest>
struct chosen_function<Kind, Default, First, Rest...> : chosen_function<Kind, Default, Rest...> {};
template<template<class> class Kind, class Default, class F, class... Rest>
struct chosen_function<Kind, Default, Kind<F>, Rest...> {
    using type = F;
};
}

template<auto... Options>
consteval recurrence read_recurrence() {
    recurrence r;
    (detail::read_option(r, Options), ...);
    return r;
}
// The functor that activation<F> or gate_activation<F> names, or the default.
template<class Default, auto... Options>
using chosen_activation = typename detail::chosen_function<option::activation, Default, std::remove_cv_t<decltype(Options)>...>::type;
template<class Default, auto... Options>
using chosen_gate_activation = typename detail::chosen_function<option::gate_activation, Default, std::remove_cv_t<decltype(Options)>...>::type;

namespace detail {
template<class T, class Ih, class Hh, class Bias, std::size_t Biases>
struct recurrent_views {
    view<T, Ih> weight_ih;
    view<T, Hh> weight_hh;
};
template<class T, class Ih, class Hh, class Bias>
struct recurrent_views<T, Ih, Hh, Bias, 1> {
    view<T, Ih> weight_ih;
    view<T, Hh> weight_hh;
    view<T, Bias> bias;
};
template<class T, class Ih, class Hh, class Bias>
struct recurrent_views<T, Ih, Hh, Bias, 2> {
    view<T, Ih> weight_ih;
    view<T, Hh> weight_hh;
    view<T, Bias> bias_ih, bias_hh;
};
}

// weight_ih <In, Gates H> for the input, weight_hh <H, Gates H> for what the step before gave, and none, one or two biases
// <Gates H>. The numbers of one gate stand together.
template<std::size_t In, std::size_t H, std::size_t Gates, std::size_t Biases>
struct recurrent_parameters {
    using ih = shape<In, Gates * H>;
    using hh = shape<H, Gates * H>;
    using bias = shape<Gates * H>;
    static constexpr std::size_t size = ih::size + hh::size + Biases * bias::size;

    template<class T>
    using views = detail::recurrent_views<T, ih, hh, bias, Biases>;
    template<class T>
    TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
        T* const behind = p + ih::size + hh::size;
        if constexpr (Biases == 0) return {view<T, ih>(p), view<T, hh>(p + ih::size)};
        else if constexpr (Biases == 1) return {view<T, ih>(p), view<T, hh>(p + ih::size), view<T, bias>(behind)};
        else return {view<T, ih>(p), view<T, hh>(p + ih::size), view<T, bias>(behind), view<T, bias>(behind + bias::size)};
    }
    template<class T, class F>
    TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
        f("weight_ih", v.weight_ih, initial{true, 0, In, H});
        f("weight_hh", v.weight_hh, initial{true, 0, H, H});
        if constexpr (Biases == 1) f("bias", v.bias, initial{});
        if constexpr (Biases == 2) {
            f("bias_ih", v.bias_ih, initial{});
            f("bias_hh", v.bias_hh, initial{});
        }
    }
};

}

#endif
