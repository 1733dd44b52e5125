#ifndef TYPEGRAD_TESTS_CUDA_PTX_WARP_HPP
#define TYPEGRAD_TESTS_CUDA_PTX_WARP_HPP

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <typegrad/context/findings.cuh>
#include <typegrad/context/shadow.cuh>

#include "global_shadow.hpp"
#include "program.hpp"

namespace ptx {

// What no GPU does, or what it does not say when it does.
struct fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Memory from `begin` to `end` that is somebody's.
struct region {
    std::uintptr_t begin = 0, end = 0;
};

struct launch {
    unsigned blocks = 1, threads = 32;
    std::size_t shared_bytes = 0;
    std::vector<std::byte> parameters;
    std::function<region(std::uintptr_t)> allocated;  // where that address is, if anywhere
    bool races = true;                                // look for them
};

// What the threads of a block share: each access is within bounds, aligned, and in order.
class block {
public:
    block(const launch& l, unsigned n, typegrad::cuda::findings& f, global_shadow& g) : how(l), number(n), found(f), shared_(l.shared_bytes, std::byte{0xFF}), global_shadow_(g) {
        if (l.races) shadow_.emplace(l.shared_bytes);
    }

    const launch& how;
    const unsigned number;
    typegrad::cuda::findings& found;
    unsigned barriers = 0;

    std::byte* shared(unsigned thread, unsigned warp_barriers, std::uint64_t at, std::size_t bytes, bool write) {
        if (shadow_) {
            const typegrad::cuda::toucher who{static_cast<int>(thread), barriers, warp_barriers};
            if (!(write ? shadow_->write(who, at, bytes, found) : shadow_->read(who, at, bytes, found))) throw fault("no such place in shared memory");
        } else if (at > shared_.size() || bytes > shared_.size() - at) {
            throw fault("shared memory ends before " + std::to_string(at + bytes));
        }
        return shared_.data() + at;
    }
    std::byte* global(unsigned thread, unsigned warp_barriers, std::uint64_t at, std::size_t bytes, bool write) {
        if (at % bytes != 0) throw fault("global memory, not aligned to " + std::to_string(bytes) + " bytes");
        if (at < last_.begin || at + bytes > last_.end) last_ = how.allocated(at);
        if (at < last_.begin || at + bytes > last_.end) throw fault("global memory that is nobody's");
        if (how.races) global_shadow_.touch(number, {static_cast<int>(thread), barriers, warp_barriers}, at, bytes, write, found);
        return reinterpret_cast<std::byte*>(at);
    }

private:
    std::vector<std::byte> shared_;
    std::optional<typegrad::cuda::shadow> shadow_;
    global_shadow& global_shadow_;
    region last_;
};

// 32 lanes with registers of their own, and each with its place in the program: the ones that are furthest behind go on
// together, until they meet others. Where all must act at once they wait for the others.
class warp {
public:
    static constexpr unsigned lanes = 32;
    template<class T>
    using values = std::array<T, lanes>;

    warp(const kernel& program, block& here, unsigned number);

    // Until all are at a barrier of the block, true; or at the end.
    bool advance();

    // Of the instruction that runs: operands of all lanes, results of those that take part.
    template<class T>
    values<T> get(std::uint32_t at) const {
        values<T> v;
        std::memcpy(v.data(), registers_.data() + at, sizeof v);
        return v;
    }
    template<class T>
    void set(std::uint32_t at, const values<T>& v) {
        if (active_ == all) std::memcpy(registers_.data() + at, v.data(), sizeof v);
        else each([&](unsigned l) { std::memcpy(reinterpret_cast<std::byte*>(registers_.data() + at) + l * sizeof(T), &v[l], sizeof(T)); });
    }
    template<class F>
    void each(const F& f) {
        for (unsigned left = active_; left != 0; left &= left - 1) f(static_cast<unsigned>(std::countr_zero(left)));
    }
    values<std::uint64_t> addresses(const instruction& i, std::uint32_t at) const {
        values<std::uint64_t> v;
        if (i.wide) v = get<std::uint64_t>(at);
        else std::copy_n(get<std::uint32_t>(at).data(), lanes, v.data());
        const std::uint64_t bits = i.wide ? ~std::uint64_t{0} : 0xFFFFFFFF;
        for (std::uint64_t& a : v) a = (a + static_cast<std::uint64_t>(std::int64_t{i.offset})) & bits;
        return v;
    }
    std::byte* shared(unsigned lane, std::uint64_t at, std::size_t bytes, bool write) { return here_.shared(lanes * number_ + lane, barriers_, at, bytes, write); }
    std::byte* global(unsigned lane, std::uint64_t at, std::size_t bytes, bool write) { return here_.global(lanes * number_ + lane, barriers_, at, bytes, write); }
    const std::byte* parameters() const { return here_.how.parameters.data(); }
    void count_product() { ++here_.found.products; }

private:
    static constexpr unsigned all = ~0u;
    // So many lanes are here; others are at `meet` or beyond.
    struct place {
        std::uint32_t at = 0, meet = 0;
        unsigned lanes = 0;
    };
    struct alignas(128) row {
        std::byte bytes[128];
    };

    place furthest_behind() const;
    void move(unsigned which, std::uint32_t to);
    bool go_on(place);
    void meet();
    std::string name_of(const instruction&) const;
    unsigned guarded(const instruction&, unsigned which) const;

    const kernel& program_;
    block& here_;
    unsigned number_, alive_ = all, active_ = 0, waiting_ = 0, barriers_ = 0;
    std::array<std::uint32_t, lanes> at_{};
    std::vector<row> registers_;
};

// Runs a kernel, one block after the other.
typegrad::cuda::findings run(const kernel&, const launch&);

}

#endif
