#include "engine.hpp"

using tg_lanes = std::integral_constant<int, typegrad::simd::lanes<float>>;
namespace tg = typegrad;
namespace te = typegrad::einsum;
using tg::shape;

namespace {

// Every size from 1 to twice the lanes plus one, along the lanes, along a tile, and along lanes that are added up.
template<std::size_t... N>
void every_size(std::index_sequence<N...>) {
    (engine::check<"ni,io->no", shape<3, 7>, shape<7, N + 1>, shape<3, N + 1>>(), ...);
    (engine::check<"ni,io->no", shape<N + 1, 5>, shape<5, 9>, shape<N + 1, 9>>(), ...);
}

}

TEST_CASE("every size up to twice the lanes and one") { every_size(std::make_index_sequence<2 * tg_lanes::value + 1>{}); }

TEST_CASE("reductions of every size along the lanes") {
    tg::for_each_index<2 * tg_lanes::value + 1>([](auto n) {
        constexpr std::size_t o = n + 1;
        using dx = engine::dx<engine::forward<"ni,io->no", shape<5, 3>, shape<3, o>, shape<5, o>>>;
        CHECK(engine::error_of<engine::kernel<dx>>(5 * o, 3 * o, 15) < engine::tolerance);
    });
}

TEST_CASE("convolutions, channels last") {
    engine::check<"(h+k)(w+l)c,klco->hwo", shape<7, 9, 3>, shape<3, 3, 3, 37>, shape<5, 7, 37>>();
    engine::check<"(2h+k)(3w+l)c,klco->hwo", shape<9, 11, 2>, shape<3, 2, 2, 17>, shape<4, 4, 17>>();
    engine::check<"(h+k)(w+l)c,klc->hwc", shape<7, 8, 19>, shape<3, 3, 19>, shape<5, 6, 19>>();
    engine::check<"(h+k)(w+l)c,klc->hwc", shape<12, 18, 37>, shape<3, 3, 37>, shape<10, 16, 37>>();
    engine::check<"(2h+k)(2w+l)c,klc->hwc", shape<9, 17, 32>, shape<4, 4, 32>, shape<3, 7, 32>>();
    engine::check<"(h+k)(w+l)gc,klcgo->hwgo", shape<6, 6, 2, 3>, shape<3, 3, 3, 2, 5>, shape<4, 4, 2, 5>>();
    engine::check<"(t+4k)c,kco->to", shape<21, 5>, shape<3, 5, 7>, shape<13, 7>>();
}

TEST_CASE("convolutions, samples innermost") {
    constexpr std::size_t n = tg_lanes::value;
    engine::check<"(h+k)(w+l)cn,klco->hwon", shape<7, 9, 3, n>, shape<3, 3, 3, 5>, shape<5, 7, 5, n>>();
    engine::check<"(2h+k)(2w+l)cn,klco->hwon", shape<9, 9, 2, n>, shape<3, 3, 2, 7>, shape<4, 4, 7, n>>();
    engine::check<"(h+k)(w+l)cn,klc->hwcn", shape<7, 8, 3, n>, shape<3, 3, 3>, shape<5, 6, 3, n>>();
}

TEST_CASE("attention and products of matrices") {
    engine::check<"qhd,khd->hqk", shape<9, 2, 16>, shape<11, 2, 16>, shape<2, 9, 11>>();
    engine::check<"hqk,khd->qhd", shape<2, 9, 11>, shape<11, 2, 16>, shape<9, 2, 16>>();
    engine::check<"ik,kj->ij", shape<33, 20>, shape<20, 37>, shape<33, 37>>();
    engine::check<"ki,kj->ij", shape<20, 33>, shape<20, 37>, shape<33, 37>>();
    engine::check<"i,j->ij", shape<33>, shape<37>, shape<33, 37>>();
    engine::check<"i,i->", shape<67>, shape<67>, shape<>>();
}

