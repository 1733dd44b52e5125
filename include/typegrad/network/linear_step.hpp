#ifndef TYPEGRAD_NETWORK_LINEAR_STEP_HPP
#define TYPEGRAD_NETWORK_LINEAR_STEP_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
#include "../einsum/contraction.hpp"
#include "../einsum/search.hpp"
#include "../einsum/gradient.hpp"
#include "../einsum/loops.hpp"
#include "../einsum/pack.hpp"
#include "../simd/batch.hpp"
#include "edges.hpp"
#include "plan.hpp"
#include "step.hpp"

// [linear, activations, pooling]: one contraction forward with the rest in its epilogue; backward the two contractions
// that follow from it.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

inline constexpr einsum::machine native_machine{simd::lanes<float>, simd::registers == 32 ? 31 : 16};

// The contraction of a step: the layer's formula over its operands' memory, with the samples as indices.
//   n  the samples of a tile, innermost: x and y have stride 1        (tiles)
//   n  the samples as rows, t the tiles where x still lies in tiles   (rows)
template<class Step>
struct contraction_of {
    using P = typename Step::plan_type;
    using linear = typename Step::linear;
    using in = typename Step::in;
    using out = typename Step::out;
    static constexpr planned_step range = Step::range;

    static constexpr void add_samples(einsum::contraction& c, std::ptrdiff_t x_row, std::ptrdiff_t x_tile, std::ptrdiff_t y_row) {
        if constexpr (range.tiled) {
            if (P::lanes > 1) c.add_index('n', P::lanes, 1, 1);
        } else {
            if (in::unit > 1) {
                c.add_index('n', P::lanes, x_row, y_row);
                if (P::tiles > 1) c.add_index('t', static_cast<std::ptrdiff_t>(P::tiles), x_tile, y_row * P::lanes);
            } else if (P::samples > 1) {
                c.add_index('n', static_cast<std::ptrdiff_t>(P::samples), x_row, y_row);
            }
        }
    }

    // `windows`: y is the pooled value, and the window indices stay whole; otherwise y is the linear layer's own output.
    static constexpr einsum::contraction make(bool windows) {
        const layout x = operand_layout<typename linear::x>(in::value_layout, in::unit);
        einsum::contraction c = einsum::contract(linear::formula, x, dense_layout<typename linear::w>(), dense_layout<typename linear::y>(out::unit));
        c.bounds = 0;  // the border is in memory
        std::ptrdiff_t step = 1;
        for (std::size_t k = linear::bias.size(); k-- > 0;) {
            const int i = c.index_of(linear::bias[k]);
            c.bias[i] = step;
            step *= c.extent[i];
        }
        if (windows || !Step::pooled) place_output(c);
        if (windows && Step::pooled) split_windows(c);
        add_samples(c, in::unit > 1 ? 1 : static_cast<std::ptrdiff_t>(in::part), static_cast<std::ptrdiff_t>(in::part), static_cast<std::ptrdiff_t>(out::part));
        return c;
    }
    // y lies where the next step wants it, with that one's border and the pooled extents.
    static constexpr void place_output(einsum::contraction& c) {
        const layout y = operand_layout<typename Step::placed>(out::value_layout, out::unit);
        c.y_origin = y.origin();
        for (int a = 0; a < linear::formula.y.rank; ++a) c.y[linear::formula.y.axes[a].single()] = y.stride[a];
    }
    // h becomes K h + a for each pooled axis, where a stays in the tile.
    static constexpr void split_windows(einsum::contraction& c) {
        for (int a = 0; a < Step::pool_window.axes; ++a) {
            const int h = linear::formula.y.axes[a].single();
            const auto k = static_cast<std::ptrdiff_t>(Step::pool_window.kernel[a]);
            if (k == 1) continue;
            const int inner = c.add_index(static_cast<char>('A' + a), k, c.term[0].x[h], 0);
            c.whole[inner] = true;
            c.term[0].x[h] *= k;
            c.extent[h] /= k;
        }
    }
};

