#include "check_tiles.hpp"

#include <typegrad/layers/group_norm.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using reference::channels_first;
using tg::shape;

namespace {
// Straight from the definition. Weight and bias stand one after the other in p, if there are any.
template<class Layer, class In, std::size_t Groups>
void check_groups(double epsilon = 1e-5) {
    check::check_layer<Layer, In>([=](const double* p, const double* x, double* y) {
        constexpr std::size_t channels = In::extent(In::rank - 1), members = channels / Groups, parameters = Layer::template parameters<In>::size;
        auto each = [](std::size_t g, auto f) {
            for (std::size_t r = 0; r < In::size; r += channels)
                for (std::size_t c = g * members; c < (g + 1) * members; ++c) f(r + c, c);
        };
        for (std::size_t g = 0; g < Groups; ++g) {
            double mean = 0, variance = 0;
            each(g, [&](std::size_t i, std::size_t) { mean += x[i] * Groups / In::size; });
            each(g, [&](std::size_t i, std::size_t) { variance += (x[i] - mean) * (x[i] - mean) * Groups / In::size; });
            each(g, [&](std::size_t i, std::size_t c) {
                y[i] = (x[i] - mean) / std::sqrt(variance + epsilon) * (parameters >= channels ? p[c] : 1) + (parameters == 2 * channels ? p[channels + c] : 0);
            });
        }
    });
}
template<std::size_t Groups, class In>
void check_groups() {
    check_groups<tg::group_norm<Groups>, In, Groups>();
}
}

TEST_CASE("group_norm: groups of fewer channels than a vector has lanes") {
    check_groups<2, shape<5, 6>>();
    check_groups<5, shape<3, 15>>();
    check_groups<check::lanes, shape<2, 3, 2 * check::lanes>>();
    check_groups<check::lanes + 1, shape<4, 3 * check::lanes + 3>>();
    check_groups<37, shape<5, 37>>();
}

TEST_CASE("group_norm: groups that fill vectors") {
    check_groups<1, shape<3, 1>>();
    check_groups<1, shape<2, check::under_lanes + 1>>();
    check_groups<2, shape<3, 2 * check::lanes>>();
    check_groups<2, shape<7, 2 * check::lanes + 2>>();
    check_groups<1, shape<37>>();
    check_groups<3, shape<2, 2, 111>>();
}

TEST_CASE("group_norm: options") {
    check_groups<tg::group_norm<2, tg::no_bias>, shape<3, 8>, 2>();
    check_groups<tg::group_norm<2, tg::epsilon<0.5>, tg::no_affine>, shape<3, 8>, 2>(0.5);
}

TEST_CASE("instance_norm: every channel is a group") {
    check_groups<tg::instance_norm<>, shape<5, check::under_lanes>, check::under_lanes>();
    check_groups<tg::instance_norm<>, shape<3, 2, check::lanes>, check::lanes>();
    check_groups<tg::instance_norm<tg::no_affine>, shape<4, check::lanes + 1>, check::lanes + 1>();
    check_groups<tg::instance_norm<tg::no_bias, tg::epsilon<0.1>>, shape<37, 3>, 3>(0.1);
}

TEST_CASE("group_norm and instance_norm: tiles") {
    check::check_tiles<tg::group_norm<3>, shape<4, 6>>();
    check::check_tiles<tg::instance_norm<tg::no_affine>, shape<5, 3>>();
    check::check_before_border<tg::group_norm<2>, shape<3, 4, 6>>();
    check::check_before_border<tg::instance_norm<>, shape<3, 4, 5>>();
}

TEST_CASE("group_norm: a weight is 1 at first, a bias 0") {
    tg::parameters<check::alone<tg::group_norm<2>, shape<3, 4>>> p;
    auto check_initial = [](std::string_view name, auto view, tg::initial how) {
        CHECK((view.size() == 4 && !how.random && how.value == (name == "weight" ? 1.0f : 0.0f)));
    };
    tg::group_norm<2>::parameters<shape<3, 4>>::each(p.get<0>(), check_initial);
}

TEST_CASE("group_norm and instance_norm: constant evaluation") {
    check::check_constant<tg::group_norm<2>, shape<3, 4>>();
    check::check_constant<tg::instance_norm<tg::no_affine>, shape<4, 2>>();
}

TEST_CASE("group_norm: PyTorch's GroupNorm and InstanceNorm") {
    reference::suite torch("norm.txt", {"GroupNorm", "InstanceNorm"});
    torch.check<tg::group_norm<2>, shape<5, 6>>("groupnorm_0", channels_first);
    torch.check<tg::group_norm<4>, shape<3, 3, 4>>("groupnorm_1", channels_first);
    torch.check<tg::group_norm<1>, shape<3, 3, 4>>("groupnorm_2", channels_first);
    torch.check<tg::instance_norm<>, shape<4, 5, 3>>("instancenorm_0", channels_first);
    CHECK(torch.forgotten() == "");
}
