#ifndef TYPEGRAD_NETWORK_STREAM_HPP
#define TYPEGRAD_NETWORK_STREAM_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "../config.hpp"
#include "../core/mode.hpp"
#include "../core/tensor.hpp"
#include "executor.hpp"
#include "inference.hpp"
#include "parameters.hpp"
#include "streamed.hpp"

// A network of sequences, one block of steps at a time.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Runs a network step by step, or in blocks: after the steps of a sequence have passed, what it has returned is what the
// network makes of all of them at once. What layers remember of the past is a state of fixed size; many states can share one
// set of weights. Nothing is allocated.
//   tg::stream<voice> s{p};                 const auto& y = s(frame);          // one step; s.reset() begins anew
//   tg::stream<voice, 4> four{p};           tg::stream<voice, 4>::state a, b;  // four steps a call, two speakers
//   const auto& ya = four(a, frames);       a.reset();
// Recurrent layers, causal convolutions, pools that do not overlap, causal attention (whose cache holds the T steps of the
// network's input, the oldest being forgotten) and all that looks at one step can stream.
//   errors  "a layer looks at other steps than those of the past": it cannot stream
template<class Net, std::size_t Block = 1>
class stream {
    static constexpr bool possible = detail::can_stream<Net, Block>();
    using net = std::conditional_t<possible, detail::streamed<std::conditional_t<possible, Net, detail::nothing_to_stream<>>, (possible ? Block : 1)>, detail::nothing_to_stream<>>;
    using P = detail::plan<net, mode::streaming, 1, 1>;
    using run = compute::executor<P>;
    static constexpr auto buffers = compute::shared_memory<P>::make();
    static constexpr auto places = detail::state_places<P>::make();
    static constexpr std::size_t scratch = compute::scratch_of<P>::forward;

public:
    using input = typename net::input;
    using output = typename net::output;
    using result = tensor<float, output>;
    static constexpr std::size_t block = Block, state_size = places.at[P::steps];
    static constexpr std::size_t workspace_bytes = (buffers.size + run::stage + scratch) * sizeof(float);

    // What the past has left: trivially copyable, all zero at first.
    struct state {
        float numbers[state_size ? state_size : 1]{};
        constexpr void reset() {
            for (float& v : numbers) v = 0;
        }
    };

    explicit stream(const parameters<Net>& from) : p_(from.data()) {}
    explicit stream(const parameters_view<Net>& from) : p_(from.data()) {}
    explicit stream(parameters<Net>&&) = delete;
    explicit stream(const parameters<Net>&&) = delete;
    stream(const stream&) = delete;
    stream& operator=(const stream&) = delete;

    // The next steps; the result is valid until the next call.
    template<detail::numbers<typename net::element> X>
    const result& operator()(const X& x) {
        return (*this)(own_, x);
    }
    template<detail::numbers<typename net::element> X>
    const result& operator()(state& past, const X& x) {
        if (detail::samples_of(x, 1, net::input::size) == 0) return result_;
        const typename run::given rows{detail::data_of<typename net::element>(x), nullptr, 1};
        values at{this, past.numbers};
        run::forward(rows, arena_ + buffers.size + scratch, at, 1);
        return result_;
    }
    void reset() { own_.reset(); }

private:
    struct values {
        stream* self;
        float* past;

        static typegrad::mode::training mode() { return {}; }
        template<std::size_t V>
        float* at(std::size_t) const {
            if constexpr (V == P::result) return self->result_.data();
            else return self->arena_ + buffers.offset[V];
        }
        template<std::size_t>
        float* argument(std::size_t) const { return nullptr; }
        template<std::size_t>
        std::uint8_t* place(std::size_t) const { return nullptr; }
        template<std::size_t>
        float* numbers(std::size_t) const { return self->arena_ + buffers.size; }
        template<std::size_t S>
        float* state_of() const { return past + places.at[S]; }
        template<std::size_t S>
        const float* parameters_of() const { return self->p_ + compute::node_of_step<P, S>.offset; }
        template<std::size_t S>
        const float* statistics_of() const { return self->p_ + net::parameter_count + compute::node_of_step<P, S>.statistics; }
        template<std::size_t S>
        void run_linear(compute::forward_pointers& at) const {
            at.norm = self->p_ + compute::norm_of_step<P, S>.offset;
            at.norm_statistics = self->p_ + net::parameter_count + compute::norm_of_step<P, S>.statistics;
            compute::step_of<P, S>::template forward<false>(at);
        }
    };

    alignas(64) float arena_[buffers.size + scratch + run::stage + 1]{};
    alignas(64) result result_{};
    state own_{};
    const float* p_;
};

}
}

#endif
