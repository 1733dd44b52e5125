#ifndef TYPEGRAD_CUDA_POPULATION_CUH
#define TYPEGRAD_CUDA_POPULATION_CUH

#include <algorithm>
#include <new>
#include <type_traits>
#include <vector>

#include "chain_choice.cuh"
#include "launcher.cuh"
#include "population.hpp"
#include "train/population_training.cuh"
#include "train/update.cuh"

// The members of population, for the file that nvcc compiles.
namespace typegrad::cuda {

// Known by the tag alone, as all kernels.
template<class Tag>
struct population_kernel : population_training<typename Tag::network, typename Tag::loss, typename Tag::optimizer, number_of<Tag>, target_of<Tag>> {};
template<class Tag>
struct population_optimizer_kernel : store_optimizer<typename Tag::optimizer> {};
// Where there is none, after one error.
struct no_population {
    static constexpr std::uint32_t shared_bytes = 0;
    static constexpr int threads = 32;
    template<class... Arguments>
    __device__ static void run(const Arguments&...) {}
};
template<class Tag>
consteval bool has_population() {
    if constexpr (!runs_as_chain<Tag, true>(shared_sizes[0]) || !steps_by_itself<Tag>) return false;
    else return population_kernel<Tag>::shared_bytes <= shared_sizes[0];
}

// nvcc writes its name for the host, where it must be seen.
template<class Tag>
using kernel_of_population = std::conditional_t<has_population<Tag>(), population_kernel<Tag>, no_population>;

template<class Tag>
struct population<Tag>::device_side {
    static_assert(has_population<Tag>(), "cuda: a population is of chains of dense layers in bf16 or half, each with its loss and an optimizer that takes each parameter by itself, which train in a block's shared memory; use fewer or narrower layers, or a model");
    using optimizer = typename Tag::optimizer;
    static constexpr std::size_t numbers = network::parameter_count, states = optimizer::states * numbers;

    launcher queue;
    std::size_t networks = 0, samples = 0, room = 0, taught = 0, trained = 0;  // room: steps a call
    device_memory<float> parameters, memory, x, losses;
    device_memory<target> t;
    device_memory<typename Tag::optimizer> optimizers;
    device_memory<std::uint64_t> done;
    typename Tag::loss loss{};

