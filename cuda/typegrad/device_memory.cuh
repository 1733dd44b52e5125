#ifndef TYPEGRAD_CUDA_DEVICE_MEMORY_CUH
#define TYPEGRAD_CUDA_DEVICE_MEMORY_CUH

#include <cuda_runtime_api.h>

#include <cstddef>

#include <typegrad/core/status.hpp>

namespace typegrad::cuda {

// What the CUDA runtime answers, as a status: what was tried, what it says, and where.
inline status check(cudaError_t answer, const char* what, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    if (answer == cudaSuccess) return {};
    (void)cudaGetLastError();  // not for the next call
    status s(error::device, "cuda: ");
    s.append(what).append(": ").append(cudaGetErrorString(answer));
    return s.append(" (").append(file).append(":").append(static_cast<std::size_t>(line)).append(")");
}

// Copies, and waits however it ends: nothing reads or writes memory of the caller's once it is back with him.
template<class T>
status copy_and_wait(T* to, const T* from, std::size_t n, cudaMemcpyKind kind, cudaStream_t stream, const char* what) {
    if (status s = check(cudaMemcpyAsync(to, from, n * sizeof(T), kind, stream), what); !s) return s;
    return check(cudaStreamSynchronize(stream), "a kernel failed");
}

// What the runtime has made, and unmakes with its owner.
template<class Handle, cudaError_t (*Destroy)(Handle)>
class device_handle {
public:
    device_handle() = default;
    ~device_handle() { reset(); }
    device_handle(const device_handle&) = delete;
    device_handle& operator=(const device_handle&) = delete;

    operator Handle() const { return it_; }
    // Where to put a new one.
    Handle* reset() {
        if (it_) (void)Destroy(it_);
        it_ = nullptr;
        return &it_;
    }

private:
    Handle it_ = nullptr;
};
using device_stream = device_handle<cudaStream_t, cudaStreamDestroy>;
using device_event = device_handle<cudaEvent_t, cudaEventDestroy>;
using device_graph = device_handle<cudaGraphExec_t, cudaGraphExecDestroy>;

// Numbers on a device, freed with their owner.
template<class T>
class device_memory {
public:
    device_memory() = default;
    ~device_memory() { (void)cudaFree(begin_); }
    device_memory(const device_memory&) = delete;
    device_memory& operator=(const device_memory&) = delete;

    status allocate(std::size_t n) {
        if (n == 0) return {};
        if (status s = check(cudaMalloc(reinterpret_cast<void**>(&begin_), n * sizeof(T)), "out of memory on the device"); !s) return s;
        size_ = n;
        if (status s = check(cudaMemset(begin_, 0, n * sizeof(T)), "cannot clear memory"); !s) return s;
        return check(cudaStreamSynchronize(nullptr), "cannot clear memory");  // no other stream waits for this one
    }
    T* data() const { return begin_; }
    std::size_t size() const { return size_; }

private:
    T* begin_ = nullptr;
    std::size_t size_ = 0;
};

// Numbers on the host that stay where they are: copies to a device go on while the host does something else.
template<class T>
class pinned_memory {
public:
    pinned_memory() = default;
    ~pinned_memory() { (void)cudaFreeHost(begin_); }
    pinned_memory(const pinned_memory&) = delete;
    pinned_memory& operator=(const pinned_memory&) = delete;

    status allocate(std::size_t n) { return n == 0 ? status() : check(cudaMallocHost(reinterpret_cast<void**>(&begin_), n * sizeof(T)), "out of pinned memory on the host"); }
    T* data() const { return begin_; }

private:
    T* begin_ = nullptr;
};

}

#endif
