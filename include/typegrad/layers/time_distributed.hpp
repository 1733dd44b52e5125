#ifndef TYPEGRAD_LAYERS_TIME_DISTRIBUTED_HPP
#define TYPEGRAD_LAYERS_TIME_DISTRIBUTED_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../core/bundle.hpp"
#include "../core/parameter.hpp"
#include "../einsum/formula.hpp"
#include "../simd/field.hpp"
#include "compose.hpp"
#include "elementwise.hpp"
#include "reshape.hpp"

namespace typegrad {

template<class... Layers>
struct time_distributed;

namespace detail {
// A sequence is many of the shape within.
template<class Sequence>
struct steps_in {
    static constexpr std::size_t count = 1;
    static constexpr bool any = false;
    using step = Sequence;
};
template<std::size_t T, std::size_t First, std::size_t... Rest>
struct steps_in<shape<T, First, Rest...>> {
    static constexpr std::size_t count = T;
    static constexpr bool any = true;
    using step = shape<First, Rest...>;
};
template<class... Items>
struct steps_in<bundle<Items...>> {
    static constexpr std::size_t count = 1;
    static constexpr bool any = (steps_in<Items>::any && ...);
    using step = bundle<typename steps_in<Items>::step...>;
};
template<class In>
using step_in = typename steps_in<In>::step;

// The formula with one more index that x and y begin with: time is one of the contraction's loops.
constexpr einsum::formula along_time(einsum::formula f) {
    const int time = f.indices++;
    f.letter[time] = 's';
    auto lead = [time](einsum::operand& o) {
        for (int a = o.rank++; a > 0; --a) o.axes[a] = o.axes[a - 1];
        o.axes[0] = {};
        o.axes[0].coefficient[time] = 1;
    };
    lead(f.x[0]);
    lead(f.y);
    return f;
}
template<class Layer>
struct linear_in_time {
    static constexpr std::string_view name = Layer::name;
    static constexpr bool has_linear = true;
    static constexpr auto options = Layer::options;
    static constexpr bool prefers_rows = true;

    template<class In>
    using output = typename Layer::template output<step_in<In>>::template prepend<steps_in<In>::count>;
    template<class In>
    static consteval bool reads() {
        return Layer::template reads<step_in<In>>();
    }
    template<class In>
    using parameters = typename Layer::template parameters<step_in<In>>;
    template<class In>
    struct lowered {
        using inner = typename Layer::template lowered<step_in<In>>;
        using x = typename inner::x::template prepend<steps_in<In>::count>;
        using w = typename inner::w;
        using y = typename inner::y::template prepend<steps_in<In>::count>;
        static constexpr einsum::formula formula = along_time(inner::formula);
        static constexpr std::string_view bias = inner::bias;
    };
};

// A layer of its own loops is called for one step after the other.
template<class Layer>
struct own_in_time {
    static constexpr std::string_view name = Layer::name;
    template<class In>
    using output = typename Layer::template output<step_in<In>>::template prepend<steps_in<In>::count>;
    template<class In>
    static consteval bool reads() {
        return Layer::template reads<step_in<In>>();
    }
    template<class In>
    using parameters = typename Layer::template parameters<step_in<In>>;

