#include "composed.hpp"
#include "reference/torch_case.hpp"

#include <string>

#include <typegrad/layers/transformer.hpp>

namespace tg = typegrad;
using composed::check_network;

namespace {
template<std::size_t... Extents>
using shape = tg::shape<Extents...>;

struct after : tg::network<tg::input<3, 4>, tg::encoder_block<2, tg::feed_forward<6, tg::relu>, tg::post_norm>> {};
struct modern : tg::network<tg::input<3, 4>, tg::repeat<2, tg::encoder_block<2, tg::swiglu<5>, tg::causal, tg::rotated, tg::no_bias>>> {};
struct decoder : tg::network<tg::inputs<shape<3, 4>, shape<2, 6>>, tg::decoder_block<2, tg::feed_forward<5>>, tg::pick<0>> {};
struct decoder_after : tg::network<tg::inputs<shape<3, 4>, shape<2, 6>>, tg::decoder_block<2, tg::feed_forward<5>, tg::post_norm>> {};
}

TEST_CASE("encoder_block: before and after the norm, gated") {
    check_network<after>(2e-5);  // of a norm over four numbers, whose variance may be small
    check_network<modern>(2e-5);
}

TEST_CASE("decoder_block: its own past, then a memory, which goes on as it is") {
    static_assert(std::is_same_v<decoder::output, shape<3, 4>>);
    static_assert(std::is_same_v<decoder_after::output, tg::bundle<shape<3, 4>, shape<2, 6>>>);
    check_network<decoder>(2e-5);
    check_network<decoder_after>(2e-5);
}

TEST_CASE("transformer: PyTorch's block") {
    reference::suite torch("attention.txt", {"TransformerBlock"});
    // Without biases in its attention.
    torch.check<tg::encoder_block<2, tg::feed_forward<16>, tg::causal, tg::no_bias>, shape<4, 8>>("transformer_block_prenorm_causal", reference::as_they_are, 2e-5);
    CHECK(torch.forgotten() == "");
}

TEST_CASE("transformer: constant evaluation") { check::check_constant<tg::encoder_block<1, tg::feed_forward<3>>, shape<2, 2>>(); }
