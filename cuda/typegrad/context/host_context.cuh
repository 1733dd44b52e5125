#ifndef TYPEGRAD_CUDA_CONTEXT_HOST_CONTEXT_CUH
#define TYPEGRAD_CUDA_CONTEXT_HOST_CONTEXT_CUH

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include <typegrad/core/bf16.hpp>

#include "../core/half.cuh"
#include "../core/tf32.cuh"
#include "findings.cuh"
#include "fragment.cuh"
#include "host_block.cuh"

// Kernels on the CPU: what a warp does together moves exactly the numbers that the instruction moves.
namespace typegrad::cuda {

// What a kernel may do, as one thread of it sees it; device_context has the same members.
class host_context {
public:
    host_context(host_block& block, int thread, int number, int blocks) : block_(&block), thread_(thread), number_(number), blocks_(blocks) {}

    int thread() const { return thread_; }
    int lane() const { return thread_ % 32; }
    int warp() const { return thread_ / 32; }
    int block() const { return number_; }
    int blocks() const { return blocks_; }

    // What follows from the number of the thread is computed anew from here on: kernels of many steps have no registers for it.
    void start_over() {}
    void barrier() { block_->meet(thread_, host_block::meeting::barrier); }
    void warp_barrier() { block_->meet(thread_, host_block::meeting::warp_barrier); }

    // Shared memory, by bytes from its beginning.
    template<class T>
    T load(std::uint32_t offset) {
        return block_->read<T>(thread_, offset);
    }
    template<class T>
    void store(std::uint32_t offset, const T& v) {
        block_->write(thread_, offset, v);
    }
    // Several numbers at once, for functions that want a pointer: to read, or to write all of them.
    template<class T>
    const T* read_many(std::uint32_t offset, int n) {
        for (int i = 0; i < n; ++i) (void)load<T>(offset + static_cast<std::uint32_t>(sizeof(T)) * static_cast<std::uint32_t>(i));
        return block_->at<T>(offset);
    }
    template<class T>
    T* write_many(std::uint32_t offset, int n) {
        for (int i = 0; i < n; ++i) store(offset + static_cast<std::uint32_t>(sizeof(T)) * static_cast<std::uint32_t>(i), T{});
        return block_->at<T>(offset);
    }
    // Global memory: sixteen bytes at once must be aligned.
    template<class T>
    T read(const T* p) {
        aligned(p);
        return *p;
    }
    template<class T>
    void write(T* p, const T& v) {
        aligned(p);
        *p = v;
    }

    // Two numbers in a word, the first in its lower half.
    template<class T>
    static std::uint32_t pack(float low, float high) {
        return T(low).bits | std::uint32_t{T(high).bits} << 16;
    }
    template<class T>
    static float low(std::uint32_t pair) {
        return half_of<T>(pair & 0xFFFF);
    }
    template<class T>
    static float high(std::uint32_t pair) {
        return half_of<T>(pair >> 16);
    }

    // What T keeps of a float.
    template<class T>
    static float rounded(float v) {
        return T(v);
    }

    // Of the thread that runs: for functions that know nothing of their context but its type.
    static int lane_here() { return host_block::running.thread % 32; }
    static float shuffle_xor(float v, int mask) {
        const host_block::runner now = host_block::running;
        const auto* all = now.block->exchange(now.thread, host_block::meeting::shuffle, {{std::bit_cast<std::uint32_t>(v)}});
        return std::bit_cast<float>(all[(now.thread % 32) ^ mask].word[0]);
    }

    // d += a b, 16 x 8 += 16 x 16 times 16 x 8, or 16 x 8 times 8 x 8
    template<class T>
    void multiply(accumulator& d, const fragment_a& a, const fragment_b& b) {
        static_assert(!std::is_same_v<T, float>);
        host_block::parcel mine{};
        std::copy_n(a.pair, 4, mine.word);
        std::copy_n(b.pair, 2, mine.word + 4);
        const auto* all = block_->exchange(thread_, host_block::meeting::product, mine);
        for (int i = 0; i < 4; ++i)
            for (int k = 0; k < product_depth<T>; ++k) d.value[i] += number<T, fragment_a>(all, accumulator::row(lane(), i), k, 0) * number<T, fragment_b>(all, k, accumulator::column(lane(), i), 4);
    }
    template<class T>
    void multiply(accumulator& d, const lane_numbers& a, const lane_numbers& b) {
        multiply_alone(d, a, b);
    }
    // Four 8 x 8 matrices of pairs of bytes: lane l names row l % 8 of matrix l / 8, sixteen bytes in shared memory. Of each
    // matrix a lane gets row l / 4, columns 2 (l % 4) and the next; transposed, those of the transposed matrix.
    template<bool Transposed>
    void load_matrices(std::uint32_t (&pairs)[4], std::uint32_t offset) {
        struct alignas(16) row {
            std::uint32_t word[4];
        };
        const row mine = load<row>(offset);
        host_block::parcel parcel{};
        std::copy_n(mine.word, 4, parcel.word);
        const auto* all = block_->exchange(thread_, host_block::meeting::matrix, parcel);
        const auto at = [&](int matrix, int r, int c) { return all[8 * matrix + r].word[c / 2] >> (16 * (c % 2)) & 0xFFFF; };
        const int r = lane() / 4, c = 2 * (lane() % 4);
        for (int m = 0; m < 4; ++m) pairs[m] = Transposed ? at(m, c, r) | at(m, c + 1, r) << 16 : at(m, r, c) | at(m, r, c + 1) << 16;
    }

private:
    template<class T>
    static float half_of(std::uint32_t bits) {
        T v;
        v.bits = static_cast<std::uint16_t>(bits);
        return v;
    }
    // One of an operand of a product, whose words begin at `first` of what each lane gave.
    template<class T, class Fragment>
    float number(const host_block::parcel* all, int i, int j, int first) {
        if constexpr (sizeof(T) == 4) {
            const fragment_place at = Fragment::place_of_four(i, j);
            const std::uint32_t word = all[at.lane].word[first + at.pair];
            if (word & 0x1FFF) block_->found.add("thread " + std::to_string(thread_) + ": a product of tf32 takes a number with a longer mantissa");
            return std::bit_cast<float>(word);
        } else {
            const fragment_place at = Fragment::place(i, j);
            const std::uint32_t word = all[at.lane].word[first + at.pair];
            return at.upper ? high<T>(word) : low<T>(word);
        }
    }
    template<class T>
    void aligned(const T* p) {
        if (reinterpret_cast<std::size_t>(p) % alignof(T) != 0) block_->found.add("thread " + std::to_string(thread_) + ": an access to global memory is not aligned to " + std::to_string(alignof(T)) + " bytes");
    }

    host_block* block_;
    int thread_, number_, blocks_;
};

// Runs a kernel, one block after the other, in this context or in one that makes mistakes.
//   findings f = emulate<kernel>(blocks, turns::random, arguments...);
template<class Kernel, class Context = host_context, class... Arguments>
findings emulate(int blocks, turns order, const Arguments&... arguments) {
    findings found;
    for (int b = 0; b < blocks; ++b) {
        host_block block(Kernel::threads, Kernel::shared_bytes, order, found);
        block.run([&](int thread) {
            Context context(block, thread, b, blocks);
            Kernel::run(context, arguments...);
        });
    }
    return found;
}

}

#endif
