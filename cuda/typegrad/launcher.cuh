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
        if (status s = check(cudaFuncGetAttributes(&a, address<Kernel, Arguments...>()), "there is no code for the device"); !s) return s;
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
        if (rehearses_) return load<Kernel, Arguments...>();
        void* given[] = {const_cast<void*>(static_cast<const void*>(&arguments))...};
        return check(cudaLaunchKernel(address<Kernel, Arguments...>(), dim3(static_cast<unsigned>(blocks)), dim3(Kernel::threads), given, Kernel::shared_bytes, stream), what);
    }

    // What f launches is loaded, and not run: no kernel has to be in the middle of a step, or while a graph is recorded.
    template<class F>
    status rehearse(const F& f) {
        rehearses_ = true;
        const status s = f();
        rehearses_ = false;
        return s;
    }

private:
    template<class Kernel, class... Arguments>
    static const void* address() {
        return reinterpret_cast<const void*>(&entry<Kernel, Arguments...>);
    }
    // Whoever asks about a kernel has it loaded.
    template<class Kernel, class... Arguments>
    static status load() {
        cudaFuncAttributes a{};
        if (status s = check(cudaFuncGetAttributes(&a, address<Kernel, Arguments...>()), "there is no code for the device"); !s) return s;
        if (Kernel::shared_bytes <= 48 << 10) return {};  // what a kernel may have unasked
        return check(cudaFuncSetAttribute(address<Kernel, Arguments...>(), cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(Kernel::shared_bytes)), "a kernel cannot have its shared memory");
    }

    bool rehearses_ = false;
};

}

#endif
