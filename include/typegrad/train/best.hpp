#ifndef TYPEGRAD_TRAIN_BEST_HPP
#define TYPEGRAD_TRAIN_BEST_HPP

#include <cstddef>

#include "../config.hpp"
#include "../core/limits.hpp"
#include "../network/parameters.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// The parameters that had the lowest value, such as the loss over samples that were not trained with.
//   cost    as large as the parameters: keep it static or on the heap
//   static tg::best<lenet> best;
//   best.offer(p, tg::evaluate<tg::cross_entropy>(p, other_images, other_labels).mean_loss);   // after every epoch
//   p = best.p;
template<class Net>
struct best {
    parameters<Net> p{};
    double value = detail::infinity<double>;

    // Whether these are the best so far. A value that is not a number is not.
    constexpr bool offer(const parameters<Net>& now, double its_value) {
        if (!(its_value < value)) return false;
        value = its_value;
        for (std::size_t i = 0; i < p.total; ++i) p.data()[i] = now.data()[i];  // statistics too
        return true;
    }
};

}
}

#endif
