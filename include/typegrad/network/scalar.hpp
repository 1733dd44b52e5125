#ifndef TYPEGRAD_NETWORK_SCALAR_HPP
#define TYPEGRAD_NETWORK_SCALAR_HPP

#include <cstddef>
#include <utility>

#include "../core/tensor.hpp"
#include "../einsum/gradient.hpp"
#include "../einsum/loops.hpp"
#include "../simd/field.hpp"
#include "graph.hpp"
#include "layer_call.hpp"

// The network node by node, one number after the other, for any number type: the reference of the fused loops, and what
// runs in constant evaluation.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

template<class Shape>
struct dense_field {
    static constexpr layout value = dense_layout<Shape>();
};

// The contraction of a linear layer and its two gradients, for one sample.
template<class Node>
struct scalar_kernels {
    using linear = typename Node::layer::template lowered<typename Node::input>;
    struct y {
        static constexpr einsum::contraction space = einsum::contract(linear::formula, dense_layout<typename linear::x>(),
                                                                      dense_layout<typename linear::w>(), dense_layout<typename linear::y>());
    };
    struct dx {
        static constexpr einsum::contraction space = einsum::gradient(y::space, einsum::wrt::x);
    };
    struct dw {
        static constexpr einsum::contraction space = einsum::gradient(y::space, einsum::wrt::w);
    };
};

template<class In>
struct scalar_fields;
template<class... Items>
struct scalar_fields<type_list<Items...>> {
    // The operands of a layer: one field, or several as fields.
    template<class T, std::size_t... I>
    static constexpr auto make(T* const* x, std::index_sequence<I...>) {
        if constexpr (sizeof...(I) == 1) return simd::field<std::remove_const_t<T>, dense_field<Items...>, T>{x[0]};
        else return simd::fields<simd::field<std::remove_const_t<T>, dense_field<Items>, T>...>(simd::field<std::remove_const_t<T>, dense_field<Items>, T>{x[I]}...);
    }
    template<class T>
    static constexpr auto of(T* const* x) {
        return make(x, std::index_sequence_for<Items...>{});
    }
    static constexpr std::size_t size[sizeof...(Items)] = {Items::size...};
};

// One node and one sample. x, dx: its operands; dp is added to.
template<class Node, bool Training>
struct scalar_node {
    using layer = typename Node::layer;
    using X = typename Node::input;
    using Y = std::conditional_t<is_bundle<typename Node::output>, shape<Node::output::size>, typename Node::output>;
    using operands = scalar_fields<typename items_of<X>::type>;
    static constexpr bool nothing = only_shape<layer> || (only_trains<layer> && !Training);

