#ifndef TYPEGRAD_CUDA_DEVICE_SIDE_CUH
#define TYPEGRAD_CUDA_DEVICE_SIDE_CUH

#include <algorithm>
#include <type_traits>

#include <typegrad/core/permutation.hpp>

#include "chain_or_blocks.cuh"
#include "loader.cuh"
#include "model.hpp"
#include "network/block_support.cuh"
#include "train/update.cuh"

// What a model has on its device, and what it does there. A step is the kernels of its gradient (one, or those of a plan's
// groups, forward and back), and three more: the sum over the blocks, the update, the count.
namespace typegrad::cuda {

// Hyper-parameters lie on the device: a graph of steps stays as it is when they change.
template<class Tag>
struct update_kernel : update_parameters<typename Tag::network, typename Tag::optimizer> {
    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const training_state& s, const typename Tag::optimizer* optimizer) {
        update_kernel::update_parameters::run(c, s, *optimizer);
    }
};
template<class Tag>
struct sum_kernel : sum_parts<typename Tag::network> {};
template<class Tag>
struct count_kernel : count_step {};
template<class Tag>
struct optimizer_kernel : store_optimizer<typename Tag::optimizer> {};

template<class Tag>
inline constexpr bool has_engine = only_chains<Tag> || (has_kernels<plan_of<Tag, false>>() && has_kernels<plan_of<Tag, trains<Tag>>>());
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
using engine_of = std::conditional_t<only_chains<Tag>, chain_engine<Tag>, std::conditional_t<!has_engine<Tag>, no_engine<Tag>, std::conditional_t<no_chains<Tag>, block_engine<Tag>, chain_or_blocks<Tag>>>>;

template<class Tag>
struct model<Tag>::device_side {
    static_assert((runs_on_gpu<Tag>(), true));  // one error is enough
    template<bool Trains, class T>
    struct training_parts {};
    template<class T>
    struct training_parts<true, T> {
        typename T::loss loss{};
        device_memory<typename T::optimizer> optimizer;
        std::uint64_t seed = 1;
        device_memory<float> states, gradient, partial, losses, mine;
        device_memory<std::uint64_t> step;
        device_memory<std::uint32_t> wrong;
        void* communicator = nullptr;

        // The graph of the last call of train_steps, and what it was made for.
        struct call {
            const float* x = nullptr;
            const target* t = nullptr;
            std::size_t n = 0, steps = 0;
            bool operator==(const call&) const = default;
        };
        call made{};
        device_graph graph;
        std::uint64_t epochs = 0;
    };

    launcher queue;
    std::size_t batch = 0;
    device_memory<float> parameters, y;
    loader<target> loading;
    unloader results;
    training_parts<trains<Tag>, Tag> training;
    engine_of<Tag> engine;

    status open(std::size_t samples, int device) {
        batch = samples;
        if (batch == 0) return no_samples();
        if (status s = count(batch); !s) return s;
        if (status s = queue.open(device); !s) return s;
        if (status s = queue.find_code<count_kernel<Tag>, std::uint64_t*, std::uint32_t*>(); !s) return s;
        if (status s = engine.open(queue, batch); !s) return s;
        constexpr std::size_t numbers = network::parameter_count;
        if (status s = parameters.allocate(numbers + network::statistic_count); !s) return s;
        if (status s = y.allocate(batch * out); !s) return s;
        if (status s = results.open(batch * out); !s) return s;
        if (status s = loading.open(batch * in, trains<Tag> ? batch * targets : 0); !s) return s;
        if constexpr (trains<Tag>) {
            const auto parts = static_cast<std::size_t>(queue.processors);
            if (status s = training.states.allocate(Tag::optimizer::states * numbers); !s) return s;
            if (status s = training.gradient.allocate(numbers + 1); !s) return s;
            if (status s = training.partial.allocate(parts * numbers); !s) return s;
            if (status s = training.losses.allocate(parts); !s) return s;
            if (status s = training.step.allocate(1); !s) return s;
            if (status s = training.wrong.allocate(1); !s) return s;
            if (status s = training.mine.allocate(reduces<Tag> ? numbers + 1 : 0); !s) return s;
            if (status s = training.optimizer.allocate(1); !s) return s;
        }
        if (status s = rehearse(); !s) return s;
        if constexpr (trains<Tag>)
            if (status s = set_optimizer(typename Tag::optimizer{}); !s) return s;
        return check(cudaStreamSynchronize(queue.stream), "a kernel failed");
    }
    // Everything that is ever launched.
    status rehearse() {
        const status done = queue.rehearse([this] {
            status s = infer(nullptr, nullptr, 1);
            if constexpr (trains<Tag>) {
                if (s) s = train(nullptr, nullptr, 1);
                if (s) s = set_optimizer(typename Tag::optimizer{});
            }
            return s;
        });
        engine.changed();
        return done;
    }

