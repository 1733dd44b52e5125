#ifndef TYPEGRAD_NETWORK_STREAM_HPP
#define TYPEGRAD_NETWORK_STREAM_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/mode.hpp"
#include "../core/tensor.hpp"
#include "executor.hpp"
#include "inference.hpp"
#include "parameters.hpp"

// A network of sequences, one block of steps at a time.
namespace typegrad {
namespace detail {

template<class Shape, std::size_t Block>
struct block_of {
    using type = shape<Block>;
    static constexpr std::size_t steps = 0;
};
template<std::size_t T, std::size_t... Rest, std::size_t Block>
struct block_of<shape<T, Rest...>, Block> {
    using type = shape<Block, Rest...>;
    static constexpr std::size_t steps = T;
};

// The same layers over fewer steps: what they need of the past is in their state.
template<class Net, std::size_t Block, class Items>
struct streamed_layers;
template<class Net, std::size_t Block, class Input, class... Layers>
struct streamed_layers<Net, Block, network<Input, Layers...>> {
    using whole = block_of<typename Input::shape, Block>;
    using root = bound_list<scope<stream_of<whole::steps>>, typename whole::type, Layers...>;
    static constexpr std::size_t layers = sizeof...(Layers);
    static constexpr bool takes_steps = true;

    using input = typename root::input;
    using output = typename root::output;
    using element = typename Input::element;
    static constexpr std::size_t parameter_count = root::parameter_count, statistic_count = root::statistic_count;
};
template<class Net, std::size_t Block>
struct streamed : decltype([] {
    auto items = []<class... Items>(const network<Items...>*) { return std::type_identity<streamed_layers<Net, Block, network<Items...>>>{}; };
    return items(static_cast<const Net*>(nullptr));
}())::type {};

// Where each step of a plan keeps its state.
template<class P, class Numbers = std::make_index_sequence<P::steps>>
struct state_places;
template<class P, std::size_t... S>
struct state_places<P, std::index_sequence<S...>> {
    std::size_t at[P::steps + 1]{};
    static constexpr state_places make() {
        constexpr std::size_t sizes[] = {compute::step_of<P, S>::state...};
        state_places p;
        for (std::size_t s = 0; s < P::steps; ++s) p.at[s + 1] = p.at[s] + sizes[s];
        return p;
    }
    static consteval bool all_can() { return (compute::step_of<P, S>::streams && ...); }
};
// The assertions speak here; after an error the stream is that of a network that does nothing.
template<class Net, std::size_t Block>
consteval bool can_stream() {
    constexpr bool sequence = !is_bundle<typename Net::input> && block_of<typename Net::input, 1>::steps > 0, some = Block > 0;
    static_assert(sequence, "stream: it needs a network that reads one sequence, time first; give it an input of <T, ...>");
    static_assert(some, "stream: a block has at least one step; give a size above zero");
    if constexpr (sequence && some) {
        constexpr bool same = streamed<Net, Block>::parameter_count == Net::parameter_count;
        static_assert(same, "stream: some layer's parameters depend on the length of the sequence; only layers that take one step after the other can stream");
        if constexpr (same) {
            constexpr bool back = state_places<plan<streamed<Net, Block>, mode::streaming, 1, 1>>::all_can();
            static_assert(back, "stream: a layer looks at other steps than those of the past; use causal, or layers that take one step after the other");
            if constexpr (back) return streamed<Net, Block>::root::template check<0>();  // such as a shape that names the whole length
            else return false;
        } else {
            return false;
        }
    } else {
        return false;
    }
}
template<bool>
struct nothing_to_stream : network<input<1, 1>, sequential<>> {};

}

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
    using net = std::conditional_t<possible, detail::streamed<std::conditional_t<possible, Net, detail::nothing_to_stream<possible>>, (possible ? Block : 1)>, detail::nothing_to_stream<possible>>;
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
