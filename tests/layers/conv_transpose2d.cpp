#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/batch_norm.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/conv_transpose2d.hpp>
#include <typegrad/layers/time_distributed.hpp>
#include <typegrad/network/packed.hpp>

#include "layers/naive_conv_transpose.hpp"
#include "reference/torch_case.hpp"

namespace tg = typegrad;
using naive::check_transposed;
using tg::shape;

namespace {
// Activations that keep their argument, values with a border, one step after the other.
struct decoder : tg::network<tg::input<3, 2, 3>, tg::conv2d<4, 3, tg::padding<1>>, tg::silu, tg::conv_transpose2d<3, 4, tg::stride<2>, tg::padding<1>>, tg::silu,
                             tg::conv2d<2, 3, tg::padding<1>>, tg::tanh, tg::conv_transpose2d<2, 3, tg::stride<2>, tg::padding<1>, tg::output_padding<1>>, tg::relu> {};
struct normed : tg::network<tg::input<2, 3, 3>, tg::conv_transpose2d<4, 4, tg::stride<2>, tg::padding<1>>, tg::batch_norm<>, tg::relu> {};
struct films : tg::network<tg::input<2, 3, 2, 2>, tg::time_distributed<tg::conv_transpose2d<3, 3, tg::stride<2>, tg::padding<1>>, tg::silu, tg::conv_transpose2d<2, 2, tg::stride<2>>>> {};
}

TEST_CASE("conv_transpose2d: channels around the vector width") {
    check_transposed<tg::conv_transpose2d<1, 1>, shape<1, 1, 1>, shape<1, 1, 1>>({});
    check_transposed<tg::conv_transpose2d<check::under_lanes, 3, tg::stride<2>>, shape<2, 3, 2>, shape<5, 7, check::under_lanes>>({.kernel = {3, 3}, .stride = {2, 2}});
    check_transposed<tg::conv_transpose2d<check::lanes, 2, tg::stride<2>>, shape<2, 1, check::lanes + 1>, shape<4, 2, check::lanes>>({.kernel = {2, 2}, .stride = {2, 2}});
    check_transposed<tg::conv_transpose2d<check::lanes + 1, 3>, shape<2, 2, 1>, shape<4, 4, check::lanes + 1>>({.kernel = {3, 3}});
    check_transposed<tg::conv_transpose2d<37, 1, tg::no_bias>, shape<1, 2, 5>, shape<1, 2, 37>>({.bias = false});
}

TEST_CASE("conv_transpose2d: a stride, padding, output_padding") {
    check_transposed<tg::conv_transpose2d<3, 4, tg::stride<2>, tg::padding<1>>, shape<3, 2, 2>, shape<6, 4, 3>>({.kernel = {4, 4}, .stride = {2, 2}, .before = {1, 1}});
    check_transposed<tg::conv_transpose2d<2, 3, tg::stride<2>, tg::padding<1>, tg::output_padding<1>>, shape<3, 2, 2>, shape<6, 4, 2>>({.kernel = {3, 3}, .stride = {2, 2}, .before = {1, 1}});
    check_transposed<tg::conv_transpose2d<2, tg::kernel<3, 5>, tg::padding<2, 0, 1, 3>>, shape<4, 3, 1>, shape<3, 4, 2>>({.kernel = {3, 5}, .before = {2, 0}});
    check_transposed<tg::conv_transpose2d<2, tg::kernel<5, 2>, tg::stride<3, 1>, tg::padding<1, 0, 2, 1>, tg::output_padding<2, 0>>, shape<2, 3, 3>, shape<7, 3, 2>>(
        {.kernel = {5, 2}, .stride = {3, 1}, .before = {1, 0}});
}

TEST_CASE("conv_transpose2d: dilation") {
    check_transposed<tg::conv_transpose2d<2, 3, tg::dilation<2>, tg::padding<1>>, shape<3, 2, 2>, shape<5, 4, 2>>({.kernel = {3, 3}, .before = {1, 1}, .dilation = {2, 2}});
    check_transposed<tg::conv_transpose2d<2, 3, tg::stride<3, 2>, tg::dilation<2, 3>, tg::padding<0, 2, 1, 0>>, shape<2, 3, 2>, shape<7, 9, 2>>(
        {.kernel = {3, 3}, .stride = {3, 2}, .before = {0, 2}, .dilation = {2, 3}});
}

