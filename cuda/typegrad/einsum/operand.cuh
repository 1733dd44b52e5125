#ifndef TYPEGRAD_CUDA_EINSUM_OPERAND_CUH
#define TYPEGRAD_CUDA_EINSUM_OPERAND_CUH

#include <cstdint>

#include "../context/fragment.cuh"
#include "index_map.cuh"

// Operands of a product on the tensor cores: rows (those of y, or its columns) by depth (what is summed over).
namespace typegrad::cuda {

// Four words of a lane: 16 rows by 16 of depth, in quarters of 8 by 8: quarter q has rows 8 (q % 2) on, depth 8 (q / 2) on.
struct operand_block {
    std::uint32_t word[4];

    TYPEGRAD_DEVICE fragment_a left() const { return {{word[0], word[1], word[2], word[3]}}; }
    TYPEGRAD_DEVICE fragment_b right(int half) const { return half ? fragment_b{{word[1], word[3]}} : fragment_b{{word[0], word[2]}}; }
};

// Numbers of two bytes in shared memory, anywhere that two maps say. Rows beyond the last are the last once more: their
// results mean nothing. Depth beyond the last is zero in `left` operands, and some finite number in the others.
template<index_map Rows, index_map Depth>
struct shared_operand {
    static constexpr int rows = Rows.size(), depth = Depth.size();
    static constexpr bool along_depth = Depth.runs_of(8) && Rows.multiples_of(8), along_rows = !along_depth && Rows.runs_of(8) && Depth.multiples_of(8);
    std::uint32_t begin = 0;  // in bytes; a multiple of sixteen

    template<bool Left, class Context>
    TYPEGRAD_DEVICE operand_block load(Context& c, int row, int deep) const {
        operand_block b;
        const int l = c.lane();
        if constexpr (along_depth) {
            const int r = last(row + l % 16, rows), k = first_of_run(deep + l / 16 * 8, depth);
            c.template load_matrices<false>(b.word, at(place_in<Rows>(r) + place_in<Depth>(k)));
        } else if constexpr (along_rows) {
            const int r = first_of_run(row + l / 8 % 2 * 8, rows), k = last(deep + l % 8 + l / 16 * 8, depth);
            c.template load_matrices<true>(b.word, at(place_in<Rows>(r) + place_in<Depth>(k)));
        } else {
            TYPEGRAD_UNROLLED for (int q = 0; q < 4; ++q) {
                const int r = place_in<Rows>(last(row + l / 4 + q % 2 * 8, rows)), k = deep + l % 4 * 2 + q / 2 * 8;
                b.word[q] = number(c, r + place_in<Depth>(last(k, depth))) | number(c, r + place_in<Depth>(last(k + 1, depth))) << 16;
            }
        }
        if constexpr (Left && depth % 16 != 0) {
            TYPEGRAD_UNROLLED for (int q = 0; q < 4; ++q) {
                const int k = deep + l % 4 * 2 + q / 2 * 8;
                b.word[q] = k + 1 < depth ? b.word[q] : k < depth ? b.word[q] & 0xFFFF : 0;
            }
        }
        return b;
    }

private:
    TYPEGRAD_DEVICE static constexpr int last(int i, int n) { return i < n ? i : n - 1; }
    TYPEGRAD_DEVICE static constexpr int first_of_run(int i, int n) { return i < n ? i : n - 8; }
    TYPEGRAD_DEVICE std::uint32_t at(int number) const { return begin + 2 * static_cast<std::uint32_t>(number); }
    template<class Context>
    TYPEGRAD_DEVICE std::uint32_t number(Context& c, int i) const {
        return c.template load<std::uint16_t>(at(i));
    }
};

struct alignas(16) four_words {
    std::uint32_t word[4];
};

// Words in the order in which lanes take them, sixteen bytes a lane, rows and depth filled up with zeros: in global memory.
template<int Rows, int Depth>
struct packed_operand {
    static constexpr int rows = Rows, depth = Depth;
    static constexpr int row_blocks = (Rows + 15) / 16, depth_blocks = (Depth + 15) / 16, blocks = row_blocks * depth_blocks;
    const four_words* begin = nullptr;

    TYPEGRAD_DEVICE static constexpr int block_of(int row, int deep) { return deep / 16 * row_blocks + row / 16; }
    template<bool Left, class Context>
    TYPEGRAD_DEVICE operand_block load(Context& c, int row, int deep) const {
        const four_words w = c.read(begin + block_of(row, deep) * 32 + c.lane());
        return {{w.word[0], w.word[1], w.word[2], w.word[3]}};
    }
};
// The same, copied into shared memory.
template<int Rows, int Depth>
struct resident_operand {
    using packed = packed_operand<Rows, Depth>;
    static constexpr int rows = Rows, depth = Depth;
    std::uint32_t begin = 0;

    template<bool Left, class Context>
    TYPEGRAD_DEVICE operand_block load(Context& c, int row, int deep) const {
        const auto w = c.template load<four_words>(begin + static_cast<std::uint32_t>(packed::block_of(row, deep) * 32 + c.lane()) * 16);
        return {{w.word[0], w.word[1], w.word[2], w.word[3]}};
    }
};

// What lane `lane` takes as word q of a block: w(row, depth) and w(row, depth + 1).
template<class Context, class T, class W>
TYPEGRAD_DEVICE std::uint32_t packed_word(const W& w, int rows, int depth, int row, int deep, int lane, int q) {
    const int r = row + lane / 4 + q % 2 * 8, k = deep + lane % 4 * 2 + q / 2 * 8;
    const float low = r < rows && k < depth ? w(r, k) : 0.0f, high = r < rows && k + 1 < depth ? w(r, k + 1) : 0.0f;
    return Context::template pack<T>(low, high);
}

}

#endif
