#ifndef TYPEGRAD_BENCH_CUDA_FLOORS_CUH
#define TYPEGRAD_BENCH_CUDA_FLOORS_CUH

#include <typegrad/context/device_context.cuh>
#include <typegrad/launcher.cuh>

#include <algorithm>

// Nothing but products on the tensor cores, on registers.
struct only_products {
    static constexpr int threads = 256, rounds = 4096, sums = 8;
    static constexpr std::uint32_t shared_bytes = 0;
    static constexpr double flops = 2.0 * 16 * 8 * 16 * sums * rounds * (threads / 32);  // of a block

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, float* to, std::uint32_t pair) {
        typegrad::cuda::fragment_a a{{pair, pair, pair, pair}};
        const typegrad::cuda::fragment_b b{{pair, pair}};
        typegrad::cuda::accumulator sum[sums]{};
        for (int i = 0; i < rounds; ++i)
            TYPEGRAD_UNROLLED for (int k = 0; k < sums; ++k) c.template multiply<typegrad::bf16>(sum[k], a, b);
        float all = 0;
        TYPEGRAD_UNROLLED for (int k = 0; k < sums; ++k)
            TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) all += sum[k].value[i];
        to[c.block() * threads + c.thread()] = all;
    }
};

// What this machine can do at most, a second: operations of products, bytes read and written.
struct floors {
    double products = 0, copies = 0;

    typegrad::status measure() {
        typegrad::cuda::launcher l;
        if (typegrad::status s = l.open(0); !s) return s;
        const int blocks = 8 * l.processors;
        constexpr std::size_t bytes = std::size_t{256} << 20;
        typegrad::cuda::device_memory<float> to;
        typegrad::cuda::device_memory<char> from, there;
        if (typegrad::status s = to.allocate(static_cast<std::size_t>(blocks) * only_products::threads); !s) return s;
        if (typegrad::status s = from.allocate(bytes); !s) return s;
        if (typegrad::status s = there.allocate(bytes); !s) return s;
        typegrad::status s;
        products = best(l, only_products::flops * blocks, [&] { s = l.launch<only_products>(blocks, "cannot measure products", to.data(), std::uint32_t{0}); });
        if (!s) return s;
        copies = best(l, 2.0 * bytes, [&] { s = typegrad::cuda::check(cudaMemcpyAsync(there.data(), from.data(), bytes, cudaMemcpyDeviceToDevice, l.stream), "cannot measure copies"); });
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
