#include "check_tiles.hpp"

#include <typegrad/layers/global_max_pool.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
template<class Layer, class In, std::size_t Channels>
void check_max() {
    check::check_layer<Layer, In, shape<Channels>>([](const double*, const double* x, double* y) {
        for (std::size_t c = 0; c < Channels; ++c) {
            y[c] = x[c];
            for (std::size_t i = c; i < In::size; i += Channels) y[c] = std::max(y[c], x[i]);
        }
    });
}
}

TEST_CASE("global_max_pool2d") {
    check_max<tg::global_max_pool2d, shape<1, 1, 1>, 1>();
    check_max<tg::global_max_pool2d, shape<3, 2, check::under_lanes>, check::under_lanes>();
    check_max<tg::global_max_pool2d, shape<2, 5, check::lanes>, check::lanes>();
    check_max<tg::global_max_pool2d, shape<1, 3, check::lanes + 1>, check::lanes + 1>();
    check_max<tg::global_max_pool2d, shape<2, 2, 37>, 37>();
}

TEST_CASE("global_max_pool1d") {
    check_max<tg::global_max_pool1d, shape<1, 3>, 3>();
    check_max<tg::global_max_pool1d, shape<37, check::lanes + 1>, check::lanes + 1>();
    check::check_batches<check::alone<tg::global_max_pool1d, shape<3, 1>>, 2>();
    check::check_batches<check::alone<tg::global_max_pool1d, shape<2, check::under_lanes>>, 2>();
    check::check_batches<check::alone<tg::global_max_pool1d, shape<4, check::lanes>>, 2>();
    check::check_batches<check::alone<tg::global_max_pool1d, shape<2, 37>>, 2>();
}

TEST_CASE("global_max_pool: everything at minus infinity stays there, and the first element has the gradient") {
    using net = check::alone<tg::global_max_pool2d, shape<2, 2, 1>>;
    const float low = -std::numeric_limits<float>::infinity(), x[4] = {low, low, low, low}, dy[1] = {3};
    const tg::parameters<net> p;
    tg::training<net> pass(p);
    CHECK(pass.forward(x)[0] == low);
    CHECK(pass.backward(dy, tg::frozen) == tg::tensor<float, shape<2, 2, 1>>{{3, 0, 0, 0}});
}

TEST_CASE("global_max_pool: tiles") {
    check::check_tiles<tg::global_max_pool2d, shape<3, 2, 5>>();
    check::check_tiles<tg::global_max_pool1d, shape<4, 3>>();
}

TEST_CASE("global_max_pool: constant evaluation") {
    check::check_constant<tg::global_max_pool2d, shape<2, 3, 2>>();
    check::check_constant<tg::global_max_pool1d, shape<3, 2>>();
}

TEST_CASE("global_max_pool2d: PyTorch's AdaptiveMaxPool2d(1)") {
    reference::suite torch("pool.txt", {"GlobalMaxPool2d"});
    torch.check<tg::global_max_pool2d, shape<5, 4, 3>>("global_max", reference::channels_first);
    CHECK(torch.forgotten() == "");
}
