#ifndef TYPEGRAD_NETWORK_LINEAR_STEP_HPP
#define TYPEGRAD_NETWORK_LINEAR_STEP_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
#include "../einsum/loops.hpp"
#include "../simd/batch.hpp"
#include "edges.hpp"
#include "linear_kernels.hpp"
#include "plan.hpp"
#include "step.hpp"

// [linear, activations, pooling]: one contraction forward with the rest in its epilogue; backward the two contractions
// that follow from it.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// db[c] += sum of dy over everything but the channel; dy of a maximum has the same sum as dz.
template<class Batch, class Out>
TYPEGRAD_KERNEL inline void add_bias(float* db, const float* dy) {
    if constexpr (Out::unit > 1) {
        using V = simd::batch<float, Batch::lanes>;
        constexpr std::size_t channels = Out::width;
        for (std::size_t c = 0; c < channels; ++c) {
            V sum(0);
            for_each_row<Out>([&](std::ptrdiff_t, std::ptrdiff_t row) { sum += V::load(dy + row + static_cast<std::ptrdiff_t>(c) * Batch::lanes); });
            db[c] += simd::sum(sum);
        }
    } else {
        using V = simd::batch<float, simd::lanes<float>>;
        constexpr std::size_t calls = Batch::template calls<Out>;
        for_each_batch<Out::width>([&](std::ptrdiff_t c, auto lanes) TYPEGRAD_INLINE_LAMBDA {
            V sum = load<lanes, V>(db + c);
            for (std::size_t n = 0; n < calls; ++n)
                for_each_row<Out>([&](std::ptrdiff_t, std::ptrdiff_t row) TYPEGRAD_INLINE_LAMBDA { sum += load<lanes, V>(dy + n * Out::part + row + c); });
            einsum::store<lanes>(sum, db + c);
        });
    }
}

// What a linear step takes in: a normalisation, activations, a pool, and where the other term of a sum lies; or void.
template<class Norm, class F, class Pool, class Beside>
struct tail {
    using norm = Norm;
    using activation = F;
    using pool = Pool;
    using beside = Beside;
};
template<class Batch, class Out, class In, class Beside>
struct linear_types : step_types<Batch, Out, In, Beside> {};
template<class Batch, class Out, class In>
struct linear_types<Batch, Out, In, void> : step_types<Batch, Out, In> {};

template<class Batch, class Node, class Tail, class Out, class In>
struct linear_step : linear_types<Batch, Out, In, typename Tail::beside> {
    using in = In;
    using out = Out;
    using base = linear_types<Batch, Out, In, typename Tail::beside>;
    using activation = typename Tail::activation;
    using Pool = typename Tail::pool;
    using Norm = typename Tail::norm;
    using beside = typename Tail::beside;
    using item = Node;
    using layer = typename Node::layer;
    using linear = typename layer::template lowered<typename Node::input>;
    static constexpr bool keeps_argument = !derivative<activation>::from_y;
    static constexpr bool pooled = !std::is_void_v<Pool>, summed = !std::is_void_v<beside>;
    static constexpr bool packable = true;
    using forward_kernel_type = forward_kernel<linear_step>;
    static constexpr bool has_bias = layer::options.bias;

    static constexpr window pool_of() {
        if constexpr (pooled) return Pool::layer::options;
        else return {};
    }
    static constexpr window pool_window = pool_of();

    // The linear layer's output with the pooled extents in place of its own.
    template<class Y, class Pooled>
    struct pooled_place {
        using type = Y;
    };
    template<std::size_t H, std::size_t W, std::size_t... C, std::size_t PH, std::size_t PW, std::size_t PC>
    struct pooled_place<shape<H, W, C...>, shape<PH, PW, PC>> {
        using type = shape<PH, PW, C...>;
    };
    template<std::size_t T, std::size_t C, std::size_t PT, std::size_t PC>
    struct pooled_place<shape<T, C>, shape<PT, PC>> {
        using type = shape<PT, C>;
    };
    static constexpr auto pooled_shape() {
        if constexpr (pooled) return typename Pool::output{};
        else return typename Node::output{};
    }
    using placed = typename pooled_place<typename linear::y, decltype(pooled_shape())>::type;

    static constexpr std::size_t outputs = linear::y::size, weights = linear::w::size;
    // The gradient of the linear layer's own output: dy itself, or dy spread over the windows in the scratch.
    static constexpr std::size_t dz_size = pooled ? outputs * static_cast<std::size_t>(out::unit) : 0;

    static constexpr std::size_t dw_copy = einsum::scratch_size<dw_kernel<linear_step>>, dx_copy = einsum::scratch_size<dx_kernel<linear_step>>;
    static constexpr std::size_t scratch = dz_size + (dw_copy > dx_copy ? dw_copy : dx_copy);

