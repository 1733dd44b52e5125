#include "check_layer.hpp"

#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "layers/naive_pool.hpp"
#include "reference/torch_case.hpp"

namespace tg = typegrad;
using reference::channels_first;
using tg::shape;

namespace {
template<class Layer, class In, class Out>
void check_max(const naive::pooling& p) {
    naive::check_pooling<Layer, In, Out>(p, [](const std::vector<double>& v) { return *std::max_element(v.begin(), v.end()); });
}
}

TEST_CASE("max_pool2d: channels around the vector width") {
    check_max<tg::max_pool2d<1>, shape<1, 1, 1>, shape<1, 1, 1>>({});
    check_max<tg::max_pool2d<2>, shape<4, 2, check::under_lanes>, shape<2, 1, check::under_lanes>>({.kernel = {2, 2}, .stride = {2, 2}});
    check_max<tg::max_pool2d<2>, shape<3, 5, check::lanes>, shape<1, 2, check::lanes>>({.kernel = {2, 2}, .stride = {2, 2}});
    check_max<tg::max_pool2d<3>, shape<3, 3, check::lanes + 1>, shape<1, 1, check::lanes + 1>>({.kernel = {3, 3}, .stride = {3, 3}});
    check_max<tg::max_pool2d<2>, shape<2, 2, 37>, shape<1, 1, 37>>({.kernel = {2, 2}, .stride = {2, 2}});
}

TEST_CASE("max_pool2d: windows that overlap, with borders and gaps") {
    check_max<tg::max_pool2d<3, tg::stride<1>, tg::same>, shape<4, 5, 2>, shape<4, 5, 2>>({.kernel = {3, 3}, .before = {1, 1}});
    check_max<tg::max_pool2d<tg::kernel<3, 2>, tg::stride<2, 1>, tg::padding<2, 0, 1, 1>>, shape<6, 5, 3>, shape<4, 5, 3>>({.kernel = {3, 2}, .stride = {2, 1}, .before = {2, 0}});
    check_max<tg::max_pool2d<2, tg::stride<1>, tg::dilation<2, 3>>, shape<4, 5, 2>, shape<2, 2, 2>>({.kernel = {2, 2}, .dilation = {2, 3}});
    check_max<tg::max_pool2d<1, tg::stride<3>, tg::valid>, shape<5, 4, 2>, shape<2, 2, 2>>({.stride = {3, 3}});
}

TEST_CASE("max_pool1d") {
    check_max<tg::max_pool1d<2>, shape<37, 3>, shape<18, 3>>({.kernel = {2, 1}, .stride = {2, 1}});
    check_max<tg::max_pool1d<3, tg::stride<2>, tg::padding<2, 1>>, shape<6, check::lanes + 1>, shape<4, check::lanes + 1>>({.kernel = {3, 1}, .stride = {2, 1}, .before = {2, 0}});
    check_max<tg::max_pool1d<3, tg::stride<1>, tg::causal>, shape<5, 2>, shape<5, 2>>({.kernel = {3, 1}, .before = {2, 0}});
}

TEST_CASE("max_pool2d: everything at minus infinity stays there, and the first element has the gradient") {
    using net = check::alone<tg::max_pool2d<2>, shape<2, 2, 1>>;
    const float low = -std::numeric_limits<float>::infinity(), x[4] = {low, low, low, low}, dy[1] = {3};
    const tg::parameters<net> p;
    tg::training<net> pass(p);
    CHECK(pass.forward(x)[0] == low);
    CHECK(pass.backward(dy, tg::frozen) == tg::tensor<float, shape<2, 2, 1>>{{3, 0, 0, 0}});
}

namespace {
// Wherever NaN lies in a window, it comes out, and only there.
template<class Net>
void check_nan() {
    constexpr std::size_t n = 5, outputs = Net::output::size;
    auto p = std::make_unique<tg::parameters<Net>>();
    for (auto& w : p->flat()) w = 1;
    for (std::size_t at = 0; at < 16; ++at) {
        std::vector<float> x(n * 16);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i % 7);
        x[16 + at] = std::numeric_limits<float>::quiet_NaN();
        const std::size_t hit = Net::output::rank == 1 ? 0 : at / 8 * 2 + at % 4 / 2;
        const auto one = tg::apply(*p, tg::view<const float, shape<4, 4, 1>>(x.data() + 16));
        tg::inference<Net> alone(*p);
        tg::inference<Net, n> several(*p);
        tg::training<Net, n> pass(*p);
        const auto& y = alone(std::span(x).subspan(16, 16));
        const auto& ys = several(x, n);
        const auto& kept = pass.forward(x);
        for (std::size_t i = 0; i < outputs; ++i) {
            const bool nan = i * 4 / outputs == hit;
            CHECK(std::isnan(one[i]) == nan);
            CHECK(std::isnan(y[i]) == nan);
            for (std::size_t s = 0; s < n; ++s) {
                CHECK(std::isnan(ys.data()[s * outputs + i]) == (nan && s == 1));
                CHECK(std::isnan(kept.data()[s * outputs + i]) == (nan && s == 1));
            }
        }
    }
}
struct fused : tg::network<tg::input<4, 4, 1>, tg::conv2d<3, 1>, tg::relu, tg::max_pool2d<2>> {};
struct whole : tg::network<tg::input<4, 4, 1>, tg::global_max_pool2d> {};
}

TEST_CASE("max_pool: NaN is never lost, alone, behind a convolution, or over everything") {
    check_nan<check::alone<tg::max_pool2d<2>, shape<4, 4, 1>>>();
    check_nan<fused>();
    check_nan<whole>();
}

TEST_CASE("max_pool: constant evaluation") {
    check::check_constant<tg::max_pool2d<2, tg::stride<1>, tg::padding<1>>, shape<3, 2, 2>>();
    check::check_constant<tg::max_pool1d<2>, shape<4, 2>>();
}

TEST_CASE("max_pool: PyTorch's MaxPool1d and MaxPool2d") {
    reference::suite torch("pool.txt", {"MaxPool1d", "MaxPool2d", "GlobalMaxPool2d"});
    torch.check<tg::max_pool2d<2>, shape<8, 8, 3>>("maxpool2d_0", channels_first);
    torch.check<tg::max_pool2d<3, tg::stride<2>, tg::padding<1>>, shape<8, 8, 3>>("maxpool2d_1", channels_first);
    torch.check<tg::max_pool2d<3, tg::stride<1>, tg::padding<1>>, shape<8, 8, 3>>("maxpool2d_2", channels_first);
    torch.check<tg::max_pool2d<3, tg::stride<2>, tg::padding<0, 0, 1, 1>>, shape<8, 8, 3>>("maxpool2d_3", channels_first);  // ceil_mode
    torch.check<tg::max_pool2d<2, tg::stride<1>, tg::dilation<2>>, shape<8, 8, 3>>("maxpool2d_4", channels_first);
    torch.check<tg::max_pool2d<2>, shape<4, 4, 1>>("maxpool_ties", channels_first);
    torch.check<tg::max_pool1d<3, tg::stride<2>, tg::padding<1>>, shape<9, 3>>("maxpool1d", channels_first);
    torch.check<tg::max_pool2d<tg::kernel<5, 4>>, shape<5, 4, 3>>("global_max", channels_first);
    CHECK(torch.forgotten() == "");
}
