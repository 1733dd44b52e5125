#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_LINEAR_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_LINEAR_CUH

#include <type_traits>

#include <typegrad/einsum/gradient.hpp>
#include <typegrad/einsum/phase.hpp>

#include "../einsum/contraction_maps.cuh"
#include "block_plan.cuh"

// A linear layer on a block's samples: its formula, over memory with borders, becomes products of matrices; those of its
// gradients follow from it.
namespace typegrad::cuda {

template<class Plan, std::size_t S>
struct block_linear {
    using node = typename Plan::template node<S>;
    using layer = typename node::layer;
    using linear = typename layer::template lowered<typename node::input>;
    static constexpr bool has_bias = layer::options.bias;
    static constexpr block_value x = Plan::template value<Plan::template from<S>()>;
    // A normalisation whose statistics are known is taken into the weights.
    static constexpr bool normed = Plan::template step<S>.norm != Plan::none;
    TYPEGRAD_DEVICE static auto norm(const float* p, int channel) {
        using layer_of_norm = typename Plan::graph::template node<Plan::template step<S>.norm>::layer;
        return layer_of_norm::channel(Plan::template views_of_node<Plan::template step<S>.norm>(p), static_cast<std::size_t>(channel));
    }
    static constexpr bool pooled = Plan::template step<S>.pool != Plan::none;
    static constexpr block_value y = [] {
        if constexpr (pooled) return Plan::template unpooled<S>;
        else return Plan::template value<S + 1>;
    }();

    // A product of two values has no weights: the second stands in for them, another for each sample.
    static constexpr bool of_values = requires { requires layer::products; };
    static constexpr block_value second = [] {
        if constexpr (of_values) return Plan::template value<Plan::template from<S>(1)>;
        else return block_value{};
    }();
    // Weights in shared memory: the channels of x filled up like those of x, rows as long as those of samples.
    static constexpr layout weight = [] {
        if constexpr (of_values) return seen_as<typename linear::w>(second.where);
        layout w = dense_layout<typename linear::w>();
        const layout in = seen_as<typename linear::x>(x.where);
        for (int a = 0; a < w.rank; ++a) {
            const int i = linear::formula.w[0].axes[a].single();
            if (i >= 0 && in.rank > 0 && linear::formula.x[0].axes[in.rank - 1].single() == i) w.after[a] = in.after[in.rank - 1];
        }
        if (w.rank > 0) w.after[w.rank - 1] = Plan::sample_stride(w.extent[w.rank - 1]) - w.extent[w.rank - 1];
        w.pack();
        return w;
    }();
    static constexpr int weights = of_values ? 0 : static_cast<int>(linear::w::size), weight_room = of_values ? 0 : static_cast<int>(weight.size()), channels = static_cast<int>(node::output::extent(node::output::rank - 1));

    // The formula where y (or its slope) lies like this, for so many samples. What fills up the channels of x counts.
    static constexpr einsum::contraction contract(const block_value& out, int samples) {
        layout in = seen_as<typename linear::x>(x.where);
        einsum::contraction c = einsum::contract(linear::formula, in, weight, seen_as<typename linear::y>(out.where));
        c.bounds = 0;  // the border is in memory
        if (const int last = in.rank - 1; last >= 0 && in.after[last])
            if (const int i = linear::formula.x[0].axes[last].single(); i >= 0 && c.y[i] == 0 && !of_values) c.extent[i] += in.after[last];
        const int n = c.add_index('#', samples, x.sample, out.sample);
        if (of_values) c.term[0].w[n] = second.sample;
        return c;
    }
    // Which parameter, counted along the weights, lies at a place of that memory; -1: none.
    template<int Axis = weight.rank - 1>
    TYPEGRAD_DEVICE static constexpr int parameter_at(int place) {
        if constexpr (Axis < 0) {
            return 0;
        } else {
            constexpr int extent = static_cast<int>(weight.extent[Axis]), room = extent + static_cast<int>(weight.after[Axis]);
            const int rest = parameter_at<Axis - 1>(place / room), here = place % room;
            return rest < 0 || here >= extent ? -1 : rest * extent + here;
        }
    }
};

// The weights as products read them: at a place among them, filled up as they are.
template<class Plan, std::size_t S>
struct block_weights {
    using linear = block_linear<Plan, S>;
    const float* p;

    TYPEGRAD_DEVICE float operator()(int place) const {
        const int i = linear::parameter_at(place);
        if (i < 0) return 0;
        const float w = p[Plan::template parameter<S> + i];
        if constexpr (linear::normed) return w * linear::norm(p, i % linear::channels).factor;
        else return w;
    }
    TYPEGRAD_DEVICE float bias(int channel) const {
        float b = 0;
        if constexpr (linear::has_bias) b = p[Plan::template parameter<S> + linear::weights + channel];
        if constexpr (linear::normed) b = b * linear::norm(p, channel).factor + linear::norm(p, channel).summand;
        return b;
    }
};

// The slope of the input, in as many phases as the strides of the layer have remainders: each is a product by itself.
template<class Linear>
struct block_phases {
    using linear = typename Linear::linear;
    static constexpr einsum::formula turned = [] {
        einsum::formula f = linear::formula;
        const einsum::operand x = f.x[0];
        f.x[0] = f.y;
        f.y = x;
        return f;
    }();
    static constexpr einsum::spread_axes axes = einsum::spread_axes_of(turned);
    static constexpr std::size_t count = axes.phases();

    // The border that the slope of y needs.
    static constexpr layout border(layout dz) {
        const layout dx = dense_layout<typename linear::x>(), w = Linear::weight;
        einsum::add_phase_border(dz, turned, einsum::bind_extents(turned, &dz, &w, dx), dx);
        dz.pack();
        return dz;
    }
    struct part {
        einsum::contraction space{};
        bool any = true, empty = false;  // whether it has places, and whether they are sums of nothing
    };
    // Phase I from the slope of y to that of x.
    static constexpr part make(std::size_t I, const block_value& dz, const block_value& dx, int samples) {
        const layout from = seen_as<typename linear::y>(dz.where), to = seen_as<typename linear::x>(dx.where);
        einsum::contraction c = einsum::contract(turned, from, Linear::weight, to);
        c.bounds = 0;  // the border is in memory
        if (const int last = from.rank - 1; last >= 0 && from.after[last])
            if (const int i = turned.x[0].axes[last].single(); i >= 0 && c.y[i] == 0) c.extent[i] += from.after[last];
        c.add_index('#', samples, dz.sample, dx.sample);
        part p;
        einsum::phase given[max_axes]{};
        std::ptrdiff_t remainder[max_axes]{};
        for (int n = 0; n < axes.size; ++n) {
            const auto a = static_cast<std::size_t>(axes.at[n].a);
            remainder[n] = static_cast<std::ptrdiff_t>(I % a);
            I /= a;
            given[n] = einsum::phase_of(axes.at[n], to.extent[axes.at[n].axis], c.extent[axes.at[n].k], remainder[n]);
            p.any = p.any && given[n].outputs > 0;
            p.empty = p.empty || given[n].taps == 0;
        }
        const einsum::phase_offsets offset = einsum::phase_offset(c, axes, given, remainder);
        p.space = einsum::phase_contraction(c, axes, given);
        p.space.term[0].x_origin += offset.x;
        p.space.term[0].w_origin += offset.w;
        p.space.y_origin += offset.y;
        return p;
    }
};

}

#endif
