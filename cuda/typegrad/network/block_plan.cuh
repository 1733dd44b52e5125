#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_PLAN_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_PLAN_CUH

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <typegrad/core/mode.hpp>
#include <typegrad/network/plan.hpp>

// The steps of a network, as the CPU's plan has them, on values in shared memory: each of a block's samples behind the other,
// channels filled up so that runs of sixteen bytes begin at multiples of them.
namespace typegrad::cuda {

using typegrad::detail::step_kind;

// Where a sample of a value lies, and how far it is to the next, in numbers.
struct block_value {
    layout where{};
    int sample = 0;

    // With borders, or whatever else nobody writes and somebody reads.
    constexpr bool has_gaps() const {
        for (int a = 0; a < where.rank; ++a)
            if (where.before[a] || where.after[a]) return true;
        return false;
    }
};
// How numbers of so many bytes are laid out.
template<int Bytes>
struct block_layout {
    static constexpr int run = 16 / Bytes;
    static constexpr int filled(std::ptrdiff_t numbers) { return static_cast<int>((numbers + run - 1) / run) * run; }
    // An odd number of sixteen bytes: rows that are samples have no bank conflicts.
    static constexpr int sample_stride(std::ptrdiff_t numbers) { return (filled(numbers) / run | 1) * run; }
    static constexpr layout filled_layout(layout l, bool fill) {
        if (fill && l.rank > 0) {
            const std::ptrdiff_t width = l.extent[l.rank - 1];
            if (width > run / 2) l.after[l.rank - 1] = filled(width) - width;
        }
        l.pack();
        return l;
    }
    static constexpr block_value as_value(const layout& l, bool fill) {
        block_value v{filled_layout(l, fill)};
        v.sample = sample_stride(v.where.size());
        return v;
    }
};

// A value seen in this shape: its own axes, or others on the same memory.
template<class Shape>
constexpr layout seen_as(const layout& l) {
    bool same = l.rank == static_cast<int>(Shape::rank);
    for (int a = 0; same && a < l.rank; ++a) same = l.extent[a] == static_cast<std::ptrdiff_t>(Shape::extents[static_cast<std::size_t>(a)]);
    return same ? l : typegrad::detail::operand_layout<Shape>(l, 1);
}

// Where an element that lies at this place of one value lies in another of its shape.
template<class From, class To, int Axis = From::value.rank - 1>
TYPEGRAD_DEVICE constexpr int moved(int place) {
    if constexpr (Axis < 0) {
        return static_cast<int>(To::value.origin());
    } else {
        constexpr int room = static_cast<int>(From::value.before[Axis] + From::value.extent[Axis] + From::value.after[Axis]), before = static_cast<int>(From::value.before[Axis]);
        return (place % room - before) * static_cast<int>(To::value.stride[Axis]) + moved<From, To, Axis - 1>(place / room);
    }
}

// Bytes: of the numbers of all values but the result.
template<class Net, bool Training, int Bytes = 2>
struct block_plan : block_layout<Bytes> {
    using plan = typegrad::detail::plan<Net, std::conditional_t<Training, mode::training, mode::inference>, 1, 1>;
    using graph = typename plan::graph;
    static constexpr bool training = Training;
    static constexpr int bytes = Bytes;
    static constexpr std::size_t steps = plan::steps, result = plan::result, nodes = plan::nodes, none = typegrad::detail::step_range::none;
    template<std::size_t S>
    static constexpr typegrad::detail::planned_step step = plan::table.at[S];
    template<std::size_t S>
    using node = typename graph::template node<step<S>.core>;
    template<std::size_t V>
    using shape_of = typename plan::template value<V>::shape;
    template<std::size_t S>
    using activation = typename typegrad::detail::chain_of<Net, (step<S>.kind == step_kind::map ? step<S>.core : step<S>.core + 1), step<S>.end>::type;
    template<std::size_t S>
    static constexpr std::size_t from(std::size_t i = 0) {
        return step<S>.from.value[i];
    }
    // Of the parameters of its core among those of the network.
    template<std::size_t S>
    static constexpr int parameter = static_cast<int>(graph::table.at[step<S>.core < nodes ? step<S>.core : nodes].offset);
    // Those of node K, named.
    template<std::size_t K>
    TYPEGRAD_DEVICE static auto views_of_node(const float* p) {
        using named = typename graph::template node<K>::parameters;
        constexpr int at = static_cast<int>(graph::table.at[K].offset), statistics = static_cast<int>(Net::parameter_count + graph::table.at[K].statistics);
        if constexpr (graph::template node<K>::statistic_count > 0) return named::at(p + at, p + statistics);
        else return named::at(p + at);
    }
    template<std::size_t S>
    TYPEGRAD_DEVICE static auto views(const float* p) {
        return views_of_node<step<S>.core>(p);
    }

    // The shape in which step S reads its input I.
    template<std::size_t S, std::size_t I>
    static constexpr auto shape_read() {
        constexpr auto s = step<S>;
        if constexpr (s.kind == step_kind::load || s.kind == step_kind::unload || s.core >= nodes) return shape_of<S + 1>{};
        else if constexpr (s.sums && I + 1 == s.from.size) return typename node<S>::output{};
        else return typegrad::detail::item_at<I, typename node<S>::input>{};
    }
    // Whether all who read value V see its own axes.
    template<std::size_t V, std::size_t S = 0, std::size_t I = 0>
    static consteval bool read_as_made() {
        if constexpr (S == steps) return true;
        else if constexpr (I == step<S>.from.size) return read_as_made<V, S + 1>();
        else if constexpr (step<S>.from.value[I] != V) return read_as_made<V, S, I + 1>();
        else if constexpr (!std::is_same_v<decltype(shape_read<S, I>()), shape_of<V>>) return false;
        else if constexpr (I == 0 && !reads_whole<S>()) return false;
        else return read_as_made<V, S, I + 1>();
    }
    // The result is in float, for whoever asked for it.
    template<std::size_t V>
    static constexpr block_value value = block_plan::as_value(plan::template value<V>::value, V != result && read_as_made<V>());
    // What a linear layer makes before its pool takes the largest.
    template<std::size_t S>
    static constexpr block_value unpooled = block_plan::as_value(dense_layout<typename node<S>::output>(), true);

private:
    template<std::size_t S>
    static consteval bool reads_whole() {
        if constexpr (step<S>.kind != step_kind::linear) return true;
        else return node<S>::layer::template lowered<typename node<S>::input>::x::rank == node<S>::input::rank;
    }
};

}

#endif
