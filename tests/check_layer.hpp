#ifndef TYPEGRAD_TESTS_CHECK_LAYER_HPP
#define TYPEGRAD_TESTS_CHECK_LAYER_HPP

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include <typegrad/core/random.hpp>
#include <typegrad/network/inference.hpp>
#include <typegrad/network/parameters.hpp>
#include <typegrad/network/scalar.hpp>
#include <typegrad/network/training.hpp>

#include "check_memory.hpp"

// What every layer must do, in one line:  check_layer<tg::gelu, tg::shape<37>>([](double x) { return ...; });
namespace check {
namespace tg = typegrad;

inline constexpr std::size_t lanes = static_cast<std::size_t>(tg::simd::lanes<float>);
inline constexpr std::size_t under_lanes = lanes > 1 ? lanes - 1 : 2;  // a size that fills no vector

// A network of one layer, its parameters and gradients being flat arrays here.
template<class Layer, class In>
struct alone;
template<class Layer, std::size_t... Extents>
struct alone<Layer, tg::shape<Extents...>> : tg::network<tg::input<Extents...>, Layer> {};
template<class Layer, class... Items>
struct alone<Layer, tg::bundle<Items...>> : tg::network<tg::inputs<Items...>, Layer> {};

// ---- numbers

// In [-4, 4), the same on every machine, and 1/64 or more away from multiples of 1/2, where activations have kinks.
inline std::vector<float> random_numbers(std::size_t n, std::uint64_t seed) {
    std::vector<float> v(n);
    for (std::size_t i = 0; i < n; ++i) {
        v[i] = 8 * tg::philox{seed}.uniform(i) - 4;
        const float off = v[i] - std::round(2 * v[i]) / 2;
        if (std::fabs(off) < 1.0f / 64) v[i] += off < 0 ? -1.0f / 64 : 1.0f / 64;
    }
    return v;
}

// The largest |a - b| over the largest |b|; infinite if some a is no number.
template<class A>
double error(const A* a, const double* b, std::size_t n) {
    double worst = 0, scale = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double d = std::fabs(static_cast<double>(a[i]) - b[i]);
        worst = d <= worst ? worst : d == d ? d : std::numeric_limits<double>::infinity();
        scale = std::max(scale, std::fabs(b[i]));
    }
    return scale > 0 ? worst / scale : worst;
}

// Random samples and what the scalar path makes of them in double: y, dx and for each sample its own dp.
template<class Net>
struct problem {
    static constexpr std::size_t in = Net::input::size, out = Net::output::size, count = Net::parameter_count;

    std::size_t samples;
    std::vector<float> x = random_numbers(samples * in, 1), dy = random_numbers(samples * out, 2), p = random_numbers(count, 3);
    std::vector<double> y = std::vector<double>(samples * out), dx = std::vector<double>(samples * in), dp = std::vector<double>(samples * count);

    explicit problem(std::size_t n, float weight_scale = 1) : samples(n) {
        for (float& weight : p) weight *= weight_scale;
        solve();
    }
    // Again, after another x.
    void solve() {
        const std::vector<double> weights(p.begin(), p.end()), xs(x.begin(), x.end());
        std::fill(dx.begin(), dx.end(), 0.0);
        std::fill(dp.begin(), dp.end(), 0.0);
        for (std::size_t s = 0; s < samples; ++s)
            tg::compute::vjp_scalar<Net>(weights.data(), xs.data() + s * in, dp.data() + s * count, dx.data() + s * in, [&](const double* result, double* d) {
                std::copy(result, result + out, y.data() + s * out);
                std::copy(dy.begin() + static_cast<std::ptrdiff_t>(s * out), dy.begin() + static_cast<std::ptrdiff_t>((s + 1) * out), d);
            });
    }
    // Start and the gradients of the first n samples together.
    std::vector<double> sum_of_dp(std::span<const float> start, std::size_t n) const {
        std::vector<double> sum(start.begin(), start.end());
        for (std::size_t s = 0; s < n; ++s)
            for (std::size_t i = 0; i < count; ++i) sum[i] += dp[s * count + i];
        return sum;
    }
};

