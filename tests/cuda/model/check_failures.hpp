#ifndef TYPEGRAD_TESTS_CUDA_MODEL_CHECK_FAILURES_HPP
#define TYPEGRAD_TESTS_CUDA_MODEL_CHECK_FAILURES_HPP

#include <doctest/doctest.h>

#include <cstddef>
#include <string_view>

#include <typegrad/core/status.hpp>

#include "fake_runtime.hpp"

namespace fake {

inline bool says(const typegrad::status& s, std::string_view words) { return s.text().find(words) != std::string_view::npos; }

// What is said in the end; what fails when its sayer goes, nobody hears.
inline std::size_t calls_until_said = 0;
inline typegrad::status said(const typegrad::status& s) {
    calls_until_said = calls;
    return s;
}
// f while one call after the other fails, until none does.
template<class F>
void check_failures(const F& f) {
    for (std::size_t call = 0;; ++call) {
        CAPTURE(call);
        REQUIRE(call < 500);
        reset();
        fails_at = call;
        const typegrad::status s = f();
        CHECK(alive == 0);
        if (calls_until_said <= call) {
            CHECK(s);
            return;
        }
        CHECK(s.code == typegrad::error::device);
        CHECK(says(s, "cuda: "));
        CHECK(says(s, "out of memory (/"));
        CHECK(says(s, ".cuh:"));
    }
}

}

#endif
