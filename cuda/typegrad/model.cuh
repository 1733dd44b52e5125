#ifndef TYPEGRAD_CUDA_MODEL_CUH
#define TYPEGRAD_CUDA_MODEL_CUH

#include <algorithm>
#include <cstring>
#include <new>

#include "context/device_context.cuh"
#include "device_memory.cuh"
#include "model.hpp"
#include "network/chain_inference.cuh"
#include "train/chain_training.cuh"
#include "train/chain_update.cuh"

// The members of model, for the file that nvcc compiles.
namespace typegrad::cuda {

template<class Tag>
concept trains = requires { typename Tag::loss; typename Tag::optimizer; };
template<class Tag>
struct number_of {
    using type = bf16;
};
template<class Tag>
    requires requires { typename Tag::number; }
struct number_of<Tag> {
    using type = typename Tag::number;
};

// Kernels known by the tag alone: nvcc cannot write the types of networks with names for the host.
template<class Tag>
struct packing_kernel : pack_chain<typename Tag::network, typename number_of<Tag>::type> {};
template<class Tag>
struct inference_kernel : chain_inference<typename Tag::network, typename number_of<Tag>::type> {};
template<class Tag>
struct training_kernel : chain_training<typename Tag::network, typename Tag::loss, typename number_of<Tag>::type, typename model<Tag>::target> {};
template<class Tag>
struct update_kernel : chain_update<typename Tag::network, typename Tag::optimizer> {};

template<class Tag>
consteval bool runs_on_gpu() {
    static_assert(dense_chain<typename Tag::network>::possible(), "cuda: only networks of dense layers, each followed by activations, run on the GPU so far; use the CPU for this one");
    if constexpr (trains<Tag>) {
        constexpr bool by_step = requires(typename Tag::optimizer o) { o.prepare(std::size_t{1}); };
        static_assert(by_step, "cuda: an optimizer that looks at the whole gradient does not run on the GPU so far; use one that takes each parameter by itself");
    }
    return true;
}

template<class Tag>
struct model<Tag>::device_side {
    static_assert(runs_on_gpu<Tag>());
    template<bool Trains, class T>
    struct training_parts {};
    template<class T>
    struct training_parts<true, T> {
        typename T::optimizer optimizer{};
        typename T::loss loss{};
        device_memory<float> states, gradient, value, partial, losses;
        device_memory<std::uint64_t> step;

        // The graph of the last call of train_steps, and what it was made for.
        struct call {
            const float* x = nullptr;
            const target* t = nullptr;
            std::size_t n = 0, steps = 0;
            bool operator==(const call&) const = default;
        };
        call made{};
        cudaGraphExec_t graph = nullptr;

        void forget() {
            if (graph) (void)cudaGraphExecDestroy(graph);
            graph = nullptr;
        }
        ~training_parts() { forget(); }
    };

    cudaStream_t stream = nullptr;
    int processors = 0;
    std::size_t batch = 0;
    device_memory<float> parameters, x, y;
    device_memory<target> t;
    device_memory<four_words> packed;
    training_parts<trains<Tag>, Tag> training;
    bool packed_now = false;  // whether `packed` is made of these parameters

    ~device_side() {
        if (stream) (void)cudaStreamDestroy(stream);
    }

