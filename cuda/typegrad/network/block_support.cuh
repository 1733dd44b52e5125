#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_SUPPORT_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_SUPPORT_CUH

#include <typegrad/network/layer_call.hpp>

#include "block_recurrent.cuh"
#include "block_slices.cuh"

// Which networks have kernels, and one error for those that have none.
namespace typegrad::cuda {

// Layers that want of their context nothing but random numbers, or nothing.
template<class Layer>
inline constexpr bool wants_little = !typegrad::detail::wants_context<Layer> || requires { Layer::drops_by; };
template<std::size_t Width, bool Causal>
inline constexpr bool wants_little<typegrad::detail::attention_weights<Width, Causal>> = true;

template<class Plan, std::size_t S>
consteval bool step_has_kernel() {
    constexpr auto s = Plan::template step<S>;
    if constexpr (s.kind == step_kind::load || s.kind == step_kind::unload || s.kind == step_kind::map || s.core >= Plan::nodes) {
        return true;
    } else {
        using node = typename Plan::template node<S>;
        using layer = typename node::layer;
        if constexpr (s.kind == step_kind::linear) {
            return layer::template lowered<typename node::input>::formula.products == 1 && !layer::template lowered<typename node::input>::formula.spreads();
        } else if constexpr (recurrent_layer<layer>) {
            return recurrent_has_kernel<layer>;
        } else {
            return slicing_of<layer> != slicing::none && s.from.size <= 2 && !s.whole && wants_little<layer> && !(Plan::training && node::statistic_count > 0);
        }
    }
}
template<class Plan, std::size_t S = 0>
consteval bool has_kernels() {
    if constexpr (S == Plan::steps) return true;
    else return step_has_kernel<Plan, S>() && has_kernels<Plan, S + 1>();
}

}

#endif