template<class Step>
struct forward_kernel {
    // A schedule names indices: then none may merge.
    static constexpr einsum::contraction space = Step::layer::options.chosen.empty() ? einsum::coalesce(contraction_of<Step>::make(true)) : contraction_of<Step>::make(true);
    static constexpr einsum::plan order = einsum::choose_plan(space, Step::layer::options.chosen, native_machine);
};
// The same with weights packed in the order in which the loops read them: a panel for each tile of the vector index.
template<class Step, class W>
struct packed_kernel {
    using K = forward_kernel<Step>;
    static constexpr bool packs = K::space.y[K::order.vector] == 1 && K::space.term[0].w[K::order.vector] == 1;
    static constexpr einsum::plan order = [] {
        einsum::plan p = K::order;
        p.packed = packs;
        if (packs && sizeof(W) == 2 && p.vectors % 2) ++p.vectors;  // two halves share a word
        return p;
    }();
    static constexpr einsum::contraction space = packs ? einsum::packed_strides(K::space, order) : K::space;
    static constexpr std::size_t size = packs ? einsum::packed_size(space, order) : Step::linear::w::size;
};
template<class Step>
struct dw_kernel {
    static constexpr einsum::contraction space = einsum::coalesce(einsum::gradient(contraction_of<Step>::make(false), einsum::wrt::w));
    static constexpr einsum::plan order = einsum::find_plan(space, native_machine);
};
template<class Step>
struct dx_kernel {
    static constexpr einsum::contraction space = einsum::coalesce(einsum::gradient(contraction_of<Step>::make(false), einsum::wrt::x));
    static constexpr einsum::plan order = einsum::find_plan(space, native_machine);
};
// dx of a dense layer from weights that were transposed first: their rows lie along the lanes.
template<class Step>
struct dx_transposed_weights_kernel {
    static constexpr einsum::contraction make() {
        einsum::contraction c = einsum::gradient(contraction_of<Step>::make(false), einsum::wrt::x);
        const int i = c.index_of('i'), o = c.index_of('o');
        c.term[0].w[i] = 1;
        c.term[0].w[o] = c.extent[i];
        return c;
    }
    static constexpr einsum::contraction space = einsum::coalesce(make());
    static constexpr einsum::plan order = einsum::find_plan(space, native_machine);
};
// dx of a dense layer into tiles, from dy turned into tiles first: the samples lie along the lanes.
template<class Step>
struct dx_transposed_samples_kernel {
    static constexpr einsum::contraction make() {
        einsum::contraction c = einsum::gradient(contraction_of<Step>::make(false), einsum::wrt::x);
        const int n = c.index_of('n'), t = c.index_of('t'), o = c.index_of('o');
        c.term[0].x[o] = c.extent[n];
        c.term[0].x[n] = 1;
        if (t >= 0) c.term[0].x[t] = c.extent[n] * c.extent[o];
        return c;
    }
    static constexpr einsum::contraction space = einsum::coalesce(make());
    static constexpr einsum::plan order = einsum::find_plan(space, native_machine);
};

template<class P, std::size_t I>
struct linear_step : step_types<P, I> {
    using base = step_types<P, I>;
    using plan_type = P;
    using typename base::in, typename base::out, typename base::activation;
    static constexpr planned_step range = base::range;
    using item = layer_of<typename P::net, range.core>;
    using layer = typename item::layer;
    using linear = typename layer::template lowered<typename item::input>;
    static constexpr bool pooled = range.pool != step_range::none;
    static constexpr bool has_bias = layer::options.bias;

    static constexpr window pool_of() {
        if constexpr (pooled) return layer_of<typename P::net, range.pool>::layer::options;
        else return {};
    }
    static constexpr window pool_window = pool_of();

    // The linear layer's output with the pooled extents in place of its own.
    template<class Y, class Pooled>
    struct place {
        using type = Y;
    };
    template<std::size_t H, std::size_t W, std::size_t... C, std::size_t PH, std::size_t PW, std::size_t PC>
    struct place<shape<H, W, C...>, shape<PH, PW, PC>> {
        using type = shape<PH, PW, C...>;
    };
    template<std::size_t T, std::size_t C, std::size_t PT, std::size_t PC>
    struct place<shape<T, C>, shape<PT, PC>> {
        using type = shape<PT, C>;
    };
    static constexpr auto pooled_shape() {
        if constexpr (pooled) return typename layer_of<typename P::net, range.pool>::output{};
        else return typename item::output{};
    }
    using placed = typename place<typename linear::y, decltype(pooled_shape())>::type;