    template<class X, class Y, class P>
    static constexpr void forward(X x, Y y, const P& p) {
        for (std::size_t t = 0; t < X::extent(0); ++t) Layer::forward(step(x, t), step(y, t), p);
    }
    template<class X, class Y, class DX, class P, class DP>
    static constexpr void backward(X x, Y y, Y dy, DX dx, const P& p, const DP& dp) {
        for (std::size_t t = 0; t < X::extent(0); ++t) Layer::backward(step(x, t), step(y, t), step(dy, t), step(dx, t), p, dp);
    }

private:
    template<class L>
    struct without_time {
        static constexpr layout value = [] {
            layout l;
            l.rank = L::value.rank - 1;
            for (int a = 0; a < l.rank; ++a) {
                l.extent[a] = L::value.extent[a + 1];
                l.stride[a] = L::value.stride[a + 1];
                l.before[a] = L::value.before[a + 1];
                l.after[a] = L::value.after[a + 1];
            }
            return l;
        }();
    };
    template<class V, class L, class T>
    static constexpr auto step(simd::field<V, L, T> x, std::size_t t) {
        constexpr std::ptrdiff_t first = L::value.before[0], stride = L::value.stride[0];
        return simd::field<V, without_time<L>, T>{x.data + (first + static_cast<std::ptrdiff_t>(t)) * stride};
    }
};

template<class Layer>
concept does_nothing = requires { requires Layer::only_shape; };
template<class Layer>
concept has_formula = requires { requires Layer::has_linear; };
template<class Layer>
concept has_body = requires { typename Layer::template body<shape<1>>; };
// Is the same for a sequence as for its steps: batch normalisation and dropout, whose channels are the last axis.
template<class Layer>
concept whole_in_time = elementwise<Layer> || requires { requires Layer::mixes_samples; } || requires { requires Layer::only_trains; };
// Keeps numbers between its steps or passes, or is about sequences: lstm, attention.
template<class Layer>
concept remembers = (requires { requires Layer::wants_context; } || requires { requires Layer::remembers; }) && !whole_in_time<Layer>;

// What says where values go stays as it is, around layers that are distributed.
template<class Layer>
struct timed {
    using type = time_distributed<Layer>;
};
template<class... Layers>
struct timed<sequential<Layers...>> {
    using type = sequential<typename timed<Layers>::type...>;
};
template<class... Layers>
struct timed<fork<Layers...>> {
    using type = fork<typename timed<Layers>::type...>;
};
template<class... Layers>
struct timed<parallel<Layers...>> {
    using type = parallel<typename timed<Layers>::type...>;
};
template<std::size_t Item, class... Layers>
struct timed<at<Item, Layers...>> {
    using type = at<Item, typename timed<Layers>::type...>;
};
template<std::size_t... Items>
struct timed<pick<Items...>> {
    using type = pick<Items...>;
};
template<fixed_string Name>
struct timed<keep<Name>> {
    using type = keep<Name>;
};
template<fixed_string Name, class... Layers>
struct timed<use<Name, Layers...>> {
    using type = use<Name, typename timed<Layers>::type...>;
};
template<fixed_string Name, class Layer>
struct timed<named<Name, Layer>> {
    using type = named<Name, typename timed<Layer>::type>;
};
template<fixed_string Name, class Layer>
struct timed<tied<Name, Layer>> {
    using type = tied<Name, typename timed<Layer>::type>;
};
template<class... Layers>
struct timed<freeze<Layers...>> {
    using type = freeze<typename timed<Layers>::type...>;
};
template<class Layer>
struct timed<unnumbered<Layer>> {
    using type = unnumbered<typename timed<Layer>::type>;
};

// One layer over the steps of In. A list of one's own, struct block : sequential<...>, is that list.
template<class Layer, class In>
constexpr auto in_time() {
    if constexpr (remembers<Layer> || !steps_in<In>::any) {
        return std::type_identity<identity>{};  // after an error: as if it were not there
    } else if constexpr (requires { Layer::wires; }) {
        auto list = []<class... Layers>(const sequential<Layers...>*) { return timed<sequential<Layers...>>{}; };
        if constexpr (requires { list(static_cast<Layer*>(nullptr)); }) return list(static_cast<Layer*>(nullptr));
        else return timed<Layer>{};
    } else if constexpr (has_body<Layer>) {
        return timed<typename Layer::template body<step_in<In>>>{};
    } else if constexpr (whole_in_time<Layer> || is_bundle<In>) {
        return std::type_identity<Layer>{};
    } else if constexpr (has_formula<Layer>) {
        return std::type_identity<linear_in_time<Layer>>{};
    } else if constexpr (does_nothing<Layer>) {
        auto to = []<std::size_t... Extents>(shape<Extents...>) { return std::type_identity<reshape<Extents...>>{}; };
        return to(typename Layer::template output<step_in<In>>::template prepend<steps_in<In>::count>{});
    } else {
        return std::type_identity<own_in_time<Layer>>{};
    }
}
}

// y[t] = f(x[t]), with the same parameters for every step t
//   time_distributed<dense<64>, relu, dense<10>>
//   shapes  <T, ...> -> <T, what f makes of ...>
//   params  those of f
//   cost    T times that of f; a dense layer stays one contraction, with t as one more index
//   errors  "a sequence of steps": the input is a vector; "a layer that remembers": such as lstm, attention
//   source  keras.layers.TimeDistributed; torch.nn.Linear on a sequence
template<class... Layers>
struct time_distributed {
    static constexpr std::string_view name = "time_distributed";
    template<class>
    using body = sequential<typename detail::timed<Layers>::type...>;
};
template<class Layer>
struct time_distributed<Layer> {
    static constexpr std::string_view name = "time_distributed";
    template<class In>
    using body = typename decltype(detail::in_time<Layer, In>())::type;
    template<class In>
    static consteval bool reads() {
        constexpr bool sequence = detail::steps_in<In>::any, remembers = detail::remembers<Layer>;
        static_assert(sequence, "time_distributed: it reads a sequence of steps, time first; put reshape<T, ...> before this layer");
        static_assert(!sequence || !remembers, "time_distributed: a layer that remembers, such as lstm or attention, cannot run within a step; put it outside");
        if constexpr (sequence && !remembers && detail::has_body<Layer> && requires { Layer::template reads<detail::step_in<In>>(); }) return Layer::template reads<detail::step_in<In>>();
        else return sequence && !remembers;
    }
};

}

#endif
