#include "composed.hpp"
#include "naive_attention.hpp"
#include "reference/torch_case.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;
using composed::check_network;

namespace {
template<std::size_t... Extents>
using shape = tg::shape<Extents...>;

struct after : tg::network<tg::input<3, 4>, tg::encoder_block<2, tg::feed_forward<6, tg::relu>, tg::post_norm>> {};
struct modern : tg::network<tg::input<3, 4>, tg::repeat<2, tg::encoder_block<2, tg::swiglu<5>, tg::causal, tg::rotated, tg::no_bias>>> {};
struct decoder : tg::network<tg::inputs<shape<3, 4>, shape<2, 6>>, tg::decoder_block<2, tg::feed_forward<5>>, tg::pick<0>> {};
struct hidden : tg::network<tg::inputs<shape<3, 4>, shape<3>>, tg::repeat<2, tg::encoder_block<2, tg::feed_forward<5>, tg::masked>>, tg::pick<0>> {};
struct hidden_after : tg::network<tg::inputs<shape<3, 4>, shape<3, 3>>, tg::encoder_block<2, tg::feed_forward<5>, tg::masked, tg::post_norm>> {};
struct decoder_hidden : tg::network<tg::inputs<shape<3, 4>, shape<2, 6>, shape<2>>, tg::decoder_block<2, tg::swiglu<5>, tg::masked>> {};
struct decoder_after : tg::network<tg::inputs<shape<3, 4>, shape<2, 6>>, tg::decoder_block<2, tg::feed_forward<5>, tg::post_norm>> {};
}

TEST_CASE("encoder_block: before and after the norm, gated") {
    check_network<after>(2e-5);  // of a norm over four numbers, whose variance may be small
    check_network<modern>(2e-5);
}

#ifndef TYPEGRAD_QUICK
TEST_CASE("decoder_block: its own past, then a memory, which goes on as it is") {
    static_assert(std::is_same_v<decoder::output, shape<3, 4>>);
    static_assert(std::is_same_v<decoder_after::output, tg::bundle<shape<3, 4>, shape<2, 6>>>);
    check_network<decoder>(2e-5);
    check_network<decoder_after>(2e-5);
}

TEST_CASE("masked blocks: the mask goes on as it is, and their gradients") {
    static_assert(std::is_same_v<hidden_after::output, tg::bundle<shape<3, 4>, shape<3, 3>>>);
    static_assert(std::is_same_v<decoder_hidden::output, decoder_hidden::input>);
    check_network<hidden>(2e-5);
    check_network<hidden_after>(2e-5);
    check_network<decoder_hidden>(2e-5);
}

namespace {
// Net on x, memory and mask as far as it has them; what it makes of the first steps.
template<class Net>
std::vector<float> first_steps(const std::vector<float>& x, std::size_t size) {
    static_assert(Net::input::size > 0);
    const auto p = std::make_unique<tg::parameters<Net>>(tg::initialize<Net>(7));
    tg::inference<Net> run(*p);
    REQUIRE(x.size() == Net::input::size);
    const auto& y = run(x);
    return {y.data(), y.data() + size};
}
std::vector<float> joined(std::vector<float> x, const std::vector<float>& more) {
    x.insert(x.end(), more.begin(), more.end());
    return x;
}
void check_equal(const std::vector<float>& got, const std::vector<float>& expected) {
    REQUIRE(got.size() == expected.size());
    for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == doctest::Approx(expected[i]).epsilon(1e-5).scale(1));
}
template<std::size_t T, auto... Options>
struct padded : tg::network<tg::inputs<shape<T, 8>, shape<T>>, tg::repeat<2, tg::encoder_block<2, tg::feed_forward<9>, tg::masked, Options...>>> {};
template<std::size_t T, auto... Options>
struct bare : tg::network<tg::input<T, 8>, tg::repeat<2, tg::encoder_block<2, tg::feed_forward<9>, Options...>>> {};
template<std::size_t T>
struct looking : tg::network<tg::inputs<shape<T, 8>, shape<T, T>>, tg::encoder_block<2, tg::swiglu<9>, tg::masked>> {};
template<std::size_t T>
struct translator : tg::network<tg::inputs<shape<3, 8>, shape<T, 5>>, tg::repeat<2, tg::decoder_block<2, tg::feed_forward<9>>>> {};
template<std::size_t T>
struct padded_translator : tg::network<tg::inputs<shape<3, 8>, shape<T, 5>, shape<T>>, tg::repeat<2, tg::decoder_block<2, tg::feed_forward<9>, tg::masked>>> {};
}

TEST_CASE("masked blocks: what is hidden might as well not be there") {
    const auto numbers = [](std::size_t n, std::uint64_t seed) {
        std::vector<float> v(n);
        for (std::size_t i = 0; i < n; ++i) v[i] = tg::philox{seed}.uniform(i) - 0.5f;
        return v;
    };
    const auto x = numbers(5 * 8, 1), end = numbers(2 * 8, 2), memory = numbers(4 * 5, 3), x3 = numbers(3 * 8, 4), memory_end = numbers(3 * 5, 5);
    const std::vector<float> five_of_seven{1, 1, 1, 1, 1, 0, 0};
    check_equal(first_steps<padded<7>>(joined(joined(x, end), five_of_seven), 40), first_steps<bare<5>>(x, 40));
    check_equal(first_steps<padded<7, tg::post_norm>>(joined(joined(x, end), five_of_seven), 40), first_steps<bare<5, tg::post_norm>>(x, 40));
    std::vector<float> past(25);
    for (std::size_t t = 0; t < 25; ++t) past[t] = t % 5 <= t / 5;
    struct causal : tg::network<tg::input<5, 8>, tg::encoder_block<2, tg::swiglu<9>, tg::causal>> {};
    check_equal(first_steps<looking<5>>(joined(x, past), 40), first_steps<causal>(x, 40));
    check_equal(first_steps<padded_translator<7>>(joined(joined(x3, joined(memory, memory_end)), {1, 1, 1, 1, 0, 0, 0}), 24), first_steps<translator<4>>(joined(x3, memory), 24));
}
#endif

TEST_CASE("transformer: PyTorch's block") {
    reference::suite torch("attention.txt", {"TransformerBlock"});
    // Without biases in its attention.
    torch.check<tg::encoder_block<2, tg::feed_forward<16>, tg::causal, tg::no_bias>, shape<4, 8>>("transformer_block_prenorm_causal", reference::as_they_are, 2e-5);
    CHECK(torch.forgotten() == "");
}

TEST_CASE("transformer: constant evaluation") {
    check::check_constant<tg::encoder_block<1, tg::feed_forward<3>>, shape<2, 2>>();
    check::check_constant<tg::sequential<tg::at<1, check::above_zero>, tg::encoder_block<1, tg::swiglu<3>, tg::masked>, tg::pick<0>>, tg::bundle<shape<2, 2>, shape<2>>>();
    check::check_constant<tg::decoder_block<1, tg::feed_forward<3>>, tg::bundle<shape<2, 2>, shape<2, 3>>>();
}
