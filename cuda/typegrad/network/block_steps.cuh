#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_STEPS_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_STEPS_CUH

#include <utility>

#include "../einsum/block_contraction.cuh"
#include "block_field.cuh"
#include "block_memory.cuh"
#include "block_slices.cuh"

// The steps of a network forward, all threads of a block at once; each leaves its value in shared memory.
namespace typegrad::cuda {

// Group: which steps, and for how many samples at a time.
template<class Plan, class T, block_group Group, int Warps>
struct block_steps {
    using memory = block_memory<Plan, Group>;
    static constexpr int Samples = Group.samples;
    static constexpr int threads = 32 * Warps;
    static_assert(sizeof(T) == Plan::bytes);
    static constexpr bool has_mma = !std::is_same_v<T, float>;
    template<std::size_t V>
    using number = std::conditional_t<V == Plan::result, float, T>;

    // Element e of a value, counted without its borders.
    template<class L>
    static constexpr index_map elements_of = [] {
        index_map m;
        for (int a = 0; a < L::value.rank; ++a) m.with(static_cast<int>(L::value.extent[a]), static_cast<int>(L::value.stride[a]));
        return m;
    }();
    template<std::size_t V>
    struct place {
        static constexpr layout value = Plan::template value<V>.where;
    };
    // Value V read as this shape.
    template<std::size_t V, class Shape>
    struct place_as {
        static constexpr layout value = seen_as<Shape>(Plan::template value<V>.where);
    };
    template<class L>
    TYPEGRAD_DEVICE static constexpr int element(int e) {
        return static_cast<int>(L::value.origin()) + place_in<elements_of<L>>(e);
    }

    // mma of a forward pass, of all warps together; and in the code.
    static consteval int products() { return count<Group.begin, false>(); }
    static consteval int products_in_code() { return count<Group.begin, true>(); }

    template<std::size_t S>
    struct forward_space {
        static constexpr einsum::contraction value = block_linear<Plan, S>::contract(block_linear<Plan, S>::y, Samples);
    };

    // f(sample, i) for all samples and i < N, dealt out among the threads.
    template<int N, class Context, class F>
    TYPEGRAD_DEVICE static void each(Context& c, const F& f) {
        for (int i = c.thread(); i < Samples * N; i += threads) f(i / N, i % N);
    }
    // f(sample, slice), dealt out among at most so many threads, or warps.
    template<class Slices, int Workers = threads, class Context, class F>
    TYPEGRAD_DEVICE static void each_slice(Context& c, const F& f) {
        constexpr int all = Slices::by_warp ? Warps : threads, workers = Workers < all ? Workers : all;
        const int mine = Slices::by_warp ? c.warp() : c.thread();
        if (mine >= workers) return;
        for (int i = mine; i < Samples * Slices::count; i += workers) f(i / Slices::count, i % Slices::count);
    }
    template<class U, class Context>
    TYPEGRAD_DEVICE static void clear(Context& c, std::uint32_t begin, int numbers) {
        for (int i = c.thread(); i < numbers * static_cast<int>(sizeof(U)) / 4; i += threads) c.store(begin + 4 * static_cast<std::uint32_t>(i), std::uint32_t{0});
    }
    // Zeros around what is written next.
    template<class U, class Context>
    TYPEGRAD_DEVICE static void surround(Context& c, std::uint32_t begin, bool has_gaps, int sample) {
        if (has_gaps) {
            clear<U>(c, begin, sample * Samples);
            c.barrier();
        }
    }

    // Products with the weights of step S: those in shared memory, or those that stay where the parameters are.
    template<std::size_t S, class Space>
    using by_weights = block_contraction<T, Warps, Space, memory::template streams<S> ? 2 : 4, memory::template streams<S>>;
    template<std::size_t S, class Space, class Context, class First, class Store>
    TYPEGRAD_DEVICE static void multiply_by_weights(Context& c, const float* p, std::uint32_t x, const First& first, const Store& store) {
        if constexpr (memory::template streams<S>) by_weights<S, Space>::stream(c, x, block_weights<Plan, S>{p}, first, store);
        else by_weights<S, Space>::run(c, x, memory::template weight<S>, first, store);
    }

