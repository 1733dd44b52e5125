#ifndef TYPEGRAD_CUDA_CHAIN_ENGINE_CUH
#define TYPEGRAD_CUDA_CHAIN_ENGINE_CUH

#include "chain_choice.cuh"
#include "core/step_number.cuh"
#include "launcher.cuh"

// Chains of dense layers, whose activations stay in registers.
namespace typegrad::cuda {

// Kernels known by the tag alone: nvcc cannot write the types of networks with names for the host.
template<class Tag>
struct chain_packing_kernel : pack_chain<typename Tag::network, number_of<Tag>> {};
template<class Tag>
struct chain_inference_kernel : chain_inference_of<Tag> {};
template<class Tag>
struct chain_training_kernel : chain_training_of<Tag> {};

template<class Tag>
class chain_engine {
    using network = typename Tag::network;
    using inference = chain_inference_kernel<Tag>;

public:
    // For what runs as a chain on this device.
    status open(const launcher& l, std::size_t) {
        const std::uint32_t bytes = shared_bytes_of(l.architecture);
        if constexpr (trains<Tag>)
            if (runs_as_chain<Tag, true>(bytes))
                if (status s = l.fits(chain_training_kernel<Tag>::shared_bytes); !s) return s;
        if (!runs_as_chain<Tag, false>(bytes)) return {};
        if (status s = l.fits(inference::shared_bytes); !s) return s;
        return packed_.allocate(packed_chain<network>::size);
    }
    // The parameters are new.
    void changed() { packed_now_ = false; }

    status infer(const launcher& l, const float* p, const float* x, float* y, std::size_t n) {
        if (!begins_at(x, inference::x_begins_at)) return status(error::mismatch, "cuda: the inputs on the device do not begin at a multiple of ").append(inference::x_begins_at).append(" bytes; give memory that cudaMalloc has aligned");
        if (!begins_at(y, inference::y_begins_at)) return status(error::mismatch, "cuda: the outputs on the device do not begin at a multiple of ").append(inference::y_begins_at).append(" bytes; give memory that cudaMalloc has aligned");
        if (!packed_now_) {
            if (status s = l.launch<chain_packing_kernel<Tag>>(l.processors, "cannot pack the weights", p, packed_.data()); !s) return s;
            packed_now_ = true;
        }
        return l.launch<inference>(l.blocks_for(n, inference::samples), "cannot infer", static_cast<const four_words*>(packed_.data()), x, y, static_cast<int>(n));
    }
    // For each block the part of the gradient of its samples, and of the loss; how many parts there are.
    template<class Target, class Loss>
    status gradient(const launcher& l, const float* p, const float* x, const Target* t, float* partial, float* losses, std::size_t n, const Loss& loss, const step_number&, int& parts) {
        using training = chain_training_kernel<Tag>;
        parts = l.blocks_for(n, training::tile);
        return l.launch<training>(parts, "cannot train", p, x, t, partial, losses, static_cast<int>(n), 1.0f / static_cast<float>(n), loss);
    }

private:
    static bool begins_at(const float* p, std::size_t multiple) { return reinterpret_cast<std::uintptr_t>(p) % multiple == 0; }

    device_memory<four_words> packed_;
    bool packed_now_ = false;  // whether they are made of the present parameters
};

}

#endif
