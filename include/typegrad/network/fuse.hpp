#ifndef TYPEGRAD_NETWORK_FUSE_HPP
#define TYPEGRAD_NETWORK_FUSE_HPP

#include <cstddef>

#include "../einsum/window.hpp"
#include "network.hpp"

// The list of layers becomes a list of steps: [linear, activations, pooling] is one loop nest, a chain of activations one
// pass, flatten and its kin nothing at all.
namespace typegrad {
namespace detail {

template<class Layer>
concept has_linear = requires { requires Layer::has_linear; };
template<class Layer>
concept only_shape = requires { requires Layer::only_shape; };

enum class layer_kind { linear, elementwise, shape, own };
enum class step_kind { load, linear, map, own, unload };

struct step_range {
    step_kind kind = step_kind::map;
    std::size_t begin = 0, core = 0, pool = none, end = 0;  // layers begin .. end - 1
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
};

template<class Item>
consteval layer_kind kind_of() {
    if constexpr (elementwise<typename Item::layer>) return layer_kind::elementwise;
    else if constexpr (only_shape<typename Item::layer>) return layer_kind::shape;
    else if constexpr (has_linear<typename Item::layer>) return layer_kind::linear;
    else return layer_kind::own;
}

// A maximum over windows that tile the input exactly can take its values from the registers of the step before it.
template<class Item>
consteval bool fusable_pool() {
    if constexpr (requires { Item::layer::fuses; }) {
        constexpr window w = Item::layer::options;
        if (w.mode != window::border::by_hand || w.kernel[0] * (w.axes == 2 ? w.kernel[1] : 1) > 9) return false;
        for (int a = 0; a < w.axes; ++a)
            if (w.stride[a] != w.kernel[a] || w.dilation[a] != 1 || w.before[a] || w.after[a] || Item::input::extent(static_cast<std::size_t>(a)) % w.kernel[a]) return false;
        return true;
    } else {
        return false;
    }
}
template<class Item>
consteval bool monotone() {
    if constexpr (elementwise<typename Item::layer>) return is_monotone<typename Item::layer>;
    else return false;
}

template<std::size_t Layers>
struct step_list {
    std::size_t size = 0;
    step_range at[2 * Layers + 2]{};

    constexpr void add(step_kind kind, std::size_t begin, std::size_t core, std::size_t end, std::size_t pool = step_range::none) {
        at[size++] = {kind, begin, core, pool, end};
    }
};

template<class Net, class Numbers = std::make_index_sequence<Net::layers>>
struct fuse;
template<class Net, std::size_t... I>
struct fuse<Net, std::index_sequence<I...>> {
    static constexpr std::size_t layers = Net::layers;
    static constexpr layer_kind kind[layers] = {kind_of<layer_of<Net, I>>()...};
    static constexpr bool pools[layers] = {fusable_pool<layer_of<Net, I>>()...};
    static constexpr bool keeps_order[layers] = {monotone<layer_of<Net, I>>()...};

    static constexpr step_list<layers> make() {
        step_list<layers> list;
        for (std::size_t i = 0; i < layers;) {
            const std::size_t begin = i;
            while (i < layers && kind[i] == layer_kind::shape) ++i;
            if (i == layers) {  // trailing shapes belong to the last step, or are a step of their own
                if (list.size) list.at[list.size - 1].end = i;
                else list.add(step_kind::map, begin, begin, i);
                break;
            }
            const std::size_t core = i++;
            if (kind[core] == layer_kind::own) {
                list.add(step_kind::own, begin, core, i);
                continue;
            }
            bool ordered = true;
            auto activations = [&] {
                for (; i < layers && kind[i] == layer_kind::elementwise; ++i) ordered = ordered && keeps_order[i];
            };
            activations();
            std::size_t pool = step_range::none;
            if (kind[core] == layer_kind::linear && ordered && i < layers && pools[i]) {
                pool = i++;
                ordered = true;
                activations();
            }
            list.add(kind[core] == layer_kind::linear ? step_kind::linear : step_kind::map, begin, core, i, pool);
        }
        return list;
    }
    static constexpr step_list<layers> steps = make();
};

// The activations among layers Begin .. End - 1 as one function.
template<class Net, std::size_t Begin, std::size_t End, class... F>
struct chain_of {
    using type = chain<F...>;
};
template<class Net, std::size_t Begin, std::size_t End, class... F>
    requires(Begin < End)
struct chain_of<Net, Begin, End, F...> {
    using here = typename layer_of<Net, Begin>::layer;
    template<class L>
    static constexpr auto next() {
        if constexpr (elementwise<L>) return chain_of<Net, Begin + 1, End, F..., L>{};
        else return chain_of<Net, Begin + 1, End, F...>{};
    }
    using type = typename decltype(next<here>())::type;
};

}
}

#endif
