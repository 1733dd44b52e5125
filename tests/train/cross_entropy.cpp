#include "loss_case.hpp"

#include <typegrad/train/cross_entropy.hpp>

using typegrad::cross_entropy;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(cross_entropy{}, "ce_mean");
    loss_case::check(cross_entropy{}, "ce_sum");
    loss_case::check(cross_entropy{.label_smoothing = 0.1f}, "ce_smooth");
    loss_case::check(cross_entropy{}, "ce_soft");
    loss_case::check(cross_entropy{}, "ce_extreme");
    // ce_weight: weights per class are no member of this loss.
}

TEST_CASE("a label that names no class has no loss and no gradient") {
    const float y[3] = {1, 2, 3};
    for (const int label : {-1, 3, 1000}) {
        float dy[3] = {9, 9, 9};
        CHECK(std::isnan(typegrad::compute::loss_of(cross_entropy{}, y, dy, 3, label)));
        CHECK(dy[0] == 0);
    }
    float dy[3];
    CHECK(std::isfinite(typegrad::compute::loss_of(cross_entropy{}, y, dy, 3, 2u)));
}
