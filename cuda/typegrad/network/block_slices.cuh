#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_SLICES_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_SLICES_CUH

#include <type_traits>

#include <typegrad/layers/add.hpp>
#include <typegrad/layers/global_avg_pool.hpp>
#include <typegrad/layers/global_max_pool.hpp>
#include <typegrad/layers/l2_normalize.hpp>
#include <typegrad/layers/layer_norm.hpp>
#include <typegrad/layers/multiply.hpp>
#include <typegrad/layers/rms_norm.hpp>
#include <typegrad/layers/softmax.hpp>

#include "../einsum/index_map.cuh"
#include "block_plan.cuh"

// A layer with loops of its own, cut into as many threads as it lets itself be cut into: each runs the layer on its slice.
namespace typegrad::cuda {

enum class slicing { none, by_row, by_channel };

// Rows along the last axis that know nothing of each other; channels that do not.
template<class Layer>
inline constexpr slicing slicing_of = requires { Layer::options.kernel; } ? slicing::by_channel : slicing::none;
template<>
inline constexpr slicing slicing_of<global_avg_pool1d> = slicing::by_channel;
template<>
inline constexpr slicing slicing_of<global_avg_pool2d> = slicing::by_channel;
template<>
inline constexpr slicing slicing_of<global_max_pool1d> = slicing::by_channel;
template<>
inline constexpr slicing slicing_of<global_max_pool2d> = slicing::by_channel;
template<>
inline constexpr slicing slicing_of<softmax> = slicing::by_row;
template<>
inline constexpr slicing slicing_of<log_softmax> = slicing::by_row;
template<>
inline constexpr slicing slicing_of<add> = slicing::by_row;
template<>
inline constexpr slicing slicing_of<multiply> = slicing::by_row;
template<auto... Options>
inline constexpr slicing slicing_of<l2_normalize<Options...>> = slicing::by_row;
template<auto... Options>
inline constexpr slicing slicing_of<layer_norm<Options...>> = slicing::by_row;
template<auto... Options>
inline constexpr slicing slicing_of<rms_norm<Options...>> = slicing::by_row;

// Of values that lie like this, how many slices there are, what one looks like, and where number k begins.
template<class L, slicing By>
struct block_slices {
    static constexpr layout whole = L::value;
    static constexpr int last = whole.rank - 1;
    static constexpr int count = [] {
        if (By == slicing::none) return 1;
        std::ptrdiff_t n = By == slicing::by_channel ? whole.extent[last] : 1;
        for (int a = 0; a < last && By == slicing::by_row; ++a) n *= whole.extent[a];
        return static_cast<int>(n);
    }();
    static constexpr layout value = [] {
        layout l = whole;
        if (By == slicing::by_channel) l.extent[last] = 1;
        if (By == slicing::by_row) {
            l = {};
            l.rank = 1;
            l.extent[0] = whole.extent[last];
            l.stride[0] = whole.stride[last];
        }
        return l;
    }();
    TYPEGRAD_DEVICE static constexpr int begin(int k) {
        if constexpr (By == slicing::none) return 0;
        else if constexpr (By == slicing::by_channel) return k;
        else return place_in<rows>(k) + static_cast<int>(whole.origin());
    }

private:
    static constexpr index_map rows = [] {
        index_map m;
        for (int a = 0; a < last; ++a) m.with(static_cast<int>(whole.extent[a]), static_cast<int>(whole.stride[a]));
        return m;
    }();
};

}

#endif
