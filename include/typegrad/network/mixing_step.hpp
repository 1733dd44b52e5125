#ifndef TYPEGRAD_NETWORK_MIXING_STEP_HPP
#define TYPEGRAD_NETWORK_MIXING_STEP_HPP

#include <cstddef>
#include <type_traits>

#include "../core/parameter.hpp"
#include "../simd/field.hpp"
#include "step.hpp"

// A layer whose samples are not independent while training: it gets all of a batch at once, as groups that lie together.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// Group g is a tile of samples or one of them; the last ones may be no real samples.
template<class V, class Out, class In>
struct sample_groups {
    std::size_t groups, count;
    const float* x_at;
    float* y_at;
    const float* dy_at;
    float* dx_at;

    simd::field<V, In, const float> x(std::size_t g) const { return {x_at + g * In::part}; }
    simd::field<V, Out, float> y(std::size_t g) const { return {y_at + g * Out::part}; }
    simd::field<V, Out, const float> dy(std::size_t g) const { return {dy_at + g * Out::part}; }
    simd::field<V, In, float> dx(std::size_t g) const { return {dx_at + g * In::part}; }
    V valid(std::size_t g) const {
        if constexpr (std::is_same_v<V, float>) {
            return g < count ? 1.0f : 0.0f;
        } else {
            float each[V::lanes];
            for (std::size_t s = 0; s < V::lanes; ++s) each[s] = g * V::lanes + s < count ? 1.0f : 0.0f;
            return V::load(each);
        }
    }
};

template<class Batch, class Node, class Out, class In>
struct mixing_step : step_types<Batch, Out, In> {
    using layer = typename Node::layer;
    using V = std::conditional_t<(Out::unit > 1), simd::batch<float, Out::unit>, float>;
    using groups = sample_groups<V, Out, In>;
    static constexpr std::size_t calls = Batch::template calls<Out>, kept = layer::template kept_together<typename Node::input>;

    TYPEGRAD_KERNEL static void forward(const forward_pointers& at) {
        for (std::size_t i = 0; i < calls; ++i) clear_border<Out>(at.y + i * Out::part);
        layer::forward_batch(groups{calls, at.samples.count, at.x[0], at.y, nullptr, nullptr}, Node::parameters::at(at.p, at.statistics), at.kept);
    }
    template<class Slope>
    TYPEGRAD_KERNEL static void backward(const backward_pointers& at, const Slope& s) {
        const groups all{calls, at.samples.count, at.x[0], nullptr, at.dy, at.dx[0]};
        const auto views = Node::parameters::at(at.p, at.statistics);
        if (at.dp) layer::backward_batch(all, views, Node::parameters::at(at.dp, at.batch_statistics), at.kept);
        else layer::backward_batch(all, views, no_parameters::at(at.dp), at.kept);
        multiply_slope<mixing_step::input_sizes[0]>(at.dx[0], s);
    }
};

}
}
}

#endif
