#ifndef TYPEGRAD_NETWORK_GRAPH_BUILDER_HPP
#define TYPEGRAD_NETWORK_GRAPH_BUILDER_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../config.hpp"
#include "../core/bundle.hpp"

// Which node reads whose value, as numbers. A node is a layer that computes; value 0 is the input of the network, value
// k + 1 what node k makes.
namespace typegrad::detail {

// The values that are on their way from one layer to the next.
struct flow {
    std::size_t size = 0;
    std::uint16_t value[max_items]{};

    constexpr void push(std::size_t v) {
        if (size < max_items) value[size++] = static_cast<std::uint16_t>(v);
    }
    static constexpr flow of(std::size_t v) {
        flow f;
        f.push(v);
        return f;
    }
};

struct graph_node {
    flow from{};
    std::size_t offset = 0, statistics = 0;  // of its parameters, and of its statistics among those
    std::size_t layer = 0;                   // its number in the network's own list
    bool frozen = false;
};

template<std::size_t Nodes>
struct graph_builder {
    struct kept_flow {
        std::string_view name;
        flow values;
    };
    struct owner {
        std::string_view name;
        std::size_t offset = 0, statistics = 0;
    };
    graph_node at[Nodes + 1]{};
    kept_flow kept[Nodes + 64]{};
    owner owners[Nodes + 64]{};
    std::size_t nodes = 0, keeps = 0, names = 0;
    std::size_t parameters = 0, statistics = 0, layer = 0;
    int depth = 0, frozen = 0;

    // A node that reads these values and makes one.
    constexpr void add(flow& f, std::size_t parameter_count, std::size_t statistic_count) {
        graph_node& n = at[nodes];
        n.from = f;
        n.layer = layer;
        n.frozen = frozen > 0;
        n.offset = parameters;
        n.statistics = statistics;
        parameters += parameter_count;
        statistics += statistic_count;
        f = flow::of(++nodes);
    }
    constexpr flow find(std::string_view name) const {
        for (std::size_t k = keeps; k-- > 0;)
            if (kept[k].name == name) return kept[k].values;
        return {};
    }
    constexpr const owner* owner_of(std::string_view name) const {
        for (std::size_t k = names; k-- > 0;)
            if (owners[k].name == name) return &owners[k];
        return nullptr;
    }
};

}

#endif
