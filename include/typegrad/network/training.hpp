#ifndef TYPEGRAD_NETWORK_TRAINING_HPP
#define TYPEGRAD_NETWORK_TRAINING_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../config.hpp"
#include "../core/tensor.hpp"
#include "executor.hpp"
#include "inference.hpp"
#include "parameters.hpp"
#include "summary.hpp"

namespace typegrad {

// In place of dp: the parameters are left alone, only dx is computed.
struct frozen_parameters {};
inline constexpr frozen_parameters frozen{};

inline namespace TYPEGRAD_ARCH {
namespace compute {

// Where what a step makes is kept, and of which layer of the network's own list it is.
struct kept_place {
    std::size_t layer, offset, part, unit, size, first_parameter, parameters;
    layout where;
    std::string_view name;
};
struct kept_places {
    const kept_place* place;
    std::size_t count;
    const float* numbers;
    std::size_t chunk_size, chunk_samples, samples;

    float number(const kept_place& at, std::size_t sample, std::size_t element) const {
        const std::size_t c = sample / chunk_samples, r = sample % chunk_samples;
        return (numbers + c * chunk_size + at.offset + r / at.unit * at.part + r % at.unit)[place_of(at.where, element)];
    }
};

}

// A forward pass that keeps what backward needs, and the backward pass, for up to N samples and any loss of one's own.
// xs must live until backward. dp is added to; dx is the gradient of the input, as xs lies. xs and dy are read for no more
// samples than they hold.
//   tg::training<lenet, 64> pass{p};
//   const auto& y = pass.forward(xs);       const auto& dx = pass.backward(dy, dp);     // or tg::frozen for dp
template<class Net, std::size_t N = 1>
class training {
    static_assert(N > 0, "training: it needs room for at least one sample; give a capacity above zero");
    using chunk = compute::chunk_of<Net, N, typegrad::mode::training>;
    using P = typename chunk::plan;
    using run = compute::executor<P>;
    static constexpr auto stored = compute::kept_memory<P>::make();
    static constexpr auto slopes = compute::shared_memory<P>::make();
    static constexpr std::size_t scratch = compute::scratch_of<P>::backward;
    static constexpr auto learns = compute::learning<P>::make();
    static constexpr bool has_dx = !run::converts;  // tokens have no gradient
    static constexpr std::size_t row_in = Net::input::size, row_out = Net::output::size;
    static constexpr std::size_t chunk_size = stored.size + run::stage;
    static constexpr std::size_t dy_size = compute::aligned(P::samples * row_out);

    // What one thread needs for backward: gradients of values, scratch, dy and dx of a chunk.
    static constexpr std::size_t thread_size = slopes.size + scratch + dy_size + compute::aligned(P::samples * row_in);
    // Threads add up the gradients of each chunk by itself; the chunks are added in their order afterwards.
    static constexpr bool partial = chunk::arenas > 1;
    static constexpr std::size_t partial_size = partial ? compute::aligned(Net::parameter_count) : 0;

public:
    using result = typename detail::result_of<Net, N>::type;
    using input_gradient = std::conditional_t<N == 1, tensor<float, typename Net::input>, tensor<float, typename Net::input::template prepend<N>>>;
    static constexpr std::size_t capacity = N;
    static constexpr std::size_t workspace_bytes = (chunk::chunks * (chunk_size + partial_size) + chunk::arenas * thread_size) * sizeof(float) + chunk::chunks * stored.bytes;

    constexpr training() = default;  // bind before use
    explicit training(const parameters<Net>& from) : p_(from.data()) {}
    explicit training(parameters<Net>&&) = delete;
    explicit training(const parameters<Net>&&) = delete;
    training(const training&) = delete;
    training& operator=(const training&) = delete;

    template<detail::numbers<typename Net::element> X>
    const result& forward(const X& xs, std::size_t n = N) {
        forward_rows(detail::data_of<typename Net::element>(xs), nullptr, detail::samples_of(xs, n, row_in));
        return result_;
    }

    template<detail::numbers Y>
    const input_gradient& backward(const Y& dy, parameters<Net>& dp) {
        backward_rows<has_dx>(detail::data_of(dy), dp.data(), detail::samples_of(dy, count_, row_out));
        return dx_;
    }
    template<detail::numbers Y>
    const input_gradient& backward(const Y& dy, frozen_parameters) {
        backward_rows<has_dx>(detail::data_of(dy), nullptr, detail::samples_of(dy, count_, row_out));
        return dx_;
    }

    // The same for samples picked by number from a data set, without dx: what a trainer does.
    void forward_rows(const typename Net::element* xs, const std::uint32_t* order, std::size_t n) {
        from_ = xs;
        order_ = order;
        count_ = n < N ? n : N;
        for_each_chunk([&](std::size_t c, const typename run::given& rows) {
            values at{this, p_, c};
            run::forward(rows, memory(c) + stored.size, at, P::tiles);
            const float* const y = at.template at<P::result>(0);
            for (std::size_t i = 0; i < rows.count * row_out; ++i) result_[c * P::samples * row_out + i] = y[i];
        });
    }
    // Fresh: dp begins at zero, whatever was in it. dy has so many rows; the gradient of the others is zero.
    template<bool WantDx, bool Fresh = false>
    void backward_rows(const float* dy, float* dp, std::size_t given = N) {
        constexpr bool sets = Fresh && chunk::chunks == 1;
        if constexpr (Fresh) clear_gradient<sets>(dp, std::make_index_sequence<P::steps>{});
        for_each_chunk([&](std::size_t c, const typename run::given& rows) {
            float* const sum = partial && dp ? partial_ + c * partial_size : dp;
            if (partial && dp)
                for (std::size_t i = 0; i < Net::parameter_count; ++i) sum[i] = 0;
            const std::size_t done = c * P::samples, here = given > done ? given - done : 0;
            backward_chunk<WantDx, sets>(c, rows, dy + (here ? done * row_out : 0), here < rows.count ? here : rows.count, sum);
        });
        if (partial && dp)
            for (std::size_t c = 0; c * P::samples < count_; ++c)
                for (std::size_t i = 0; i < Net::parameter_count; ++i) dp[i] += partial_[c * partial_size + i];
    }
    const result& output() const { return result_; }

    typegrad::mode::training mode{};  // of the next pass: the seed of dropout and its kin, and the number of the step

    void bind(const parameters<Net>& p) { p_ = p.data(); }

    // What each step made of the last samples, and with which parameters.
    compute::kept_places kept() const { return {places, P::steps, stored_, chunk_size, P::samples, count_}; }

private:
    // The last of its layers that computes.
    static constexpr std::size_t layer_of_step(std::size_t s) {
        std::size_t k = P::table.at[s].end;
        while (k > P::table.at[s].begin && detail::fuse<Net, true>::kind[k - 1] == detail::layer_kind::nothing) --k;
        return k > P::table.at[s].begin ? P::graph::table.at[k - 1].layer : static_cast<std::size_t>(-1);
    }
    template<std::size_t S>
    static constexpr compute::kept_place place_of_step() {
        using value = typename P::template value<S + 1>;
        constexpr std::size_t layer = layer_of_step(S), core = P::table.at[S].core;
        std::string_view name{};
        if constexpr (layer < Net::layers) name = detail::name_of<typename detail::layer_of<Net, layer>::layer>();
        return {layer, stored.offset[S + 1], value::part, static_cast<std::size_t>(value::unit), value::shape::size, P::graph::table.at[core < P::nodes ? core : P::nodes].offset,
                core < P::nodes ? P::graph::counts[core] : 0, value::value, name};
    }
    template<std::size_t... S>
    struct place_list {
        static constexpr compute::kept_place of[sizeof...(S)] = {place_of_step<S>()...};
    };
    template<std::size_t... S>
    static constexpr const compute::kept_place* list_places(std::index_sequence<S...>) {
        return place_list<S...>::of;
    }
    static constexpr const compute::kept_place* places = list_places(std::make_index_sequence<P::steps>{});

    template<class F>
    void for_each_chunk(F f) {
        const std::size_t chunks = (count_ + P::samples - 1) / P::samples;
        TYPEGRAD_PARALLEL_FOR
        for (std::size_t c = 0; c < chunks; ++c) {
            const std::size_t done = c * P::samples, rest = count_ - done;
            const auto* const first = order_ ? from_ : from_ + done * row_in;
            f(c, typename run::given{first, order_ ? order_ + done : nullptr, rest < P::samples ? rest : P::samples, done});
        }
    }
    // Zeros, but for what steps will set.
    template<bool Sets, std::size_t... S>
    static void clear_gradient(float* dp, std::index_sequence<S...>) {
        std::size_t done = 0;
        auto clear = [&](std::size_t first, std::size_t next) {
            for (; done < first; ++done) dp[done] = 0;
            done = next > done ? next : done;
        };
        (clear(set_range<Sets, S>().first, set_range<Sets, S>().last), ...);
        clear(Net::parameter_count, 0);
    }
    struct range {
        std::size_t first = 0, last = 0;
    };
    template<bool Sets, std::size_t S>
    static constexpr range set_range() {
        if constexpr (Sets && compute::sets_weights<P, S>()) {
            constexpr std::size_t first = compute::node_of_step<P, S>.offset;
            return {first, first + compute::step_of<P, S>::weights};
        } else {
            return {};
        }
    }
    template<bool WantDx, bool Sets>
    void backward_chunk(std::size_t c, const typename run::given& rows, const float* given, std::size_t given_rows, float* dp) {
        float* const mine = thread_ + TYPEGRAD_THREAD_NUMBER * thread_size;
        gradients<WantDx, Sets> to{mine, mine + slopes.size, mine + slopes.size + scratch, WantDx ? mine + slopes.size + scratch + dy_size : nullptr};
        values at{this, p_, c};
        const std::size_t used = given_rows * row_out;
        for (std::size_t i = 0; i < dy_size; ++i) to.dy[i] = i < used ? given[i] : 0.0f;
        using last = compute::step_of<P, P::result - 1>;
        const compute::slope<typename last::activation> s{last::keeps_argument ? at.template argument<P::result>(0) : at.template at<P::result>(0)};
        compute::multiply_slope<P::samples * row_out>(to.dy, s);
        run::backward(rows, memory(c) + stored.size, at, to, dp);
        if constexpr (WantDx)
            for (std::size_t i = 0; i < rows.count * row_in; ++i) dx_[c * P::samples * row_in + i] = to.dx[i];
    }
    float* memory(std::size_t c) { return stored_ + c * chunk_size; }

    struct values {
        static constexpr bool training = true;
        class training* self;
        const float* p;
        std::size_t c;

        typegrad::mode::training mode() const { return self->mode; }
        template<std::size_t V>
        static constexpr std::size_t step = P::template tiled<V> ? P::template value<V>::part : 0;
        template<std::size_t V>
        float* at(std::size_t t) const {
            return self->memory(c) + stored.offset[V] + t * step<V>;
        }
        template<std::size_t V>
        float* argument(std::size_t t) const {
            return self->memory(c) + stored.argument[V] + t * step<V>;
        }
        template<std::size_t V>
        float* numbers(std::size_t t) const {
            return self->memory(c) + stored.numbers[V] + t * compute::step_of<P, V - 1>::kept;
        }
        template<std::size_t S>
        const float* parameters_of() const {
            return p + compute::node_of_step<P, S>.offset;
        }
        template<std::size_t S>
        const float* statistics_of() const {
            return p + Net::parameter_count + compute::node_of_step<P, S>.statistics;
        }
        template<std::size_t S>
        void run_linear(const compute::forward_pointers& at) const {
            compute::step_of<P, S>::template forward<training>(at);
        }
        template<std::size_t V>
        std::uint8_t* place(std::size_t t) const {
            return self->places_ + c * stored.bytes + stored.place[V] + t * step<V>;
        }
    };
    // Fresh: steps that can need not find zeros in dp.
    template<bool WantDx, bool Fresh>
    struct gradients {
        static constexpr bool fresh = Fresh;
        float *values, *scratch, *dy, *dx;
        template<std::size_t V>
        static constexpr bool wanted = WantDx || learns.value[V];
        // Whether anything before step S, or in it, wants its gradient.
        template<std::size_t S>
        static constexpr bool reaches = WantDx || learns.value[S + 1];

        template<std::size_t V>
        float* at(std::size_t t) const {
            constexpr std::size_t step = P::template tiled<V> ? P::template value<V>::part : 0;
            if constexpr (V == 0) return dx;
            else if constexpr (V == P::result) return dy + t * step;
            else if constexpr (!wanted<V>) return nullptr;
            else return values + slopes.offset[V] + (slopes.whole[V] ? t * step : 0);
        }
    };

    alignas(64) float stored_[chunk::chunks * chunk_size]{};
    alignas(64) float thread_[chunk::arenas * thread_size]{};
    alignas(64) float partial_[chunk::chunks * partial_size + 1]{};
    std::uint8_t places_[chunk::chunks * stored.bytes + 1]{};
    alignas(64) result result_{};
    input_gradient dx_{};
    const float* p_ = nullptr;
    const typename Net::element* from_ = nullptr;
    const std::uint32_t* order_ = nullptr;
    std::size_t count_ = 0;
};

template<class Net>
training(const parameters<Net>&) -> training<Net>;

}
}

#endif
