#ifndef TYPEGRAD_CUDA_EXPLAIN_HPP
#define TYPEGRAD_CUDA_EXPLAIN_HPP

#include <cstddef>
#include <string_view>

#include <typegrad/network/summary.hpp>

#include "chain_choice.cuh"
#include "core/architecture.cuh"
#include "network/block_planner.cuh"
#include "network/block_support.cuh"
#include "tag.cuh"

// What the planner decided, as text; for files that nvcc never sees, too.
namespace typegrad::cuda {

template<class Tag, int Architecture>
struct write_kernels {
    using network = typename Tag::network;
    static constexpr std::uint32_t bytes = shared_bytes_of(Architecture);

    template<class Writer>
    constexpr void operator()(Writer& w) const {
        w.text("sm_").number(static_cast<std::size_t>(Architecture)).text(", ").number(std::size_t{bytes}).text(" bytes of shared memory a block\n");
        part<false>(w, "inference");
        if constexpr (trains<Tag>) part<true>(w, "training");
    }

private:
    template<bool Training, class Writer>
    static constexpr void part(Writer& w, std::string_view name) {
        using plan = block_plan<network, Training, sizeof(number_of<Tag>)>;
        if constexpr (runs_as_chain<Tag, Training>(bytes)) {
            chain<Training>(w, name);
        } else if constexpr (!has_kernels<plan>()) {
            w.text(" ").text(name).text(": a layer has no kernel\n");
        } else if constexpr (!planned_groups<plan, bytes>::possible) {
            w.text(" ").text(name).text(": a step does not fit even for one sample\n");
        } else {
            using groups = planned_groups<plan, bytes>;
            w.text(" ").text(name).text(": ").number(groups::count).text(groups::count == 1 ? " kernel\n" : " kernels\n");
            [&]<std::size_t... G>(std::index_sequence<G...>) { (group<plan, groups, G>(w), ...); }(std::make_index_sequence<groups::count>{});
        }
    }
    template<bool Training, class Writer>
    static constexpr void chain(Writer& w, std::string_view name) {
        std::size_t samples = 0, needs = 0;
        if constexpr (Training) samples = chain_training_of<Tag>::tile, needs = chain_training_of<Tag>::shared_bytes;
        else samples = chain_inference_of<Tag>::samples, needs = chain_inference_of<Tag>::shared_bytes;
        w.text(" ").text(name).text(": a chain of ").number(static_cast<std::size_t>(dense_chain<network>::depth)).text(" dense layers in 1 kernel, activations in registers\n  ").number(samples).text(" samples at a time in ").number(needs).text(" bytes\n");
    }
    template<class Plan, class Groups, std::size_t G, class Writer>
    static constexpr void group(Writer& w) {
        constexpr block_group g = Groups::at[G];
        w.text("  ").number(static_cast<std::size_t>(g.samples)).text(g.samples == 1 ? " sample" : " samples").text(" at a time in ").number(std::size_t{block_memory<Plan, g>::size}).text(" bytes:");
        [&]<std::size_t... S>(std::index_sequence<S...>) { (step<Plan, g, g.begin + S>(w), ...); }(std::make_index_sequence<g.end - g.begin>{});
        w.text("\n");
    }
    template<class Plan, block_group Group, std::size_t S, class Writer>
    static constexpr void step(Writer& w) {
        constexpr auto s = Plan::template step<S>;
        if constexpr (s.kind == step_kind::load || s.kind == step_kind::unload || s.core >= Plan::nodes) w.text(" copy");
        else [&]<std::size_t... K>(std::index_sequence<K...>) { (w.text(K ? "+" : " ").text(typegrad::detail::name_of<typename Plan::graph::template node<s.begin + K>::layer>()), ...); }(std::make_index_sequence<s.end - s.begin>{});
        if constexpr (block_memory<Plan, Group>::template streams<S>) w.text(" (weights streamed)");
    }
};

// How the kernels of a tag are cut for an architecture: which steps share one, for how many samples at a time, in how much
// shared memory. Of training it is the gradient: its sum over blocks, the update and the count are three more.
template<class Tag, int Architecture = 90>
constexpr std::string_view explain() {
    return typegrad::detail::written<write_kernels<Tag, Architecture>>::view;
}

}

#endif
