#ifndef TYPEGRAD_NETWORK_SPREAD_STEP_HPP
#define TYPEGRAD_NETWORK_SPREAD_STEP_HPP

#include <cstddef>
#include <utility>

#include "../config.hpp"
#include "../einsum/gradient.hpp"
#include "../einsum/loops.hpp"
#include "../einsum/phase.hpp"
#include "edges.hpp"
#include "linear_kernels.hpp"
#include "linear_step.hpp"
#include "step.hpp"

// [transposed convolution, activations]: forward one contraction for each phase of the output's places, with the rest in its
// epilogue; backward two contractions, an ordinary convolution among them, over dy with a border of zeros.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// The layer's formula where y lies as in this place.
template<class Step, class Y>
constexpr einsum::contraction spread_contraction() {
    using linear = typename Step::linear;
    using in = typename Step::in;
    einsum::contraction c = einsum::contract(linear::formula, operand_layout<typename linear::x>(in::value, in::unit), dense_layout<typename linear::w>(),
                                             operand_layout<typename linear::y>(Y::value, Y::unit));
    c.bounds = 0;  // the border is in memory
    std::ptrdiff_t step = 1;
    for (std::size_t k = linear::bias.size(); k-- > 0;) {
        const int i = c.index_of(linear::bias[k]);
        c.bias[i] = step;
        step *= c.extent[i];
    }
    contraction_of<Step>::add_samples(c, in::unit > 1 ? 1 : static_cast<std::ptrdiff_t>(in::part), static_cast<std::ptrdiff_t>(in::part), static_cast<std::ptrdiff_t>(Y::part));
    return c;
}

// Which part phase number I has in each axis of a step.
template<class Step, std::size_t I>
struct phase_of_step {
    static constexpr einsum::spread_axes spread = einsum::spread_axes_of(Step::linear::formula);
    struct parts {
        einsum::phase at[max_axes]{};
        std::ptrdiff_t remainder[max_axes]{};
        bool any = true;  // an output shorter than the stride leaves phases without a place
    };
    static constexpr parts value = [] {
        parts p;
        const layout y = dense_layout<typename Step::linear::y>();
        std::size_t rest = I;
        for (int n = 0; n < spread.size; ++n) {
            const auto a = static_cast<std::size_t>(spread.at[n].a);
            p.remainder[n] = static_cast<std::ptrdiff_t>(rest % a);
            rest /= a;
            p.at[n] = einsum::phase_of(spread.at[n], y.extent[spread.at[n].axis], Step::whole.extent[spread.at[n].k], p.remainder[n]);
            p.any = p.any && p.at[n].outputs > 0;
        }
        return p;
    }();
    // Where its operands begin, from the first number of each: a phase may begin in the border.
    static constexpr einsum::phase_offsets offset = [] {
        einsum::phase_offsets o = einsum::phase_offset(Step::whole, spread, value.at, value.remainder);
        const einsum::contraction c = einsum::phase_contraction(Step::whole, spread, value.at);
        o.x += c.term[0].x_origin;
        o.w += c.term[0].w_origin;
        o.y += c.y_origin;
        return o;
    }();
};

// Phases of equal extents differ only in where their operands begin: they share a kernel.
//   Counts  outputs and taps of each axis, and the step from tap to tap in x and w
template<class Step, std::ptrdiff_t... Counts>
struct phase_kernel {
    static constexpr bool empty = [] {
        const std::ptrdiff_t count[] = {Counts...};
        bool any = false;
        for (std::size_t n = 0; n < sizeof...(Counts); n += 4) any = any || count[n + 1] == 0;
        return any;
    }();
    static constexpr einsum::contraction given = [] {
        const std::ptrdiff_t count[] = {Counts...};
        einsum::phase p[max_axes]{};
        for (std::size_t n = 0; n < sizeof...(Counts) / 4; ++n) p[n] = {count[4 * n], count[4 * n + 1] ? count[4 * n + 1] : 1, 0, 0, count[4 * n + 2], count[4 * n + 3]};
        einsum::contraction c = einsum::phase_contraction(Step::whole, einsum::spread_axes_of(Step::linear::formula), p);
        c.term[0].x_origin = c.term[0].w_origin = c.y_origin = 0;
        return c;
    }();
    static constexpr einsum::plan order = einsum::choose_plan(given, Step::layer::options.chosen, einsum::native_machine);
    // Places that no weight reaches get the bias: a sum of nothing.
    static constexpr einsum::contraction space = [] {
        einsum::contraction c = given;
        for (int i = 0; i < c.rank && empty; ++i)
            if (!c.free(i)) c.extent[i] = 0;
        return c;
    }();
};
template<class Step, std::size_t I, std::size_t... N>
auto pick_phase_kernel(std::index_sequence<N...>) {
    constexpr auto count = [](std::size_t n) {
        const einsum::phase& p = phase_of_step<Step, I>::value.at[n / 4];
        return n % 4 == 0 ? p.outputs : n % 4 == 1 ? p.taps : n % 4 == 2 ? p.x_step : p.w_step;
    };
    return phase_kernel<Step, count(N)...>{};
}
template<class Step, std::size_t I>
using kernel_of_phase = decltype(pick_phase_kernel<Step, I>(std::make_index_sequence<4 * static_cast<std::size_t>(phase_of_step<Step, I>::spread.size)>{}));

template<class Step, einsum::wrt Operand>
struct spread_gradient {
    static constexpr einsum::contraction space = einsum::coalesce(einsum::gradient(spread_contraction<Step, typename Step::slope_place>(), Operand));
    static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine.with_copies());
};

