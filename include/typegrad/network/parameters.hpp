#ifndef TYPEGRAD_NETWORK_PARAMETERS_HPP
#define TYPEGRAD_NETWORK_PARAMETERS_HPP

#include <cstddef>
#include <span>
#include <string_view>

#include "../config.hpp"
#include "../core/fixed_string.hpp"
#include "../core/text.hpp"
#include "graph.hpp"

namespace typegrad {

namespace detail {
// get, flat and each over an array of numbers, whoever owns it: the trained ones, and behind them the statistics.
template<class Net, class T>
struct parameter_access {
    using root = typename Net::root;
    using place = place_of_parameters<Net, 0, Net::parameter_count>;

    template<std::size_t I>
    TYPEGRAD_INLINE static constexpr auto get(T* p) {
        return layer_views<typename root::base, place, T>(p).template get<I>();
    }
    template<fixed_string Name>
    TYPEGRAD_INLINE static constexpr auto get(T* p) {
        return layer_views<typename root::base, place, T>(p).template get<Name>();
    }
    // f(path, view, initial, layer number) for every parameter.
    template<class F>
    TYPEGRAD_INLINE static constexpr void each(T* p, F&& f) {
        root::template each<place>(p, path{}, no_number, f);
    }
};
}

// The trained numbers of a network: ONE dense array, layer after layer, zero at first. A gradient has the same type.
//   p.get<0>().weight(i, o)    views into layer 0 (the input does not count), or p.get<"name">()
//   p.flat()                   all of it as one span
template<class Net, class T = float>
class alignas(64) parameters {
    using access = detail::parameter_access<Net, T>;
    using const_access = detail::parameter_access<Net, const T>;

public:
    using network = Net;
    using value_type = T;
    static constexpr std::size_t count = Net::parameter_count, total = count + Net::statistic_count;

    TYPEGRAD_INLINE constexpr parameters() {}  // not `= default`: files for different instruction sets would share it
    template<std::size_t I>
    TYPEGRAD_INLINE constexpr auto get() {
        return access::template get<I>(values_);
    }
    template<std::size_t I>
    TYPEGRAD_INLINE constexpr auto get() const {
        return const_access::template get<I>(values_);
    }
    template<fixed_string Name>
    TYPEGRAD_INLINE constexpr auto get() {
        return access::template get<Name>(values_);
    }
    template<fixed_string Name>
    TYPEGRAD_INLINE constexpr auto get() const {
        return const_access::template get<Name>(values_);
    }
    TYPEGRAD_INLINE constexpr std::span<T> flat() { return {values_, count}; }
    TYPEGRAD_INLINE constexpr std::span<const T> flat() const { return {values_, count}; }
    // What is counted rather than trained, such as a running mean: behind flat() in memory.
    TYPEGRAD_INLINE constexpr std::span<T> statistics() { return {values_ + count, total - count}; }
    TYPEGRAD_INLINE constexpr std::span<const T> statistics() const { return {values_ + count, total - count}; }
    TYPEGRAD_INLINE constexpr T* data() { return values_; }
    TYPEGRAD_INLINE constexpr const T* data() const { return values_; }

private:
    T values_[total ? total : 1]{};
};

// The same interface over numbers that somebody else keeps: flash memory, a mapped file. `values` are `total` numbers, as
// parameters::data() has them: the trained ones, and behind them the statistics of layers such as batch_norm.
template<class Net, class T = float>
class parameters_view {
    using access = detail::parameter_access<Net, const T>;

public:
    using network = Net;
    using value_type = T;
    static constexpr std::size_t count = Net::parameter_count, total = count + Net::statistic_count;

    TYPEGRAD_INLINE constexpr explicit parameters_view(const T* values) : values_(values) {}

    template<std::size_t I>
    TYPEGRAD_INLINE constexpr auto get() const {
        return access::template get<I>(values_);
    }
    template<fixed_string Name>
    TYPEGRAD_INLINE constexpr auto get() const {
        return access::template get<Name>(values_);
    }
    TYPEGRAD_INLINE constexpr std::span<const T> flat() const { return {values_, count}; }
    TYPEGRAD_INLINE constexpr std::span<const T> statistics() const { return {values_ + count, total - count}; }
    TYPEGRAD_INLINE constexpr const T* data() const { return values_; }

private:
    const T* values_;
};

// For templates, where p.get<0>() would need `.template`.
template<std::size_t I, class P>
constexpr auto get(P&& p) {
    return p.template get<I>();
}
template<fixed_string Name, class P>
constexpr auto get(P&& p) {
    return p.template get<Name>();
}

// f(path, view) for every parameter in order, such as f("3.weight", view): for files, initialisers, statistics.
template<class Net, class T, class F>
constexpr void visit(parameters<Net, T>& p, F&& f) {
    detail::parameter_access<Net, T>::each(p.data(), [&](std::string_view path, auto view, initial, std::size_t) { f(path, view); });
}
template<class Net, class T, class F>
constexpr void visit(const parameters<Net, T>& p, F&& f) {
    detail::parameter_access<Net, const T>::each(p.data(), [&](std::string_view path, auto view, initial, std::size_t) { f(path, view); });
}
template<class Net, class T, class F>
constexpr void visit(const parameters_view<Net, T>& p, F&& f) {
    detail::parameter_access<Net, const T>::each(p.data(), [&](std::string_view path, auto view, initial, std::size_t) { f(path, view); });
}

}

#endif
