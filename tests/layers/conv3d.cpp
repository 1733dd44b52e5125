#include "composed.hpp"

#include <typegrad/layers/conv3d.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/time_distributed.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
// Along depth, height and width.
struct volume {
    int kernel[3]{1, 1, 1};
    int stride[3]{1, 1, 1};
    int before[3]{};
    int dilation[3]{1, 1, 1};
    int groups = 1;
    bool bias = true;
};

// Every element of x goes to every output that its place and a weight's reach.
template<class In, class Out>
auto naive(const volume& v) {
    return [v](const double* p, const double* x, double* y) {
        constexpr auto of = [](auto s, std::size_t a) { return static_cast<int>(decltype(s)::extent(a)); };
        const int channels = of(In{}, 3), outs = of(Out{}, 3), depth = channels / v.groups, made = outs / v.groups;
        auto offset = [&](auto s, const int* at, int c) { return ((at[0] * of(s, 1) + at[1]) * of(s, 2) + at[2]) * of(s, 3) + c; };
        const double* const bias = p + v.kernel[0] * v.kernel[1] * v.kernel[2] * depth * outs;
        for (int i = 0; i < static_cast<int>(Out::size); ++i) y[i] = v.bias ? bias[i % outs] : 0;
        for (int i = 0; i < static_cast<int>(In::size) / channels; ++i)
            for (int k = 0; k < v.kernel[0] * v.kernel[1] * v.kernel[2]; ++k) {
                const int from[3] = {i / of(In{}, 2) / of(In{}, 1), i / of(In{}, 2) % of(In{}, 1), i % of(In{}, 2)};
                const int tap[3] = {k / v.kernel[2] / v.kernel[1], k / v.kernel[2] % v.kernel[1], k % v.kernel[2]};
                int to[3];
                bool inside = true;
                for (int a = 0; a < 3; ++a) {
                    const int far = from[a] + v.before[a] - tap[a] * v.dilation[a];
                    to[a] = far / v.stride[a];
                    inside = inside && far >= 0 && far % v.stride[a] == 0 && to[a] < of(Out{}, static_cast<std::size_t>(a));
                }
                for (int c = 0; c < channels && inside; ++c)
                    for (int o = c / depth * made; o < (c / depth + 1) * made; ++o)
                        y[offset(Out{}, to, o)] += x[offset(In{}, from, c)] * p[(k * depth + c % depth) * outs + o];
            }
    };
}
template<class Layer, class In, class Out>
void check_volume(const volume& v) {
    check::check_layer<Layer, In, Out>(naive<In, Out>(v));
}

struct padded_twice : tg::network<tg::input<3, 4, 3, 2>, tg::conv3d<3, 3, tg::padding<1>>, tg::relu, tg::conv3d<2, tg::kernel<1, 3, 2>, tg::padding<0, 2, 1, 0, 0, 1>>> {};
struct films : tg::network<tg::input<2, 4, 3, 2>, tg::time_distributed<tg::conv2d<3, 3, tg::padding<1>>, tg::relu, tg::conv2d<2, 3, tg::padding<1>, tg::stride<2>>>> {};
}

TEST_CASE("conv3d: channels around the vector width") {
    check_volume<tg::conv3d<1, 1>, shape<1, 1, 1, 1>, shape<1, 1, 1, 1>>({});
    check_volume<tg::conv3d<check::under_lanes, 2>, shape<2, 3, 2, 1>, shape<1, 2, 1, check::under_lanes>>({.kernel = {2, 2, 2}});
    check_volume<tg::conv3d<check::lanes, tg::kernel<1, 2, 1>>, shape<2, 2, 2, check::lanes + 1>, shape<2, 1, 2, check::lanes>>({.kernel = {1, 2, 1}});
    check_volume<tg::conv3d<check::lanes + 1, tg::kernel<2, 1, 1>>, shape<2, 1, 2, 3>, shape<1, 1, 2, check::lanes + 1>>({.kernel = {2, 1, 1}});
    check_volume<tg::conv3d<37, 1, tg::no_bias>, shape<1, 2, 2, 5>, shape<1, 2, 2, 37>>({.bias = false});
}

TEST_CASE("conv3d: another stride, padding and dilation along each axis") {
    check_volume<tg::conv3d<3, tg::kernel<3, 2, 1>, tg::stride<2, 1, 3>, tg::padding<2, 0, 1, 1, 1, 0>, tg::dilation<1, 2, 1>>, shape<4, 3, 6, 2>, shape<3, 2, 3, 3>>(
        {.kernel = {3, 2, 1}, .stride = {2, 1, 3}, .before = {2, 0, 1}, .dilation = {1, 2, 1}});
    check_volume<tg::conv3d<2, 1, tg::stride<2>>, shape<3, 4, 5, 2>, shape<2, 2, 3, 2>>({.stride = {2, 2, 2}});
}

TEST_CASE("conv3d: same") {
    check_volume<tg::conv3d<2, 3, tg::same>, shape<3, 2, 3, 2>, shape<3, 2, 3, 2>>({.kernel = {3, 3, 3}, .before = {1, 1, 1}});
    check_volume<tg::conv3d<2, 2, tg::same, tg::stride<2, 1, 2>>, shape<2, 3, 3, 1>, shape<1, 3, 2, 2>>({.kernel = {2, 2, 2}, .stride = {2, 1, 2}, .before = {0, 0, 0}});
}

TEST_CASE("conv3d: groups, and a filter for each channel") {
    check_volume<tg::conv3d<6, 2, tg::groups<2>>, shape<2, 3, 2, 4>, shape<1, 2, 1, 6>>({.kernel = {2, 2, 2}, .groups = 2});
    check_volume<tg::conv3d<5, 3, tg::groups<5>, tg::padding<1>>, shape<2, 2, 3, 5>, shape<2, 2, 3, 5>>({.kernel = {3, 3, 3}, .before = {1, 1, 1}, .groups = 5});
}

TEST_CASE("conv3d: borders between layers, and around each image of a sequence") {
    composed::check_network<padded_twice>();
    composed::check_network<films>();
}

TEST_CASE("conv3d: constant evaluation") { check::check_constant<tg::conv3d<2, tg::kernel<2, 1, 2>, tg::padding<1, 0, 0, 0, 0, 1>>, shape<1, 2, 2, 1>>(); }

TEST_CASE("conv3d: PyTorch's Conv3d") {
    reference::suite torch("conv.txt", {"Conv3d"});
    torch.check<tg::conv3d<3, 3, tg::padding<1>>, shape<4, 4, 4, 2>>("conv3d_0", reference::channels_first);
    CHECK(torch.forgotten() == "");
}