    static constexpr bool dense = typename item::input{}.rank == 1;
    static constexpr std::size_t inputs = item::input::size, outputs = linear::y::size;
    // The gradient of the linear layer's own output: dy itself, or dy spread over the windows.
    static constexpr std::size_t dz_size = outputs * static_cast<std::size_t>(out::unit);

    // Weights are transposed for dx where several samples share them and both copies stay in the second cache.
    enum class dx_form { direct, transposed_weights, transposed_samples };
    static constexpr dx_form form = !dense || range.tiled || P::samples < 4 || simd::lanes<float> == 1 ? dx_form::direct
                                    : in::unit > 1                                                     ? dx_form::transposed_samples
                                                                                                       : dx_form::transposed_weights;
    static constexpr std::size_t scratch = pooled                                ? dz_size
                                           : form == dx_form::transposed_weights ? inputs * outputs
                                           : form == dx_form::transposed_samples ? outputs * P::samples
                                                                                 : 0;

    template<bool Training>
    static void forward(const forward_pointers& at) {
        using K = forward_kernel<linear_step>;
        const auto views = item::parameters::at(at.p);
        clear_border<out>(at.y);
        auto run = [&](auto finish) {
            if constexpr (has_bias) einsum::run<K>(at.y, at.x, views.weight.data(), einsum::from_bias<float>{views.bias.data()}, finish);
            else einsum::run<K>(at.y, at.x, views.weight.data(), einsum::from_zero{}, finish);
        };
        constexpr bool keep = Training && base::keeps_argument;
        if constexpr (pooled) run(pool_activate<activation, keep, Training>{at.argument, at.place});
        else run(activate<activation, keep>{at.argument});
    }

    // The same from packed weights and a bias, for one sample.
    template<class W>
    static void forward_packed(const forward_pointers& at, const W* weights, const float* bias) {
        using K = packed_kernel<linear_step, W>;
        clear_border<out>(at.y);
        auto run = [&](auto start) {
            if constexpr (pooled) einsum::run<K>(at.y, at.x, weights, start, pool_activate<activation, false, false>{});
            else einsum::run<K>(at.y, at.x, weights, start, activate<activation, false>{});
        };
        if constexpr (has_bias) run(einsum::from_bias<float>{bias});
        else run(einsum::from_zero{});
    }

    template<class Slope>
    static void backward(const backward_pointers& at, const Slope& s) {
        const float* dz = at.dy;
        if constexpr (pooled) {
            spread(at.scratch, at.dy, at.place);
            dz = at.scratch;
        }
        if (at.dp) {
            const auto slopes = item::parameters::at(at.dp);
            if constexpr (has_bias) add_bias(slopes.bias.data(), at.dy);
            einsum::run<dw_kernel<linear_step>>(slopes.weight.data(), at.x, dz, einsum::from_y{});
        }
        if (at.dx) run_dx(at, dz, s);
    }

private:
    template<class Slope>
    static void run_dx(const backward_pointers& at, const float* dz, const Slope& s) {
        const float* w = item::parameters::at(at.p).weight.data();
        using K = dx_kernel<linear_step>;
        if constexpr (form == dx_form::transposed_weights) {
            simd::transpose<static_cast<int>(inputs), static_cast<int>(outputs)>(at.scratch, inputs, w, outputs);
            einsum::run<dx_transposed_weights_kernel<linear_step>>(at.dx, dz, at.scratch, einsum::from_zero{}, times<Slope>{s});
        } else if constexpr (form == dx_form::transposed_samples) {
            for (std::size_t t = 0; t < P::tiles; ++t)
                simd::transpose<P::lanes, static_cast<int>(outputs)>(at.scratch + t * P::lanes * outputs, P::lanes, dz + t * P::lanes * outputs, outputs);
            einsum::run<dx_transposed_samples_kernel<linear_step>>(at.dx, at.scratch, w, einsum::from_zero{}, times<Slope>{s});
        } else if constexpr (K::space.scatters()) {
            for (std::size_t i = 0; i < base::in_size; ++i) at.dx[i] = 0;
            einsum::run<K>(at.dx, dz, w, einsum::from_y{});
            multiply_slope<base::in_size>(at.dx, s);
        } else {
            if constexpr (in::bordered || !covers_input) for (std::size_t i = 0; i < base::in_size; ++i) at.dx[i] = 0;
            einsum::run<K>(at.dx, dz, w, einsum::from_zero{}, times<Slope>{s});
        }
    }
    // A stride that steps over elements leaves some of dx untouched.
    static constexpr bool covers_input = dense || (layer::options.stride[0] <= 1 && layer::options.stride[1] <= 1);

