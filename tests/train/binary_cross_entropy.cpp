#include "loss_case.hpp"

#include <limits>

#include <typegrad/train/binary_cross_entropy.hpp>

using typegrad::binary_cross_entropy;
using typegrad::reduction;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(binary_cross_entropy{}, "bce_mean");
    loss_case::check(binary_cross_entropy{.reduction = reduction::sum}, "bce_sum");
}

TEST_CASE("the naive loss and its differences") {
    loss_case::check_elementwise(binary_cross_entropy{}, loss_case::numbers(74, 1, 0.05, 0.95), loss_case::numbers(74, 2, 0, 1), [](double y, double t) { return -t * std::log(y) - (1 - t) * std::log(1 - y); });
    static_assert(loss_case::is_near(binary_cross_entropy{}, 0.5f, 1, 0.69314718f, -2));
}

TEST_CASE("certainty costs 100 at most, as in PyTorch") {
    for (const std::size_t n : {1u, 37u}) {
        std::vector<float> wrong(n, 0.0f), one(n, 1.0f), dy(n);
        CHECK(binary_cross_entropy{}(wrong.data(), dy.data(), n, one.data()) == doctest::Approx(100));
        CHECK(dy[0] == doctest::Approx(-1e12 / static_cast<double>(n)));
        CHECK(binary_cross_entropy{}(one.data(), dy.data(), n, wrong.data()) == doctest::Approx(100));
        CHECK(binary_cross_entropy{}(one.data(), dy.data(), n, one.data()) == 0);
        CHECK(dy[0] == 0);
    }
    static_assert(loss_case::is_near(binary_cross_entropy{}, 0, 0, 0, 0));
}

TEST_CASE("what is no probability has no loss") {
    for (const std::size_t n : {1u, 37u})
        for (const float y : {-0.1f, 1.1f, std::nanf("")}) {
            std::vector<float> outputs(n, y), t(n, 1.0f), dy(n);
            CHECK(std::isnan(binary_cross_entropy{}(outputs.data(), dy.data(), n, t.data())));
        }
}
