#ifndef TYPEGRAD_TESTS_TRAIN_OPTIMIZER_CASE_HPP
#define TYPEGRAD_TESTS_TRAIN_OPTIMIZER_CASE_HPP

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <typegrad/simd/batch.hpp>

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
            const V g(static_cast<float>(c.find("in", "g" + std::to_string(t))->values[i]));
            p = Optimizer::update(o.prepare(t), p, g, state);
            const double expected = c.find("out", "p" + std::to_string(t))->values[i];
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

}

#endif
