#ifndef TYPEGRAD_TRAIN_EVALUATE_HPP
#define TYPEGRAD_TRAIN_EVALUATE_HPP

#include <cstddef>
#include <new>
#include <span>

#include "../core/limits.hpp"
#include "../network/inference.hpp"
#include "reduction.hpp"

namespace typegrad {

struct evaluation {
    float mean_loss = 0;
    float accuracy = 0;  // share of samples whose largest output is at their label; 0 for a loss without classes
};

inline namespace TYPEGRAD_ARCH {
namespace compute {
// N samples at a time. Only a loss that mixes samples sees more than one of them: N then.
template<class Net, std::size_t N, class Loss>
struct evaluator {
    static_assert(fits<Loss, Net>());
    static constexpr std::size_t in = Net::input::size, out = Net::output::size, seen = mixes_samples<Loss> ? N : 1;
    inference<Net, N> run;
    float dy[seen * out]{};

    explicit evaluator(const parameters<Net>& from) : run(from) {}
    explicit evaluator(const parameters_view<Net>& from) : run(from) {}

    template<class Labels>
    evaluation operator()(const Loss& loss, std::span<const typename Net::element> images, const Labels& labels) {
        const std::size_t have = images.size() / in, named = target_count<Loss>(labels, out), n = have < named ? have : named;
        if (n == 0) return {detail::nan<float>, 0};
        double total = 0, weight = 0;
        hit_count hits;
        for (std::size_t done = 0; done < n; done += N) {
            const std::size_t count = n - done < N ? n - done : N;
            const float* const y = run(images.data() + done * in, count).data();
            for (std::size_t i = 0; i < count; i += seen) {
                auto target = [&](std::size_t j) { return target_of<Loss>(labels, done + i + j, out); };
                const auto part = batch_loss(loss, y + i * out, dy, count - i < seen ? count - i : seen, out, target);
                total += static_cast<double>(part.loss) * (sums_samples(loss) ? 1 : static_cast<double>(part.weight));
                weight += static_cast<double>(part.weight);
                hits += part.hits;
            }
        }
        return {static_cast<float>(weight > 0 ? total / weight : 0), static_cast<float>(hits.share())};
    }
};
}

// The mean loss and the accuracy over a data set, in batches of 64.
//   auto [mean_loss, accuracy] = tg::evaluate<tg::cross_entropy>(p, images, labels);
// Its workspace is on the heap; where there is no room for it, or no sample, the mean loss is not a number.
template<class Loss, class P, class Labels>
evaluation evaluate(const P& p, std::span<const typename P::network::element> images, const Labels& labels, const Loss& loss = {}) {
    auto* const run = new (std::nothrow) compute::evaluator<typename P::network, 64, Loss>(p);
    if (!run) return {detail::nan<float>, 0};
    const evaluation e = (*run)(loss, images, labels);
    delete run;
    return e;
}

}
}

#endif
