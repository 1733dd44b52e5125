#ifndef TYPEGRAD_BENCH_MEASURE_HPP
#define TYPEGRAD_BENCH_MEASURE_HPP

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <typegrad/core/random.hpp>
#include <typegrad/simd/batch.hpp>

// Times, and the limits of this core that they are compared with, measured in the same run: a virtual machine's clock and
// caches are nobody's data sheet.
namespace measure {

// Of all threads of the process: a peer that starts some gains nothing, and what other processes do hardly counts.
inline double cpu_seconds() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// The compiler must assume that the numbers behind p have changed, and that somebody reads them. Not by
// benchmark::DoNotOptimize: that of 1.7.1 spoils pointers with GCC.
template<class T>
T* launder(T* p) {
    asm volatile("" : "+r"(p) : : "memory");
    return p;
}

// n random numbers in [-0.5, 0.5), aligned to a cache line.
class numbers {
public:
    explicit numbers(std::size_t n, std::uint64_t seed = 1) : size_(n), values_(static_cast<float*>(std::aligned_alloc(64, (n * sizeof(float) / 64 + 1) * 64))) {
        for (std::size_t i = 0; i < n; ++i) values_.get()[i] = typegrad::philox{seed}.uniform(i) - 0.5f;
    }
    float* data() const { return launder(values_.get()); }
    std::size_t size() const { return size_; }

private:
    struct release {
        void operator()(float* p) const { std::free(p); }
    };
    std::size_t size_;
    std::unique_ptr<float, release> values_;
};

// One of several ways to do the same work.
struct contender {
    std::string name;
    std::function<void(long)> run;  // so many times
};

// The loop is on this side of the call, so that a kernel of a few nanoseconds is not charged for it.
template<class F>
contender contend(std::string name, F f) {
    return {std::move(name), [f](long times) mutable {
        for (long i = 0; i < times; ++i) {
            f();
            asm volatile("" : : : "memory");  // as if somebody read what f wrote
        }
    }};
}

struct timing {
    double median = 0, least = 0;  // seconds
    double ratio = 1;              // median over the rounds of this one's time to the first one's in the same round
};

inline constexpr int rounds = 11;

inline double median(std::vector<double> v) {
    std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
    return v[v.size() / 2];
}

inline double seconds_of(const contender& c, long times) {
    const double start = cpu_seconds();
    c.run(times);
    return (cpu_seconds() - start) / static_cast<double>(times);
}

// Times the contenders in turns, A B A B, so that a slow second of the machine meets all of them. A turn takes about
// `turn` seconds.
inline std::vector<timing> paired(const std::vector<contender>& contenders, double turn = 1e-2) {
    std::vector<long> times;
    std::vector<std::vector<double>> seconds(contenders.size()), ratios(contenders.size());
    for (const contender& c : contenders) {
        c.run(1);
        long n = 1;
        double once = seconds_of(c, n);
        while (once * static_cast<double>(n) < turn / 8) once = seconds_of(c, n *= 4);
        times.push_back(std::max(1L, static_cast<long>(turn / once)));
    }
    for (int r = 0; r < rounds; ++r)
        for (std::size_t i = 0; i < contenders.size(); ++i) {
            contenders[i].run(std::max(1L, times[i] / 8));  // refills the caches that the last one has used
            seconds[i].push_back(seconds_of(contenders[i], times[i]));
            ratios[i].push_back(seconds[i].back() / seconds[0].back());
        }
    std::vector<timing> result;
    for (std::size_t i = 0; i < contenders.size(); ++i)
        result.push_back({median(seconds[i]), *std::min_element(seconds[i].begin(), seconds[i].end()), median(ratios[i])});
    return result;
}

// What this core can do at best.
struct floors {
    double fma = 0;                                 // floating-point operations a second
    double load[3] = {};                            // bytes a second from L1, from L2 and from beyond
    std::size_t level[2] = {32 * 1024, 1024 * 1024};  // bytes in L1 and L2

