#ifndef TYPEGRAD_TESTS_LAYERS_NAIVE_CONV_TRANSPOSE_HPP
#define TYPEGRAD_TESTS_LAYERS_NAIVE_CONV_TRANSPOSE_HPP

#include "layers/naive_conv.hpp"

// A transposed convolution in plain loops: every element of x goes wherever the weights send it.
namespace naive {

template<class In, class Out>
auto spread(const convolution& c) {
    return [c](const double* p, const double* x, double* y) {
        constexpr image in = image::of<In>(), out = image::of<Out>();
        const int depth = in.channels / c.groups, made = out.channels / c.groups;
        for (int i = 0; i < static_cast<int>(Out::size); ++i) y[i] = c.bias ? p[c.kernel[0] * c.kernel[1] * in.channels * made + i % out.channels] : 0;
        for (int h = 0; h < in.height; ++h)
            for (int w = 0; w < in.width; ++w)
                for (int i = 0; i < in.channels; ++i)
                    for (int k = 0; k < c.kernel[0]; ++k)
                        for (int l = 0; l < c.kernel[1]; ++l) {
                            const int to_h = h * c.stride[0] + k * c.dilation[0] - c.before[0], to_w = w * c.stride[1] + l * c.dilation[1] - c.before[1];
                            if (!out.has(to_h, to_w)) continue;
                            for (int o = 0; o < made; ++o)
                                y[out.at(to_h, to_w, i / depth * made + o)] += x[in.at(h, w, i)] * p[((k * c.kernel[1] + l) * in.channels + i) * made + o];
                        }
    };
}

template<class Layer, class In, class Out>
void check_transposed(const convolution& c) {
    check::check_layer<Layer, In, Out>(spread<In, Out>(c));
}

}

#endif
