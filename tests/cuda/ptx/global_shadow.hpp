#ifndef TYPEGRAD_TESTS_CUDA_PTX_GLOBAL_SHADOW_HPP
#define TYPEGRAD_TESTS_CUDA_PTX_GLOBAL_SHADOW_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

#include <typegrad/context/findings.cuh>
#include <typegrad/context/shadow.cuh>

namespace ptx {

// Remembers for every two bytes of global memory who in this launch wrote them last and who has read them since. Blocks run at
// once, in whatever order: what one writes, no other may touch. What nobody writes is there from before.
class global_shadow {
public:
    using toucher = typegrad::cuda::toucher;
    using findings = typegrad::cuda::findings;

    void touch(unsigned block, const toucher& who, std::uint64_t at, std::size_t bytes, bool write, findings& found) {
        for (std::uint64_t i = at / 2; i < (at + bytes + 1) / 2; ++i) {
            cell& c = cells_[i];
            if (!c.writer_before(block, who) || (write && !c.readers_before(block, who))) return found.add("block " + std::to_string(block) + ", thread " + std::to_string(who.thread) + ": a " + (write ? "write" : "read") + " of global memory races with another");
            if (write) c = {.written = true, .writer_block = block, .writer = who};
            else c.read_by(block, who);
        }
    }

private:
    struct cell {
        bool written = false, read = false;
        bool read_by_others = false;  // threads, after the same barriers
        bool read_by_other_blocks = false;
        unsigned writer_block = 0, reader_block = 0;
        toucher writer{}, reader{};  // the last ones

        bool writer_before(unsigned block, const toucher& who) const { return !written || (writer_block == block && writer.before(who)); }
        bool readers_before(unsigned block, const toucher& who) const {
            if (!read) return true;
            if (read_by_other_blocks || reader_block != block) return false;
            return reader.block_barriers < who.block_barriers || (!read_by_others && reader.before(who));
        }
        void read_by(unsigned block, const toucher& who) {
            if (read && reader_block != block) read_by_other_blocks = true;
            read_by_others = read && reader.block_barriers == who.block_barriers && (read_by_others || reader.thread != who.thread);
            read = true;
            reader_block = block;
            reader = who;
        }
    };

    std::unordered_map<std::uint64_t, cell> cells_;
};

}

#endif