// ---- the scalar path in double

// naive(p, x, y) for one sample, or naive(x) for one element. Both sum in double, in another order.
template<class Net, class Naive>
void check_forward(const problem<Net>& q, Naive naive) {
    const std::vector<double> p(q.p.begin(), q.p.end()), x(q.x.begin(), q.x.end());
    std::vector<double> y(q.y.size());
    for (std::size_t s = 0; s < q.samples; ++s)
        if constexpr (std::is_invocable_v<Naive, double>)
            for (std::size_t i = s * q.in; i < (s + 1) * q.in; ++i) y[i] = naive(x[i]);
        else naive(p.data(), x.data() + s * q.in, y.data() + s * q.out);
    CHECK(error(q.y.data(), y.data(), y.size()) <= 1e-12);
}

template<class Net>
double loss(const std::vector<double>& p, const std::vector<double>& x, const std::vector<float>& dy) {
    std::vector<double> y(Net::output::size);
    tg::compute::apply_scalar<Net>(p.data(), x.data(), y.data());
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) sum += y[i] * static_cast<double>(dy[i]);
    return sum;
}

// Central differences of the first sample. With h = 2^-17 they are wrong by h^2 f''' / 6, about 1e-10, and by the
// rounding of the loss over h, about 1e-15 / 1e-5: hence 1e-6 of the largest gradient for both, with room for long sums.
template<class Net>
void check_gradients(const problem<Net>& q) {
    constexpr double h = 0x1p-17;
    std::vector<double> p(q.p.begin(), q.p.end()), x(q.x.begin(), q.x.begin() + q.in), dp(q.count), dx(q.in);
    auto differences = [&](std::vector<double>& of, std::vector<double>& slopes) {
        for (std::size_t i = 0; i < of.size(); ++i) {
            const double at = of[i];
            of[i] = at + h;
            const double more = loss<Net>(p, x, q.dy);
            of[i] = at - h;
            slopes[i] = (more - loss<Net>(p, x, q.dy)) / (2 * h);
            of[i] = at;
        }
    };
    differences(x, dx);
    differences(p, dp);
    CHECK(error(q.dx.data(), dx.data(), q.in) <= 1e-6);
    CHECK(error(q.dp.data(), dp.data(), q.count) <= 1e-6);
}

// ---- float, through the fused loops

// Batches to call: what fills the capacity first, so that a smaller one finds old numbers in the workspace.
template<std::size_t N>
std::vector<std::size_t> batch_sizes() {
    std::vector<std::size_t> sizes{N, 1, 2, under_lanes, lanes, N, N / 2 + 1};
    std::erase_if(sizes, [](std::size_t n) { return n > N; });
    return sizes;
}

template<class Net, std::size_t N>
void check_inference(const problem<Net>& q, double tolerance) {
    const guarded p(q.p);
    const auto run = std::make_unique<fenced<tg::inference<Net, N>>>(tg::parameters_view<Net>(p.data()));
    for (std::size_t n : batch_sizes<N>()) {
        CAPTURE(n);
        const guarded x(std::span(q.x).first(n * q.in));
        const std::size_t allocated = allocations;
        const auto& y = run->value(x.data(), n);
        CHECK(allocations == allocated);
        CHECK(error(y.data(), q.y.data(), n * q.out) <= tolerance);
        CHECK((x.intact() && p.intact() && run->intact()));
    }
}