    // Those of a recurrent layer.
    template<std::size_t S>
    TYPEGRAD_DEVICE static auto recurrent_weights(const float* p) {
        if constexpr (memory::template streams<S>) return streamed_weights<block_recurrent<Plan, S>>{p + Plan::template parameter<S>};
        else return resident_weights{memory::template weight<S>};
    }

    // Weights that stay and biases, once.
    template<std::size_t S = Group.begin, class Context>
    TYPEGRAD_DEVICE static void load_weights(Context& c, const float* p) {
        if constexpr (S < Group.end) {
            if constexpr (memory::template is_linear<S>) {
                using linear = block_linear<Plan, S>;
                const block_weights<Plan, S> weight{p};
                if constexpr (!memory::template streams<S>) store_all<T, threads>(c, memory::template weight<S>, linear::weight_room, weight);
                if constexpr (linear::has_bias || linear::normed)
                    for (int o = c.thread(); o < linear::channels; o += threads) c.store(memory::template bias<S> + 4 * static_cast<std::uint32_t>(o), weight.bias(o));
            }
            if constexpr (memory::template is_recurrent<S>) {
                using recurrent = block_recurrent<Plan, S>;
                const float* const mine = p + Plan::template parameter<S>;
                if constexpr (!memory::template streams<S>) store_all<T, threads>(c, memory::template weight<S>, recurrent::weight_room, streamed_weights<recurrent>{mine});
                for (int i = c.thread(); i < recurrent::bias_room; i += threads)
                    c.store(memory::template bias<S> + 4 * static_cast<std::uint32_t>(i), recurrent::bias_at(mine, i / recurrent::filled_units, i % recurrent::filled_units));
            }
            load_weights<S + 1>(c, p);
        }
    }
    // Value V of samples first, first + 1, ..., of n, from where others have left it; zeros behind the last.
    template<std::size_t V, class Context, class From>
    TYPEGRAD_DEVICE static void read_value(Context& c, const From* from, int first, int n) {
        constexpr block_value to = Plan::template value<V>;
        constexpr int size = static_cast<int>(Plan::template shape_of<V>::size);
        if constexpr (to.has_gaps()) {
            clear<number<V>>(c, memory::template value<V>, to.sample * Samples);
            c.barrier();
        }
        each<size>(c, [&](int s, int e) {
            const float v = first + s < n ? read_number(c, from[static_cast<std::ptrdiff_t>(first + s) * size + e]) : 0.0f;
            store_number<number<V>>(c, at<V>(s, element<place<V>>(e)), v);
        });
    }
    // And to where they look for it.
    template<std::size_t V, class Context, class To>
    TYPEGRAD_DEVICE static void write_value(Context& c, To* to, int first, int n) {
        constexpr int size = static_cast<int>(Plan::template shape_of<V>::size);
        each<size>(c, [&](int s, int e) {
            if (first + s < n) write_number(c, to[static_cast<std::ptrdiff_t>(first + s) * size + e], load_number<number<V>>(c, at<V>(s, element<place<V>>(e))));
        });
    }
    // All steps; a barrier behind each.
    template<std::size_t S = Group.begin, class Context>
    TYPEGRAD_DEVICE static void forward(Context& c, const float* p, const block_random& chance) {
        if constexpr (S < Group.end) {
            c.start_over();
            step<S>(c, p, chance);
            c.barrier();
            forward<S + 1>(c, p, chance);
        }
    }

