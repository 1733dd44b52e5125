#include <doctest/doctest.h>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;
using tg::window;

namespace {
// Whether a layer with options of these kinds understands these.
template<unsigned Kinds, int Axes, auto... Options>
constexpr bool understood = tg::read_window<Axes, 3, Options...>(Kinds).understood;
}

TEST_CASE("a layer has the options of its kind and no others") {
    static_assert(understood<window::linear, 1> && understood<window::linear, 1, tg::no_bias> && understood<window::linear, 1, tg::schedule{}, tg::no_bias>);
    static_assert(!understood<window::linear, 1, tg::stride<2>> && !understood<window::linear, 1, tg::groups<2>> && !understood<window::linear, 1, tg::padding<3>>);
    static_assert(!understood<window::linear, 1, tg::same> && !understood<window::linear, 1, tg::causal> && !understood<window::linear, 1, tg::dilation<2>>);
    static_assert(understood<window::convolution, 2, tg::stride<2>, tg::dilation<2, 1>, tg::padding<1>, tg::groups<2>, tg::no_bias, tg::schedule{}>);
    static_assert(!understood<window::convolution, 2, tg::count_padding> && !understood<window::convolution, 2, tg::output_padding<1>> && !understood<window::convolution, 2, 7>);
    static_assert(understood<window::transposition, 2, tg::output_padding<1>> && !understood<window::transposition, 2, tg::count_padding>);
    static_assert(understood<window::pool, 2, tg::stride<2>, tg::padding<1>> && !understood<window::pool, 2, tg::count_padding>);
    static_assert(!understood<window::pool, 2, tg::no_bias> && !understood<window::pool, 2, tg::groups<2>> && !understood<window::pool, 2, tg::schedule{.vector = 'c'}>);
    static_assert(understood<(window::pool | window::counted), 2, tg::count_padding>);
}

TEST_CASE("each thing is said once, for as many axes as there are") {
    static_assert(!understood<window::convolution, 1, tg::same, tg::padding<7>> && !understood<window::convolution, 1, tg::padding<7>, tg::causal> && !understood<window::convolution, 1, tg::same, tg::valid>);
    static_assert(!understood<window::convolution, 1, tg::stride<2>, tg::stride<3>> && !understood<window::convolution, 1, tg::no_bias, tg::no_bias>);
    static_assert(!understood<window::convolution, 1, tg::stride<2, 3>> && understood<window::convolution, 2, tg::stride<2, 3>>);
    static_assert(!understood<window::convolution, 1, tg::stride<0>> && !understood<window::convolution, 1, tg::dilation<0>>);
    static_assert(understood<window::convolution, 1, tg::causal> && !understood<window::convolution, 2, tg::causal>);
    static_assert(understood<window::convolution, 2, tg::padding<1, 2, 3, 4>> && !understood<window::convolution, 2, tg::padding<1, 2>>);
    constexpr window w = tg::read_window<2, 3, tg::padding<1, 2, 3, 4>>(window::convolution);
    static_assert(w.before[0] == 1 && w.before[1] == 2 && w.after[0] == 3 && w.after[1] == 4);
}
