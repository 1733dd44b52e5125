#ifndef TYPEGRAD_NETWORK_APPLY_HPP
#define TYPEGRAD_NETWORK_APPLY_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "../core/tensor.hpp"
#include "inference.hpp"
#include "parameters.hpp"
#include "scalar_batch.hpp"
#include "training.hpp"

namespace typegrad {

namespace detail {
// How many samples a shape holds: the network's input itself, or a leading batch axis before it. 0: neither.
template<class Shape, class Input>
inline constexpr std::size_t samples_in = 0;
template<class Input>
inline constexpr std::size_t samples_in<Input, Input> = 1;
template<std::size_t N, std::size_t... Extents>
inline constexpr std::size_t samples_in<shape<N, Extents...>, shape<Extents...>> = N;
template<std::size_t N, std::size_t Size, class... Items>
    requires(Size == bundle<Items...>::size)
inline constexpr std::size_t samples_in<shape<N, Size>, bundle<Items...>> = N;

template<class Net, std::size_t N, class XShape>
using batched_output = std::conditional_t<std::is_same_v<XShape, typename Net::input>, typename Net::output, typename Net::output::template prepend<N>>;

template<class P>
using value_type_of = typename std::remove_cvref_t<P>::value_type;
template<class P>
using network_of = typename std::remove_cvref_t<P>::network;

template<class Net, class X>
constexpr std::size_t check_input() {
    constexpr std::size_t n = samples_in<shape_of<X>, typename Net::input>;
    static_assert(n > 0, "apply: x has another shape than the input of the network; give a tensor of that shape, or of it with a leading batch axis");
    return n ? n : 1;
}
template<class Work>
constexpr void check_stack() {
    static_assert(Work::workspace_bytes <= TYPEGRAD_STACK_LIMIT, "apply: the workspace is too large for the stack; use inference or training, kept static or on the heap");
}
}

inline namespace TYPEGRAD_ARCH {
namespace compute {

// The fused loops with their workspace on the stack.
template<std::size_t N, class P, class X, class Y>
void apply_fused(const P& p, const X& x, Y& y) {
    using work = inference<network_of<P>, N>;
    check_stack<work>();
    work run(p);
    const auto& result = run(x);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = result[i];
}
template<std::size_t N, class P, class X, class DY, class DX>
void vjp_fused(const P& p, const X& x, const DY& dy, P& dp, DX& dx) {
    using work = training<network_of<P>, N>;
    check_stack<work>();
    work pass(p);
    (void)pass.forward(x);
    const auto& result = pass.backward(dy, dp);
    if constexpr (std::is_same_v<typename network_of<P>::element, float>)
        for (std::size_t i = 0; i < dx.size(); ++i) dx[i] = result[i];
}

}

// y = f(x; p), for one sample or a leading batch axis: constexpr, pure, the workspace is on the stack.
//   errors  "the workspace is too large for the stack": over TYPEGRAD_STACK_LIMIT
template<class P, shaped X>
constexpr auto apply(const P& p, const X& x) {
    using Net = detail::network_of<P>;
    using T = detail::value_type_of<P>;
    constexpr std::size_t n = detail::check_input<Net, X>();
    tensor<T, detail::batched_output<Net, n, shape_of<X>>> y{};
    if constexpr (std::is_same_v<T, float>) {
        if (!std::is_constant_evaluated()) {
            compute::apply_fused<n>(p, x, y);
            return y;
        }
    }
    for (std::size_t i = 0; i < n; ++i)
        compute::apply_scalar<Net>(p.data(), x.data() + i * Net::input::size, y.data() + i * Net::output::size);
    return y;
}

// dx = dL/dx for dy = dL/dy, and dp += dL/dp, in training mode: one sample or a leading batch axis. Tokens have no
// gradient: their dx is zero.
template<class P, shaped X, shaped DY>
constexpr auto vjp(const P& p, const X& x, const DY& dy, P& dp) {
    using Net = detail::network_of<P>;
    using T = detail::value_type_of<P>;
    constexpr std::size_t n = detail::check_input<Net, X>();
    static_assert(std::remove_cvref_t<DY>::shape_type::size == n * Net::output::size, "vjp: dy has another shape than y; give a tensor of the shape that apply returns");
    tensor<T, shape_of<X>> dx{};
    if constexpr (std::is_same_v<T, float>) {
        if (!std::is_constant_evaluated()) {
            compute::vjp_fused<n>(p, x, dy, dp, dx);
            return dx;
        }
    }
    if constexpr (compute::mixes_batches<Net>) {
        compute::vjp_batch<Net, n>(p.data(), n, [&](std::size_t i) { return x.data() + i * Net::input::size; }, dp.data(), [&](std::size_t i) { return dx.data() + i * Net::input::size; },
                                   [&](auto, auto slope) {
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t k = 0; k < Net::output::size; ++k) slope(i)[k] = dy.data()[i * Net::output::size + k];
        });
        return dx;
    }
    for (std::size_t i = 0; i < n; ++i)
        compute::vjp_scalar<Net>(p.data(), x.data() + i * Net::input::size, dp.data(), dx.data() + i * Net::input::size, [&](const T*, T* d) {
            for (std::size_t k = 0; k < Net::output::size; ++k) d[k] = dy.data()[i * Net::output::size + k];
        });
    return dx;
}

}
}

#endif
