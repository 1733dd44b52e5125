#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/network/chain_inference.cuh>
#include <typegrad/train/chain_training.cuh>

#include "check_training.hpp"

// Mistakes in kernels as they are: whichever is made, the checks of host_context find it, or the numbers change.
namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {

// The mistake to make, when it would be made for the n-th time by a thread, and whether there was an occasion.
enum class mistake { none, no_barrier, no_warp_barrier, swapped_fragment, other_matrix, far_store, far_load };
struct {
    mistake what = mistake::none;
    int at = 0;
    bool made = false;
} planned;

class careless_context : public host_context {
public:
    using host_context::host_context;

    void barrier() {
        if (!errs(mistake::no_barrier)) host_context::barrier();
    }
    void warp_barrier() {
        if (!errs(mistake::no_warp_barrier)) host_context::warp_barrier();
    }
    template<class T, class A, class B>
    void multiply(accumulator& d, const A& a, B b) {
        if constexpr (std::is_same_v<B, fragment_b>)
            if (errs(mistake::swapped_fragment)) std::swap(b.pair[0], b.pair[1]);
        host_context::multiply<T>(d, a, b);
    }
    template<bool Transposed>
    void load_matrices(std::uint32_t (&pairs)[4], std::uint32_t offset) {
        if (errs(mistake::other_matrix)) host_context::load_matrices<!Transposed>(pairs, offset);
        else host_context::load_matrices<Transposed>(pairs, offset);
    }
    template<class T>
    void store(std::uint32_t offset, const T& v) {
        host_context::store(thread() == 33 && errs(mistake::far_store) ? offset + bytes<T> : offset, v);
    }
    template<class T>
    T load(std::uint32_t offset) {
        return host_context::load<T>(thread() == 33 && errs(mistake::far_load) ? offset + bytes<T> : offset);
    }

private:
    template<class T>
    static constexpr auto bytes = static_cast<std::uint32_t>(sizeof(T));
    bool errs(mistake what) {
        if (planned.what != what || done_++ != planned.at) return false;
        return planned.made = true;
    }
    int done_ = 0;
};

// A kernel that has sixteen bytes less than it wants.
template<class Kernel>
struct cramped : Kernel {
    static constexpr std::uint32_t shared_bytes = Kernel::shared_bytes - 16;
};

struct outcome {
    findings found;
    std::vector<float> numbers;
};
// run() with the mistake made at the n-th occasion, for n as in `next`, until there is none: how often, and how often nobody
// noticed.
struct tally {
    int made = 0, silent = 0;
};
template<class Run, class Next>
tally count(mistake what, const Run& run, const Next& next) {
    planned = {};
    const outcome right = run();
    REQUIRE_MESSAGE(right.found.none(), right.found.messages.front());
    tally t;
    for (int n = 0;; n = next(n)) {
        planned = {what, n, false};
        const outcome o = run();
        if (!planned.made) break;
        ++t.made;
        t.silent += o.found.none() && o.numbers == right.numbers;
    }
    planned = {};
    return t;
}

// A barrier is idle where another stands beside it, or before anything is there: the limits are what was counted. Whoever
// makes it less lowers them. Other mistakes may touch what fills up a matrix, which means nothing: not all of them.
template<class Run>
void check_mistakes(const Run& run, int idle) {
    const tally barriers = count(mistake::no_barrier, run, [](int n) { return n + 1; });
    CAPTURE(barriers.made);
    CHECK(barriers.silent <= idle);
    for (const mistake what : {mistake::no_warp_barrier, mistake::swapped_fragment, mistake::other_matrix, mistake::far_store, mistake::far_load}) {
        const tally t = count(what, run, [](int n) { return 2 * n + 1; });
        CAPTURE(static_cast<int>(what));
        CAPTURE(t.made);
        CHECK((t.silent < t.made || t.made == 0));
        if (what == mistake::no_warp_barrier) CHECK(t.silent == 0);
    }
}

struct points {
    std::vector<float> x;
    std::vector<std::int32_t> labels;
    points(std::size_t n, std::size_t in, std::uint32_t classes) {
        for (std::size_t i = 0; i < n * in; ++i) x.push_back(2 * tg::philox{6}.uniform(i) - 1);
        for (std::size_t i = 0; i < n; ++i) labels.push_back(static_cast<std::int32_t>(tg::philox{7}.below(i, classes)));
    }
};

// No number is zero, or like its neighbour.
template<class Net>
tg::parameters<Net> all_different() {
    auto p = tg::initialize<Net>(3);
    for (std::size_t i = 0; i < p.flat().size(); ++i) p.data()[i] += 0.1f * (tg::philox{5}.uniform(i) - 0.5f);
    return p;
}

template<class Kernel, class Net, class Plan>
outcome train(int n) {
    static const points data(static_cast<std::size_t>(n), Net::input::size, static_cast<std::uint32_t>(Net::output::size));
    static const auto p = all_different<Net>();
    using facts = block_facts<Plan>;
    std::vector<float> gradient(Net::parameter_count + 1), scratch(facts::workers * facts::own_parameters(0, facts::steps));
    outcome o;
    o.found = emulate<Kernel, careless_context>(1, turns::forward, block_memories<half>{p.data(), data.x.data(), nullptr, nullptr, n, n, scratch.data()}, data.labels.data(), gradient.data(), gradient.data() + Net::parameter_count,
                                                1.0f / static_cast<float>(n), tg::cross_entropy{}, step_number{});
    o.numbers = gradient;
    return o;
}
template<class Net, int Samples>
void check_training_kernel(int n, int idle) {
    using plan = block_plan<Net, true>;
    using kernel = block_training<Net, tg::cross_entropy, half, std::int32_t, one_group<plan, Samples>, 0, 2>;
    check_mistakes([n] { return train<kernel, Net, plan>(n); }, idle);
    CHECK_FALSE(train<cramped<kernel>, Net, plan>(n).found.none());
}

struct dense_layers : tg::network<tg::input<20>, tg::dense<24>, tg::silu, tg::dense<5>> {};
struct images : tg::network<tg::input<6, 6, 3>, tg::conv2d<8, 3, tg::padding<1>>, tg::tanh, tg::max_pool2d<2>, tg::conv2d<5, 2>, tg::layer_norm<>, tg::flatten, tg::dense<3>> {};
struct sequences : tg::network<tg::input<4, 5>, tg::gru<9, tg::reset_before>, tg::flatten, tg::dense<3>> {};
struct long_rows : tg::network<tg::input<3, 8>, tg::time_distributed<tg::dense<34>>, tg::softmax, tg::flatten, tg::dense<3>> {};

}

