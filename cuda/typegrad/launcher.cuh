#ifndef TYPEGRAD_CUDA_LAUNCHER_CUH
#define TYPEGRAD_CUDA_LAUNCHER_CUH

#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <typegrad/core/status.hpp>

#include "context/device_context.cuh"
#include "device_memory.cuh"

namespace typegrad::cuda {

// A device, and the stream on which kernels are queued.
struct launcher {
    device_stream stream;
    int device = 0;
    int processors = 0;
    std::uint32_t shared_bytes = 0;  // that a block can have
    int architecture = 0;            // whose code this device runs

    status open(int number) {
        device = number;
        int devices = 0, major = 0, shared = 0;
        if (status s = check(cudaGetDeviceCount(&devices), "no GPU can be used"); !s) return s;
        if (device < 0 || device >= devices) return status(error::device, "cuda: there is no device ").append(device < 0 ? "-" : "").append(static_cast<std::size_t>(std::abs(std::int64_t{device}))).append("; count from 0");
        if (status s = use(); !s) return s;
        if (status s = check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device), "cannot ask the device"); !s) return s;
        if (major < 8) return status(error::device, "cuda: the device is older than sm_80, whose products of bf16 this needs");
        if (status s = check(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device), "cannot ask the device"); !s) return s;
        if (status s = check(cudaDeviceGetAttribute(&shared, cudaDevAttrMaxSharedMemoryPerBlockOptin, device), "cannot ask the device"); !s) return s;
        shared_bytes = static_cast<std::uint32_t>(shared);
        return check(cudaStreamCreateWithFlags(stream.reset(), cudaStreamNonBlocking), "cannot make a stream");
    }
    // From now on in this thread, whichever it used before.
    status use() const { return check(cudaSetDevice(device), "cannot use the device"); }
    // What the file was compiled for, or what the driver compiles for.
    template<class Kernel, class... Arguments>
    status find_code() {
        cudaFuncAttributes a{};
        if (status s = check(cudaFuncGetAttributes(&a, reinterpret_cast<const void*>(&entry<Kernel, Arguments...>)), "there is no code for the device"); !s) return s;
        architecture = a.ptxVersion;
        return {};
    }
    status fits(std::uint32_t bytes) const {
        if (bytes <= shared_bytes) return {};
        return status(error::device, "cuda: the network needs ").append(std::size_t{bytes}).append(" bytes of shared memory, the device has ").append(std::size_t{shared_bytes}).append(" a block; use fewer or narrower layers");
    }
    // As many blocks as there are tiles of so many samples, at most one a processor.
    int blocks_for(std::size_t n, int samples) const {
        const auto tile = static_cast<std::size_t>(samples);
        return static_cast<int>(std::min(static_cast<std::size_t>(processors), (n + tile - 1) / tile));
    }
    template<class Kernel, class... Arguments>
    status launch(int blocks, const char* what, Arguments... arguments) const {
        const auto kernel = reinterpret_cast<const void*>(&entry<Kernel, Arguments...>);
        if constexpr (Kernel::shared_bytes > 48 << 10)  // more than a kernel may have unasked
            if (status s = check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(Kernel::shared_bytes)), what); !s) return s;
        void* given[] = {const_cast<void*>(static_cast<const void*>(&arguments))...};
        return check(cudaLaunchKernel(kernel, dim3(static_cast<unsigned>(blocks)), dim3(Kernel::threads), given, Kernel::shared_bytes, stream), what);
    }
};

}

#endif
