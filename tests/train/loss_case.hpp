#ifndef TYPEGRAD_TESTS_TRAIN_LOSS_CASE_HPP
#define TYPEGRAD_TESTS_TRAIN_LOSS_CASE_HPP

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include <typegrad/train/targets.hpp>

#include "reference/nnref.hpp"

// A loss and its gradient, sample by sample, against PyTorch's mean or sum over the batch.
namespace loss_case {

template<class T, class Loss>
void check_as(const Loss& loss, const std::string& name, double tolerance) {
    CAPTURE(name);
    const auto cases = nnref::read(TYPEGRAD_REFERENCE "/torch/loss.txt");
    for (const auto& c : cases) {
        if (c.name != name) continue;
        const auto &x = *c.find("in", "x"), &t = *c.find("in", "t"), &y = *c.find("out", "y"), &g = *c.find("grad", "x");
        const std::size_t n = x.shape[1], batch = x.shape[0];
        const bool mean = c.attributes.at("reduction")[0] != "sum";
        const double share = mean ? 1.0 / static_cast<double>(batch) : 1, unit = mean || Loss::classifies ? 1 : static_cast<double>(n);
        double total = 0;
        for (std::size_t i = 0; i < batch; ++i) {
            std::vector<T> row, dy(n), target;
            for (std::size_t k = 0; k < n; ++k) row.push_back(static_cast<T>(x.values[i * n + k]));
            if (t.values.size() == batch) {
                total += static_cast<double>(typegrad::compute::loss_of(loss, row.data(), dy.data(), n, static_cast<int>(t.values[i])));
            } else {
                for (std::size_t k = 0; k < n; ++k) target.push_back(static_cast<T>(t.values[i * n + k]));
                total += static_cast<double>(typegrad::compute::loss_of(loss, row.data(), dy.data(), n, target.data()));
            }
            for (std::size_t k = 0; k < n; ++k) CHECK(std::fabs(static_cast<double>(dy[k]) * share * unit - g.values[i * n + k]) <= tolerance * (1 + std::fabs(g.values[i * n + k])));
        }
        CHECK(total * share * unit == doctest::Approx(y.values[0]).epsilon(tolerance));
        return;
    }
    FAIL("no case " << name);
}

// The values of the files are floats with nine digits: what double is held to. A mean over n in PyTorch is a mean per
// sample here.
template<class Loss>
void check(const Loss& loss, const std::string& name) {
    check_as<float>(loss, name, 2e-6);
    check_as<double>(loss, name, 2e-7);
}

}

#endif
