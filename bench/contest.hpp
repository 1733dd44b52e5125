#ifndef TYPEGRAD_BENCH_CONTEST_HPP
#define TYPEGRAD_BENCH_CONTEST_HPP

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "peers/peer.hpp"
#include "report.hpp"

// Several ways to compute the same outputs from the same inputs, one input after the other, each checked against the first
// before it is timed. Those that remember the past begin with none.
class contest {
    measure::work work_;
    measure::numbers x_;
    std::size_t count_, in_, out_;
    std::vector<float> expected_;

public:
    bool right = true;

    contest(std::string name, double flops, double bytes, std::size_t count, std::size_t in, std::size_t out)
        : work_{std::move(name), flops, bytes, {}}, x_(count * in, 2), count_(count), in_(in), out_(out) {}

    // step(x): the outputs for one input.
    template<class F>
    void add(const std::string& name, F step, double tolerance = 1e-5) {
        std::vector<float> y;
        for (std::size_t i = 0; i < count_; ++i) {
            const float* const out = step(static_cast<const float*>(x_.data() + i * in_));
            y.insert(y.end(), out, out + out_);
        }
        if (expected_.empty()) expected_ = y;
        check(name, y, tolerance);
        work_.contenders.push_back(measure::contend(name, [step, x = x_.data(), last = x_.data() + (count_ - 1) * in_, at = x_.data(), in = in_]() mutable {
            (void)step(static_cast<const float*>(at));
            at = at == last ? x : at + in;
        }));
    }
    // All peers that know this network.
    void add_peers(const std::string& network, const float* parameters) {
        for (const peers::program& p : peers::programs())
            if (p.network == network) add(p.name, p.build(parameters));
    }
    void add_to(std::vector<measure::work>& works) const { works.push_back(work_); }

private:
    void check(const std::string& name, const std::vector<float>& y, double tolerance) {
        double worst = 0, largest = 0;
        for (std::size_t i = 0; i < y.size(); ++i) {
            const double difference = std::fabs(static_cast<double>(y[i]) - static_cast<double>(expected_[i]));
            worst = difference <= worst ? worst : difference;  // a NaN stays
            largest = std::fmax(largest, std::fabs(static_cast<double>(expected_[i])));
        }
        if (worst <= tolerance * largest) return;
        std::fprintf(stderr, "%s, %s: differs by %g of %g\n", work_.name.c_str(), name.c_str(), worst, largest);
        right = false;
    }
};

#endif