    template<class T>
    static constexpr auto parameters(T* p, T* statistics) {
        if constexpr (Node::statistic_count > 0) return Node::parameters::at(p, statistics);
        else return Node::parameters::at(p);
    }
    template<class T, class P, class Context>
    static constexpr void forward(const T* const* x, T* y, const P& views, const Context& context) {
        if constexpr (elementwise<layer>) {
            for (std::size_t i = 0; i < Y::size; ++i) y[i] = layer{}(x[0][i]);
        } else if constexpr (nothing) {
            for (std::size_t i = 0; i < Y::size; ++i) y[i] = x[0][i];
        } else if constexpr (has_linear<layer>) {
            if constexpr (requires { views.bias; })
                for (std::size_t i = 0; i < Y::size; ++i) y[i] = views.bias[i % views.bias.size()];
            if constexpr (requires { layer::products; }) einsum::run_scalar<typename scalar_kernels<Node>::y>(y, x[0], x[1]);
            else einsum::run_scalar<typename scalar_kernels<Node>::y>(y, x[0], views.weight.data());
        } else {
            call_forward<layer>(operands::of(x), simd::field<T, dense_field<Y>, T>{y}, views, context);
        }
    }
    // Adds to dx where it is not nullptr.
    template<class T, class P, class DP, class Context>
    static constexpr void backward(const T* const* x, const T* y, const T* dy, T* const* dx, const P& views, const DP& slopes, const Context& context) {
        if constexpr (elementwise<layer>) {
            if (dx[0]) for (std::size_t i = 0; i < Y::size; ++i) dx[0][i] += dy[i] * derivative<layer>::of(derivative<layer>::from_y ? y[i] : x[0][i]);
        } else if constexpr (nothing) {
            if (dx[0]) for (std::size_t i = 0; i < Y::size; ++i) dx[0][i] += dy[i];
        } else if constexpr (has_linear<layer>) {
            backward_linear(x, dy, dx, views, slopes);
        } else {
            tensor<T, shape<X::size>> own{};
            T* to[max_items]{};
            for (std::size_t i = 0, at = 0; i < item_count<X>; at += operands::size[i++]) to[i] = own.data() + at;
            using out = simd::field<T, dense_field<Y>, const T>;
            call_backward<layer>(operands::of(x), out{y}, out{dy}, operands::of(static_cast<T* const*>(to)), views, slopes, context);
            for (std::size_t i = 0; i < item_count<X>; ++i)
                if (dx[i]) for (std::size_t k = 0; k < operands::size[i]; ++k) dx[i][k] += to[i][k];
        }
    }

private:
    template<class T, class P, class DP>
    static constexpr void backward_linear(const T* const* x, const T* dy, T* const* dx, const P& views, const DP& slopes) {
        using kernels = scalar_kernels<Node>;
        if constexpr (requires { layer::products; }) {
            if (dx[0]) einsum::run_scalar<typename kernels::dx>(dx[0], dy, x[1]);
            if (dx[1]) einsum::run_scalar<typename kernels::dw>(dx[1], x[0], dy);
        } else {
            if constexpr (requires { slopes.bias; })
                for (std::size_t i = 0; i < Y::size; ++i) slopes.bias[i % slopes.bias.size()] += dy[i];
            if constexpr (requires { slopes.weight; }) einsum::run_scalar<typename kernels::dw>(slopes.weight.data(), x[0], dy);
            if (dx[0]) einsum::run_scalar<typename kernels::dx>(dx[0], dy, views.weight.data());
        }
    }
};

// A pass over one sample. Value 0 is x; value k + 1, what node k makes, lies in `values`.
template<class Net, class T, bool Training>
struct scalar_pass {
    using graph = detail::graph<Net>;
    static constexpr std::size_t nodes = graph::nodes;
    template<std::size_t K>
    using node = scalar_node<typename graph::template node<K>, Training>;

    struct offsets {
        std::size_t value[nodes + 2]{}, kept[nodes + 1]{};
    };
    template<std::size_t... K>
    static constexpr offsets make(std::index_sequence<K...>) {
        offsets o;
        o.value[1] = 0;
        ((o.value[K + 2] = o.value[K + 1] + node<K>::Y::size,
          o.kept[K + 1] = o.kept[K] + kept_numbers<typename node<K>::layer, typename node<K>::X>), ...);
        return o;
    }
    static constexpr offsets at = make(std::make_index_sequence<nodes>{});
    // Where value V lies, without a step of constant evaluation; value 0 lies elsewhere.
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    template<std::size_t V>
    static constexpr std::size_t of = V == 0 ? none : at.value[V];

    const T* x = nullptr;
    const T* p = nullptr;
    mode::training mode{};
    std::size_t sample = 0;
    tensor<T, shape<at.value[nodes + 1]>> values{};
    tensor<T, shape<at.kept[nodes]>> kept{};

    constexpr const T* value(std::size_t v) const { return v == 0 ? x : values.data() + at.value[v]; }
    constexpr const T* result() const { return value(graph::table.result); }

    struct no_context {};
    template<std::size_t K>
    constexpr auto context() {
        using context_of = layer_context<T, std::conditional_t<Training, mode::training, mode::inference>>;
        if constexpr (!wants_context<typename node<K>::layer>) return no_context{};
        else return context_of{kept.data() + at.kept[K], Training ? layer_random(mode, K) : layer_random{}, sample};
    }
    template<std::size_t K>
    constexpr void forward_node() {
        if constexpr (graph::table.live[K]) {
            constexpr const graph_node& n = graph::table.at[K];
            const T* from[n.from.size] = {of<n.from.value[0]> == none ? x : values.elements + of<n.from.value[0]>};
            for (std::size_t i = 1; i < n.from.size; ++i) from[i] = value(n.from.value[i]);
            node<K>::forward(from, values.data() + at.value[K + 1], node<K>::parameters(p + n.offset, p + Net::parameter_count + n.statistics), context<K>());
        }
    }
    template<std::size_t... K>
    constexpr void forward(std::index_sequence<K...>) {
        (forward_node<K>(), ...);
    }
    constexpr void forward() { forward(std::make_index_sequence<nodes>{}); }

