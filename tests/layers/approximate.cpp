#include "check_layer.hpp"

#include <cmath>

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/approximate.hpp>
#include <typegrad/layers/lstm.hpp>
#include <typegrad/train/initializers.hpp>

namespace tg = typegrad;

static_assert(tg::derivative<tg::approximate<tg::tanh>>::from_y && !tg::derivative<tg::approximate<tg::silu>>::from_y);
static_assert(tg::is_monotone<tg::approximate<tg::sigmoid>> && tg::approximate<tg::tanh>::name == "tanh");
static_assert(tg::approximate<tg::relu>{}(2.0f) == 2.0f);

namespace {
template<class F>
void check_close(double tolerance, bool same = false) {
    using V = tg::simd::batch<float, tg::simd::lanes<float>>;
    bool differs = false;
    for (float x = -12; x < 12; x += 0.03125f) {
        CAPTURE(x);
        const float exact = F{}(x), rough = tg::approximate<F>{}(x);
        differs = differs || exact != rough;
        CHECK(std::fabs(exact - rough) <= tolerance);
        CHECK(tg::approximate<F>{}(V(x))[0] == doctest::Approx(rough).epsilon(1e-6));
        CHECK(tg::derivative<tg::approximate<F>>::of(x) == tg::derivative<F>::of(x));
    }
    CHECK(differs != same);
}
}

TEST_CASE("approximate: near what it stands for, with its derivative") {
    check_close<tg::tanh>(1e-4);
    check_close<tg::sigmoid>(1e-4);
    check_close<tg::silu>(12 * 1e-4);
    check_close<tg::gelu>(1e-4);
    CHECK(tg::approximate<tg::gelu>{}(-100.0f) == 0);
    CHECK(tg::approximate<tg::gelu>{}(100.0f) == 100);
    check_close<tg::relu>(0, true);
}

TEST_CASE("approximate: gates of a recurrent layer") {
    using exact = check::alone<tg::lstm<5>, tg::shape<4, 3>>;
    using rough = check::alone<tg::lstm<5, tg::activation<tg::approximate<tg::tanh>>, tg::gate_activation<tg::approximate<tg::sigmoid>>>, tg::shape<4, 3>>;
    const auto p = tg::initialize<exact>(1);
    tg::parameters<rough> same;
    for (std::size_t i = 0; i < p.flat().size(); ++i) same.flat()[i] = p.flat()[i];
    const auto x = check::random_numbers(12, 2);
    tg::inference<exact> a{p};
    tg::inference<rough> b{same};
    const auto &y = a(x), &z = b(x);
    for (std::size_t i = 0; i < y.size(); ++i) CHECK(z[i] == doctest::Approx(y[i]).epsilon(1e-3));
}

TEST_CASE("approximate: constant evaluation") {
    check::check_constant<tg::approximate<tg::tanh>, tg::shape<2, 3>>();
    check::check_constant<tg::approximate<tg::sigmoid>, tg::shape<2, 3>>();
    check::check_constant<tg::approximate<tg::gelu>, tg::shape<2, 3>>();
    check::check_constant<tg::approximate<tg::elu<>>, tg::shape<2, 3>>();
}
