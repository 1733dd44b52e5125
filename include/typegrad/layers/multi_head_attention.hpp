#ifndef TYPEGRAD_LAYERS_MULTI_HEAD_ATTENTION_HPP
#define TYPEGRAD_LAYERS_MULTI_HEAD_ATTENTION_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/parameter.hpp"
#include "dense.hpp"
#include "positions.hpp"
#include "scaled_dot_product_attention.hpp"
#include "time_distributed.hpp"

namespace typegrad {

namespace option {
template<std::size_t Heads>
struct kv_heads {};
struct rotated {};
struct memory {};
}
template<std::size_t Heads>
inline constexpr option::kv_heads<Heads> kv_heads{};  // so many heads of key and value, each for several of the query
inline constexpr option::rotated rotated{};           // query and key are turned by their position (rotary)
inline constexpr option::memory memory{};             // keys and values come from a second item

namespace detail {
struct attention_choices {
    std::size_t kv_heads = 0, understood = 0;
    bool causal = false, masked = false, rotated = false, memory = false, bias = true;
};
template<class Option>
constexpr void choose(attention_choices& c, const Option&) {
    ++c.understood;
    if constexpr (std::is_same_v<Option, option::causal>) c.causal = true;
    else if constexpr (std::is_same_v<Option, option::masked>) c.masked = true;
    else if constexpr (std::is_same_v<Option, option::rotated>) c.rotated = true;
    else if constexpr (std::is_same_v<Option, option::memory>) c.memory = true;
    else if constexpr (std::is_same_v<Option, option::no_bias>) c.bias = false;
    else --c.understood;
}
template<std::size_t Heads>
constexpr void choose(attention_choices& c, const option::kv_heads<Heads>&) {
    ++c.understood;
    c.kv_heads = Heads;
}
template<auto... Options>
consteval attention_choices read_attention() {
    attention_choices c;
    (choose(c, Options), ...);
    return c;
}

// The four projections under their own names: weight_q, bias_q, weight_k, ..., weight_out, bias_out.
template<std::size_t Width, std::size_t Memory, std::size_t Narrow, bool Bias>
struct attention_parameters {
    using q = shape<Width, Width>;
    using kv = shape<Memory, Narrow>;
    static constexpr std::size_t of_q = q::size + (Bias ? Width : 0), of_kv = kv::size + (Bias ? Narrow : 0);
    static constexpr std::size_t size = 2 * of_q + 2 * of_kv;
    template<class T>
    struct views {
        view<T, q> weight_q;
        view<T, shape<Width>> bias_q;
        view<T, kv> weight_k;
        view<T, shape<Narrow>> bias_k;
        view<T, kv> weight_v;
        view<T, shape<Narrow>> bias_v;
        view<T, q> weight_out;
        view<T, shape<Width>> bias_out;
    };
    template<class T>
    TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
        T *const k = p + of_q, *const v = k + of_kv, *const out = v + of_kv;
        return {view<T, q>(p), view<T, shape<Width>>(p + q::size), view<T, kv>(k), view<T, shape<Narrow>>(k + kv::size),
                view<T, kv>(v), view<T, shape<Narrow>>(v + kv::size), view<T, q>(out), view<T, shape<Width>>(out + q::size)};
    }
    template<class T, class F>
    TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
        auto both = [&](auto weight_name, auto weight, auto bias_name, auto bias) {
            f(weight_name, weight, initial_weight<typename decltype(weight)::shape_type>);
            if constexpr (Bias) f(bias_name, bias, initial{});
        };
        both("weight_q", v.weight_q, "bias_q", v.bias_q);
        both("weight_k", v.weight_k, "bias_k", v.bias_k);
        both("weight_v", v.weight_v, "bias_v", v.bias_v);
        both("weight_out", v.weight_out, "bias_out", v.bias_out);
    }
};

