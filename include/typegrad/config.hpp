#ifndef TYPEGRAD_CONFIG_HPP
#define TYPEGRAD_CONFIG_HPP

// Every macro of the library and every question about the compiler or the platform. Nothing else belongs here.

#define TYPEGRAD_VERSION_MAJOR 0
#define TYPEGRAD_VERSION_MINOR 1
#define TYPEGRAD_VERSION_PATCH 0

// The pure functions (apply, vjp, value_and_gradient) keep their workspace on the stack up to this many bytes.
#ifndef TYPEGRAD_STACK_LIMIT
#define TYPEGRAD_STACK_LIMIT (256 * 1024)
#endif

// A loop function that is not inlined costs up to six times its run time: the accumulators leave their registers. A cold
// function is made for size: files and messages cost less to compile.
#if defined(__GNUC__)
#define TYPEGRAD_INLINE [[gnu::always_inline]] inline
#define TYPEGRAD_INLINE_LAMBDA __attribute__((always_inline))
#define TYPEGRAD_NOINLINE [[gnu::noinline]]
#define TYPEGRAD_COLD [[gnu::cold, gnu::noinline]]
#if defined(__CUDACC__)
#define TYPEGRAD_ROLLED _Pragma("unroll 1")
#else
#define TYPEGRAD_ROLLED _Pragma("GCC unroll 1")
#endif
#else
#define TYPEGRAD_INLINE __forceinline
#define TYPEGRAD_INLINE_LAMBDA
#define TYPEGRAD_NOINLINE
#define TYPEGRAD_COLD
#define TYPEGRAD_ROLLED
#endif

// What runs on a GPU, or on the CPU in its place; and a loop whose array lives in registers only if nothing is left of it.
#if defined(__CUDACC__)
#define TYPEGRAD_DEVICE __host__ __device__ __forceinline__
#define TYPEGRAD_UNROLLED _Pragma("unroll")
#else
#define TYPEGRAD_DEVICE inline
#define TYPEGRAD_UNROLLED
#endif

// Clang splits 512-bit vectors in two unless the function says that it wants them whole.
#if defined(__clang__) && defined(__AVX512F__)
#define TYPEGRAD_KERNEL [[clang::min_vector_width(512)]]
#else
#define TYPEGRAD_KERNEL
#endif

// Whether a FILE* is a terminal: a progress line is for people.
#if defined(__unix__) || defined(__APPLE__)
#include <unistd.h>
#define TYPEGRAD_IS_TERMINAL(file) (isatty(fileno(file)) != 0)
#else
#define TYPEGRAD_IS_TERMINAL(file) false
#endif

// The instruction set of this translation unit: bytes in a vector register, how many there are, the cycles' halves that a
// whole one takes where one of half its size takes one (Zen 4 runs 512 bits as two halves; GCC 12 calls it Zen 3), a name.
#define TYPEGRAD_VECTOR_HALVES 1
#if defined(TYPEGRAD_SCALAR) || defined(__CUDACC__)
#define TYPEGRAD_VECTOR_BYTES 0
#define TYPEGRAD_VECTOR_REGISTERS 16
#define TYPEGRAD_ISA scalar
#elif defined(__AVX512F__) && defined(__AVX512VL__) && defined(__AVX512DQ__) && defined(__AVX512BW__)
#define TYPEGRAD_VECTOR_BYTES 64
#define TYPEGRAD_VECTOR_REGISTERS 32
#if defined(__znver3__) || defined(__znver4__)
#undef TYPEGRAD_VECTOR_HALVES
#define TYPEGRAD_VECTOR_HALVES 2
#define TYPEGRAD_ISA avx512_halves
#else
#define TYPEGRAD_ISA avx512
#endif
#elif defined(__AVX2__) && defined(__FMA__)
#define TYPEGRAD_VECTOR_BYTES 32
#define TYPEGRAD_VECTOR_REGISTERS 16
#define TYPEGRAD_ISA avx2
#elif defined(__AVX__)
#define TYPEGRAD_VECTOR_BYTES 32
#define TYPEGRAD_VECTOR_REGISTERS 16
#define TYPEGRAD_ISA avx
#elif defined(__SSE2__)
#define TYPEGRAD_VECTOR_BYTES 16
#define TYPEGRAD_VECTOR_REGISTERS 16
#define TYPEGRAD_ISA sse2
#elif defined(__ARM_NEON)
#define TYPEGRAD_VECTOR_BYTES 16
#define TYPEGRAD_VECTOR_REGISTERS 32
#define TYPEGRAD_ISA neon
#elif defined(__wasm_simd128__)
#define TYPEGRAD_VECTOR_BYTES 16
#define TYPEGRAD_VECTOR_REGISTERS 16
#define TYPEGRAD_ISA wasm
#else
#define TYPEGRAD_VECTOR_BYTES 0
#define TYPEGRAD_VECTOR_REGISTERS 16
#define TYPEGRAD_ISA scalar
#endif

// What computes lives in an inline namespace named by the instruction set and the backend, so that files compiled
// with different flags can be linked together; what only holds numbers stays outside it.
#define TYPEGRAD_JOIN_(a, b) a##_##b
#define TYPEGRAD_JOIN(a, b) TYPEGRAD_JOIN_(a, b)

// With OpenMP, chunks of a batch are shared among threads. Define TYPEGRAD_THREADS as the number to plan for: it decides
// how a batch is cut, so that any number of threads at run time gives the same bits. Without it, one: a program that
// uses OpenMP for something else pays nothing.
#if !defined(_OPENMP) || !defined(TYPEGRAD_THREADS)
#undef TYPEGRAD_THREADS
#define TYPEGRAD_THREADS 1
#endif
#if TYPEGRAD_THREADS > 1
#include <omp.h>
#define TYPEGRAD_PARALLEL_FOR _Pragma("omp parallel for schedule(static) num_threads(omp_get_max_threads() < TYPEGRAD_THREADS ? omp_get_max_threads() : TYPEGRAD_THREADS)")
#define TYPEGRAD_THREAD_NUMBER static_cast<std::size_t>(omp_get_thread_num())
#else
#define TYPEGRAD_PARALLEL_FOR
#define TYPEGRAD_THREAD_NUMBER std::size_t{0}
#endif
#if defined(TYPEGRAD_XSIMD) && TYPEGRAD_XSIMD && TYPEGRAD_VECTOR_BYTES
#define TYPEGRAD_BACKEND_XSIMD 1
#define TYPEGRAD_BACKEND xsimd
#elif TYPEGRAD_VECTOR_BYTES && defined(__GNUC__)
#define TYPEGRAD_BACKEND_VECTOR 1
#define TYPEGRAD_BACKEND vector
#else
#define TYPEGRAD_BACKEND_SCALAR 1
#define TYPEGRAD_BACKEND plain
#endif
#define TYPEGRAD_ARCH TYPEGRAD_JOIN(TYPEGRAD_JOIN(TYPEGRAD_ISA, TYPEGRAD_BACKEND), TYPEGRAD_THREADS)

#endif
