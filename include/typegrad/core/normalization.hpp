#ifndef TYPEGRAD_CORE_NORMALIZATION_HPP
#define TYPEGRAD_CORE_NORMALIZATION_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "option.hpp"
#include "parameter.hpp"
#include "shape.hpp"

// The options of the normalisations and what they learn: a factor and a summand for each channel.
namespace typegrad {

namespace option {
template<real E>
struct epsilon {};
struct no_affine {};
}

// epsilon<1e-6>: what keeps a normalisation from dividing by zero.
template<real E>
inline constexpr option::epsilon<E> epsilon{};
inline constexpr option::no_affine no_affine{};  // neither weight nor bias

struct normalization {
    double epsilon;
    bool weight = true, bias = true;
    bool understood = true;  // false: an option of another layer
};

namespace detail {
template<class Unknown>
constexpr void read_option(normalization& n, Unknown) {
    n.understood = false;
}
template<real E>
constexpr void read_option(normalization& n, option::epsilon<E>) {
    n.epsilon = E.value;
    n.understood = n.understood && E.value >= 0;
}
constexpr void read_option(normalization& n, option::no_bias) { n.bias = false; }
constexpr void read_option(normalization& n, option::no_affine) { n.weight = n.bias = false; }
}

template<auto... Options>
consteval normalization read_normalization(double epsilon) {
    normalization n{epsilon};
    (detail::read_option(n, Options), ...);
    return n;
}

// weight, 1 at first, and bias.
template<std::size_t Channels>
struct factor_and_summand {
    static constexpr std::size_t size = 2 * Channels;
    template<class T>
    struct views {
        view<T, shape<Channels>> weight, bias;
    };
    template<class T>
    TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
        return {view<T, shape<Channels>>(p), view<T, shape<Channels>>(p + Channels)};
    }
    template<class T, class F>
    TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
        f("weight", v.weight, initial{false, 1});
        f("bias", v.bias, initial{});
    }
};

template<std::size_t Channels>
struct only_factor {
    static constexpr std::size_t size = Channels;
    template<class T>
    struct views {
        view<T, shape<Channels>> weight;
    };
    template<class T>
    TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
        return {view<T, shape<Channels>>(p)};
    }
    template<class T, class F>
    TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
        f("weight", v.weight, initial{false, 1});
    }
};

template<std::size_t Channels, bool Weight, bool Bias>
using affine_parameters = std::conditional_t<Weight, std::conditional_t<Bias, factor_and_summand<Channels>, only_factor<Channels>>, no_parameters>;

}

#endif
