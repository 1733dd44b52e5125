#include "check_tiles.hpp"

#include <typegrad/layers/softmax.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using reference::channels_first;
using tg::shape;

namespace {
// Straight from the definition: the numbers here are too small to overflow.
template<class In>
auto naive(bool logarithm) {
    return [=](const double*, const double* x, double* y) {
        constexpr std::size_t width = In::extent(In::rank - 1);
        for (std::size_t r = 0; r < In::size; r += width) {
            double sum = 0;
            for (std::size_t i = r; i < r + width; ++i) sum += std::exp(x[i]);
            for (std::size_t i = r; i < r + width; ++i) y[i] = logarithm ? std::log(std::exp(x[i]) / sum) : std::exp(x[i]) / sum;
        }
    };
}
template<class In>
void check_both() {
    check::check_layer<tg::softmax, In>(naive<In>(false));
    check::check_layer<tg::log_softmax, In>(naive<In>(true));
}
}

TEST_CASE("softmax and log_softmax: sizes around the vector width") {
    check_both<shape<2>>();
    check_both<shape<check::under_lanes>>();
    check_both<shape<check::lanes>>();
    check_both<shape<check::lanes + 1>>();
    check_both<shape<37>>();
}

TEST_CASE("softmax and log_softmax: along the last axis of several") {
    check_both<shape<3, 5>>();
    check_both<shape<2, 3, 4>>();
}

TEST_CASE("softmax and log_softmax: tiles") {
    check::check_tiles<tg::softmax, shape<3, 7>>();
    check::check_tiles<tg::log_softmax, shape<3, 7>>();
    check::check_before_border<tg::softmax, shape<4, 3, 5>>();
}

TEST_CASE("softmax and log_softmax of one element are constant") {
    check::check_batches<check::alone<tg::softmax, shape<1>>, check::lanes + 1>();
    check::check_batches<check::alone<tg::log_softmax, shape<1>>, 1>();
}

TEST_CASE("softmax and log_softmax: constant evaluation") {
    check::check_constant<tg::softmax, shape<2, 3>>();
    check::check_constant<tg::log_softmax, shape<5>>();
}

TEST_CASE("softmax: PyTorch's Softmax and LogSoftmax") {
    reference::suite torch("activation.txt", {"Softmax", "LogSoftmax"});
    torch.check<tg::softmax, shape<2>>("softmax_0");
    torch.check<tg::softmax, shape<7>>("softmax_1");
    torch.check<tg::softmax, shape<4, 3>>("softmax_2", channels_first);  // dim=1
    torch.check<tg::softmax, shape<3>>("softmax_extreme");
    torch.check<tg::log_softmax, shape<2>>("logsoftmax_0");
    torch.check<tg::log_softmax, shape<7>>("logsoftmax_1");
    torch.check<tg::log_softmax, shape<4, 3>>("logsoftmax_2", channels_first);
    torch.check<tg::log_softmax, shape<3>>("logsoftmax_extreme");
    CHECK(torch.forgotten() == "");
}