template<class Batch, class Node, class F, class Out, class In>
struct spread_step : step_types<Batch, Out, In> {
    using in = In;
    using out = Out;
    using base = step_types<Batch, Out, In>;
    using activation = F;
    using item = Node;
    using layer = typename Node::layer;
    using linear = typename layer::template lowered<typename Node::input>;
    static constexpr bool packable = true, normed = false, summed = false, streams = false;
    static constexpr bool keeps_argument = !derivative<F>::from_y, has_bias = layer::options.bias;
    static constexpr std::size_t weights = linear::w::size, channels = Out::width, calls = Batch::template calls<Out>;
    static constexpr einsum::contraction whole = spread_contraction<spread_step, Out>();
    static constexpr std::size_t phases = einsum::spread_axes_of(linear::formula).phases();
    struct forward_kernel_type {
        static constexpr einsum::contraction space = whole;
        static constexpr einsum::plan order = kernel_of_phase<spread_step, 0>::order;
    };

    // dy with zeros around it, where x and the weights reach beyond the output.
    static constexpr margin reach = [] {
        layout y = dense_layout<typename linear::y>();
        einsum::add_border(y, linear::formula.y, whole);
        margin m;
        for (std::size_t s = 0; s < margin::most; ++s) m.side[s] = static_cast<std::size_t>((s % 2 ? y.after : y.before)[s / 2]);
        return m;
    }();
    template<std::size_t... Side>
    static constexpr auto place_of_slope(std::index_sequence<Side...>) {
        if constexpr (sizeof...(Side) == 0) return Out{};
        else return place<typename Out::shape, Out::unit, reach.side[Side]...>{};
    }
    using slope_place = decltype(place_of_slope(std::make_index_sequence<reach.sides()>{}));
    static constexpr std::size_t slope_size = reach.any() ? slope_place::part * calls : 0;
    using dx = spread_gradient<spread_step, einsum::wrt::x>;
    using dw = spread_gradient<spread_step, einsum::wrt::w>;
    static constexpr std::size_t dw_copy = einsum::scratch_size<dw>, dx_copy = einsum::scratch_size<dx>;
    static constexpr std::size_t scratch = slope_size + (dw_copy > dx_copy ? dw_copy : dx_copy);

    template<bool Training>
    static void forward(const forward_pointers& at) {
        const auto views = item::parameters::at(at.p);
        const float* bias = nullptr;
        if constexpr (has_bias) bias = views.bias.data();
        run_phases<Training && keeps_argument>(at, views.weight.data(), bias);
    }
    // The same from weights that are packed, which here means narrower, and a bias.
    template<class W>
    static void forward_packed(const forward_pointers& at, const W* packed, const float* bias) {
        run_phases<false>(at, packed, bias);
    }

    template<bool WantDx, class Slope>
    static void backward(const backward_pointers& at, const Slope& s) {
        const float* dy = at.dy;
        if constexpr (reach.any()) {
            surround(at.scratch, at.dy);
            dy = at.scratch;
        }
        if (at.dp) {
            const auto slopes = item::parameters::at(at.dp);
            if constexpr (has_bias) add_bias<Batch, Out>(slopes.bias.data(), at.dy);
            einsum::run_copying<dw>(at.scratch + slope_size, slopes.weight.data(), at.x[0], dy, einsum::from_y{});
        }
        if constexpr (WantDx) {
            if constexpr (dx::space.outputs() < base::input_sizes[0])
                for (std::size_t i = 0; i < base::input_sizes[0]; ++i) at.dx[0][i] = 0;
            einsum::run_copying<dx>(at.scratch + slope_size, at.dx[0], dy, item::parameters::at(at.p).weight.data(), einsum::from_zero{}, times<Slope>{s});
        }
    }

private:
    template<bool Keep, class W>
    static void run_phases(const forward_pointers& at, const W* w, const float* bias) {
        for (std::size_t i = 0; i < calls; ++i) clear_border<Out>(at.y + i * Out::part);
        for_each_index<phases>([&](auto i) {
            using phase = phase_of_step<spread_step, i>;
            if constexpr (phase::value.any) {
                const activate<F, Keep> finish{Keep ? at.argument + phase::offset.y : nullptr};
                auto run = [&](auto start) { einsum::run<kernel_of_phase<spread_step, i>>(at.y + phase::offset.y, at.x[0] + phase::offset.x, w + phase::offset.w, start, finish); };
                if constexpr (has_bias) run(einsum::from_bias<float>{bias});
                else run(einsum::from_zero{});
            }
        });
    }
    TYPEGRAD_KERNEL static void surround(float* to, const float* dy) {
        for (std::size_t i = 0; i < slope_size; ++i) to[i] = 0;
        for (std::size_t c = 0; c < calls; ++c)
            for_each_row<slope_place>([&](std::ptrdiff_t dense, std::ptrdiff_t inside) {
                const std::ptrdiff_t from = row_offset(Out::value, static_cast<std::size_t>(dense) / Out::width);
                copy_numbers<Out::width * Out::unit>(to + c * slope_place::part + inside, dy + c * Out::part + from);
            });
    }
};

// Weights stay in their order.
template<class Batch, class Node, class F, class Out, class In, class W>
struct packed_kernel<spread_step<Batch, Node, F, Out, In>, W> {
    static constexpr bool packs = false;
    static constexpr std::size_t size = spread_step<Batch, Node, F, Out, In>::weights;
};

}
}
}

#endif
