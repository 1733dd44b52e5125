#include <typegrad/simd/math.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <vector>

namespace {
namespace math = typegrad::math;
namespace simd = typegrad::simd;

using limits = std::numeric_limits<float>;
constexpr float inf = limits::infinity(), quiet_nan = limits::quiet_NaN();

// Distance from the true value in units of the last place that the type has there; huge where the kind of number is wrong.
template<class T>
double ulps(T y, long double expected) {
    constexpr int digits = std::numeric_limits<T>::digits, least = std::numeric_limits<T>::min_exponent;
    const T rounded = static_cast<T>(expected);
    if (rounded != rounded) return y != y ? 0 : 1e30;
    if (y == rounded) return std::signbit(y) == std::signbit(rounded) ? std::isinf(y) ? 0 : 0.5 : 1e30;
    if (!(std::abs(y) <= std::numeric_limits<T>::max()) || std::isinf(rounded)) return 1e30;
    int exponent = least;
    if (expected != 0) std::frexp(expected, &exponent);
    if (exponent < least) exponent = least;
    return static_cast<double>(std::abs(static_cast<long double>(y) - expected) / std::ldexp(1.0L, exponent - digits));
}
// The same for a float against a double, without the slow type.
double float_ulps(float y, double expected) {
    const float rounded = static_cast<float>(expected);
    if (std::bit_cast<std::uint32_t>(y) == std::bit_cast<std::uint32_t>(rounded)) return y == y && std::abs(y) != inf ? 0.5 : 0;
    if (rounded != rounded || y == rounded || !(std::abs(y) <= limits::max()) || std::isinf(rounded)) return ulps(y, static_cast<long double>(expected));
    const auto exponent = static_cast<int>(std::bit_cast<std::uint64_t>(expected) >> 52 & 0x7FF) - 1022;
    const int scale = (exponent < limits::min_exponent ? limits::min_exponent : exponent) - limits::digits;
    return std::abs(static_cast<double>(y) - expected) * std::bit_cast<double>(static_cast<std::uint64_t>(1023 - scale) << 52);
}

double sigmoid(double x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }

// One pattern of bits in 251, and all of them around every bound of some function; then every float where
// TYPEGRAD_EXHAUSTIVE is set.
const bool exhaustive = std::getenv("TYPEGRAD_EXHAUSTIVE") != nullptr;
constexpr float bounds[] = {0,     limits::denorm_min(), limits::min(), 0x1p-25f, 0x1p-24f, 0x1p-12f, 0.17328f, 0.29289f, 0.34657f, 0.41421f,
                            0.5f,  0.54931f, 0.70711f, 0.85f,  1,       1.41421f, 4,       5.28f,    9.01f,   10,       10.56f,
                            16.6f, 17.33f,   18,       40,     86.99f,  87.3366f, 88.376f, 88.7228f, 89,      103.28f,  103.98f,
                            104,   0x1p24f,  0x1p25f,  0x1p126f, limits::max(), inf};

template<class Visit>
void for_floats(Visit visit) {
    constexpr int lanes = simd::lanes<float>;
    float x[lanes];
    int filled = 0;
    const auto add = [&](std::uint32_t bits) {
        x[filled] = std::bit_cast<float>(bits);
        filled = (filled + 1) % lanes;
        if (filled == 0) visit(x);
    };
    for (std::uint64_t bits = 0; bits <= 0xFFFFFFFFu; bits += 251) add(static_cast<std::uint32_t>(bits));
    for (const float bound : bounds)
        for (std::uint32_t sign : {0u, 0x80000000u})
            for (std::uint32_t i = 0; i <= 2000; ++i) add((std::bit_cast<std::uint32_t>(bound) + i - 1000) ^ sign);
    for (int i = 1; i < lanes; ++i) add(std::bit_cast<std::uint32_t>(quiet_nan));
}
template<class Visit>
void for_all_floats(Visit visit) {
    constexpr int lanes = simd::lanes<float>;
    float x[lanes];
    for (std::uint64_t bits = 0; bits <= 0xFFFFFFFFu; bits += lanes) {
        for (int i = 0; i < lanes; ++i) x[i] = std::bit_cast<float>(static_cast<std::uint32_t>(bits) + static_cast<std::uint32_t>(i));
        visit(x);
    }
}

// The same function of doubles, which is tested by itself below: the C library would take hours for all floats.
template<class F>
void in_double(F f, const float* x, double* y) {
    constexpr int lanes = simd::lanes<float>;
#if defined(TYPEGRAD_BACKEND_VECTOR)
    using V = simd::batch<double, lanes / 2>;
    for (int i = 0; i < lanes; i += V::lanes) f(V::load(x + i)).store(y + i);
#else
    for (int i = 0; i < lanes; ++i) y[i] = f(static_cast<double>(x[i]));
#endif
}

struct worst_case {
    double error = 0;
    float x = 0, y = 0;
};
template<class F, class Doubles, class Reference, class Error>
worst_case worst(F f, Doubles doubles, Reference reference, Error error) {
    using V = simd::batch<float, simd::lanes<float>>;
    worst_case w;
    float y[V::lanes];
    const auto look = [&](float x, float at, double expected) {
        if (const double e = error(at, expected); !(e <= w.error)) w = {e, x, at};
    };
    for_floats([&](const float* x) {
        f(V::load(x)).store(y);
        for (int i = 0; i < V::lanes; ++i) look(x[i], y[i], reference(static_cast<double>(x[i])));
    });
    if (!exhaustive) return w;
    for_all_floats([&](const float* x) {
        double expected[V::lanes];
        f(V::load(x)).store(y);
        in_double(doubles, x, expected);
        for (int i = 0; i < V::lanes; ++i)
            if (std::bit_cast<std::uint32_t>(y[i]) != std::bit_cast<std::uint32_t>(static_cast<float>(expected[i]))) look(x[i], y[i], expected[i]);
    });
    // The library has the last word.
    w.error = error(w.y, reference(static_cast<double>(w.x)));
    return w;
}
void report(const char* name, const worst_case& w, const char* unit) {
    std::printf("%-8s %.3g %s at %a\n", name, w.error, unit, static_cast<double>(w.x));
    std::fflush(stdout);
}
template<class F, class Reference>
void check_ulps(doctest::String name, F f, Reference reference, double bound) {
    const auto w = worst(f, f, reference, float_ulps);
    INFO(name, ": ", w.error, " ulp at ", w.x, " where it is ", w.y);
    CHECK(w.error <= bound);
    if (exhaustive) report(name.c_str(), w, "ulp");
}

double absolute_error(double y, double expected) { return expected != expected ? (y != y ? 0 : 1e30) : std::abs(y - expected); }

// Floats of every size, from a fixed sequence.
std::vector<float> samples() {
    std::vector<float> s{0.0f, -0.0f, inf, -inf, quiet_nan, limits::max(), -limits::max(), limits::min(), limits::denorm_min()};
    std::uint32_t state = 1;
    for (int i = 0; i < 20000; ++i) {
        state = state * 1664525u + 1013904223u;
        s.push_back(std::bit_cast<float>(state));
        s.push_back(static_cast<float>(static_cast<std::int32_t>(state)) * 0x1p-31f * 20);
    }
    while (s.size() % 16) s.push_back(1);
    return s;
}
std::int64_t place(float x) {
    const auto bits = std::bit_cast<std::int32_t>(x);
    return bits < 0 ? -1 - std::int64_t{bits & 0x7FFFFFFF} : bits;
}

// Without fused operations there is only one way to round; with them the compiler chooses where to fuse.
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
constexpr std::int64_t apart = 2;
#else
constexpr std::int64_t apart = 0;
#endif

template<int Lanes, class F>
void check_lanes(doctest::String name, F f) {
    using V = simd::batch<float, Lanes>;
    const auto x = samples();
    int wrong = 0;
    for (std::size_t i = 0; i < x.size(); i += Lanes) {
        float y[static_cast<std::size_t>(Lanes)];
        f(V::load(&x[i])).store(y);
        for (std::size_t j = 0; j < Lanes; ++j) {
            const float one = f(x[i + j]);
            if (one != one ? y[j] == y[j] : std::abs(place(one) - place(y[j])) > apart) ++wrong;
        }
    }
    INFO(name, " in ", Lanes, " lanes");
    CHECK(wrong == 0);
}
template<class F>
void check_all_lanes(doctest::String name, F f) {
    check_lanes<1>(name, f);
#if defined(TYPEGRAD_BACKEND_VECTOR)
    check_lanes<2>(name, f);
#endif
    if constexpr (simd::lanes<float> >= 4) check_lanes<4>(name, f);
    if constexpr (simd::lanes<float> >= 8) check_lanes<8>(name, f);
    if constexpr (simd::lanes<float> >= 16) check_lanes<16>(name, f);
}

template<class F, class Reference>
void check_double(doctest::String name, F f, Reference reference, double low, double high, double bound) {
    double largest = 0, at = 0;
    std::uint64_t state = 1;
    const auto look = [&](double x) {
        if (const double e = ulps(f(x), reference(static_cast<long double>(x))); !(e <= largest)) largest = e, at = x;
    };
    for (int i = 0; i < 200000; ++i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const double u = static_cast<double>(state >> 11) * 0x1p-53;
        look(low + (high - low) * u);
        look(low < 0 && i % 2 ? -std::ldexp(1 + u, -i % 60) : std::ldexp(1 + u, -i % 60));
    }
    INFO(name, " of double: ", largest, " ulp at ", at);
    CHECK(largest <= bound);
}

constexpr bool near(double y, double expected, double relative) { return (y < expected ? expected - y : y - expected) <= relative * (expected < 0 ? -expected : expected); }
constexpr bool near(float y, double expected) { return near(static_cast<double>(y), expected, 1.2e-7); }
constexpr bool is_nan(float y) { return y != y; }

// Known to more digits than either type has.
static_assert(near(math::exp(1.0f), 2.718281828459045235));
static_assert(near(math::exp(-1.0f), 0.367879441171442322));
static_assert(near(math::expm1(1.0f), 1.718281828459045235));
static_assert(near(math::expm1(1e-6f), 1.00000049999717e-6));
static_assert(near(math::log(2.0f), 0.693147180559945309));
static_assert(near(math::log(10.0f), 2.302585092994045684));
static_assert(near(math::log1p(1.0f), 0.693147180559945309));
static_assert(near(math::tanh(1.0f), 0.761594155955764888));
static_assert(near(math::tanh(-0.5f), -0.462117157260009758));
static_assert(near(math::sigmoid(1.0f), 0.731058578630004879));
static_assert(near(math::erf(1.0f), 0.842700792949714869));
static_assert(near(math::erf(0.5f), 0.520499877813046538));
static_assert(math::sqrt(2.0f) == 1.41421356237309505f && math::sqrt(limits::denorm_min()) == 3.74339206650921e-23f);
static_assert(near(math::exp(1.0), 2.718281828459045235, 4e-16) && near(math::tanh(1.0), 0.761594155955764888, 4e-16));
static_assert(near(math::log(10.0), 2.302585092994045684, 4e-16) && near(math::erf(1.0), 0.842700792949714869, 4e-16));
static_assert(near(math::sigmoid(1.0), 0.731058578630004879, 4e-16) && near(math::sqrt(2.0), 1.414213562373095049, 4e-16));

// What overflows, and NaN, in constant evaluation too.
static_assert(math::exp(1000.0f) == inf && math::exp(-1000.0f) == 0 && math::exp(inf) == inf && math::exp(-inf) == 0);
static_assert(math::exp(1000.0) == std::numeric_limits<double>::infinity() && math::expm1(1000.0f) == inf && math::expm1(-inf) == -1);
static_assert(math::exp(-103.0f) > 0 && math::exp(-103.0f) < limits::min());
static_assert(math::log(0.0f) == -inf && is_nan(math::log(-1.0f)) && math::log(inf) == inf && math::log1p(-1.0f) == -inf);
static_assert(math::tanh(inf) == 1 && math::tanh(-inf) == -1 && math::sigmoid(inf) == 1 && math::sigmoid(-inf) == 0 && math::erf(-inf) == -1);
static_assert(is_nan(math::exp(quiet_nan)) && is_nan(math::expm1(quiet_nan)) && is_nan(math::log(quiet_nan)) && is_nan(math::log1p(quiet_nan)));
static_assert(is_nan(math::tanh(quiet_nan)) && is_nan(math::sigmoid(quiet_nan)) && is_nan(math::erf(quiet_nan)) && is_nan(math::sqrt(quiet_nan)));
static_assert(math::sqrt(inf) == inf && is_nan(math::sqrt(-1.0f)));
static_assert(math::approximate::exp(1000.0f) == inf && math::approximate::tanh(inf) == 1 && math::approximate::sigmoid(-inf) == 0);
static_assert(math::approximate::erf(inf) == 1 && math::approximate::erf(-inf) == -1 && is_nan(math::approximate::erf(quiet_nan)));
static_assert(is_nan(math::approximate::exp(quiet_nan)) && is_nan(math::approximate::tanh(quiet_nan)) && is_nan(math::approximate::sigmoid(quiet_nan)));

// One lane is a batch and constant as well.
static_assert(math::exp(simd::batch<float, 1>(1.0f)).value == math::exp(1.0f) && math::sqrt(simd::batch<double, 1>(4)).value == 2);

// The operations by qualified name; a literal takes the type of the other operand, whatever its place.
static_assert(math::max(2.5f, 0) == 2.5f && math::max(0, 2.5f) == 2.5f && math::min(1, 0.5) == 0.5 && math::abs(-3.0f) == 3);
static_assert(math::select(true, 1, 0.5f) == 1.0f && math::select(false, 1, 0.5f) == 0.5f && math::fma(2, 0.5f, 3) == 4.0f);
static_assert(std::is_same_v<decltype(math::max(0, 2.5f)), float>);

struct gelu_like {
    template<class V>
    constexpr V operator()(V x) const { return math::max(0, x) * V(0.5f) + math::select(x > V(0), math::tanh(x), math::exp(x) - 1); }
};
constexpr float cheaply(float x) { return gelu_like{}(math::approximated<float>(x)).value; }
static_assert(cheaply(1.0f) == 0.5f + math::approximate::tanh(1.0f) && cheaply(-1.0f) == math::approximate::exp(-1.0f) - 1);
static_assert(cheaply(1.0f) != gelu_like{}(1.0f));
}

