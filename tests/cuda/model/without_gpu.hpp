#ifndef TYPEGRAD_TESTS_CUDA_MODEL_WITHOUT_GPU_HPP
#define TYPEGRAD_TESTS_CUDA_MODEL_WITHOUT_GPU_HPP

#include <doctest/doctest.h>

#include <cuda_runtime_api.h>

// No device, or no driver. Whatever else keeps a model from its device is a failure.
inline bool has_gpu() {
    int driver = 0, devices = 0;
    if (cudaDriverGetVersion(&driver) == cudaSuccess && driver == 0) return false;
    const cudaError_t answer = cudaGetDeviceCount(&devices);
    return !(answer == cudaErrorNoDevice || (answer == cudaSuccess && devices == 0));
}
inline bool without_gpu() {
    if (has_gpu()) return false;
    MESSAGE("skipped: there is no GPU");
    return true;
}

#endif
