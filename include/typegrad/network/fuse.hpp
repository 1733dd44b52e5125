#ifndef TYPEGRAD_NETWORK_FUSE_HPP
#define TYPEGRAD_NETWORK_FUSE_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "../layers/bundle_shape.hpp"
#include "../layers/elementwise.hpp"
#include "../einsum/window.hpp"
#include "graph.hpp"

// The nodes become a list of steps: [linear, activations, pooling] is one loop nest, a chain of activations one pass, and
// flatten, its kin, and what only trains nothing at all.
namespace typegrad::detail {

enum class layer_kind { linear, elementwise, nothing, own };
enum class step_kind { load, linear, map, own, unload };

struct step_range {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    step_kind kind = step_kind::map;
    std::size_t begin = 0, core = 0, end = 0, pool = none, norm = none;  // nodes begin .. end - 1
    flow from{};                                                         // the values that it reads
    bool sums = false;  // the last of them is added to what the linear layer makes

    constexpr bool multiplies() const { return kind == step_kind::linear && from.size > 1 && !sums; }
};

template<class Node, bool Training>
consteval layer_kind kind_of() {
    using layer = typename Node::layer;
    if constexpr (elementwise<layer>) return layer_kind::elementwise;
    else if constexpr (only_shape<layer> || (only_trains<layer> && !Training)) return layer_kind::nothing;
    else if constexpr (has_linear<layer>) return layer_kind::linear;
    else return layer_kind::own;
}

// A maximum over windows that tile the input exactly can take its values from the registers of the step before it.
template<class Node>
consteval bool fusable_pool() {
    if constexpr (requires { Node::layer::fuses; }) {
        constexpr window w = Node::layer::options;
        if (w.mode != window::border::by_hand || w.kernel[0] * (w.axes == 2 ? w.kernel[1] : 1) > 9) return false;
        for (int a = 0; a < w.axes; ++a)
            if (w.stride[a] != w.kernel[a] || w.dilation[a] != 1 || w.before[a] || w.after[a] || Node::input::extent(static_cast<std::size_t>(a)) % w.kernel[a]) return false;
        return true;
    } else {
        return false;
    }
}
template<class Node>
consteval bool monotone() {
    if constexpr (elementwise<typename Node::layer>) return is_monotone<typename Node::layer>;
    else return false;
}
// The maximum must see the shape that the linear layer made.
template<class Node>
consteval bool pools_linear() {
    if constexpr (has_linear<typename Node::layer>) return !requires { requires Node::layer::products; } && !Node::layer::template lowered<typename Node::input>::formula.spreads();
    else return false;
}

// A normalisation whose statistics are known is a factor and a summand for each channel: the linear layer before it takes
// them into its weights.
template<class Node>
consteval bool folds() {
    return requires { requires Node::layer::folds; };
}
template<class Node>
consteval bool takes_factors() {
    if constexpr (pools_linear<Node>()) {
        using linear = typename Node::layer::template lowered<typename Node::input>;
        constexpr auto& w = linear::formula.w[0];
        return linear::formula.letter[w.axes[w.rank - 1].single()] == linear::bias.back();
    } else {
        return false;
    }
}

// A sum of two values is taken in by the later one's linear layer, which has the other one read while it stores.
template<class Node>
consteval bool adds_two() {
    return requires { requires Node::layer::adds; } && item_total<typename Node::input> == 2;
}

template<std::size_t Nodes>
struct step_list {
    std::size_t size = 0;
    step_range at[Nodes + 1]{};
    std::uint16_t value[Nodes + 1]{};  // which step makes it, plus one; 0 is the input
    bool alone[Nodes + 1]{};           // nobody but the next node reads it
    bool summed[Nodes + 1]{};          // which also reads another, to add both
};

template<class Net, bool Training, class Numbers = std::make_index_sequence<graph<Net>::nodes>>
struct fuse;
template<class Net, bool Training, std::size_t... K>
struct fuse<Net, Training, std::index_sequence<K...>> {
    using graph = detail::graph<Net>;
    static constexpr std::size_t nodes = graph::nodes;
    static constexpr layer_kind kind[nodes + 1] = {kind_of<typename graph::template node<K>, Training>()...};
    static constexpr bool pools[nodes + 1] = {fusable_pool<typename graph::template node<K>>()...};
    static constexpr bool keeps_order[nodes + 1] = {monotone<typename graph::template node<K>>()...};
    static constexpr bool norms[nodes + 1] = {(!Training && folds<typename graph::template node<K>>())...};
    static constexpr bool can_fold[nodes + 1] = {takes_factors<typename graph::template node<K>>()...};
    static constexpr bool adds[nodes + 1] = {(!Training && adds_two<typename graph::template node<K>>())...};
    static constexpr bool can_pool[nodes + 1] = {pools_linear<typename graph::template node<K>>()...};

