#ifndef TYPEGRAD_TESTS_TRAIN_OPTIMIZER_CASE_HPP
#define TYPEGRAD_TESTS_TRAIN_OPTIMIZER_CASE_HPP

#include <doctest/doctest.h>

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include <typegrad/core/random.hpp>
#include <typegrad/simd/batch.hpp>
#include <typegrad/train/optimizer.hpp>

#include "reference/nnref.hpp"

// Three steps of an optimizer against PyTorch's, number by number and in whole batches.
namespace optimizer_case {

inline const nnref::test_case& find(const std::string& name) {
    static const std::vector<nnref::test_case> cases = nnref::read(TYPEGRAD_REFERENCE "/torch/optim.txt");
    for (const auto& c : cases)
        if (c.name == name) return c;
    nnref::fail("no case " + name);
}

// The members that adam and adamw share, from a case.
template<class Optimizer>
Optimizer adam_of(const std::string& name) {
    const auto& c = find(name);
    auto number = [&](const char* key) { return static_cast<float>(c.number(key)); };
    return {number("lr"), number("beta1"), number("beta2"), number("eps"), number("weight_decay")};
}

template<class V, class Optimizer>
void check_as(const Optimizer& o, const nnref::test_case& c) {
    const auto& start = c.find("in", "p0")->values;
    constexpr int lanes = sizeof(V) / sizeof(float);
    for (std::size_t i = 0; i < start.size(); ++i) {
        V p(static_cast<float>(start[i])), state[Optimizer::states];
        for (auto& s : state) s = V(0.0f);
        for (std::size_t t = 1; t <= 3; ++t) {
            const V g(static_cast<float>(c.find("in", std::string(1, 'g') + std::to_string(t))->values[i]));
            p = Optimizer::update(typegrad::compute::prepare(o, t, {}), p, g, state);
            const double expected = c.find("out", std::string(1, 'p') + std::to_string(t))->values[i];
            float last = 0;
            if constexpr (lanes == 1) last = p;
            else last = p[lanes - 1];
            CHECK(last == doctest::Approx(expected).epsilon(1e-5));
        }
    }
}

template<class Optimizer>
void check(const Optimizer& o, const std::string& name) {
    CAPTURE(name);
    check_as<float>(o, find(name));
    check_as<typegrad::simd::batch<float, typegrad::simd::lanes<float>>>(o, find(name));
}

// 100 steps against a naive optimizer in double: naive(p, g, t) changes p. Its own members are its state.
template<class Optimizer, class Naive>
void check_naive(const Optimizer& o, Naive naive, double tolerance = 1e-5) {
    float p = 0.75f, state[Optimizer::states] = {};
    double expected = 0.75;
    for (std::size_t t = 1; t <= 100; ++t) {
        const float g = 2 * typegrad::philox{1}.uniform(t) - 0.75f;
        p = Optimizer::update(typegrad::compute::prepare(o, t, std::span(&g, 1)), p, g, state);
        naive(expected, static_cast<double>(g), static_cast<double>(t));
        CAPTURE(t);
        CHECK(std::fabs(static_cast<double>(p) - expected) <= tolerance * (1 + std::fabs(expected)));
    }
}

// Steps down p^2 / 2 from 1, for static_assert: the states are zero at first, nothing else is needed.
template<class Optimizer>
constexpr float descend(const Optimizer& o, std::size_t steps) {
    float p = 1, state[Optimizer::states] = {};
    for (std::size_t t = 1; t <= steps; ++t) {
        const float g = p;
        p = Optimizer::update(typegrad::compute::prepare(o, t, std::span(&g, 1)), p, g, state);
    }
    return p;
}

}

#endif
