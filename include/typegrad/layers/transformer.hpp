#ifndef TYPEGRAD_LAYERS_TRANSFORMER_HPP
#define TYPEGRAD_LAYERS_TRANSFORMER_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/fixed_string.hpp"
#include "add.hpp"
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
template<auto... Options>
struct heads_with {
    template<std::size_t Heads, auto... More>
    using attention = multi_head_attention<Heads, More..., Options...>;
};
template<class... Dropped>
struct options_without {
    template<class Kept, auto... Options>
    struct from {
        using type = Kept;
    };
    template<auto... Kept, auto First, auto... Rest>
    struct from<heads_with<Kept...>, First, Rest...>
        : from<std::conditional_t<(is_option<Dropped>(First) || ...), heads_with<Kept...>, heads_with<Kept..., First>>, Rest...> {};
};

// A branch with its norm before it, or the sum with its norm behind it.
template<bool Post, fixed_string Name, fixed_string Norm, class Branch>
using normed = unnumbered<std::conditional_t<Post, sequential<unnumbered<residual<named<Name, Branch>>>, named<Norm, layer_norm<>>>, residual<named<Norm, layer_norm<>>, named<Name, Branch>>>>;

// The same where the branch reads more items than x: those go past the norm and past the sum.
template<class Before, class Branch, class Behind, std::size_t... Others>
using around_items = unnumbered<fork<unnumbered<sequential<unnumbered<fork<unnumbered<sequential<Before, Branch>>, pick<0>>>, add, Behind>>, pick<Others...>>>;
template<bool Post, fixed_string Name, fixed_string Norm, class Branch, std::size_t... Others>
using normed_items = std::conditional_t<Post, around_items<identity, named<Name, Branch>, named<Norm, layer_norm<>>, Others...>,
                                        around_items<unnumbered<at<0, named<Norm, layer_norm<>>>>, named<Name, Branch>, identity, Others...>>;
}

// x + attention(norm(x)), then x + f(norm(x)): a block of a transformer; with post_norm norm(x + attention(x)), norm(x + f(x))
//   encoder_block<4, feed_forward<256>>            options: causal, masked, kv_heads, rotated, no_bias, and post_norm
//   encoder_block<8, swiglu<512>, causal, rotated, no_bias>
//   shapes  <T, D> -> <T, D>; masked: bundle of x and a mask <T> or <T, T> -> bundle of y and the mask as it is
//   params  attention_norm, attention, feed_forward_norm, feed_forward
//   cost    that of its parts
//   errors  "with masked it reads a bundle of x and a mask"
//   source  Vaswani et al. (2017), section 3.1; Xiong et al.: On layer normalization in the transformer architecture (2020)
template<std::size_t Heads, class FeedForward, auto... Options>
struct encoder_block {
    static constexpr std::string_view name = "encoder_block";
    static constexpr bool post = (detail::is_option<option::post_norm>(Options) || ...), hides = (detail::is_option<option::masked>(Options) || ...);
    using options = typename detail::options_without<option::post_norm>::template from<detail::heads_with<>, Options...>::type;
    using attention = typename options::template attention<Heads>;
    using feeds = detail::normed<post, "feed_forward", "feed_forward_norm", FeedForward>;
    using plain = sequential<detail::normed<post, "attention", "attention_norm", attention>, feeds>;
    using hidden = sequential<detail::normed_items<post, "attention", "attention_norm", attention, 1>, detail::unnumbered<at<0, feeds>>>;
    template<class>
    using body = std::conditional_t<hides, hidden, plain>;
    template<class In>
    static consteval bool reads() {
        constexpr bool right = !hides || (item_total<In> == 2 && item_of<0, In>::rank == 2);
        static_assert(right, "encoder_block: with masked it reads a bundle of x, time, width, and a mask; use inputs<...> or fork to make one");
        return right;
    }
};

// The same with attention to a memory between: x attends to its own past, then to the memory, then f
//   decoder_block<4, feed_forward<256>>            options: those of encoder_block
//   shapes  bundle of x <T, D> and memory <K, M>, masked and a mask of the memory <K> or <T, K> -> bundle of y <T, D> and the others
//   params  attention_norm, attention, across_norm, across, feed_forward_norm, feed_forward
//   cost    that of its parts
//   errors  "it reads a bundle of x and memory"
//   source  Vaswani et al. (2017), section 3.1
template<std::size_t Heads, class FeedForward, auto... Options>
struct decoder_block {
    static constexpr std::string_view name = "decoder_block";
    static constexpr bool post = (detail::is_option<option::post_norm>(Options) || ...), hides = (detail::is_option<option::masked>(Options) || ...);
    using past = typename detail::options_without<option::post_norm, option::masked, option::causal>::template from<detail::heads_with<>, Options...>::type;
    using other = typename detail::options_without<option::post_norm, option::causal>::template from<detail::heads_with<>, Options...>::type;
    using attention = typename past::template attention<Heads, causal>;
    using across = typename other::template attention<Heads, memory>;
    using looks_across = std::conditional_t<hides, detail::normed_items<post, "across", "across_norm", across, 1, 2>, detail::normed_items<post, "across", "across_norm", across, 1>>;
    template<class>
    using body = sequential<detail::unnumbered<at<0, detail::normed<post, "attention", "attention_norm", attention>>>, looks_across,
                            detail::unnumbered<at<0, detail::normed<post, "feed_forward", "feed_forward_norm", FeedForward>>>>;
    template<class In>
    static consteval bool reads() {
        constexpr bool right = item_total<In> == (hides ? 3 : 2) && item_of<0, In>::rank == 2 && item_of<1, In>::rank == 2;
        static_assert(right, "decoder_block: it reads a bundle of x and memory, both time, width, and with masked a mask of the memory; use inputs<...> or fork to make one");
        return right;
    }
};

}

#endif
