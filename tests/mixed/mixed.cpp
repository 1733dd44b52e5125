#include <doctest/doctest.h>

#include <vector>

#include "shared.hpp"

// Built for the baseline; its neighbours for haswell and for this machine. Were an inline function that computes shared
// between them, the linker would keep one copy, and the baseline file would run instructions that it must not have.
TEST_CASE("files built for different instruction sets share one parameters object") {
    static mixed::tg::parameters<mixed::net> p = mixed::tg::initialize<mixed::net>(5), dp[3];
    std::vector<float> x(mixed::samples * mixed::net::input::size), y[3];
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = mixed::tg::philox{1, 0}.uniform(i) - 0.5f;
    for (auto& v : y) v.resize(mixed::samples * 3);
    const int lanes = mixed::baseline(p, x.data(), y[0].data(), dp[0]);
    CHECK(lanes <= 4);
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) {
        MESSAGE("skipped: this machine has no AVX2");
        return;
    }
    CHECK(mixed::haswell(p, x.data(), y[1].data(), dp[1]) == 8);
    CHECK(mixed::native(p, x.data(), y[2].data(), dp[2]) >= 8);
    for (int k = 1; k < 3; ++k) {
        for (std::size_t i = 0; i < y[0].size(); ++i) CHECK(y[k][i] == doctest::Approx(y[0][i]).epsilon(1e-5));
        for (std::size_t i = 0; i < p.flat().size(); ++i) CHECK(dp[k].data()[i] == doctest::Approx(dp[0].data()[i]).epsilon(1e-4));
    }
}
