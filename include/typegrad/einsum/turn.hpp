#ifndef TYPEGRAD_EINSUM_TURN_HPP
#define TYPEGRAD_EINSUM_TURN_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/transpose.hpp"
#include "contraction.hpp"
#include "schedule.hpp"

// A copy of one operand, made before the loops, in which the vector index lies innermost: lanes then run along an index
// that is far apart in the operand itself. Sums of few products along the lanes cost several times such a copy.
namespace typegrad::einsum {

// Whether an operand can be copied like this: every index of it by itself, none in a window, one of them contiguous.
constexpr bool can_be_turned(const contraction& c, const std::ptrdiff_t* stride, int v) {
    bool contiguous = false;
    for (int i = 0; i < c.rank; ++i) {
        if (stride[i] < 0) return false;
        contiguous = contiguous || stride[i] == 1;
        for (int j = 0; j < c.rank; ++j)  // each steps over all that a smaller one reaches
            if (i != j && stride[j] != 0 && stride[i] >= stride[j] && stride[i] < stride[j] * c.extent[j]) return false;
    }
    return contiguous && stride[v] > 1;
}

// The contraction over the copy.
constexpr contraction turn(contraction c, turned_operand side, int v) {
    if (side == turned_operand::none) return c;
    auto& t = c.term[0];
    (side == turned_operand::x ? t.x_origin : t.w_origin) = 0;
    std::ptrdiff_t* const stride = side == turned_operand::x ? t.x : t.w;
    std::ptrdiff_t given[max_indices]{}, step = c.extent[v];
    for (int i = 0; i < c.rank; ++i) given[i] = stride[i];
    stride[v] = 1;
    for (std::ptrdiff_t last = 0;;) {
        int next = -1;
        for (int i = 0; i < c.rank; ++i)
            if (i != v && given[i] > last && (next < 0 || given[i] < given[next])) next = i;
        if (next < 0) return c;
        last = given[next];
        stride[next] = step;
        step *= c.extent[next];
    }
}

// Numbers in the copy that a plan wants; 0 if it wants none.
constexpr std::size_t turned_size(const contraction& c, turned_operand side) {
    if (side == turned_operand::none) return 0;
    const auto& t = c.term[0];
    std::size_t n = 1;
    for (int i = 0; i < c.rank; ++i)
        if ((side == turned_operand::x ? t.x[i] : t.w[i]) != 0) n *= static_cast<std::size_t>(c.extent[i]);
    return n;
}
template<class K>
inline constexpr std::size_t scratch_size = turned_size(K::space, K::order.turned);

inline namespace TYPEGRAD_ARCH {

// The kernel over the copy, and what makes the copy.
template<class K>
struct turned {
    static constexpr turned_operand side = K::order.turned;
    static constexpr contraction space = turn(K::space, side, K::order.vector);
    static constexpr plan order = [] {
        plan over_copy = K::order;  // `p` would shadow a user's
        over_copy.turned = turned_operand::none;
        return over_copy;
    }();

    static constexpr const std::ptrdiff_t *from_stride = side == turned_operand::x ? K::space.term[0].x : K::space.term[0].w,
                                          *to_stride = side == turned_operand::x ? space.term[0].x : space.term[0].w;
    static constexpr int contiguous = [] {
        for (int i = 0; i < K::space.rank; ++i)
            if (from_stride[i] == 1) return i;
        return -1;
    }();

    template<int Index = 0>
    static void copy(float* to, const float* from) {
        if constexpr (Index == K::space.rank) {
            simd::transpose<static_cast<int>(K::space.extent[order.vector]), static_cast<int>(K::space.extent[contiguous])>(to, to_stride[contiguous], from, from_stride[order.vector]);
        } else if constexpr (Index == order.vector || Index == contiguous || from_stride[Index] == 0) {
            copy<Index + 1>(to, from);
        } else {
            for (std::ptrdiff_t i = 0; i < K::space.extent[Index]; ++i) copy<Index + 1>(to + i * to_stride[Index], from + i * from_stride[Index]);
        }
    }
};

}
}

#endif
