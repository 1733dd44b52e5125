#ifndef TYPEGRAD_CUDA_MODEL_CUH
#define TYPEGRAD_CUDA_MODEL_CUH

#include <algorithm>
#include <cstring>
#include <new>
#include <type_traits>

#include "block_engine.cuh"
#include "chain_engine.cuh"
#include "network/block_support.cuh"
#include "train/update.cuh"

// The members of model, for the file that nvcc compiles.
namespace typegrad::cuda {

template<class Tag>
struct update_kernel : update_parameters<typename Tag::network, typename Tag::optimizer> {};

template<class Tag>
inline constexpr bool has_engine = chain_engine<Tag>::possible() || (has_kernels<block_plan<typename Tag::network, false>>() && has_kernels<block_plan<typename Tag::network, trains<Tag>>>());
// Whether the optimizer takes each parameter by itself.
template<class Tag>
concept steps_by_itself = trains<Tag> && requires(typename Tag::optimizer o) { o.prepare(std::size_t{1}); };
template<class Tag>
consteval bool runs_on_gpu() {
    static_assert(has_engine<Tag>, "cuda: a layer of the network has no kernel so far; there are dense layers, convolutions, activations, pools, attention, norms, sums, dropout, and rnn, lstm and gru without with_state");
    if constexpr (trains<Tag>) {
        static_assert(steps_by_itself<Tag>, "cuda: an optimizer that looks at the whole gradient does not run on the GPU so far; use one that takes each parameter by itself");
    }
    return has_engine<Tag>;
}
// Where there is no other, after one error.
template<class Tag>
struct no_engine {
    template<class... Arguments>
    status open(const Arguments&...);
    template<class... Arguments>
    status infer(const Arguments&...);
    template<class... Arguments>
    status gradient(const Arguments&...);
    void changed();
};
template<class Tag>
using engine_of = std::conditional_t<chain_engine<Tag>::possible(), chain_engine<Tag>, std::conditional_t<has_engine<Tag>, block_engine<Tag>, no_engine<Tag>>>;

template<class Tag>
struct model<Tag>::device_side {
    static_assert((runs_on_gpu<Tag>(), true));  // one error is enough
    template<bool Trains, class T>
    struct training_parts {};
    template<class T>
    struct training_parts<true, T> {
        typename T::optimizer optimizer{};
        typename T::loss loss{};
        std::uint64_t seed = 1;
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

    launcher queue;
    std::size_t batch = 0;
    device_memory<float> parameters, x, y;
    device_memory<target> t;
    training_parts<trains<Tag>, Tag> training;
    engine_of<Tag> engine;

    status open(std::size_t samples, int device) {
        batch = samples;
        if (status s = queue.open(device); !s) return s;
        if (status s = engine.open(queue, batch); !s) return s;
        constexpr std::size_t numbers = network::parameter_count;
        if (status s = parameters.allocate(numbers + network::statistic_count); !s) return s;
        if (status s = x.allocate(batch * in); !s) return s;
        if (status s = y.allocate(batch * out); !s) return s;
        if (status s = t.allocate(batch * targets); !s) return s;
        if constexpr (trains<Tag>) {
            const auto parts = static_cast<std::size_t>(queue.processors);
            if (status s = training.states.allocate(Tag::optimizer::states * numbers); !s) return s;
            if (status s = training.gradient.allocate(numbers); !s) return s;
            if (status s = training.value.allocate(1); !s) return s;
            if (status s = training.partial.allocate(parts * numbers); !s) return s;
            if (status s = training.losses.allocate(parts); !s) return s;
            if (status s = training.step.allocate(1); !s) return s;
        }
        return check(cudaDeviceSynchronize(), "cannot clear memory");
    }

