#ifndef TYPEGRAD_LAYERS_PRODUCT_HPP
#define TYPEGRAD_LAYERS_PRODUCT_HPP

#include <cstddef>
#include <string_view>

#include "../core/bundle.hpp"
#include "../core/fixed_string.hpp"
#include "../core/parameter.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/window.hpp"
#include "bundle_shape.hpp"

namespace typegrad {

namespace detail {
template<class A, class B>
constexpr einsum::contraction product_extents(const einsum::formula& f) {
    const layout x = dense_layout<A>(), w = dense_layout<B>();
    return einsum::bind_extents(f, &x, &w, {});
}
}

// y = a formula of the two items of a bundle, in index notation; both gradients follow from it
//   product<"qhd,khd->hqk">      the scores of attention, for a query <Q, H, D> and a key <K, H, D>
//   shapes  bundle of what the formula reads -> what it says
//   cost    the product of all extents in multiply-adds; both items are kept for backward
//   errors  "the formula does not read the shapes": another number of axes, or extents that differ
template<fixed_string Formula>
struct product {
    static constexpr std::string_view name = "product";
    static constexpr bool has_linear = true, products = true, reads_bundle = true, prefers_rows = true;
    static constexpr window options = read_window<1, 1, no_bias>(window::linear);
    static constexpr einsum::formula given = einsum::parse(Formula.view());
    static constexpr bool readable = given.error == einsum::formula::problem::none;
    static constexpr einsum::formula formula = readable && given.products == 1 ? given : einsum::parse("i,i->i");

    template<class In, class Axes = std::make_index_sequence<static_cast<std::size_t>(formula.y.rank)>>
    struct result;
    template<class In, std::size_t... A>
    struct result<In, std::index_sequence<A...>> {
        static constexpr einsum::contraction c = detail::product_extents<item_of<0, In>, item_of<1, In>>(formula);
        static constexpr std::size_t extent(std::size_t axis) {
            const int i = formula.y.axes[axis].single();
            return i < 0 || c.extent[i] == 0 ? 1 : static_cast<std::size_t>(c.extent[i]);
        }
        using type = shape<extent(A)...>;
    };
    template<class In>
    using output = typename result<In>::type;

    template<class In>
    static consteval bool reads() {
        (void)einsum::check_formula<Formula>();
        constexpr bool agree = !readable || fits<In>();
        static_assert(agree, "product: the formula does not read the shapes of the two items; match their axes and extents");
        return readable && agree;
    }
    template<class In>
    using parameters = no_parameters;

    template<class In>
    struct lowered {
        using x = item_of<0, In>;
        using w = item_of<1, In>;
        using y = output<In>;
        static constexpr einsum::formula formula = product::formula;
        static constexpr std::string_view bias{};
    };

private:
    template<class Item>
    static consteval bool agrees(const einsum::operand& o, const einsum::contraction& c) {
        if (Item::rank != static_cast<std::size_t>(o.rank)) return false;
        for (int a = 0; a < o.rank; ++a) {
            const int i = o.axes[a].single();
            if (i < 0 || c.extent[i] != static_cast<std::ptrdiff_t>(Item::extent(static_cast<std::size_t>(a)))) return false;
        }
        return true;
    }
    template<class In>
    static consteval bool fits() {
        if (item_total<In> != 2 || given.products != 1) return false;
        const auto c = result<In>::c;
        return agrees<item_of<0, In>>(formula.x[0], c) && agrees<item_of<1, In>>(formula.w[0], c);
    }
};

}

#endif
