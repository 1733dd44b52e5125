#ifndef TYPEGRAD_NETWORK_PLAN_HPP
#define TYPEGRAD_NETWORK_PLAN_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../core/mode.hpp"
#include "../einsum/contraction.hpp"
#include "../einsum/phase.hpp"
#include "fuse.hpp"
#include "place.hpp"

// How each step works and where each value lies. A step takes either tiles of `Lanes` samples, innermost, so that a vector
// holds one element of each (convolutions and what surrounds them), or all samples of a chunk at once, as rows (dense).
namespace typegrad::detail {

struct planned_step : step_range {
    bool tiled = false;                  // its output lies in tiles
    bool whole = false;                  // works on all tiles of a chunk in one call
    std::size_t reader = none;           // of a load: the node whose input shape it lays out
    margin around{};                     // of the value that it makes
};

// Extents that can be compared.
struct extents {
    std::size_t rank = 0, of[max_axes]{};

    template<class Shape>
    static constexpr extents from() {
        extents e{Shape::rank};
        for (std::size_t a = 0; a != Shape::rank; ++a) e.of[a] = Shape::extents[a];
        return e;
    }
    friend constexpr bool operator==(const extents& a, const extents& b) {
        bool same = a.rank == b.rank;
        for (std::size_t i = 0; same && i < a.rank; ++i) same = a.of[i] == b.of[i];
        return same;
    }
};

// Whether a network runs step by step, and whether a layer's window lies along time: then the past is its border.
template<class Net>
inline constexpr bool takes_steps = requires { requires Net::takes_steps; };
template<class Layer, class Node>
concept looks_at_time = Node::input::rank == 2 && Layer::options.axes == 1 && (Layer::options.kernel[0] > 1 || Layer::options.stride[0] > 1);

// What the plan wants to know of a node.
struct node_facts {
    bool wants_tiles = false, wants_rows = false, mixes = false, takes_tiles = false;
    extents in{}, out{};
    margin around{};  // that its formula reads beyond its input

    template<class Node, bool Training, bool Streaming>
    static consteval node_facts of() {
        using layer = typename Node::layer;
        node_facts f;
        f.in = extents::from<typename Node::input>();
        f.out = extents::from<typename Node::output>();
        f.mixes = Training && mixes_samples<layer>;
        if constexpr (requires { layer::prefers_rows; }) f.wants_rows = true;
        if constexpr (has_linear<layer>) {
            f.wants_rows = f.wants_rows || Node::input::rank <= 1;
            f.takes_tiles = !requires { requires layer::products; };
            f.wants_tiles = !f.wants_rows;
            if constexpr (!is_bundle<typename Node::input> && !(Streaming && looks_at_time<layer, Node>)) f.around = border_of<Node>();
        } else if constexpr (requires { layer::prefers_tiles; }) {
            f.wants_tiles = true;
        }
        return f;
    }

private:
    template<class Node>
    static consteval margin border_of() {
        using linear = typename Node::layer::template lowered<typename Node::input>;
        layout x = dense_layout<typename linear::x>();
        const layout w = dense_layout<typename linear::w>(), y = dense_layout<typename linear::y>();
        const einsum::contraction c = einsum::bind_extents(linear::formula, &x, &w, y);
        if (linear::formula.spreads()) einsum::add_phase_border(x, linear::formula, c, y);
        else einsum::add_border(x, linear::formula.x[0], c);
        margin around;
        for (std::size_t s = 0; s < margin::most; ++s) around.side[s] = static_cast<std::size_t>((s % 2 ? x.after : x.before)[s / 2]);
        return around;
    }
};

template<class Net, bool Training, class Numbers = std::make_index_sequence<graph<Net>::nodes>>
struct facts_of;
template<class Net, bool Training, std::size_t... K>
struct facts_of<Net, Training, std::index_sequence<K...>> {
    static constexpr std::size_t nodes = sizeof...(K);
    static constexpr node_facts node[nodes + 1] = {node_facts::of<typename graph<Net>::template node<K>, Training && !graph<Net>::table.at[K].frozen, takes_steps<Net>>()...};
    static constexpr bool any_tiles = [] {
        bool any = false;
        for (const node_facts& f : node) any = any || f.wants_tiles;
        return any;
    }();
    static constexpr bool mixes = [] {
        bool any = false;
        for (const node_facts& f : node) any = any || f.mixes;
        return any;
    }();
};

template<std::size_t Nodes>
struct step_table {
    static constexpr std::size_t capacity = 3 * Nodes + 3;
    std::size_t size = 0, result = 0;
    planned_step at[capacity]{};
};

// Makes the table: steps of the fused list, with a load or an unload wherever a value lies otherwise than it is read.
template<class Net, bool Training, int Lanes>
struct planner {
    using fused = fuse<Net, Training>;
    using facts = facts_of<Net, Training>;
    static constexpr std::size_t nodes = fused::nodes;
    using table = step_table<nodes>;

