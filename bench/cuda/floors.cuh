#ifndef TYPEGRAD_BENCH_CUDA_FLOORS_CUH
#define TYPEGRAD_BENCH_CUDA_FLOORS_CUH

#include <typegrad/core/random.hpp>

#include <typegrad/context/device_context.cuh>
#include <typegrad/launcher.cuh>

#include <algorithm>
#include <chrono>
#include <vector>

// Zeros take less power than other numbers, and a processor that has power to spare is faster: between -1 and 1, or labels.
struct random_numbers {
    static constexpr int threads = 256;
    static constexpr std::uint32_t shared_bytes = 0;

    template<class Context, class T>
    TYPEGRAD_DEVICE static void run(Context& c, T* to, std::size_t n, std::uint32_t labels) {
        const typegrad::philox random{1};
        for (std::size_t i = static_cast<std::size_t>(c.block() * threads + c.thread()); i < n; i += static_cast<std::size_t>(c.blocks() * threads)) {
            if constexpr (std::is_integral_v<T>) to[i] = static_cast<T>(random.below(i, labels));
            else to[i] = 2 * random.uniform(i) - 1;
        }
    }
};
template<class T>
typegrad::status randomize(const typegrad::cuda::device_memory<T>& v, std::size_t labels = 0) {
    typegrad::cuda::launcher l;
    if (typegrad::status s = l.open(0); !s) return s;
    if (typegrad::status s = l.launch<random_numbers>(8 * l.processors, "cannot make numbers", v.data(), v.size(), static_cast<std::uint32_t>(labels)); !s) return s;
    return typegrad::cuda::check(cudaStreamSynchronize(l.stream), "cannot make numbers");
}

// Nothing but products on the tensor cores, on registers, of numbers from 1 to 2, of either sign.
struct only_products {
    static constexpr int threads = 256, rounds = 4096, sums = 8;
    static constexpr std::uint32_t shared_bytes = 0;
    static constexpr double flops = 2.0 * 16 * 8 * 16 * sums * rounds * (threads / 32);  // of a block

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, float* to) {
        const typegrad::philox random{static_cast<std::uint64_t>(c.thread())};
        const auto pair = [&random](std::uint64_t i) { return (random.bits(i) & 0x807F807F) | 0x3F803F80; };
        const typegrad::cuda::fragment_a a{{pair(0), pair(1), pair(2), pair(3)}};
        const typegrad::cuda::fragment_b b{{pair(4), pair(5)}};
        typegrad::cuda::accumulator sum[sums]{};
        for (int i = 0; i < rounds; ++i)
            TYPEGRAD_UNROLLED for (int k = 0; k < sums; ++k) c.template multiply<typegrad::bf16>(sum[k], a, b);
        float all = 0;
        TYPEGRAD_UNROLLED for (int k = 0; k < sums; ++k)
            TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) all += sum[k].value[i];
        to[c.block() * threads + c.thread()] = all;
    }
};

struct nothing {
    static constexpr int threads = 32;
    static constexpr std::uint32_t shared_bytes = 0;
    template<class Context>
    TYPEGRAD_DEVICE static void run(Context&, int) {}
};

// The median of 101 calls in microseconds, one at a time, from where the host asks until it has the answer.
template<class Call>
double latency(const Call& call) {
    using clock = std::chrono::steady_clock;
    std::vector<double> times;
    for (int i = 0; i < 111; ++i) {
        const auto begin = clock::now();
        call();
        if (i >= 10) times.push_back(std::chrono::duration<double, std::micro>(clock::now() - begin).count());
    }
    std::nth_element(times.begin(), times.begin() + 50, times.end());
    return times[50];
}

// What this machine can do at most, a second: operations of products, bytes read and written; and the microseconds in which
// a kernel that does nothing has done it.
struct floors {
    double products = 0, copies = 0, launch = 0;

    typegrad::status measure() {
        typegrad::cuda::launcher l;
        if (typegrad::status s = l.open(0); !s) return s;
        const int blocks = 8 * l.processors;
        constexpr std::size_t bytes = std::size_t{256} << 20;
        typegrad::cuda::device_memory<float> to, from, there;
        if (typegrad::status s = to.allocate(static_cast<std::size_t>(blocks) * only_products::threads); !s) return s;
        if (typegrad::status s = from.allocate(bytes / sizeof(float)); !s) return s;
        if (typegrad::status s = there.allocate(bytes / sizeof(float)); !s) return s;
        if (typegrad::status s = randomize(from); !s) return s;
        typegrad::status s;
        products = best(l, only_products::flops * blocks, [&] { s = l.launch<only_products>(blocks, "cannot measure products", to.data()); });
        if (!s) return s;
        copies = best(l, 2.0 * bytes, [&] { s = typegrad::cuda::check(cudaMemcpyAsync(there.data(), from.data(), bytes, cudaMemcpyDeviceToDevice, l.stream), "cannot measure copies"); });
        if (!s) return s;
        launch = latency([&] {
            s = l.launch<nothing>(1, "cannot measure a launch", 0);
            (void)cudaStreamSynchronize(l.stream);
        });
        return s;
    }

private:
    template<class Call>
    static double best(const typegrad::cuda::launcher& l, double work, const Call& call) {
        cudaEvent_t begin, end;
        cudaEventCreate(&begin);
        cudaEventCreate(&end);
        double rate = 0;
        for (int i = 0; i < 8; ++i) {
            cudaEventRecord(begin, l.stream);
            call();
            cudaEventRecord(end, l.stream);
            cudaEventSynchronize(end);
            float ms = 0;
            cudaEventElapsedTime(&ms, begin, end);
            if (ms > 0) rate = std::max(rate, work / (static_cast<double>(ms) * 1e-3));
        }
        cudaEventDestroy(begin);
        cudaEventDestroy(end);
        return rate;
    }
};

#endif
