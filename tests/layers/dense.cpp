#include "check_layer.hpp"

#include <typegrad/layers/dense.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using check::check_layer;

namespace {
// y[o] = bias[o] + sum over i of x[i] weight[i][o]
auto naive(std::size_t in, std::size_t out, bool bias) {
    return [=](const double* p, const double* x, double* y) {
        for (std::size_t o = 0; o < out; ++o) {
            y[o] = 0;
            for (std::size_t i = 0; i < in; ++i) y[o] += x[i] * p[i * out + o];
            if (bias) y[o] += p[in * out + o];
        }
    };
}
template<std::size_t In, std::size_t Out>
void check_dense() {
    check_layer<tg::dense<Out>, tg::shape<In>, tg::shape<Out>>(naive(In, Out, true));
}
}

TEST_CASE("dense: sizes around the vector width") {
    check_dense<1, 1>();
    check_dense<2, 1>();
    check_dense<1, 2>();
    check_dense<3, check::under_lanes>();
    check_dense<check::under_lanes, check::lanes>();
    check_dense<check::lanes, check::lanes + 1>();
    check_dense<check::lanes + 1, 3>();
    check_dense<37, 37>();
}

TEST_CASE("dense: without bias") { check_layer<tg::dense<5, tg::no_bias>, tg::shape<7>, tg::shape<5>>(naive(7, 5, false)); }

TEST_CASE("dense: one sample more than a chunk, and one less than two") {
    check::check_batches<check::alone<tg::dense<3>, tg::shape<2>>, 129>();
    check::check_batches<check::alone<tg::dense<3>, tg::shape<2>>, 255>();
}

TEST_CASE("dense: constant evaluation") { check::check_constant<tg::dense<3>, tg::shape<4>>(); }

TEST_CASE("dense: PyTorch's Linear") {
    reference::suite torch("linear.txt", {"Linear"});
    torch.check<tg::dense<2>, tg::shape<3>>("linear_b1_3x2_bias1");
    torch.check<tg::dense<7>, tg::shape<5>>("linear_b4_5x7_bias1");
    torch.check<tg::dense<8, tg::no_bias>, tg::shape<16>>("linear_b2_16x8_bias0");
    torch.check<tg::dense<1>, tg::shape<1>>("linear_b3_1x1_bias1");
    torch.check<tg::dense<13>, tg::shape<17>>("linear_b5_17x13_bias1");
    CHECK(torch.forgotten() == "");
}
