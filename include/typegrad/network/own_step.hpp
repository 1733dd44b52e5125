#ifndef TYPEGRAD_NETWORK_OWN_STEP_HPP
#define TYPEGRAD_NETWORK_OWN_STEP_HPP

#include <cstddef>
#include <utility>

#include "../core/parameter.hpp"
#include "../simd/field.hpp"
#include "layer_call.hpp"
#include "step.hpp"

// A layer with its own forward and backward, on batches of samples or on one sample after the other.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

template<class Batch, class Node, class Mode, class Out, class... In>
struct own_step : step_types<Batch, Out, In...> {
    using layer = typename Node::layer;
    using numbers = step_types<Batch, Out, In...>;
    static constexpr int unit = Out::unit;
    using V = std::conditional_t<(unit > 1), simd::batch<float, unit>, float>;
    static constexpr std::size_t calls = Batch::template calls<Out>;
    static constexpr std::size_t kept_row = kept_numbers<layer, typename Node::input> * static_cast<std::size_t>(unit);
    static constexpr std::size_t kept = kept_row * calls;
    static constexpr std::size_t state = state_numbers<layer, typename Node::input>;
    static constexpr bool streams = looks_back<layer, Node>();
    // Samples that one call of the layer works on.
    static constexpr std::size_t together = unit > 1 ? static_cast<std::size_t>(unit) : 1;

    TYPEGRAD_KERNEL static void forward(const forward_pointers& at) {
        const auto views = parameters(at.p, at.statistics);
        for (std::size_t i = 0; i < calls; ++i) {
            clear_border<Out>(at.y + i * Out::part);
            const layer_context<V, Mode> context{at.kept + i * kept_row, at.random, at.samples.first + i * together, at.state};
            call(std::index_sequence_for<In...>{}, [&](auto x) {
                call_forward<layer>(x, simd::field<V, Out, float>{at.y + i * Out::part}, views, context);
            }, at.x, i);
        }
    }
    template<class Slope>
    TYPEGRAD_KERNEL static void backward(const backward_pointers& at, const Slope& s) {
        if (at.dp) run(at, s, parameters(at.dp, at.batch_statistics));
        else run(at, s, no_parameters::at(at.dp));
    }

private:
    template<class T>
    static auto parameters(T* p, T* statistics) {
        if constexpr (Node::statistic_count > 0) return Node::parameters::at(p, statistics);
        else return Node::parameters::at(p);
    }
    template<class Slope, class Slopes>
    TYPEGRAD_INLINE static void run(const backward_pointers& at, const Slope& s, const Slopes& slopes) {
        const auto views = parameters(at.p, at.statistics);
        for (std::size_t i = 0; i < calls; ++i) {
            const layer_context<V, mode::training> context{at.kept + i * kept_row, at.random, at.samples.first + i * together};
            call(std::index_sequence_for<In...>{}, [&](auto x) {
                call(std::index_sequence_for<In...>{}, [&](auto dx) {
                    call_backward<layer>(x, simd::field<V, Out, const float>{at.y + i * Out::part}, simd::field<V, Out, const float>{at.dy + i * Out::part}, dx, views, slopes, context);
                }, at.dx, i);
            }, at.x, i);
        }
        if constexpr (sizeof...(In) == 1) multiply_slope<numbers::input_sizes[0]>(at.dx[0], s);
    }
    // f(the operands of call i): one field, or several as fields.
    template<std::size_t... I, class F, class T>
    TYPEGRAD_INLINE static void call(std::index_sequence<I...>, F f, T* const (&x)[max_items], std::size_t i) {
        if constexpr (sizeof...(In) == 1) (f(simd::field<V, In, T>{x[I] + i * In::part}), ...);
        else f(simd::fields<simd::field<V, In, T>...>(simd::field<V, In, T>{x[I] + i * In::part}...));
    }
};

}
}
}

#endif