template<std::size_t Heads, class In, auto... Options>
struct heads_of {
    static constexpr attention_choices chosen = read_attention<Options...>();
    using x = item_of<0, In>;
    using m = item_of<(chosen.memory ? 1 : 0), In>;
    static constexpr std::size_t heads = Heads ? Heads : 1, shared = chosen.kv_heads ? chosen.kv_heads : heads;
    static constexpr std::size_t steps = x::extent(0), keys = m::extent(0), model = x::extent(1), width = model / heads ? model / heads : 1;

    template<std::size_t Out>
    using project = time_distributed<std::conditional_t<chosen.bias, dense<Out>, dense<Out, no_bias>>>;
    using turned = std::conditional_t<chosen.rotated, rotary<>, sequential<>>;
    template<std::size_t Item>
    using from = std::conditional_t<is_bundle<In>, pick<Item>, sequential<>>;
    static constexpr std::size_t of_memory = chosen.memory ? 1 : 0, of_mask = of_memory + 1;

    using q = sequential<from<0>, project<heads * width>, reshape<steps, heads, width>, turned>;
    using k = sequential<from<of_memory>, project<shared * width>, reshape<keys, shared, width>, turned>;
    using v = sequential<from<of_memory>, project<shared * width>, reshape<keys, shared, width>>;
    using inputs = std::conditional_t<chosen.masked, fork<q, k, v, pick<of_mask>>, fork<q, k, v>>;
    using plain = std::conditional_t<chosen.causal, scaled_dot_product_attention<causal>, scaled_dot_product_attention<>>;
    using hidden = std::conditional_t<chosen.causal, scaled_dot_product_attention<causal, masked>, scaled_dot_product_attention<masked>>;
    using body = sequential<inputs, std::conditional_t<chosen.masked, hidden, plain>, reshape<steps, heads * width>, project<model>>;
};
}

// y = attention(x Wq, m Wk, m Wv) Wout over several heads, each with its part of the width; m is x, or with `memory` the
// second item of a bundle
//   multi_head_attention<8, causal>, with any of kv_heads<2>, rotated, masked (a mask <K> or <T, K> as the last item), memory, no_bias
//   shapes  <T, D>, or bundle of it, <K, M> with memory, and the mask -> <T, D>
//   params  weight_q <D, D>, bias_q <D>, weight_k and weight_v <M, D G / H>, bias_k, bias_v, weight_out <D, D>, bias_out <D>
//   cost    2 T D D + 2 K M D G / H + 2 T K D multiply-adds and T K H exponentials
//   errors  "heads must divide the width", "the input must be", "an option it does not have"
//   source  Vaswani et al.: Attention is all you need (2017), section 3.2.2; torch.nn.MultiheadAttention
template<std::size_t Heads, auto... Options>
struct multi_head_attention {
    static constexpr std::string_view name = "multi_head_attention";
    static constexpr bool remembers = true;
    static constexpr detail::attention_choices chosen = detail::read_attention<Options...>();
    template<class In>
    using heads = detail::heads_of<Heads, In, Options...>;
    template<class In>
    using body = typename heads<In>::body;
    template<class In>
    using parameters = detail::attention_parameters<heads<In>::heads * heads<In>::width, heads<In>::m::extent(1), heads<In>::shared * heads<In>::width, chosen.bias>;

    template<class In>
    static consteval bool reads() {
        using h = heads<In>;
        constexpr std::size_t items = 1 + (chosen.memory ? 1 : 0) + (chosen.masked ? 1 : 0);
        constexpr bool known = chosen.understood == sizeof...(Options);
        constexpr bool shaped = item_total<In> == items && h::x::rank == 2 && h::m::rank == 2;
        constexpr bool divided = Heads > 0 && h::model % h::heads == 0 && h::heads % h::shared == 0 && (!chosen.rotated || h::width % 2 == 0);
        static_assert(known, "multi_head_attention: an option it does not have; use causal, masked, kv_heads, rotated, memory or no_bias");
        static_assert(!known || shaped, "multi_head_attention: the input must be time, width; with memory a bundle of it and another, with masked and a mask behind");
        static_assert(!known || !shaped || divided, "multi_head_attention: heads must divide the width, kv_heads the heads, and rotated needs an even width a head; change one of them");
        return known && shaped && divided;
    }
};

}

#endif
