#ifndef TYPEGRAD_EINSUM_WINDOW_HPP
#define TYPEGRAD_EINSUM_WINDOW_HPP

#include <cstddef>

#include "../config.hpp"
#include "../core/option.hpp"
#include "formula.hpp"
#include "schedule.hpp"

namespace typegrad {

// What the options of a convolution or a pool say: the window along up to three axes, and the rest.
struct window {
    enum class border { by_hand, even, before_only };
    static constexpr int most_axes = 3;
    // Options by what they decide: each of these is decided once.
    enum kinds : unsigned { steps = 1, spreads = 2, borders = 4, grouped = 8, biased = 16, scheduled = 32, counted = 64, extended = 128 };
    static constexpr unsigned linear = biased | scheduled, convolution = steps | spreads | borders | grouped | linear, transposition = convolution | extended, pool = steps | spreads | borders;

    int axes = 2;
    std::size_t kernel[most_axes] = {1, 1, 1}, stride[most_axes]{}, dilation[most_axes] = {1, 1, 1}, before[most_axes]{}, after[most_axes]{};
    std::size_t behind[most_axes]{};  // of the output of a transposed convolution
    unsigned open = 0;  // kinds that the layer has and no option has decided yet
    border mode = border::by_hand;
    std::size_t groups = 1;
    bool bias = true;
    bool count_padding = false;
    bool understood = true;  // false: an option of another layer, a second one of its kind, or one with a wrong number of arguments
    schedule chosen{};

    TYPEGRAD_INLINE constexpr void decide(kinds kind, bool readable = true) {
        understood = understood && readable && (open & kind) != 0;
        open &= ~static_cast<unsigned>(kind);
    }
    // How far the dilated window reaches.
    TYPEGRAD_INLINE constexpr std::size_t reach(int a) const { return dilation[a] * (kernel[a] - (kernel[a] > 0)) + 1; }

    TYPEGRAD_INLINE constexpr std::size_t output(int a, std::size_t input) const {
        const std::size_t s = stride[a] ? stride[a] : 1;
        if (mode == border::even) return (input + s - 1) / s;
        const std::size_t all = input + before_of(a, input) + after_of(a, input);
        return all < reach(a) ? 1 : (all - reach(a)) / s + 1;
    }
    TYPEGRAD_INLINE constexpr bool fits(int a, std::size_t input) const {
        return mode == border::even || input + before_of(a, input) + after_of(a, input) >= reach(a);
    }
    // The same for a transposed convolution, which undoes a convolution's change of extents.
    TYPEGRAD_INLINE constexpr std::size_t spread_output(int a, std::size_t input) const {
        const std::size_t all = (input - 1) * (stride[a] ? stride[a] : 1) + reach(a) + behind[a], cut = before[a] + after[a];
        return all > cut ? all - cut : 1;
    }
    TYPEGRAD_INLINE constexpr bool spread_fits(int a, std::size_t input) const {
        return (input - 1) * (stride[a] ? stride[a] : 1) + reach(a) + behind[a] > before[a] + after[a];
    }
    // Whether what is behind the last element belongs to no other extent of the input.
    TYPEGRAD_INLINE constexpr bool behind_fits(int a) const { return behind[a] == 0 || behind[a] < stride[a] || behind[a] < dilation[a]; }

