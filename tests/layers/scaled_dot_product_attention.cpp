#include "composed.hpp"
#include "naive_attention.hpp"
#include "reference/torch_case.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/permute.hpp>
#include <typegrad/layers/scaled_dot_product_attention.hpp>
#include <typegrad/layers/time_distributed.hpp>

namespace tg = typegrad;
using check::naive_attention;
using composed::numbers, composed::output;

namespace {
template<std::size_t... Extents>
using shape = tg::shape<Extents...>;

template<class Layer, std::size_t Q, std::size_t K, std::size_t H, std::size_t G, std::size_t D, class Visible>
void check_attention(Visible visible) {
    check::check_layer<Layer, tg::bundle<shape<Q, H, D>, shape<K, G, D>, shape<K, G, D>>, shape<Q, H, D>>([&](const double*, const double* x, double* y) {
        naive_attention(x, x + Q * H * D, x + Q * H * D + K * G * D, y, Q, K, H, G, D, visible);
    });
}

// The last item says where the mask is 0: half of it, in some samples all that a query could see.
using keys = tg::bundle<shape<3, 1, 2>, shape<4, 1, 2>, shape<4, 1, 2>, shape<4>>;
using pairs = tg::bundle<shape<5, 2, 3>, shape<5, 2, 3>, shape<5, 2, 3>, shape<5, 5>>;
using groups = tg::bundle<shape<2, 4, 3>, shape<check::lanes + 1, 2, 3>, shape<check::lanes + 1, 2, 3>, shape<check::lanes + 1>>;
template<class Layer, class In, bool Causal>
void check_mask() {
    check::check_masked<Layer, In>([](const double*, const double* x, double* y) {
        using Q = tg::item_of<0, In>;
        using K = tg::item_of<1, In>;
        const double *k = x + Q::size, *v = k + K::size, *mask = v + K::size;
        naive_attention(x, k, v, y, Q::extent(0), K::extent(0), Q::extent(1), K::extent(1), Q::extent(2), check::seen<Causal, tg::item_of<3, In>>(mask, Q::extent(0), K::extent(0)));
    });
}
// A mask that is computed: what computes it learns nothing.
using part = tg::sequential<tg::time_distributed<tg::dense<4>>, tg::reshape<5, 2, 2>>;
struct computed_mask : tg::network<tg::input<5, 6>, tg::fork<part, part, part, tg::sequential<tg::flatten, tg::dense<5>>>, tg::scaled_dot_product_attention<tg::masked>, tg::flatten, tg::dense<60>, tg::tanh, tg::dense<50>, tg::tanh, tg::dense<3>> {};
struct masked : tg::network<tg::inputs<shape<3, 1, 2>, shape<4, 1, 2>, shape<4, 1, 2>, shape<4>>, tg::scaled_dot_product_attention<tg::masked>> {};
struct masked_pairs : tg::network<tg::inputs<shape<2, 1, 2>, shape<3, 1, 2>, shape<3, 1, 2>, shape<2, 3>>, tg::scaled_dot_product_attention<tg::causal, tg::masked>> {};
}

TEST_CASE("attention: every key, those of the past, heads that share keys") {
    check_attention<tg::scaled_dot_product_attention<>, 3, 5, 2, 2, 4>([](std::size_t, std::size_t) { return true; });
    check_attention<tg::scaled_dot_product_attention<>, 1, 1, 1, 1, 1>([](std::size_t, std::size_t) { return true; });
    check_attention<tg::scaled_dot_product_attention<tg::causal>, 5, 5, 1, 1, 3>([](std::size_t q, std::size_t k) { return k <= q; });
    check_attention<tg::scaled_dot_product_attention<tg::causal>, 2, 5, 2, 2, 2>([](std::size_t q, std::size_t k) { return k <= q + 3; });
    check_attention<tg::scaled_dot_product_attention<tg::causal>, 4, 4, 6, 2, 3>([](std::size_t q, std::size_t k) { return k <= q; });
}

