#ifndef TYPEGRAD_TRAIN_REDUCTION_HPP
#define TYPEGRAD_TRAIN_REDUCTION_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "targets.hpp"

namespace typegrad {

// How the numbers and samples of a batch become one loss. mean: over the numbers of a sample and over the samples, where
// each counts what its class weighs; sum: of everything; batch_mean: summed in a sample, the mean over samples.
enum class reduction { mean, sum, batch_mean };

inline namespace TYPEGRAD_ARCH {
namespace compute {

// A loss is a type with
//   static constexpr bool classifies         an integer target is the number of a class
//   loss(y, dy, n, target)                   the loss of one sample whose output are n numbers, and its gradient
// and, where it differs from most,
//   reduction                                a member; mean without it; or sums(), of a loss that is made of others
//   weight(target, n)                        what a sample counts in a mean; 1 without it
//   ignores(target)                          a class that has neither loss nor gradient
//   hits(y, n, target)                       how many labels of the sample are right, and of how many
//   target(targets, i, n), count(targets, n) static: the target of sample i, and how many there are
//   reads<Output>()                          consteval: what the output of the network has to be
//   batch(y, dy, count, n, target)           in place of loss(...), when samples mix: target(i) is that of sample i

template<class Loss>
inline constexpr bool mixes_samples = requires { requires Loss::mixes_samples; };

// Whether a loss reads what a network gives. One that has a mistake has said so already.
template<class Loss, class Net>
consteval bool fits() {
    if constexpr (!Net::root::template check<0>()) return true;
    else if constexpr (requires { Loss::template reads<typename Net::output>(); }) return Loss::template reads<typename Net::output>();
    else return true;
}

template<class Loss>
constexpr bool sums_samples(const Loss& loss) {
    if constexpr (requires { loss.sums(); }) return loss.sums();
    else if constexpr (requires { loss.reduction; }) return loss.reduction == reduction::sum;
    else if constexpr (requires { loss.loss; }) return sums_samples(loss.loss);
    else return false;
}

// The loss of a batch, what its samples weigh together, and how many of its labels are right.
template<class T>
struct batch_value {
    T loss = 0, weight = 0;
    hit_count hits{};
};

template<class T, class Loss, class TargetAt>
constexpr T weight_of(const Loss& loss, std::size_t count, std::size_t n, const TargetAt& target) {
    if constexpr (requires { loss.weight(target(0), n); }) {
        T sum = 0;
        for (std::size_t i = 0; i < count; ++i) sum += static_cast<T>(loss.weight(target(i), n));
        return sum;
    } else {
        return static_cast<T>(count);
    }
}
// What the loss of one sample is multiplied with. A batch that weighs nothing has no loss.
template<class T, class Loss>
constexpr T share_of(const Loss& loss, T weight) {
    if (sums_samples(loss)) return 1;
    return weight > 0 ? T(1) / weight : T(0);
}

// One of them: its part of the loss, and of the gradient times gain.
template<class Loss, class T, class Target>
constexpr void add_sample(const Loss& loss, const T* y, T* dy, std::size_t n, const Target& target, T share, T gain, batch_value<T>& to) {
    to.loss += loss_of(loss, y, dy, n, target) * share;
    to.hits += hits_of(loss, y, n, target);
    for (std::size_t k = 0; k < n; ++k) dy[k] *= share * gain;
}

// The loss of a batch of count rows of n outputs, and gain times its gradient.
template<class Loss, class T, class TargetAt>
constexpr batch_value<T> batch_loss(const Loss& loss, const T* y, T* dy, std::size_t count, std::size_t n, const TargetAt& target, std::type_identity_t<T> gain = 1) {
    batch_value<T> r;
    r.weight = weight_of<T>(loss, count, n, target);
    if constexpr (mixes_samples<Loss>) {
        r.loss = loss.batch(y, dy, count, n, target);
        for (std::size_t i = 0; i < count; ++i) r.hits += hits_of(loss, y + i * n, n, target(i));
        for (std::size_t k = 0; k < count * n; ++k) dy[k] *= gain;
    } else {
        const T share = share_of(loss, r.weight);
        for (std::size_t i = 0; i < count; ++i) add_sample(loss, y + i * n, dy + i * n, n, target(i), share, gain, r);
    }
    return r;
}

}
}
}

#endif