namespace {
// A padded convolution reads a border of zeros; the scalar loops compare instead.
struct bare {
    static constexpr tg::layout x = tg::dense_layout<shape<6, 5, 3>>();
    static constexpr te::contraction space = te::contract(te::formula_of<"(2h+k-1)(w+2l-2)c,klco->hwo">::value, x, tg::dense_layout<shape<3, 3, 3, 5>>(), tg::dense_layout<shape<3, 5, 5>>());
};
struct bordered {
    static constexpr tg::layout x = [] {
        tg::layout x = bare::x;
        te::add_border(x, te::formula_of<"(2h+k-1)(w+2l-2)c,klco->hwo">::value.x[0], bare::space);
        x.pack();
        return x;
    }();
    static constexpr te::contraction space = te::contract(te::formula_of<"(2h+k-1)(w+2l-2)c,klco->hwo">::value, x, tg::dense_layout<shape<3, 3, 3, 5>>(), tg::dense_layout<shape<3, 5, 5>>());
};
}

TEST_CASE("padding in the formula: a border in memory gives what comparing gives") {
    static_assert(bordered::x.before[0] == 1 && bordered::x.after[0] == 0 && bordered::x.before[1] == 2 && bordered::x.after[1] == 2);
    CHECK(bare::space.bounds == 2);
    std::vector<float> inside(6 * 5 * 3), x(static_cast<std::size_t>(bordered::x.size()), 0.0f), w(135), y(75, 0.0f);
    std::vector<double> exact(75, 0.0);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = tg::philox{1, 1}.uniform(i) - 0.5f;
    for (std::size_t i = 0; i < inside.size(); ++i) {
        inside[i] = tg::philox{2, 1}.uniform(i) - 0.5f;
        const auto h = static_cast<std::ptrdiff_t>(i / 15), v = static_cast<std::ptrdiff_t>(i / 3 % 5), c = static_cast<std::ptrdiff_t>(i % 3);
        x[static_cast<std::size_t>(bordered::x.origin() + h * bordered::x.stride[0] + v * bordered::x.stride[1] + c)] = inside[i];
    }
    te::run<engine::kernel<bordered>>(y.data(), x.data(), w.data());
    te::run_scalar<bare>(exact.data(), inside.data(), w.data());
    for (std::size_t i = 0; i < y.size(); ++i) CHECK(y[i] == doctest::Approx(exact[i]).epsilon(1e-5));
}

namespace {
// All gates of a recurrent cell: two products into the same registers.
struct gates {
    static constexpr std::size_t in = 5, hidden = 19;
    static constexpr te::contraction space = [] {
        const tg::layout x[2] = {tg::dense_layout<shape<in>>(), tg::dense_layout<shape<hidden>>()};
        const tg::layout w[2] = {tg::dense_layout<shape<in, 4, hidden>>(), tg::dense_layout<shape<hidden, 4, hidden>>()};
        te::contraction c = te::contract(te::formula_of<"i,igh->gh + j,jgh->gh">::value, x, w, tg::dense_layout<shape<4, hidden>>());
        c.whole[c.index_of('g')] = true;
        return c;
    }();
};

// Keeps the four gates of one unit together: the epilogue sees all of them at once.
struct sum_of_gates {
    template<int Windows, int Lanes, class V, class Y>
    void operator()(const V* acc, Y* y, std::ptrdiff_t at) const {
        static_assert(Windows == 4);
        te::store<Lanes>(acc[0] + acc[1] * acc[2] - acc[3], y + at);
    }
};
struct gates_kernel {
    static constexpr te::contraction space = [] {
        te::contraction c = gates::space;
        c.y[c.index_of('g')] = 0;
        return c;
    }();
    static constexpr te::plan order = te::find_plan(space, te::native_machine);
};
}

TEST_CASE("sums of products, and a whole index that the epilogue gets at once") {
    engine::guarded x(gates::in, 1), h(gates::hidden, 2), wx(gates::in * 4 * gates::hidden, 3), wh(gates::hidden * 4 * gates::hidden, 4), y(gates::hidden, 5);
    std::vector<double> exact(4 * gates::hidden, 0.0);
    te::run_scalar<gates, 0>(exact.data(), x.data(), wx.data());
    te::run_scalar<gates, 1>(exact.data(), h.data(), wh.data());
    te::run<gates_kernel>(y.data(), x.data(), wx.data(), h.data(), wh.data(), te::from_zero{}, sum_of_gates{});
    CHECK(x.intact());
    CHECK(wh.intact());
    CHECK(y.intact());
    for (std::size_t i = 0; i < gates::hidden; ++i)
        CHECK(y.data()[i] == doctest::Approx(exact[i] + exact[gates::hidden + i] * exact[2 * gates::hidden + i] - exact[3 * gates::hidden + i]).epsilon(1e-5));
}

