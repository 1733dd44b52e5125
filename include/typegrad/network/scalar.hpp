#ifndef TYPEGRAD_NETWORK_SCALAR_HPP
#define TYPEGRAD_NETWORK_SCALAR_HPP

#include <cstddef>

#include "../core/tensor.hpp"
#include "../einsum/contraction.hpp"
#include "../einsum/gradient.hpp"
#include "../einsum/loops.hpp"
#include "../simd/field.hpp"
#include "fuse.hpp"
#include "network.hpp"

// The network layer by layer, one number after the other, for any number type: the reference of the fused loops, and
// what runs in constant evaluation. There is no arena: every y is a local.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

template<class Shape, std::ptrdiff_t Unit = 1>
struct dense_field {
    static constexpr layout value = dense_layout<Shape>(Unit);
};

// The contraction of a linear layer and its two gradients, for one sample.
template<class Item>
struct scalar_kernels {
    using linear = typename Item::layer::template lowered<typename Item::input>;
    struct y {
        static constexpr einsum::contraction space = einsum::contract(linear::formula, dense_layout<typename linear::x>(),
                                                                      dense_layout<typename linear::w>(), dense_layout<typename linear::y>());
    };
    struct dx {
        static constexpr einsum::contraction space = einsum::gradient(y::space, einsum::wrt::x);
    };
    struct dw {
        static constexpr einsum::contraction space = einsum::gradient(y::space, einsum::wrt::w);
    };
};

template<class Item, class T>
constexpr void forward_scalar(const T* x, T* y, const T* p) {
    using layer = typename Item::layer;
    using X = typename Item::input;
    using Y = typename Item::output;
    const auto views = Item::parameters::at(p);
    if constexpr (elementwise<layer>) {
        for (std::size_t i = 0; i < X::size; ++i) y[i] = layer{}(x[i]);
    } else if constexpr (only_shape<layer>) {
        for (std::size_t i = 0; i < X::size; ++i) y[i] = x[i];
    } else if constexpr (has_linear<layer>) {
        if constexpr (requires { views.bias; })
            for (std::size_t i = 0; i < Y::size; ++i) y[i] = views.bias[i % views.bias.size()];
        einsum::run_scalar<typename scalar_kernels<Item>::y>(y, x, views.weight.data());
    } else {
        using in = simd::field<T, dense_field<X>, const T>;
        using out = simd::field<T, dense_field<Y>, T>;
        layer::forward(in{x}, out{y}, views);
    }
}

// dx is zero at first, or nullptr where nobody wants it; dp is added to.
template<class Item, class T>
constexpr void backward_scalar(const T* x, const T* y, const T* dy, T* dx, const T* p, T* dp) {
    using layer = typename Item::layer;
    using X = typename Item::input;
    using Y = typename Item::output;
    const auto views = Item::parameters::at(p);
    const auto slopes = Item::parameters::at(dp);
    if constexpr (elementwise<layer>) {
        if (dx) for (std::size_t i = 0; i < X::size; ++i) dx[i] = dy[i] * derivative<layer>::of(derivative<layer>::from_y ? y[i] : x[i]);
    } else if constexpr (only_shape<layer>) {
        if (dx) for (std::size_t i = 0; i < X::size; ++i) dx[i] = dy[i];
    } else if constexpr (has_linear<layer>) {
        using kernels = scalar_kernels<Item>;
        if constexpr (requires { slopes.bias; })
            for (std::size_t i = 0; i < Y::size; ++i) slopes.bias[i % slopes.bias.size()] += dy[i];
        einsum::run_scalar<typename kernels::dw>(slopes.weight.data(), x, dy);
        if (dx) einsum::run_scalar<typename kernels::dx>(dx, dy, views.weight.data());
    } else {
        tensor<T, X> unwanted;
        using in = simd::field<T, dense_field<X>, const T>;
        using out = simd::field<T, dense_field<Y>, const T>;
        layer::backward(in{x}, out{y}, out{dy}, simd::field<T, dense_field<X>, T>{dx ? dx : unwanted.data()}, views, slopes);
    }
}

template<class Net, std::size_t I, class T>
constexpr void apply_scalar(const T* p, const T* x, T* result) {
    using at = layer_of<Net, I>;
    if constexpr (I + 1 == Net::layers) {
        forward_scalar<at>(x, result, p + at::offset);
    } else {
        tensor<T, typename at::output> y;
        forward_scalar<at>(x, y.data(), p + at::offset);
        apply_scalar<Net, I + 1>(p, y.data(), result);
    }
}

// loss(y, dy) looks at the output and sets its gradient. dx as above.
template<class Net, std::size_t I, class T, class Loss>
constexpr void vjp_scalar(const T* p, const T* x, T* dp, T* dx, Loss&& loss) {
    using at = layer_of<Net, I>;
    tensor<T, typename at::output> y, dy;
    forward_scalar<at>(x, y.data(), p + at::offset);
    if constexpr (I + 1 == Net::layers) loss(y.data(), dy.data());
    else vjp_scalar<Net, I + 1>(p, y.data(), dp, dy.data(), loss);
    backward_scalar<at>(x, y.data(), dy.data(), dx, p + at::offset, dp + at::offset);
}

}
}
}

#endif
