#ifndef TYPEGRAD_TESTS_CUDA_MODEL_FAKE_RUNTIME_HPP
#define TYPEGRAD_TESTS_CUDA_MODEL_FAKE_RUNTIME_HPP

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A CUDA runtime without a GPU, in place of NVIDIA's: memory is the host's, kernels are whatever a test says, and streams run
// as late or as early as events allow. Any call can be told to fail.
namespace fake {

// What a kernel of that name does when its turn comes, from the arguments of its launch.
using kernel = std::function<void()>;
inline std::function<kernel(std::string_view name, void** arguments)> on_launch;

// The same for whoever runs the code for GPUs that nvcc has put into this program, as text, file by file.
struct shape {
    unsigned blocks = 0, threads = 0;
    std::size_t shared_bytes = 0;
};
inline shape launched;                       // what is being launched
inline std::function<void()> on_set_device;  // before anybody asks what the device can do
std::vector<std::string> code();
// Memory of the device, or of the host that it may read, from its first byte to the one behind its last; none if `at` is in none.
std::pair<std::uintptr_t, std::uintptr_t> allocated(std::uintptr_t at);

// Streams, by the order in which they were made, whose bit is set go on as far as they can at once; others only when the host
// or another stream waits for them.
inline unsigned eager = 0;

// The call that fails, counted from the last reset, and as what; no kernel is launched after it.
inline std::size_t calls = 0, fails_at = ~std::size_t{0};
inline cudaError_t fails_as = cudaErrorMemoryAllocation;
inline int devices = 1, major = 9, architecture = 90, shared_bytes = 227 << 10;
inline std::size_t alive = 0;   // of memory, streams, events and graphs
inline std::size_t made = 0;    // of them, ever
inline std::size_t copies = 0;  // from pinned memory
inline std::size_t loads = 0;   // of kernels, by whoever asks about them
inline std::set<std::string> loaded;

inline void reset() {
    on_launch = nullptr;
    eager = 0;
    calls = 0;
    fails_at = ~std::size_t{0};
    fails_as = cudaErrorMemoryAllocation;
    devices = 1;
    major = 9;
    architecture = 90;
    shared_bytes = 227 << 10;
    copies = 0;
    loaded.clear();
    loads = 0;
}

}

#endif
