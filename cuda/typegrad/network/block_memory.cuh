#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_MEMORY_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_MEMORY_CUH

#include "block_arena.cuh"
#include "block_facts.cuh"

namespace typegrad::cuda {

// Steps begin .. end - 1 in one kernel, for so many samples at a time; forward alone, or forward and backward. Layers with more
// bytes of weights than `resident` leave them in global memory.
struct block_group {
    std::size_t begin = 0, end = 0;
    int samples = 1;
    bool backward = false;
    std::uint32_t resident = ~std::uint32_t{0};

    constexpr block_group with(int n) const { return {begin, end, n, backward, resident}; }
    constexpr block_group going(bool back) const { return {begin, end, samples, back, resident}; }

    constexpr bool has(std::size_t step) const { return step >= begin && step < end; }
    constexpr bool begins_after(std::size_t step) const { return step < begin; }
};
template<class Plan>
consteval block_group whole_network(int samples) {
    return {0, Plan::steps, samples, Plan::training};
}

// Where a block keeps everything while it works on a group. Time counts the steps forward, then backward. What others than
// this group read is there at its end, what others have made at its beginning.
template<class Plan, block_group Group>
struct block_memory : block_facts<Plan> {
    using facts = block_facts<Plan>;
    static constexpr std::size_t steps = Plan::steps;
    static constexpr block_group group = Group;

    // Of values: whether it comes from outside the group; whether it is made here and wanted outside; whether others behind
    // this group read it, so that its slope has begun.
    static constexpr bool enters(std::size_t v) { return (v == 0 || Group.begins_after(v - 1)) && reads(v); }
    static constexpr bool leaves(std::size_t v) { return v > 0 && made_here(v - 1) && (v == Plan::result || facts::table.value[v].last >= Group.end); }
    static constexpr bool read_behind(std::size_t v) { return (made_here(v - 1) || enters(v)) && v != Plan::result && facts::table.value[v].last >= Group.end; }

private:
    static constexpr bool made_here(std::size_t step) { return Group.has(step); }
    static constexpr bool reads(std::size_t v) {
        for (std::size_t s = Group.begin; s < Group.end; ++s)
            for (std::size_t i = 0; i < Plan::plan::table.at[s].from.size; ++i)
                if (Plan::plan::table.at[s].from.value[i] == v) return true;
        return false;
    }
    static constexpr std::size_t loss = steps, end = 2 * steps + 1;
    static constexpr std::size_t back(std::size_t s) { return 2 * steps - s; }
    // The last step of the group that reads a value.
    static constexpr std::size_t last_here(std::size_t v) {
        std::size_t last = Group.begin;
        for (std::size_t s = Group.begin; s < Group.end; ++s)
            for (std::size_t i = 0; i < Plan::plan::table.at[s].from.size; ++i)
                if (Plan::plan::table.at[s].from.value[i] == v) last = s;
        return last;
    }

    static constexpr std::size_t buffers = 10 * steps + 2;
    using arena = block_arena<buffers>;
    enum : std::size_t { weights_ = 0, biases_ = steps, values_ = 2 * steps, arguments_ = 3 * steps + 1, unpooled_ = 4 * steps + 1, slopes_ = 5 * steps + 1, inner_slopes_ = 6 * steps + 2, extras_ = 7 * steps + 2, states_ = 9 * steps + 2 };

    static constexpr void add_value(arena& a, std::size_t v) {
        const auto& b = facts::table.value[v];
        const bool here = v > 0 && made_here(v - 1);
        if (!here && !enters(v)) return;
        const std::uint32_t samples = static_cast<std::uint32_t>(Group.samples);
        const std::size_t made = here ? v - 1 : Group.begin;
        a.of[values_ + v] = {b.value * samples, made, Group.backward ? (here ? back(made) : end) : leaves(v) ? loss : last_here(v)};
        if (Group.backward && b.slope) a.of[slopes_ + v] = {b.slope * samples, v == Plan::result ? loss : read_behind(v) ? loss : back(last_here(v)), here ? back(made) : end};
    }
    static constexpr void add_step(arena& a, std::size_t s) {
        const auto& b = facts::table.step[s];
        const std::uint32_t samples = static_cast<std::uint32_t>(Group.samples);
        a.of[weights_ + s] = {b.resident_weights(Group.resident), 0, end};
        a.of[biases_ + s] = {b.biases, 0, end};
        a.of[unpooled_ + s] = {b.unpooled * samples, s, Group.backward ? back(s) : s};
        a.of[states_ + s] = {b.state[Group.backward] * samples, s, Group.backward ? back(s) : s};
        if (!Group.backward) return;
        a.of[arguments_ + s] = {b.argument * samples, s, back(s)};
        a.of[inner_slopes_ + s] = {b.inner_slope * samples, back(s), back(s)};
        for (std::size_t i = 0; i < 2; ++i) a.of[extras_ + 2 * s + i] = {b.extra[i] * samples, back(s), back(s)};
    }
    static constexpr arena arranged = [] {
        arena a;
        for (std::size_t v = 0; v <= steps; ++v) add_value(a, v);
        for (std::size_t s = Group.begin; s < Group.end; ++s) add_step(a, s);
        a.place();
        return a;
    }();

public:
    template<std::size_t S>
    static constexpr bool streams = facts::table.step[S].streams(Group.resident);
    // Arguments are kept where there is a way back.
    template<std::size_t S>
    static constexpr bool keeps = Group.backward && facts::template keeps_argument<S>;
    template<std::size_t S>
    static constexpr std::uint32_t weight = arranged.begin[weights_ + S];
    template<std::size_t S>
    static constexpr std::uint32_t bias = arranged.begin[biases_ + S];
    template<std::size_t V>
    static constexpr std::uint32_t value = arranged.begin[values_ + V];
    template<std::size_t S>
    static constexpr std::uint32_t argument = arranged.begin[arguments_ + S];
    template<std::size_t S>
    static constexpr std::uint32_t unpooled = arranged.begin[unpooled_ + S];
    template<std::size_t S>
    static constexpr std::uint32_t state = arranged.begin[states_ + S];
    template<std::size_t V>
    static constexpr std::uint32_t slope_of = arranged.begin[slopes_ + V];
    template<std::size_t S>
    static constexpr std::uint32_t inner_slope_of = arranged.begin[inner_slopes_ + S];
    template<std::size_t S, std::size_t I>
    static constexpr std::uint32_t extra_of = arranged.begin[extras_ + 2 * S + I];
    static constexpr std::uint32_t size = (arranged.size + 15) / 16 * 16;
};

}

#endif
