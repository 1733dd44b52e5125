#ifndef TYPEGRAD_TESTS_NETWORK_FUSED_HPP
#define TYPEGRAD_TESTS_NETWORK_FUSED_HPP

#include "check_layer.hpp"

// What the tests of fusion share: which layers form a step, and whether a network computes what its layers do one after
// the other in double.
namespace fused {
namespace tg = typegrad;
using tg::detail::step_kind;

struct expected {
    step_kind kind;
    std::size_t begin, core, end, pool = tg::detail::step_range::none;
};
template<class Net>
consteval bool steps_are(std::initializer_list<expected> list) {
    constexpr auto steps = tg::detail::fuse<Net, true>::steps;
    if (steps.size != list.size()) return false;
    const auto* s = steps.at;
    for (const expected& e : list) {
        if (s->kind != e.kind || s->begin != e.begin || s->core != e.core || s->end != e.end || s->pool != e.pool) return false;
        ++s;
    }
    return true;
}
inline constexpr step_kind linear = step_kind::linear, map = step_kind::map, own = step_kind::own;

// A trainer wants no dx: dp is the same without it.
template<class Net, std::size_t N>
void check_without_dx(const check::problem<Net>& q, double tolerance) {
    const auto p = std::make_unique<tg::parameters<Net>>(), dp = std::make_unique<tg::parameters<Net>>();
    std::copy(q.p.begin(), q.p.end(), p->data());
    const auto pass = std::make_unique<tg::training<Net, N>>(*p);
    pass->forward(q.x);
    pass->template backward_rows<false>(q.dy.data(), dp->data());
    const std::vector<double> sum = q.sum_of_dp(std::vector<float>(q.count), N);
    CHECK(check::error(dp->data(), sum.data(), q.count) <= tolerance);
}

// One sample, and two tiles of which the second is nearly empty. Small weights: where an activation is saturated its
// slope is all rounding.
template<class Net>
void check_network(double tolerance = 1e-5) {
    const check::problem<Net> q(check::lanes + 1, 0.125f);
    check::check_batches<Net, 1>(q, tolerance);
    check::check_batches<Net, check::lanes + 1>(q, tolerance);
    check_without_dx<Net, check::lanes + 1>(q, tolerance);
}

}

#endif
