#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_SLICES_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_SLICES_CUH

#include <type_traits>

#include <typegrad/core/mode.hpp>
#include <typegrad/layers/add.hpp>
#include <typegrad/layers/attention_weights.hpp>
#include <typegrad/layers/dropout.hpp>
#include <typegrad/layers/global_avg_pool.hpp>
#include <typegrad/layers/global_max_pool.hpp>
#include <typegrad/layers/l2_normalize.hpp>
#include <typegrad/layers/layer_norm.hpp>
#include <typegrad/layers/multiply.hpp>
#include <typegrad/layers/rms_norm.hpp>
#include <typegrad/layers/softmax.hpp>

#include "../context/warp_number.cuh"
#include "../einsum/index_map.cuh"
#include "block_plan.cuh"

// A layer with loops of its own, cut into as many slices as it lets itself be cut into: a thread runs the layer on its slice,
// or a warp where rows are long, whose lanes walk them together.
namespace typegrad::cuda {

enum class slicing { none, by_row, by_channel, by_matrix };

template<class Layer>
inline constexpr bool pools_all = std::is_base_of_v<typegrad::detail::global_avg_pool, Layer> || std::is_base_of_v<typegrad::detail::global_max_pool, Layer>;
// Rows along the last axis that know nothing of each other; channels that do not; matrices of the last two axes.
template<class Layer>
inline constexpr slicing slicing_of = std::is_base_of_v<add, Layer> ? slicing::by_row : requires { Layer::drops_by; } ? slicing::by_row
                                        : requires { Layer::options.kernel; } || pools_all<Layer> ? slicing::by_channel : slicing::none;
template<>
inline constexpr slicing slicing_of<softmax> = slicing::by_row;
template<>
inline constexpr slicing slicing_of<log_softmax> = slicing::by_row;
template<>
inline constexpr slicing slicing_of<multiply> = slicing::by_row;
template<std::size_t Width, bool Causal>
inline constexpr slicing slicing_of<typegrad::detail::attention_weights<Width, Causal>> = slicing::by_matrix;
template<auto... Options>
inline constexpr slicing slicing_of<l2_normalize<Options...>> = slicing::by_row;
template<auto... Options>
inline constexpr slicing slicing_of<layer_norm<Options...>> = slicing::by_row;
template<auto... Options>
inline constexpr slicing slicing_of<rms_norm<Options...>> = slicing::by_row;

// Of a step: operands of other shapes than the output, such as one gate for all rows, are not cut.
template<class Plan, std::size_t S, std::size_t I = 0>
consteval slicing slicing_of_step() {
    constexpr auto s = Plan::template step<S>;
    if constexpr (s.from.size > 1 && I < s.from.size) {
        if constexpr (!std::is_same_v<decltype(Plan::template shape_read<S, I>()), typename Plan::template shape_of<S + 1>>) return slicing::none;
        else return slicing_of_step<Plan, S, I + 1>();
    } else {
        return slicing_of<typename Plan::template node<S>::layer>;
    }
}

// Of values that lie like this, how many slices there are, what one looks like, and where number k begins.
template<class L, slicing By>
struct block_slices {
    static constexpr layout whole = L::value;
    static constexpr int last = whole.rank - 1;
    // Axes that a slice does not have.
    static constexpr int outer = By == slicing::by_row ? last : By == slicing::by_matrix ? last - 1 : 0;
    static constexpr int count = [] {
        if (By == slicing::none) return 1;
        std::ptrdiff_t n = By == slicing::by_channel ? whole.extent[last] : 1;
        for (int a = 0; a < outer; ++a) n *= whole.extent[a];
        return static_cast<int>(n);
    }();
    static constexpr std::size_t width = static_cast<std::size_t>(whole.extent[last]);
    static constexpr bool by_warp = (By == slicing::by_row || By == slicing::by_matrix) && width >= 32;
    template<class Context>
    using number = std::conditional_t<by_warp, warp_number<Context>, simd::batch<float, 1>>;
    static constexpr layout value = [] {
        layout l = whole;
        if (By == slicing::by_channel) l.extent[last] = 1;
        if (outer) {
            l = {};
            for (int a = outer; a <= last; ++a, ++l.rank) l.extent[l.rank] = whole.extent[a], l.stride[l.rank] = whole.stride[a];
        }
        return l;
    }();
    TYPEGRAD_DEVICE static constexpr int begin(int k) {
        if constexpr (By == slicing::by_channel) return k;
        else if constexpr (outer == 0) return 0;
        else return place_in<begins>(k) + static_cast<int>(whole.origin());
    }

private:
    static constexpr index_map begins = [] {
        index_map m;
        for (int a = 0; a < outer; ++a) m.with(static_cast<int>(whole.extent[a]), static_cast<int>(whole.stride[a]));
        return m;
    }();
};

// The random numbers of a tile's samples, the same as on the CPU: those of a slice that has a number for each element go on
// where the slice before it ended.
template<class Layer>
consteval bool numbers_elements() {
    if constexpr (requires { Layer::drops_by; }) return Layer::drops_by == typegrad::detail::dropped::element;
    else return false;
}

struct block_random {
    mode::training mode{};
    int first = 0;

    struct of_slice {
        compute::layer_random random;
        std::size_t sample, first;
        static constexpr bool streaming = false;
        TYPEGRAD_DEVICE simd::batch<float, 1> uniform(std::size_t element) const { return simd::batch<float, 1>(random.uniform(sample, first + element)); }
    };
    template<class Layer>
    TYPEGRAD_DEVICE of_slice of(std::size_t node, int sample, int slice, std::size_t width) const {
        return {compute::layer_random(mode, node), static_cast<std::size_t>(first + sample), numbers_elements<Layer>() ? static_cast<std::size_t>(slice) * width : 0};
    }
};

}

#endif
