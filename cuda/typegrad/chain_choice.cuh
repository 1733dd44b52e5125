#ifndef TYPEGRAD_CUDA_CHAIN_CHOICE_CUH
#define TYPEGRAD_CUDA_CHAIN_CHOICE_CUH

#include "core/architecture.cuh"
#include "network/chain_inference.cuh"
#include "tag.cuh"
#include "train/chain_training.cuh"

// Where a network runs as a chain of dense layers, and where in blocks like any other.
namespace typegrad::cuda {

template<class Tag>
using chain_inference_of = chain_inference<typename Tag::network, number_of<Tag>>;
template<class Tag>
using chain_training_of = chain_training<typename Tag::network, typename Tag::loss, number_of<Tag>, target_of<Tag>>;

// Neurons of the widest layer.
template<class Net, int I = 0>
consteval int widest_of_chain() {
    using chain = dense_chain<Net>;
    if constexpr (I == chain::depth) {
        return chain::template in<0>;
    } else {
        constexpr int others = widest_of_chain<Net, I + 1>();
        return chain::template out<I> > others ? chain::template out<I> : others;
    }
}
// With so many bytes of shared memory a block: its weights fit, or all that a tile of samples leaves behind when it trains, and
// a thread has registers for the sums of each layer.
template<class Tag, bool Training>
constexpr bool runs_as_chain(std::uint32_t bytes) {
    if constexpr (!is_chain<Tag>()) return false;
    else if constexpr (widest_of_chain<typename Tag::network>() > 128) return false;
    else if constexpr (!Training) return chain_inference_of<Tag>::shared_bytes <= bytes;
    else if constexpr (trains<Tag>) return chain_training_of<Tag>::shared_bytes <= bytes && chain_training_of<Tag>::registers <= chain_training_of<Tag>::room;
    else return false;
}
// On any architecture, and on all of them.
template<class Tag, bool Training>
inline constexpr bool chain_somewhere = runs_as_chain<Tag, Training>(shared_sizes[0]);
template<class Tag, bool Training>
inline constexpr bool chain_everywhere = runs_as_chain<Tag, Training>(shared_sizes[2]);
template<class Tag>
inline constexpr bool only_chains = chain_everywhere<Tag, false> && (chain_everywhere<Tag, true> || !trains<Tag>);
template<class Tag>
inline constexpr bool no_chains = !chain_somewhere<Tag, false> && !chain_somewhere<Tag, true>;

}

#endif
