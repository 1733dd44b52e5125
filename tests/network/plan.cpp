#include <doctest/doctest.h>

#include <typegrad/typegrad.hpp>

// Plans for four samples side by side, whatever this machine has: what lies in tiles, which value has a border, and that
// values that live at the same time never share memory.
namespace tg = typegrad;
using tg::detail::step_kind;

namespace {
template<class Net, int Lanes = 4, std::size_t Samples = 8, class Mode = tg::mode::inference>
using plan = tg::detail::plan<Net, Mode, Samples, Lanes>;

template<class P, std::size_t N>
constexpr bool steps_are(const step_kind (&expected)[N]) {
    bool same = P::steps == N;
    for (std::size_t s = 0; same && s < N; ++s) same = P::table.at[s].kind == expected[s];
    return same;
}
template<class P, std::size_t V>
constexpr bool border_is(std::size_t top, std::size_t bottom, std::size_t left, std::size_t right) {
    const auto& side = P::template around<V>.side;
    return side[0] == top && side[1] == bottom && side[2] == left && side[3] == right;
}

using enum step_kind;
struct lenet : tg::network<tg::input<28, 28, 1>, tg::conv2d<20, 5>, tg::max_pool2d<2>, tg::relu, tg::conv2d<50, 5>, tg::max_pool2d<2>, tg::relu, tg::flatten, tg::dense<500>, tg::relu, tg::dense<10>> {};
struct same : tg::network<tg::input<6, 6, 1>, tg::conv2d<3, 3, tg::same>, tg::relu, tg::conv2d<2, 3, tg::same>> {};
struct mlp : tg::network<tg::input<4>, tg::dense<8>, tg::relu, tg::dense<8>, tg::tanh, tg::dense<8>, tg::dense<3>> {};
struct late : tg::network<tg::input<36>, tg::dense<36>, tg::reshape<6, 6, 1>, tg::conv2d<2, 3, tg::same>> {};
struct joined : tg::network<tg::input<6, 6, 3>, tg::conv2d<3, 3, tg::same>, tg::residual<tg::conv2d<3, 3, tg::same>, tg::relu, tg::conv2d<3, 1>>,
                            tg::fork<tg::sequential<tg::conv2d<2, 1>, tg::tanh>, tg::conv2d<5, 3, tg::same>>, tg::concat, tg::global_avg_pool2d, tg::dense<2>> {};
struct rows : tg::network<tg::input<5, 8>, tg::encoder_block<2, tg::feed_forward<16>>, tg::layer_norm<>, tg::encoder_block<2, tg::feed_forward<16>>, tg::flatten, tg::dense<2>> {};
}

TEST_CASE("plan: convolutions work on tiles, dense layers on rows, and a dense layer reads tiles") {
    using p = plan<lenet>;
    static_assert(steps_are<p>({load, linear, linear, linear, linear}));
    static_assert(p::tiled<1> && p::tiled<2> && p::tiled<3> && !p::tiled<4> && !p::tiled<5> && p::result == 5);
    static_assert(p::value<2>::part == 12 * 12 * 20 * 4 && p::size_of_value<2> == 12 * 12 * 20 * 8 && p::size_of_value<4> == 500 * 8);
    static_assert(steps_are<plan<lenet, 1>>({linear, linear, linear, linear}));
    static_assert(steps_are<plan<mlp>>({linear, linear, linear, linear}));
}

TEST_CASE("plan: who makes a value leaves the border that its reader wants") {
    using p = plan<same>;
    static_assert(steps_are<p>({load, linear, linear, unload}));
    static_assert(border_is<p, 1>(1, 1, 1, 1) && border_is<p, 2>(1, 1, 1, 1) && border_is<p, 3>(0, 0, 0, 0));
    static_assert(p::value<1>::part == 8 * 8 * 1 * 4 && p::value<2>::part == 8 * 8 * 3 * 4 && p::value<3>::part == 6 * 6 * 2 * 4);
    static_assert(steps_are<plan<same, 1>>({load, linear, linear}));  // the caller's input has none
    static_assert(border_is<plan<same, 1>, 1>(1, 1, 1, 1));
}

TEST_CASE("plan: from rows to tiles in the middle of a network") {
    using p = plan<late>;
    static_assert(steps_are<p>({linear, load, linear, unload}));
    static_assert(!p::tiled<1> && p::tiled<2> && border_is<p, 2>(1, 1, 1, 1));
}

TEST_CASE("plan: values that are not needed any more give their memory away") {
    using p = plan<mlp, 1, 4>;
    constexpr auto m = tg::compute::shared_memory<p>::make();
    static_assert(m.offset[1] == 0 && m.offset[2] == 8 * 4 && m.offset[3] == 0 && m.size == 2 * 8 * 4);
    constexpr auto kept = tg::compute::kept_memory<plan<mlp, 1, 4, tg::mode::training>>::make();
    static_assert(kept.size >= 3 * 8 * 4 + 3 * 4);
}

namespace {
// From the step that makes a value to the last one that reads it, nobody else may lie there.
template<class P>
bool apart() {
    constexpr auto m = tg::compute::shared_memory<P>::make();
    using sizes = tg::compute::sizes_of<P>;
    const auto last_read = [](std::size_t v) {
        std::size_t last = v - 1;
        for (std::size_t s = v; s < P::steps; ++s)
            for (std::size_t i = 0; i < P::table.at[s].from.size; ++i)
                if (P::table.at[s].from.value[i] == v) last = s;
        return last;
    };
    bool ok = true;
    for (std::size_t v = 1; v <= P::steps; ++v) {
        if (v == P::result) continue;
        const std::size_t end = m.offset[v] + (m.whole[v] ? sizes::all[v] : sizes::part[v]);
        ok = ok && end <= m.size && m.offset[v] % 16 == 0;
        for (std::size_t u = v + 1; u <= P::steps; ++u)
            if (u != P::result && u - 1 <= last_read(v)) ok = ok && (m.offset[u] >= end || m.offset[u] + (m.whole[u] ? sizes::all[u] : sizes::part[u]) <= m.offset[v]);
    }
    return ok;
}
template<class Net>
void check_apart() {
    CHECK(apart<plan<Net>>());
    CHECK(apart<plan<Net, 1>>());
}
}

TEST_CASE("plan: values that live at the same time lie apart") {
    check_apart<lenet>();
    check_apart<same>();
    check_apart<late>();
    check_apart<joined>();
    check_apart<rows>();
}
