#ifndef TYPEGRAD_NETWORK_EXPLAIN_HPP
#define TYPEGRAD_NETWORK_EXPLAIN_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "inference.hpp"
#include "summary.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {

template<class Net, std::size_t N>
struct write_plan {
    using P = typename chunk_of<Net, N, mode::inference>::plan;

    constexpr void operator()(writer& w) const {
        w.text("plan for ").number(N).text(N == 1 ? " sample" : " samples").text(": ").number(simd::lanes<float>).text(" lanes, ");
        w.text("chunks of ").number(P::samples).text(", tiles of ").number(static_cast<std::size_t>(P::lanes));
        w.text(", workspace ").number(inference<Net, N>::workspace_bytes).text(" bytes\n");
        for_each_index<P::steps>([&](auto i) { step<i>(w); });
    }

private:
    template<std::size_t I>
    static constexpr void step(writer& w) {
        constexpr planned_step r = P::table.at[I];
        const std::size_t start = w.length;
        w.text(" ").number(I).column(start, 4);
        if constexpr (r.kind == step_kind::load) w.text(r.tiled && P::lanes > 1 ? "samples side by side, in tiles" : "a copy with a border of zeros");
        else if constexpr (r.kind == step_kind::unload) w.text("tiles back into rows");
        else names<first<r.begin>(), r.end>(w);
        if constexpr (r.kind == step_kind::linear) linear<step_of<P, I>>(w, start);
        w.text("\n");
    }
    // With the layers before it that do nothing.
    template<std::size_t Begin>
    static consteval std::size_t first() {
        if constexpr (Begin == 0 || Begin >= P::nodes) return Begin;
        else return fuse<Net, false>::kind[Begin - 1] == layer_kind::nothing && P::graph::table.at[Begin].from.value[0] == Begin ? first<Begin - 1>() : Begin;
    }
    template<std::size_t Begin, std::size_t End>
    static constexpr void names(writer& w) {
        for_each_index<End - Begin>([&](auto i) {
            if (i) w.text(" + ");
            w.text(name_of<typename P::graph::template node<Begin + i>::layer>());
        });
    }
    template<class Step>
    static constexpr void linear(writer& w, std::size_t start) {
        using K = typename Step::forward_kernel_type;
        w.column(start, 38).text("vector ").text({&K::space.letter[K::order.vector], 1}).text(K::space.y[K::order.vector] == 0 ? " (summed)" : "");
        w.text(" ").number(static_cast<std::size_t>(K::order.vectors)).text(" x ").number(static_cast<std::size_t>(K::order.lanes)).text(", tile");
        bool any = false;
        for (int k = 0; k < einsum::max_tiled; ++k)
            if (K::order.tiled[k] >= 0) {
                w.text(" ").text({&K::space.letter[K::order.tiled[k]], 1}).number(static_cast<std::size_t>(K::order.size[k]));
                any = true;
            }
        if (!any) w.text(" 1");
        const std::size_t calls = Step::batch::samples;
        w.text(", ").number(K::space.work() / calls).text(" multiply-adds and ").number(Step::item::parameters::size * sizeof(float)).text(" bytes of weights");
    }
};

}

// How a network will run with this capacity: the steps that became one loop, the index along the lanes, the tile of
// accumulators, the work a sample and the workspace.
template<class Net, std::size_t N = 1>
constexpr std::string_view explain() {
    return detail::written<compute::write_plan<Net, N>>::view;
}

}
}

#endif
