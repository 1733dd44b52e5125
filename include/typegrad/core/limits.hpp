#ifndef TYPEGRAD_CORE_LIMITS_HPP
#define TYPEGRAD_CORE_LIMITS_HPP

#include <cfloat>

#include "../config.hpp"

// The ends of float and double. (Including <limits> would take a fortieth of the time that all of this library takes.)
namespace typegrad::detail {

template<class T>
inline constexpr T infinity = static_cast<T>(__builtin_huge_val());
template<class T>
inline constexpr T nan = static_cast<T>(__builtin_nan(""));
template<class T>
inline constexpr T largest = sizeof(T) == sizeof(double) ? static_cast<T>(DBL_MAX) : static_cast<T>(FLT_MAX);

}

#endif
