#include "engine.hpp"

namespace tg = typegrad;
namespace te = typegrad::einsum;
using tg::shape;

namespace {

// dL/dx and dL/dw of L = sum of y * dy, by central differences in double over the naive loop.
template<class F>
void check_by_differences(std::size_t nx, std::size_t nw, std::size_t ny) {
    std::vector<double> x(nx), w(nw), dy(ny), dx(nx, 0.0), dw(nw, 0.0);
    for (std::size_t i = 0; i < nx; ++i) x[i] = static_cast<double>(tg::philox{1, 0}.uniform(i)) - 0.5;
    for (std::size_t i = 0; i < nw; ++i) w[i] = static_cast<double>(tg::philox{2, 0}.uniform(i)) - 0.5;
    for (std::size_t i = 0; i < ny; ++i) dy[i] = static_cast<double>(tg::philox{3, 0}.uniform(i)) - 0.5;
    auto loss = [&] {
        std::vector<double> y(ny, 0.0);
        te::run_scalar<F>(y.data(), x.data(), w.data());
        double sum = 0;
        for (std::size_t i = 0; i < ny; ++i) sum += y[i] * dy[i];
        return sum;
    };
    te::run_scalar<engine::dx<F>>(dx.data(), dy.data(), w.data());
    te::run_scalar<engine::dw<F>>(dw.data(), x.data(), dy.data());
    // The loss is linear in each number: the difference is exact up to rounding.
    auto slope = [&](double& v) {
        const double old = v;
        v = old + 0.5;
        const double up = loss();
        v = old - 0.5;
        const double down = loss();
        v = old;
        return up - down;
    };
    for (std::size_t i = 0; i < nx; ++i) CHECK(slope(x[i]) == doctest::Approx(dx[i]).epsilon(1e-10));
    for (std::size_t i = 0; i < nw; ++i) CHECK(slope(w[i]) == doctest::Approx(dw[i]).epsilon(1e-10));
}

template<tg::fixed_string Formula, class X, class W, class Y>
void check() {
    check_by_differences<engine::forward<Formula, X, W, Y>>(X::size, W::size, Y::size);
}

}

TEST_CASE("gradients follow by swapping roles") {
    check<"i,io->o", shape<3>, shape<3, 4>, shape<4>>();
    check<"(h+k)(w+l)c,klco->hwo", shape<4, 5, 2>, shape<3, 2, 2, 3>, shape<2, 4, 3>>();
    check<"qhd,khd->hqk", shape<2, 2, 3>, shape<3, 2, 3>, shape<2, 2, 3>>();
}

TEST_CASE("maps that are not one-to-one: stride, dilation, padding, groups") {
    check<"(2h+k-1)(2w+l-1)c,klco->hwo", shape<5, 6, 2>, shape<3, 3, 2, 2>, shape<3, 3, 2>>();
    check<"(t+3k-3)c,kco->to", shape<7, 2>, shape<3, 2, 2>, shape<7, 2>>();
    check<"(3h+2k-2)gc,kcgo->hgo", shape<9, 2, 2>, shape<3, 2, 2, 2>, shape<3, 2, 2>>();
    static_assert(engine::dx<engine::forward<"(h+k)c,kco->ho", shape<5, 2>, shape<3, 2, 2>, shape<3, 2>>>::space.scatters());
    static_assert(!engine::dw<engine::forward<"(h+k)c,kco->ho", shape<5, 2>, shape<3, 2, 2>, shape<3, 2>>>::space.scatters());
    static_assert(!engine::dx<engine::forward<"(2h+k)c,kco->ho", shape<4, 2>, shape<2, 2, 2>, shape<2, 2>>>::space.scatters());
}

TEST_CASE("the gradient of one product of a sum leaves the indices of the other out") {
    const tg::layout x[2] = {tg::dense_layout<shape<3>>(), tg::dense_layout<shape<4>>()};
    const tg::layout w[2] = {tg::dense_layout<shape<3, 2, 4>>(), tg::dense_layout<shape<4, 2, 4>>()};
    const te::contraction c = te::contract(te::formula_of<"i,igh->gh + j,jgh->gh">::value, x, w, tg::dense_layout<shape<2, 4>>());
    const te::contraction d = te::gradient(c, te::wrt::x, 1);
    CHECK(d.rank == 3);
    CHECK(d.index_of('i') == -1);
    CHECK(d.y[d.index_of('j')] == 1);
    CHECK(d.work() == 4 * 2 * 4);
}
