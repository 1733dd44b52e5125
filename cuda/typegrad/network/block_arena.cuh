#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_ARENA_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_ARENA_CUH

#include <cstddef>
#include <cstdint>

namespace typegrad::cuda {

// Buffers in one memory: those whose times of life, first to last, do not meet share their places.
template<std::size_t N>
struct block_arena {
    struct buffer {
        std::uint32_t bytes = 0;
        std::size_t first = 0, last = 0;
    };
    buffer of[N + 1]{};
    std::uint32_t begin[N + 1]{}, size = 0;

    // The largest first, each as low as it can be.
    constexpr void place() {
        bool placed[N + 1]{};
        for (std::size_t n = 0; n < N; ++n) {
            std::size_t b = N;
            for (std::size_t i = 0; i < N; ++i)
                if (!placed[i] && (b == N || of[i].bytes > of[b].bytes)) b = i;
            begin[b] = gap(b, placed);
            placed[b] = true;
            if (begin[b] + of[b].bytes > size) size = begin[b] + of[b].bytes;
        }
    }

private:
    constexpr std::uint32_t gap(std::size_t b, const bool* placed) const {
        std::uint32_t at = 0;
        for (bool again = true; again;) {
            again = false;
            for (std::size_t i = 0; i < N; ++i) {
                if (!placed[i] || of[i].bytes == 0 || of[i].last < of[b].first || of[b].last < of[i].first) continue;
                if (begin[i] < at + of[b].bytes && at < begin[i] + of[i].bytes) {
                    at = (begin[i] + of[i].bytes + 15) / 16 * 16;
                    again = true;
                }
            }
        }
        return at;
    }
};

}

#endif
