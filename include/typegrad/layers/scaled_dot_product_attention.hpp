#ifndef TYPEGRAD_LAYERS_SCALED_DOT_PRODUCT_ATTENTION_HPP
#define TYPEGRAD_LAYERS_SCALED_DOT_PRODUCT_ATTENTION_HPP

#include <cstddef>
#include <string_view>

#include "../core/fixed_string.hpp"
#include "attention_weights.hpp"
#include "bundle_shape.hpp"
#include "compose.hpp"
#include "product.hpp"
#include "remember.hpp"
#include "reshape.hpp"

namespace typegrad {

namespace option {
struct masked {};
}
inline constexpr option::masked masked{};  // attention: the last item of the bundle is a mask

namespace detail {
template<auto... Options>
struct attention_options {
    static constexpr bool is_causal = (is_option<option::causal>(Options) || ...);
    static constexpr bool is_masked = (is_option<option::masked>(Options) || ...);
    static constexpr bool understood = sizeof...(Options) == (is_causal ? 1 : 0) + (is_masked ? 1 : 0);
};

// In a stream the steps of the past are among its operands.
template<fixed_string Formula>
struct product_with_past : product<Formula> {
    static constexpr bool sees_past = true;
};

// Scores, weights and mixture, where the heads of the query come in groups that share a head of key and value.
template<class Q, class K, class Options>
struct attention_of {
    static constexpr std::size_t heads = Q::extent(1), shared = K::extent(1) ? K::extent(1) : 1, width = Q::extent(2), each = heads / shared ? heads / shared : 1;
    static constexpr bool grouped = each > 1;
    using weights = attention_weights<width, Options::is_causal>;
    using scores = std::conditional_t<grouped, product_with_past<"qgrd,kgd->grqk">, product_with_past<"qhd,khd->hqk">>;
    using mixture = std::conditional_t<grouped, product_with_past<"grqk,kgd->qgrd">, product_with_past<"hqk,khd->qhd">>;
    using split = std::conditional_t<grouped, reshape<Q::extent(0), shared, each, width>, sequential<>>;
    using merge = std::conditional_t<grouped, reshape<Q::extent(0), heads, width>, sequential<>>;
    using plain = sequential<pick<0, 1>, scores, weights>;
    using hidden = sequential<fork<sequential<pick<0, 1>, scores>, pick<3>>, weights>;
    using body = sequential<at<0, split>, fork<std::conditional_t<Options::is_masked, hidden, plain>, pick<2>>, mixture, merge>;
};
}

// y[q, h] = sum over k of softmax(query[q, h] . key[k, h] / sqrt(D)) value[k, h]: for each head, a mixture of values
//   scaled_dot_product_attention<causal>       a query sees keys up to its own step; the last key is the last query's
//   scaled_dot_product_attention<masked>       a fourth item <K> or <Q, K> hides the keys where it is 0
//   shapes  bundle of query <Q, H, D>, key <K, G, D>, value <K, G, D> -> <Q, H, D>; H / G heads share a key (grouped query)
//   cost    2 Q K H D multiply-adds and Q K H exponentials; the weights are kept for backward
//   errors  "three items, each positions, heads, width", "heads": their shapes do not fit
//   source  Vaswani et al.: Attention is all you need (2017), equation 1; Ainslie et al.: GQA (2023)
template<auto... Options>
struct scaled_dot_product_attention {
    static constexpr std::string_view name = "scaled_dot_product_attention";
    static constexpr bool remembers = true;
    using options = detail::attention_options<Options...>;
    template<class In>
    using body = typename detail::attention_of<item_of<0, In>, item_of<1, In>, options>::body;
    // The keys and values of the steps before are in a cache.
    template<class In, std::size_t Whole>
    using streamed_body = std::conditional_t<options::is_masked, body<In>,
                                             sequential<parallel<identity, detail::remember<Whole>, detail::remember<Whole>>,
                                                        typename detail::attention_of<item_of<0, In>, typename detail::remember<Whole>::template output<item_of<1, In>>, options>::body>>;
    template<class In>
    static consteval bool reads() {
        constexpr bool right = options::understood && item_total<In> == (options::is_masked ? 4 : 3);
        using q = item_of<0, In>;
        using k = item_of<1, In>;
        static_assert(right && q::rank == 3 && k::rank == 3 && std::is_same_v<k, item_of<2, In>>, "attention: it reads a bundle of query, key and value, each positions, heads, width, and with masked a mask; and knows causal and masked");
        static_assert(!right || k::extent(1) == 0 || (q::extent(1) % k::extent(1) == 0 && q::extent(2) == k::extent(2)), "attention: the heads of the key must divide those of the query, and their width be the same");
        return right && q::rank == 3 && k::rank == 3 && std::is_same_v<k, item_of<2, In>> && q::extent(1) % (k::extent(1) ? k::extent(1) : 1) == 0 && q::extent(2) == k::extent(2);
    }
};

}

#endif
