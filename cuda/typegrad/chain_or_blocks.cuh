#ifndef TYPEGRAD_CUDA_CHAIN_OR_BLOCKS_CUH
#define TYPEGRAD_CUDA_CHAIN_OR_BLOCKS_CUH

#include "block_engine.cuh"
#include "chain_engine.cuh"

namespace typegrad::cuda {

// Chains that are too large for the shared memory of some architectures: the device decides, to infer and to train, which of
// the engines runs.
template<class Tag>
class chain_or_blocks {
public:
    status open(const launcher& l, std::size_t batch) {
        const std::uint32_t bytes = shared_bytes_of(l.architecture);
        chain_infers_ = runs_as_chain<Tag, false>(bytes);
        chain_trains_ = runs_as_chain<Tag, true>(bytes);
        if (status s = chain_.open(l, batch); !s) return s;
        return chain_infers_ && (chain_trains_ || !trains<Tag>) ? status() : blocks_.open(l, batch);
    }
    void changed() {
        chain_.changed();
        blocks_.changed();
    }
    template<class... Arguments>
    status infer(const Arguments&... arguments) {
        if constexpr (chain_somewhere<Tag, false>)
            if (chain_infers_) return chain_.infer(arguments...);
        if constexpr (chain_everywhere<Tag, false>) return {};
        else return blocks_.infer(arguments...);
    }
    template<class... Arguments>
    status gradient(Arguments&&... arguments) {
        if constexpr (chain_somewhere<Tag, true>)
            if (chain_trains_) return chain_.gradient(arguments...);
        if constexpr (chain_everywhere<Tag, true>) return {};
        else return blocks_.gradient(arguments...);
    }

private:
    chain_engine<Tag> chain_;
    block_engine<Tag> blocks_;
    bool chain_infers_ = false, chain_trains_ = false;
};

}

#endif
