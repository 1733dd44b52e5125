#ifndef TYPEGRAD_CUDA_CONTEXT_HOST_BLOCK_CUH
#define TYPEGRAD_CUDA_CONTEXT_HOST_BLOCK_CUH

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "fibers.cuh"
#include "findings.cuh"
#include "shadow.cuh"

// The threads of a block on the CPU: each is a fiber, and every access to shared memory is checked. Only barriers order
// anything: neither mma nor ldmatrix.
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

    // Whose turn it is.
    struct runner {
        host_block* block;
        int thread;
    };
    static inline runner running{};

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
                running = {this, static_cast<int>(t)};
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

}

#endif
