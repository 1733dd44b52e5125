#include "fake_runtime.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct CUevent_st {
    CUstream_st* stream = nullptr;
    std::size_t recorded = 0, done = 0;
};
struct CUstream_st {
    struct step {
        std::function<void()> run;
        CUevent_st* awaits = nullptr;
        std::size_t generation = 0;
    };
    std::deque<step> waiting;
    std::vector<step>* recording = nullptr;
};
struct CUgraph_st {
    std::vector<CUstream_st::step> steps;
};
struct CUgraphExec_st {
    std::vector<CUstream_st::step> steps;
};

namespace {

using fake::alive;
std::vector<CUstream_st*> streams;
CUstream_st legacy;  // of calls that name none; no other waits for it
// Filled before main: names of kernels, and code for GPUs as nvcc has put it into each file.
std::map<const void*, std::string>& names() {
    static std::map<const void*, std::string> all;
    return all;
}
std::vector<const char*>& images() {
    static std::vector<const char*> all;
    return all;
}
std::map<const char*, std::size_t> pinned;     // memory of the host
std::map<std::uintptr_t, std::size_t> memory;  // that and the device's
cudaError_t last = cudaSuccess;
struct {
    dim3 grid, block;
    std::size_t shared = 0;
    cudaStream_t stream = nullptr;
} configuration;

cudaError_t answer() {
    if (fake::calls++ != fake::fails_at) return cudaSuccess;
    return last = fake::fails_as;
}
bool ready(const CUstream_st& s) {
    return !s.waiting.empty() && (!s.waiting.front().awaits || s.waiting.front().awaits->done >= s.waiting.front().generation);
}
void go_on(CUstream_st& s) {
    const auto step = std::move(s.waiting.front());
    s.waiting.pop_front();
    if (step.run) step.run();
}
void finish(CUstream_st& s, const std::function<bool()>& enough) {
    while (!enough() && !s.waiting.empty()) {
        const auto& next = s.waiting.front();
        if (!ready(s)) finish(*next.awaits->stream, [&] { return ready(s); });
        go_on(s);
    }
}
void finish(CUstream_st& s) {
    finish(s, [] { return false; });
}
void queue(cudaStream_t s, CUstream_st::step step) {
    if (s->recording) return s->recording->push_back(std::move(step));
    s->waiting.push_back(std::move(step));
    for (bool moved = true; moved;) {
        moved = false;
        for (std::size_t i = 0; i < streams.size(); ++i)
            while (streams[i] && fake::eager >> i & 1 && ready(*streams[i])) go_on(*streams[i]), moved = true;
    }
}
template<class T>
cudaError_t make(T** to) {
    if (const cudaError_t e = answer()) return e;
    *to = new T;
    ++alive, ++fake::made;
    return cudaSuccess;
}
template<class T>
cudaError_t unmake(T* it) {
    delete it;
    --alive;
    return cudaSuccess;
}
cudaError_t allocate(void** to, std::size_t n) {
    if (const cudaError_t e = answer()) return e;
    *to = std::malloc(n);
    std::memset(*to, 0xFF, n);
    memory[reinterpret_cast<std::uintptr_t>(*to)] = n;
    ++alive, ++fake::made;
    return cudaSuccess;
}
void finish_all() {
    for (CUstream_st* s : streams)
        if (s) finish(*s);
    finish(legacy);
}
cudaError_t release(void* it) {
    if (it) finish_all();
    alive -= it != nullptr;
    memory.erase(reinterpret_cast<std::uintptr_t>(it));
    std::free(it);
    return cudaSuccess;
}
bool is_pinned(const void* p) {
    const auto after = pinned.upper_bound(static_cast<const char*>(p));
    return after != pinned.begin() && static_cast<const char*>(p) < std::prev(after)->first + std::prev(after)->second;
}
cudaError_t launch(const void* kernel, dim3 blocks, dim3 threads, void** arguments, std::size_t shared, cudaStream_t stream) {
    if (const cudaError_t e = answer()) return e;
    fake::launched = {blocks.x, threads.x, shared};
    queue(stream, {fake::on_launch ? fake::on_launch(names()[kernel], arguments) : fake::kernel(), nullptr, 0});
    return cudaSuccess;
}

}