    template<std::size_t V>
    TYPEGRAD_DEVICE static std::uint32_t at(int sample, int place) {
        return memory::template value<V> + bytes_of<number<V>>(sample * Plan::template value<V>.sample + place);
    }

private:
    template<std::size_t S, bool InCode>
    static consteval int count() {
        if constexpr (S == Group.end) return 0;
        else return count_step<S, InCode>() + count<S + 1, InCode>();
    }
    template<std::size_t S, bool InCode>
    static consteval int count_step() {
        if constexpr (memory::template is_recurrent<S>) return has_mma * (InCode ? block_recurrent<Plan, S>::products_in_code : block_recurrent<Plan, S>::template products<Samples>);
        else if constexpr (memory::template is_linear<S>) return InCode ? by_weights<S, forward_space<S>>::products_in_code : by_weights<S, forward_space<S>>::products;
        else return 0;
    }
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void step(Context& c, const float* p, const block_random& chance) {
        constexpr auto kind = Plan::template step<S>.kind;
        constexpr block_value y = Plan::template value<S + 1>;
        surround<number<S + 1>>(c, memory::template value<S + 1>, y.has_gaps(), y.sample);
        if constexpr (kind == step_kind::linear) linear<S>(c, p);
        else if constexpr (memory::template is_recurrent<S>) recurrent<S>(c, p);
        else if constexpr (kind == step_kind::own) own<S>(c, p, chance, std::make_index_sequence<Plan::template step<S>.from.size>{});
        else map<S>(c);
    }
    // Copies and activations.
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void map(Context& c) {
        constexpr std::size_t from = Plan::template from<S>();
        using shape = decltype(Plan::template shape_read<S, 0>());
        using in = place_as<from, shape>;
        using out = place<S + 1>;
        each<static_cast<int>(shape::size)>(c, [&](int s, int e) {
            float v = load_number<number<from>>(c, at<from>(s, element<in>(e)));
            if constexpr (Plan::template step<S>.kind == step_kind::map && Plan::template step<S>.core < Plan::nodes) v = typename Plan::template activation<S>{}(v);
            store_number<number<S + 1>>(c, at<S + 1>(s, element<out>(e)), v);
        });
    }

    // What becomes of a sum: the argument is kept where somebody wants it, its activation stored.
    template<std::size_t S, class U, class Context>
    struct finish {
        using activation = typename Plan::template activation<S>;
        Context& c;
        std::uint32_t to;

