#ifndef TYPEGRAD_NETWORK_STREAM_STEP_HPP
#define TYPEGRAD_NETWORK_STREAM_STEP_HPP

#include <cstddef>

#include "linear_step.hpp"

// A convolution in a stream: its border holds the steps before the block in place of zeros, and the same contraction serves.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

template<class Linear>
struct stream_step : Linear {
    using in = typename Linear::in;
    static constexpr layout x = in::value;
    static constexpr const window& w = Linear::layer::options;
    // Steps of the past that a window reaches back to.
    static constexpr bool in_time = x.rank == 2 && w.axes == 1 && (w.kernel[0] > 1 || w.stride[0] > 1);
    static constexpr std::size_t past = in_time ? (w.kernel[0] - 1) * w.dilation[0] : 0, step = static_cast<std::size_t>(x.stride[0]);
    static constexpr std::size_t state = past * step;
    static constexpr bool streams = (w.kernel[0] == 1 && w.stride[0] <= 1) || (in_time && (past == 0 || w.mode == window::border::before_only) && static_cast<std::size_t>(x.extent[0]) % (w.stride[0] ? w.stride[0] : 1) == 0);

    template<bool Training>
    static void forward(const forward_pointers& at) {
        float* const before = const_cast<float*>(at.x[0]) + (static_cast<std::size_t>(x.before[0]) - past) * step;  // in our own arena
        if constexpr (past > 0) copy_numbers<state>(before, at.state);
        Linear::template forward<Training>(at);
        if constexpr (past > 0) copy_numbers<state>(at.state, before + static_cast<std::size_t>(x.extent[0]) * step);
    }
};

}
}
}

#endif
