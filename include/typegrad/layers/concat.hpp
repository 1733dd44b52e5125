#ifndef TYPEGRAD_LAYERS_CONCAT_HPP
#define TYPEGRAD_LAYERS_CONCAT_HPP

#include <cstddef>
#include <string_view>

#include "../core/bundle.hpp"
#include "../core/parameter.hpp"
#include "../simd/rows.hpp"
#include "bundle_shape.hpp"

namespace typegrad {

namespace detail {
template<class In>
struct concatenated {
    using type = first_item<In>;
    static constexpr bool fits = false;
};
template<class First, class... Rest>
    requires(First::rank > 0)
struct concatenated<bundle<First, Rest...>> {
    using type = with_last_extent<First, (First::extent(First::rank - 1) + ... + Rest::extent(Rest::rank - 1))>;
    template<class Item>
    static consteval bool alike() {
        bool same = Item::rank == First::rank;
        for (std::size_t a = 0; same && a + 1 < First::rank; ++a) same = Item::extent(a) == First::extent(a);
        return same;
    }
    static constexpr bool fits = (alike<Rest>() && ...);
};
}

// y = x0, x1, ... one after the other along the last axis (the channels)
//   shapes  bundle of <..., A>, <..., B>, ... -> <..., A + B + ...>
//   cost    a copy
//   errors  "all axes but the last": they differ
//   source  torch.cat(dim=1) for channels first
struct concat {
    static constexpr std::string_view name = "concat";
    static constexpr bool reads_bundle = true;
    template<class In>
    using output = typename detail::concatenated<In>::type;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = is_bundle<In>, fits = !shaped || detail::concatenated<In>::fits;
        static_assert(shaped, "concat: it reads a bundle; use fork or use<...> to make one");
        static_assert(fits, "concat: all axes but the last must be the same for all items; crop, pad or reshape one of them");
        return shaped && fits;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        std::size_t first = 0;
        x.each([&](auto item) TYPEGRAD_INLINE_LAMBDA {
            for (std::size_t r = 0; r < y.rows(); ++r) copy<item.width()>(y.row(r).from(first), item.row(r));
            first += item.width();
        });
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        std::size_t first = 0;
        dx.each([&](auto item) TYPEGRAD_INLINE_LAMBDA {
            for (std::size_t r = 0; r < dy.rows(); ++r) copy<item.width()>(item.row(r), dy.row(r).from(first));
            first += item.width();
        });
    }

private:
    template<std::size_t N, class To, class From>
    TYPEGRAD_INLINE static constexpr void copy(To to, From from) {
        simd::map<N>(to, [](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, from);
    }
};

}

#endif
