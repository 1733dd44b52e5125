#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_FIELD_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_FIELD_CUH

#include <cstdint>

#include <typegrad/network/layer_call.hpp>
#include <typegrad/simd/rows.hpp>

#include "../context/numbers.cuh"
#include "block_plan.cuh"

// What the layers with loops of their own read and write on the GPU: the same members as simd::field, on shared memory.
namespace typegrad::cuda {

// L::value says where the elements lie, from `begin` on. V: the number of a thread by itself, or of a lane of a warp.
template<class Context, class T, class L, class V = simd::batch<float, 1>>
struct block_field {
    using value_type = V;
    static constexpr layout where = L::value;
    static constexpr std::uint32_t each = sizeof(T);
    Context* context;
    std::uint32_t begin;

    TYPEGRAD_DEVICE static constexpr std::size_t extent(int axis) { return static_cast<std::size_t>(where.extent[axis]); }
    TYPEGRAD_DEVICE static constexpr std::size_t width() { return static_cast<std::size_t>(where.extent[where.rank - 1]); }
    TYPEGRAD_DEVICE static constexpr std::size_t rows() {
        std::size_t n = 1;
        for (int a = 0; a + 1 < where.rank; ++a) n *= static_cast<std::size_t>(where.extent[a]);
        return n;
    }
    TYPEGRAD_DEVICE static constexpr std::size_t height() { return static_cast<std::size_t>(where.extent[0]); }
    TYPEGRAD_DEVICE static constexpr std::size_t across() { return where.rank == 3 ? static_cast<std::size_t>(where.extent[1]) : 1; }

    struct row_of {
        using value_type = V;
        Context* context;
        std::uint32_t begin;
        static constexpr std::uint32_t step = each * static_cast<std::uint32_t>(where.stride[where.rank - 1]);

        TYPEGRAD_DEVICE value_type load(std::size_t i) const { return value_type(load_number<T>(*context, begin + step * static_cast<std::uint32_t>(i))); }
        TYPEGRAD_DEVICE void store(std::size_t i, value_type v) const { store_number<T>(*context, begin + step * static_cast<std::uint32_t>(i), v[0]); }
        TYPEGRAD_DEVICE void add(std::size_t i, value_type v) const { store(i, load(i) + v); }
        TYPEGRAD_DEVICE row_of from(std::size_t i) const { return {context, begin + step * static_cast<std::uint32_t>(i)}; }
    };
    TYPEGRAD_DEVICE row_of row(std::size_t r) const { return {context, begin + each * static_cast<std::uint32_t>(place<where.rank - 2>(static_cast<int>(r)))}; }
    TYPEGRAD_DEVICE row_of pixel(std::size_t h, std::size_t w) const {
        constexpr int down = static_cast<int>(where.stride[0]), on = where.rank == 3 ? static_cast<int>(where.stride[where.rank == 3]) : 0;
        return {context, begin + each * static_cast<std::uint32_t>(origin + static_cast<int>(h) * down + static_cast<int>(w) * on)};
    }
    TYPEGRAD_DEVICE void clear() const {
        for (std::size_t r = 0; r < rows(); ++r) simd::each<V>(0, width(), [&](std::size_t i) { row(r).store(i, V(0.0f)); });
    }

private:
    static constexpr int origin = static_cast<int>(where.origin());
    // Row r, counted over all axes but the last.
    template<int Axis>
    TYPEGRAD_DEVICE static constexpr int place(int r) {
        if constexpr (Axis < 0) {
            return origin;
        } else {
            constexpr int n = static_cast<int>(where.extent[Axis]), step = static_cast<int>(where.stride[Axis]);
            return r % n * step + place<Axis - 1>(r / n);
        }
    }
};

}

#endif
