#ifndef TYPEGRAD_CUDA_TRAIN_BLOCK_SLOPES_CUH
#define TYPEGRAD_CUDA_TRAIN_BLOCK_SLOPES_CUH

#include "../network/block_steps.cuh"

namespace typegrad::cuda {

// The slopes of values in shared memory: where each element lies, and who sets it.
template<class Plan, class T, block_group Group, int Warps>
struct block_slopes {
    using steps = block_steps<Plan, T, Group, Warps>;
    using memory = typename steps::memory;
    static constexpr int Samples = Group.samples;
    template<std::size_t V>
    using number = typename steps::template number<V>;

    template<std::size_t V>
    struct slope_place {
        static constexpr layout value = memory::template slope<V>.where;
    };
    template<std::size_t V, class Shape>
    struct slope_as {
        static constexpr layout value = seen_as<Shape>(memory::template slope<V>.where);
    };
    template<std::size_t S>
    struct inner_place {
        static constexpr layout value = memory::template inner_slope<S>.where;
    };
    template<std::size_t S>
    struct own_place {
        static constexpr layout value = block_linear<Plan, S>::y.where;
    };
    template<std::size_t V>
    TYPEGRAD_DEVICE static std::uint32_t slope_at(int sample, int place) {
        return memory::template slope_of<V> + bytes_of<number<V>>(sample * memory::template slope<V>.sample + place);
    }
    // Of what the linear layer itself made: apart, or in the place of its value's.
    template<std::size_t S>
    static constexpr std::uint32_t inner_begin = memory::template slopes_apart<S> ? memory::template inner_slope_of<S> : memory::template slope_of<S + 1>;
    template<std::size_t S>
    TYPEGRAD_DEVICE static std::uint32_t inner_at(int sample, int place) {
        return inner_begin<S> + bytes_of<T>(sample * memory::template inner_slope<S>.sample + place);
    }

    // The first to come sets a slope, the others add.
    template<bool Sets, class Context>
    struct set_or_add {
        Context& c;
        std::uint32_t begin;
        TYPEGRAD_DEVICE void one(int place, float v) const {
            const std::uint32_t at = begin + bytes_of<T>(place);
            store_number<T>(c, at, Sets ? v : v + load_number<T>(c, at));
        }
        TYPEGRAD_DEVICE void two(int place, float low, float high) const {
            const std::uint32_t at = begin + bytes_of<T>(place);
            if constexpr (Sets) {
                store_two<T>(c, at, low, high);
            } else {
                const two_numbers old = load_two<T>(c, at);
                store_two<T>(c, at, low + old.low, high + old.high);
            }
        }
    };

    // Adds what comes for a place among the weights, filled up as they are, to its parameter.
    template<class Layer>
    struct add_to {
        float* to;
        TYPEGRAD_DEVICE void one(int place, float v) const {
            const int i = Layer::parameter_at(place);
            if (i >= 0) to[i] += v;
        }
        TYPEGRAD_DEVICE void two(int place, float low, float high) const {
            one(place, low);
            one(place + 1, high);
        }
    };

    // The slope of value V, from where others have left it, and to where they look for it.
    template<std::size_t V, class Context>
    TYPEGRAD_DEVICE static void read_slope(Context& c, const T* from, int first, int n) {
        constexpr int size = static_cast<int>(Plan::template shape_of<V>::size);
        steps::template surround<T>(c, memory::template slope_of<V>, memory::template slope<V>.has_gaps(), memory::template slope<V>.sample);
        steps::template each<size>(c, [&](int s, int e) {
            store_number<T>(c, slope_at<V>(s, steps::template element<slope_place<V>>(e)), first + s < n ? read_number(c, from[static_cast<std::ptrdiff_t>(first + s) * size + e]) : 0.0f);
        });
    }
    template<std::size_t V, class Context>
    TYPEGRAD_DEVICE static void write_slope(Context& c, T* to, int first, int n) {
        constexpr int size = static_cast<int>(Plan::template shape_of<V>::size);
        steps::template each<size>(c, [&](int s, int e) {
            if (first + s < n) write_number(c, to[static_cast<std::ptrdiff_t>(first + s) * size + e], load_number<T>(c, slope_at<V>(s, steps::template element<slope_place<V>>(e))));
        });
    }
};

}

#endif