TEST_CASE("attention: a mask hides keys, and a query that may see nothing gets zeros") {
    std::vector<double> x = numbers(masked::input::size);
    const double mask[4] = {1, 0, 1, 0};
    std::copy(mask, mask + 4, x.end() - 4);
    std::vector<double> y(6);
    naive_attention(x.data(), x.data() + 6, x.data() + 14, y.data(), 3, 4, 1, 1, 2, [&](std::size_t, std::size_t k) { return mask[k] != 0; });
    const auto got = output<masked>({}, x);
    for (std::size_t i = 0; i < 6; ++i) CHECK(got[i] == doctest::Approx(y[i]).epsilon(1e-12));
    std::fill(x.end() - 4, x.end(), 0.0);
    CHECK(output<masked>({}, x) == std::vector<double>(6));

    std::vector<double> pairs = numbers(masked_pairs::input::size);
    const double both[6] = {1, 0, 1, 0, 1, 1};
    std::copy(both, both + 6, pairs.end() - 6);
    std::vector<double> z(4);
    naive_attention(pairs.data(), pairs.data() + 4, pairs.data() + 10, z.data(), 2, 3, 1, 1, 2, [&](std::size_t q, std::size_t k) { return k <= q + 1 && both[q * 3 + k] != 0; });
    const auto seen = output<masked_pairs>({}, pairs);
    for (std::size_t i = 0; i < 4; ++i) CHECK(seen[i] == doctest::Approx(z[i]).epsilon(1e-12));
}

TEST_CASE("attention: masks through inference and training, one sample and many, and their gradients") {
    check_mask<tg::scaled_dot_product_attention<tg::masked>, keys, false>();
    check_mask<tg::scaled_dot_product_attention<tg::masked>, pairs, false>();
    check_mask<tg::scaled_dot_product_attention<tg::masked>, groups, false>();
    check_mask<tg::scaled_dot_product_attention<tg::causal, tg::masked>, pairs, true>();
    check_mask<tg::scaled_dot_product_attention<tg::masked, tg::causal>, groups, true>();
    composed::check_network<computed_mask>();
}

TEST_CASE("attention: PyTorch's cases") {
    // There heads come before positions.
    using heads_first = tg::sequential<tg::parallel<tg::permute<1, 0, 2>, tg::permute<1, 0, 2>, tg::permute<1, 0, 2>>, tg::scaled_dot_product_attention<>, tg::permute<1, 0, 2>>;
    using causal_heads_first = tg::sequential<tg::parallel<tg::permute<1, 0, 2>, tg::permute<1, 0, 2>, tg::permute<1, 0, 2>>, tg::scaled_dot_product_attention<tg::causal>, tg::permute<1, 0, 2>>;
    reference::suite torch("attention.txt", {"ScaledDotProductAttention"});
    torch.check<heads_first, tg::bundle<shape<1, 3, 4>, shape<1, 3, 4>, shape<1, 3, 4>>>("sdpa_0");
    torch.check<causal_heads_first, tg::bundle<shape<2, 4, 4>, shape<2, 4, 4>, shape<2, 4, 4>>>("sdpa_1");
    torch.check<heads_first, tg::bundle<shape<2, 3, 4>, shape<2, 5, 4>, shape<2, 5, 4>>>("sdpa_2");
    CHECK(torch.forgotten() == "");
}

TEST_CASE("scaled_dot_product_attention: constant evaluation") {
    check::check_constant<tg::scaled_dot_product_attention<>, tg::bundle<tg::shape<2, 1, 4>, tg::shape<3, 1, 4>, tg::shape<3, 1, 4>>>();
    check::check_constant<tg::scaled_dot_product_attention<tg::causal>, tg::bundle<shape<2, 4, 2>, shape<3, 2, 2>, shape<3, 2, 2>>>();
    check::check_constant<tg::sequential<tg::at<3, check::above_zero>, tg::scaled_dot_product_attention<tg::masked>>, tg::bundle<shape<2, 1, 2>, shape<3, 1, 2>, shape<3, 1, 2>, shape<2, 3>>>();
}