TEST_CASE("chains: inference") {
    constexpr int n = 40;
    using kernel = chain_inference<dense_layers, half, 2, 1>;
    std::vector<four_words> words(packed_chain<dense_layers>::size);
    const auto p = all_different<dense_layers>();
    REQUIRE(emulate<pack_chain<dense_layers, half>>(2, turns::forward, p.data(), words.data()).none());
    const points data(n, 20, 5);
    const auto run = [&]<class Kernel>(std::type_identity<Kernel>) {
        outcome o;
        o.numbers.resize(n * 5);
        o.found = emulate<Kernel, careless_context>(1, turns::forward, words.data(), data.x.data(), o.numbers.data(), n);
        return o;
    };
    check_mistakes([&] { return run(std::type_identity<kernel>{}); }, 0);
    CHECK_FALSE(run(std::type_identity<cramped<kernel>>{}).found.none());
}

TEST_CASE("chains: training") {
    constexpr int n = 50;
    using kernel = chain_training<dense_layers, tg::cross_entropy, half, std::int32_t, 2>;
    const points data(n, 20, 5);
    const auto p = all_different<dense_layers>();
    const auto run = [&]<class Kernel>(std::type_identity<Kernel>) {
        outcome o;
        o.numbers.resize(dense_layers::parameter_count + 1);
        o.found = emulate<Kernel, careless_context>(1, turns::forward, p.data(), data.x.data(), data.labels.data(), o.numbers.data(), o.numbers.data() + dense_layers::parameter_count, n, 1.0f / n, tg::cross_entropy{});
        return o;
    };
    check_mistakes([&] { return run(std::type_identity<kernel>{}); }, 1);
    CHECK_FALSE(run(std::type_identity<cramped<kernel>>{}).found.none());
}

TEST_CASE("blocks: convolutions, a pool, a norm and dense layers") { check_training_kernel<images, 2>(5, 20); }
TEST_CASE("blocks: recurrent layers") { check_training_kernel<sequences, 3>(4, 14); }
TEST_CASE("blocks: rows that warps walk") { check_training_kernel<long_rows, 2>(3, 12); }
