#ifndef TYPEGRAD_CUDA_CONTEXT_DEVICE_CONTEXT_CUH
#define TYPEGRAD_CUDA_CONTEXT_DEVICE_CONTEXT_CUH

#include <bit>
#include <cstdint>
#include <type_traits>

#include <typegrad/core/bf16.hpp>

#include "../core/architecture.cuh"
#include "../core/half.cuh"
#include "../core/tf32.cuh"
#include "fragment.cuh"

#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ < 800
#error "cuda: the architecture has no products of bf16; compile for sm_80 or newer, such as -arch=sm_90"
#endif

// What a kernel may do, on the GPU; host_context.cuh says what each member means.
namespace typegrad::cuda {

class device_context {
public:
    __device__ int thread() const { return static_cast<int>(thread_); }
    __device__ int lane() const { return static_cast<int>(thread_ % 32); }
    __device__ int warp() const { return static_cast<int>(thread_ / 32); }
    __device__ int block() const { return static_cast<int>(blockIdx.x); }
    __device__ int blocks() const { return static_cast<int>(gridDim.x); }

    __device__ void barrier() { __syncthreads(); }
    __device__ void start_over() { asm volatile("mov.u32 %0, %%tid.x;" : "=r"(thread_)); }
    __device__ void warp_barrier() { __syncwarp(); }

    template<class T>
    __device__ T load(std::uint32_t offset) const {
        return *reinterpret_cast<const T*>(shared() + offset);
    }
    template<class T>
    __device__ void store(std::uint32_t offset, const T& v) {
        *reinterpret_cast<T*>(shared() + offset) = v;
    }
    template<class T>
    __device__ const T* read_many(std::uint32_t offset, int) const {
        return reinterpret_cast<const T*>(shared() + offset);
    }
    template<class T>
    __device__ T* write_many(std::uint32_t offset, int) {
        return reinterpret_cast<T*>(shared() + offset);
    }
    template<class T>
    __device__ T read(const T* p) const {
        return *p;
    }
    template<class T>
    __device__ void write(T* p, const T& v) {
        *p = v;
    }

    template<class T>
    __device__ static std::uint32_t pack(float low, float high) {
        static_assert(sizeof(T) == 2);
        std::uint32_t pair;
        if constexpr (std::is_same_v<T, bf16>) asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(high), "f"(low));
        else asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(high), "f"(low));
        return pair;
    }
    template<class T>
    __device__ static float low(std::uint32_t pair) {
        if constexpr (std::is_same_v<T, bf16>) return __uint_as_float(pair << 16);
        else return from_half(static_cast<std::uint16_t>(pair));
    }
    template<class T>
    __device__ static float high(std::uint32_t pair) {
        if constexpr (std::is_same_v<T, bf16>) return __uint_as_float(pair & 0xFFFF0000);
        else return from_half(static_cast<std::uint16_t>(pair >> 16));
    }

    // What T keeps of a float; the instruction leaves anything in the bits that tensor cores do not read.
    template<class T>
    __device__ static float rounded(float v) {
        if constexpr (std::is_same_v<T, float>) return v;
        std::uint32_t bits;
        asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(v));
        return __uint_as_float(bits & 0xFFFFE000);
    }

    __device__ static int lane_here() { return static_cast<int>(threadIdx.x % 32); }
    __device__ static float shuffle_xor(float v, int mask) { return __shfl_xor_sync(0xFFFFFFFF, v, mask); }

    template<class T>
    __device__ void multiply(accumulator& d, const fragment_a& a, const fragment_b& b) {
        static_assert(!std::is_same_v<T, float>);
        if constexpr (std::is_same_v<T, bf16>)
            asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                : "+f"(d.value[0]), "+f"(d.value[1]), "+f"(d.value[2]), "+f"(d.value[3])
                : "r"(a.pair[0]), "r"(a.pair[1]), "r"(a.pair[2]), "r"(a.pair[3]), "r"(b.pair[0]), "r"(b.pair[1]));
        else if constexpr (std::is_same_v<T, tf32>)
            asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                : "+f"(d.value[0]), "+f"(d.value[1]), "+f"(d.value[2]), "+f"(d.value[3])
                : "r"(a.pair[0]), "r"(a.pair[1]), "r"(a.pair[2]), "r"(a.pair[3]), "r"(b.pair[0]), "r"(b.pair[1]));
        else
            asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                : "+f"(d.value[0]), "+f"(d.value[1]), "+f"(d.value[2]), "+f"(d.value[3])
                : "r"(a.pair[0]), "r"(a.pair[1]), "r"(a.pair[2]), "r"(a.pair[3]), "r"(b.pair[0]), "r"(b.pair[1]));
    }
    template<class T>
    __device__ void multiply(accumulator& d, const lane_numbers& a, const lane_numbers& b) {
        multiply_alone(d, a, b);
    }
    template<bool Transposed>
    __device__ void load_matrices(std::uint32_t (&pairs)[4], std::uint32_t offset) {
        const auto at = static_cast<std::uint32_t>(__cvta_generic_to_shared(shared() + offset));
        if constexpr (Transposed)
            asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];" : "=r"(pairs[0]), "=r"(pairs[1]), "=r"(pairs[2]), "=r"(pairs[3]) : "r"(at) : "memory");
        else
            asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];" : "=r"(pairs[0]), "=r"(pairs[1]), "=r"(pairs[2]), "=r"(pairs[3]) : "r"(at) : "memory");
    }

private:
    unsigned thread_ = threadIdx.x;

    __device__ static unsigned char* shared() {
        extern __shared__ __align__(128) unsigned char typegrad_shared_memory[];
        return typegrad_shared_memory;
    }
    __device__ static float from_half(std::uint16_t bits) {
        float v;
        asm("cvt.f32.f16 %0, %1;" : "=f"(v) : "h"(bits));
        return v;
    }
};

// A kernel that is planned for the shared memory of some architectures has no code on the others.
template<class Kernel>
constexpr bool has_code() {
#if defined(__CUDA_ARCH__)
    if constexpr (requires { Kernel::planned_bytes; }) return Kernel::planned_bytes == shared_bytes_of(__CUDA_ARCH__ / 10);
#endif
    return true;
}

// The only __global__ function: a kernel and its arguments.
template<class Kernel, class... Arguments>
__global__ void __launch_bounds__(Kernel::threads, 1) entry(Arguments... arguments) {
    if constexpr (has_code<Kernel>()) {
        device_context context;
        Kernel::run(context, arguments...);
    }
}

}

#endif