namespace fake {

// A header says how long it is and how much follows; texts are among it, if nvcc was told not to compress them.
std::vector<std::string> code() {
    std::vector<std::string> all;
    for (const char* image : images()) {
        std::uint16_t header = 0;
        std::uint64_t size = 0;
        std::memcpy(&header, image + 6, sizeof header);
        std::memcpy(&size, image + 8, sizeof size);
        const std::string_view text(image, header + size);
        const std::size_t at = text.find(".version ");
        if (at != text.npos) all.emplace_back(text.data() + at);
    }
    return all;
}
std::pair<std::uintptr_t, std::uintptr_t> allocated(std::uintptr_t at) {
    const auto after = memory.upper_bound(at);
    if (after == memory.begin() || at - std::prev(after)->first >= std::prev(after)->second) return {};
    return {std::prev(after)->first, std::prev(after)->first + std::prev(after)->second};
}

}

extern "C" {

cudaError_t cudaGetDeviceCount(int* n) { return *n = fake::devices, fake::devices ? answer() : cudaErrorNoDevice; }
cudaError_t cudaDriverGetVersion(int* version) { return *version = CUDART_VERSION, cudaSuccess; }
cudaError_t cudaSetDevice(int device) {
    if (fake::on_set_device) fake::on_set_device();
    return device < 0 || device >= fake::devices ? cudaErrorInvalidDevice : answer();
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr what, int) {
    *value = what == cudaDevAttrComputeCapabilityMajor ? fake::major : what == cudaDevAttrMultiProcessorCount ? 4 : fake::shared_bytes;
    return answer();
}
cudaError_t cudaDeviceSynchronize() { return finish_all(), answer(); }
cudaError_t cudaGetLastError() { return std::exchange(last, cudaSuccess); }
const char* cudaGetErrorString(cudaError_t e) { return e == cudaErrorMemoryAllocation ? "out of memory" : e == cudaErrorNoDevice ? "no CUDA-capable device is detected" : "another error"; }
cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* a, const void* kernel) {
    a->ptxVersion = fake::architecture;
    fake::loaded.insert(names()[kernel]);
    ++fake::loads;
    return answer();
}
cudaError_t cudaFuncSetAttribute(const void*, cudaFuncAttribute, int) { return answer(); }

cudaError_t cudaMalloc(void** to, std::size_t n) { return allocate(to, n); }
cudaError_t cudaFree(void* it) { return release(it); }
cudaError_t cudaMallocHost(void** to, std::size_t n) {
    const cudaError_t e = allocate(to, n);
    if (e == cudaSuccess) pinned[static_cast<const char*>(*to)] = n;
    return e;
}
cudaError_t cudaFreeHost(void* it) {
    pinned.erase(static_cast<const char*>(it));
    return release(it);
}
cudaError_t cudaMemsetAsync(void* to, int value, std::size_t n, cudaStream_t s) {
    if (const cudaError_t e = answer()) return e;
    queue(s, {[=] { std::memset(to, value, n); }, nullptr, 0});
    return cudaSuccess;
}
// On a device, the host does not wait for it.
cudaError_t cudaMemset(void* to, int value, std::size_t n) { return cudaMemsetAsync(to, value, n, &legacy); }
// To memory that is not pinned, the host waits. From it, it need not: some GPUs read the memory of the host by themselves.
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t n, cudaMemcpyKind kind, cudaStream_t s) {
    if (const cudaError_t e = answer()) return e;
    const bool waits = kind == cudaMemcpyDeviceToHost && !is_pinned(to);
    fake::copies += is_pinned(from) || is_pinned(to);
    queue(s, {[=] { std::memcpy(to, from, n); }, nullptr, 0});
    if (waits) finish(*s);
    return cudaSuccess;
}
cudaError_t cudaMemcpy(void* to, const void* from, std::size_t n, cudaMemcpyKind kind) { return cudaMemcpyAsync(to, from, n, kind, &legacy); }

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* s, unsigned) {
    const cudaError_t e = make(s);
    if (e == cudaSuccess) {
        if (std::count(streams.begin(), streams.end(), nullptr) == static_cast<std::ptrdiff_t>(streams.size())) streams.clear();
        streams.push_back(*s);
    }
    return e;
}
cudaError_t cudaStreamDestroy(cudaStream_t s) {
    finish(*s);
    std::replace(streams.begin(), streams.end(), s, static_cast<CUstream_st*>(nullptr));
    return unmake(s);
}
cudaError_t cudaStreamSynchronize(cudaStream_t s) { return finish(s ? *s : legacy), answer(); }
cudaError_t cudaStreamWaitEvent(cudaStream_t s, cudaEvent_t e, unsigned) {
    if (e->recorded > 0) queue(s, {nullptr, e, e->recorded});
    return answer();
}
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* e, unsigned) { return make(e); }
cudaError_t cudaEventDestroy(cudaEvent_t e) {
    if (e->stream && e->done < e->recorded) finish(*e->stream);
    return unmake(e);
}
cudaError_t cudaEventRecord(cudaEvent_t e, cudaStream_t s) {
    e->stream = s;
    queue(s, {[e, generation = ++e->recorded] { e->done = generation; }, nullptr, 0});
    return answer();
}
cudaError_t cudaEventSynchronize(cudaEvent_t e) {
    if (e->stream) finish(*e->stream, [e] { return e->done >= e->recorded; });
    return answer();
}

