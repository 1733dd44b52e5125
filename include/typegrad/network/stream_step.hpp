#ifndef TYPEGRAD_NETWORK_STREAM_STEP_HPP
#define TYPEGRAD_NETWORK_STREAM_STEP_HPP

#include <cstddef>

#include "linear_step.hpp"

// A convolution in a stream: the steps before the block stand where its border of zeros would, and the same contraction serves.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// Whether a formula looks at one step of x for each of y: the first axis of both is one index, windows of one step apart; or
// at a vector of the weight's own size, which is no sequence.
template<class Lowered>
consteval bool looks_at_one_step() {
    constexpr const einsum::formula& f = Lowered::formula;
    constexpr layout w = dense_layout<typename Lowered::w>();
    auto index_of = [&](const einsum::axis& axis) {
        if (const int alone = axis.single(); alone >= 0) return alone;
        int found = -1;
        for (int i = 0; i < f.indices; ++i) {
            bool window_of_one = false;
            for (int a = 0; a < f.w[0].rank; ++a) window_of_one = window_of_one || (f.w[0].axes[a].single() == i && w.extent[a] == 1);
            if (axis.coefficient[i] == 0 || window_of_one) continue;
            if (found >= 0 || axis.coefficient[i] != 1) return -1;
            found = i;
        }
        return axis.constant == 0 ? found : -1;
    };
    const int step = index_of(f.x[0].axes[0]);
    return step >= 0 && (f.w[0].has(step) || (step == index_of(f.y.axes[0]) && Lowered::x::extent(0) == Lowered::y::extent(0)));
}

// Each block is written behind the past, until the room is full: then the past moves to the front again. A step copies itself
// and, on the average, as much of the past.
template<class Linear, class In>
struct stream_step : Linear {
    static constexpr layout x = In::value;
    static constexpr window w = Linear::layer::options;
    // Steps of the past that a window reaches back to.
    static constexpr bool in_time = looks_at_time<typename Linear::layer, typename Linear::item>;
    static constexpr std::size_t past = in_time ? (w.kernel[0] - 1) * w.dilation[0] : 0, step = static_cast<std::size_t>(x.stride[0]), block = static_cast<std::size_t>(x.extent[0]);
    static constexpr std::size_t blocks = past > 2 * block ? (past + block - 1) / block : 1, room = blocks * block;
    static constexpr std::size_t state = past > 0 ? (past + room) * step + 1 : 0;  // at last, which row is the first of the past
    static constexpr bool streams = in_time ? (past == 0 ? w.before[0] + w.after[0] == 0 : w.mode == window::border::before_only) && block % (w.stride[0] ? w.stride[0] : 1) == 0
                                            : looks_at_one_step<typename Linear::layer::template lowered<typename Linear::item::input>>();

    template<bool Training>
    static void forward(forward_pointers& at) {
        if constexpr (past > 0) {
            float* const first = at.state + state - 1;
            float* const rows = at.state + static_cast<std::size_t>(*first) * step;
            copy_numbers<block * step>(rows + past * step, at.x[0]);
            at.x[0] = rows;
            Linear::template forward<Training>(at);
            *first += static_cast<float>(block);
            if (rows == at.state + (room - block) * step) {
                copy_numbers<past * step>(at.state, at.state + room * step);
                *first = 0;
            }
        } else {
            Linear::template forward<Training>(at);
        }
    }
};

// What a convolution reads in a stream: the block behind its past.
template<class Layer, class Node, class In>
struct streamed_place {
    using type = In;
};
template<class Layer, class Node, class In>
    requires looks_at_time<Layer, Node>
struct streamed_place<Layer, Node, In> {
    using type = place<typename In::shape, In::unit, (Layer::options.kernel[0] - 1) * Layer::options.dilation[0]>;
};

}
}
}

#endif
