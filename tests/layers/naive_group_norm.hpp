#ifndef TYPEGRAD_TESTS_LAYERS_NAIVE_GROUP_NORM_HPP
#define TYPEGRAD_TESTS_LAYERS_NAIVE_GROUP_NORM_HPP

#include <cmath>
#include <cstddef>

#include "check_layer.hpp"

// Group normalisation straight from the definition. Weight and bias stand one after the other in p, if there are any.
namespace naive {

template<class Layer, class In, std::size_t Groups>
void check_groups(double epsilon = 1e-5) {
    check::check_layer<Layer, In>([=](const double* p, const double* x, double* y) {
        constexpr std::size_t channels = In::extent(In::rank - 1), members = channels / Groups, parameters = Layer::template parameters<In>::size;
        auto each = [](std::size_t g, auto f) {
            for (std::size_t r = 0; r < In::size; r += channels)
                for (std::size_t c = g * members; c < (g + 1) * members; ++c) f(r + c, c);
        };
        for (std::size_t g = 0; g < Groups; ++g) {
            double mean = 0, variance = 0;
            each(g, [&](std::size_t i, std::size_t) { mean += x[i] * Groups / In::size; });
            each(g, [&](std::size_t i, std::size_t) { variance += (x[i] - mean) * (x[i] - mean) * Groups / In::size; });
            each(g, [&](std::size_t i, std::size_t c) {
                y[i] = (x[i] - mean) / std::sqrt(variance + epsilon) * (parameters >= channels ? p[c] : 1) + (parameters == 2 * channels ? p[channels + c] : 0);
            });
        }
    });
}

}

#endif