    table t{};
    std::size_t value[nodes + 2]{};       // of the fused list -> of the table
    std::size_t unloaded[table::capacity + 1]{};
    bool tiles[nodes + 2]{}, unbordered[nodes + 2]{};

    static constexpr table make() {
        planner p;
        p.choose_tiles();
        for (std::size_t s = 0; s < fused::steps.size; ++s) p.add(s);
        p.t.result = p.value[fused::result];
        if (p.tiled(p.t.result) && Lanes > 1) p.t.result = p.unload(p.t.result);
        return p.t;
    }

private:
    static constexpr const step_range& step(std::size_t s) { return fused::steps.at[s]; }
    static constexpr const node_facts& core(std::size_t s) { return facts::node[step(s).core < nodes ? step(s).core : nodes]; }
    // The shape that step s gives its value.
    static constexpr extents made(std::size_t s) { return facts::node[step(s).pool != step_range::none ? step(s).pool : step(s).core].out; }
    // Whether input i of step s is the other term of its sum; and whether it reads a value in another shape than it was made.
    static constexpr bool added(std::size_t s, std::size_t i) { return step(s).sums && i + 1 == step(s).from.size; }
    constexpr bool reshapes(std::size_t s, std::size_t v, bool sum = false) const { return v == 0 || !((sum ? core(s).out : core(s).in) == made(v - 1)); }
    constexpr bool tiled(std::size_t v) const { return v > 0 && t.at[v - 1].tiled; }

