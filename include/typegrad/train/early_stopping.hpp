#ifndef TYPEGRAD_TRAIN_EARLY_STOPPING_HPP
#define TYPEGRAD_TRAIN_EARLY_STOPPING_HPP

#include <cstddef>

#include "../config.hpp"
#include "../core/limits.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// When to stop: after `patience` values in a row that are not below the best one by more than minimum_delta.
//   errors  a value that is not a number is no improvement
//   source  keras.callbacks.EarlyStopping
//   for (tg::early_stopping done{.patience = 5}; !done(validation_loss());) fit.epoch(p, images, labels);
struct early_stopping {
    std::size_t patience = 10;
    double minimum_delta = 0;

    double best = detail::infinity<double>;  // what it remembers
    std::size_t waited = 0;

    constexpr bool operator()(double value) {
        if (value < best - minimum_delta) {
            best = value;
            waited = 0;
            return false;
        }
        return ++waited >= patience;
    }
};

}
}

#endif