    TYPEGRAD_INLINE constexpr std::size_t before_of(int a, std::size_t input) const {
        if (mode == border::before_only) return reach(a) - 1;
        return mode == border::even ? total(a, input) / 2 : before[a];
    }
    TYPEGRAD_INLINE constexpr std::size_t after_of(int a, std::size_t input) const {
        if (mode == border::before_only) return 0;
        return mode == border::even ? total(a, input) - total(a, input) / 2 : after[a];
    }

private:
    TYPEGRAD_INLINE constexpr std::size_t total(int a, std::size_t input) const {
        const std::size_t s = stride[a] ? stride[a] : 1;
        const std::size_t need = ((input + s - 1) / s - 1) * s + reach(a);
        return need > input ? need - input : 0;
    }
};

namespace detail {
// One number for every axis, or one for each. Whether there are so many, and none is below `least`.
template<std::size_t... Given>
constexpr bool read_axes(const window& w, std::size_t (&to)[window::most_axes], std::size_t least = 1) {
    constexpr std::size_t given[] = {Given..., 0}, n = sizeof...(Given);
    for (std::size_t a = 0; a < window::most_axes; ++a) to[a] = given[n == 1 ? 0 : a < n ? a : n];
    return (n == 1 || n == static_cast<std::size_t>(w.axes)) && ((Given >= least) && ...);
}
template<class Unknown>
constexpr void read_option(window& w, Unknown) {
    w.understood = false;
}
template<std::size_t... S>
constexpr void read_option(window& w, option::stride<S...>) {
    w.decide(window::steps, read_axes<S...>(w, w.stride));
}
template<std::size_t... D>
constexpr void read_option(window& w, option::dilation<D...>) {
    w.decide(window::spreads, read_axes<D...>(w, w.dilation));
}
// What goes before each axis, then what goes behind each.
template<std::size_t... P>
constexpr void read_option(window& w, option::padding<P...>) {
    constexpr std::size_t p[] = {P..., 0}, n = sizeof...(P);
    const auto axes = static_cast<std::size_t>(w.axes);
    w.decide(window::borders, n == 1 || n == 2 * axes);
    for (std::size_t a = 0; a < axes && w.understood; ++a) {
        w.before[a] = p[n == 1 ? 0 : a];
        w.after[a] = p[n == 1 ? 0 : axes + a];
    }
}
constexpr void read_border(window& w, window::border mode, bool readable = true) {
    w.mode = mode;
    w.decide(window::borders, readable);
}
constexpr void read_option(window& w, option::same) { read_border(w, window::border::even); }
constexpr void read_option(window& w, option::valid) { read_border(w, window::border::by_hand); }
constexpr void read_option(window& w, option::causal) { read_border(w, window::border::before_only, w.axes == 1); }
template<std::size_t... B>
constexpr void read_option(window& w, option::output_padding<B...>) {
    w.decide(window::extended, read_axes<B...>(w, w.behind, 0));
}
template<std::size_t G>
constexpr void read_option(window& w, option::groups<G>) {
    w.groups = G;
    w.decide(window::grouped);
}
constexpr void read_option(window& w, option::no_bias) {
    w.bias = false;
    w.decide(window::biased);
}
constexpr void read_option(window& w, option::count_padding) {
    w.count_padding = true;
    w.decide(window::counted);
}
constexpr void read_option(window& w, schedule s) {
    w.chosen = s;
    w.decide(window::scheduled);
}

template<class N>
constexpr void read_kernel(window& w, N n) {
    for (std::size_t& k : w.kernel) k = static_cast<std::size_t>(n);
}
template<std::size_t... K>
constexpr void read_kernel(window& w, option::kernel<K...>) {
    w.understood = read_axes<K...>(w, w.kernel, 0) && sizeof...(K) == static_cast<std::size_t>(w.axes);
}
}

// The formula of a convolution over `axes` spatial axes whose window is this one, and the input extents are these:
//   (sh+dk-p)(sw+dl-p)gc,klcgo->hwgo      g and, for one channel a group, c and o drop out
constexpr einsum::formula convolution_formula(const window& w, const std::size_t* input, bool grouped, bool depthwise) {
    const char* text[window::most_axes][3] = {{"(h+k)c,kco->ho", "(h+k)gc,kcgo->hgo", "(h+k)c,kc->hc"},
                                              {"(h+k)(w+l)c,klco->hwo", "(h+k)(w+l)gc,klcgo->hwgo", "(h+k)(w+l)c,klc->hwc"},
                                              {"(d+j)(h+k)(w+l)c,jklco->dhwo", "(d+j)(h+k)(w+l)gc,jklcgo->dhwgo", "(d+j)(h+k)(w+l)c,jklc->dhwc"}};
    einsum::formula f = einsum::parse(text[w.axes - 1][depthwise ? 2 : grouped ? 1 : 0]);
    for (int a = 0; a < w.axes; ++a) {
        einsum::axis& x = f.x[0].axes[a];
        x.coefficient[2 * a] = static_cast<int>(w.stride[a] ? w.stride[a] : 1);  // indices are numbered as they appear
        x.coefficient[2 * a + 1] = static_cast<int>(w.dilation[a]);
        x.constant = -static_cast<int>(w.before_of(a, input[a]));
    }
    return f;
}

// The formula of a transposed convolution, hwc,klco->(sh+dk-p)(sw+dl-p)o: x and y of a convolution change places, and its
// indices keep their order, in which the loops run.
constexpr einsum::formula transposed_formula(const window& w, bool grouped, bool depthwise) {
    const char* text[2][3] = {{"(h+k)c,kco->ho", "(h+k)gc,kgco->hgo", "(h+k)c,kc->hc"}, {"(h+k)(w+l)c,klco->hwo", "(h+k)(w+l)gc,klgco->hwgo", "(h+k)(w+l)c,klc->hwc"}};
    einsum::formula f = einsum::parse(text[w.axes - 1][depthwise ? 2 : grouped ? 1 : 0]);
    for (int a = 0; a < w.axes; ++a) {
        einsum::axis &x = f.x[0].axes[a], &y = f.y.axes[a], read = x;
        x = y;
        y = read;
        y.coefficient[2 * a] = static_cast<int>(w.stride[a] ? w.stride[a] : 1);  // indices are numbered as they appear
        y.coefficient[2 * a + 1] = static_cast<int>(w.dilation[a]);
        y.constant = -static_cast<int>(w.before[a]);
    }
    return f;
}

// The window that a kernel and a list of options describe, for a layer that has options of these kinds.
template<int Axes, auto Kernel, auto... Options>
consteval window read_window(unsigned kinds) {
    window w;
    w.axes = Axes;
    w.open = kinds;
    detail::read_kernel(w, Kernel);
    (detail::read_option(w, Options), ...);
    return w;
}

// A pool moves by its own size unless told otherwise.
template<int Axes, auto Kernel, auto... Options>
consteval window read_pool(unsigned kinds) {
    window w = read_window<Axes, Kernel, Options...>(kinds);
    for (int a = 0; a < window::most_axes; ++a)
        if (w.stride[a] == 0) w.stride[a] = w.kernel[a];
    return w;
}

namespace detail {
// g(position) for those of output `out` that lie in the input, along one axis. All numbers are constants of their own: what
// runs on a GPU has no address of the window.
template<const window& W, int Axis, std::size_t Input, class F>
constexpr void walk_window(std::size_t out, F& g) {
    if constexpr (Axis >= W.axes) {
        g(std::size_t{0});
    } else {
        constexpr std::size_t kernel = W.kernel[Axis], stride = W.stride[Axis], dilation = W.dilation[Axis], before = W.before_of(Axis, Input);
        for (std::size_t k = 0; k < kernel; ++k) {
            const std::size_t at = out * stride + k * dilation - before;
            if (at < Input) g(at);  // what lies before 0 has wrapped to a large number
        }
    }
}
}

// f(h, w, inside) for every output pixel; inside(g) calls g(i, j) for the pixels of its window that lie in the input.
template<const window& W, class X, class Y, class F>
constexpr void for_each_window(F f) {
    for (std::size_t h = 0; h < Y::height(); ++h)
        for (std::size_t w = 0; w < Y::across(); ++w)
            f(h, w, [&](auto g) {
                auto rows = [&](std::size_t i) {
                    auto columns = [&](std::size_t j) { g(i, j); };
                    detail::walk_window<W, 1, X::across()>(w, columns);
                };
                detail::walk_window<W, 0, X::height()>(h, rows);
            });
}

}

#endif
