#ifndef TYPEGRAD_CUDA_CONTEXT_HOST_CONTEXT_CUH
#define TYPEGRAD_CUDA_CONTEXT_HOST_CONTEXT_CUH

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <typegrad/core/bf16.hpp>

#include "../core/half.cuh"
#include "fibers.cuh"
#include "findings.cuh"
#include "fragment.cuh"
#include "shadow.cuh"

// Kernels on the CPU: every thread of a block is a fiber, every access to shared memory is checked, and what a warp does
// together moves exactly the numbers that the instruction moves. Only barriers order anything: neither mma nor ldmatrix.
namespace typegrad::cuda {

// In which order the threads of a block get their turns. Right kernels do not notice.
enum class turns { forward, backward, random };

class host_block {
public:
    host_block(int threads, std::uint32_t shared_bytes, turns order, findings& report)
        : found(report), memory(shared_bytes, std::byte{0xFF}), states_(static_cast<std::size_t>(threads)), warps_(static_cast<std::size_t>(threads / 32)),
          touches_(static_cast<std::size_t>(threads)), order_(order), shadow_(shared_bytes) {}

    // One exchange among the lanes of a warp: what lane l gave is at [l], valid until the next exchange but one.
    struct parcel {
        std::uint32_t word[8];
    };
    enum class meeting : std::uint8_t { none, barrier, warp_barrier, product, matrix, shuffle };

    findings& found;
    std::vector<std::byte> memory;  // poisoned: numbers of any format read as NaN

    // body(thread) for every thread; returns when all are done, or when they wait for each other for ever.
    template<class Body>
    void run(const Body& body) {
        fibers all(states_.size(), [&](std::size_t t) {
            body(static_cast<int>(t));
            states_[t].done = true;
        });
        fibers_ = &all;
        std::vector<std::size_t> order(states_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        if (order_ == turns::backward) std::reverse(order.begin(), order.end());
        while (!finished()) {
            if (order_ == turns::random) std::shuffle(order.begin(), order.end(), random_);
            bool moved = false;
            for (const std::size_t t : order) {
                if (states_[t].done || states_[t].at != meeting::none) continue;
                all.resume(t);
                if (stopped_) return;
                moved = true;
            }
            moved |= release_warps();
            if (!moved && !release_block()) return found.add_first("threads wait for each other for ever: " + names());
        }
        for (std::size_t w = 0; w < warps_.size(); ++w) count_waves(w);
    }

    void meet(int thread, meeting what) {
        states_[static_cast<std::size_t>(thread)].at = what;
        fibers_->pause();
    }
    const parcel* exchange(int thread, meeting what, const parcel& mine) {
        warp& w = warps_[static_cast<std::size_t>(thread / 32)];
        const unsigned turn = w.exchanges % 2;
        w.parcels[turn][thread % 32] = mine;
        meet(thread, what);
        return w.parcels[turn];
    }
    template<class T>
    T read(int thread, std::uint32_t offset) {
        check(thread, offset, sizeof(T), false);
        T v;
        std::memcpy(&v, memory.data() + offset, sizeof(T));
        return v;
    }
    template<class T>
    T* at(std::uint32_t offset) {
        return reinterpret_cast<T*>(memory.data() + offset);
    }
    template<class T>
    void write(int thread, std::uint32_t offset, const T& v) {
        check(thread, offset, sizeof(T), true);
        std::memcpy(memory.data() + offset, &v, sizeof(T));
    }

private:
    struct state {
        meeting at = meeting::none;
        bool done = false;
    };
    struct warp {
        unsigned barriers = 0, exchanges = 0;
        parcel parcels[2][32]{};
    };
    struct touch {
        std::uint32_t offset, size;
    };

    bool finished() const {
        return std::all_of(states_.begin(), states_.end(), [](const state& s) { return s.done; });
    }
    // Lanes go on when all 32 have met in the same operation.
    bool release_warps() {
        bool any = false;
        for (std::size_t w = 0; w < warps_.size(); ++w) {
            state* const lanes = &states_[32 * w];
            const meeting what = lanes[0].at;
            if (what == meeting::none || what == meeting::barrier || !std::all_of(lanes, lanes + 32, [&](const state& s) { return s.at == what; })) continue;
            count_waves(w);
            if (what == meeting::warp_barrier) ++warps_[w].barriers;
            else ++warps_[w].exchanges;
            if (what == meeting::product) ++found.products;
            for (state* s = lanes; s < lanes + 32; ++s) s->at = meeting::none;
            any = true;
        }
        return any;
    }
    bool release_block() {
        if (!std::all_of(states_.begin(), states_.end(), [](const state& s) { return s.at == meeting::barrier; })) return false;
        for (std::size_t w = 0; w < warps_.size(); ++w) count_waves(w);
        ++barriers_;
        ++found.barriers;
        for (state& s : states_) s.at = meeting::none;
        return true;
    }
    std::string names() const {
        static constexpr const char* what[] = {"elsewhere", "at a barrier", "at a warp's barrier", "in mma", "in ldmatrix", "in a shuffle"};
        std::size_t many[6]{}, done = 0;
        for (const state& s : states_) ++(s.done ? done : many[static_cast<std::size_t>(s.at)]);
        std::string text = std::to_string(done) + " are done";
        for (std::size_t i = 0; i < 6; ++i)
            if (many[i]) text += ", " + std::to_string(many[i]) + " are " + what[i];
        return text;
    }

    void check(int thread, std::uint32_t offset, std::size_t size, bool write) {
        const auto t = static_cast<std::size_t>(thread);
        const toucher who{thread, barriers_, warps_[t / 32].barriers};
        ++(write ? found.shared_writes : found.shared_reads);
        touches_[t].push_back({offset, static_cast<std::uint32_t>(size)});
        if (write ? shadow_.write(who, offset, size, found) : shadow_.read(who, offset, size, found)) return;
        stopped_ = true;  // nothing that follows would mean anything
        fibers_->pause();
    }
    // The i-th touches of the lanes of a warp since the last meeting happen at once: 32 banks of 4 bytes serve each word once.
    void count_waves(std::size_t w) {
        auto* const lanes = &touches_[32 * w];
        const std::size_t n = lanes[0].size();
        if (std::all_of(lanes, lanes + 32, [&](const auto& l) { return l.size() == n; }))
            for (std::size_t i = 0; i < n; ++i) count_waves(lanes, i);
        for (auto* l = lanes; l < lanes + 32; ++l) l->clear();
    }
    void count_waves(const std::vector<touch>* lanes, std::size_t i) {
        const std::uint32_t size = lanes[0][i].size;
        const int together = size <= 4 ? 32 : size == 8 ? 16 : 8;
        for (int first = 0; first < 32; first += together) {
            std::vector<std::uint32_t> words[32];
            for (int l = first; l < first + together; ++l)
                for (std::uint32_t at = lanes[l][i].offset / 4; at < (lanes[l][i].offset + size + 3) / 4; ++at) {
                    auto& bank = words[at % 32];
                    if (std::find(bank.begin(), bank.end(), at) == bank.end()) bank.push_back(at);
                }
            std::size_t most = 1;
            for (const auto& bank : words) most = std::max(most, bank.size());
            found.waves += most;
            ++found.least_waves;
        }
    }

    std::vector<state> states_;
    std::vector<warp> warps_;
    std::vector<std::vector<touch>> touches_;
    turns order_;
    shadow shadow_;
    fibers* fibers_ = nullptr;
    std::mt19937 random_{1};
    unsigned barriers_ = 0;
    bool stopped_ = false;
};

// What a kernel may do, as one thread of it sees it; device_context has the same members.
class host_context {
public:
    host_context(host_block& block, int thread, int number, int blocks) : block_(&block), thread_(thread), number_(number), blocks_(blocks) {}