cudaError_t cudaStreamBeginCapture(cudaStream_t s, cudaStreamCaptureMode) {
    if (const cudaError_t e = answer()) return e;
    s->recording = new std::vector<CUstream_st::step>;
    return cudaSuccess;
}
cudaError_t cudaStreamEndCapture(cudaStream_t s, cudaGraph_t* g) {
    *g = new CUgraph_st{std::move(*s->recording)};
    ++alive, ++fake::made;
    delete std::exchange(s->recording, nullptr);
    return answer();
}
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* to, cudaGraph_t g, unsigned long long) {
    const cudaError_t e = make(to);
    if (e == cudaSuccess) (*to)->steps = g->steps;
    return e;
}
cudaError_t cudaGraphDestroy(cudaGraph_t g) { return unmake(g); }
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t g) { return unmake(g); }
cudaError_t cudaGraphLaunch(cudaGraphExec_t g, cudaStream_t s) {
    if (const cudaError_t e = answer()) return e;
    for (const auto& step : g->steps) queue(s, step);
    return cudaSuccess;
}

// What nvcc makes of a launch.
void** __cudaRegisterFatBinary(void* wrapper) {
    static void* nothing = nullptr;
    images().push_back(*reinterpret_cast<const char**>(static_cast<char*>(wrapper) + 8));
    return &nothing;
}
void __cudaRegisterFatBinaryEnd(void**) {}
void __cudaUnregisterFatBinary(void**) {}
void __cudaRegisterFunction(void**, const char* host, char*, const char* name, int, void*, void*, void*, void*, int*) { names()[host] = name; }
unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, std::size_t shared, cudaStream_t stream) {
    configuration = {grid, block, shared, stream};
    return 0;
}
cudaError_t __cudaPopCallConfiguration(dim3* grid, dim3* block, std::size_t* shared, void* stream) {
    *grid = configuration.grid;
    *block = configuration.block;
    *shared = configuration.shared;
    *static_cast<cudaStream_t*>(stream) = configuration.stream;
    return cudaSuccess;
}
cudaError_t __cudaGetKernel(const void** kernel, const void* function) { return *kernel = function, cudaSuccess; }
cudaError_t __cudaLaunchKernel(const void* kernel, dim3 blocks, dim3 threads, void** arguments, std::size_t shared, cudaStream_t stream) { return launch(kernel, blocks, threads, arguments, shared, stream); }
cudaError_t cudaLaunchKernel(const void* kernel, dim3 blocks, dim3 threads, void** arguments, std::size_t shared, cudaStream_t stream) { return launch(kernel, blocks, threads, arguments, shared, stream); }
}
