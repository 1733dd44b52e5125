#ifndef TYPEGRAD_TRAIN_VALUE_AND_GRADIENT_HPP
#define TYPEGRAD_TRAIN_VALUE_AND_GRADIENT_HPP

#include <cstddef>
#include <type_traits>

#include "../network/apply.hpp"
#include "reduction.hpp"

namespace typegrad {

inline namespace TYPEGRAD_ARCH {
namespace compute {

// The scalar path: the loss of n samples, and dp += gain times its gradient. kept: room for y and dy of all, where samples mix.
template<class Net, std::size_t N, class T, class Loss, class Rows, class TargetAt>
constexpr batch_value<T> gradient_scalar(const Loss& loss, const T* p, const Rows& x, std::size_t n, const TargetAt& target, T* dp, T* kept, std::type_identity_t<T> gain = 1, const mode::training& mode = {}) {
    constexpr std::size_t out = Net::output::size;
    auto pass = [&](const auto& between) {
        for (std::size_t i = 0; i < n; ++i) vjp_scalar<Net>(p, x(i), dp, static_cast<T*>(nullptr), [&](const T* y, T* dy) { between(i, y, dy); }, mode, i);
    };
    batch_value<T> r;
    if constexpr (mixes_batches<Net>) {
        static_assert(N > 0);
        vjp_batch<Net, N>(p, n, x, dp, [](std::size_t) { return static_cast<T*>(nullptr); }, [&](auto y, auto dy) {
            tensor<T, shape<N * out>> ys, slopes;
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t k = 0; k < out; ++k) ys[i * out + k] = y(i)[k];
            r = batch_loss(loss, ys.data(), slopes.data(), n, out, target, gain);
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t k = 0; k < out; ++k) dy(i)[k] = slopes[i * out + k];
        }, mode);
    } else if constexpr (mixes_samples<Loss>) {
        pass([&](std::size_t i, const T* y, T* dy) {
            for (std::size_t k = 0; k < out; ++k) {
                kept[i * out + k] = y[k];
                dy[k] = 0;
            }
        });
        T* const slopes = kept + n * out;
        r = batch_loss(loss, kept, slopes, n, out, target, gain);
        pass([&](std::size_t i, const T*, T* dy) {
            for (std::size_t k = 0; k < out; ++k) dy[k] = slopes[i * out + k];
        });
    } else {
        r.weight = weight_of<T>(loss, n, out, target);
        const T share = share_of(loss, r.weight);
        pass([&](std::size_t i, const T* y, T* dy) { add_sample(loss, y, dy, out, target(i), share, gain, r); });
    }
    return r;
}
// How many numbers gradient_scalar keeps for n samples.
template<class Net, class Loss>
inline constexpr std::size_t kept_for_loss = mixes_samples<Loss> ? 2 * Net::output::size : 0;

template<std::size_t N, class Loss, class P, class X, class TargetAt>
float value_and_gradient_fused(const Loss& loss, const P& p, const X& x, const TargetAt& target, P& dp) {
    using Net = network_of<P>;
    check_stack<training<Net, N>>();
    training<Net, N> pass(p);
    tensor<float, shape<N, Net::output::size>> dy{};
    const float l = batch_loss(loss, pass.forward(x).data(), dy.data(), N, Net::output::size, target).loss;
    pass.template backward_rows<false>(dy.data(), dp.data());
    return l;
}

}

// The loss of x, or of samples along a leading batch axis, and dp += its gradient. targets: one class number, a range of
// them for a batch, target tensors, or unlabelled. The gradient of the input is not computed. With fewer targets than
// samples the loss is not a number, and dp is as it was.
//   float l = tg::value_and_gradient<tg::cross_entropy>(p, x, label, dp);
template<class Loss, class P, shaped X, class Targets>
constexpr auto value_and_gradient(const Loss& loss, const P& p, const X& x, const Targets& targets, P& dp) {
    using Net = detail::network_of<P>;
    using T = detail::value_type_of<P>;
    constexpr std::size_t n = detail::check_input<Net, X>();
    static_assert(compute::fits<Loss, Net>());
    if (compute::named_targets<Loss>(targets, n, Net::output::size) < n) return detail::nan<T>;
    auto target = [&](std::size_t i) { return compute::target_of<Loss>(targets, i, Net::output::size); };
    if constexpr (std::is_same_v<T, float>)
        if (!std::is_constant_evaluated()) return compute::value_and_gradient_fused<n>(loss, p, x, target, dp);
    tensor<T, shape<n * compute::kept_for_loss<Net, Loss>>> kept{};
    auto row = [&](std::size_t i) { return x.data() + i * Net::input::size; };
    return compute::gradient_scalar<Net, n>(loss, p.data(), row, n, target, dp.data(), kept.data()).loss;
}
template<class Loss, class P, shaped X, class Targets>
constexpr auto value_and_gradient(const P& p, const X& x, const Targets& targets, P& dp) {
    return value_and_gradient(Loss{}, p, x, targets, dp);
}

}
}

#endif