    template<class Optimizer>
    status set_optimizer(const Optimizer& o) {
        return queue.launch<optimizer_kernel<Tag>>(1, "cannot set the optimizer", training.optimizer.data(), o);
    }
    static status no_samples() { return status(error::out_of_range, "cuda: a batch of no samples; give one at least"); }
    status too_many(std::size_t n) const { return status(error::out_of_range, "cuda: a batch of ").append(n).append(" samples; the model was made for ").append(batch); }
    static status no_training() { return status(error::mismatch, "cuda: the model has no loss and no optimizer; name them in its tag"); }
    // Kernels count samples as int.
    static status count(std::size_t n) { return n < std::size_t{1} << 30 ? status() : status(error::out_of_range, "cuda: 2^30 samples or more in a call; give it in parts"); }
    status infer(const float* from, float* to, std::size_t n) {
        if (n == 0) return no_samples();
        if (status s = count(n); !s) return s;
        return engine.infer(queue, parameters.data(), from, to, n);
    }
    status train(const float* from, const target* to, std::size_t n) {
        if constexpr (steps_by_itself<Tag>) {
            if (n == 0) return no_samples();
            if (n > batch) return too_many(n);
            using update = update_kernel<Tag>;
            const float *partial = training.partial.data(), *losses = training.losses.data();
            int parts = 0;
            if (status s = engine.gradient(queue, parameters.data(), from, to, training.partial.data(), training.losses.data(), n, training.loss, step_number{training.seed, training.step.data()}, parts); !s) return s;
            if (status s = average(partial, losses, parts); !s) return s;
            if (status s = sum(partial, losses, parts, training.gradient.data()); !s) return s;
            engine.changed();
            const training_state all{parameters.data(), training.states.data(), training.gradient.data(), training.step.data(), training.wrong.data()};
            if (status s = queue.launch<update>(update::blocks, "cannot update", all, static_cast<const typename Tag::optimizer*>(training.optimizer.data())); !s) return s;
            return queue.launch<count_kernel<Tag>>(1, "cannot count the step", training.step.data(), training.wrong.data());
        } else {
            return no_training();
        }
    }
    // Where a model has joined others, the parts of all of them become one, which all of them have.
    status average(const float*& partial, const float*& losses, int& parts) {
        if constexpr (reduces<Tag>) {
            if (!training.communicator) return {};
            constexpr std::size_t numbers = network::parameter_count;
            float* const mine = training.mine.data();
            if (status s = sum(partial, losses, parts, mine); !s) return s;
            partial = mine, losses = mine + numbers, parts = 1;
            return Tag::all_reduce::mean(training.communicator, mine, numbers + 1, queue.stream);
        }
        return {};
    }
    status sum(const float* partial, const float* losses, int parts, float* to) {
        if constexpr (trains<Tag>) return queue.launch<sum_kernel<Tag>>(sum_kernel<Tag>::blocks, "cannot sum the gradient", partial, losses, parts, to, training.wrong.data());
        else return no_training();
    }
    status train(const float* from, const target* to, std::size_t n, std::size_t steps) {
        if constexpr (trains<Tag>) {
            const typename training_parts<true, Tag>::call asked{from, to, n, steps};
            if (!training.graph || !(training.made == asked)) {
                training.graph.reset();
                if (status s = record(asked); !s) return s;
                training.made = asked;
            }
            engine.changed();
            return check(cudaGraphLaunch(training.graph, queue.stream), "cannot launch the steps");
        } else {
            return train(from, to, n);
        }
    }
    // run(x, t) queues what reads a batch of n samples, which fill(x, t) writes: the host fills the next while it runs.
    template<class Fill, class Run>
    status with_batch(std::size_t n, std::size_t t_size, const Fill& fill, const Run& run) {
        if (status s = loading.bring(queue.stream, n * in, t_size, fill); !s) return s;
        const status done = run(loading.x(), loading.targets());
        const status released = loading.release(queue.stream);
        return !done ? done : released;
    }
    // row(i): which sample of the host is number i of the batch.
    template<class Row>
    status train_from_host(const float* from, const target* to, std::size_t n, const Row& row) {
        const auto fill = [&](float* x, target* t) {
            for (std::size_t i = 0; i < n; ++i) {
                std::copy_n(from + row(i) * in, in, x + i * in);
                std::copy_n(to + row(i) * targets, targets, t + i * targets);
            }
        };
        return with_batch(n, n * targets, fill, [&](const float* x, const target* t) { return train(x, t, n); });
    }
    status epoch(const float* from, const target* to, std::size_t n) {
        if constexpr (trains<Tag>) {
            if (n == 0) return no_samples();
            if (n > 0xFFFFFFFF) return status(error::out_of_range, "cuda: 2^32 samples or more in an epoch; give it in parts");
            const permutation order(static_cast<std::uint32_t>(n), training.seed, training.epochs);
            for (std::size_t done = 0; done < n; done += batch) {
                const auto row = [&](std::size_t i) { return std::size_t{order(static_cast<std::uint32_t>(done + i))}; };
                if (status s = train_from_host(from, to, std::min(batch, n - done), row); !s) return s;
            }
            ++training.epochs;
            return {};
        } else {
            return no_training();
        }
    }
    status infer_on_host(const float* from, float* to, std::size_t n) {
        const std::size_t batches = (n + batch - 1) / batch;
        const auto samples = [&](std::size_t k) { return std::min(batch, n - k * batch); };
        const auto take = [&](std::size_t k) { return results.take(k, to + k * batch * out, samples(k) * out); };
        for (std::size_t k = 0; k < batches; ++k) {
            const auto fill = [&](float* x, target*) { std::copy_n(from + k * batch * in, samples(k) * in, x); };
            if (status s = with_batch(samples(k), 0, fill, [&](const float* x, const target*) { return infer(x, y.data(), samples(k)); }); !s) return s;
            if (status s = results.send(k, queue.stream, y.data(), samples(k) * out); !s) return s;
            if (k == 0) continue;
            if (status s = take(k - 1); !s) return s;
        }
        return take(batches - 1);
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
        if (made.ok()) made = check(cudaGraphInstantiate(training.graph.reset(), recorded, 0), "cannot make a graph of the steps");
        if (recorded) (void)cudaGraphDestroy(recorded);
        return made;
    }
};

}

#endif
