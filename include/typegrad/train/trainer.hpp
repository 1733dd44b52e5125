#ifndef TYPEGRAD_TRAIN_TRAINER_HPP
#define TYPEGRAD_TRAIN_TRAINER_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "../config.hpp"
#include "../core/permutation.hpp"
#include "../core/status.hpp"
#include "../network/training.hpp"
#include "adam.hpp"
#include "cross_entropy.hpp"
#include "value_and_gradient.hpp"

namespace typegrad {

// What an observer of an epoch hears after every step.
struct training_report {
    std::size_t epoch = 0, samples_done = 0, samples = 0;
    double mean_loss = 0, accuracy = 0;  // so far; accuracy only for a loss over classes
};
struct no_observer {
    constexpr void operator()(const training_report&) const {}
};

inline namespace TYPEGRAD_ARCH {

// A loss, an optimizer with its state, and the workspace for batches of up to N samples. Keep it static or on the heap.
//   static tg::trainer<lenet, tg::cross_entropy, tg::adam, 64> fit{{.learning_rate = 1e-3f}};
//   float l = fit.step(p, images, labels);           one optimizer step on one batch
//   float m = fit.epoch(p, all_images, all_labels);  one pass over all samples in a shuffled order
// A loss that is not finite (NaN in the input, a label that names no class, divergence) changes nothing: see state().
template<class Net, class Loss = cross_entropy, class Optimizer = adam, std::size_t N = 1>
class trainer {
public:
    static constexpr std::size_t batch = N;

    constexpr explicit trainer(Optimizer optimizer = {}, Loss loss = {}) : optimizer_(optimizer), loss_(loss) {}
    trainer(const trainer&) = delete;
    trainer& operator=(const trainer&) = delete;

    // images: up to N samples one after the other; labels: a range of as many class numbers, or target rows.
    template<detail::numbers Images, class Labels>
    constexpr float step(parameters<Net>& p, const Images& images, const Labels& labels) {
        const std::size_t named = compute::target_count(labels, Net::output::size);
        return step_rows(p, detail::data_of(images), nullptr, detail::samples_of(images, named < N ? named : N, Net::input::size), labels);
    }

    // The last batch may be smaller. The order follows from the seed and the number of the epoch.
    template<class Labels, class Observer = no_observer>
    constexpr float epoch(parameters<Net>& p, std::span<const float> images, const Labels& labels, Observer&& observer = {}) {
        const std::size_t have = images.size() / Net::input::size, named = compute::target_count(labels, Net::output::size);
        const std::size_t n = have < named ? have : named;
        if (n == 0) return 0;
        const permutation shuffled(static_cast<std::uint32_t>(n), seed, epochs_);
        double total = 0;
        std::size_t right = 0;
        for (std::size_t done = 0; done < n;) {
            const std::size_t count = n - done < N ? n - done : N;
            for (std::size_t i = 0; i < count; ++i) order_[i] = shuffled(static_cast<std::uint32_t>(done + i));
            const picked<Labels> some{labels, order_};
            const float l = step_rows(p, images.data(), order_, count, some);
            if (!state_.ok()) return l;
            total += static_cast<double>(l) * static_cast<double>(count);
            done += count;
            right += right_;
            observer(training_report{epochs_, done, n, total / static_cast<double>(done), static_cast<double>(right) / static_cast<double>(done)});
        }
        ++epochs_;
        return static_cast<float>(total / static_cast<double>(n));
    }

    constexpr Optimizer& optimizer() { return optimizer_; }
    constexpr const parameters<Net>& gradient() const { return dp_; }  // of the last step
    constexpr std::size_t steps() const { return steps_; }
    // What stopped the last step or epoch, if anything did; the parameters are as they were before that step.
    constexpr const status& state() const { return state_; }

    std::uint64_t seed = 1;  // of the order of samples

private:
    // Labels or target rows in the order of a batch.
    template<class Labels>
    struct picked {
        const Labels& labels;
        const std::uint32_t* order;
        constexpr auto operator[](std::size_t i) const { return compute::target_of(labels, order[i], Net::output::size); }
    };
    template<class Targets>
    static constexpr auto target(const Targets& targets, std::size_t i) {
        return compute::target_of(targets, i, Net::output::size);
    }
    template<class Labels>
    static constexpr auto target(const picked<Labels>& targets, std::size_t i) {
        return targets[i];
    }

    template<class Targets>
    constexpr float step_rows(parameters<Net>& p, const float* images, const std::uint32_t* order, std::size_t n, const Targets& targets) {
        for (auto& g : dp_.flat()) g = 0;
        float loss = 0;
        right_ = 0;
        if (n == 0) return 0;
        if (std::is_constant_evaluated()) loss = gradient_scalar(p, images, order, n, targets);
        else loss = gradient_fused(p, images, order, n, targets);
        if (!compute::is_finite(loss)) {
            state_ = status(error::not_finite, "trainer: the loss of step ");
            state_.append(steps_ + 1).append(" is not finite; look for NaN in the input, labels that name no class, or a learning rate that is too large");
            return loss;
        }
        state_ = {};
        update(p);
        return loss;
    }
    template<class Targets>
    constexpr float gradient_scalar(const parameters<Net>& p, const float* images, const std::uint32_t* order, std::size_t n, const Targets& targets) {
        constexpr std::size_t out = Net::output::size;
        float total = 0;
        for (std::size_t i = 0; i < n; ++i)
            compute::vjp_scalar<Net>(p.data(), images + (order ? order[i] : i) * Net::input::size, dp_.data(), static_cast<float*>(nullptr), [&](const float* y, float* dy) {
                total += loss_and_hit(y, dy, target(targets, i));
                for (std::size_t k = 0; k < out; ++k) dy[k] /= static_cast<float>(n);
            });
        return total / static_cast<float>(n);
    }
    template<class Targets>
    float gradient_fused(const parameters<Net>& p, const float* images, const std::uint32_t* order, std::size_t n, const Targets& targets) {
        constexpr std::size_t out = Net::output::size;
        pass_.bind(p);
        pass_.forward_rows(images, order, n);
        const float* const y = pass_.output().data();
        const float share = 1.0f / static_cast<float>(n);
        float total = 0;
        for (std::size_t i = 0; i < n; ++i) {
            total += loss_and_hit(y + i * out, dy_ + i * out, target(targets, i));
            for (std::size_t k = 0; k < out; ++k) dy_[i * out + k] *= share;
        }
        pass_.template backward_rows<false>(dy_, dp_.data());
        return total * share;
    }

    template<class Target>
    constexpr float loss_and_hit(const float* y, float* dy, const Target& t) {
        if constexpr (Loss::classifies && std::is_integral_v<Target>) right_ += compute::largest(y, Net::output::size) == static_cast<std::size_t>(t);
        return compute::loss_of(loss_, y, dy, Net::output::size, t);
    }

    using vector = simd::batch<float, simd::lanes<float>>;
    static constexpr std::size_t whole_batches = Net::parameter_count / vector::lanes * vector::lanes;

    constexpr void update(parameters<Net>& p) {
        const auto constants = optimizer_.prepare(++steps_);
        float* const values = p.data();
        if (std::is_constant_evaluated()) return update_values<0>(constants, values);
        bool stateful = true;
        if constexpr (requires { constants.keeps_state(); }) stateful = constants.keeps_state();
        stateful ? update_batches<true>(constants, values) : update_batches<false>(constants, values);
        update_values<whole_batches>(constants, values);
    }
    template<std::size_t First, class Constants>
    constexpr void update_values(const Constants& constants, float* values) {
        for (std::size_t i = First; i < Net::parameter_count; ++i) {
            float state[Optimizer::states];
            for (std::size_t s = 0; s < Optimizer::states; ++s) state[s] = states_[s].data()[i];
            values[i] = Optimizer::update(constants, values[i], dp_.data()[i], state);
            for (std::size_t s = 0; s < Optimizer::states; ++s) states_[s].data()[i] = state[s];
        }
    }
    template<bool Stateful, class Constants>
    TYPEGRAD_KERNEL void update_batches(const Constants& constants, float* values) {
        for (std::size_t i = 0; i < whole_batches; i += vector::lanes) {
            vector state[Optimizer::states]{};
            if constexpr (Stateful)
                for (std::size_t s = 0; s < Optimizer::states; ++s) state[s] = vector::load(states_[s].data() + i);
            Optimizer::update(constants, vector::load(values + i), vector::load(dp_.data() + i), state).store(values + i);
            if constexpr (Stateful)
                for (std::size_t s = 0; s < Optimizer::states; ++s) state[s].store(states_[s].data() + i);
        }
    }

    Optimizer optimizer_;
    Loss loss_;
    parameters<Net> dp_{};
    parameters<Net> states_[Optimizer::states]{};
    training<Net, N> pass_{};
    float dy_[N * Net::output::size]{};
    std::uint32_t order_[N]{};
    std::size_t steps_ = 0, epochs_ = 0, right_ = 0;
    status state_{};
};

}
}

#endif