    status open(std::size_t samples, int device) {
        int devices = 0, major = 0, shared = 0;
        if (status s = check(cudaGetDeviceCount(&devices), "no GPU can be used"); !s) return s;
        if (device < 0 || device >= devices) return status(error::device, "cuda: there is no device ").append(static_cast<std::size_t>(device)).append("; count from 0");
        if (status s = check(cudaSetDevice(device), "cannot use the device"); !s) return s;
        if (status s = check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device), "cannot ask the device"); !s) return s;
        if (major < 8) return status(error::device, "cuda: the device is older than sm_80, whose products of bf16 this needs");
        (void)cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device);
        (void)cudaDeviceGetAttribute(&shared, cudaDevAttrMaxSharedMemoryPerBlockOptin, device);
        batch = samples;
        if (status s = prepare<inference_kernel<Tag>>(shared); !s) return s;
        if (status s = check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "cannot make a stream"); !s) return s;
        constexpr std::size_t numbers = network::parameter_count;
        if (status s = parameters.allocate(numbers); !s) return s;
        if (status s = packed.allocate(packed_chain<network>::size); !s) return s;
        if (status s = x.allocate(batch * in); !s) return s;
        if (status s = y.allocate(batch * out); !s) return s;
        if (status s = t.allocate(batch * targets); !s) return s;
        if constexpr (trains<Tag>) {
            if (status s = prepare<training_kernel<Tag>>(shared); !s) return s;
            const auto parts = static_cast<std::size_t>(processors);
            if (status s = training.states.allocate(Tag::optimizer::states * numbers); !s) return s;
            if (status s = training.gradient.allocate(numbers); !s) return s;
            if (status s = training.value.allocate(1); !s) return s;
            if (status s = training.partial.allocate(parts * numbers); !s) return s;
            if (status s = training.losses.allocate(parts); !s) return s;
            if (status s = training.step.allocate(1); !s) return s;
        }
        return check(cudaDeviceSynchronize(), "cannot clear memory");
    }
    template<class Kernel>
    static status prepare(int most) {
        if (Kernel::shared_bytes > static_cast<std::uint32_t>(most))
            return status(error::device, "cuda: the network needs ").append(std::size_t{Kernel::shared_bytes}).append(" bytes of shared memory, the device has ").append(static_cast<std::size_t>(most)).append(" a block; use fewer or narrower layers");
        return {};
    }
    template<class Kernel, class... Arguments>
    status launch(int blocks, const char* what, Arguments... arguments) {
        const auto kernel = &entry<Kernel, Arguments...>;
        if constexpr (Kernel::shared_bytes > 48 << 10)  // more than a kernel may have unasked
            if (status s = check(cudaFuncSetAttribute(reinterpret_cast<const void*>(kernel), cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(Kernel::shared_bytes)), what); !s) return s;
        kernel<<<blocks, Kernel::threads, Kernel::shared_bytes, stream>>>(arguments...);
        return check(cudaGetLastError(), what);
    }
    int blocks_for(std::size_t n, int tile) const { return static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(processors), (n + static_cast<std::size_t>(tile) - 1) / static_cast<std::size_t>(tile))); }

    // Kernels count samples as int.
    static status count(std::size_t n) { return n < std::size_t{1} << 30 ? status() : status(error::out_of_range, "cuda: 2^30 samples or more in a call; give it in parts"); }
    status infer(const float* from, float* to, std::size_t n) {
        if (n == 0) return {};
        if (status s = count(n); !s) return s;
        if (!packed_now) {
            if (status s = launch<packing_kernel<Tag>>(processors, "cannot pack the weights", static_cast<const float*>(parameters.data()), packed.data()); !s) return s;
            packed_now = true;
        }
        using kernel = inference_kernel<Tag>;
        return launch<kernel>(blocks_for(n, kernel::samples), "cannot infer", static_cast<const four_words*>(packed.data()), from, to, static_cast<int>(n));
    }
    status train(const float* from, const target* to, std::size_t n) {
        if constexpr (trains<Tag>) {
            if (n == 0) return status(error::out_of_range, "cuda: a batch of no samples; give one at least");
            if (status s = count(n); !s) return s;
            using kernel = training_kernel<Tag>;
            using update = update_kernel<Tag>;
            const int parts = blocks_for(n, kernel::tile);
            if (status s = launch<kernel>(parts, "cannot train", static_cast<const float*>(parameters.data()), from, to, training.partial.data(), training.losses.data(), static_cast<int>(n),
                                          1.0f / static_cast<float>(n), training.loss); !s) return s;
            packed_now = false;
            const training_state all{parameters.data(), training.states.data(), training.gradient.data(), training.value.data(), training.step.data()};
            if (status s = launch<update>(update::blocks, "cannot update", all, static_cast<const float*>(training.partial.data()), static_cast<const float*>(training.losses.data()), parts, training.optimizer); !s) return s;
            return launch<count_step>(1, "cannot count the step", training.step.data(), static_cast<const float*>(training.value.data()));
        } else {
            return status(error::mismatch, "cuda: the model has no loss and no optimizer; name them in its tag");
        }
    }
    status train(const float* from, const target* to, std::size_t n, std::size_t steps) {
        if constexpr (trains<Tag>) {
            const typename training_parts<true, Tag>::call asked{from, to, n, steps};
            if (!training.graph || !(training.made == asked)) {
                training.forget();
                if (status s = record(asked); !s) return s;
                training.made = asked;
            }
            packed_now = false;
            return check(cudaGraphLaunch(training.graph, stream), "cannot launch the steps");
        } else {
            return train(from, to, n);
        }
    }
    // The steps of a call as a graph, none of them done.
    template<class Call>
    status record(const Call& asked) {
        if (status s = check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "cannot record the steps"); !s) return s;
        status failed;
        for (std::size_t k = 0; k < asked.steps && failed.ok(); ++k) failed = train(asked.x + k * asked.n * in, asked.t + k * asked.n * targets, asked.n);
        cudaGraph_t recorded = nullptr;
        const status ended = check(cudaStreamEndCapture(stream, &recorded), "cannot record the steps");
        status made = !failed ? failed : ended;
        if (made.ok()) made = check(cudaGraphInstantiate(&training.graph, recorded, 0), "cannot make a graph of the steps");
        if (recorded) (void)cudaGraphDestroy(recorded);
        return made;
    }
};

