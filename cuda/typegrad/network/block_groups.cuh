#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_GROUPS_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_GROUPS_CUH

#include "block_memory.cuh"

namespace typegrad::cuda {

// All steps in one kernel.
template<class Plan, int Samples, std::uint32_t Resident = ~std::uint32_t{0}>
struct one_group {
    static constexpr std::size_t count = 1;
    static constexpr block_group at[1] = {{0, Plan::steps, Samples, Plan::training, Resident}};
};

// The values that one kernel leaves for another: where each lies in a sample's part of the memory between them.
template<class Plan, class Groups>
struct block_crossing {
    static constexpr std::size_t group_of(std::size_t step) {
        std::size_t g = 0;
        while (g + 1 < Groups::count && step >= Groups::at[g].end) ++g;
        return g;
    }
    static constexpr bool crosses(std::size_t v) {
        if (v == 0 || v == Plan::result) return false;
        const auto& b = block_facts<Plan>::table.value[v];
        return group_of(b.made) != group_of(b.last);
    }
    // Numbers a sample, of all that cross, and of those before V.
    template<std::size_t V = Plan::steps + 1>
    static constexpr std::size_t before() {
        return []<std::size_t... U>(std::index_sequence<U...>) { return ((crosses(U) ? Plan::template shape_of<U>::size : 0) + ... + 0); }(std::make_index_sequence<V>{});
    }
    static constexpr std::size_t size = before();
    template<std::size_t V>
    TYPEGRAD_DEVICE static std::ptrdiff_t place(int room) {
        constexpr auto begin = static_cast<std::ptrdiff_t>(before<V>());
        return begin * room;
    }
};

}

#endif