#define ON_BATCH(f) [](auto x) { return f(x); }

TEST_CASE("math: every float within its stated bound") {
    check_ulps("exp", ON_BATCH(math::exp), [](double x) { return std::exp(x); }, 1.25);
    check_ulps("expm1", ON_BATCH(math::expm1), [](double x) { return std::expm1(x); }, 1.35);
    check_ulps("log", ON_BATCH(math::log), [](double x) { return std::log(x); }, 0.9);
    check_ulps("log1p", ON_BATCH(math::log1p), [](double x) { return std::log1p(x); }, 1.45);
    check_ulps("tanh", ON_BATCH(math::tanh), [](double x) { return std::tanh(x); }, 2);
    check_ulps("sigmoid", ON_BATCH(math::sigmoid), sigmoid, 1.9);
    check_ulps("erf", ON_BATCH(math::erf), [](double x) { return std::erf(x); }, 1.3);
    check_ulps("sqrt", ON_BATCH(math::sqrt), [](double x) { return std::sqrt(x); }, 0.5);
}

TEST_CASE("math: every number of lanes gives what one number gives") {
    check_all_lanes("exp", ON_BATCH(math::exp));
    check_all_lanes("expm1", ON_BATCH(math::expm1));
    check_all_lanes("log", ON_BATCH(math::log));
    check_all_lanes("log1p", ON_BATCH(math::log1p));
    check_all_lanes("tanh", ON_BATCH(math::tanh));
    check_all_lanes("sigmoid", ON_BATCH(math::sigmoid));
    check_all_lanes("erf", ON_BATCH(math::erf));
    check_all_lanes("sqrt", ON_BATCH(math::sqrt));
}

