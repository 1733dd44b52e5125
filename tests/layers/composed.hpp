#ifndef TYPEGRAD_TESTS_LAYERS_COMPOSED_HPP
#define TYPEGRAD_TESTS_LAYERS_COMPOSED_HPP

#include <vector>

#include "check_layer.hpp"

// What the tests of compositions share: a network of a few layers is checked as one layer is, and asked for its output.
namespace composed {
namespace tg = typegrad;

// Central differences, single samples, batches around the tile, poisoned memory, no allocation.
template<class Net>
void check_network(double tolerance = 1e-5) {
    const check::problem<Net> q(check::lanes + 1, 0.25f);
    check::check_gradients(q);
    check::check_batches<Net, 1>(q, tolerance);
    check::check_batches<Net, check::lanes + 1>(q, tolerance);
}

// y for one sample in double: the scalar path, whose parameters and inputs the caller gives.
template<class Net>
std::vector<double> output(const std::vector<double>& p, const std::vector<double>& x) {
    std::vector<double> y(Net::output::size);
    tg::compute::apply_scalar<Net>(p.data(), x.data(), y.data());
    return y;
}
inline std::vector<double> numbers(std::size_t n, std::uint64_t seed = 7) {
    const std::vector<float> v = check::random_numbers(n, seed);
    return {v.begin(), v.end()};
}

}

#endif
