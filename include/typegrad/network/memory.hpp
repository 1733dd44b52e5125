#ifndef TYPEGRAD_NETWORK_MEMORY_HPP
#define TYPEGRAD_NETWORK_MEMORY_HPP

#include <cstddef>
#include <utility>

#include "../simd/batch.hpp"
#include "steps.hpp"
#include "trained_ranges.hpp"

// Offsets of every buffer in one arena, known to the compiler. All sizes are in floats.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// How many samples a chunk has, and how many lie side by side in a tile.
template<class Net, std::size_t N, class Mode>
struct chunk_of {
    using facts = facts_of<Net, std::is_same_v<Mode, mode::training>>;
    static constexpr std::size_t most = facts::mixes ? N : 128;  // samples that mix must meet
    static constexpr std::size_t lanes_ = static_cast<std::size_t>(simd::lanes<float>);
    static constexpr int lanes = facts::any_tiles && 2 * N >= lanes_ ? static_cast<int>(lanes_) : 1;
    // As many chunks as threads are planned for, but none smaller than a vector.
    static constexpr std::size_t threads = facts::mixes ? 1 : TYPEGRAD_THREADS, parts = N / lanes_ < threads ? (N / lanes_ ? N / lanes_ : 1) : threads;
    static constexpr std::size_t chunks = N == 0 ? 1 : (N + most - 1) / most < parts ? parts : (N + most - 1) / most;
    static constexpr std::size_t arenas = chunks < threads ? chunks : threads;
    static constexpr std::size_t each = N ? (N + chunks - 1) / chunks : 1;
    static constexpr std::size_t samples = (each + static_cast<std::size_t>(lanes) - 1) / static_cast<std::size_t>(lanes) * static_cast<std::size_t>(lanes);
    using plan = detail::plan<Net, Mode, samples, lanes>;
};

constexpr std::size_t aligned(std::size_t floats) { return (floats + 15) / 16 * 16; }

// Who reads and writes a value when, in steps; those that share a loop over tiles are one moment.
template<class P>
struct lifetimes {
    static constexpr std::size_t values = P::steps + 1;
    std::size_t segment[P::steps + 1]{};  // of each step
    std::size_t first[values]{}, last[values]{};
    bool whole[values]{};  // needed for all tiles at once

    static constexpr bool same(const planned_step& a, const planned_step& b) { return a.tiled && b.tiled && !a.whole && !b.whole; }
    static constexpr lifetimes make() {
        lifetimes l;
        for (std::size_t s = 1; s < P::steps; ++s) l.segment[s] = l.segment[s - 1] + (same(P::table.at[s - 1], P::table.at[s]) ? 0 : 1);
        for (std::size_t v = 0; v < values; ++v) {
            const bool tiled = v > 0 && P::table.at[v - 1].tiled && !P::table.at[v - 1].whole;
            l.whole[v] = v == 0 || v == P::result || !tiled;
            l.first[v] = l.last[v] = v > 0 ? v - 1 : 0;
        }
        for (std::size_t s = 0; s < P::steps; ++s)
            for (std::size_t i = 0; i < P::table.at[s].from.size; ++i) {
                const std::size_t v = P::table.at[s].from.value[i];
                l.last[v] = s;
                l.whole[v] = l.whole[v] || v == 0 || l.segment[s] != l.segment[v - 1] || P::table.at[s].whole;
            }
        for (std::size_t v = 0; v < values; ++v) {
            if (!l.whole[v]) continue;
            while (l.first[v] > 0 && l.segment[l.first[v] - 1] == l.segment[l.first[v]]) --l.first[v];
            while (l.last[v] + 1 < P::steps && l.segment[l.last[v] + 1] == l.segment[l.last[v]]) ++l.last[v];
        }
        return l;
    }
};
template<class P>
inline constexpr auto lifetimes_of = lifetimes<P>::make();

template<class P, class Numbers = std::make_index_sequence<P::steps + 1>>
struct sizes_of;
template<class P, std::size_t... V>
struct sizes_of<P, std::index_sequence<V...>> {
    static constexpr std::size_t part[sizeof...(V)] = {P::template value<V>::part...}, all[sizeof...(V)] = {P::template size_of_value<V>...};
};

// Values (or their gradients) that do not live at the same time share memory.
template<class P>
struct shared_memory {
    static constexpr std::size_t values = P::steps + 1;
    std::size_t offset[values]{}, size = 0;
    bool whole[values]{};

    // The input and the result lie with the caller.
    static constexpr shared_memory make() {
        constexpr auto& l = lifetimes_of<P>;
        using sizes = sizes_of<P>;
        shared_memory m;
        for (std::size_t v = 0; v < values; ++v) {
            m.whole[v] = l.whole[v];
            if (v == 0 || v == P::result) continue;
            const std::size_t need = aligned(l.whole[v] ? sizes::all[v] : sizes::part[v]);
            m.offset[v] = m.gap(v, need);
            if (m.offset[v] + need > m.size) m.size = m.offset[v] + need;
        }
        return m;
    }

private:
    // The lowest offset where nobody lies who lives at the same time.
    constexpr std::size_t gap(std::size_t v, std::size_t need) const {
        constexpr auto& l = lifetimes_of<P>;
        using sizes = sizes_of<P>;
        std::size_t at = 0;
        for (bool again = true; again;) {
            again = false;
            for (std::size_t u = 1; u < v; ++u) {
                if (u == P::result || l.last[u] < l.first[v] || l.last[v] < l.first[u]) continue;
                const std::size_t end = offset[u] + aligned(l.whole[u] ? sizes::all[u] : sizes::part[u]);
                if (offset[u] < at + need && at < end) {
                    at = end;
                    again = true;
                }
            }
        }
        return at;
    }
};

