#ifndef TYPEGRAD_TRAIN_VALUE_AND_GRADIENT_HPP
#define TYPEGRAD_TRAIN_VALUE_AND_GRADIENT_HPP

#include <cstddef>
#include <type_traits>

#include "../network/apply.hpp"
#include "targets.hpp"

namespace typegrad {

inline namespace TYPEGRAD_ARCH {
namespace compute {

// The scalar path: the mean loss over n samples, and dp += its gradient.
template<class Net, class T, class Loss, class Rows, class Targets>
constexpr T value_and_gradient_scalar(const Loss& loss, const T* p, const Rows& x, std::size_t n, const Targets& targets, T* dp) {
    constexpr std::size_t out = Net::output::size;
    T total = 0;
    for (std::size_t i = 0; i < n; ++i)
        vjp_scalar<Net>(p, x(i), dp, static_cast<T*>(nullptr), [&](const T* y, T* dy) {
            total += loss_of(loss, y, dy, out, target_of(targets, i, out));
            for (std::size_t k = 0; k < out; ++k) dy[k] /= static_cast<T>(n);
        });
    return total / static_cast<T>(n);
}

// The losses of the n rows of a pass, and dy of their mean.
template<class Loss, class Targets>
inline float losses_of(const Loss& loss, const float* y, float* dy, std::size_t n, std::size_t out, const Targets& targets) {
    float total = 0;
    const float share = 1.0f / static_cast<float>(n);
    for (std::size_t i = 0; i < n; ++i) {
        total += loss_of(loss, y + i * out, dy + i * out, out, target_of(targets, i, out));
        for (std::size_t k = 0; k < out; ++k) dy[i * out + k] *= share;
    }
    return total * share;
}

template<std::size_t N, class Loss, class P, class X, class Targets>
float value_and_gradient_fused(const Loss& loss, const P& p, const X& x, const Targets& targets, P& dp) {
    using Net = network_of<P>;
    check_stack<training<Net, N>>();
    training<Net, N> pass(p);
    tensor<float, shape<N, Net::output::size>> dy;
    const float l = losses_of(loss, pass.forward(x).data(), dy.data(), N, Net::output::size, targets);
    pass.template backward_rows<false>(dy.data(), dp.data());
    return l;
}

}

// The loss of x, or its mean over a leading batch axis, and dp += its gradient. labels: one class number, a range of them
// for a batch, or target tensors. The gradient of the input is not computed.
//   float l = tg::value_and_gradient<tg::cross_entropy>(p, x, label, dp);
template<class Loss, class P, shaped X, class Targets>
constexpr auto value_and_gradient(const Loss& loss, const P& p, const X& x, const Targets& targets, P& dp) {
    using Net = detail::network_of<P>;
    using T = detail::value_type_of<P>;
    constexpr std::size_t n = detail::check_input<Net, X>();
    if constexpr (std::is_same_v<T, float>)
        if (!std::is_constant_evaluated()) return compute::value_and_gradient_fused<n>(loss, p, x, targets, dp);
    return compute::value_and_gradient_scalar<Net>(loss, p.data(), [&](std::size_t i) { return x.data() + i * Net::input::size; }, n, targets, dp.data());
}
template<class Loss, class P, shaped X, class Targets>
constexpr auto value_and_gradient(const P& p, const X& x, const Targets& targets, P& dp) {
    return value_and_gradient(Loss{}, p, x, targets, dp);
}

}
}

#endif
