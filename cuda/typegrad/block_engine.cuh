#ifndef TYPEGRAD_CUDA_BLOCK_ENGINE_CUH
#define TYPEGRAD_CUDA_BLOCK_ENGINE_CUH

#include <algorithm>
#include <utility>

#include "chain_choice.cuh"
#include "launcher.cuh"
#include "network/block_planner.cuh"
#include "tag.cuh"
#include "train/block_training.cuh"
#include "train/update.cuh"

// Networks whose values lie in shared memory: one kernel, or one for each group of steps, as planned for each size of shared
// memory; which of the plans runs, the device decides.
namespace typegrad::cuda {

template<class Tag, bool Training>
using plan_of = block_plan<typename Tag::network, Training, sizeof(number_of<Tag>)>;
template<class Tag, bool Training, std::uint32_t Bytes>
using groups_of = planned_groups<plan_of<Tag, Training>, Bytes>;

// Kernels known by the tag alone: nvcc cannot write the types of networks with names for the host.
template<class Tag, bool Training, std::uint32_t Bytes, std::size_t G>
struct block_forward_kernel : block_forward<plan_of<Tag, Training>, number_of<Tag>, groups_of<Tag, Training, Bytes>, G> {
    static constexpr std::uint32_t planned_bytes = Bytes;
};
template<class Tag, std::uint32_t Bytes, std::size_t G>
struct block_training_kernel : block_training<typename Tag::network, typename Tag::loss, number_of<Tag>, target_of<Tag>, groups_of<Tag, true, Bytes>, G> {
    static constexpr std::uint32_t planned_bytes = Bytes;
};

template<class Tag>
class block_engine {
    using network = typename Tag::network;
    using number = number_of<Tag>;

public:
    status open(const launcher& l, std::size_t batch) {
        room_ = batch;
        if (status s = find_plan(l, std::make_index_sequence<std::size(shared_sizes)>{}); !s) return s;
        return with_plan([&]<std::uint32_t Bytes>() -> status {
            if constexpr (!possible<Bytes>()) {
                return status(error::device, "cuda: a step of the network does not fit into ").append(std::size_t{Bytes}).append(" bytes of shared memory even for one sample; use a narrower layer or a shorter sequence");
            } else {
                std::size_t between = 0;
                if constexpr (has_part<false, Bytes>()) between = block_crossing<plan_of<Tag, false>, groups_of<Tag, false, Bytes>>::size;
                if constexpr (has_part<true, Bytes>()) {
                    const std::size_t needs = block_crossing<plan_of<Tag, true>, groups_of<Tag, true, Bytes>>::size;
                    between = std::max(between, needs);
                    if (status s = slopes_.allocate(needs * room_); !s) return s;
                    using facts = block_facts<plan_of<Tag, true>>;
                    if (status s = scratch_.allocate(static_cast<std::size_t>(l.processors) * facts::workers * facts::own_parameters(0, facts::steps)); !s) return s;
                }
                return values_.allocate(between * room_);
            }
        });
    }
    void changed() {}