template<class Tag>
model<Tag>::model(std::size_t batch, int device) {
    side_ = new (std::nothrow) device_side;
    state_ = side_ ? side_->open(batch ? batch : 1, device) : status(error::out_of_range, "cuda: there is no memory for the model");
    if (state_.ok() || !side_) return;
    delete side_;
    side_ = nullptr;
}
template<class Tag>
model<Tag>::~model() {
    if (side_) (void)wait();
    delete side_;
}
template<class Tag>
status model<Tag>::wait() {
    return side_ ? check(cudaStreamSynchronize(side_->stream), "a kernel failed") : state_;
}
template<class Tag>
void* model<Tag>::stream() const {
    return side_ ? side_->stream : nullptr;
}
template<class Tag>
status model<Tag>::upload_numbers(const float* p) {
    if (!side_) return state_;
    side_->packed_now = false;
    return check(cudaMemcpyAsync(side_->parameters.data(), p, network::parameter_count * sizeof(float), cudaMemcpyHostToDevice, side_->stream), "cannot upload parameters");
}
template<class Tag>
status model<Tag>::download_numbers(float* p) {
    if (!side_) return state_;
    if (status s = check(cudaMemcpyAsync(p, side_->parameters.data(), network::parameter_count * sizeof(float), cudaMemcpyDeviceToHost, side_->stream), "cannot download parameters"); !s) return s;
    return wait();
}
template<class Tag>
status model<Tag>::infer(const float* x, float* y, std::size_t n) {
    return side_ ? side_->infer(x, y, n) : state_;
}
template<class Tag>
status model<Tag>::train_step(const float* x, const target* t, std::size_t n) {
    return side_ ? side_->train(x, t, n) : state_;
}
template<class Tag>
status model<Tag>::train_steps(const float* x, const target* t, std::size_t n, std::size_t steps) {
    if (!side_) return state_;
    return steps == 0 ? status() : side_->train(x, t, n, steps);
}
template<class Tag>
status model<Tag>::infer_on_host(const float* x, float* y, std::size_t x_size, std::size_t y_size) {
    if (!side_) return state_;
    const std::size_t n = x_size / in;
    if (x_size != n * in || y_size != n * out) return status(error::mismatch, "cuda: inputs and outputs are of different numbers of samples");
    for (std::size_t done = 0; done < n; done += side_->batch) {
        const std::size_t some = std::min(side_->batch, n - done);
        if (status s = check(cudaMemcpyAsync(side_->x.data(), x + done * in, some * in * sizeof(float), cudaMemcpyHostToDevice, side_->stream), "cannot copy the inputs"); !s) return s;
        if (status s = side_->infer(side_->x.data(), side_->y.data(), some); !s) return s;
        if (status s = check(cudaMemcpyAsync(y + done * out, side_->y.data(), some * out * sizeof(float), cudaMemcpyDeviceToHost, side_->stream), "cannot copy the outputs"); !s) return s;
    }
    return wait();
}
template<class Tag>
status model<Tag>::train_from_host(const float* x, const target* t, std::size_t x_size, std::size_t t_size) {
    if (!side_) return state_;
    const std::size_t n = x_size / in;
    if (x_size != n * in || t_size != n * targets) return status(error::mismatch, "cuda: inputs and targets are of different numbers of samples");
    if (n > side_->batch) return status(error::out_of_range, "cuda: a batch of ").append(n).append(" samples; the model was made for ").append(side_->batch);
    if (status s = check(cudaMemcpyAsync(side_->x.data(), x, x_size * sizeof(float), cudaMemcpyHostToDevice, side_->stream), "cannot copy the inputs"); !s) return s;
    if (status s = check(cudaMemcpyAsync(side_->t.data(), t, t_size * sizeof(target), cudaMemcpyHostToDevice, side_->stream), "cannot copy the targets"); !s) return s;
    return side_->train(side_->x.data(), side_->t.data(), n);
}
template<class Tag>
status model<Tag>::loss(float& value) {
    if (!side_) return state_;
    if constexpr (trains<Tag>) {
        if (status s = check(cudaMemcpyAsync(&value, side_->training.value.data(), sizeof value, cudaMemcpyDeviceToHost, side_->stream), "cannot copy the loss"); !s) return s;
        return wait();
    } else {
        return status(error::mismatch, "cuda: the model has no loss; name one in its tag");
    }
}
template<class Tag>
void model<Tag>::set_optimizer_bytes(const void* bytes, std::size_t n) {
    if constexpr (trains<Tag>)
        if (side_ && n == sizeof side_->training.optimizer) {
            std::memcpy(&side_->training.optimizer, bytes, n);
            side_->training.forget();  // a graph holds the old ones
        }
}

}

#endif
