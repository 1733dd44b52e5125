#include "check_layer.hpp"

#include <typegrad/layers/linear.hpp>

using check::check_layer;
using typegrad::linear;
using typegrad::no_bias;
using typegrad::shape;

namespace {
// y[t][c] = bias[c] + sum over k of x[t + k][c] w[k][c], for 10 steps of 17 channels and 3 taps
void filtered(const double* p, const double* x, double* y) {
    for (std::size_t t = 0; t < 8; ++t)
        for (std::size_t c = 0; c < 17; ++c) {
            y[t * 17 + c] = p[3 * 17 + c];
            for (std::size_t k = 0; k < 3; ++k) y[t * 17 + c] += x[(t + k) * 17 + c] * p[k * 17 + c];
        }
}
// y[c] = sum over t of x[t][c] w[c][t], for 5 steps of 6 channels
void mixed(const double* p, const double* x, double* y) {
    for (std::size_t c = 0; c < 6; ++c) {
        y[c] = 0;
        for (std::size_t t = 0; t < 5; ++t) y[c] += x[t * 6 + c] * p[c * 5 + t];
    }
}
}

TEST_CASE("a linear layer from one formula, with the gradients that follow from it") {
    check_layer<linear<"(t+k)c,kc->tc", shape<3, 17>>, shape<10, 17>, shape<8, 17>>(filtered);
    check_layer<linear<"tc,ct->c", shape<6, 5>, no_bias>, shape<5, 6>, shape<6>>(mixed);
}

TEST_CASE("stride and padding: the extents follow from x") { check_layer<linear<"(2t+k-1)c,kco->to", shape<3, 2, 5>>, shape<9, 2>, shape<5, 5>>(); }

TEST_CASE("parameters have the shapes of the formula") {
    static_assert(linear<"i,io->o", shape<6, 5>>::parameters<shape<6>>::size == 35);
    static_assert(linear<"i,io->o", shape<6, 5>, no_bias>::parameters<shape<6>>::size == 30);
}

TEST_CASE("linear: constant evaluation") { check::check_constant<linear<"(t+k)c,kco->to", shape<2, 2, 3>>, shape<3, 2>>(); }
