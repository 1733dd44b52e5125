#ifndef TYPEGRAD_TRAIN_ELEMENTWISE_LOSS_HPP
#define TYPEGRAD_TRAIN_ELEMENTWISE_LOSS_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "reduction.hpp"
#include "row.hpp"

// Losses that compare number with number: a loss says what one of them costs, in a template for numbers and batches.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {

template<class V>
struct value_and_slope {
    V value, slope;
};

// Element i of a target: an array, or one number for all.
template<class T, class Target>
constexpr T number_at(const Target& target, std::size_t i) {
    if constexpr (requires { target[i]; }) return static_cast<T>(target[i]);
    else return static_cast<T>(target);
}

// The sum, or for reduction::mean the mean, of loss.of(y[i], target[i], i) and its gradient.
template<class Loss, class T, class Target>
constexpr T elementwise_loss(const Loss& loss, const T* y, T* dy, std::size_t n, const Target& target) {
    const T scale = loss.reduction == reduction::mean ? T(1) / static_cast<T>(n) : T(1);
    auto one = [&]<class V>(std::size_t i) TYPEGRAD_INLINE_LAMBDA {
        V t(0);
        if constexpr (std::is_convertible_v<Target, const T*>) t = load_as<V>(static_cast<const T*>(target) + i);
        else t = number_at<T>(target, i);
        const value_and_slope<V> e = loss.of(load_as<V>(y + i), t, i);
        store_as(e.slope * V(scale), dy + i);
        return e.value;
    };
    T total = 0;
    if constexpr (std::is_convertible_v<Target, const T*>) total = sum_of<T>(n, one);
    else
        for (std::size_t i = 0; i < n; ++i) total += one.template operator()<T>(i);
    return total * scale;
}

}
}
}

#endif