    using gradient = tensor<T, shape<at.value[nodes + 1]>>;
    template<std::size_t K>
    constexpr void backward_node(gradient& gradients, T* dp, T* dx) {
        if constexpr (graph::table.live[K]) {
            constexpr const graph_node& n = graph::table.at[K];
            const T* from[n.from.size] = {of<n.from.value[0]> == none ? x : values.elements + of<n.from.value[0]>};
            T* to[n.from.size] = {of<n.from.value[0]> == none ? dx : gradients.elements + of<n.from.value[0]>};
            for (std::size_t i = 1; i < n.from.size; ++i) {
                from[i] = value(n.from.value[i]);
                to[i] = n.from.value[i] == 0 ? dx : gradients.elements + at.value[n.from.value[i]];
            }
            const auto views = node<K>::parameters(p + n.offset, p + Net::parameter_count + n.statistics);
            auto run = [&](const auto& parts) { node<K>::backward(from, values.elements + at.value[K + 1], gradients.elements + at.value[K + 1], to, views, parts, context<K>()); };
            if constexpr (n.frozen) run(no_parameters::at(dp));
            else run(node<K>::parameters(dp + n.offset, dp + Net::parameter_count + n.statistics));
        }
    }
    template<std::size_t... K>
    constexpr void backward(gradient& gradients, [[maybe_unused]] T* dp, [[maybe_unused]] T* dx, std::index_sequence<K...>) {
        (backward_node<nodes - 1 - K>(gradients, dp, dx), ...);
    }
    // From the gradient of the result; dp and dx are added to, dx where it is not nullptr.
    template<class Loss>
    constexpr void backward(T* dp, T* dx, Loss&& loss) {
        gradient gradients;
        if constexpr (graph::table.result > 0) {
            loss(result(), gradients.data() + at.value[graph::table.result]);
        } else {
            tensor<T, shape<Net::output::size>> dy{};
            loss(result(), dy.data());
            if (dx) for (std::size_t i = 0; i < dy.size(); ++i) dx[i] += dy[i];
        }
        backward(gradients, dp, dx, std::make_index_sequence<nodes>{});
    }
};

// A sample as numbers of type T: tokens are whole numbers in a network's memory.
template<class T, std::size_t Size, class Element>
struct sample_of {
    tensor<T, shape<Size>> values{};
    constexpr explicit sample_of(const Element* x) {
        for (std::size_t i = 0; i < Size; ++i) values[i] = static_cast<T>(x[i]);
    }
    constexpr const T* data() const { return values.data(); }
};
template<class T, std::size_t Size>
struct sample_of<T, Size, T> {
    const T* values;
    constexpr explicit sample_of(const T* x) : values(x) {}
    constexpr const T* data() const { return values; }
};

template<class Net, class T, class Element>
constexpr void apply_scalar(const T* p, const Element* x, T* result) {
    const sample_of<T, Net::input::size, Element> sample(x);
    scalar_pass<Net, T, false> pass{sample.data(), p};
    pass.forward();
    for (std::size_t i = 0; i < Net::output::size; ++i) result[i] = pass.result()[i];
}

// loss(y, dy) looks at the output and sets its gradient. dp and dx are added to; nobody wants a dx that is nullptr.
template<class Net, class T, class Element, class Loss>
constexpr void vjp_scalar(const T* p, const Element* x, T* dp, T* dx, Loss&& loss, const mode::training& mode = {}, std::size_t number = 0) {
    const sample_of<T, Net::input::size, Element> sample(x);
    scalar_pass<Net, T, true> pass{sample.data(), p, mode, number};
    pass.forward();
    pass.backward(dp, dx, loss);
}

}
}
}

#endif
