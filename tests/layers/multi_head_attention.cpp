#include "composed.hpp"
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

TEST_CASE("multi_head_attention: options together, and attention to a memory") {
    static_assert(everything::parameter_count == 2 * 64 + 2 * 32);
    static_assert(across::parameter_count == 2 * 20 + 2 * 28);
    check_network<everything>();
    check_network<across>();
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

TEST_CASE("multi_head_attention: constant evaluation") { check::check_constant<tg::multi_head_attention<2, tg::causal>, tg::shape<2, 4>>(); }
