#ifndef TYPEGRAD_NETWORK_SCALAR_BATCH_HPP
#define TYPEGRAD_NETWORK_SCALAR_BATCH_HPP

#include <cstddef>
#include <utility>

#include "scalar.hpp"

// Several samples node by node, for networks that mix them: batch normalisation while training.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

template<class Net, std::size_t... K>
consteval bool any_mixes(std::index_sequence<K...>) {
    return ((mixes_samples<typename graph<Net>::template node<K>::layer> && !graph<Net>::table.at[K].frozen) || ...);
}
template<class Net>
inline constexpr bool mixes_batches = any_mixes<Net>(std::make_index_sequence<graph<Net>::nodes>{});

template<class Net, class T, std::size_t N>
struct scalar_batch {
    using graph = detail::graph<Net>;
    using pass_type = scalar_pass<Net, T, true>;
    static constexpr std::size_t nodes = graph::nodes;

    // What a layer that mixes samples sees of node K.
    template<std::size_t K>
    struct groups_of {
        using node = typename graph::template node<K>;
        template<class U>
        using field = simd::field<T, dense_field<typename node::input>, U>;
        static constexpr std::size_t from = graph::table.at[K].from.value[0];
        std::size_t groups, count;
        scalar_batch* all;

        constexpr field<const T> x(std::size_t g) const { return {all->pass[g].value(from)}; }
        constexpr field<T> y(std::size_t g) const { return {all->pass[g].values.data() + pass_type::at.value[K + 1]}; }
        constexpr field<const T> dy(std::size_t g) const { return {all->slopes[g].data() + pass_type::at.value[K + 1]}; }
        constexpr field<T> dx(std::size_t g) const { return {all->mixed[g].data()}; }
        constexpr T valid(std::size_t) const { return 1; }
    };
    template<std::size_t K>
    static constexpr bool mixes = mixes_samples<typename graph::template node<K>::layer> && !graph::table.at[K].frozen;
    template<std::size_t K>
    static constexpr std::size_t together() {
        using node = typename graph::template node<K>;
        if constexpr (mixes<K>) return node::layer::template kept_together<typename node::input>;
        else return 0;
    }
    template<std::size_t... K>
    static constexpr std::size_t kept_before(std::size_t k, std::index_sequence<K...>) {
        std::size_t n = 0;
        ((n += K < k ? together<K>() : 0), ...);
        return n;
    }
    static constexpr std::size_t kept_at(std::size_t k) { return kept_before(k, std::make_index_sequence<nodes>{}); }
    template<std::size_t... K>
    static constexpr std::size_t widest(std::index_sequence<K...>) {
        std::size_t most = 1;
        ((most = graph::template node<K>::input::size > most ? graph::template node<K>::input::size : most), ...);
        return most;
    }

    pass_type pass[N]{};
    typename pass_type::gradient slopes[N]{};
    tensor<T, shape<widest(std::make_index_sequence<nodes>{})>> mixed[N]{};
    tensor<T, shape<kept_at(nodes)>> kept{};
    const T* p = nullptr;
    std::size_t count = 0;

    template<std::size_t K>
    constexpr auto parameters(T* to) const {
        constexpr const graph_node& n = graph::table.at[K];
        return scalar_node<typename graph::template node<K>, true>::parameters(to + n.offset, to + Net::parameter_count + n.statistics);
    }
    constexpr void forward() {
        for_each_index<nodes>([&](auto k) {
            using node = typename graph::template node<k>;
            constexpr const graph_node& n = graph::table.at[k];
            if constexpr (mixes<k> && graph::table.live[k])
                node::layer::forward_batch(groups_of<k>{count, count, this}, scalar_node<node, true>::parameters(p + n.offset, p + Net::parameter_count + n.statistics), kept.data() + kept_at(k));
            else
                for (std::size_t s = 0; s < count; ++s) pass[s].template forward_node<k>();
        });
    }
    // dx(i): where the gradient of sample i goes, or nullptr.
    template<class DX>
    constexpr void backward(T* dp, DX&& dx) {
        for_each_index<nodes>([&](auto behind) {
            constexpr std::size_t k = nodes - 1 - behind;
            using node = typename graph::template node<k>;
            constexpr const graph_node& n = graph::table.at[k];
            if constexpr (mixes<k> && graph::table.live[k]) {
                node::layer::backward_batch(groups_of<k>{count, count, this}, scalar_node<node, true>::parameters(p + n.offset, p + Net::parameter_count + n.statistics), parameters<k>(dp), kept.data() + kept_at(k));
                for (std::size_t s = 0; s < count; ++s) {
                    T* const to = groups_of<k>::from == 0 ? dx(s) : slopes[s].data() + pass_type::at.value[groups_of<k>::from];
                    if (to) for (std::size_t i = 0; i < node::input::size; ++i) to[i] += mixed[s][i];
                }
            } else {
                for (std::size_t s = 0; s < count; ++s) pass[s].template backward_node<k>(slopes[s], dp, dx(s));
            }
        });
    }
};

// The gradients of `count` samples that belong together: x(i), dx(i) are their numbers; losses(y, dy) looks at all outputs,
// y(i), and sets their gradients, dy(i).
template<class Net, std::size_t N, class T, class X, class DX, class Losses>
constexpr void vjp_batch(const T* p, std::size_t count, X&& x, T* dp, DX&& dx, Losses&& losses, const mode::training& mode = {}) {
    scalar_batch<Net, T, N> batch;
    batch.p = p;
    batch.count = count;
    for (std::size_t s = 0; s < count; ++s) {
        batch.pass[s].x = x(s);
        batch.pass[s].p = p;
        batch.pass[s].mode = mode;
        batch.pass[s].sample = s;
    }
    batch.forward();
    constexpr std::size_t result = scalar_batch<Net, T, N>::graph::table.result;
    losses([&](std::size_t s) { return batch.pass[s].result(); }, [&](std::size_t s) { return batch.slopes[s].data() + scalar_pass<Net, T, true>::at.value[result]; });
    batch.backward(dp, dx);
}

}
}
}

#endif
