#ifndef TYPEGRAD_TESTS_LAYERS_NAIVE_POOL_HPP
#define TYPEGRAD_TESTS_LAYERS_NAIVE_POOL_HPP

#include <vector>

#include "layers/naive_conv.hpp"

// Pooling in plain loops: what lies in each window goes into a list.
namespace naive {

struct pooling {
    int kernel[2]{1, 1};
    int stride[2]{1, 1};
    int before[2]{0, 0};
    int dilation[2]{1, 1};
};

inline std::vector<double> inside(const pooling& p, const image& in, const double* x, int h, int w, int c) {
    std::vector<double> found;
    for (int k = 0; k < p.kernel[0]; ++k)
        for (int l = 0; l < p.kernel[1]; ++l) {
            const int from_h = h * p.stride[0] + k * p.dilation[0] - p.before[0], from_w = w * p.stride[1] + l * p.dilation[1] - p.before[1];
            if (in.has(from_h, from_w)) found.push_back(x[in.at(from_h, from_w, c)]);
        }
    return found;
}

template<class Layer, class In, class Out, class Reduce>
void check_pooling(const pooling& p, Reduce reduce) {
    check::check_layer<Layer, In, Out>([=](const double*, const double* x, double* y) {
        constexpr image in = image::of<In>(), out = image::of<Out>();
        for (int h = 0; h < out.height; ++h)
            for (int w = 0; w < out.width; ++w)
                for (int c = 0; c < out.channels; ++c) y[out.at(h, w, c)] = reduce(inside(p, in, x, h, w, c));
    });
}

}

#endif
