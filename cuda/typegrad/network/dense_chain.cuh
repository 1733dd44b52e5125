#ifndef TYPEGRAD_CUDA_NETWORK_DENSE_CHAIN_CUH
#define TYPEGRAD_CUDA_NETWORK_DENSE_CHAIN_CUH

#include <cstddef>

#include <typegrad/layers/dense.hpp>
#include <typegrad/network/fuse.hpp>

// Networks that are dense layers, each followed by activations: what a kernel wants to know of them.
namespace typegrad::cuda {

template<class Layer>
inline constexpr bool is_dense = false;
template<std::size_t Out, auto... Options>
inline constexpr bool is_dense<dense<Out, Options...>> = true;

template<class Net>
struct dense_chain {
    using graph = typegrad::detail::graph<Net>;
    using fused = typegrad::detail::fuse<Net, false>;
    static constexpr int depth = static_cast<int>(fused::steps.size);

    template<int I>
    static constexpr const typegrad::detail::step_range& step = fused::steps.at[I];
    template<int I>
    using node = typename graph::template node<step<I>.core>;
    template<int I>
    using activation = typename typegrad::detail::chain_of<Net, step<I>.core + 1, step<I>.end>::type;

    template<int I>
    static constexpr int in = static_cast<int>(node<I>::input::size);
    template<int I>
    static constexpr int out = static_cast<int>(node<I>::output::size);
    // Of its weights <in, out>, and of its bias behind them, among the parameters.
    template<int I>
    static constexpr int weight = static_cast<int>(graph::table.at[step<I>.core].offset);
    template<int I>
    static constexpr int bias = weight<I> + in<I> * out<I>;
    template<int I>
    static constexpr bool has_bias = node<I>::layer::options.bias;
    template<int I>
    static constexpr bool frozen = graph::table.at[step<I>.core].frozen;
    // The first layer that trains the parameters of layer I, with which it may share them; `depth` if none does.
    template<int I, int J = 0>
    static consteval int trainer() {
        if constexpr (J == depth) return depth;
        else if constexpr (!frozen<J> && weight<J> == weight<I>) return J;
        else return trainer<I, J + 1>();
    }

    // Whether the network is one.
    static consteval bool possible() {
        return check(std::make_index_sequence<fused::steps.size>{});
    }

private:
    template<std::size_t I>
    static consteval bool dense_alone() {
        constexpr typegrad::detail::step_range s = fused::steps.at[I];
        if constexpr (s.kind != typegrad::detail::step_kind::linear || s.core >= graph::nodes) return false;
        else return is_dense<typename graph::template node<s.core>::layer> && s.pool == s.none && s.norm == s.none && !s.sums && s.from.value[0] == I;
    }
    template<std::size_t... I>
    static consteval bool check(std::index_sequence<I...>) {
        return sizeof...(I) > 0 && (dense_alone<I>() && ...);
    }
};

}

#endif
