#ifndef TYPEGRAD_TRAIN_LAYER_STATISTICS_HPP
#define TYPEGRAD_TRAIN_LAYER_STATISTICS_HPP

#include <cstddef>
#include <cstdio>
#include <string_view>

#include "../config.hpp"
#include "../core/status.hpp"
#include "../network/parameters.hpp"
#include "../network/summary.hpp"
#include "../network/training.hpp"
#include "../simd/math.hpp"
#include "targets.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// What numbers look like from afar. Those that are not finite are counted and no more.
struct number_statistics {
    std::size_t count = 0, zeros = 0, not_finite = 0;
    double mean = 0, largest = 0, squares = 0;  // squares: the sum of (x - mean)^2

    // In one pass, without a difference of large sums.
    //   source  Welford: Note on a method for calculating corrected sums of squares and products (1962)
    constexpr void add(double x) {
        if (!(math::abs(x) <= 3.5e38)) {
            ++not_finite;
            return;
        }
        ++count;
        zeros += x == 0;
        largest = math::max(largest, math::abs(x));
        const double step = x - mean;
        mean += step / static_cast<double>(count);
        squares += step * (x - mean);
    }
    constexpr double deviation() const { return count > 0 ? math::sqrt(squares / static_cast<double>(count)) : 0; }
};

// One layer of a network's list after a training step: what it made, its weights, and their gradient (a layer without weights
// has none). Gradients that get smaller from layer to layer vanish; activations that grow explode.
struct layer_statistics {
    std::string_view name;
    number_statistics activations, weights, gradients;
};

template<class Net>
struct layer_table {
    layer_statistics layer[Net::layers + 1]{};

    static constexpr std::size_t size() { return Net::layers; }
    constexpr const layer_statistics& operator[](std::size_t i) const { return layer[i]; }
    constexpr const layer_statistics* begin() const { return layer; }
    constexpr const layer_statistics* end() const { return layer + Net::layers; }
};

namespace compute {

template<class Net, std::size_t N>
TYPEGRAD_COLD layer_table<Net> statistics_of(const training<Net, N>& pass, const parameters<Net>& p, const parameters<Net>& dp) {
    layer_table<Net> t;
    for_each_index<Net::layers>([&](auto i) { t.layer[i].name = detail::name_of<typename detail::layer_of<Net, i>::layer>(); });
    const kept_places kept = pass.kept();
    for (std::size_t k = 0; k < kept.count; ++k) {
        const kept_place& here = kept.place[k];
        if (here.layer >= Net::layers) continue;
        number_statistics seen;  // of the last step that belongs to a layer
        for (std::size_t n = 0; n < kept.samples; ++n)
            for (std::size_t i = 0; i < here.size; ++i) seen.add(static_cast<double>(kept.number(here, n, i)));
        t.layer[here.layer].activations = seen;
    }
    auto look = [&](const parameters<Net>& from, number_statistics layer_statistics::*to) {
        detail::parameter_access<Net, const float>::each(from.data(), [&](std::string_view, auto view, initial, std::size_t number) {
            if (view.data() >= from.data() + from.count) return;  // a running mean is no weight
            for (float x : view) (t.layer[number].*to).add(static_cast<double>(x));
        });
    };
    look(p, &layer_statistics::weights);
    look(dp, &layer_statistics::gradients);
    return t;
}

// Which layer made the first number that is none, as text behind a message: forward, or else backward.
TYPEGRAD_COLD inline void name_first_wrong(status& s, const kept_places& kept, const float* p, const float* dp) {
    for (std::size_t k = 0; k < kept.count; ++k) {
        const kept_place& here = kept.place[k];
        for (std::size_t i = 0; i < here.parameters; ++i)
            if (!is_finite(p[here.first_parameter + i])) {
                s.append("; a weight of layer ").append(here.layer).append(" (").append(here.name).append(") is not finite");
                return;
            }
        for (std::size_t n = 0; n < kept.samples; ++n)
            for (std::size_t i = 0; i < here.size; ++i)
                if (!is_finite(kept.number(here, n, i))) {
                    s.append("; the first number that is not finite comes out of layer ").append(here.layer).append(" (").append(here.name).append(")");
                    return;
                }
    }
    for (std::size_t k = kept.count; k-- > 0;) {
        const kept_place& here = kept.place[k];
        for (std::size_t i = 0; i < here.parameters; ++i)
            if (!is_finite(dp[here.first_parameter + i])) {
                s.append("; the last layer with such a gradient is layer ").append(here.layer).append(" (").append(here.name).append(")");
                return;
            }
    }
}

}

// The table as text: a line for each layer that has something to tell.
template<class Net>
TYPEGRAD_COLD void print(const layer_table<Net>& t, std::FILE* out = stdout) {
    std::fprintf(out, "%-5s%-24s%12s%12s%8s   %12s   %12s\n", "", "layer", "activation", "deviation", "zeros", "weight", "gradient");
    for (std::size_t i = 0; i < Net::layers; ++i) {
        const layer_statistics& l = t[i];
        if (l.activations.count + l.weights.count + l.activations.not_finite == 0) continue;
        const double share = l.activations.count ? 100.0 * static_cast<double>(l.activations.zeros) / static_cast<double>(l.activations.count) : 0;
        std::fprintf(out, " %-4zu%-24.*s%12.3g%12.3g%6.0f %%   %12.3g   %12.3g%s\n", i, static_cast<int>(l.name.size()), l.name.data(), l.activations.mean, l.activations.deviation(), share,
                     l.weights.deviation(), l.gradients.deviation(), l.activations.not_finite + l.gradients.not_finite ? "   not finite" : "");
    }
}

}
}

#endif
