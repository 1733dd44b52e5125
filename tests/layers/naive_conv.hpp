#ifndef TYPEGRAD_TESTS_LAYERS_NAIVE_CONV_HPP
#define TYPEGRAD_TESTS_LAYERS_NAIVE_CONV_HPP

#include <cstddef>

#include "check_layer.hpp"

// A convolution in plain loops. A sequence is an image one pixel wide.
namespace naive {

struct convolution {
    int kernel[2]{1, 1};
    int stride[2]{1, 1};
    int before[2]{0, 0};  // padding above and to the left
    int dilation[2]{1, 1};
    int groups = 1;
    bool bias = true;
};

struct image {
    int height, width, channels;

    template<class Shape>
    static constexpr image of() {
        auto extent = [](std::size_t a) { return static_cast<int>(Shape::extent(a)); };
        return Shape::rank == 3 ? image{extent(0), extent(1), extent(2)} : image{extent(0), 1, extent(1)};
    }
    constexpr int at(int h, int w, int c) const { return (h * width + w) * channels + c; }
    constexpr bool has(int h, int w) const { return h >= 0 && h < height && w >= 0 && w < width; }
};

// The weights lie as kernel height, kernel width, channels of a group, outputs; the bias follows them.
inline double output(const convolution& c, const image& in, const image& out, const double* p, const double* x, int h, int w, int o) {
    const int depth = in.channels / c.groups, group = o / (out.channels / c.groups);
    double sum = c.bias ? p[c.kernel[0] * c.kernel[1] * depth * out.channels + o] : 0;
    for (int k = 0; k < c.kernel[0]; ++k)
        for (int l = 0; l < c.kernel[1]; ++l)
            for (int i = 0; i < depth; ++i) {
                const int from_h = h * c.stride[0] + k * c.dilation[0] - c.before[0], from_w = w * c.stride[1] + l * c.dilation[1] - c.before[1];
                if (!in.has(from_h, from_w)) continue;
                sum += x[in.at(from_h, from_w, group * depth + i)] * p[((k * c.kernel[1] + l) * depth + i) * out.channels + o];
            }
    return sum;
}

template<class In, class Out>
auto convolve(const convolution& c) {
    return [c](const double* p, const double* x, double* y) {
        constexpr image in = image::of<In>(), out = image::of<Out>();
        for (int h = 0; h < out.height; ++h)
            for (int w = 0; w < out.width; ++w)
                for (int o = 0; o < out.channels; ++o) y[out.at(h, w, o)] = output(c, in, out, p, x, h, w, o);
    };
}

template<class Layer, class In, class Out>
void check_convolution(const convolution& c) {
    check::check_layer<Layer, In, Out>(convolve<In, Out>(c));
}

}

#endif
