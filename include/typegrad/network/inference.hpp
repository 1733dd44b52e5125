#ifndef TYPEGRAD_NETWORK_INFERENCE_HPP
#define TYPEGRAD_NETWORK_INFERENCE_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "../config.hpp"
#include "../core/tensor.hpp"
#include "executor.hpp"
#include "parameters.hpp"

namespace typegrad {

namespace detail {
// Samples one after the other: a tensor, a view, a span, a vector, or a pointer to the first number.
template<class X, class Element = float>
concept numbers = std::is_convertible_v<X, const Element*> || std::is_convertible_v<const X&, std::span<const Element>> || (shaped<X> && requires(const X& x) {
    { x.data() } -> std::convertible_to<const Element*>;
});
template<class Element = float, class X>
TYPEGRAD_INLINE constexpr const Element* data_of(const X& x) {
    if constexpr (std::is_convertible_v<X, const Element*>) return x;
    else return x.data();
}

// No more samples than x holds; a pointer says nothing of that.
template<class X>
TYPEGRAD_INLINE constexpr std::size_t samples_of(const X& x, std::size_t wanted, std::size_t size) {
    if constexpr (requires { x.size(); }) return x.size() / size < wanted ? x.size() / size : wanted;
    else return wanted;
}

template<class Net, std::size_t N>
struct result_of {
    using type = tensor<float, typename Net::output::template prepend<N>>;
};
template<class Net>
struct result_of<Net, 1> {
    using type = tensor<float, typename Net::output>;
};
}

inline namespace TYPEGRAD_ARCH {

// Runs a network on up to N samples a call. It owns its workspace and refers to the parameters, which are read at every
// call; nothing is allocated. x is read for no more samples than it holds. The result is valid until the next call; rows
// from n on are unspecified.
//   tg::inference<lenet> run{p};            const auto& y = run(x);
//   tg::inference<lenet, 64> batch{p};      const auto& ys = batch(xs, n);
template<class Net, std::size_t N = 1, class Weights = float>
class inference {
    static_assert(std::is_same_v<Weights, float>, "inference: its weights are float, or packed for one sample at a time; write inference<Net, N> or inference<Net, 1, packed<Net, bf16>>");
    static_assert(N > 0, "inference: it needs room for at least one sample; give a capacity above zero");
    using chunk = compute::chunk_of<Net, N, mode::inference>;
    using P = typename chunk::plan;
    using run = compute::executor<P>;
    static constexpr auto buffers = compute::shared_memory<P>::make();
    static constexpr std::size_t scratch = compute::scratch_of<P>::forward;
    static constexpr std::size_t row = Net::output::size;
    // A last chunk that reaches beyond N writes its rows here first.
    static constexpr std::size_t spill = chunk::chunks * P::samples > N ? compute::aligned(P::samples * row) : 0;
    static constexpr std::size_t arena_size = compute::aligned(buffers.size + run::stage + spill + scratch);  // of one thread

public:
    using result = typename detail::result_of<Net, N>::type;
    static constexpr std::size_t capacity = N;
    // Bytes of the arena, the result apart.
    static constexpr std::size_t workspace_bytes = chunk::arenas * arena_size * sizeof(float);

    explicit inference(const parameters<Net>& from) : p_(from.data()) {}
    explicit inference(const parameters_view<Net>& from) : p_(from.data()) {}
    explicit inference(parameters<Net>&&) = delete;
    explicit inference(const parameters<Net>&&) = delete;
    inference(const inference&) = delete;
    inference& operator=(const inference&) = delete;

    template<detail::numbers<typename Net::element> X>
    const result& operator()(const X& x, std::size_t n = N) {
        const auto* const from = detail::data_of<typename Net::element>(x);
        n = detail::samples_of(x, n < N ? n : N, Net::input::size);
        const std::size_t chunks = (n + P::samples - 1) / P::samples;
        TYPEGRAD_PARALLEL_FOR
        for (std::size_t c = 0; c < chunks; ++c) run_chunk(from, n, c * P::samples, arena_ + TYPEGRAD_THREAD_NUMBER * arena_size);
        return result_;
    }

private:
    void run_chunk(const typename Net::element* from, std::size_t n, std::size_t done, float* arena) {
        const std::size_t count = n - done < P::samples ? n - done : P::samples;
        const typename run::given rows{from + done * Net::input::size, nullptr, count, done};
        const bool spills = spill > 0 && done + P::samples > N;
        float* const out = spills ? arena + buffers.size + run::stage : result_.data() + done * row;
        values at{arena, p_, out, arena + buffers.size + run::stage + spill};
        run::forward(rows, arena + buffers.size, at, (count + P::lanes - 1) / P::lanes);
        if (spills)
            for (std::size_t i = 0; i < count * row; ++i) result_[done * row + i] = out[i];
    }

    struct values {
        static constexpr bool training = false;
        float* arena;
        const float* p;
        float* out;

        float* scratch;

        static typegrad::mode::training mode() { return {}; }
        template<std::size_t V>
        float* at(std::size_t t) const {
            constexpr std::size_t step = P::template tiled<V> ? t_part<V> : 0;
            if constexpr (V == P::result) return out + t * step;
            else return arena + buffers.offset[V] + (buffers.whole[V] ? t * step : 0);
        }
        template<std::size_t V>
        static constexpr std::size_t t_part = P::template value<V>::part;
        template<std::size_t>
        float* argument(std::size_t) const {
            return nullptr;
        }
        template<std::size_t>
        float* numbers(std::size_t) const {
            return scratch;
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
        void run_linear(compute::forward_pointers& at) const {
            at.norm = p + compute::norm_of_step<P, S>.offset;
            at.norm_statistics = p + Net::parameter_count + compute::norm_of_step<P, S>.statistics;
            compute::step_of<P, S>::template forward<training>(at);
        }
        template<std::size_t>
        std::uint8_t* place(std::size_t) const {
            return nullptr;
        }
    };

    alignas(64) float arena_[arena_size ? chunk::arenas * arena_size : 1]{};
    alignas(64) result result_{};
    const float* p_;
};

template<class Net>
inference(const parameters<Net>&) -> inference<Net>;
template<class Net>
inference(const parameters_view<Net>&) -> inference<Net>;

}
}

#endif
