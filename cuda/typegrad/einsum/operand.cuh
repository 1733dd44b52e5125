#ifndef TYPEGRAD_CUDA_EINSUM_OPERAND_CUH
#define TYPEGRAD_CUDA_EINSUM_OPERAND_CUH

#include <cstdint>
#include <type_traits>

#include <typegrad/core/bf16.hpp>

#include "../context/fragment.cuh"
#include "../context/numbers.cuh"
#include "index_map.cuh"

// Operands of a product: rows (those of y, or its columns) by depth (what is summed over).
namespace typegrad::cuda {

// Four words of a lane: 16 rows by 16 of depth (8 of numbers of four bytes), in quarters of 8 by half of that: quarter q has
// rows 8 (q % 2) on, depth from the first half, q < 2, or the second.
struct operand_block {
    std::uint32_t word[4];

    TYPEGRAD_DEVICE fragment_a left() const { return {{word[0], word[1], word[2], word[3]}}; }
    TYPEGRAD_DEVICE fragment_b right(int half) const { return half ? fragment_b{{word[1], word[3]}} : fragment_b{{word[0], word[2]}}; }
};
// In float, a lane's rows of sixteen: two of a left operand, four of a right one.
template<bool Left>
struct lane_block {
    lane_numbers part[Left ? 1 : 2];

    TYPEGRAD_DEVICE const lane_numbers& left() const { return part[0]; }
    TYPEGRAD_DEVICE const lane_numbers& right(int half) const { return part[half]; }
    TYPEGRAD_DEVICE static int row(int lane, int half, int i) { return Left ? accumulator::row(lane, 2 * i) : 8 * half + accumulator::column(lane, i); }
};

// Numbers of type T in shared memory, anywhere that two maps say. Rows beyond the last are the last once more: their results
// mean nothing. Depth beyond the last is zero in `left` operands, and some finite number in the others.
template<index_map Rows, index_map Depth, class T = bf16>
struct shared_operand {
    static constexpr int rows = Rows.size(), depth = Depth.size(), run = 16 / static_cast<int>(sizeof(T)), pair = 4 / static_cast<int>(sizeof(T));
    static constexpr bool along_depth = Depth.runs_of(run) && Rows.multiples_of(run);
    static constexpr bool along_rows = !along_depth && sizeof(T) == 2 && Rows.runs_of(run) && Depth.multiples_of(run);
    std::uint32_t begin = 0;  // in bytes; a multiple of sixteen

    template<bool Left, class Context>
    TYPEGRAD_DEVICE auto load(Context& c, int row, int deep) const {
        if constexpr (std::is_same_v<T, float>) return lanes<Left>(c, row, deep);
        else return words<Left>(c, row, deep);
    }

private:
    template<bool Left, class Context>
    TYPEGRAD_DEVICE operand_block words(Context& c, int row, int deep) const {
        operand_block b;
        const int l = c.lane();
        if constexpr (along_depth) {
            const int r = last(row + l % 16, rows), k = first_of_run(deep + l / 16 * run, depth);
            c.template load_matrices<false>(b.word, at(place_in<Rows>(r) + place_in<Depth>(k)));
        } else if constexpr (along_rows) {
            const int r = first_of_run(row + l / 8 % 2 * 8, rows), k = last(deep + l % 8 + l / 16 * 8, depth);
            c.template load_matrices<true>(b.word, at(place_in<Rows>(r) + place_in<Depth>(k)));
        } else {
            TYPEGRAD_UNROLLED for (int q = 0; q < 4; ++q) b.word[q] = word(c, place_in<Rows>(last(row + l / 4 + q % 2 * 8, rows)), depth_of(l, deep, q));
        }
        if constexpr (Left && depth % product_depth<T> != 0) {
            TYPEGRAD_UNROLLED for (int q = 0; q < 4; ++q) {
                const int k = depth_of(l, deep, q);
                b.word[q] = k + pair <= depth ? b.word[q] : k < depth ? b.word[q] & 0xFFFF : 0;
            }
        }
        return b;
    }
    // Of the first number of word q.
    TYPEGRAD_DEVICE static constexpr int depth_of(int lane, int deep, int q) { return deep + lane % 4 * pair + q / 2 * run; }
    template<class Context>
    TYPEGRAD_DEVICE std::uint32_t word(Context& c, int r, int k) const {
        if constexpr (sizeof(T) == 4) return c.template load<std::uint32_t>(at(r + place_in<Depth>(last(k, depth))));
        else return number(c, r + place_in<Depth>(last(k, depth))) | number(c, r + place_in<Depth>(last(k + 1, depth))) << 16;
    }

