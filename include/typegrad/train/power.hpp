#ifndef TYPEGRAD_TRAIN_POWER_HPP
#define TYPEGRAD_TRAIN_POWER_HPP

#include <cstddef>

#include "../config.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

namespace compute {

// b^n, in the same order everywhere.
constexpr double power(double b, std::size_t n) {
    double r = 1;
    for (; n; n /= 2, b *= b)
        if (n % 2) r *= b;
    return r;
}

}

}
}

#endif
