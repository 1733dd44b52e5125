#ifndef TYPEGRAD_CUDA_CONTEXT_SHADOW_CUH
#define TYPEGRAD_CUDA_CONTEXT_SHADOW_CUH

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "findings.cuh"

namespace typegrad::cuda {

// Who touches shared memory, and after how many barriers of the block and of its warp.
struct toucher {
    int thread = 0;
    unsigned block_barriers = 0, warp_barriers = 0;

    int warp() const { return thread / 32; }
    // Whether all that this one did is done when `later` begins.
    bool before(const toucher& later) const {
        return thread == later.thread || block_barriers < later.block_barriers || (warp() == later.warp() && warp_barriers < later.warp_barriers);
    }
};

// Remembers for every two bytes who wrote them last and who has read them since: what no barrier orders is a race.
class shadow {
public:
    explicit shadow(std::size_t bytes) : bytes_(bytes), cells_((bytes + 1) / 2) {}

    // False if the memory must not be touched at all.
    bool read(const toucher& who, std::size_t offset, std::size_t size, findings& found) { return touch<false>(who, offset, size, found); }
    bool write(const toucher& who, std::size_t offset, std::size_t size, findings& found) { return touch<true>(who, offset, size, found); }

private:
    struct cell {
        toucher writer, reader;
        bool written = false, read = false;
        bool read_by_others = false;  // lanes of the reader's warp, after the same barriers
        bool read_by_other_warps = false;
    };

    template<bool Write>
    bool touch(const toucher& who, std::size_t offset, std::size_t size, findings& found) {
        const char* const what = Write ? "write" : "read";
        if (offset > bytes_ || size > bytes_ - offset) {
            found.add(text(who, what, offset) + " beyond the " + std::to_string(bytes_) + " bytes of shared memory");
            return false;
        }
        if (offset % size != 0) {
            found.add(text(who, what, offset) + " of " + std::to_string(size) + " bytes is not aligned");
            return false;
        }
        const std::size_t before = found.count;
        for (std::size_t i = offset / 2; i < (offset + size + 1) / 2 && found.count == before; ++i) {
            if constexpr (Write) write_cell(who, cells_[i], 2 * i, found);
            else read_cell(who, cells_[i], 2 * i, found);
        }
        return true;
    }
    void read_cell(const toucher& who, cell& c, std::size_t offset, findings& found) {
        if (!c.written) found.add(text(who, "read", offset) + " of what nobody has written");
        else if (!c.writer.before(who)) found.add(text(who, "read", offset) + " races with the write of thread " + std::to_string(c.writer.thread));
        if (!c.read || c.reader.block_barriers < who.block_barriers) {
            c.reader = who;
            c.read_by_others = c.read_by_other_warps = false;
        } else if (c.reader.warp() != who.warp()) {
            c.read_by_other_warps = true;
        } else if (c.reader.warp_barriers < who.warp_barriers) {
            c.reader = who;
            c.read_by_others = false;
        } else if (c.reader.thread != who.thread) {
            c.read_by_others = true;
        }
        c.read = true;
    }
    void write_cell(const toucher& who, cell& c, std::size_t offset, findings& found) {
        if (c.written && !c.writer.before(who)) {
            found.add(text(who, "write", offset) + " races with the write of thread " + std::to_string(c.writer.thread));
        } else if (c.read && !readers_before(c, who)) {
            found.add(text(who, "write", offset) + " races with the read of thread " + std::to_string(c.reader.thread));
        }
        c = {};
        c.writer = who;
        c.written = true;
    }
    static bool readers_before(const cell& c, const toucher& who) {
        if (c.reader.block_barriers < who.block_barriers) return true;
        if (c.read_by_other_warps) return false;
        if (c.read_by_others) return c.reader.warp() == who.warp() && c.reader.warp_barriers < who.warp_barriers;
        return c.reader.before(who);
    }
    static std::string text(const toucher& who, const char* what, std::size_t offset) {
        return std::string("thread ") + std::to_string(who.thread) + ", after " + std::to_string(who.block_barriers) + " barriers: a " + what + " at byte " + std::to_string(offset);
    }

    std::size_t bytes_;
    std::vector<cell> cells_;
};

}

#endif