    // db[c] += sum of dy over everything but the channel; dy of a maximum has the same sum as dz.
    TYPEGRAD_KERNEL static void add_bias(float* db, const float* dy) {
        if constexpr (out::unit > 1) {
            using V = simd::batch<float, P::lanes>;
            constexpr std::size_t channels = row_width<typename base::result>;
            for (std::size_t c = 0; c < channels; ++c) {
                V sum(0);
                for_each_row<typename base::result>([&](std::ptrdiff_t, std::ptrdiff_t row) { sum += V::load(dy + row + static_cast<std::ptrdiff_t>(c) * P::lanes); });
                db[c] += simd::sum(sum);
            }
        } else {
            using V = simd::batch<float, simd::lanes<float>>;
            constexpr std::size_t calls = range.tiled ? 1 : P::samples;
            for_each_batch<row_width<typename base::result>>([&](std::ptrdiff_t c, auto lanes) TYPEGRAD_INLINE_LAMBDA {
                V sum = load<lanes, V>(db + c);
                for (std::size_t n = 0; n < calls; ++n)
                    for_each_row<typename base::result>([&](std::ptrdiff_t, std::ptrdiff_t row) TYPEGRAD_INLINE_LAMBDA { sum += load<lanes, V>(dy + n * out::part + row + c); });
                einsum::store<lanes>(sum, db + c);
            });
        }
    }

    // dz is dy at the place of the maximum and zero elsewhere.
    TYPEGRAD_KERNEL static void spread(float* dz, const float* dy, const std::uint8_t* place) {
        using V = simd::batch<float, simd::lanes<float>>;
        constexpr layout z = dense_layout<typename item::output>(out::unit);
        constexpr std::size_t kh = pool_window.kernel[0], kw = pool_window.axes == 2 ? pool_window.kernel[1] : 1;
        constexpr std::size_t run = row_width<typename base::result> * out::unit, across = z.rank == 3 ? static_cast<std::size_t>(base::result::value_layout.extent[1]) : 1;
        std::size_t row = 0;
        for_each_row<typename base::result>([&](std::ptrdiff_t, std::ptrdiff_t at) TYPEGRAD_INLINE_LAMBDA {
            const std::size_t h = row / across, w = row % across;
            ++row;
            float* const to = dz + h * kh * static_cast<std::size_t>(z.stride[0]) + (z.rank == 3 ? w * kw * static_cast<std::size_t>(z.stride[1]) : 0);
            for_each_batch<run>([&](std::ptrdiff_t c, auto lanes) TYPEGRAD_INLINE_LAMBDA {
                const V d = load<lanes, V>(dy + at + c), k = load<lanes, V>(place + at + c);
                for (std::size_t i = 0; i < kh; ++i)
                    for (std::size_t j = 0; j < kw; ++j)
                        einsum::store<lanes>(select(k == V(static_cast<float>(i * kw + j)), d, V(0)), to + i * static_cast<std::size_t>(z.stride[0]) + (z.rank == 3 ? j * static_cast<std::size_t>(z.stride[1]) : 0) + c);
            });
        });
    }
};

}
}
}

#endif
