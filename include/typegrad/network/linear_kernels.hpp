#ifndef TYPEGRAD_NETWORK_LINEAR_KERNELS_HPP
#define TYPEGRAD_NETWORK_LINEAR_KERNELS_HPP

#include <cstddef>

#include "../config.hpp"
#include "../einsum/contraction.hpp"
#include "../einsum/gradient.hpp"
#include "../einsum/pack.hpp"
#include "../einsum/search.hpp"
#include "../einsum/tile.hpp"
#include "../simd/batch.hpp"
#include "plan.hpp"

// The kernels of a linear step: its contraction over the memory of its values, forward and backward, and the plan of each.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// The contraction of a step: the layer's formula over its operands' memory, with the samples as indices.
//   n  the samples of a tile, innermost: x and y have stride 1        (tiles)
//   n  the samples as rows, t the tiles where x still lies in tiles   (rows)
template<class Step>
struct contraction_of {
    using linear = typename Step::linear;
    using batch = typename Step::batch;
    using in = typename Step::in;
    using out = typename Step::out;

    static constexpr void add_samples(einsum::contraction& c, std::ptrdiff_t x_row, std::ptrdiff_t x_tile, std::ptrdiff_t y_row) {
        if constexpr (batch::tiled) {
            if (batch::lanes > 1) c.beside[c.add_index('n', batch::lanes, 1, 1)] = Step::summed ? 1 : 0;
        } else {
            if (in::unit > 1) {
                c.beside[c.add_index('n', batch::lanes, x_row, y_row)] = beside_row();
                if (batch::tiles > 1) c.beside[c.add_index('t', static_cast<std::ptrdiff_t>(batch::tiles), x_tile, y_row * batch::lanes)] = beside_row() * batch::lanes;
            } else if (batch::samples > 1) {
                c.beside[c.add_index('n', static_cast<std::ptrdiff_t>(batch::samples), x_row, y_row)] = beside_row();
            }
        }
    }

    // `windows`: y is the pooled value, and the window indices stay whole; otherwise y is the linear layer's own output.
    static constexpr einsum::contraction make(bool windows) {
        const layout x = operand_layout<typename linear::x>(in::value, in::unit);
        einsum::contraction c = einsum::contract(linear::formula, x, dense_layout<typename linear::w>(), dense_layout<typename linear::y>(out::unit));
        c.bounds = 0;  // the border is in memory
        std::ptrdiff_t step = 1;
        for (std::size_t k = linear::bias.size(); k-- > 0;) {
            const int i = c.index_of(linear::bias[k]);
            c.bias[i] = step;
            step *= c.extent[i];
        }
        if (windows || !Step::pooled) place_output(c);
        if (windows && Step::pooled) split_windows(c);
        place_beside(c);
        add_samples(c, in::unit > 1 ? 1 : static_cast<std::ptrdiff_t>(in::part), static_cast<std::ptrdiff_t>(in::part), static_cast<std::ptrdiff_t>(out::part));
        return c;
    }
    // The other term of a sum lies wherever it was made.
    static constexpr std::ptrdiff_t beside_row() {
        if constexpr (Step::summed) return static_cast<std::ptrdiff_t>(Step::beside::part);
        else return 0;
    }
    static constexpr void place_beside(einsum::contraction& c) {
        if constexpr (Step::summed) {
            const layout z = operand_layout<typename Step::placed>(Step::beside::value, Step::beside::unit);
            c.beside_origin = z.origin();
            for (int a = 0; a < linear::formula.y.rank; ++a) c.beside[linear::formula.y.axes[a].single()] = z.stride[a];
        }
    }
    // y lies where the next step wants it, with that one's border and the pooled extents.
    static constexpr void place_output(einsum::contraction& c) {
        const layout y = operand_layout<typename Step::placed>(out::value, out::unit);
        c.y_origin = y.origin();
        for (int a = 0; a < linear::formula.y.rank; ++a) c.y[linear::formula.y.axes[a].single()] = y.stride[a];
    }
    // h becomes K h + a for each pooled axis, where a stays in the tile.
    static constexpr void split_windows(einsum::contraction& c) {
        for (int a = 0; a < Step::pool_window.axes; ++a) {
            const int h = linear::formula.y.axes[a].single();
            const auto k = static_cast<std::ptrdiff_t>(Step::pool_window.kernel[a]);
            if (k == 1) continue;
            const int inner = c.add_index(static_cast<char>('A' + a), k, c.term[0].x[h], 0);
            c.whole[inner] = true;
            c.term[0].x[h] *= k;
            c.extent[h] /= k;
        }
    }
};

template<class Step>
struct forward_kernel {
    // A schedule names indices: then none may merge.
    static constexpr einsum::contraction space = Step::layer::options.chosen.empty() ? einsum::coalesce(contraction_of<Step>::make(true)) : contraction_of<Step>::make(true);
    static constexpr einsum::plan order = einsum::choose_plan(space, Step::layer::options.chosen, einsum::native_machine);
};
// The same with weights packed in the order in which the loops read them: a panel for each tile of the vector index.
template<class Step, class W>
struct packed_kernel {
    using K = forward_kernel<Step>;
    static constexpr bool packs = K::space.y[K::order.vector] == 1 && K::space.term[0].w[K::order.vector] == 1;
    static constexpr einsum::plan order = [] {
        einsum::plan p = K::order;
        p.packed = packs;
        if (packs && sizeof(W) == 2 && p.vectors % 2) ++p.vectors;  // two halves share a word
        return p;
    }();
    static constexpr einsum::contraction space = packs ? einsum::packed_strides(K::space, order) : K::space;
    static constexpr std::size_t size = packs ? einsum::packed_size(space, order) : Step::linear::w::size;
};
template<class Step>
struct dw_kernel {
    static constexpr einsum::contraction space = einsum::coalesce(einsum::gradient(contraction_of<Step>::make(false), einsum::wrt::w));
    static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine.with_copies());
};
template<class Step>
struct dx_kernel {
    static constexpr einsum::contraction space = einsum::coalesce(einsum::gradient(contraction_of<Step>::make(false), einsum::wrt::x));
    static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine.with_copies());
};

}
}
}

#endif