    struct alignas(16) four_numbers {
        float of[4];
    };
    template<bool Left, class Context>
    TYPEGRAD_DEVICE lane_block<Left> lanes(Context& c, int row, int deep) const {
        lane_block<Left> b;
        TYPEGRAD_UNROLLED for (int half = 0; half < (Left ? 1 : 2); ++half)
            TYPEGRAD_UNROLLED for (int i = 0; i < 2; ++i) {
                const int r = place_in<Rows>(last(row + b.row(c.lane(), half, i), rows));
                float(&to)[product_depth<float>] = b.part[half].of[i];
                if constexpr (along_depth) {
                    const auto four = c.template load<four_numbers>(at(r + place_in<Depth>(deep)));
                    TYPEGRAD_UNROLLED for (int k = 0; k < 4; ++k) to[k] = four.of[k];
                } else {
                    TYPEGRAD_UNROLLED for (int k = 0; k < 4; ++k) to[k] = Left && deep + k >= depth ? 0.0f : c.template load<float>(at(r + place_in<Depth>(last(deep + k, depth))));
                }
            }
        return b;
    }

    TYPEGRAD_DEVICE static constexpr int last(int i, int n) { return i < n ? i : n - 1; }
    TYPEGRAD_DEVICE static constexpr int first_of_run(int i, int n) { return i < n ? i : n - run; }
    TYPEGRAD_DEVICE std::uint32_t at(int number) const { return begin + bytes_of<T>(number); }
    template<class Context>
    TYPEGRAD_DEVICE std::uint32_t number(Context& c, int i) const {
        return c.template load<std::uint16_t>(at(i));
    }
};

// The right one of a product straight from global memory, where weight(place) is what lies at a place: it is too large to stay.
template<index_map Rows, index_map Depth, class T, class Weight>
struct streamed_operand {
    static constexpr int rows = Rows.size(), depth = Depth.size(), pair = 4 / static_cast<int>(sizeof(T));
    Weight weight;
    int origin;

    template<bool Left, class Context>
    TYPEGRAD_DEVICE auto load(Context& c, int row, int deep) const {
        static_assert(!Left);
        if constexpr (std::is_same_v<T, float>) {
            lane_block<false> b;
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
                TYPEGRAD_UNROLLED for (int i = 0; i < 2; ++i)
                    TYPEGRAD_UNROLLED for (int k = 0; k < product_depth<float>; ++k) b.part[half].of[i][k] = at(row + b.row(c.lane(), half, i), deep + k);
            return b;
        } else {
            operand_block b;
            TYPEGRAD_UNROLLED for (int q = 0; q < 4; ++q) {
                const int r = row + c.lane() / 4 + q % 2 * 8, k = deep + c.lane() % 4 * pair + q / 2 * 4 * pair;
                b.word[q] = word_of<T, Context>(at(r, k), pair == 2 ? at(r, k + 1) : 0.0f);
            }
            return b;
        }
    }

private:
    // Rows and depth beyond the last are the last once more, as in shared memory.
    TYPEGRAD_DEVICE float at(int r, int k) const { return weight(origin + place_in<Rows>(r < rows ? r : rows - 1) + place_in<Depth>(k < depth ? k : depth - 1)); }
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