    static constexpr step_list<nodes> make() {
        constexpr auto& g = graph::table;
        step_list<nodes> list;
        find_lonely(list);
        for (std::size_t k = 0; k < nodes;) {
            if (!g.live[k]) {
                ++k;
            } else if (kind[k] == layer_kind::nothing) {
                list.value[k + 1] = list.value[g.at[k].from.value[0]];
                ++k;
            } else {
                k = add_step(list, k);
            }
        }
        if (list.value[g.result] == 0) {  // the output is the input: a copy
            list.at[list.size++] = {step_kind::map, nodes, nodes, nodes, step_range::none, step_range::none, flow::of(0)};
            list.value[g.result] = static_cast<std::uint16_t>(list.size);
        }
        return list;
    }
    static constexpr step_list<nodes> steps = make();
    static constexpr std::size_t result = steps.value[graph::table.result];

private:
    static constexpr void find_lonely(step_list<nodes>& list) {
        constexpr auto& g = graph::table;
        std::size_t uses[nodes + 1]{};
        ++uses[g.result];
        for (std::size_t k = 0; k < nodes; ++k)
            if (g.live[k])
                for (std::size_t i = 0; i < g.at[k].from.size; ++i) ++uses[g.at[k].from.value[i]];
        for (std::size_t v = 1; v < nodes; ++v) {
            const flow& next = g.at[v].from;
            list.alone[v] = uses[v] == 1 && next.size == 1 && next.value[0] == v;
            list.summed[v] = uses[v] == 1 && adds[v] && (next.value[0] == v) != (next.value[1] == v);
        }
    }
    // The step whose first node is k, and as many after it as it can take; returns the node behind.
    static constexpr std::size_t add_step(step_list<nodes>& list, std::size_t k) {
        constexpr auto& g = graph::table;
        step_range s{kind[k] == layer_kind::linear ? step_kind::linear : kind[k] == layer_kind::own ? step_kind::own : step_kind::map, k, k, k + 1};
        for (std::size_t i = 0; i < g.at[k].from.size; ++i) s.from.push(list.value[g.at[k].from.value[i]]);
        bool ordered = true, same_shape = can_pool[k];
        for (; s.kind != step_kind::own; ++s.end) {
            if (same_shape && list.summed[s.end] && s.end == (s.norm == step_range::none ? k : s.norm) + 1) {
                const flow& both = g.at[s.end].from;
                s.from.push(list.value[both.value[both.value[0] == s.end ? 1 : 0]]);
                s.sums = true;
                same_shape = false;  // no maximum of sums
                continue;
            }
            if (!list.alone[s.end]) break;
            const layer_kind next = kind[s.end];
            if (norms[s.end] && can_fold[k] && s.end == k + 1) {
                s.norm = s.end;
            } else if (next == layer_kind::elementwise) {
                ordered = ordered && keeps_order[s.end];
            } else if (next == layer_kind::nothing) {
                same_shape = false;
            } else if (ordered && same_shape && pools[s.end]) {
                s.pool = s.end;
                same_shape = false;  // one maximum is enough
            } else {
                break;
            }
        }
        list.at[list.size++] = s;
        for (std::size_t n = k; n < s.end; ++n) list.value[n + 1] = static_cast<std::uint16_t>(list.size);
        return s.end;
    }
};

// The activations among nodes Begin .. End - 1 as one function.
template<class Net, std::size_t Begin, std::size_t End, class... F>
struct chain_of {
    using type = chain<F...>;
};
template<class Net, std::size_t Begin, std::size_t End, class... F>
    requires(Begin < End)
struct chain_of<Net, Begin, End, F...> {
    using here = typename graph<Net>::template node<Begin>::layer;
    template<class L>
    static constexpr auto next() {
        if constexpr (elementwise<L>) return chain_of<Net, Begin + 1, End, F..., L>{};
        else return chain_of<Net, Begin + 1, End, F...>{};
    }
    using type = typename decltype(next<here>())::type;
};

}

#endif