    // Dense layers take rows, convolutions tiles; everything else goes on as the step before it. Steps before the first
    // of them go with it. And: which values cannot have a border, because somebody reads them as something else.
    constexpr void choose_tiles() {
        bool first = false;
        for (std::size_t s = fused::steps.size; s-- > 0;)
            if (core(s).wants_tiles || core(s).wants_rows) first = core(s).wants_tiles;
        unbordered[0] = unbordered[fused::result] = true;
        for (std::size_t s = 0; s < fused::steps.size; ++s) {
            const std::size_t from = step(s).from.value[0];
            tiles[s + 1] = core(s).wants_tiles || (!core(s).wants_rows && (from ? tiles[from] : first));
            for (std::size_t i = 0; i < step(s).from.size; ++i) {
                const std::size_t v = step(s).from.value[i];
                const bool sum = added(s, i), one = step(s).from.size == 1 || step(s).sums;
                const bool turns = Lanes > 1 && tiles[v] != tiles[s + 1] && (sum || step(s).kind != step_kind::linear || reshapes(s, v));
                if (v && (turns || (one && reshapes(s, v, sum) && step(s).core < nodes))) unbordered[v] = true;
            }
        }
    }
    constexpr void add(std::size_t s) {
        planned_step r{step(s)};
        r.tiled = tiles[s + 1];
        r.whole = core(s).mixes;
        const bool linear = r.kind == step_kind::linear;
        for (std::size_t i = 0; i < r.from.size; ++i) {
            const std::size_t old = r.from.value[i];
            std::size_t v = value[old];
            const bool sum = added(s, i), wants_border = linear && !sum && core(s).around.any();
            if (r.tiled && !tiled(v) && Lanes > 1) v = load(v, r, wants_border, sum);
            else if (wants_border && (unbordered[old] || reshapes(s, old))) v = load(v, r, true);
            else if (wants_border) t.at[v - 1].around.include(core(s).around);
            else if (!r.tiled && tiled(v) && Lanes > 1 && (sum || !linear || !core(s).takes_tiles)) v = unload(v);
            r.from.value[i] = static_cast<std::uint16_t>(v);
        }
        t.at[t.size++] = r;
        value[s + 1] = t.size;
    }
    constexpr std::size_t load(std::size_t v, const planned_step& by, bool with_border, bool sum = false) {
        planned_step l{{step_kind::load, nodes, nodes, nodes, step_range::none, step_range::none, flow::of(v)}};
        l.tiled = by.tiled;
        l.reader = (by.from.size == 1 || (by.sums && !sum)) && by.core < nodes ? by.core : step_range::none;
        if (with_border) l.around = facts::node[by.core].around;
        t.at[t.size++] = l;
        return t.size;
    }
    constexpr std::size_t unload(std::size_t v) {
        if (unloaded[v]) return unloaded[v];
        t.at[t.size++] = {{step_kind::unload, nodes, nodes, nodes, step_range::none, step_range::none, flow::of(v)}};
        return unloaded[v] = t.size;
    }
};

template<class Net, class Mode, std::size_t Samples, int Lanes>
struct plan {
    using net = Net;
    using graph = detail::graph<Net>;
    using mode = Mode;
    static constexpr bool training = std::is_same_v<Mode, typegrad::mode::training>;
    static constexpr std::size_t samples = Samples, tiles = Samples / static_cast<std::size_t>(Lanes);
    static constexpr int lanes = Lanes;
    static_assert(Samples % static_cast<std::size_t>(Lanes) == 0);

    static constexpr auto table = planner<Net, training, Lanes>::make();
    static constexpr std::size_t steps = table.size, result = table.result, nodes = graph::nodes;

    // Value V is what step V - 1 makes; value 0 is the input as rows.
    template<std::size_t V>
    static constexpr auto shape_of_value() {
        if constexpr (V == 0) {
            return shape<Net::input::size>{};
        } else {
            constexpr const planned_step& r = table.at[V - 1];
            if constexpr (r.reader < nodes) return typename graph::template node<r.reader>::input{};
            else if constexpr (r.kind == step_kind::load || r.kind == step_kind::unload) return shape_of_value<r.from.value[0]>();
            else if constexpr (r.pool != step_range::none) return typename graph::template node<r.pool>::output{};
            else if constexpr (r.core < nodes) return joined_shape<typename graph::template node<r.core>::output>();
            else return typename Net::output{};
        }
    }
    template<class Shape>
    static constexpr auto joined_shape() {
        if constexpr (is_bundle<Shape>) return shape<Shape::size>{};
        else return Shape{};
    }
    template<std::size_t V>
    static constexpr bool tiled = V > 0 && table.at[V > 0 ? V - 1 : 0].tiled;
    template<std::size_t V>
    static constexpr margin around = V > 0 ? table.at[V > 0 ? V - 1 : 0].around : margin{};
    template<std::size_t V, std::size_t... Side>
    static constexpr auto place_of_value(std::index_sequence<Side...>) {
        return place<decltype(shape_of_value<V>()), (tiled<V> ? Lanes : 1), around<V>.side[Side]...>{};
    }
    template<std::size_t V>
    using value = decltype(place_of_value<V>(std::make_index_sequence<around<V>.sides()>{}));
    // Numbers of the whole chunk.
    template<std::size_t V>
    static constexpr std::size_t size_of_value = value<V>::part * (tiled<V> ? tiles : Samples);
};

}

#endif
