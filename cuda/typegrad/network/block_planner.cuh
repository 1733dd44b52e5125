#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_PLANNER_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_PLANNER_CUH

#include "../core/architecture.cuh"
#include "block_groups.cuh"

// Which steps share a kernel, and for how many samples at a time: weights and all values of a group must fit into a block's
// shared memory, but for weights that are too large for it, and the cheapest cut wins.
namespace typegrad::cuda {

// What a kernel of some steps takes, for a number of samples at a time: bytes, at least, and cycles of a processor a sample.
template<class Plan>
struct block_costs {
    using facts = block_facts<Plan>;
    static constexpr std::size_t steps = Plan::steps;
    std::uint32_t fixed = 0, each = 0;  // bytes: in all, and for each sample
    double cycles = 0;

    // Cycles for a product of 16 x 16 by 16 x 8, twice as many of numbers that are twice as long; bytes a cycle between kernels, and of gradients; cycles of a barrier and of
    // a launch, shared by the samples that a processor takes in a call.
    static constexpr double product = 2.0 * Plan::bytes, traffic = 16, gradients = 32, barrier = 100, launch = 200;

    static constexpr block_costs of(std::size_t begin, std::size_t end, int samples, std::uint32_t resident) {
        block_costs c;
        c.memory(begin, end, resident);
        std::uint32_t parameters = 0;
        for (std::size_t s = begin; s < end; ++s) {
            const auto& b = facts::table.step[s];
            const double tiles = rounded(b.rows * samples) * rounded(b.columns) * 2 * rounded(b.depth) * b.groups;
            c.cycles += (tiles * product + barrier) * (Plan::training ? 3 : 1);
            parameters += b.weights / static_cast<std::uint32_t>(Plan::bytes);
            if (b.streams(resident)) c.cycles += 4.0 * b.weights * b.passes / Plan::bytes / traffic * (Plan::training ? 2 : 1);
        }
        if (Plan::training) c.cycles += parameters * 8 / gradients;
        c.cycles = c.cycles / samples + launch;
        for (std::size_t v = 1; v <= steps; ++v) {
            const auto& b = facts::table.value[v];
            const bool comes = b.made < begin && b.last >= begin, goes = b.made >= begin && b.made < end && b.last >= end;
            if (comes || goes) c.cycles += (b.value + b.slope) / traffic;
        }
        return c;
    }

private:
    static constexpr double rounded(int n) { return (n + 15) / 16; }
    constexpr void memory(std::size_t begin, std::size_t end, std::uint32_t resident) {
        std::uint32_t most = 0;
        for (std::size_t s = begin; s < end; ++s) {
            const auto& b = facts::table.step[s];
            fixed += b.resident_weights(resident) + b.biases;
            if (Plan::training) each += b.argument + b.unpooled + b.state[1];
            std::uint32_t now = Plan::training ? b.inner_slope + b.extra[0] + b.extra[1] : b.unpooled + b.state[0];
            for (std::size_t v = 0; v <= steps; ++v) {
                const auto& value = facts::table.value[v];
                const bool there = v == 0 ? value.last >= begin : value.made < end && value.last >= begin;
                if (!there || value.made > s || value.last < s) continue;
                now += Plan::training ? value.slope : value.value;
            }
            const auto& y = facts::table.value[s + 1];
            now += y.last > s ? 0 : Plan::training ? y.slope : y.value;
            if (now > most) most = now;
        }
        each += most;
        for (std::size_t v = 0; Plan::training && v <= steps; ++v) {
            const auto& value = facts::table.value[v];
            if ((v == 0 || value.made < end) && value.last >= begin) each += value.value;
        }
    }
};

template<class Plan, std::uint32_t Bytes>
struct planned_groups {
    static constexpr std::size_t steps = Plan::steps;
    static constexpr int sizes[14] = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128};
    static constexpr std::uint32_t besides = 64;  // what a kernel keeps beside its values
    // Weights of a layer that stay take at most so much; less where the values of a group need the room. It is no other choice
    // where the same ones stay.
    static constexpr std::uint32_t residents[3] = {Bytes, Bytes / 4 * 3, Bytes / 4};
    static constexpr bool same(std::size_t begin, std::size_t end, std::size_t choice) {
        for (std::size_t s = begin; choice > 0 && s < end; ++s)
            if (block_costs<Plan>::facts::table.step[s].streams(residents[choice]) != block_costs<Plan>::facts::table.step[s].streams(residents[choice - 1])) return false;
        return choice > 0;
    }

    struct list {
        std::size_t count = 0;
        block_group of[steps + 1]{};
        constexpr const block_group& operator[](std::size_t g) const { return of[g]; }
    };

    // The best way to cut all steps before each, from those before it.
    static constexpr list choose() {
        double best[steps + 1]{};
        block_group last[steps + 1]{};
        for (std::size_t end = 1; end <= steps; ++end) {
            best[end] = -1;
            for (std::size_t begin = end; begin-- > 0;) {
                if (best[begin] < 0) continue;
                bool fits = false;
                for (std::size_t choice = 0; choice < std::size(residents); ++choice) {
                    if (same(begin, end, choice)) continue;
                    for (const int n : sizes) {
                        const auto c = block_costs<Plan>::of(begin, end, n, residents[choice]);
                        if (c.fixed + c.each * static_cast<std::uint32_t>(n) + besides > Bytes) break;
                        fits = true;
                        if (best[end] >= 0 && best[end] <= best[begin] + c.cycles) continue;
                        best[end] = best[begin] + c.cycles;
                        last[end] = {begin, end, n, Plan::training, residents[choice]};
                    }
                }
                if (!fits) break;  // nor will more steps
            }
        }
        list l;
        if (best[steps] < 0) return l;
        for (std::size_t end = steps; end > 0; end = last[end].begin) ++l.count;
        std::size_t g = l.count;
        for (std::size_t end = steps; end > 0; end = last[end].begin) l.of[--g] = last[end];
        return l;
    }
    static constexpr list chosen = choose();
    // Whether every step fits by itself, one sample at a time.
    static constexpr bool possible = chosen.count > 0;

    // As many of them as fit when every buffer has its place.
    template<std::size_t G, int Samples>
    static consteval int placed() {
        if constexpr (Samples > 1 && block_memory<Plan, chosen.of[G].with(Samples)>::size + besides > Bytes) return placed<G, Samples - (Samples + 7) / 8>();
        else return Samples;
    }
    static constexpr list at = [] {
        list l = chosen;
        [&]<std::size_t... G>(std::index_sequence<G...>) { ((l.of[G].samples = placed<G, chosen.of[G].samples>()), ...); }(std::make_index_sequence<chosen.count>{});
        return l;
    }();
    static constexpr std::size_t count = chosen.count;
};

}

#endif
