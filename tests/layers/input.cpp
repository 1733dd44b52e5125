#include <doctest/doctest.h>

#include <type_traits>

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/input.hpp>
#include <typegrad/network/inference.hpp>

namespace tg = typegrad;

namespace {
struct image : tg::network<tg::input<4, 3, 2>, tg::relu> {};
struct number : tg::network<tg::input<1>, tg::relu> {};
}

static_assert(std::is_same_v<tg::input<4, 3, 2>::shape, tg::shape<4, 3, 2>>);
static_assert(std::is_same_v<image::input, tg::shape<4, 3, 2>>);
static_assert(std::is_same_v<number::input, tg::shape<1>>);
static_assert(image::layers == 1);  // an input has no number

TEST_CASE("input: a network reads it in row-major order, from anything with data()") {
    tg::tensor<float, tg::shape<4, 3, 2>> x;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i);
    const tg::parameters<image> p;
    tg::inference<image> run(p);
    CHECK(run(x)(3, 1, 1) == 21);
    CHECK(run(x.data()) == x);
    CHECK(run(tg::view<const float, tg::shape<4, 3, 2>>(x.data())) == x);
}
