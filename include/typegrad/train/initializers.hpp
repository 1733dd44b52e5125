#ifndef TYPEGRAD_TRAIN_INITIALIZERS_HPP
#define TYPEGRAD_TRAIN_INITIALIZERS_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
#include "../core/random.hpp"
#include "../network/parameters.hpp"
#include "../simd/math.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

namespace compute {
// Uniform numbers of this variance: between -sqrt(3 variance) and sqrt(3 variance).
template<class View>
constexpr void fill_uniform(View& w, double variance, const philox& random) {
    using T = typename View::value_type;
    const double limit = math::sqrt(3 * variance);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = static_cast<T>((2.0 * static_cast<double>(random.uniform(i)) - 1.0) * limit);
}
}

// Weights of variance 2 / fan_in, which relu needs to keep the size of what flows.
//   source  He et al.: Delving deep into rectifiers (2015), equation 10
struct he {
    template<class View>
    constexpr void operator()(View w, const initial& how, const philox& random) const {
        compute::fill_uniform(w, 2.0 / static_cast<double>(how.fan_in), random);
    }
};
// Variance 2 / (fan_in + fan_out), for tanh and sigmoid.
//   source  Glorot, Bengio: Understanding the difficulty of training deep feedforward networks (2010), equation 16
struct glorot {
    template<class View>
    constexpr void operator()(View w, const initial& how, const philox& random) const {
        compute::fill_uniform(w, 2.0 / static_cast<double>(how.fan_in + how.fan_out), random);
    }
};
// Variance 1 / fan_in, for selu.
//   source  LeCun et al.: Efficient backprop (1998), equation 16
struct lecun {
    template<class View>
    constexpr void operator()(View w, const initial& how, const philox& random) const {
        compute::fill_uniform(w, 1.0 / static_cast<double>(how.fan_in), random);
    }
};
// Columns (or rows, whichever are fewer) that are orthonormal, times gain: the weight read as <fan_in, outputs>.
//   numerics  Gram and Schmidt twice, in double
//   source    Saxe et al.: Exact solutions to the nonlinear dynamics of learning (2014)
struct orthogonal {
    float gain = 1;

    template<class View>
    constexpr void operator()(View w, const initial& how, const philox& random) const {
        using T = typename View::value_type;
        const std::size_t rows = how.fan_in, columns = w.size() / rows, vectors = rows < columns ? rows : columns, length = rows < columns ? columns : rows;
        const std::size_t step = rows < columns ? 1 : columns, next = rows < columns ? columns : 1;
        compute::fill_uniform(w, 1.0, random);
        for (std::size_t v = 0; v < vectors; ++v)
            for (int pass = 0; pass < 2; ++pass) {
                for (std::size_t u = 0; u < v; ++u) {
                    double dot = 0;
                    for (std::size_t i = 0; i < length; ++i) dot += static_cast<double>(w[v * next + i * step]) * static_cast<double>(w[u * next + i * step]);
                    for (std::size_t i = 0; i < length; ++i) w[v * next + i * step] -= static_cast<T>(dot * static_cast<double>(w[u * next + i * step]));
                }
                double norm = 0;
                for (std::size_t i = 0; i < length; ++i) norm += static_cast<double>(w[v * next + i * step]) * static_cast<double>(w[v * next + i * step]);
                for (std::size_t i = 0; i < length; ++i) w[v * next + i * step] = static_cast<T>(static_cast<double>(w[v * next + i * step]) / math::sqrt(norm));
            }
        for (std::size_t i = 0; i < w.size(); ++i) w[i] *= static_cast<T>(gain);
    }
};

// Every weight from the initialiser, every bias zero, in place. The same seed gives the same numbers everywhere.
template<class Net, class T, class Initializer = he>
constexpr void initialize(parameters<Net, T>& p, std::uint64_t seed, const Initializer& with = {}) {
    std::uint64_t stream = 0;
    detail::parameter_access<Net, T>::each(p.data(), [&](auto, auto view, initial how, std::size_t) {
        if (how.random) with(view, how, philox{seed, stream});
        else
            for (auto& v : view) v = static_cast<T>(how.value);
        ++stream;
    });
}
// The same as a value.
//   static tg::parameters<lenet> p = tg::initialize<lenet>(42);
template<class Net, class T = float, class Initializer = he>
constexpr parameters<Net, T> initialize(std::uint64_t seed, const Initializer& with = {}) {
    parameters<Net, T> p;
    initialize(p, seed, with);
    return p;
}

}
}

#endif
