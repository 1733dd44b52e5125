#ifndef TYPEGRAD_NETWORK_LAYER_CALL_HPP
#define TYPEGRAD_NETWORK_LAYER_CALL_HPP

#include <cstddef>
#include <type_traits>

#include "../core/mode.hpp"
#include "../simd/batch.hpp"

// How a layer with its own loops is called: forward(x, y, p) and backward(x, y, dy, dx, p, dp), and with a context behind
// them if it asks for one (`wants_context`): room to keep numbers between the two, random numbers, and what a stream
// remembers from call to call.
namespace typegrad {
namespace detail {

template<class Layer>
concept wants_context = requires { requires Layer::wants_context; };

// Numbers a sample that a layer keeps for backward, or works in.
template<class Layer, class In>
inline constexpr std::size_t kept_numbers = 0;
template<class Layer, class In>
    requires requires { Layer::template kept<In>; }
inline constexpr std::size_t kept_numbers<Layer, In> = Layer::template kept<In>;

// Numbers that a layer carries from one call of a stream to the next, zero at first.
template<class Layer, class In>
inline constexpr std::size_t state_numbers = 0;
template<class Layer, class In>
    requires requires { Layer::template state<In>; }
inline constexpr std::size_t state_numbers<Layer, In> = Layer::template state<In>;

// Whether a layer looks at no other steps of a sequence than those of the past.
template<class Layer, class Node>
consteval bool looks_back() {
    if constexpr (requires { Layer::mixes_time; }) {
        return !Layer::mixes_time;
    } else if constexpr (requires { Layer::options.reverse; }) {
        return !Layer::options.reverse;
    } else if constexpr (requires { Layer::options.kernel; }) {  // a pool whose windows lie side by side
        constexpr auto& w = Layer::options;
        return w.kernel[0] == w.stride[0] && w.mode == decltype(w.mode){} && w.before[0] == 0 && w.after[0] == 0 && Node::input::extent(0) % w.kernel[0] == 0;
    } else {
        return true;
    }
}

}

inline namespace TYPEGRAD_ARCH {
namespace compute {

template<class V, class Mode>
struct layer_context {
    static constexpr bool training = std::is_same_v<Mode, mode::training>, streaming = std::is_same_v<Mode, mode::streaming>;
    using scalar = simd::scalar_of<V>;
    static constexpr std::size_t unit = sizeof(V) / sizeof(scalar);

    scalar* kept = nullptr;
    layer_random random{};
    std::size_t sample = 0;  // the first of those in V
    scalar* carried = nullptr;

    // A stretch of what is kept, read and written like a row of a field.
    struct stretch {
        scalar* data;
        constexpr V load(std::size_t i) const {
            if constexpr (std::is_arithmetic_v<V>) return data[i];
            else return V::load(data + i * unit);
        }
        constexpr void store(std::size_t i, V v) const {
            if constexpr (std::is_arithmetic_v<V>) data[i] = v;
            else v.store(data + i * unit);
        }
        constexpr void add(std::size_t i, V v) const { store(i, load(i) + v); }
    };
    constexpr stretch from(std::size_t first) const { return {kept + first * unit}; }
    constexpr stretch state() const { return {carried}; }

    // Uniform in [0, 1): one number an element and a sample.
    constexpr V uniform(std::size_t element) const {
        if constexpr (std::is_arithmetic_v<V>) {
            return static_cast<V>(random.uniform(sample, element));
        } else {
            scalar each[unit];
            for (std::size_t s = 0; s < unit; ++s) each[s] = random.uniform(sample + s, element);
            return V::load(each);
        }
    }
};

template<class Layer, class X, class Y, class P, class Context>
TYPEGRAD_INLINE constexpr void call_forward(X x, Y y, const P& p, const Context& context) {
    if constexpr (detail::wants_context<Layer>) Layer::forward(x, y, p, context);
    else Layer::forward(x, y, p);
}
template<class Layer, class X, class Y, class DX, class P, class DP, class Context>
TYPEGRAD_INLINE constexpr void call_backward(X x, Y y, Y dy, DX dx, const P& p, const DP& dp, const Context& context) {
    if constexpr (detail::wants_context<Layer>) Layer::backward(x, y, dy, dx, p, dp, context);
    else Layer::backward(x, y, dy, dx, p, dp);
}

}
}
}

#endif