TEST_CASE("math: constants equal what is computed at run time") {
#define CHECK_CONSTANT(f, argument)                                        \
    do {                                                                   \
        constexpr float expected = f(argument);                            \
        volatile float x = argument;                                       \
        const float y = f(static_cast<float>(x));                          \
        if (is_nan(expected)) CHECK(is_nan(y));                            \
        else CHECK(std::abs(place(y) - place(expected)) <= apart);         \
    } while (false)
#define CHECK_CONSTANTS(f)          \
    CHECK_CONSTANT(f, 0.0f);        \
    CHECK_CONSTANT(f, -0.0f);       \
    CHECK_CONSTANT(f, 0.3f);        \
    CHECK_CONSTANT(f, -0.3f);       \
    CHECK_CONSTANT(f, 0.7f);        \
    CHECK_CONSTANT(f, 5.0f);        \
    CHECK_CONSTANT(f, -88.0f);      \
    CHECK_CONSTANT(f, 1e-41f);      \
    CHECK_CONSTANT(f, 3e38f);       \
    CHECK_CONSTANT(f, -3e38f);      \
    CHECK_CONSTANT(f, inf);         \
    CHECK_CONSTANT(f, -inf);        \
    CHECK_CONSTANT(f, quiet_nan)
    CHECK_CONSTANTS(math::exp);
    CHECK_CONSTANTS(math::expm1);
    CHECK_CONSTANTS(math::log);
    CHECK_CONSTANTS(math::log1p);
    CHECK_CONSTANTS(math::tanh);
    CHECK_CONSTANTS(math::sigmoid);
    CHECK_CONSTANTS(math::erf);
    CHECK_CONSTANTS(math::sqrt);
}

