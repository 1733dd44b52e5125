#ifndef TYPEGRAD_LAYERS_TRANSFORMER_HPP
#define TYPEGRAD_LAYERS_TRANSFORMER_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "compose.hpp"
#include "feed_forward.hpp"
#include "layer_norm.hpp"
#include "multi_head_attention.hpp"
#include "residual.hpp"

namespace typegrad {

namespace option {
struct post_norm {};
}
inline constexpr option::post_norm post_norm{};  // the norm comes after each sum instead of before each branch

namespace detail {
// The options of the attention are those that are not the block's.
template<auto... Values>
struct option_list {};
template<class Done, auto... Options>
struct without_post_norm;
template<auto... Done>
struct without_post_norm<option_list<Done...>> {
    template<std::size_t Heads>
    using attention = multi_head_attention<Heads, Done...>;
    template<std::size_t Heads>
    using across = multi_head_attention<Heads, memory, Done...>;
};
template<auto... Done, auto First, auto... Rest>
struct without_post_norm<option_list<Done...>, First, Rest...>
    : std::conditional_t<is_option<option::post_norm>(First), without_post_norm<option_list<Done...>, Rest...>, without_post_norm<option_list<Done..., First>, Rest...>> {};

// A branch with its norm before it, or the sum with its norm behind it.
template<bool Post, class Branch>
using normed = std::conditional_t<Post, sequential<residual<Branch>, layer_norm<>>, residual<layer_norm<>, Branch>>;
}

// x + attention(norm(x)), then x + f(norm(x)): a block of a transformer; with post_norm norm(x + attention(x)), norm(x + f(x))
//   encoder_block<4, feed_forward<256>>            options: those of multi_head_attention, and post_norm
//   encoder_block<8, swiglu<512>, causal, rotated, no_bias>
//   shapes  <T, D> -> <T, D>
//   params  attention.0 (the norm), attention.1, feed_forward.0, feed_forward.1
//   cost    that of its parts
//   source  Vaswani et al. (2017), section 3.1; Xiong et al.: On layer normalization in the transformer architecture (2020)
template<std::size_t Heads, class FeedForward, auto... Options>
struct encoder_block {
    static constexpr std::string_view name = "encoder_block";
    static constexpr bool post = (detail::is_option<option::post_norm>(Options) || ...);
    using attention = typename detail::without_post_norm<detail::option_list<>, Options...>::template attention<Heads>;
    template<class>
    using body = sequential<named<"attention", detail::normed<post, attention>>, named<"feed_forward", detail::normed<post, FeedForward>>>;
};

// The same with attention to a memory between: x attends to its own past, then to the memory, then f
//   decoder_block<4, feed_forward<256>>
//   shapes  bundle of x <T, D> and memory <K, M> -> bundle of y <T, D> and the memory as it is
//   params  attention.0, attention.1, across.0, across.1, feed_forward.0, feed_forward.1
//   cost    that of its parts
//   errors  "it reads a bundle of x and memory"
//   source  Vaswani et al. (2017), section 3.1
template<std::size_t Heads, class FeedForward, auto... Options>
struct decoder_block {
    static constexpr std::string_view name = "decoder_block";
    static constexpr bool post = (detail::is_option<option::post_norm>(Options) || ...);
    using options = detail::without_post_norm<detail::option_list<>, Options...>;
    using attention = typename detail::without_post_norm<detail::option_list<>, causal, Options...>::template attention<Heads>;
    using across = typename options::template across<Heads>;
    // The memory goes past the norm and past the sum.
    using across_before = fork<sequential<fork<sequential<at<0, layer_norm<>>, across>, pick<0>>, add>, pick<1>>;
    using across_after = fork<sequential<fork<across, pick<0>>, add, layer_norm<>>, pick<1>>;
    template<class>
    using body = sequential<at<0, named<"attention", detail::normed<post, attention>>>, named<"across", std::conditional_t<post, across_after, across_before>>,
                            at<0, named<"feed_forward", detail::normed<post, FeedForward>>>>;
    template<class In>
    static consteval bool reads() {
        constexpr bool right = item_total<In> == 2 && item_of<0, In>::rank == 2 && item_of<1, In>::rank == 2;
        static_assert(right, "decoder_block: it reads a bundle of x and memory, both time, width; use inputs<...> or fork to make one");
        return right;
    }
};

}

#endif