template<class Net, std::size_t N>
void check_training(const problem<Net>& q, double tolerance) {
    const std::vector<float> start = random_numbers(q.count, 4);
    const auto p = std::make_unique<fenced_parameters<Net>>(q.p), dp = std::make_unique<fenced_parameters<Net>>(start);
    const auto pass = std::make_unique<fenced<tg::training<Net, N>>>(p->value);
    for (std::size_t n : batch_sizes<N>()) {
        CAPTURE(n);
        const guarded x(std::span(q.x).first(n * q.in)), dy(std::span(q.dy).first(n * q.out));
        const std::vector<double> sum = q.sum_of_dp(start, n);
        dp->set(start);
        const std::size_t allocated = allocations;
        const auto& y = pass->value.forward(x.data(), n);
        const auto& dx = pass->value.backward(dy.data(), dp->value);
        CHECK(allocations == allocated);
        CHECK(error(y.data(), q.y.data(), n * q.out) <= tolerance);
        CHECK(error(dx.data(), q.dx.data(), n * q.in) <= tolerance);
        CHECK(error(dp->value.data(), sum.data(), q.count) <= tolerance);  // added to
        (void)pass->value.backward(dy.data(), tg::frozen);
        CHECK(error(dx.data(), q.dx.data(), n * q.in) <= tolerance);       // set again, not added to
        CHECK(error(dp->value.data(), sum.data(), q.count) <= tolerance);  // left alone
        CHECK((x.intact() && dy.intact() && p->intact() && dp->intact() && pass->intact()));
    }
}

// Up to N samples through the fused loops against the scalar path.
template<class Net, std::size_t N>
void check_batches(const problem<Net>& q, double tolerance = 1e-5) {
    check_inference<Net, N>(q, tolerance);
    check_training<Net, N>(q, tolerance);
}
template<class Net, std::size_t N>
void check_batches(double tolerance = 1e-5) {
    check_batches<Net, N>(problem<Net>(N), tolerance);
}

// All of it. float against double: 1e-5 of the largest value, some 100 roundings, unless the test says otherwise.
template<class Layer, class In, class Out = In, class Naive = std::nullptr_t>
void check_layer(Naive naive = {}, double tolerance = 1e-5) {
    using Net = alone<Layer, In>;
    static_assert(tg::detail::layer<Layer>);
    static_assert(std::is_same_v<typename Net::output, Out>);
    const problem<Net> q(2);
    if constexpr (!std::is_null_pointer_v<Naive>) check_forward(q, naive);
    check_gradients(q);
    check_batches<Net, 1>(tolerance);
    check_batches<Net, lanes + 1>(tolerance);
}

// ---- constant evaluation

// y, dx and dp of the scalar path for numbers that come from `unit`, which is 1.
template<class Net>
struct evaluation {
    tg::tensor<float, tg::shape<Net::output::size>> y{}, applied{};
    tg::tensor<float, tg::shape<Net::input::size>> dx{};
    tg::tensor<float, tg::shape<Net::parameter_count>> dp{};

    constexpr explicit evaluation(float unit) {
        auto fill = [unit](auto& t, std::size_t first) {
            for (std::size_t i = 0; i < t.size(); ++i) t[i] = unit * (0.37f * static_cast<float>((7 * i + first) % 11) - 1.9f);
        };
        decltype(dx) x;
        decltype(dp) p;
        fill(x, 3);
        fill(p, 5);
        tg::compute::apply_scalar<Net>(p.data(), x.data(), applied.data());
        tg::compute::vjp_scalar<Net>(p.data(), x.data(), dp.data(), dx.data(), [&](const float* result, float* dy) {
            for (std::size_t i = 0; i < y.size(); ++i) {
                y[i] = result[i];
                dy[i] = unit * (static_cast<float>(i % 5) - 1.7f);
            }
        });
    }
};
template<class Net>
inline constexpr evaluation<Net> constant{1.0f};

// Forward and backward are the same in a constant expression as at run time, where compilers fuse multiply-adds: in attention that
// is up to 1.01e-6 (without it the same numbers come out to the bit).
template<class Layer, class In>
void check_constant() {
    using Net = alone<Layer, In>;
    static_assert(constant<Net>.y == constant<Net>.applied);
    volatile float one = 1;
    const auto now = std::make_unique<evaluation<Net>>(one);
    auto same = [](const auto& a, const auto& b) {
        const std::vector<double> wide(b.begin(), b.end());
        return error(a.data(), wide.data(), b.size() ? wide.size() : 0) <= 2e-6;
    };
    CHECK((same(constant<Net>.y, now->y) && same(constant<Net>.dx, now->dx) && same(constant<Net>.dp, now->dp)));
}

}

#endif