// Every value at a place of its own, for backward to read again.
template<class P, class Numbers = std::make_index_sequence<P::steps>>
struct kept_memory;
template<class P, std::size_t... S>
struct kept_memory<P, std::index_sequence<S...>> {
    static constexpr std::size_t values = P::steps + 1;
    std::size_t offset[values]{}, argument[values]{}, numbers[values]{}, place[values]{};  // place in bytes
    std::size_t size = 0, bytes = 0;

    static constexpr kept_memory make() {
        using sizes = sizes_of<P>;
        constexpr bool arguments[] = {step_of<P, S>::keeps_argument...};
        constexpr std::size_t own[] = {step_of<P, S>::kept * (P::table.at[S].tiled && !P::table.at[S].whole ? P::tiles : 1)...};
        kept_memory k;
        for (std::size_t s = 0; s < P::steps; ++s) {
            const std::size_t all = sizes::all[s + 1];
            k.offset[s + 1] = k.size;
            k.size += aligned(all);
            k.argument[s + 1] = k.size;
            if (arguments[s]) k.size += aligned(all);
            k.numbers[s + 1] = k.size;
            k.size += aligned(own[s]);
            k.place[s + 1] = k.bytes;
            if (P::table.at[s].pool != step_range::none) k.bytes += 4 * aligned((all + 3) / 4);
        }
        return k;
    }
};

// Which values any parameter before them wants the gradient of. The gradient of the input may be wanted all the same.
template<class P>
struct learning {
    bool value[P::steps + 1]{};

    static constexpr learning make() {
        learning l;
        for (std::size_t s = 0; s < P::steps; ++s) {
            const planned_step& r = P::table.at[s];
            const graph_node& node = P::graph::table.at[r.core < P::nodes ? r.core : P::nodes];
            l.value[s + 1] = r.core < P::nodes && !node.frozen && (P::graph::counts[r.core] > 0 || P::graph::counts.statistics[r.core]);
            for (std::size_t i = 0; i < r.from.size; ++i) l.value[s + 1] = l.value[s + 1] || l.value[r.from.value[i]];
        }
        return l;
    }
};

// Layers that share their parameters share their statistics as well: the first of them moves those.
template<class Net, std::size_t K>
consteval bool owns_statistics() {
    constexpr auto& t = graph<Net>::table;
    return []<std::size_t... J>(std::index_sequence<J...>) {
        return !((graph<Net>::template node<J>::statistic_count > 0 && t.live[J] && t.at[J].statistics == t.at[K].statistics) || ...);
    }(std::make_index_sequence<K>{});
}
// The statistics of a batch, which a training pass leaves behind dp, move those of the model.
template<class Net, class P>
constexpr void fold_statistics(P& p, const P& batch) {
    if constexpr (Net::statistic_count > 0)
        for_each_index<graph<Net>::nodes>([&](auto k) {
            using node = typename graph<Net>::template node<k>;
            constexpr const graph_node& n = graph<Net>::table.at[k];
            if constexpr (node::statistic_count > 0 && !n.frozen && graph<Net>::table.live[k] && owns_statistics<Net, k>()) {
                constexpr float share = static_cast<float>(node::layer::options.momentum);
                for (std::size_t i = n.statistics; i < n.statistics + node::statistic_count; ++i) p.statistics()[i] += share * (batch.statistics()[i] - p.statistics()[i]);
            }
        });
}

// Who sets the gradient of a value, in backward the first of those that read it; the others add to it.
template<class P>
consteval bool sets_gradient(std::size_t step, std::size_t input) {
    const std::size_t v = P::table.at[step].from.value[input];
    for (std::size_t i = 0; i < input; ++i)
        if (P::table.at[step].from.value[i] == v) return false;
    for (std::size_t s = step + 1; s < P::steps; ++s)
        for (std::size_t i = 0; i < P::table.at[s].from.size; ++i)
            if (P::table.at[s].from.value[i] == v) return false;
    return true;
}

// Whether a step makes the gradient of its weights all at once, and no other step shares them.
template<class P, std::size_t S>
consteval bool sets_weights() {
    constexpr auto& s = P::table.at[S];
    if constexpr (s.kind != step_kind::linear || s.from.size != 1 || s.core >= P::nodes || !requires { step_of<P, S>::sets_weights; }) {
        return false;
    } else {
        const graph_node& own = P::graph::table.at[s.core];
        for (std::size_t i = 0; i < P::steps; ++i) {
            const std::size_t core = P::table.at[i].core;
            if (i != S && core < P::nodes && P::graph::counts[core] > 0 && P::graph::table.at[core].offset == own.offset) return false;
        }
        return step_of<P, S>::sets_weights && !own.frozen;
    }
}

template<class P, class Numbers = std::make_index_sequence<P::steps>>
struct scratch_of;
template<class P, std::size_t... S>
struct scratch_of<P, std::index_sequence<S...>> {
    // What a step works in while it runs forward.
    static constexpr std::size_t forward = [] {
        std::size_t most = 0;
        ((most = step_of<P, S>::kept > most ? step_of<P, S>::kept : most), ...);
        return aligned(most);
    }();
    // Backward: that of the step itself, then the gradients of inputs that nobody wants or that are to be added.
    template<std::size_t Step>
    static consteval std::size_t need() {
        using step = step_of<P, Step>;
        std::size_t n = aligned(step::scratch);
        for (std::size_t i = 0; i < P::table.at[Step].from.size; ++i)
            if (P::table.at[Step].kind == step_kind::own || !sets_gradient<P>(Step, i)) n += aligned(step::input_sizes[i]);
        return n;
    }
    static constexpr std::size_t backward = [] {
        std::size_t most = 0;
        ((most = need<S>() > most ? need<S>() : most), ...);
        return most;
    }();
};

}
}
}

#endif
