#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include <typegrad/train/early_stopping.hpp>

using typegrad::early_stopping;

namespace {
// After how many of these values it stops; one more than there are if it does not.
constexpr int stops(early_stopping done, std::initializer_list<double> values) {
    int n = 1;
    for (const double v : values) {
        if (done(v)) return n;
        ++n;
    }
    return n;
}
}

TEST_CASE("it waits for so many values that are no better") {
    static_assert(stops({.patience = 2}, {3, 2, 1, 1, 1, 1}) == 5);
    static_assert(stops({.patience = 2}, {3, 4, 2, 4, 1, 4}) == 7);
    static_assert(stops({.patience = 0}, {3, 2, 2, 1}) == 3);
    static_assert(stops({.patience = 1}, {3, 2, 2, 1}) == 3);
    static_assert(stops({.patience = 2, .minimum_delta = 0.5}, {3, 2.75, 2.5, 2, 1}) == 3);
    static_assert(stops({.patience = 2, .minimum_delta = 0.5}, {3, 2.75, 2.25, 2, 1}) == 6);
    CHECK(stops({.patience = 2}, {3, std::nan(""), std::nan(""), 1}) == 3);
}
