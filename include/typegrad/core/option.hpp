#ifndef TYPEGRAD_CORE_OPTION_HPP
#define TYPEGRAD_CORE_OPTION_HPP

#include <cstddef>
#include <type_traits>

// The options of layers are values, in any order after the sizes: conv2d<20, 5, stride<2>, same, no_bias>.
namespace typegrad {

namespace option {
template<std::size_t... Extents>
struct kernel {};
template<std::size_t... Steps>
struct stride {};
template<std::size_t... Sides>
struct padding {};
template<std::size_t... Steps>
struct dilation {};
template<std::size_t... Sizes>
struct output_padding {};
template<std::size_t Count>
struct groups {};
struct same {};
struct valid {};
struct causal {};
struct no_bias {};
struct count_padding {};
}

// kernel<3, 5>: three rows, five columns.
template<std::size_t... Extents>
inline constexpr option::kernel<Extents...> kernel{};
// stride<2>, stride<2, 1>: how far the window moves, vertically and horizontally.
template<std::size_t... Steps>
inline constexpr option::stride<Steps...> stride{};
// padding<P>, padding<top, left, bottom, right>; in one dimension padding<before, after>. Zeros, or nothing for a maximum.
template<std::size_t... Sides>
inline constexpr option::padding<Sides...> padding{};
template<std::size_t... Steps>
inline constexpr option::dilation<Steps...> dilation{};
// output_padding<P>: so much longer is the output of a transposed convolution, behind its last element.
template<std::size_t... Sizes>
inline constexpr option::output_padding<Sizes...> output_padding{};
template<std::size_t Count>
inline constexpr option::groups<Count> groups{};
inline constexpr option::same same{};      // output = ceil(input / stride), an odd border goes after (TensorFlow's)
inline constexpr option::valid valid{};    // no border: the default
inline constexpr option::causal causal{};  // one dimension: all of the border goes before
inline constexpr option::no_bias no_bias{};
inline constexpr option::count_padding count_padding{};  // an average divides by the whole window

namespace detail {
template<class Wanted, class Given>
constexpr bool is_option(const Given&) {
    return std::is_same_v<Wanted, Given>;
}
}

// A real template argument: dropout<0.1>, leaky_relu<0.2f>, leaky_relu<1>.
struct real {
    double value;
    template<class N>
        requires std::is_arithmetic_v<N>
    constexpr real(N v) : value(static_cast<double>(v)) {}
};

}

#endif
