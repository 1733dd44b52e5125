#ifndef TYPEGRAD_NETWORK_EXECUTOR_HPP
#define TYPEGRAD_NETWORK_EXECUTOR_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
#include "memory.hpp"
#include "plan.hpp"
#include "step.hpp"

// Runs the steps of a plan over one chunk of samples: those that work on tiles tile by tile through as many steps as
// follow each other, so that a tile stays in the cache; the others over all rows at once.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// The samples of a chunk: rows in the user's memory, perhaps in another order. Beyond `count` the last one is repeated:
// finite numbers whose results nobody reads and whose gradient is zero.
template<std::size_t Size>
struct rows {
    const float* first = nullptr;
    const std::uint32_t* order = nullptr;
    std::size_t count = 0;

    const float* operator()(std::size_t r) const {
        const std::size_t at = r < count ? r : count - 1;
        return first + (order ? order[at] : at) * Size;
    }
};

template<class P>
struct executor {
    using net = typename P::net;
    using source = rows<net::input::size>;
    static constexpr std::size_t steps = P::steps;
    static constexpr bool loads = P::table.at[0].kind == step_kind::load;
    // Rows are read in place unless some are missing or out of order: then they are gathered here.
    static constexpr std::size_t stage = !loads && !P::table.at[0].tiled && P::samples > 1 ? aligned(P::samples * net::input::size) : 0;

    static const float* gather(const source& from, float* to) {
        if (stage == 0 || (from.count == P::samples && !from.order)) return from.first;
        for (std::size_t r = 0; r < P::samples; ++r) {
            const float* const row = from(r);
            for (std::size_t i = 0; i < net::input::size; ++i) to[r * net::input::size + i] = row[i];
        }
        return to;
    }

    // Tiled steps Begin .. end - 1 follow each other.
    template<std::size_t Begin>
    static consteval std::size_t segment_end() {
        std::size_t end = Begin + 1;
        while (end < steps && P::table.at[end].tiled == P::table.at[Begin].tiled) ++end;
        return end;
    }

    // values.at<V>(t): where tile t of value V lies (t = 0 for rows); argument and place: what training keeps beside it.
    // values.parameters_of<I>() and run_linear<Step, I>(pointers) know where the parameters are.
    template<std::size_t Begin = 0, class Values>
    static void forward(const source& from, const float* x, Values& values, std::size_t tiles) {
        if constexpr (Begin < steps) {
            constexpr std::size_t end = segment_end<Begin>();
            if constexpr (P::table.at[Begin].tiled)
                for (std::size_t t = 0; t < tiles; ++t) forward_steps<Begin, end>(from, x, values, t);
            else forward_steps<Begin, end>(from, x, values, 0);
            forward<end>(from, x, values, tiles);
        }
    }
    template<std::size_t I, std::size_t End, class Values>
    static void forward_steps(const source& from, const float* x, Values& values, std::size_t t) {
        if constexpr (I < End) {
            using step = step_of<P, I>;
            forward_pointers at{nullptr, values.template at<I + 1>(t), values.template argument<I + 1>(t), values.template place<I + 1>(t), values.template parameters_of<I>()};
            if constexpr (I == 0 && loads) {
                step::forward_rows([&](int r) { return from(t * P::lanes + static_cast<std::size_t>(r)); }, at.y);
            } else {
                if constexpr (I == 0) at.x = step::range.tiled ? from(t) : x;
                else at.x = values.template at<I>(t) + into_rows<I>(t);
                if constexpr (P::table.at[I].kind == step_kind::linear) values.template run_linear<step, I>(at);
                else step::forward(at);
            }
            forward_steps<I + 1, End>(from, x, values, t);
        }
    }

    // A step that works on tiles finds tile t of a value that lies in rows here.
    template<std::size_t I>
    static constexpr std::size_t into_rows(std::size_t t) {
        using value = typename P::template value<I>;
        return P::table.at[I].tiled && !value::tiled ? t * static_cast<std::size_t>(P::lanes) * value::part : 0;
    }

    // From the last step to the first. gradients.at<V>(t): where the gradient of value V lies, or nullptr.
    template<std::size_t End = steps, class Values, class Gradients>
    static void backward(const source& from, const float* x, Values& values, Gradients& gradients, float* dp) {
        if constexpr (End > 0) {
            constexpr std::size_t begin = segment_begin<End>();
            if constexpr (P::table.at[End - 1].tiled)
                for (std::size_t t = 0; t < P::tiles; ++t) backward_steps<End, begin>(from, x, values, gradients, dp, t);
            else backward_steps<End, begin>(from, x, values, gradients, dp, 0);
            backward<begin>(from, x, values, gradients, dp);
        }
    }
    template<std::size_t End>
    static consteval std::size_t segment_begin() {
        std::size_t begin = End - 1;
        while (begin > 0 && P::table.at[begin - 1].tiled == P::table.at[End - 1].tiled) --begin;
        return begin;
    }
    template<std::size_t End, std::size_t Begin, class Values, class Gradients>
    static void backward_steps(const source& from, const float* x, Values& values, Gradients& gradients, float* dp, std::size_t t) {
        if constexpr (End > Begin) {
            constexpr std::size_t i = End - 1;
            using step = step_of<P, i>;
            backward_pointers at{nullptr, values.template at<i + 1>(t), values.template place<i + 1>(t), gradients.template at<i + 1>(t),
                                 gradients.template at<i>(t), values.p + step::offset, dp ? dp + step::offset : nullptr, gradients.scratch};
            if (at.dx) at.dx += into_rows<i>(t);
            auto run = [&](const auto& s) {
                if constexpr (P::table.at[i].kind == step_kind::linear) step::template backward<Gradients::template wanted<i>>(at, s);
                else step::backward(at, s);
            };
            if constexpr (i == 0) {
                if constexpr (!loads) at.x = step::range.tiled ? from(t) : x;
                run(slope<chain<>>{});
            } else {
                at.x = values.template at<i>(t) + into_rows<i>(t);
                using made = step_of<P, i - 1>;
                run(slope<typename made::activation>{(made::keeps_argument ? values.template argument<i>(t) : values.template at<i>(t)) + into_rows<i>(t)});
            }
            backward_steps<i, Begin>(from, x, values, gradients, dp, t);
        }
    }
};

}
}
}

#endif
