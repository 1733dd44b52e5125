#ifndef TYPEGRAD_SIMD_MATH_HPP
#define TYPEGRAD_SIMD_MATH_HPP

// typegrad::math: exp, expm1, log, log1p, tanh, sigmoid, erf, sqrt, and select, max, min, abs, fma beside them;
// math::approximate: exp, tanh, sigmoid for less; math::approximated<V>: a number for which math:: means those.
#include "math_approximate.hpp"
#include "math_precise.hpp"
#include "math_primitives.hpp"

#endif
