#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <typegrad/context/host_context.cuh>
#include <typegrad/train/block_training.cuh>

#include "training_case.hpp"

// Training kernels on the CPU, every access checked, against the gradient of the CPU in double.
using namespace typegrad::cuda;

// Kernels before the one with the loss, and behind it.
template<class Kernels, std::size_t G, class T, class... Arguments>
findings forward(int blocks, turns order, const block_memories<T>& m, const step_number& step) {
    using groups = typename Kernels::groups;
    if constexpr (G + 1 >= groups::count) {
        return {};
    } else {
        const findings found = emulate<block_forward<typename Kernels::plan, T, groups, G, 2>>(blocks, order, m, static_cast<float*>(nullptr), step);
        return found.none() ? forward<Kernels, G + 1>(blocks, order, m, step) : found;
    }
}
template<class Kernels, std::size_t G, class T, class... Arguments>
findings backward(int blocks, turns order, const block_memories<T>& m, const Arguments&... arguments) {
    const findings found = emulate<typename Kernels::template training<G>>(blocks, order, m, arguments...);
    if constexpr (G == 0) return found;
    else return found.none() ? backward<Kernels, G - 1>(blocks, order, m, arguments...) : found;
}
template<class Net, class Loss, class T, class Target, class Groups, int Warps>
struct kernels {
    using plan = block_plan<Net, true, sizeof(T)>;
    using groups = Groups;
    template<std::size_t G>
    using training = block_training<Net, Loss, T, Target, Groups, G, Warps>;
};

template<class T, class Net, class Loss, int Samples, int Warps = 2, class Groups = one_group<block_plan<Net, true, sizeof(T)>, Samples>>
void check_training(int n, int blocks, double tolerance, float of_more = 1) {
    CAPTURE(n);
    CAPTURE(tolerance);
    const std::uint64_t done = 4;
    const step_number step{11, &done};
    const training_case<Net, Loss> given(n, step.mode());
    using target = typename training_case<Net, Loss>::target;
    using all = kernels<Net, Loss, T, target, Groups, Warps>;
    using kernel = typename all::template training<Groups::count - 1>;
    const std::size_t count = Net::parameter_count, parts = static_cast<std::size_t>(blocks);
    std::vector<float> first;
    for (const turns order : {turns::forward, turns::random}) {
        std::vector<float> partial(parts * count, NAN), losses(parts, NAN);
        const std::size_t between = block_crossing<typename all::plan, Groups>::size * static_cast<std::size_t>(n);
        std::vector<T> values(between), slopes(between);
        using facts = block_facts<typename all::plan>;
        std::vector<float> scratch(parts * facts::workers * facts::own_parameters(0, facts::steps), NAN);
        const block_memories<T> m{given.p->data(), given.x.data(), values.data(), slopes.data(), n, n, scratch.data()};
        findings found = forward<all, 0>(blocks, order, m, step);
        REQUIRE_MESSAGE(found.none(), found.messages.front());
        found = backward<all, Groups::count - 1>(blocks, order, m, given.targets.data(), partial.data(), losses.data(), 1.0f / (static_cast<float>(n) * of_more), Loss{}, step);
        REQUIRE_MESSAGE(found.none(), found.messages.front());
        if (Groups::count == 1) CHECK(found.products == static_cast<std::size_t>(kernel::products() * ((n + Samples - 1) / Samples)));
        given.check(partial, losses, tolerance, static_cast<double>(of_more));
        if (first.empty()) first = partial;
        else CHECK(first == partial);
    }
}

// In one kernel, no weight of which stays in shared memory.
template<class Net, int Samples, class T>
using streaming = one_group<block_plan<Net, true, sizeof(T)>, Samples, 0>;

// Cut before these steps.
template<class Net, int Samples, std::size_t... Cut>
struct cut_groups {
    using plan = block_plan<Net, true>;
    static constexpr std::size_t count = sizeof...(Cut) + 1, begin[count] = {0, Cut...}, end[count] = {Cut..., plan::steps};
    static constexpr auto at = [] {
        std::array<block_group, count> t{};
        for (std::size_t g = 0; g < count; ++g) t[g] = {begin[g], end[g], Samples + static_cast<int>(g), true};
        return t;
    }();
};
