#ifndef TYPEGRAD_NETWORK_TRAINED_RANGES_HPP
#define TYPEGRAD_NETWORK_TRAINED_RANGES_HPP

#include <cstddef>

#include "graph.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// The parameters that are trained, as ranges: not those of frozen layers.
template<class Net>
struct trained_range_list {
    static constexpr std::size_t nodes = graph<Net>::nodes;
    std::size_t first[nodes + 1]{}, last[nodes + 1]{}, size = 0;

    constexpr bool has(std::size_t parameter) const {
        for (std::size_t i = 0; i < size; ++i)
            if (first[i] <= parameter && parameter < last[i]) return true;
        return false;
    }
    static constexpr trained_range_list make() {
        trained_range_list r;
        for (std::size_t k = 0; k < nodes; ++k) {
            const graph_node& n = graph<Net>::table.at[k];
            const std::size_t end = n.offset + graph<Net>::counts[k];
            if (n.frozen || end == n.offset || r.has(n.offset)) continue;
            if (r.size && r.last[r.size - 1] == n.offset) r.last[r.size - 1] = end;
            else r.first[r.size] = n.offset, r.last[r.size++] = end;
        }
        return r;
    }
};
template<class Net>
inline constexpr trained_range_list<Net> trained_ranges = trained_range_list<Net>::make();

}
}
}

#endif