    status infer(const launcher& l, const float* p, const float* x, float* y, std::size_t n) {
        return with_plan([&]<std::uint32_t Bytes>() -> status {
            if constexpr (possible<Bytes>() && has_part<false, Bytes>()) return infer_with<Bytes>(l, p, x, y, n);
            else return {};
        });
    }
    // For each block the part of the gradient of its samples, and of the loss; how many parts there are.
    template<class Target, class Loss>
    status gradient(const launcher& l, const float* p, const float* x, const Target* t, float* partial, float* losses, std::size_t n, const Loss& loss, const step_number& number_of_step, int& parts) {
        return with_plan([&]<std::uint32_t Bytes>() -> status {
            if constexpr (possible<Bytes>() && has_part<true, Bytes>()) return gradient_with<Bytes>(l, memories(p, x, n), t, partial, losses, loss, number_of_step, parts);
            else return {};
        });
    }

private:
    // Whether the network infers or trains in blocks: elsewhere it is a chain.
    template<bool Training, std::uint32_t Bytes>
    static consteval bool has_part() {
        return (trains<Tag> || !Training) && !runs_as_chain<Tag, Training>(Bytes);
    }
    template<std::uint32_t Bytes>
    status infer_with(const launcher& l, const float* p, const float* x, float* y, std::size_t n) {
        for (std::size_t done = 0; done < n; done += room_) {
            const std::size_t some = n - done < room_ ? n - done : room_;
            if (status s = forward<false, Bytes, 0, groups_of<Tag, false, Bytes>::count>(l, memories(p, x + done * network::input::size, some), y + done * network::output::size, {}); !s) return s;
        }
        return {};
    }
    template<std::uint32_t Bytes, class Target, class Loss>
    status gradient_with(const launcher& l, const block_memories<number>& m, const Target* t, float* partial, float* losses, const Loss& loss, const step_number& number_of_step, int& parts) {
        using groups = groups_of<Tag, true, Bytes>;
        parts = l.blocks_for(static_cast<std::size_t>(m.n), fewest<groups>());
        if (status s = forward<true, Bytes, 0, groups::count - 1>(l, m, nullptr, number_of_step); !s) return s;
        return backward<Bytes, groups::count>(l, m, t, partial, losses, 1.0f / static_cast<float>(m.n), loss, number_of_step, parts);
    }
    template<class Groups>
    static consteval int fewest() {
        int n = Groups::at[0].samples;
        for (std::size_t g = 1; g < Groups::count; ++g) n = Groups::at[g].samples < n ? Groups::at[g].samples : n;
        return n;
    }
    template<std::uint32_t Bytes>
    static consteval bool possible() {
        return part_possible<false, Bytes>() && part_possible<true, Bytes>();
    }
    template<bool Training, std::uint32_t Bytes>
    static consteval bool part_possible() {
        if constexpr (has_part<Training, Bytes>()) return groups_of<Tag, Training, Bytes>::possible;
        else return true;
    }
    block_memories<number> memories(const float* p, const float* x, std::size_t n) const {
        return {p, x, values_.data(), slopes_.data(), static_cast<int>(room_), static_cast<int>(n), scratch_.data()};
    }

    // Kernels are there for the size of shared memory of the architecture that they were compiled for.
    template<std::size_t... I>
    status find_plan(const launcher& l, std::index_sequence<I...>) {
        const std::uint32_t bytes = shared_bytes_of(l.architecture);
        plan_ = 0;
        ((shared_sizes[I] == bytes ? void(plan_ = I) : void()), ...);
        if (bytes <= l.shared_bytes) return {};
        return status(error::device, "cuda: the code is for sm_").append(static_cast<std::size_t>(l.architecture)).append(", whose blocks have more shared memory than this device's; compile for its architecture as well");
    }
    template<class F>
    status with_plan(const F& f) const {
        static_assert(std::size(shared_sizes) == 3);
        if (plan_ == 0) return f.template operator()<shared_sizes[0]>();
        if (plan_ == 1) return f.template operator()<shared_sizes[1]>();
        return f.template operator()<shared_sizes[2]>();
    }

    template<bool Training, std::uint32_t Bytes, std::size_t G, std::size_t End>
    static status forward(const launcher& l, const block_memories<number>& m, float* y, const step_number& step) {
        if constexpr (G == End) {
            return {};
        } else {
            using kernel = block_forward_kernel<Tag, Training, Bytes, G>;
            if (status s = l.launch<kernel>(l.blocks_for(static_cast<std::size_t>(m.n), kernel::group.samples), Training ? "cannot train" : "cannot infer", m, y, step); !s) return s;
            return forward<Training, Bytes, G + 1, End>(l, m, y, step);
        }
    }
    // Every kernel adds to the same parts.
    template<std::uint32_t Bytes, std::size_t Left, class Target, class Loss>
    static status backward(const launcher& l, const block_memories<number>& m, const Target* t, float* partial, float* losses, float share, const Loss& loss, const step_number& step, int parts) {
        if constexpr (Left == 0) {
            return {};
        } else {
            if (status s = l.launch<block_training_kernel<Tag, Bytes, Left - 1>>(parts, "cannot train", m, t, partial, losses, share, loss, step); !s) return s;
            return backward<Bytes, Left - 1>(l, m, t, partial, losses, share, loss, step, parts);
        }
    }

    device_memory<number> values_, slopes_;
    device_memory<float> scratch_;
    std::size_t room_ = 0, plan_ = 0;
};

}

#endif
