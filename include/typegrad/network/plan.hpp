#ifndef TYPEGRAD_NETWORK_PLAN_HPP
#define TYPEGRAD_NETWORK_PLAN_HPP

#include <cstddef>

#include "../core/layout.hpp"
#include "../einsum/contraction.hpp"
#include "fuse.hpp"

// Where every value of a network lies. A step works either on tiles of `Lanes` samples, innermost, so that a vector holds
// one element of each (convolutions and what surrounds them), or on all samples of a chunk at once, as rows (dense).
//   tile:  [sample / Lanes][element][sample % Lanes], with a border of zeros where the next convolution wants one
//   rows:  [sample][element]
namespace typegrad {
namespace detail {

struct planned_step : step_range {
    bool tiled = false;
};

template<class Net, std::size_t Samples, int Lanes>
struct plan {
    using net = Net;
    static constexpr std::size_t samples = Samples, tiles = Samples / static_cast<std::size_t>(Lanes);
    static constexpr int lanes = Lanes;
    static_assert(Samples % static_cast<std::size_t>(Lanes) == 0);

    static constexpr std::size_t max_steps = 3 * Net::layers + 3;
    struct step_table {
        std::size_t size = 0;
        planned_step at[max_steps]{};
    };

    // Dense layers take rows; other linear layers tiles; everything else goes on as the step before it.
    template<std::size_t Core>
    static consteval bool wants_tiles() {
        return layer_of<Net, Core>::input::rank > 1;
    }
    template<std::size_t Core>
    static consteval bool wants_border() {
        using at = layer_of<Net, Core>;
        if constexpr (has_linear<typename at::layer>) return border_of<Core>().size() != static_cast<std::ptrdiff_t>(at::input::size);
        else return false;
    }
    // The input of a linear layer with the border that its formula reads.
    template<std::size_t Core>
    static consteval layout border_of() {
        using at = layer_of<Net, Core>;
        using linear = typename at::layer::template lowered<typename at::input>;
        layout x = dense_layout<typename linear::x>();
        const layout w = dense_layout<typename linear::w>(), y = dense_layout<typename linear::y>();
        einsum::add_border(x, linear::formula.x[0], einsum::bind_extents(linear::formula, &x, &w, y));
        x.pack();
        return x;
    }

    template<std::size_t... I>
    static consteval step_table make(std::index_sequence<I...>) {
        constexpr auto fused = fuse<Net>::steps;
        constexpr bool tile[] = {wants_tiles<I>()...}, border[] = {wants_border<I>()...};
        step_table t;
        bool now = false;
        for (std::size_t s = 0; s < fused.size; ++s)  // steps before the first linear one go with it
            if (fused.at[s].kind == step_kind::linear) {
                now = tile[fused.at[s].core];
                break;
            }
        bool have = false;  // the network's input comes as rows
        for (std::size_t s = 0; s < fused.size; ++s) {
            const step_range& r = fused.at[s];
            const bool linear = r.kind == step_kind::linear;
            if (linear) now = tile[r.core];
            const bool bordered = linear && border[r.core], reshaped = r.begin != r.core;
            const bool first = t.size == 0;
            if ((now && !have && Lanes > 1) || (bordered && (first || reshaped)))
                t.at[t.size++] = {{step_kind::load, r.begin, r.begin, step_range::none, r.begin}, now};
            have = now;
            t.at[t.size++] = {r, now};
        }
        if (have && Lanes > 1) t.at[t.size++] = {{step_kind::unload, Net::layers, Net::layers, step_range::none, Net::layers}, false};
        return t;
    }
    static constexpr step_table table = make(std::make_index_sequence<Net::layers>{});
    static constexpr std::size_t steps = table.size;

    // Whether any parameter needs the gradient of value V; the gradient of the input may be wanted all the same.
    template<std::size_t V>
    static consteval bool learns_before() {
        if constexpr (V == steps || table.at[V < steps ? V : 0].begin == Net::layers) return Net::parameter_count > 0;
        else return layer_of<Net, table.at[V].begin>::offset > 0;
    }

    // Value V is what step V reads and step V - 1 writes; value 0 is the input as rows, value `steps` the output.
    template<std::size_t V>
    struct value_shape {
        static constexpr auto pick() {
            if constexpr (V == steps) return typename Net::output{};
            else if constexpr (table.at[V].core == Net::layers) return typename Net::output{};
            else return typename layer_of<Net, table.at[V].core>::input{};
        }
        using type = decltype(pick());
    };

    template<std::size_t V>
    struct value {
        using shape = typename value_shape<V>::type;
        static constexpr bool tiled = V > 0 && table.at[V - 1].tiled;
        static constexpr std::ptrdiff_t unit = tiled ? Lanes : 1;
        static constexpr layout make() {
            layout l = dense_layout<shape>(unit);
            if constexpr (V > 0 && V < steps) {
                if constexpr (table.at[V].kind == step_kind::linear) {
                    if constexpr (wants_border<table.at[V].core>()) {
                        const layout b = border_of<table.at[V].core>();
                        for (int a = 0; a + 1 < l.rank; ++a) {
                            l.before[a] = b.before[a];
                            l.after[a] = b.after[a];
                        }
                    }
                }
            }
            l.pack(unit);
            return l;
        }
        static constexpr layout value_layout = make();
        static constexpr bool bordered = static_cast<std::size_t>(value_layout.size()) != shape::size;
        // Numbers of one tile or row, and of the whole chunk.
        static constexpr std::size_t part = static_cast<std::size_t>(value_layout.size() * unit);
        static constexpr std::size_t size = part * (tiled ? tiles : samples);
    };
};

// An operand of a formula seen in the memory of a value: the same borders, the channels perhaps split into groups.
template<class Shape>
constexpr layout operand_layout(const layout& value, std::ptrdiff_t unit) {
    layout l = dense_layout<Shape>();
    for (int a = 0; a + 1 < value.rank && a < l.rank; ++a) {
        l.before[a] = value.before[a];
        l.after[a] = value.after[a];
    }
    l.pack(unit);
    return l;
}

}
}

#endif
