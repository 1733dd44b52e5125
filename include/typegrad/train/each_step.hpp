#ifndef TYPEGRAD_TRAIN_EACH_STEP_HPP
#define TYPEGRAD_TRAIN_EACH_STEP_HPP

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = the mean of a loss over all steps of all samples, where an ignored class counts for nothing: for outputs that have a
// target at every step, such as those of a language model.
//   shapes  the output is <Steps, C>; a sample has Steps labels one after the other, or Steps rows of C numbers
//   a loss with reduction::sum is summed over everything
//   tg::trainer<model, tg::each_step<tg::cross_entropy, 32>, tg::adam, 16> fit{tg::adam{}, {{.ignored = 0}}};
template<class Loss, std::size_t Steps>
struct each_step {
    Loss loss{};

    static_assert(Steps > 0, "each_step: a sample has at least one step; give a number above zero");
    static constexpr bool classifies = Loss::classifies;

    template<class Output>
    static consteval bool reads() {
        static_assert(Output::extent(0) == Steps, "each_step: the first axis of the output must be the steps; give that number, or reshape the output");
        return true;
    }

    template<class Targets>
    static constexpr auto target(const Targets& targets, std::size_t i, std::size_t n) {
        if constexpr (std::is_same_v<Targets, no_targets>) return targets;
        else if constexpr (std::is_pointer_v<Targets>) return targets + i * size_of<Targets>(n);
        else return std::data(targets) + i * size_of<Targets>(n);
    }
    template<class Targets>
    static constexpr std::size_t count(const Targets& targets, std::size_t n) {
        return std::size(targets) / size_of<Targets>(n);
    }
    template<class Target>
    constexpr float weight(const Target& targets, std::size_t n) const {
        return compute::weight_of<float>(loss, Steps, n / Steps, [&](std::size_t t) { return step(targets, t, n); });
    }
    template<class T, class Target>
    constexpr compute::hit_count hits(const T* y, std::size_t n, const Target& targets) const {
        compute::hit_count all;
        for (std::size_t t = 0; t < Steps; ++t) all += compute::hits_of(loss, y + t * (n / Steps), n / Steps, step(targets, t, n));
        return all;
    }

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& targets) const {
        T sum = 0;
        for (std::size_t t = 0, at = 0; t < Steps; ++t, at += n / Steps) sum += compute::loss_of(loss, y + at, dy + at, n / Steps, step(targets, t, n));
        return sum;
    }

private:
    template<class Targets>
    static constexpr bool labels = std::integral<std::remove_cvref_t<decltype(std::declval<const Targets&>()[0])>>;
    // What one sample has of targets.
    template<class Targets>
    static constexpr std::size_t size_of(std::size_t n) {
        return labels<Targets> ? Steps : n;
    }
    template<class Target>
    static constexpr auto step(const Target& targets, std::size_t t, std::size_t n) {
        if constexpr (std::is_same_v<Target, no_targets>) return targets;
        else if constexpr (labels<Target>) return targets[t];
        else return targets + t * (n / Steps);
    }
};

}
}

#endif
