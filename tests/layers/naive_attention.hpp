#ifndef TYPEGRAD_TESTS_LAYERS_NAIVE_ATTENTION_HPP
#define TYPEGRAD_TESTS_LAYERS_NAIVE_ATTENTION_HPP

#include <cmath>
#include <vector>

#include <typegrad/layers/bundle_shape.hpp>
#include <typegrad/layers/compose.hpp>

#include "composed.hpp"

// What the tests of attention share.
namespace check {

// The formula, one query and head after the other; visible(q, k) says which keys count.
template<class Visible>
void naive_attention(const double* q, const double* k, const double* v, double* y, std::size_t queries, std::size_t keys, std::size_t heads, std::size_t shared, std::size_t width, Visible visible) {
    for (std::size_t i = 0; i < queries; ++i)
        for (std::size_t h = 0; h < heads; ++h) {
            const std::size_t g = h / (heads / shared);
            std::vector<double> e(keys);
            double sum = 0;
            for (std::size_t j = 0; j < keys; ++j) {
                double score = 0;
                for (std::size_t d = 0; d < width; ++d) score += q[(i * heads + h) * width + d] * k[(j * shared + g) * width + d];
                sum += e[j] = visible(i, j) ? std::exp(score / std::sqrt(static_cast<double>(width))) : 0;
            }
            for (std::size_t d = 0; d < width; ++d) {
                double mixed = 0;
                for (std::size_t j = 0; j < keys; ++j) mixed += e[j] * v[(j * shared + g) * width + d];
                y[(i * heads + h) * width + d] = sum > 0 ? mixed / sum : 0;
            }
        }
}

// Which keys a query sees through a mask <K> or <Q, K>; the last key is the last query's.
template<bool Causal, class Mask>
auto seen(const double* mask, std::size_t queries, std::size_t keys) {
    return [=](std::size_t q, std::size_t k) { return (!Causal || k + queries <= q + keys) && mask[Mask::rank == 1 ? k : q * keys + k] > 0; };
}

// Masks must be 0 exactly, and stay so in central differences.
struct above_zero {
    template<class V>
    constexpr V operator()(V x) const { return tg::math::select(x > V(0), V(1), V(0)); }
    template<class V>
    constexpr V df(V) const { return V(0); }
};
template<class Layer, class In, std::size_t Mask>
struct thresholded;
template<class Layer, class... Items, std::size_t Mask>
struct thresholded<Layer, tg::bundle<Items...>, Mask> : tg::network<tg::inputs<Items...>, tg::at<Mask, above_zero>, Layer> {};

// A layer whose last item is a mask: naive(p, x, y) takes what is not above 0 as hidden.
template<class Layer, class In, class Naive>
void check_masked(Naive naive) {
    constexpr std::size_t mask = tg::item_total<In> - 1, samples = lanes + 1;
    using behind = thresholded<Layer, In, mask>;
    const problem<behind> q(samples, 0.25f);
    check_forward(q, naive);
    for (std::size_t s = 0; s < 4; ++s) {
        problem<behind> one = q;  // whose first sample is number s
        std::copy(q.x.begin() + static_cast<std::ptrdiff_t>(s * q.in), q.x.begin() + static_cast<std::ptrdiff_t>((s + 1) * q.in), one.x.begin());
        one.solve();
        check_gradients(one);
    }
    check_batches<behind, 1>(q);
    check_batches<behind, samples>(q);

    problem<alone<Layer, In>> given(samples, 0.25f);  // the mask itself is the input
    for (std::size_t i = 0; i < given.x.size(); ++i)
        if (i % given.in >= In::template offset_of<mask>()) given.x[i] = given.x[i] > 0 ? 1.0f : 0.0f;
    given.solve();
    CHECK(given.y == q.y);
    check_batches<alone<Layer, In>, 1>(given);
    check_batches<alone<Layer, In>, samples>(given);
}

}

#endif
