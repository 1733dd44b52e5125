#include "check_layer.hpp"

#include <typegrad/layers/global_avg_pool.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
template<class Layer, class In, std::size_t Channels>
void check_mean() {
    check::check_layer<Layer, In, shape<Channels>>([](const double*, const double* x, double* y) {
        for (std::size_t c = 0; c < Channels; ++c) {
            double sum = 0;
            for (std::size_t i = c; i < In::size; i += Channels) sum += x[i];
            y[c] = sum / static_cast<double>(In::size / Channels);
        }
    });
}
}

TEST_CASE("global_avg_pool2d") {
    check_mean<tg::global_avg_pool2d, shape<1, 1, 1>, 1>();
    check_mean<tg::global_avg_pool2d, shape<3, 2, check::under_lanes>, check::under_lanes>();
    check_mean<tg::global_avg_pool2d, shape<2, 5, check::lanes>, check::lanes>();
    check_mean<tg::global_avg_pool2d, shape<1, 3, check::lanes + 1>, check::lanes + 1>();
    check_mean<tg::global_avg_pool2d, shape<2, 2, 37>, 37>();
}

TEST_CASE("global_avg_pool1d") {
    check_mean<tg::global_avg_pool1d, shape<1, 3>, 3>();
    check_mean<tg::global_avg_pool1d, shape<37, check::lanes + 1>, check::lanes + 1>();
    check::check_batches<check::alone<tg::global_avg_pool1d, shape<3, 1>>, 2>();
    check::check_batches<check::alone<tg::global_avg_pool1d, shape<2, check::under_lanes>>, 2>();
    check::check_batches<check::alone<tg::global_avg_pool1d, shape<4, check::lanes>>, 2>();
    check::check_batches<check::alone<tg::global_avg_pool1d, shape<2, 37>>, 2>();
}

TEST_CASE("global_avg_pool: constant evaluation") {
    check::check_constant<tg::global_avg_pool2d, shape<2, 3, 2>>();
    check::check_constant<tg::global_avg_pool1d, shape<3, 2>>();
}

TEST_CASE("global_avg_pool2d: PyTorch's AdaptiveAvgPool2d(1)") {
    reference::suite torch("pool.txt", {"GlobalAvgPool2d"});
    torch.check<tg::global_avg_pool2d, shape<5, 4, 3>>("global_avg", reference::channels_first);
    CHECK(torch.forgotten() == "");
}
