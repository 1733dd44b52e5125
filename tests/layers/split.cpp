#include "check_tiles.hpp"
#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/concat.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/multiply.hpp>
#include <typegrad/layers/split.hpp>
#include <typegrad/layers/time_distributed.hpp>

namespace tg = typegrad;
using composed::numbers, composed::output;
using tg::bundle, tg::shape;

namespace {
// Of <Outer, N, Inner>, N being the axis: the items of y are one after the other.
template<class Layer, class In, class Out, std::size_t Axis, std::size_t... Sizes>
void check_split() {
    check::check_layer<Layer, In, Out>([](const double*, const double* x, double* y) {
        std::size_t inner = 1, first = 0;
        for (std::size_t a = Axis + 1; a < In::rank; ++a) inner *= In::extent(a);
        for (std::size_t size : {Sizes...}) {
            for (std::size_t o = 0; o < In::size / In::extent(Axis) / inner; ++o)
                for (std::size_t i = 0; i < size * inner; ++i) *y++ = x[(o * In::extent(Axis) + first) * inner + i];
            first += size;
        }
    });
}
struct there_and_back : tg::network<tg::input<3, 2, 9>, tg::split<tg::last_axis, 1, 5, 3>, tg::concat> {};
struct gated : tg::network<tg::input<5, 6>, tg::time_distributed<tg::dense<8>>, tg::split<tg::last_axis, 4, 4>, tg::at<1, tg::sigmoid>, tg::multiply, tg::time_distributed<tg::dense<3>>> {};
struct bordered : tg::network<tg::input<4, 5, 2>, tg::conv2d<7, 3, tg::same>, tg::split<2, 3, 4>, tg::parallel<tg::conv2d<2, 3, tg::same>, tg::conv2d<3, 3, tg::same>>, tg::concat> {};
struct stages : tg::network<tg::input<6, 2, 4>, tg::split<0, 4, 2>, tg::at<0, tg::split<1, 1, 1>>, tg::at<2, tg::split<tg::last_axis, 1, 3>>, tg::at<0, tg::tanh>, tg::pick<3, 0>> {};
}

TEST_CASE("split: of a vector") {
    check_split<tg::split<0, 1, 1>, shape<2>, bundle<shape<1>, shape<1>>, 0, 1, 1>();
    check_split<tg::split<0, check::lanes, check::under_lanes>, shape<check::lanes + check::under_lanes>, bundle<shape<check::lanes>, shape<check::under_lanes>>, 0, check::lanes, check::under_lanes>();
    check_split<tg::split<tg::last_axis, check::lanes + 1, 2, 20>, shape<check::lanes + 23>, bundle<shape<check::lanes + 1>, shape<2>, shape<20>>, 0, check::lanes + 1, 2, 20>();
    using ones = bundle<shape<1>, shape<1>, shape<1>, shape<1>, shape<1>, shape<1>, shape<1>, shape<30>>;
    check_split<tg::split<0, 1, 1, 1, 1, 1, 1, 1, 30>, shape<37>, ones, 0, 1, 1, 1, 1, 1, 1, 1, 30>();
}

TEST_CASE("split: along any axis") {
    check_split<tg::split<0, 1, 3>, shape<4, 3, 5>, bundle<shape<1, 3, 5>, shape<3, 3, 5>>, 0, 1, 3>();
    check_split<tg::split<1, 2, 1>, shape<4, 3, 5>, bundle<shape<4, 2, 5>, shape<4, 1, 5>>, 1, 2, 1>();
    check_split<tg::split<2, 2, 1, 2>, shape<4, 3, 5>, bundle<shape<4, 3, 2>, shape<4, 3, 1>, shape<4, 3, 2>>, 2, 2, 1, 2>();
    check_split<tg::split<tg::last_axis, 3, 2>, shape<4, 3, 5>, bundle<shape<4, 3, 3>, shape<4, 3, 2>>, 2, 3, 2>();
}

TEST_CASE("split: concat is its inverse") {
    const auto x = numbers(there_and_back::input::size);
    CHECK(output<there_and_back>({}, x) == x);
    composed::check_network<there_and_back>();
}

TEST_CASE("split: in a network, parts of parts, and parts that nobody reads") {
    composed::check_network<gated>();
    composed::check_network<bordered>();
    static_assert(std::is_same_v<stages::output, bundle<shape<2, 2, 3>, shape<4, 1, 4>>>);
    composed::check_network<stages>();
}

TEST_CASE("split: tiles") { check::check_tiles<tg::split<1, 1, 2>, shape<4, 3, 5>>(); }

TEST_CASE("split: constant evaluation") { check::check_constant<tg::split<1, 1, 3>, shape<2, 4>>(); }