    double bandwidth(double bytes) const { return load[bytes <= static_cast<double>(level[0]) ? 0 : bytes <= static_cast<double>(level[1]) ? 1 : 2]; }
    // The least time for so many operations on so many bytes, each of them moved once from where all of them fit.
    double seconds(double flops, double bytes) const { return std::max(flops / fma, bytes > 0 ? bytes / bandwidth(bytes) : 0); }
};

namespace detail {
using vector = typegrad::simd::batch<float, typegrad::simd::lanes<float>>;

template<class F>
double least_seconds(F f) {
    double least = 1;
    for (int r = 0; r < 64; ++r) {
        const double start = cpu_seconds();
        f();
        least = std::min(least, cpu_seconds() - start);
    }
    return least;
}

inline volatile float sink;

// Chains of multiply-adds, more than a multiply-add has cycles of latency. With the attributes of the library's kernels:
// without them Clang halves the vectors and keeps the chains in memory, at a quarter of the speed or less.
template<std::size_t... Chain>
TYPEGRAD_NOINLINE TYPEGRAD_KERNEL float multiply_add(const float* p, int n, std::index_sequence<Chain...>) {
    vector a[] = {vector(p[Chain])...};
    const vector m = vector(p[sizeof...(Chain)]), c = vector(p[sizeof...(Chain) + 1]);
    for (int k = 0; k < n; ++k) ((a[Chain] = fma(a[Chain], m, c)), ...);
    return sum((a[Chain] + ...));
}
inline double peak_fma() {
    constexpr std::size_t chains = typegrad::simd::registers == 32 ? 16 : 10;
    constexpr int n = 400000;
    const numbers start(chains + 2);
    const double t = least_seconds([&] { sink = multiply_add(start.data(), n, std::make_index_sequence<chains>{}); });
    return 2.0 * vector::lanes * chains * n / t;
}

// Bytes a second when the same bytes are read again and again.
inline double load_bandwidth(std::size_t bytes) {
    constexpr std::size_t width = vector::lanes, sums = 8;
    const numbers x(bytes / sizeof(float) / (width * sums) * (width * sums));
    const std::size_t times = std::max(std::size_t{1}, (std::size_t{32} << 20) / bytes);
    const double t = least_seconds([&] {
        vector s[sums];
        for (auto& each : s) each = vector(0);
        for (std::size_t r = 0; r < times; ++r) {
            const float* const p = x.data();
            for (std::size_t i = 0; i < x.size(); i += width * sums)
                [&]<std::size_t... I>(std::index_sequence<I...>) {
                    ((s[I] = s[I] + vector::load(p + i + I * width)), ...);
                }(std::make_index_sequence<sums>{});
        }
        for (const auto& each : s) sink = sum(each);
    });
    return static_cast<double>(x.size() * sizeof(float) * times) / t;
}
}

inline floors measure_floors() {
    floors f;
    const long l1 = sysconf(_SC_LEVEL1_DCACHE_SIZE), l2 = sysconf(_SC_LEVEL2_CACHE_SIZE);
    if (l1 > 0 && l2 > 0) f.level[0] = static_cast<std::size_t>(l1), f.level[1] = static_cast<std::size_t>(l2);
    f.fma = detail::peak_fma();
    f.load[0] = detail::load_bandwidth(f.level[0] / 2);
    f.load[1] = detail::load_bandwidth(f.level[1] / 2);
    f.load[2] = detail::load_bandwidth(f.level[1] * 8);
    return f;
}

inline std::string describe(const floors& f) {
    char text[128];
    std::snprintf(text, sizeof text, "this core: %.1f GFLOP/s; loads from L1 %.0f, L2 %.0f, beyond %.0f GB/s", f.fma * 1e-9, f.load[0] * 1e-9, f.load[1] * 1e-9, f.load[2] * 1e-9);
    return text;
}

}

#endif
