#ifndef TYPEGRAD_TRAIN_TRAINER_HPP
#define TYPEGRAD_TRAIN_TRAINER_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "../config.hpp"
#include "../core/permutation.hpp"
#include "../core/status.hpp"
#include "../network/training.hpp"
#include "adam.hpp"
#include "cross_entropy.hpp"
#include "layer_statistics.hpp"
#include "optimizer.hpp"
#include "row.hpp"
#include "value_and_gradient.hpp"

namespace typegrad {

// What an observer of an epoch hears after every step.
struct training_report {
    std::size_t epoch = 0, samples_done = 0, samples = 0;
    double mean_loss = 0, accuracy = 0;  // so far, of a sample; accuracy only for a loss over classes
};
struct no_observer {
    constexpr void operator()(const training_report&) const {}
};

inline namespace TYPEGRAD_ARCH {

// A loss, an optimizer with its state, and the workspace for batches of up to N samples. Keep it static or on the heap.
//   static tg::trainer<lenet, tg::cross_entropy, tg::adam, 64> fit{{.learning_rate = 1e-3f}};
//   float l = fit.step(p, images, labels);           one optimizer step on one batch
//   float m = fit.epoch(p, all_images, all_labels);  one pass over all samples in a shuffled order
// No samples at all, and a loss or gradient that is not finite (NaN or infinity in the input, a label that names no class,
// divergence), change nothing: see state().
template<class Net, class Loss = cross_entropy, class Optimizer = adam, std::size_t N = 1>
class trainer {
public:
    static_assert(compute::fits<Loss, Net>());
    static constexpr std::size_t batch = N;

    constexpr explicit trainer(Optimizer with = {}, Loss towards = {}) : optimizer_(with), loss_(towards) {}
    trainer(const trainer&) = delete;
    trainer& operator=(const trainer&) = delete;

    // images: up to N samples one after the other; labels: a range of as many class numbers, or target rows.
    template<detail::numbers<typename Net::element> Images, class Labels>
    constexpr float step(parameters<Net>& p, const Images& images, const Labels& labels) {
        const std::size_t named = compute::target_count<Loss>(labels, Net::output::size);
        const std::size_t n = detail::samples_of(images, named < N ? named : N, Net::input::size);
        return step_rows(p, detail::data_of<typename Net::element>(images), nullptr, n, [&](std::size_t i) { return compute::target_of<Loss>(labels, i, Net::output::size); });
    }

    // The last batch may be smaller. The order follows from the seed and the number of the epoch.
    template<class Labels, class Observer = no_observer>
    constexpr float epoch(parameters<Net>& p, std::span<const typename Net::element> images, const Labels& labels, Observer&& observer = {}) {
        const std::size_t have = images.size() / Net::input::size, named = compute::target_count<Loss>(labels, Net::output::size);
        const std::size_t n = have < named ? have : named;
        if (n == 0) return nothing_to_learn();
        const permutation shuffled(static_cast<std::uint32_t>(n), seed, epochs_);
        double total = 0, weight = 0;
        compute::hit_count hits;
        for (std::size_t done = 0; done < n;) {
            const std::size_t count = n - done < N ? n - done : N;
            for (std::size_t i = 0; i < count; ++i) order_[i] = shuffled(static_cast<std::uint32_t>(done + i));
            const float l = step_rows(p, images.data(), order_, count, [&](std::size_t i) { return compute::target_of<Loss>(labels, order_[i], Net::output::size); });
            if (!state_.ok()) return l;
            const double weighs = static_cast<double>(batch_.weight);
            total += static_cast<double>(l) * (compute::sums_samples(loss_) ? 1 : weighs);
            weight += weighs;
            done += count;
            hits += batch_.hits;
            observer(training_report{epochs_, done, n, weight > 0 ? total / weight : 0, hits.share()});
        }
        ++epochs_;
        return static_cast<float>(weight > 0 ? total / weight : 0);
    }

    constexpr Optimizer& optimizer() { return optimizer_; }
    constexpr const parameters<Net>& gradient() const { return dp_; }  // of the last step
    constexpr std::size_t steps() const { return steps_; }
    // Of each layer after the last step: what it made, its weights, their gradient.
    layer_table<Net> statistics(const parameters<Net>& p) const { return compute::statistics_of(pass_, p, dp_); }
    // What stopped the last step or epoch, if anything did; the parameters are as they were before that step.
    constexpr const status& state() const { return state_; }

    std::uint64_t seed = 1;  // of the order of samples, and of dropout and its kin

private:
    constexpr float nothing_to_learn() {
        state_ = status(error::out_of_range, "trainer: there is no sample to learn from; give images of the network's input, and a target for each");
        return detail::nan<float>;
    }
    template<class TargetAt>
    constexpr float step_rows(parameters<Net>& p, const typename Net::element* images, const std::uint32_t* order, std::size_t n, const TargetAt& target_at) {
        if (n == 0) return nothing_to_learn();
        if ((batches > 1 || std::is_constant_evaluated()) && begun_ == 0)
            for (auto& g : dp_.flat()) g = 0;
        if (std::is_constant_evaluated()) gradient_scalar(p, images, order, n, target_at);
        else gradient_fused(p, images, order, n, target_at);
        const float loss = batch_.loss;
        const bool finite = compute::is_finite(loss), learns = finite && (std::is_constant_evaluated() || compute::all_finite(dp_.data(), Net::parameter_count));
        begun_ = learns && begun_ + 1 < batches ? begun_ + 1 : 0;
        if (!learns) {
            state_ = status(error::not_finite, finite ? "trainer: the gradient of step " : "trainer: the loss of step ");
            state_.append(steps_ + 1).append(finite ? " is not finite; look for infinity in the input, or a layer whose slope has none" : " is not finite; look for NaN in the input, labels that name no class, or a learning rate that is too large");
            if (!std::is_constant_evaluated()) compute::name_first_wrong(state_, pass_.kept(), p.data(), dp_.data());
            return loss;
        }
        state_ = {};
        compute::fold_statistics<Net>(p, dp_);
        if (begun_ == 0) update(p);
        return loss;
    }
    template<class TargetAt>
    constexpr void gradient_scalar(const parameters<Net>& p, const typename Net::element* images, const std::uint32_t* order, std::size_t n, const TargetAt& target_at) {
        tensor<float, shape<N * compute::kept_for_loss<Net, Loss>>> kept{};
        auto row = [&](std::size_t i) { return images + (order ? order[i] : i) * Net::input::size; };
        batch_ = compute::gradient_scalar<Net, N>(loss_, p.data(), row, n, target_at, dp_.data(), kept.data(), gain(), {seed, steps_});
    }
    template<class TargetAt>
    void gradient_fused(const parameters<Net>& p, const typename Net::element* images, const std::uint32_t* order, std::size_t n, const TargetAt& target_at) {
        pass_.bind(p);
        pass_.mode = {seed, steps_};
        pass_.forward_rows(images, order, n);
        batch_ = compute::batch_loss(loss_, pass_.output().data(), dy_, n, Net::output::size, target_at, gain());
        pass_.template backward_rows<false, batches == 1>(dy_, dp_.data());
    }

    // Of several batches that make one step.
    static constexpr std::size_t batches = compute::batches_of<Optimizer>();
    constexpr float gain() const { return compute::sums_samples(loss_) ? 1.0f : 1.0f / static_cast<float>(batches); }

    using vector = simd::batch<float, simd::lanes<float>>;

    constexpr void update(parameters<Net>& p) {
        const auto constants = compute::prepare(optimizer_, ++steps_, dp_.flat());
        constexpr auto& trained = compute::trained_ranges<Net>;
        if constexpr (compute::differ_by_parameter<decltype(compute::prepare(optimizer_, steps_, dp_.flat()))>()) {
            std::size_t done = 0;  // what layers share is updated once
            visit(p, [&](std::string_view path, auto view) {
                const std::size_t first = static_cast<std::size_t>(view.data() - p.data());
                if (first < done || first + view.size() > Net::parameter_count) return;
                done = first + view.size();
                if (trained.has(first)) update_range(compute::constants_for(constants, path, decltype(view)::shape_type::rank), arrays(p), first, done);
            });
        } else {
            for (std::size_t i = 0; i < trained.size; ++i) update_range(constants, arrays(p), trained.first[i], trained.last[i]);
        }
    }
    // What the optimizer works on; by value, since a vector's store could change what a reference leads to. By itself: GCC takes equal functions of two trainers for one, and then warns of its size.
    struct update_arrays {
        float* values;
        const float* slopes;
        float* states[Optimizer::states];
    };
    constexpr update_arrays arrays(parameters<Net>& p) {
        update_arrays a{p.data(), dp_.data(), {}};
        for (std::size_t s = 0; s < Optimizer::states; ++s) a.states[s] = states_[s].data();
        return a;
    }
    template<class Constants>
    static constexpr void update_range(const Constants& constants, const update_arrays& a, std::size_t first, std::size_t last) {
        if (std::is_constant_evaluated()) return update_values(constants, a, first, last);
        const std::size_t whole = last - (last - first) % vector::lanes;
        if (compute::keeps_state(constants)) update_batches<Optimizer::states>(constants, a, first, whole);
        else update_batches<compute::states_always<Optimizer>()>(constants, a, first, whole);
        update_values(constants, a, whole, last);
    }
    template<class Constants>
    static constexpr void update_values(const Constants& constants, const update_arrays& a, std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            float state[Optimizer::states];
            for (std::size_t s = 0; s < Optimizer::states; ++s) state[s] = a.states[s][i];
            a.values[i] = Optimizer::update(constants, a.values[i], a.slopes[i], state);
            for (std::size_t s = 0; s < Optimizer::states; ++s) a.states[s][i] = state[s];
        }
    }
    template<std::size_t Used, class Constants>
    TYPEGRAD_KERNEL static void update_batches(const Constants& constants, const update_arrays a, std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; i += vector::lanes) {
            vector state[Optimizer::states]{};
            for (std::size_t s = 0; s < Used; ++s) state[s] = vector::load(a.states[s] + i);
            Optimizer::update(constants, vector::load(a.values + i), vector::load(a.slopes + i), state).store(a.values + i);
            for (std::size_t s = 0; s < Used; ++s) state[s].store(a.states[s] + i);
        }
    }

    Optimizer optimizer_;
    Loss loss_;
    parameters<Net> dp_{};
    parameters<Net> states_[Optimizer::states]{};
    training<Net, N> pass_{};
    float dy_[N * Net::output::size]{};
    std::uint32_t order_[N];  // not even zeros: else a static trainer would be constant data, all of it in the program file
    compute::batch_value<float> batch_{};
    std::size_t steps_ = 0, epochs_ = 0, begun_ = 0;
    status state_{};
};

}
}

#endif
