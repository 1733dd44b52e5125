#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include <typegrad/typegrad.hpp>

// Parameters, samples and targets, and the loss and gradient of the CPU in double, which keeps every operand as it is: what
// differs is the rounding of operands.
template<class Net, class Loss>
struct training_case {
    using target = std::conditional_t<Loss::classifies, std::int32_t, float>;
    static constexpr std::size_t in = Net::input::size, out = Net::output::size, count = Net::parameter_count;
    std::unique_ptr<typegrad::parameters<Net>> p;
    std::vector<float> x;
    std::vector<target> targets;
    std::vector<double> gradient;  // of the mean
    double loss = 0;

    explicit training_case(int samples, const typegrad::mode::training& mode = {}) : p(std::make_unique<typegrad::parameters<Net>>(typegrad::initialize<Net>(3))), gradient(count) {
        const auto n = static_cast<std::size_t>(samples);
        for (std::size_t i = 0; i < count; ++i) p->data()[i] += 0.1f * (typegrad::philox{5}.uniform(i) - 0.5f);
        for (std::size_t i = 0; i < n * in; ++i) x.push_back(2 * typegrad::philox{6}.uniform(i) - 1);
        for (std::size_t i = 0; i < n * (Loss::classifies ? 1 : out); ++i)
            targets.push_back(Loss::classifies ? static_cast<target>(typegrad::philox{7}.below(i, out)) : static_cast<target>(typegrad::philox{7}.uniform(i)));
        const std::vector<double> numbers(p->data(), p->data() + count), image(x.begin(), x.end()), wanted(targets.begin(), targets.end());
        for (std::size_t s = 0; s < n; ++s)
            typegrad::compute::vjp_scalar<Net>(numbers.data(), image.data() + s * in, gradient.data(), static_cast<double*>(nullptr), [&](const double* y, double* dy) {
                if constexpr (Loss::classifies) loss += typegrad::compute::loss_of(Loss{}, y, dy, out, targets[s]);
                else loss += typegrad::compute::loss_of(Loss{}, y, dy, out, wanted.data() + s * out);
            }, mode, s);
        for (double& g : gradient) g /= samples;
        loss /= samples;
    }

    // What each block has left. The samples may be few of many more, whose share is smaller by that much.
    void check(const std::vector<float>& partial, const std::vector<float>& losses, double tolerance, double of_more = 1) const {
        double sum = 0, error = 0, size = 0;
        for (const float l : losses) sum += static_cast<double>(l);
        for (std::size_t i = 0; i < count; ++i) {
            double g = 0;
            for (std::size_t b = 0; b < losses.size(); ++b) g += static_cast<double>(partial[b * count + i]);
            error += std::pow(g * of_more - gradient[i], 2);
            size += std::pow(gradient[i], 2);
        }
        CHECK(sum * of_more == doctest::Approx(loss).epsilon(tolerance));
        CHECK(std::sqrt(error / size) < tolerance);
    }
};
