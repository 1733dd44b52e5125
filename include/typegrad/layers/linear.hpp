#ifndef TYPEGRAD_LAYERS_LINEAR_HPP
#define TYPEGRAD_LAYERS_LINEAR_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../core/fixed_string.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/contraction.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/window.hpp"

namespace typegrad {

namespace detail {
// The extents of all indices of a formula: from the axes of x and w that are one index, then from what still fits into
// the others, where a negative constant is a padding on both sides. 0: nothing says.
template<class In, class Weight>
constexpr einsum::contraction infer_extents(const einsum::formula& f) {
    const layout x = dense_layout<In>(), w = dense_layout<Weight>();
    einsum::contraction c = einsum::bind_extents(f, &x, &w, {});
    for (int a = 0; a < f.x[0].rank && a < x.rank; ++a) {
        const einsum::axis& axis = f.x[0].axes[a];
        int unknown = -1, unknowns = 0;
        std::ptrdiff_t reach = axis.constant < 0 ? 2 * axis.constant : axis.constant;
        for (int i = 0; i < c.rank; ++i) {
            if (axis.coefficient[i] == 0) continue;
            if (c.extent[i] == 0) unknown = i, ++unknowns;
            else reach += axis.coefficient[i] * (c.extent[i] - 1);
        }
        if (unknowns != 1 || axis.coefficient[unknown] <= 0 || x.extent[a] - 1 < reach) continue;
        c.extent[unknown] = (x.extent[a] - 1 - reach) / axis.coefficient[unknown] + 1;
    }
    return c;
}
}

// y = a formula of x and weight, + bias along the last axis of y: a linear layer of your own, its gradient included.
//   tg::linear<"(t+k)c,kc->tc", tg::shape<3, 8>>      each channel filtered by itself
//   shapes  x as the formula reads it -> y as it says; extents come from x and the weight's shape
//   params  weight <Weight> drawn by the initialiser, bias <last axis of y> zero unless no_bias
//   cost    the product of all extents in multiply-adds; nothing kept for backward but x
//   errors  "the formula does not read the shape of x": another number of axes, an index without an extent or with two
template<fixed_string Formula, class Weight, auto... Options>
struct linear {
    static constexpr std::string_view name = "linear";
    static constexpr bool has_linear = true;
    static constexpr window options = read_window<1, 1, Options...>(window::linear);
    static constexpr einsum::formula given = einsum::parse(Formula.view());
    static constexpr bool readable = given.error == einsum::formula::problem::none;
    static constexpr einsum::formula formula = readable && given.products == 1 ? given : einsum::parse("i,io->o");

    template<class In, class Axes = std::make_index_sequence<static_cast<std::size_t>(formula.y.rank)>>
    struct result;
    template<class In, std::size_t... A>
    struct result<In, std::index_sequence<A...>> {
        static constexpr einsum::contraction c = detail::infer_extents<In, Weight>(formula);
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
        constexpr bool single = !readable || (given.products == 1 && options.understood), agree = !readable || given.products != 1 || fits<In>();
        static_assert(single, "linear: one product of x and weight, and no option but no_bias or a schedule; write several layers for more");
        static_assert(agree, "linear: the formula does not read the shape of x; match the axes, and let every index be an axis by itself somewhere");
        return readable && single && agree;
    }
    template<class In>
    using parameters = std::conditional_t<options.bias, weight_and_bias<Weight, shape<output<In>::extent(output<In>::rank - 1)>>, only_weight<Weight>>;

    template<class In>
    struct lowered {
        using x = In;
        using w = Weight;
        using y = output<In>;
        static constexpr einsum::formula formula = typegrad::linear<Formula, Weight, Options...>::formula;
        static constexpr char last = formula.letter[formula.y.axes[formula.y.rank - 1].single()];
        static constexpr std::string_view bias{&last, 1};
    };

private:
    // Axes that are one index have its extent.
    template<class Shape>
    static consteval bool agrees(const einsum::operand& o, const einsum::contraction& c) {
        if (Shape::rank != static_cast<std::size_t>(o.rank)) return false;
        for (int a = 0; a < o.rank; ++a)
            if (const int i = o.axes[a].single(); i >= 0 && c.extent[i] != static_cast<std::ptrdiff_t>(Shape::extent(static_cast<std::size_t>(a)))) return false;
        return true;
    }
    template<class In>
    static consteval bool fits() {
        if (!agrees<In>(formula.x[0], result<In>::c) || !agrees<Weight>(formula.w[0], result<In>::c)) return false;
        for (int i = 0; i < formula.indices; ++i)
            if (result<In>::c.extent[i] == 0) return false;
        for (int a = 0; a < formula.y.rank; ++a)
            if (formula.y.axes[a].single() < 0) return false;
        return formula.y.rank > 0;
    }
};

}

#endif