    // Kernels count samples as int.
    static status count(std::size_t n) { return n < std::size_t{1} << 30 ? status() : status(error::out_of_range, "cuda: 2^30 samples or more in a call; give it in parts"); }
    status infer(const float* from, float* to, std::size_t n) {
        if (n == 0) return {};
        if (status s = count(n); !s) return s;
        return engine.infer(queue, parameters.data(), from, to, n);
    }
    status train(const float* from, const target* to, std::size_t n) {
        if constexpr (steps_by_itself<Tag>) {
            if (n == 0) return status(error::out_of_range, "cuda: a batch of no samples; give one at least");
            if (status s = count(n); !s) return s;
            using update = update_kernel<Tag>;
            int parts = 0;
            if (status s = engine.gradient(queue, parameters.data(), from, to, training.partial.data(), training.losses.data(), n, training.loss, step_number{training.seed, training.step.data()}, parts); !s) return s;
            engine.changed();
            const training_state all{parameters.data(), training.states.data(), training.gradient.data(), training.value.data(), training.step.data()};
            if (status s = queue.launch<update>(update::blocks, "cannot update", all, static_cast<const float*>(training.partial.data()), static_cast<const float*>(training.losses.data()), parts, training.optimizer); !s) return s;
            return queue.launch<count_step>(1, "cannot count the step", training.step.data(), static_cast<const float*>(training.value.data()));
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
            engine.changed();
            return check(cudaGraphLaunch(training.graph, queue.stream), "cannot launch the steps");
        } else {
            return train(from, to, n);
        }
    }
    // The steps of a call as a graph, none of them done.
    template<class Call>
    status record(const Call& asked) {
        if (status s = check(cudaStreamBeginCapture(queue.stream, cudaStreamCaptureModeThreadLocal), "cannot record the steps"); !s) return s;
        status failed;
        for (std::size_t k = 0; k < asked.steps && failed.ok(); ++k) failed = train(asked.x + k * asked.n * in, asked.t + k * asked.n * targets, asked.n);
        cudaGraph_t recorded = nullptr;
        const status ended = check(cudaStreamEndCapture(queue.stream, &recorded), "cannot record the steps");
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
    return side_ ? check(cudaStreamSynchronize(side_->queue.stream), "a kernel failed") : state_;
}
template<class Tag>
void* model<Tag>::stream() const {
    return side_ ? side_->queue.stream : nullptr;
}
template<class Tag>
status model<Tag>::upload_numbers(const float* p) {
    if (!side_) return state_;
    side_->engine.changed();
    return check(cudaMemcpyAsync(side_->parameters.data(), p, (network::parameter_count + network::statistic_count) * sizeof(float), cudaMemcpyHostToDevice, side_->queue.stream), "cannot upload parameters");
}
template<class Tag>
status model<Tag>::download_numbers(float* p) {
    if (!side_) return state_;
    if (status s = check(cudaMemcpyAsync(p, side_->parameters.data(), network::parameter_count * sizeof(float), cudaMemcpyDeviceToHost, side_->queue.stream), "cannot download parameters"); !s) return s;
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
        if (status s = check(cudaMemcpyAsync(side_->x.data(), x + done * in, some * in * sizeof(float), cudaMemcpyHostToDevice, side_->queue.stream), "cannot copy the inputs"); !s) return s;
        if (status s = side_->infer(side_->x.data(), side_->y.data(), some); !s) return s;
        if (status s = check(cudaMemcpyAsync(y + done * out, side_->y.data(), some * out * sizeof(float), cudaMemcpyDeviceToHost, side_->queue.stream), "cannot copy the outputs"); !s) return s;
    }
    return wait();
}
template<class Tag>
status model<Tag>::train_from_host(const float* x, const target* t, std::size_t x_size, std::size_t t_size) {
    if (!side_) return state_;
    const std::size_t n = x_size / in;
    if (x_size != n * in || t_size != n * targets) return status(error::mismatch, "cuda: inputs and targets are of different numbers of samples");
    if (n > side_->batch) return status(error::out_of_range, "cuda: a batch of ").append(n).append(" samples; the model was made for ").append(side_->batch);
    if (status s = check(cudaMemcpyAsync(side_->x.data(), x, x_size * sizeof(float), cudaMemcpyHostToDevice, side_->queue.stream), "cannot copy the inputs"); !s) return s;
    if (status s = check(cudaMemcpyAsync(side_->t.data(), t, t_size * sizeof(target), cudaMemcpyHostToDevice, side_->queue.stream), "cannot copy the targets"); !s) return s;
    return side_->train(side_->x.data(), side_->t.data(), n);
}
template<class Tag>
status model<Tag>::loss(float& value) {
    if (!side_) return state_;
    if constexpr (trains<Tag>) {
        if (status s = check(cudaMemcpyAsync(&value, side_->training.value.data(), sizeof value, cudaMemcpyDeviceToHost, side_->queue.stream), "cannot copy the loss"); !s) return s;
        return wait();
    } else {
        return status(error::mismatch, "cuda: the model has no loss; name one in its tag");
    }
}
template<class Tag>
void model<Tag>::set_seed(std::uint64_t seed) {
    if constexpr (trains<Tag>)
        if (side_) {
            side_->training.seed = seed;
            side_->training.forget();
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
