#ifndef TYPEGRAD_SIMD_TRANSPOSE_HPP
#define TYPEGRAD_SIMD_TRANSPOSE_HPP

#include <cstddef>

#include "../config.hpp"
#include "batch.hpp"

namespace typegrad::simd {
inline namespace TYPEGRAD_ARCH {

// to[c * to_pitch + r] = from(r)[c] for r < Rows, c < Columns: square blocks in registers, the rest one by one.
// from(r) gives the start of a row.
template<int Rows, int Columns, class From>
TYPEGRAD_KERNEL inline void transpose_rows(float* to, std::ptrdiff_t to_pitch, const From& from) {
    using V = batch<float, lanes<float>>;
    constexpr int n = V::lanes;
    for (int r = 0; r + n <= Rows; r += n) {
        int c = 0;
        for (; c + n <= Columns; c += n) {
            V block[n];
            for (int i = 0; i < n; ++i) block[i] = V::load(from(r + i) + c);
            transpose(block);
            for (int i = 0; i < n; ++i) block[i].store(to + (c + i) * to_pitch + r);
        }
        for (; c < Columns; ++c)
            for (int i = 0; i < n; ++i) to[c * to_pitch + r + i] = from(r + i)[c];
    }
    for (int r = Rows / n * n; r < Rows; ++r)
        for (int c = 0; c < Columns; ++c) to[c * to_pitch + r] = from(r)[c];
}

// to[c][r] = from[r][c] with these pitches.
template<int Rows, int Columns>
TYPEGRAD_KERNEL inline void transpose(float* to, std::ptrdiff_t to_pitch, const float* from, std::ptrdiff_t from_pitch) {
    transpose_rows<Rows, Columns>(to, to_pitch, [=](int r) { return from + r * from_pitch; });
}

}
}

#endif
