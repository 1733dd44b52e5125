#ifndef TYPEGRAD_CUDA_CONTEXT_FINDINGS_CUH
#define TYPEGRAD_CUDA_CONTEXT_FINDINGS_CUH

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace typegrad::cuda {

// What a kernel did that a GPU does not forgive, in words, and how much of everything it did.
struct findings {
    static constexpr std::size_t most = 8;
    std::vector<std::string> messages;  // the first of them
    std::size_t count = 0;
    std::size_t products = 0;                         // mma
    std::size_t shared_reads = 0, shared_writes = 0;  // of a lane
    std::size_t waves = 0, least_waves = 0;           // of shared memory: more than the least are bank conflicts
    std::size_t barriers = 0;

    void add(std::string message) {
        if (count++ < most) messages.push_back(std::move(message));
    }
    // The one that explains the others.
    void add_first(std::string message) {
        ++count;
        messages.insert(messages.begin(), std::move(message));
    }
    bool none() const { return count == 0; }
};

}

#endif
