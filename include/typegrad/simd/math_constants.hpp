#ifndef TYPEGRAD_SIMD_MATH_CONSTANTS_HPP
#define TYPEGRAD_SIMD_MATH_CONSTANTS_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"

// The numbers behind simd/math.hpp. Every polynomial is a minimax fit of our own (Remez exchange in 110 digits, then
// rounded one coefficient at a time), highest power first. They are types: what runs on a GPU
// has constants, but no addresses of them.
namespace typegrad::math {
inline namespace TYPEGRAD_ARCH {
namespace detail {

template<class T>
struct constants;

template<>
struct constants<float> {
    using bits = std::uint32_t;
    static constexpr int mantissa = 23;
    static constexpr bits bias = 127;
    static constexpr bits sign_bit = bits{1} << 31;
    static constexpr bits one_minus_root_half = 0x4AFB0D;  // the bits of 1 less those of sqrt(1/2)
    static constexpr float rounder = 0x1.8p23f;             // adding it rounds to an integer, kept in the lowest bits
    static constexpr float log2e = 0x1.715476p0f;
    static constexpr float ln2_high = 0x1.63p-1f, ln2_low = -0x1.bd0106p-13f;  // n * ln2_high is exact
    static constexpr float smallest = 0x1p-126f, upscale = 0x1p24f, upscale_exponent = 24;

    static constexpr float exp_zero = -104, exp_overflow = 0x1.62e43p6f;
    static constexpr float expm1_least = -18, expm1_linear = 0x1p-25f;
    static constexpr float sigmoid_zero = -104, sigmoid_one = 40, sigmoid_scale = 0x1p-64f;
    static constexpr float tanh_one = 10;
    static constexpr float erf_one = 4, erf_split = 0.85f;

    // (e^r - 1 - r) / r^2 on +-ln(2)/2
    struct exp_tail { static constexpr float at[] = {0.00139464124f, 0.00836703554f, 0.041666396f, 0.16666539f, 0.5f}; };
    // (tanh(t) / t - 1) / t^2 in t^2, on +-ln(2)/2
    struct tanh_tail { static constexpr float at[] = {0.0194702446f, -0.0537333861f, 0.133324206f, -0.333333224f}; };
    // (log(1 + f) - f + f^2/2) / f^3 from sqrt(1/2) - 1 to sqrt(2) - 1
    struct log_tail { static constexpr float at[] = {-0.078621909f, 0.128831208f,  -0.131282598f, 0.141808599f,
                                         -0.166245744f, 0.20002307f, -0.250008106f, 0.333333164f}; };
    // erf(x) / x - 1 in x^2, for x below erf_split
    struct erf_near { static constexpr float at[] = {-0.000634851865f, 0.0050577037f, -0.0268072877f, 0.11282865f, -0.376125902f, 0.128379166f}; };
    // log(1 - erf(x)) from erf_split to erf_one
    struct erf_far { static constexpr float at[] = {0.000204725744f, -0.00312775839f, 0.0225569457f, -0.104601145f, -0.636437178f, -1.12810719f,
                                        -9.39209713e-05f}; };
};

template<>
struct constants<double> {
    using bits = std::uint64_t;
    static constexpr int mantissa = 52;
    static constexpr bits bias = 1023;
    static constexpr bits sign_bit = bits{1} << 63;
    static constexpr bits one_minus_root_half = 0x95F619980C433;
    static constexpr double rounder = 0x1.8p52;
    static constexpr double log2e = 0x1.71547652b82fep0;
    static constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
    static constexpr double smallest = 0x1p-1022, upscale = 0x1p53, upscale_exponent = 53;

    static constexpr double exp_zero = -746, exp_overflow = 0x1.62e42fefa39fp9;
    static constexpr double expm1_least = -38, expm1_linear = 0x1p-54;
    static constexpr double sigmoid_zero = -746, sigmoid_one = 80, sigmoid_scale = 0x1p-512;
    static constexpr double tanh_one = 22;
    static constexpr double erf_one = 6, erf_split = 1;

    struct exp_tail { static constexpr double at[] = {2.0923807558357067e-09, 2.5109098082482055e-08, 2.7557245432476586e-07, 2.7557244067792487e-06,
                                          2.4801587356267334e-05, 0.00019841269886226084, 0.0013888888888870079, 0.0083333333333216117,
                                          0.041666666666666692, 0.16666666666666677, 0.5}; };
    struct tanh_tail { static constexpr double at[] = {-0.00018839430709292345, 0.00057771244320893144, -0.0014541436731580267, 0.0035919868586535833,
                                           -0.0088632282335291274, 0.021869488307795861, -0.053968253964203954, 0.13333333333329808,
                                           -0.33333333333333331}; };
    struct log_tail { static constexpr double at[] = {
        -0.024972338106810661, 0.057873329587430848, -0.062858704176544766, 0.053847445535227703, -0.05315755837824368,
        0.05821861824600659, -0.062720550788417637, 0.066749271159351004, -0.071417729729729373, 0.076917142302664554,
        -0.083333588466378658, 0.090909341278011688, -0.099999999382739638, 0.1111111048515316, -0.1249999999066085,
        0.14285714294502946, -0.16666666666828661, 0.19999999999939846, -0.24999999999999239, 0.3333333333333347}; };
    struct erf_near { static constexpr double at[] = {5.9452728020696418e-11, -1.1365672401698512e-09, 1.4657881483467796e-08, -1.6350025462833235e-07,
                                          1.646097283928591e-06, -1.4925593508248541e-05, 0.00012055331036954492, -0.00085483269787436401,
                                          0.0052239776247808897, -0.026866170645072896, 0.11283791670954857, -0.37612638903183748,
                                          0.12837916709551259}; };
    struct erf_far { static constexpr double at[] = {-4.9287674754679471e-12, 2.045022342581441e-10, -3.9343740918106977e-09, 4.6424240955111549e-08,
                                         -3.7331388181134633e-07, 2.1357421135397742e-06, -8.6674493207078379e-06, 2.282347088783956e-05,
                                         -2.0269231750970142e-05, -0.00013504500399511422, 0.00077063444145247047, -0.0019159322127182284,
                                         0.0004106170819381821, 0.018990186766229503, -0.10270344373323932, -0.6366436265418306,
                                         -1.1283740898254038, -5.0281316968184733e-07}; };
};

}
}
}

#endif
