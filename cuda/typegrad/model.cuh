#ifndef TYPEGRAD_CUDA_MODEL_CUH
#define TYPEGRAD_CUDA_MODEL_CUH

#include <algorithm>
#include <new>

#include "device_side.cuh"

// The members of model, for the file that nvcc compiles.
namespace typegrad::cuda {

template<class Tag>
model<Tag>::model(std::size_t batch, int device) {
    side_ = new (std::nothrow) device_side;
    state_ = side_ ? side_->open(batch, device) : status(error::out_of_range, "cuda: there is no memory for the model");
    if (state_.ok() || !side_) return;
    delete side_;
    side_ = nullptr;
}
template<class Tag>
model<Tag>::~model() {
    if (side_) (void)wait();
    delete side_;
}
// Whether there is a device; it is this thread's from now on.
template<class Tag>
status model<Tag>::begin() const {
    return side_ ? side_->queue.use() : state_;
}
template<class Tag>
status model<Tag>::wait() {
    if (status s = begin(); !s) return s;
    return check(cudaStreamSynchronize(side_->queue.stream), "a kernel failed");
}
template<class Tag>
void* model<Tag>::stream() const {
    return side_ ? static_cast<cudaStream_t>(side_->queue.stream) : nullptr;
}
template<class Tag>
status model<Tag>::upload_numbers(const float* p) {
    if (status s = begin(); !s) return s;
    side_->engine.changed();
    return copy_and_wait(side_->parameters.data(), p, network::parameter_count + network::statistic_count, cudaMemcpyHostToDevice, side_->queue.stream, "cannot upload parameters");
}
template<class Tag>
status model<Tag>::download_numbers(float* p) {
    if (status s = begin(); !s) return s;
    return copy_and_wait(p, side_->parameters.data(), network::parameter_count, cudaMemcpyDeviceToHost, side_->queue.stream, "cannot download parameters");
}
template<class Tag>
status model<Tag>::infer(const float* x, float* y, std::size_t n) {
    if (status s = begin(); !s) return s;
    return side_->infer(x, y, n);
}
template<class Tag>
status model<Tag>::train_step(const float* x, const target* t, std::size_t n) {
    if (status s = begin(); !s) return s;
    return side_->train(x, t, n);
}
template<class Tag>
status model<Tag>::train_steps(const float* x, const target* t, std::size_t n, std::size_t steps) {
    if (status s = begin(); !s) return s;
    return steps == 0 ? status() : side_->train(x, t, n, steps);
}
template<class Tag>
status model<Tag>::infer_on_host(const float* x, float* y, std::size_t x_size, std::size_t y_size) {
    if (status s = begin(); !s) return s;
    const std::size_t n = x_size / in;
    if (x_size != n * in || y_size != n * out) return status(error::mismatch, "cuda: inputs and outputs are of different numbers of samples");
    if (n == 0) return device_side::no_samples();
    return side_->infer_on_host(x, y, n);
}
template<class Tag>
status model<Tag>::begin_training(std::size_t n, std::size_t x_size, std::size_t t_size) {
    if (status s = begin(); !s) return s;
    if (!trains<Tag>) return device_side::no_training();
    if (x_size != n * in || t_size != n * targets) return status(error::mismatch, "cuda: inputs and targets are of different numbers of samples");
    return n == 0 ? device_side::no_samples() : status();
}
template<class Tag>
status model<Tag>::train_from_host(const float* x, const target* t, std::size_t x_size, std::size_t t_size) {
    const std::size_t n = x_size / in;
    if (status s = begin_training(n, x_size, t_size); !s) return s;
    if (n > side_->batch) return side_->too_many(n);
    return side_->train_from_host(x, t, n, [](std::size_t i) { return i; });
}
template<class Tag>
status model<Tag>::epoch_from_host(const float* x, const target* t, std::size_t x_size, std::size_t t_size) {
    const std::size_t n = x_size / in;
    if (status s = begin_training(n, x_size, t_size); !s) return s;
    return side_->epoch(x, t, n);
}
template<class Tag>
status model<Tag>::loss(float& value) {
    if (status s = begin(); !s) return s;
    if constexpr (trains<Tag>) {
        return copy_and_wait(&value, side_->training.gradient.data() + network::parameter_count, 1, cudaMemcpyDeviceToHost, side_->queue.stream, "cannot copy the loss");
    } else {
        return status(error::mismatch, "cuda: the model has no loss; name one in its tag");
    }
}
template<class Tag>
status model<Tag>::join(void* communicator) {
    if (status s = begin(); !s) return s;
    if constexpr (reduces<Tag>) {
        side_->training.communicator = communicator;
        side_->training.graph.reset();
        return {};
    } else {
        return status(error::mismatch, "cuda: the model does not look at others; name an all_reduce in its tag");
    }
}
template<class Tag>
void model<Tag>::set_seed(std::uint64_t seed) {
    if constexpr (trains<Tag>)
        if (side_) {
            side_->training.seed = seed;
            side_->training.graph.reset();
        }
}
template<class Tag>
status model<Tag>::set_optimizer_bytes(const void* o) {
    if (status s = begin(); !s) return s;
    if constexpr (trains<Tag>) return side_->set_optimizer(*static_cast<const typename Tag::optimizer*>(o));
    else return device_side::no_training();
}

}

#endif
