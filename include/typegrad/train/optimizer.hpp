#ifndef TYPEGRAD_TRAIN_OPTIMIZER_HPP
#define TYPEGRAD_TRAIN_OPTIMIZER_HPP

#include <cstddef>
#include <span>
#include <string_view>

#include "../config.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

namespace compute {

// An optimizer is an aggregate with
//   states                           how many numbers it keeps for each parameter, zero at first
//   prepare(step)                    the constants of a step, counted from 1; or prepare(step, gradient), the whole of it
//   update(constants, p, g, state)   static: the new p, for one parameter or a batch of them
// and, where it differs from most,
//   states_always                    where constants.keeps_state() is false, so many states are read and written, not all
//   batches                          the gradients of so many batches make one step; 1 without it
// One that changes another has it as its member `optimizer` and its type as `wrapped`, and its constants as `inner`.

template<class Optimizer>
concept changes_another = requires { typename Optimizer::wrapped; };

template<class Optimizer>
consteval std::size_t states_always() {
    if constexpr (requires { Optimizer::states_always; }) return Optimizer::states_always;
    else if constexpr (changes_another<Optimizer>) return states_always<typename Optimizer::wrapped>();
    else return Optimizer::states;
}
template<class Optimizer>
consteval std::size_t batches_of() {
    if constexpr (requires { Optimizer::batches; }) return Optimizer::batches;
    else if constexpr (changes_another<Optimizer>) return batches_of<typename Optimizer::wrapped>();
    else return 1;
}

template<class Optimizer>
constexpr auto prepare(const Optimizer& o, std::size_t step, std::span<const float> gradient) {
    if constexpr (requires { o.prepare(step, gradient); }) return o.prepare(step, gradient);
    else return o.prepare(step);
}
template<class Optimizer>
constexpr float& learning_rate_of(Optimizer& o) {
    if constexpr (changes_another<Optimizer>) return learning_rate_of(o.optimizer);
    else return o.learning_rate;
}

template<class Constants>
constexpr bool keeps_state(const Constants& k) {
    if constexpr (requires { k.keeps_state(); }) return k.keeps_state();
    else if constexpr (requires { k.inner; }) return keeps_state(k.inner);
    else return true;
}

// The constants of a parameter that decays by a factor more, or less, than the others.
template<class Constants>
constexpr Constants decaying(Constants k, float factor) {
    if constexpr (requires { k.inner; }) k.inner = decaying(k.inner, factor);
    if constexpr (requires { k.decay; }) k.decay *= factor;
    if constexpr (requires { k.shrink; }) k.shrink = 1 - factor * (1 - k.shrink);
    if constexpr (requires { k.l1; }) k.l1 *= factor, k.l2 *= factor;
    return k;
}
template<class Constants>
consteval bool differ_by_parameter() {
    if constexpr (requires(Constants k) { k.decay_factor; }) return true;
    else if constexpr (requires(Constants k) { k.inner; }) return differ_by_parameter<decltype(Constants::inner)>();
    else return false;
}
template<class Constants>
constexpr Constants constants_for(Constants k, std::string_view path, std::size_t rank) {
    if constexpr (requires { k.inner; }) k.inner = constants_for(k.inner, path, rank);
    if constexpr (requires { k.decay_factor; }) k.inner = decaying(k.inner, k.decay_factor(path, rank));
    return k;
}

}

}
}

#endif