    int thread() const { return thread_; }
    int lane() const { return thread_ % 32; }
    int warp() const { return thread_ / 32; }
    int block() const { return number_; }
    int blocks() const { return blocks_; }

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

    float shuffle_xor(float v, int mask) {
        const auto* all = block_->exchange(thread_, host_block::meeting::shuffle, {{std::bit_cast<std::uint32_t>(v)}});
        return std::bit_cast<float>(all[lane() ^ mask].word[0]);
    }

    // d += a b, 16 x 8 += 16 x 16 times 16 x 8
    template<class T>
    void multiply(accumulator& d, const fragment_a& a, const fragment_b& b) {
        host_block::parcel mine{};
        std::copy_n(a.pair, 4, mine.word);
        std::copy_n(b.pair, 2, mine.word + 4);
        const auto* all = block_->exchange(thread_, host_block::meeting::product, mine);
        for (int i = 0; i < 4; ++i) {
            const int row = accumulator::row(lane(), i), column = accumulator::column(lane(), i);
            for (int k = 0; k < 16; ++k) {
                const auto at = fragment_a::place(row, k), bt = fragment_b::place(k, column);
                const std::uint32_t x = all[at.lane].word[at.pair], w = all[bt.lane].word[4 + bt.pair];
                d.value[i] += (at.upper ? high<T>(x) : low<T>(x)) * (bt.upper ? high<T>(w) : low<T>(w));
            }
        }
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
    template<class T>
    void aligned(const T* p) {
        if (reinterpret_cast<std::size_t>(p) % alignof(T) != 0) block_->found.add("thread " + std::to_string(thread_) + ": an access to global memory is not aligned to " + std::to_string(alignof(T)) + " bytes");
    }

    host_block* block_;
    int thread_, number_, blocks_;
};

// Runs a kernel, one block after the other.
//   findings f = emulate<kernel>(blocks, turns::random, arguments...);
template<class Kernel, class... Arguments>
findings emulate(int blocks, turns order, const Arguments&... arguments) {
    findings found;
    for (int b = 0; b < blocks; ++b) {
        host_block block(Kernel::threads, Kernel::shared_bytes, order, found);
        block.run([&](int thread) {
            host_context context(block, thread, b, blocks);
            Kernel::run(context, arguments...);
        });
    }
    return found;
}

}

#endif
