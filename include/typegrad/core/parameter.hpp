#ifndef TYPEGRAD_CORE_PARAMETER_HPP
#define TYPEGRAD_CORE_PARAMETER_HPP

#include <cstddef>

#include "../config.hpp"
#include "tensor.hpp"

// What a layer says of its parameters: a type with the number of them, named views into an array, and a walk over them.
namespace typegrad {

// How a parameter begins: a weight is drawn by the initialiser from its fans, anything else is a constant.
struct initial {
    bool random = false;
    float value = 0;
    std::size_t fan_in = 0, fan_out = 0;
};

struct no_parameters {
    static constexpr std::size_t size = 0;
    template<class T>
    struct views {};
    template<class T>
    TYPEGRAD_INLINE static constexpr views<T> at(T*) {
        return {};
    }
    template<class T, class F>
    TYPEGRAD_INLINE static constexpr void each(const views<T>&, F&&) {}
};

// The last axis of a weight counts outputs, the one before it inputs, the others the window.
template<class Weight>
inline constexpr initial initial_weight{true, 0, Weight::size / Weight::extent(Weight::rank - 1),
                                        Weight::size / Weight::extent(Weight::rank < 2 ? Weight::rank : Weight::rank - 2)};

template<class Weight, class Bias>
struct weight_and_bias {
    static constexpr std::size_t size = Weight::size + Bias::size;
    template<class T>
    struct views {
        view<T, Weight> weight;
        view<T, Bias> bias;
    };
    template<class T>
    TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
        return {view<T, Weight>(p), view<T, Bias>(p + Weight::size)};
    }
    template<class T, class F>
    TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
        f("weight", v.weight, initial_weight<Weight>);
        f("bias", v.bias, initial{});
    }
};

template<class Weight>
struct only_weight {
    static constexpr std::size_t size = Weight::size;
    template<class T>
    struct views {
        view<T, Weight> weight;
    };
    template<class T>
    TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
        return {view<T, Weight>(p)};
    }
    template<class T, class F>
    TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
        f("weight", v.weight, initial_weight<Weight>);
    }
};

}

#endif
