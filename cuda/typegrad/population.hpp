#ifndef TYPEGRAD_CUDA_POPULATION_HPP
#define TYPEGRAD_CUDA_POPULATION_HPP

#include <cstddef>
#include <span>
#include <type_traits>

#include "model.hpp"

namespace typegrad::cuda {

// Many networks of one type on a GPU, each learning by itself from the same samples, thousands of steps in one launch: for
// sweeps over hyper-parameters, ensembles and evolution. A tag as of a model, and one file for nvcc:
//   #include <typegrad/population.cuh>                                                                          // a .cu
//   template class tg::cuda::population<classifier>;
//   tg::cuda::population<classifier> all(1000, 4096);   if (!all.state()) ...                                   // a .cpp
//   all.upload(k, p);   all.set_optimizer(k, tg::adam{...});                                                   // for each k
//   all.teach(images, labels);   all.train(64, 1000);   all.losses(curves);   all.download(k, p);
// The networks are chains of dense layers, of bf16 or half, that train in a block's shared memory, weights and all. All memory
// is taken, and all kernels are loaded, when the population is made; calls are queued on its own stream, and only wait where
// they say so. The host's memory may change, or go, as soon as a call returns.
//   numerics  each network ends with the bits that it would have alone
//   errors    each function gives a status, and nothing changes then. A loss or a gradient that is not finite is none: it
//             changes nothing but what losses() says
template<class Tag>
class population {
public:
    using network = typename Tag::network;
    using target = typename model<Tag>::target;
    static constexpr std::size_t in = model<Tag>::in, targets = model<Tag>::targets;

    // So many networks, of at most so many samples, and steps a call. Until others come, optimizers are Tag::optimizer{}.
    population(std::size_t networks, std::size_t samples, std::size_t steps = 1000, int device = 0);
    ~population();
    population(const population&) = delete;
    population& operator=(const population&) = delete;
    // Whether there is such a device, and whether the network fits.
    const status& state() const { return state_; }

    // Network k begins anew with these parameters; waits until they are copied.
    status upload(std::size_t k, const parameters<network>& p) { return upload_numbers(k, p.data()); }
    // Waits for what is queued.
    status download(std::size_t k, parameters<network>& p) { return download_numbers(k, p.data()); }
    // Hyper-parameters of network k, from the next step on.
    template<class Optimizer>
    status set_optimizer(std::size_t k, const Optimizer& o) {
        static_assert(std::is_same_v<Optimizer, typename Tag::optimizer>, "cuda: another optimizer than the tag's; give one of that type");
        return set_optimizer_bytes(k, &o);
    }

    // What all learn from, from the next step on; waits until it is copied.
    status teach(std::span<const float> x, std::span<const target> t);
    // So many steps of each network on batches of so many samples, in their order, from the beginning again and again; what is
    // left behind the last whole batch is not looked at.
    status train(std::size_t batch, std::size_t steps);
    // Of all steps of the last call: those of network 0, then those of network 1, ...; waits.
    status losses(std::span<float> values);

    status wait();
    // A cudaStream_t.
    void* stream() const;

private:
    struct device_side;

    status begin() const;
    status begin(std::size_t k) const;
    status upload_numbers(std::size_t k, const float* p);
    status download_numbers(std::size_t k, float* p);
    status set_optimizer_bytes(std::size_t k, const void* o);

    device_side* side_ = nullptr;
    status state_{};
};

}

#endif
