#ifndef TYPEGRAD_NETWORK_MEMORY_HPP
#define TYPEGRAD_NETWORK_MEMORY_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "edges.hpp"
#include "linear_step.hpp"
#include "plan.hpp"
#include "step.hpp"

// Offsets of every buffer in one arena, known to the compiler. All sizes are in floats.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

// How many samples a chunk has, and how many lie side by side in a tile.
template<class Net, std::size_t N>
struct chunk_of {
    static constexpr std::size_t most = 128;
    static constexpr std::size_t lanes_ = static_cast<std::size_t>(simd::lanes<float>);
    template<std::size_t... I>
    static consteval bool any_tiles(std::index_sequence<I...>) {
        return ((has_linear<typename layer_of<Net, I>::layer> && layer_of<Net, I>::input::rank > 1) || ...);
    }
    static constexpr bool tiled = any_tiles(std::make_index_sequence<Net::layers>{});
    static constexpr int lanes = tiled && 2 * N >= lanes_ ? static_cast<int>(lanes_) : 1;
    // As many chunks as threads are planned for, but none smaller than a vector.
    static constexpr std::size_t threads = TYPEGRAD_THREADS, parts = N / lanes_ < threads ? (N / lanes_ ? N / lanes_ : 1) : threads;
    static constexpr std::size_t chunks = N == 0 ? 1 : (N + most - 1) / most < parts ? parts : (N + most - 1) / most;
    static constexpr std::size_t arenas = chunks < threads ? chunks : threads;
    static constexpr std::size_t each = N ? (N + chunks - 1) / chunks : 1;
    static constexpr std::size_t samples = (each + static_cast<std::size_t>(lanes) - 1) / static_cast<std::size_t>(lanes) * static_cast<std::size_t>(lanes);
    using plan = detail::plan<Net, samples, lanes>;
};

template<class P, std::size_t I>
using step_of = std::conditional_t<P::table.at[I].kind == step_kind::linear, linear_step<P, (P::table.at[I].kind == step_kind::linear ? I : step_range::none)>,
                std::conditional_t<P::table.at[I].kind == step_kind::load, load_step<P, I>,
                std::conditional_t<P::table.at[I].kind == step_kind::unload, unload_step<P, I>,
                std::conditional_t<P::table.at[I].kind == step_kind::map, map_step<P, I>, own_step<P, I>>>>>;

constexpr std::size_t aligned(std::size_t floats) { return (floats + 15) / 16 * 16; }

// Values (or their gradients) that live one after the other: neighbours at opposite ends of one region. A value that
// the steps of one kind write and those of the other read is needed as a whole and has a place of its own.
template<class P>
struct alternating {
    static constexpr std::size_t values = P::steps + 1;
    std::size_t offset[values]{};
    bool whole[values]{};
    std::size_t size = 0;

    template<std::size_t... V>
    static consteval alternating make(std::index_sequence<V...>) {
        constexpr std::size_t part[] = {P::template value<V>::part...}, all[] = {P::template value<V>::size...};
        alternating a;
        std::size_t need[values]{}, region = 0;
        for (std::size_t v = 0; v < values; ++v) {
            const bool made = v > 0 && P::table.at[v - 1].tiled, read = v < P::steps && P::table.at[v].tiled;
            a.whole[v] = v == 0 || v == P::steps || made != read || !made;
            need[v] = aligned(a.whole[v] ? all[v] : part[v]);
        }
        auto apart = [&](std::size_t v) { return a.whole[v] && (v == 0 || v == P::steps || P::table.at[v - 1].tiled != P::table.at[v].tiled); };
        for (std::size_t v = 1; v < values; ++v) {
            const std::size_t before = apart(v - 1) ? 0 : need[v - 1], here = apart(v) ? 0 : need[v];
            if (before + here > region) region = before + here;
        }
        a.size = region;
        for (std::size_t v = 0; v < values; ++v) {
            if (apart(v)) {
                if (v == 0 || v == P::steps) continue;
                a.offset[v] = a.size;
                a.size += need[v];
            } else {
                a.offset[v] = v % 2 ? 0 : region - need[v];
            }
        }
        return a;
    }
};

// Every value at a place of its own, for backward to read again.
template<class P>
struct kept {
    static constexpr std::size_t values = P::steps + 1;
    std::size_t offset[values]{}, argument[values]{}, place[values]{};  // place in bytes
    std::size_t size = 0, bytes = 0;

    template<std::size_t... V>
    static consteval kept make(std::index_sequence<V...>) {
        constexpr std::size_t all[] = {P::template value<V + 1>::size...};
        constexpr bool arguments[] = {step_of<P, V>::keeps_argument...};
        kept k;
        for (std::size_t v = 0; v < P::steps; ++v) {
            k.offset[v + 1] = k.size;
            k.size += aligned(all[v]);
            k.argument[v + 1] = k.size;
            if (arguments[v]) k.size += aligned(all[v]);
            k.place[v + 1] = k.bytes;
            if (P::table.at[v].pool != step_range::none) k.bytes += 4 * aligned((all[v] + 3) / 4);
        }
        return k;
    }
};

template<class P, std::size_t... I>
consteval std::size_t largest_scratch(std::index_sequence<I...>) {
    std::size_t most = 0;
    auto take = [&](std::size_t n) { most = n > most ? n : most; };
    (take([] {
         if constexpr (P::table.at[I].kind == step_kind::linear) return step_of<P, I>::scratch;
         else if constexpr (P::table.at[I].kind == step_kind::own && !P::template learns_before<I>()) return step_of<P, I>::in_size;
         else return std::size_t{0};
     }()), ...);
    return aligned(most);
}

}
}
}

#endif