TEST_CASE("four element types: weights of another type are converted on load") {
    using f = engine::forward<"ni,io->no", shape<3, 21>, shape<21, 37>, shape<3, 37>>;
    engine::guarded x(63, 1), w(21 * 37, 2);
    std::vector<tg::bf16> narrow;
    std::vector<std::int8_t> bytes;
    std::vector<double> exact(111, 0.0), exact_bytes(111, 0.0);
    std::vector<float> y(111), z(111);
    for (std::size_t i = 0; i < w.size; ++i) {
        narrow.push_back(tg::bf16(w.data()[i]));
        bytes.push_back(static_cast<std::int8_t>(w.data()[i] * 200));
    }
    te::run_scalar<f>(exact.data(), x.data(), narrow.data());
    te::run_scalar<f>(exact_bytes.data(), x.data(), bytes.data());
    te::run<engine::kernel<f>>(y.data(), x.data(), narrow.data());
    te::run<engine::kernel<f>>(z.data(), x.data(), bytes.data());
    for (std::size_t i = 0; i < y.size(); ++i) {
        CHECK(y[i] == doctest::Approx(exact[i]).epsilon(1e-5));
        CHECK(z[i] == doctest::Approx(exact_bytes[i]).epsilon(1e-5));
    }
}

namespace {
using layer = engine::forward<"ni,io->no", shape<4, 6>, shape<6, 19>, shape<4, 19>>;
struct with_bias {
    static constexpr te::contraction space = [] {
        te::contraction c = layer::space;
        c.add_bias('o');
        return c;
    }();
    static constexpr te::plan order = te::find_plan(space, te::native_machine);
};
}

namespace {
struct halved {
    template<class V>
    V operator()(V v) const { return v * V(0.5); }
};
}

TEST_CASE("bias, activation, accumulation and scale on the registers") {
    engine::guarded x(24, 1), w(114, 2), b(19, 3), y(76, 4), z(76, 5);
    std::vector<double> exact(76, 0.0);
    te::run_scalar<layer>(exact.data(), x.data(), w.data());
    const std::vector<float> before(z.data(), z.data() + 76);
    te::run<with_bias>(y.data(), x.data(), w.data(), te::from_bias<float>{b.data()}, te::through<halved>{});
    te::run<with_bias>(z.data(), x.data(), w.data(), te::from_y{});
    CHECK(b.intact());
    for (std::size_t i = 0; i < 76; ++i) {
        CHECK(y.data()[i] == doctest::Approx(0.5 * (exact[i] + static_cast<double>(b.data()[i % 19]))).epsilon(1e-5));
        CHECK(z.data()[i] == doctest::Approx(exact[i] + static_cast<double>(before[i])).epsilon(1e-5));
    }
}

namespace {
constexpr float constant_product() {
    const float a[] = {1, 2, 3, 4, 5, 6}, b[] = {7, 8, 9, 10, 11, 12};
    float c[4]{};
    te::run_scalar<engine::forward<"ik,kj->ij", shape<2, 3>, shape<3, 2>, shape<2, 2>>>(c, a, b);
    return c[0] * 1 + c[1] * 1000 + c[2] * 1000000;
}
}
TEST_CASE("in constant evaluation") { static_assert(constant_product() == 58 + 64000 + 139000000.0f); }

TEST_CASE("vectors of outputs that lie across each other are not tiled: one channel in and out") {
    engine::check<"(h+k)(w+l)c,klco->hwo", shape<9, 40, 1>, shape<3, 3, 1, 1>, shape<7, 38, 1>>();
    engine::check<"(t+k)c,kco->to", shape<50, 1>, shape<5, 1, 1>, shape<46, 1>>();
}