        // The other term of a sum.
        TYPEGRAD_DEVICE float beside(int place) const {
            if constexpr (!Plan::template step<S>.sums) {
                return 0;
            } else {
                constexpr std::size_t from = Plan::template from<S>(Plan::template step<S>.from.size - 1);
                using in = place_as<from, typename Plan::template node<S>::output>;
                constexpr int sample = Plan::template value<S + 1>.sample;
                return load_number<number<from>>(c, at<from>(place / sample, moved<block_steps::place<S + 1>, in>(place % sample)));
            }
        }
        TYPEGRAD_DEVICE void one(int place, float v) const {
            if constexpr (Plan::template step<S>.sums) v += beside(place);
            if constexpr (memory::template keeps<S>) store_number<T>(c, memory::template argument<S> + bytes_of<T>(place), v);
            store_number<U>(c, to + bytes_of<U>(place), activation{}(v));
        }
        TYPEGRAD_DEVICE void two(int place, float low, float high) const {
            if constexpr (!std::is_same_v<U, T> || Plan::template step<S>.sums) {
                one(place, low);
                one(place + 1, high);
            } else {
                if constexpr (memory::template keeps<S>) store_two<T>(c, memory::template argument<S> + bytes_of<T>(place), low, high);
                store_two<T>(c, to + bytes_of<T>(place), activation{}(low), activation{}(high));
            }
        }
    };
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void linear(Context& c, const float* p) {
        using layer = block_linear<Plan, S>;
        constexpr std::size_t from = Plan::template from<S>();
        const auto bias = [&](int o) {
            if constexpr (layer::has_bias || layer::normed) return c.template load<float>(memory::template bias<S> + 4 * static_cast<std::uint32_t>(o));
            else return 0.0f;
        };
        using space = forward_space<S>;
        if constexpr (layer::of_values) {
            block_contraction<T, Warps, space>::run(c, memory::template value<from>, memory::template value<Plan::template from<S>(1)>, bias, finish<S, number<S + 1>, Context>{c, memory::template value<S + 1>});
        } else if constexpr (layer::pooled) {
            surround<T>(c, memory::template unpooled<S>, layer::y.has_gaps(), layer::y.sample);
            multiply_by_weights<S, space>(c, p, memory::template value<from>, bias, finish<S, T, Context>{c, memory::template unpooled<S>});
            c.barrier();
            pool<S>(c);
        } else {
            multiply_by_weights<S, space>(c, p, memory::template value<from>, bias, finish<S, number<S + 1>, Context>{c, memory::template value<S + 1>});
        }
    }
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void recurrent(Context& c, const float* p) {
        constexpr std::size_t from = Plan::template from<S>();
        const auto weights = recurrent_weights<S>(p);
        using run = run_recurrent<block_recurrent<Plan, S>, T, number<S + 1>, Samples, Warps, Group.backward, std::remove_const_t<decltype(weights)>>;
        run{weights, memory::template value<from>, memory::template value<S + 1>, memory::template bias<S>, {memory::template state<S>}}(c);
    }
    template<std::size_t S, class Context>
    TYPEGRAD_DEVICE static void pool(Context& c) {
        using layer = typename Plan::graph::template node<Plan::template step<S>.pool>::layer;
        using in = block_slices<place_unpooled<S>, slicing::by_channel>;
        using out = block_slices<place<S + 1>, slicing::by_channel>;
        each<out::count>(c, [&](int s, int k) {
            const block_field<Context, T, in> x{&c, memory::template unpooled<S> + bytes_of<T>(s * Plan::template unpooled<S>.sample + in::begin(k))};
            layer::forward(x, block_field<Context, number<S + 1>, out>{&c, at<S + 1>(s, out::begin(k))}, no_parameters::at(static_cast<const float*>(nullptr)));
        });
    }

    // A layer with its own loops, a slice a thread or a warp.
    template<std::size_t S, class Context, std::size_t... I>
    TYPEGRAD_DEVICE static void own(Context& c, const float* p, const block_random& chance, std::index_sequence<I...>) {
        using node = typename Plan::template node<S>;
        constexpr slicing by = slicing_of_step<Plan, S>();
        using out = block_slices<place<S + 1>, by>;
        using V = typename out::template number<Context>;
        const auto views = Plan::template views<S>(p);
        each_slice<out>(c, [&](int s, int k) {
            const block_field<Context, number<S + 1>, out, V> y{&c, at<S + 1>(s, out::begin(k))};
            const auto x = together(operand<S, I, by, V>(c, s, k)...);
            if constexpr (typegrad::detail::wants_context<typename node::layer>) node::layer::forward(x, y, views, chance.template of<typename node::layer>(Plan::template step<S>.core, s, k, out::width));
            else node::layer::forward(x, y, views);
        });
    }

public:
    // Slice k of input I of step S; several of them as the operands of one layer.
    template<std::size_t S, std::size_t I, slicing By, class V, class Context>
    TYPEGRAD_DEVICE static auto operand(Context& c, int s, int k) {
        constexpr std::size_t from = Plan::template from<S>(I);
        using in = block_slices<place_as<from, decltype(Plan::template shape_read<S, I>())>, By>;
        return block_field<Context, number<from>, in, V>{&c, at<from>(s, in::begin(k))};
    }
    template<class... Field>
    TYPEGRAD_DEVICE static auto together(Field... x) {
        if constexpr (sizeof...(x) == 1) return (x, ...);
        else return simd::fields<Field...>(x...);
    }
    template<std::size_t S>
    struct place_unpooled {
        static constexpr layout value = Plan::template unpooled<S>.where;
    };
};

}

#endif
