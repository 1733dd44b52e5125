#ifndef TYPEGRAD_CUDA_CONTEXT_NUMBERS_CUH
#define TYPEGRAD_CUDA_CONTEXT_NUMBERS_CUH

#include <bit>
#include <cstdint>
#include <type_traits>

#include <typegrad/config.hpp>

// Numbers of type T in memory: bf16 and half, of two bytes; tf32 and float, of four. In registers all are floats.
namespace typegrad::cuda {

// What so many numbers take, and where number n lies.
template<class T>
TYPEGRAD_DEVICE constexpr std::uint32_t bytes_of(int n) {
    return static_cast<std::uint32_t>(sizeof(T)) * static_cast<std::uint32_t>(n);
}

// In shared memory, by bytes from its beginning.
template<class T, class Context>
TYPEGRAD_DEVICE float load_number(Context& c, std::uint32_t at) {
    if constexpr (sizeof(T) == 4) return c.template load<float>(at);
    else return Context::template low<T>(c.template load<std::uint16_t>(at));
}
template<class T, class Context>
TYPEGRAD_DEVICE void store_number(Context& c, std::uint32_t at, float v) {
    if constexpr (sizeof(T) == 4) c.store(at, Context::template rounded<T>(v));
    else c.store(at, static_cast<std::uint16_t>(Context::template pack<T>(v, 0)));
}
// Two neighbours, the first at an even place.
struct alignas(8) two_numbers {
    float low, high;
};
template<class T, class Context>
TYPEGRAD_DEVICE two_numbers load_two(Context& c, std::uint32_t at) {
    if constexpr (sizeof(T) == 4) {
        return c.template load<two_numbers>(at);
    } else {
        const auto pair = c.template load<std::uint32_t>(at);
        return {Context::template low<T>(pair), Context::template high<T>(pair)};
    }
}
template<class T, class Context>
TYPEGRAD_DEVICE void store_two(Context& c, std::uint32_t at, float low, float high) {
    if constexpr (sizeof(T) == 4) c.store(at, two_numbers{Context::template rounded<T>(low), Context::template rounded<T>(high)});
    else c.store(at, Context::template pack<T>(low, high));
}
// f(0), f(1), ..., f(n - 1) from there on, by all threads of a block; n is even.
template<class T, int Threads, class Context, class F>
TYPEGRAD_DEVICE void store_all(Context& c, std::uint32_t begin, int n, const F& f) {
    for (int i = 2 * c.thread(); i < n; i += 2 * Threads) store_two<T>(c, begin + bytes_of<T>(i), f(i), f(i + 1));
}
// The word that begins with a number; another follows it where there is room.
template<class T, class Context>
TYPEGRAD_DEVICE std::uint32_t word_of(float low, float high) {
    if constexpr (sizeof(T) == 4) return std::bit_cast<std::uint32_t>(Context::template rounded<T>(low));
    else return Context::template pack<T>(low, high);
}
// And in global memory.
template<class T, class Context>
TYPEGRAD_DEVICE float read_number(Context&, const T& from) {
    if constexpr (sizeof(T) == 4) return from;
    else return Context::template low<T>(from.bits);
}
template<class T, class Context>
TYPEGRAD_DEVICE void write_number(Context&, T& to, float v) {
    if constexpr (std::is_same_v<T, float>) to = v;
    else if constexpr (sizeof(T) == 4) to.value = Context::template rounded<T>(v);
    else to.bits = static_cast<std::uint16_t>(Context::template pack<T>(v, 0));
}

}

#endif