    // A normalisation is a factor and a summand for each channel, which the sums meet in registers, or which weights that are
    // packed have taken in.
    static constexpr bool normed = !std::is_void_v<Norm>;
    static constexpr std::size_t channels = Node::output::extent(Node::output::rank - 1);
    static constexpr std::size_t kept = normed ? 2 * channels : 0, folded = normed ? weights + channels : 0;
    static void find_factors(float* factor, float* summand, const float* p, const float* norm, const float* statistics) {
        const auto views = item::parameters::at(p);
        for (std::size_t c = 0; c < channels; ++c) {
            const auto by = Norm::layer::channel(Norm::parameters::at(norm, statistics), c);
            factor[c] = by.factor;
            summand[c] = by.summand;
            if constexpr (has_bias) summand[c] += views.bias[c] * by.factor;
        }
    }
    static void fold(float* to, const float* p, const float* norm, const float* statistics) {
        const auto views = item::parameters::at(p);
        find_factors(to, to + weights, p, norm, statistics);
        for (std::size_t i = weights; i-- > channels;) to[i] = views.weight[i] * to[i % channels];
        for (std::size_t c = 0; c < channels; ++c) to[c] *= views.weight[c];
    }

    template<bool Training>
    static void forward(const forward_pointers& at) {
        using K = forward_kernel<linear_step>;
        const auto views = item::parameters::at(at.p);
        finish<Training>(at, [&](const auto& end) {
            if constexpr (normed) {
                float *const factor = at.kept, *const summand = factor + channels;
                find_factors(factor, summand, at.p, at.norm, at.norm_statistics);
                einsum::run<K>(at.y, at.x[0], views.weight.data(), einsum::from_zero{}, scaled<std::remove_cvref_t<decltype(end)>>{factor, summand, end});
            } else if constexpr (has_bias) {
                einsum::run<K>(at.y, at.x[0], views.weight.data(), einsum::from_bias<float>{views.bias.data()}, end);
            } else {
                einsum::run<K>(at.y, at.x[0], views.weight.data(), einsum::from_zero{}, end);
            }
        });
    }

    // The same from packed weights and a bias, for one sample.
    template<class W>
    static void forward_packed(const forward_pointers& at, const W* packed, const float* bias) {
        using K = packed_kernel<linear_step, W>;
        finish<false>(at, [&](const auto& end) {
            if constexpr (has_bias || normed) einsum::run<K>(at.y, at.x[0], packed, einsum::from_bias<float>{bias}, end);
            else einsum::run<K>(at.y, at.x[0], packed, einsum::from_zero{}, end);
        });
    }

    // Whether one call makes all of the weights' gradient: then it need not add to what is there.
    static constexpr bool sets_weights = !Batch::tiled && !dw_kernel<linear_step>::space.scatters() && dw_kernel<linear_step>::space.outputs() == weights;

    // Whether anybody wants dx is known while compiling: the first layer of a trainer has no such kernel.
    template<bool WantDx, bool Sets = false, class Slope>
    static void backward(const backward_pointers& at, const Slope& s) {
        const float* dz = at.dy;
        if constexpr (pooled) {
            spread(at.scratch, at.dy, at.place);
            dz = at.scratch;
        }
        if (at.dp) {
            const auto slopes = item::parameters::at(at.dp);
            if constexpr (has_bias) add_bias<Batch, Out>(slopes.bias.data(), at.dy);
            einsum::run_copying<dw_kernel<linear_step>>(at.scratch + dz_size, slopes.weight.data(), at.x[0], dz, std::conditional_t<Sets, einsum::from_zero, einsum::from_y>{});
        }
        if constexpr (WantDx) run_dx(at, dz, s);
    }

private:
    // run(what happens to the sums while they are in registers)
    template<bool Training, class Run>
    TYPEGRAD_INLINE static void finish(const forward_pointers& at, const Run& run) {
        for (std::size_t i = 0; i < Batch::template calls<Out>; ++i) clear_border<Out>(at.y + i * Out::part);
        constexpr bool keep = Training && keeps_argument;
        if constexpr (pooled) run(pool_activate<activation, keep, Training>{at.argument, at.place});
        else if constexpr (summed) run(activate_sum<activation>{at.x[1]});
        else run(activate<activation, keep>{at.argument});
    }

    template<class Slope>
    static void run_dx(const backward_pointers& at, const float* dz, const Slope& s) {
        const float* w = item::parameters::at(at.p).weight.data();
        using K = dx_kernel<linear_step>;
        if constexpr (K::space.scatters()) {
            for (std::size_t i = 0; i < base::input_sizes[0]; ++i) at.dx[0][i] = 0;
            einsum::run_copying<K>(at.scratch + dz_size, at.dx[0], dz, w, einsum::from_y{});
            multiply_slope<base::input_sizes[0]>(at.dx[0], s);
        } else {
            if constexpr (K::space.outputs() < base::input_sizes[0]) for (std::size_t i = 0; i < base::input_sizes[0]; ++i) at.dx[0][i] = 0;
            einsum::run_copying<K>(at.scratch + dz_size, at.dx[0], dz, w, einsum::from_zero{}, times<Slope>{s});
        }
    }

    // dz is dy at the place of the maximum and zero elsewhere.
    TYPEGRAD_KERNEL static void spread(float* dz, const float* dy, const std::uint8_t* place) {
        using V = simd::batch<float, simd::lanes<float>>;
        constexpr layout z = dense_layout<typename item::output>(out::unit);
        constexpr std::size_t kh = pool_window.kernel[0], kw = pool_window.axes == 2 ? pool_window.kernel[1] : 1;
        constexpr std::size_t run = Out::width * out::unit, across = z.rank == 3 ? static_cast<std::size_t>(Out::value.extent[1]) : 1;
        std::size_t row = 0;
        for_each_row<Out>([&](std::ptrdiff_t, std::ptrdiff_t at) TYPEGRAD_INLINE_LAMBDA {
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
