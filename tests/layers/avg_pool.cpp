#include "check_layer.hpp"

#include <numeric>

#include <typegrad/layers/avg_pool.hpp>

#include "layers/naive_pool.hpp"
#include "reference/torch_case.hpp"

namespace tg = typegrad;
using reference::channels_first;
using tg::shape;

namespace {
// The mean of what lies in the window, or with `whole` the sum over the whole window's size.
template<class Layer, class In, class Out>
void check_mean(const naive::pooling& p, bool whole = false) {
    naive::check_pooling<Layer, In, Out>(p, [=](const std::vector<double>& v) {
        return std::accumulate(v.begin(), v.end(), 0.0) / (whole ? p.kernel[0] * p.kernel[1] : static_cast<int>(v.size()));
    });
}
}

TEST_CASE("avg_pool2d: channels around the vector width") {
    check_mean<tg::avg_pool2d<1>, shape<1, 1, 1>, shape<1, 1, 1>>({});
    check_mean<tg::avg_pool2d<2>, shape<4, 2, check::under_lanes>, shape<2, 1, check::under_lanes>>({.kernel = {2, 2}, .stride = {2, 2}});
    check_mean<tg::avg_pool2d<2>, shape<3, 5, check::lanes>, shape<1, 2, check::lanes>>({.kernel = {2, 2}, .stride = {2, 2}});
    check_mean<tg::avg_pool2d<3>, shape<3, 3, check::lanes + 1>, shape<1, 1, check::lanes + 1>>({.kernel = {3, 3}, .stride = {3, 3}});
    check_mean<tg::avg_pool2d<2>, shape<2, 2, 37>, shape<1, 1, 37>>({.kernel = {2, 2}, .stride = {2, 2}});
}

TEST_CASE("avg_pool2d: borders, counted or not") {
    check_mean<tg::avg_pool2d<3, tg::stride<1>, tg::same>, shape<4, 5, 2>, shape<4, 5, 2>>({.kernel = {3, 3}, .before = {1, 1}});
    check_mean<tg::avg_pool2d<3, tg::stride<2>, tg::padding<1>, tg::count_padding>, shape<6, 5, 2>, shape<3, 3, 2>>({.kernel = {3, 3}, .stride = {2, 2}, .before = {1, 1}}, true);
    check_mean<tg::avg_pool2d<tg::kernel<3, 2>, tg::stride<2, 1>, tg::padding<2, 0, 1, 1>>, shape<6, 5, 3>, shape<4, 5, 3>>({.kernel = {3, 2}, .stride = {2, 1}, .before = {2, 0}});
}

TEST_CASE("avg_pool1d") {
    check_mean<tg::avg_pool1d<2>, shape<37, 3>, shape<18, 3>>({.kernel = {2, 1}, .stride = {2, 1}});
    check_mean<tg::avg_pool1d<3, tg::stride<2>, tg::padding<2, 1>, tg::count_padding>, shape<6, 2>, shape<4, 2>>({.kernel = {3, 1}, .stride = {2, 1}, .before = {2, 0}}, true);
    check_mean<tg::avg_pool1d<3, tg::stride<1>, tg::causal>, shape<5, 2>, shape<5, 2>>({.kernel = {3, 1}, .before = {2, 0}});
}

TEST_CASE("avg_pool1d: channels around the vector width") {
    check::check_batches<check::alone<tg::avg_pool1d<1>, shape<1, 1>>, 2>();
    check::check_batches<check::alone<tg::avg_pool1d<2>, shape<4, check::under_lanes>>, 2>();
    check::check_batches<check::alone<tg::avg_pool1d<2, tg::stride<1>>, shape<3, check::lanes>>, 2>();
    check::check_batches<check::alone<tg::avg_pool1d<3>, shape<3, check::lanes + 1>>, 2>();
    check::check_batches<check::alone<tg::avg_pool1d<2>, shape<2, 37>>, 2>();
}

TEST_CASE("avg_pool: constant evaluation") {
    check::check_constant<tg::avg_pool2d<2, tg::stride<1>, tg::padding<1>>, shape<3, 2, 2>>();
    check::check_constant<tg::avg_pool1d<2>, shape<4, 2>>();
}

TEST_CASE("avg_pool: PyTorch's AvgPool1d and AvgPool2d") {
    reference::suite torch("pool.txt", {"AvgPool1d", "AvgPool2d"});
    torch.check<tg::avg_pool2d<2>, shape<8, 7, 3>>("avgpool2d_0", channels_first);
    torch.check<tg::avg_pool2d<3, tg::stride<2>, tg::padding<1>, tg::count_padding>, shape<8, 7, 3>>("avgpool2d_1", channels_first);
    torch.check<tg::avg_pool2d<3, tg::stride<2>, tg::padding<1>>, shape<8, 7, 3>>("avgpool2d_2", channels_first);
    // ceil_mode: one more row, which counts for nobody
    torch.check<tg::avg_pool2d<3, tg::stride<2>, tg::padding<0, 0, 1, 0>>, shape<8, 7, 3>>("avgpool2d_3", channels_first);
    torch.check<tg::avg_pool1d<3, tg::stride<2>, tg::padding<1>, tg::count_padding>, shape<9, 3>>("avgpool1d", channels_first);
    CHECK(torch.forgotten() == "");
}
