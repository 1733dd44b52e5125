#ifndef TYPEGRAD_TESTS_CHECK_MEMORY_HPP
#define TYPEGRAD_TESTS_CHECK_MEMORY_HPP

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <vector>

#include <typegrad/network/parameters.hpp>

// Memory that finds out who reads or writes beside what it may, and a count of allocations. A test program includes
// this header once: it replaces operator new.
namespace check {
namespace tg = typegrad;

inline std::size_t allocations = 0;

inline constexpr std::uint32_t poison = 0x7fc0beef;  // a NaN that nobody computes
inline const float poisoned = std::bit_cast<float>(poison);
inline bool all_poison(const void* at, std::size_t bytes) {
    for (std::size_t i = 0; i + sizeof poison <= bytes; i += sizeof poison)
        if (std::memcmp(static_cast<const char*>(at) + i, &poison, sizeof poison) != 0) return false;
    return true;
}

// A copy of numbers at an address that suits no vector (64 k + 4), between NaNs: who reads beside them gets NaN.
class guarded {
public:
    static constexpr std::size_t margin = 512;

    explicit guarded(std::span<const float> values) : size_(values.size()), memory_(size_ + 2 * margin + 16, poisoned), first_(margin) {
        while (reinterpret_cast<std::uintptr_t>(&memory_[first_]) % 64 != 4) ++first_;
        std::copy(values.begin(), values.end(), &memory_[first_]);
    }
    const float* data() const { return &memory_[first_]; }
    bool intact() const {
        return all_poison(memory_.data(), first_ * sizeof(float)) && all_poison(data() + size_, (memory_.size() - first_ - size_) * sizeof(float));
    }

private:
    std::size_t size_;
    std::vector<float> memory_;
    std::size_t first_;
};

// An object of the library between NaNs.
template<class T>
struct fenced {
    alignas(64) float before[128];
    T value;
    alignas(64) float after[128];

    template<class... Arguments>
    explicit fenced(const Arguments&... arguments) : value(arguments...) {
        std::fill(std::begin(before), std::end(before), poisoned);
        std::fill(std::begin(after), std::end(after), poisoned);
    }
    bool intact() const { return all_poison(before, sizeof before) && all_poison(after, sizeof after); }
};

// Parameters between NaNs, those in the padding of the object included.
template<class Net>
struct fenced_parameters : fenced<tg::parameters<Net>> {
    static constexpr std::size_t used = Net::parameter_count * sizeof(float), unused = sizeof(tg::parameters<Net>) - used;

    explicit fenced_parameters(std::span<const float> values) {
        for (std::size_t i = 0; i < unused; i += sizeof poison) std::memcpy(bytes() + used + i, &poison, sizeof poison);
        set(values);
    }
    void set(std::span<const float> values) {
        if (used != 0) std::memcpy(bytes(), values.data(), used);
    }
    bool intact() { return fenced<tg::parameters<Net>>::intact() && (used == 0 || all_poison(bytes() + used, unused)); }

private:
    char* bytes() { return reinterpret_cast<char*>(&this->value); }
};

}

// Not inlined, or GCC takes free for the wrong partner of operator new.

[[gnu::noinline]] void* operator new(std::size_t n) {
    ++check::allocations;
    if (void* p = std::malloc(n ? n : 1)) return p;
    std::abort();
}
[[gnu::noinline]] void* operator new(std::size_t n, std::align_val_t alignment) {
    ++check::allocations;
    const auto a = static_cast<std::size_t>(alignment);
    if (void* p = std::aligned_alloc(a, (n + a - 1) / a * a)) return p;
    std::abort();
}
[[gnu::noinline]] void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return operator new(n); }
[[gnu::noinline]] void* operator new(std::size_t n, std::align_val_t alignment, const std::nothrow_t&) noexcept { return operator new(n, alignment); }
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

#endif
