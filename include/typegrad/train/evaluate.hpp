#ifndef TYPEGRAD_TRAIN_EVALUATE_HPP
#define TYPEGRAD_TRAIN_EVALUATE_HPP

#include <cstddef>
#include <new>
#include <span>

#include "../network/inference.hpp"
#include "targets.hpp"

namespace typegrad {

struct evaluation {
    float mean_loss = 0;
    float accuracy = 0;  // share of samples whose largest output is at their label; 0 for a loss without classes
};

inline namespace TYPEGRAD_ARCH {
namespace compute {
template<class Net, std::size_t N, class Loss, class Labels>
evaluation evaluate_with(inference<Net, N>& run, const Loss& loss, std::span<const float> images, const Labels& labels) {
    constexpr std::size_t in = Net::input::size, out = Net::output::size;
    const std::size_t have = images.size() / in, named = target_count(labels, out), n = have < named ? have : named;
    double total = 0;
    std::size_t right = 0;
    float dy[out];
    for (std::size_t done = 0; done < n; done += N) {
        const std::size_t count = n - done < N ? n - done : N;
        const float* const y = run(images.data() + done * in, count).data();
        for (std::size_t i = 0; i < count; ++i) {
            const auto target = target_of(labels, done + i, out);
            total += static_cast<double>(loss_of(loss, y + i * out, dy, out, target));
            if constexpr (Loss::classifies && std::integral<decltype(target + 0)>) right += largest(y + i * out, out) == static_cast<std::size_t>(target);
        }
    }
    if (n == 0) return {};
    return {static_cast<float>(total / static_cast<double>(n)), static_cast<float>(right) / static_cast<float>(n)};
}
}

// The mean loss and the accuracy over a data set, in batches of 64 from the heap; one by one if there is no room.
//   auto [mean_loss, accuracy] = tg::evaluate<tg::cross_entropy>(p, images, labels);
template<class Loss, class P, class Labels>
evaluation evaluate(const P& p, std::span<const float> images, const Labels& labels, const Loss& loss = {}) {
    using Net = typename P::network;
    if (auto* const many = new (std::nothrow) inference<Net, 64>(p)) {
        const evaluation e = compute::evaluate_with(*many, loss, images, labels);
        delete many;
        return e;
    }
    inference<Net> one(p);
    return compute::evaluate_with(one, loss, images, labels);
}

}
}

#endif