    status open(int device) {
        if (networks == 0 || samples == 0 || room == 0) return status(error::out_of_range, "cuda: a population of no networks, no samples or no steps; give one of each at least");
        constexpr std::size_t most = std::size_t{1} << 30;  // kernels count as int
        if (networks >= most || samples >= most || room >= most) return status(error::out_of_range, "cuda: 2^30 networks, samples or steps, or more, in a population; make several");
        if (status s = queue.open(device); !s) return s;
        if (status s = queue.find_code<population_optimizer_kernel<Tag>, typename Tag::optimizer*, typename Tag::optimizer>(); !s) return s;
        if (status s = queue.fits(kernel_of_population<Tag>::shared_bytes); !s) return s;
        if (status s = parameters.allocate(networks * numbers); !s) return s;
        if (status s = memory.allocate(networks * states); !s) return s;
        if (status s = x.allocate(samples * in); !s) return s;
        if (status s = t.allocate(samples * targets); !s) return s;
        if (status s = losses.allocate(networks * room); !s) return s;
        if (status s = done.allocate(networks); !s) return s;
        if (status s = optimizers.allocate(networks); !s) return s;
        const status ready = queue.rehearse([this] {
            const status s = train({});
            return s ? set_optimizer(0, {}) : s;
        });
        if (!ready) return ready;
        const std::vector<optimizer> first(networks);
        return copy(optimizers.data(), first.data(), networks, "cannot upload the optimizers");
    }
    status set_optimizer(std::size_t k, const typename Tag::optimizer& o) {
        return queue.launch<population_optimizer_kernel<Tag>>(1, "cannot set the optimizer", optimizers.data() + k, o);
    }
    status train(const lesson<target>& all) {
        return queue.launch<kernel_of_population<Tag>>(static_cast<int>(networks), "cannot train a population", parameters.data(), memory.data(), static_cast<const typename Tag::optimizer*>(optimizers.data()), losses.data(), static_cast<int>(networks), done.data(), all, loss);
    }
    template<class T>
    status copy(T* to, const T* from, std::size_t n, const char* what) {
        return copy_and_wait(to, from, n, cudaMemcpyHostToDevice, queue.stream, what);
    }
    template<class T>
    status fetch(T* to, const T* from, std::size_t n, const char* what) {
        return copy_and_wait(to, from, n, cudaMemcpyDeviceToHost, queue.stream, what);
    }
    template<class T>
    status clear(T* to, std::size_t n) {
        return n == 0 ? status() : check(cudaMemsetAsync(to, 0, n * sizeof(T), queue.stream), "cannot clear memory");
    }
};

template<class Tag>
population<Tag>::population(std::size_t networks, std::size_t samples, std::size_t steps, int device) {
    side_ = new (std::nothrow) device_side;
    if (side_) side_->networks = networks, side_->samples = samples, side_->room = steps;
    state_ = side_ ? side_->open(device) : status(error::out_of_range, "cuda: there is no memory for the population");
    if (state_.ok() || !side_) return;
    delete side_;
    side_ = nullptr;
}
template<class Tag>
population<Tag>::~population() {
    if (side_) (void)wait();
    delete side_;
}
template<class Tag>
status population<Tag>::begin() const {
    return side_ ? side_->queue.use() : state_;
}
template<class Tag>
status population<Tag>::begin(std::size_t k) const {
    if (status s = begin(); !s) return s;
    return k < side_->networks ? status() : status(error::out_of_range, "cuda: there is no network ").append(k).append("; the population has ").append(side_->networks).append(", counted from 0");
}
template<class Tag>
status population<Tag>::wait() {
    if (status s = begin(); !s) return s;
    return check(cudaStreamSynchronize(side_->queue.stream), "a kernel failed");
}
template<class Tag>
void* population<Tag>::stream() const {
    return side_ ? static_cast<cudaStream_t>(side_->queue.stream) : nullptr;
}
template<class Tag>
status population<Tag>::upload_numbers(std::size_t k, const float* p) {
    if (status s = begin(k); !s) return s;
    if (status s = side_->clear(side_->memory.data() + k * side_->states, side_->states); !s) return s;
    if (status s = side_->clear(side_->done.data() + k, 1); !s) return s;
    return side_->copy(side_->parameters.data() + k * side_->numbers, p, side_->numbers, "cannot upload parameters");
}
template<class Tag>
status population<Tag>::download_numbers(std::size_t k, float* p) {
    if (status s = begin(k); !s) return s;
    return side_->fetch(p, side_->parameters.data() + k * side_->numbers, side_->numbers, "cannot download parameters");
}
template<class Tag>
status population<Tag>::set_optimizer_bytes(std::size_t k, const void* o) {
    if (status s = begin(k); !s) return s;
    return side_->set_optimizer(k, *static_cast<const typename Tag::optimizer*>(o));
}
template<class Tag>
status population<Tag>::teach(std::span<const float> x, std::span<const target> t) {
    if (status s = begin(); !s) return s;
    const std::size_t n = x.size() / in;
    if (x.size() != n * in || t.size() != n * targets) return status(error::mismatch, "cuda: inputs and targets are of different numbers of samples");
    if (n == 0 || n > side_->samples) return status(error::out_of_range, "cuda: a lesson of ").append(n).append(" samples; the population was made for 1 to ").append(side_->samples);
    side_->taught = 0;
    if (status s = side_->copy(side_->x.data(), x.data(), n * in, "cannot upload samples"); !s) return s;
    if (status s = side_->copy(side_->t.data(), t.data(), n * targets, "cannot upload targets"); !s) return s;
    side_->taught = n;
    return {};
}
template<class Tag>
status population<Tag>::train(std::size_t batch, std::size_t steps) {
    if (status s = begin(); !s) return s;
    if (steps == 0) return {};
    if (steps > side_->room) return status(error::out_of_range, "cuda: ").append(steps).append(" steps in a call; the population was made for ").append(side_->room);
    if (side_->taught == 0) return status(error::mismatch, "cuda: a population that has nothing to learn from; call teach first");
    const lesson<target> all{side_->x.data(), side_->t.data(), static_cast<int>(side_->taught), static_cast<int>(std::min(batch, std::size_t{1} << 30)), static_cast<int>(steps)};
    if (status s = all.check(); !s) return s;
    side_->trained = steps;
    return side_->train(all);
}
template<class Tag>
status population<Tag>::losses(std::span<float> values) {
    if (status s = begin(); !s) return s;
    if (values.size() != side_->networks * side_->trained) return status(error::mismatch, "cuda: room for ").append(values.size()).append(" losses; there are ").append(side_->networks * side_->trained).append(", one of each network and step of the last call");
    return values.empty() ? status() : side_->fetch(values.data(), side_->losses.data(), values.size(), "cannot copy the losses");
}

}

#endif