TEST_CASE("math: doubles against the long double library") {
    check_double("exp", ON_BATCH(math::exp), [](long double x) { return std::exp(x); }, -746, 710, 4);
    check_double("expm1", ON_BATCH(math::expm1), [](long double x) { return std::expm1(x); }, -40, 710, 4);
    check_double("log", ON_BATCH(math::log), [](long double x) { return std::log(x); }, 0, 1e3, 4);
    check_double("log1p", ON_BATCH(math::log1p), [](long double x) { return std::log1p(x); }, -0.999, 1e3, 4);
    check_double("tanh", ON_BATCH(math::tanh), [](long double x) { return std::tanh(x); }, -23, 23, 4);
    check_double("sigmoid", ON_BATCH(math::sigmoid), [](long double x) { return 1 / (1 + std::exp(-x)); }, -746, 50, 4);
    check_double("erf", ON_BATCH(math::erf), [](long double x) { return std::erf(x); }, -7, 7, 4);
    CHECK(math::log(5e-324) == std::log(5e-324));
    CHECK(math::exp(710.0) == std::numeric_limits<double>::infinity());
    CHECK(std::isnan(math::tanh(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("math: the approximate functions keep their bounds, rise and end exactly") {
    const auto t = worst(ON_BATCH(math::approximate::tanh), ON_BATCH(math::tanh), [](double x) { return std::tanh(x); }, absolute_error);
    const auto s = worst(ON_BATCH(math::approximate::sigmoid), ON_BATCH(math::sigmoid), sigmoid, absolute_error);
    const auto e = worst(ON_BATCH(math::approximate::exp), ON_BATCH(math::exp), [](double x) { return std::exp(x); }, [](float y, double expected) {
        if (expected != expected) return y != y ? 0.0 : 1e30;
        if (expected >= 0x1p128 * (1 - 1e-4)) return y >= limits::max() * (1 - 2e-4f) ? 0.0 : 1e30;
        if (expected < 1.7e-38) return y == 0 || near(static_cast<double>(y), expected, 1e-4) ? 0.0 : 1e30;
        return std::abs(static_cast<double>(y) - expected) / expected;
    });
    const auto r = worst(ON_BATCH(math::approximate::erf), ON_BATCH(math::erf), [](double x) { return std::erf(x); }, absolute_error);
    INFO("erf ", r.error, " at ", r.x, ", tanh ", t.error, " at ", t.x, ", sigmoid ", s.error, " at ", s.x, ", exp ", e.error, " at ", e.x);
    CHECK(t.error <= 6e-5);
    CHECK(s.error <= 3e-5);
    CHECK(e.error <= 9e-5);
    CHECK(r.error <= 4e-5);
    if (exhaustive) report("tanh", t, "absolute"), report("sigmoid", s, "absolute"), report("erf", r, "absolute"), report("exp", e, "relative");
    double fall = 0, erf_fall = 0;
    float t_before = -1, s_before = 0, r_before = -1;
    bool inside = true;
    for (float x = -12; x <= 12; x += 0x1p-12f) {
        const float tanh_x = math::approximate::tanh(x), sigmoid_x = math::approximate::sigmoid(x), erf_x = math::approximate::erf(x);
        erf_fall = std::fmax(erf_fall, static_cast<double>(r_before - erf_x));
        r_before = std::fmax(r_before, erf_x);
        fall = std::fmax(fall, std::fmax(static_cast<double>(t_before - tanh_x), static_cast<double>(s_before - sigmoid_x)));
        inside = inside && std::abs(tanh_x) <= 1 && std::abs(erf_x) <= 1 && (std::abs(x) < 3.1f || std::abs(erf_x) == 1) && sigmoid_x >= 0 && sigmoid_x <= 1;
        t_before = tanh_x, s_before = sigmoid_x;
    }
    CHECK(fall <= 4e-7);  // a few roundings and no more
    CHECK(erf_fall <= 6e-5);
    CHECK(inside);
    volatile float infinite = inf;
    CHECK(math::approximate::tanh(+infinite) == 1);
    CHECK(math::approximate::tanh(-infinite) == -1);
    CHECK(math::approximate::erf(+infinite) == 1);
    CHECK(math::approximate::erf(-infinite) == -1);
    CHECK(math::approximate::sigmoid(+infinite) == 1);
    CHECK(math::approximate::sigmoid(-infinite) == 0);
    CHECK(math::approximate::exp(+infinite) == inf);
    CHECK(math::approximate::exp(-infinite) == 0);
}

TEST_CASE("math: a functor on approximated batches") {
    using V = simd::batch<float, simd::lanes<float>>;
    float x[V::lanes], precise[V::lanes], cheap[V::lanes];
    for (int i = 0; i < V::lanes; ++i) x[i] = 0.37f * static_cast<float>(i) - 2;
    gelu_like{}(V::load(x)).store(precise);
    gelu_like{}(math::approximated<V>(V::load(x))).value.store(cheap);
    for (int i = 0; i < V::lanes; ++i) {
        CHECK(std::abs(precise[i] - cheap[i]) <= 2e-4f);
        CHECK(precise[i] != cheap[i]);
    }
}
