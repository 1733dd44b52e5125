#ifndef TYPEGRAD_CUDA_NCCL_CUH
#define TYPEGRAD_CUDA_NCCL_CUH

#include <nccl.h>

#include "model.hpp"

namespace typegrad::cuda {

// The mean over several GPUs, by NCCL; for programs that link it.
//   using all_reduce = tg::cuda::nccl;   // in the tag
//   #include <typegrad/nccl.cuh>         // in the .cu, beside <typegrad/model.cuh>
//   there.join(communicator);            // before the first step, in the thread or the process of that device
struct nccl {
    // communicator: an ncclComm_t. In the place of all n numbers, and of the same number of all who call it.
    static status mean(void* communicator, float* v, std::size_t n, void* stream, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
        const ncclResult_t answer = ncclAllReduce(v, v, n, ncclFloat, ncclAvg, static_cast<ncclComm_t>(communicator), static_cast<cudaStream_t>(stream));
        if (answer == ncclSuccess) return {};
        status s(error::device, "cuda: cannot average the gradient: ");
        return s.append(ncclGetErrorString(answer)).append(" (").append(file).append(":").append(static_cast<std::size_t>(line)).append(")");
    }
};

}

#endif
