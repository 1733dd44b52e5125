#include "composed.hpp"
#include "naive_attention.hpp"
#include "reference/torch_case.hpp"

#include <string>

#include <typegrad/layers/multi_head_attention.hpp>

namespace tg = typegrad;
using composed::check_network;

namespace {
template<std::size_t... Extents>
using shape = tg::shape<Extents...>;

struct everything : tg::network<tg::input<5, 8>, tg::multi_head_attention<4, tg::causal, tg::kv_heads<2>, tg::rotated, tg::no_bias>> {};
struct across : tg::network<tg::inputs<shape<3, 4>, shape<5, 6>>, tg::multi_head_attention<2, tg::memory>> {};
}

namespace {
// rows of x <Rows, In> times weight <In, Out>, + bias
std::vector<double> projected(const double* x, std::size_t rows, const double* weight, std::size_t in, std::size_t out) {
    std::vector<double> y(rows * out);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t o = 0; o < out; ++o) {
            y[r * out + o] = weight[in * out + o];
            for (std::size_t i = 0; i < in; ++i) y[r * out + o] += x[r * in + i] * weight[i * out + o];
        }
    return y;
}
// Over <T, D>, with Memory an item <K, M>, and a mask.
template<class Layer, class In, std::size_t Heads, std::size_t Shared, bool Causal, bool Memory>
void check_mask() {
    check::check_masked<Layer, In>([](const double* p, const double* x, double* y) {
        using X = tg::item_of<0, In>;
        using M = tg::item_of<Memory, In>;
        constexpr std::size_t steps = X::extent(0), keys = M::extent(0), d = X::extent(1), width = d / Heads, narrow = width * Shared, in = M::extent(1);
        const double *m = Memory ? x + X::size : x, *mask = x + In::template offset_of<1 + Memory>();
        const double *of_k = p + (d + 1) * d, *of_v = of_k + (in + 1) * narrow, *of_out = of_v + (in + 1) * narrow;
        const auto q = projected(x, steps, p, d, d), k = projected(m, keys, of_k, in, narrow), v = projected(m, keys, of_v, in, narrow);
        std::vector<double> mixed(steps * d);
        check::naive_attention(q.data(), k.data(), v.data(), mixed.data(), steps, keys, Heads, Shared, width, check::seen<Causal, tg::item_of<1 + Memory, In>>(mask, steps, keys));
        const auto out = projected(mixed.data(), steps, of_out, d, d);
        std::copy(out.begin(), out.end(), y);
    });
}
}

TEST_CASE("multi_head_attention: options together, and attention to a memory") {
    static_assert(everything::parameter_count == 2 * 64 + 2 * 32);
    static_assert(across::parameter_count == 2 * 20 + 2 * 28);
    check_network<everything>();
    check_network<across>();
}

TEST_CASE("multi_head_attention: masks through inference and training, one sample and many, and their gradients") {
    check_mask<tg::multi_head_attention<2, tg::masked>, tg::bundle<shape<5, 8>, shape<5>>, 2, 2, false, false>();
    check_mask<tg::multi_head_attention<2, tg::masked, tg::causal>, tg::bundle<shape<5, 8>, shape<5, 5>>, 2, 2, true, false>();
    check_mask<tg::multi_head_attention<4, tg::masked, tg::kv_heads<2>>, tg::bundle<shape<3, 8>, shape<3, 3>>, 4, 2, false, false>();
    check_mask<tg::multi_head_attention<2, tg::masked, tg::memory>, tg::bundle<shape<3, 4>, shape<check::lanes + 1, 6>, shape<check::lanes + 1>>, 2, 2, false, true>();
}

TEST_CASE("multi_head_attention: parameters have names of their own") {
    static tg::parameters<across> p;
    std::vector<std::string> paths;
    tg::visit(p, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"0.weight_q", "0.bias_q", "0.weight_k", "0.bias_k", "0.weight_v", "0.bias_v", "0.weight_out", "0.bias_out"});
    CHECK(p.get<0>().weight_k.data() == p.data() + 20);
    CHECK(p.get<0>().bias_out.data() == p.data() + across::parameter_count - 4);
}

TEST_CASE("multi_head_attention: PyTorch's cases") {
    reference::suite torch("attention.txt", {"MultiHeadSelfAttention"});
    torch.check<tg::multi_head_attention<1>, shape<4, 8>>("mha_0");
    torch.check<tg::multi_head_attention<2>, shape<5, 8>>("mha_1");
    torch.check<tg::multi_head_attention<2, tg::causal>, shape<5, 8>>("mha_2");
    torch.check<tg::multi_head_attention<3, tg::causal>, shape<6, 12>>("mha_3");
    CHECK(torch.forgotten() == "");
}

TEST_CASE("multi_head_attention: constant evaluation") {
    check::check_constant<tg::multi_head_attention<2, tg::causal>, shape<2, 4>>();
    check::check_constant<tg::multi_head_attention<2, tg::kv_heads<1>, tg::rotated>, shape<2, 4>>();
    check::check_constant<tg::sequential<tg::at<2, check::above_zero>, tg::multi_head_attention<1, tg::memory, tg::masked>>, tg::bundle<shape<2, 2>, shape<3, 2>, shape<3>>>();
}
