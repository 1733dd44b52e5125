#ifndef TYPEGRAD_TRAIN_MEAN_SQUARED_ERROR_HPP
#define TYPEGRAD_TRAIN_MEAN_SQUARED_ERROR_HPP

#include <concepts>
#include <cstddef>

#include "../config.hpp"
namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = 1 / N sum over i of (y[i] - t[i])^2, for one sample; t is an array of N numbers, or one number if N is 1.
//   dL/dy[i] = 2 / N (y[i] - t[i])
//   source  torch.nn.MSELoss
struct mean_squared_error {
    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        T loss = 0;
        const T scale = T(1) / static_cast<T>(n);
        for (std::size_t i = 0; i < n; ++i) {
            const T e = y[i] - at(target, i, T{});
            loss += e * e * scale;
            dy[i] = T(2) * scale * e;
        }
        return loss;
    }

private:
    template<class Target, class T>
    static constexpr T at(const Target& target, std::size_t i, T) {
        if constexpr (requires { target[i]; }) return static_cast<T>(target[i]);
        else return static_cast<T>(target);
    }
};

}
}

#endif