TEST_CASE("conv_transpose2d: places that no weight reaches are the bias") {
    check_transposed<tg::conv_transpose2d<3, 2, tg::stride<3>>, shape<2, 3, 2>, shape<5, 8, 3>>({.kernel = {2, 2}, .stride = {3, 3}});
    check_transposed<tg::conv_transpose2d<2, 2, tg::stride<2>, tg::dilation<2>>, shape<2, 2, 3>, shape<5, 5, 2>>({.kernel = {2, 2}, .stride = {2, 2}, .dilation = {2, 2}});
    check_transposed<tg::conv_transpose2d<2, tg::kernel<1, 2>, tg::stride<4, 2>>, shape<1, 2, 2>, shape<1, 4, 2>>({.kernel = {1, 2}, .stride = {4, 2}});
    check_transposed<tg::conv_transpose2d<check::lanes + 1, 1, tg::stride<2>, tg::output_padding<1>, tg::no_bias>, shape<1, 2, 1>, shape<2, 4, check::lanes + 1>>({.kernel = {1, 1}, .stride = {2, 2}, .bias = false});
}

TEST_CASE("conv_transpose2d: groups, and a filter for each channel") {
    check_transposed<tg::conv_transpose2d<6, 3, tg::stride<2>, tg::groups<2>>, shape<2, 2, 4>, shape<5, 5, 6>>({.kernel = {3, 3}, .stride = {2, 2}, .groups = 2});
    check_transposed<tg::conv_transpose2d<check::lanes + 1, 4, tg::stride<2>, tg::padding<1>, tg::groups<check::lanes + 1>>, shape<2, 2, check::lanes + 1>, shape<4, 4, check::lanes + 1>>(
        {.kernel = {4, 4}, .stride = {2, 2}, .before = {1, 1}, .groups = check::lanes + 1});
}

TEST_CASE("conv_transpose2d: between other layers") {
    composed::check_network<decoder>();
    composed::check_network<films>();
}

TEST_CASE("conv_transpose2d: a normalisation behind it") {
    static tg::parameters<normed> p;
    const std::vector<float> numbers = check::random_numbers(p.total, 3), x = check::random_numbers(check::lanes * normed::input::size, 1);
    for (std::size_t i = 0; i < p.total; ++i) p.data()[i] = i < p.count ? numbers[i] / 4 : std::fabs(numbers[i]) + 0.5f;
    static tg::inference<normed, check::lanes> run{p};
    const auto& y = run(x.data());
    for (std::size_t s = 0; s < check::lanes; ++s) {
        std::vector<double> xs(x.begin(), x.end()), wide(p.data(), p.data() + p.total), wanted(normed::output::size);
        tg::compute::apply_scalar<normed>(wide.data(), xs.data() + s * normed::input::size, wanted.data());
        CHECK(check::error(y.data() + s * normed::output::size, wanted.data(), wanted.size()) <= 1e-5);
    }
}

TEST_CASE("conv_transpose2d: packed weights") {
    static tg::parameters<decoder> p;
    const std::vector<float> numbers = check::random_numbers(p.count, 3), x = check::random_numbers(decoder::input::size, 1);
    for (std::size_t i = 0; i < numbers.size(); ++i) p.data()[i] = numbers[i] / 4;
    static const tg::packed<decoder> all{p};
    static const tg::packed<decoder, tg::bf16> half{p};
    static tg::inference<decoder> plain{p};
    static tg::inference from_all{all};
    static tg::inference from_half{half};
    tg::tensor<float, decoder::input> sample;
    for (std::size_t i = 0; i < x.size(); ++i) sample[i] = x[i];
    const auto y = plain(sample);
    const std::vector<double> wanted(y.begin(), y.end());
    CHECK(check::error(from_all(sample).data(), wanted.data(), wanted.size()) <= 1e-6);
    CHECK(check::error(from_half(sample).data(), wanted.data(), wanted.size()) <= 2e-2);
}

TEST_CASE("conv_transpose2d: constant evaluation") { check::check_constant<tg::conv_transpose2d<2, 2, tg::stride<2>, tg::padding<1, 0, 0, 0>>, shape<2, 1, 2>>(); }

TEST_CASE("conv_transpose2d: PyTorch's ConvTranspose2d") {
    using reference::channels_first_transposed;
    reference::suite torch("conv.txt", {"ConvTranspose2d"});
    torch.check<tg::conv_transpose2d<3, 3>, shape<4, 4, 2>>("convt2d_0", channels_first_transposed);
    torch.check<tg::conv_transpose2d<2, 3, tg::stride<2>, tg::padding<1>, tg::output_padding<1>>, shape<4, 5, 3>>("convt2d_1", channels_first_transposed);
    torch.check<tg::conv_transpose2d<4, 2, tg::stride<2>>, shape<3, 3, 4>>("convt2d_2", channels_first_transposed);
    torch.check<tg::conv_transpose2d<6, 3, tg::stride<2>, tg::padding<1>, tg::groups<2>>, shape<4, 4, 4>>("convt2d_3", channels_first_transposed);
    torch.check<tg::conv_transpose2d<2, 3, tg::padding<1>, tg::dilation<2>>, shape<4, 4, 2>>("convt2d_4", channels_first_transposed);
    CHECK(torch.forgotten() == "");
}
