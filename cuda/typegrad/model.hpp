#ifndef TYPEGRAD_CUDA_MODEL_HPP
#define TYPEGRAD_CUDA_MODEL_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include <typegrad/core/status.hpp>
#include <typegrad/network/parameters.hpp>

namespace typegrad::cuda {

struct nccl;  // in nccl.cuh, for tags

// A network on a GPU, for files that nvcc never sees. A tag says what runs there, and one file that it does see makes it:
//   struct classifier { using network = mlp; using loss = tg::cross_entropy; using optimizer = tg::adam; };     // a header
//   #include <typegrad/model.cuh>                                                                               // a .cu
//   template class tg::cuda::model<classifier>;
//   tg::cuda::model<classifier> there;   if (!there.state()) ...                                                // a .cpp
//   there.upload(p);   there.train_step(images, labels);   there.download(p);
// Without a loss it only infers. `using number = ...` says what operands are rounded to, if not to tg::bf16: tg::cuda::half;
// tg::cuda::tf32, floats with the mantissa of half; float, for which there are no tensor cores: the reference. Sums are in
// float always. All memory is taken, and all kernels are loaded, when the model is made; calls are queued on its own stream, and
// only wait for the GPU where they say so. The host's memory may change, or go, as soon as a call returns.
//   errors  each function gives a status that names the call, the file and the line; nothing changes then. A batch of no
//           samples is one. A loss or a gradient that is not finite is none, and changes nothing but what loss() says
template<class Tag>
class model {
    template<class T>
    static constexpr auto target_of() {
        if constexpr (requires { requires T::loss::classifies; }) return std::int32_t{};
        else return float{};
    }

public:
    using network = typename Tag::network;
    // Of a sample: the number of its class, or a row of numbers.
    using target = decltype(target_of<Tag>());
    static constexpr std::size_t in = network::input::size, out = network::output::size;
    static constexpr std::size_t targets = std::is_integral_v<target> ? 1 : out;

    // batch: the most samples of a step, and those that come from the host at once, through pinned memory.
    explicit model(std::size_t batch = 4096, int device = 0);
    ~model();
    model(const model&) = delete;
    model& operator=(const model&) = delete;
    // Whether there is such a device, and whether the model fits.
    const status& state() const { return state_; }

    // Waits until they are copied.
    status upload(const parameters<network>& p) { return upload_numbers(p.data()); }
    // Waits for what is queued.
    status download(parameters<network>& p) { return download_numbers(p.data()); }

    // From the host and back; waits.
    status infer(std::span<const float> x, std::span<float> y) { return infer_on_host(x.data(), y.data(), x.size(), y.size()); }
    // One step of the optimizer on one batch from the host. Waits where the batch before the last is not copied yet.
    status train_step(std::span<const float> x, std::span<const target> t) { return train_from_host(x.data(), t.data(), x.size(), t.size()); }
    // One pass over all samples in a shuffled order, which follows from the seed and the number of the epoch as in a trainer, in
    // batches of as many as the model was made for; the last may be smaller. While one is trained on, the next is copied; waits
    // where two are not copied yet, and returns when the last is queued.
    status epoch(std::span<const float> x, std::span<const target> t) { return epoch_from_host(x.data(), t.data(), x.size(), t.size()); }

    // What lies on the GPU already, and stays until it is read: n samples, nothing waits. To infer, x begins at a multiple of
    // 16 bytes and y at one of 8, as all that cudaMalloc gives does: chains of dense layers refuse any other where they read or
    // write numbers together.
    status infer(const float* x, float* y, std::size_t n);
    status train_step(const float* x, const target* t, std::size_t n);
    // As many steps, each on the next n samples, as one graph: asked for again, it is launched at once. A call unlike the last
    // makes another graph, and so does the first after set_seed or join: that takes memory, and time for each of its steps.
    status train_steps(const float* x, const target* t, std::size_t n, std::size_t steps);

    // Of a tag with `using all_reduce = tg::cuda::nccl`: from the next step on, gradients and losses are the mean over all models
    // of this communicator, an ncclComm_t of the model's device; null: its own again. Each begins with the same parameters, and
    // takes as many steps as the others on as many samples, of which each has a part, in a thread or a process of its own: one
    // that drove several would wait in the first for the others. (Not between ncclGroupStart and ncclGroupEnd, which would put
    // the mean behind the update.)
    status join(void* communicator);

    // Of the last step; waits for it.
    status loss(float& value);
    status wait();
    // A cudaStream_t, for events and copies of your own.
    void* stream() const;

    // Of dropout and its kin, from the next step on, and of the order of samples; 1 until then, as in a trainer.
    void set_seed(std::uint64_t seed);
    // Hyper-parameters, from the next step on.
    template<class Optimizer>
    status set_optimizer(const Optimizer& o) {
        static_assert(std::is_same_v<Optimizer, typename Tag::optimizer>, "cuda: another optimizer than the tag's; give one of that type");
        return set_optimizer_bytes(&o);
    }

private:
    struct device_side;

    status begin() const;
    status begin_training(std::size_t n, std::size_t x_size, std::size_t t_size);
    status upload_numbers(const float* p);
    status download_numbers(float* p);
    status infer_on_host(const float* x, float* y, std::size_t x_size, std::size_t y_size);
    status train_from_host(const float* x, const target* t, std::size_t x_size, std::size_t t_size);
    status epoch_from_host(const float* x, const target* t, std::size_t x_size, std::size_t t_size);
    status set_optimizer_bytes(const void* o);

    device_side* side_ = nullptr;
    status state_{};
};

}

#endif
