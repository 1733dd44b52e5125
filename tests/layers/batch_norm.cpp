#include "composed.hpp"

#include <string>

#include <typegrad/typegrad.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
struct vectors : tg::network<tg::input<5>, tg::dense<check::lanes + 1>, tg::batch_norm<>, tg::tanh, tg::dense<3>> {};
struct images : tg::network<tg::input<5, 5, 2>, tg::conv2d<6, 3, tg::same>, tg::batch_norm<tg::momentum<0.5>>, tg::relu, tg::conv2d<3, 2>, tg::batch_norm<tg::no_affine>, tg::max_pool2d<2>, tg::flatten, tg::dense<2>> {};
struct around : tg::network<tg::input<4, 4, 3>, tg::residual<tg::conv2d<3, 3, tg::same, tg::no_bias>, tg::batch_norm<>, tg::relu>, tg::batch_norm<tg::no_bias>> {};
struct frozen_norm : tg::network<tg::input<4>, tg::dense<3>, tg::freeze<tg::batch_norm<>>, tg::dense<2>> {};

// Numbers of which no statistic is trivial.
template<class Net, class T>
void fill(tg::parameters<Net, T>& p) {
    const auto v = check::random_numbers(p.total, 3);
    for (std::size_t i = 0; i < p.count; ++i) p.flat()[i] = static_cast<T>(v[i] / 4);
    for (std::size_t i = 0; i < p.statistics().size(); ++i) p.statistics()[i] = static_cast<T>(std::fabs(v[p.count + i]) + 0.5f);
}
template<class Net, std::size_t N>
using batch = tg::tensor<double, typename Net::input::template prepend<N>>;

// The gradients of a batch in double, as central differences of its forward pass have them.
template<class Net, std::size_t N>
void check_differences() {
    const auto p = std::make_unique<tg::parameters<Net, double>>(), dp = std::make_unique<tg::parameters<Net, double>>();
    fill(*p);
    const auto xs = check::random_numbers(N * Net::input::size, 1), dys = check::random_numbers(N * Net::output::size, 2);
    batch<Net, N> x;
    tg::tensor<double, typename Net::output::template prepend<N>> dy;
    std::copy(xs.begin(), xs.end(), x.begin());
    std::copy(dys.begin(), dys.end(), dy.begin());
    const auto dx = tg::vjp(*p, x, dy, *dp);
    auto loss = [&] {
        double sum = 0;
        tg::parameters<Net, double> unused;
        tg::compute::vjp_batch<Net, N>(p->data(), N, [&](std::size_t i) { return x.data() + i * Net::input::size; }, unused.data(), [](std::size_t) { return static_cast<double*>(nullptr); },
                                       [&](auto y, auto) {
            for (std::size_t i = 0; i < N; ++i)
                for (std::size_t k = 0; k < Net::output::size; ++k) sum += y(i)[k] * dy[i * Net::output::size + k];
        });
        return sum;
    };
    auto slope = [&](double& v) {
        const double old = v, h = 0x1p-17;
        v = old + h;
        const double up = loss();
        v = old - h;
        const double down = loss();
        v = old;
        return (up - down) / (2 * h);
    };
    std::vector<double> slopes;
    for (double& v : p->flat()) slopes.push_back(slope(v));
    CHECK(check::error(dp->data(), slopes.data(), slopes.size()) <= 1e-6);
    slopes.clear();
    for (double& v : x) slopes.push_back(slope(v));
    CHECK(check::error(dx.data(), slopes.data(), slopes.size()) <= 1e-6);
}

// The fused loops with room for N samples, of which n come, against the same in double.
template<class Net, std::size_t N, std::size_t Count>
void check_fused() {
    const auto p = std::make_unique<tg::parameters<Net, double>>(), dp = std::make_unique<tg::parameters<Net, double>>();
    const auto pf = std::make_unique<tg::parameters<Net>>(), dpf = std::make_unique<tg::parameters<Net>>();
    fill(*p);
    fill(*pf);
    const auto xs = check::random_numbers(Count * Net::input::size, 1), dys = check::random_numbers(Count * Net::output::size, 2);
    const std::vector<double> x(xs.begin(), xs.end());
    std::vector<double> dx(x.size()), y(dys.size());
    tg::compute::vjp_batch<Net, Count>(p->data(), Count, [&](std::size_t i) { return x.data() + i * Net::input::size; }, dp->data(), [&](std::size_t i) { return dx.data() + i * Net::input::size; },
                                       [&](auto result, auto slope) {
        for (std::size_t i = 0; i < Count; ++i)
            for (std::size_t k = 0; k < Net::output::size; ++k) {
                y[i * Net::output::size + k] = result(i)[k];
                slope(i)[k] = static_cast<double>(dys[i * Net::output::size + k]);
            }
    });
    CAPTURE(N);
    CAPTURE(Net::input::size);
    const auto pass = std::make_unique<tg::training<Net, N>>(*pf);
    const std::size_t allocated = check::allocations;
    const auto& made = pass->forward(xs, Count);
    const auto& slopes = pass->backward(dys, *dpf);
    CHECK(check::allocations == allocated);
    CHECK(check::error(made.data(), y.data(), y.size()) <= 2e-5);
    CHECK(check::error(slopes.data(), dx.data(), dx.size()) <= 5e-5);  // differences of means
    CHECK(check::error(dpf->data(), dp->data(), dp->total) <= 5e-5);
}
}

TEST_CASE("batch_norm: gradients through the statistics of the batch") {
    check_differences<vectors, 5>();
    check_differences<images, 3>();
    check_differences<around, 3>();
}

TEST_CASE("batch_norm: the same whatever the tile and the capacity") {
    check_fused<vectors, 4, 4>();
    check_fused<vectors, 200, 133>();
    check_fused<images, 3, 3>();
    check_fused<images, check::lanes, check::lanes - 1 + (check::lanes == 1)>();
    check_fused<images, 3 * check::lanes, 2 * check::lanes + 1>();
    check_fused<around, 150, 140>();
}

TEST_CASE("batch_norm: without training it is a factor and a summand, which the layer before it takes in") {
    static_assert(tg::detail::fuse<images, false>::steps.size == 3);
    const auto p = std::make_unique<tg::parameters<images>>();
    fill(*p);
    const auto x = check::random_numbers(50, 1);
    const std::vector<double> weights(p->data(), p->data() + p->total), xs(x.begin(), x.end());
    const auto y = composed::output<images>(weights, xs);
    const auto one = std::make_unique<tg::inference<images>>(*p);
    const auto many = std::make_unique<tg::inference<images, check::lanes + 1>>(*p);
    const auto packed = std::make_unique<tg::packed<images>>(*p);
    const auto fast = std::make_unique<tg::inference<images, 1, tg::packed<images>>>(*packed);
    CHECK(check::error((*one)(x).data(), y.data(), 2) <= 1e-5);
    CHECK(check::error((*many)(x, 1).data(), y.data(), 2) <= 1e-5);
    CHECK(check::error((*fast)(x).data(), y.data(), 2) <= 1e-5);
}

TEST_CASE("batch_norm: statistics belong to the model, have names, and are not trained") {
    static_assert(images::parameter_count == 6 * 2 * 9 + 6 + 12 + 3 * 6 * 4 + 3 + 24 + 2);
    static auto p = tg::initialize<images>(1);
    std::vector<std::string> paths;
    tg::visit(p, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "3.weight", "3.bias", "4.running_mean", "4.running_var", "7.weight", "7.bias"});
    CHECK(p.statistics().size() == 18);
    CHECK(p.get<1>().running_var[0] == 1);
    CHECK(p.get<4>().running_mean.data() == p.data() + p.count + 12);

    // One step of a trainer moves them towards those of the batch, by half.
    static tg::trainer<images, tg::mean_squared_error, tg::sgd, 8> fit{{.learning_rate = 0}};
    const auto x = check::random_numbers(8 * 50, 1), target = check::random_numbers(16, 2);
    const auto before = p;
    (void)fit.step(p, x, target);
    std::vector<double> mean(6);
    for (std::size_t s = 0; s < 8; ++s) {
        struct first : tg::network<tg::input<5, 5, 2>, tg::conv2d<6, 3, tg::same>> {};
        const std::vector<double> weights(before.data(), before.data() + first::parameter_count), sample(x.begin() + static_cast<std::ptrdiff_t>(50 * s), x.begin() + static_cast<std::ptrdiff_t>(50 * s + 50));
        const auto made = composed::output<first>(weights, sample);
        for (std::size_t i = 0; i < made.size(); ++i) mean[i % 6] += made[i] / 200;
    }
    for (std::size_t c = 0; c < 6; ++c) CHECK(static_cast<double>(p.get<1>().running_mean[c]) == doctest::Approx(mean[c] / 2).epsilon(1e-5));
    CHECK(std::equal(p.flat().begin(), p.flat().end(), before.flat().begin()));
}

TEST_CASE("batch_norm: a trainer moves its statistics where nothing before it learns") {
    struct first : tg::network<tg::input<3>, tg::batch_norm<tg::no_affine, tg::momentum<1>>, tg::dense<2>> {};
    static auto p = tg::initialize<first>(1);
    static tg::trainer<first, tg::mean_squared_error, tg::sgd, 2> fit{{.learning_rate = 0}};
    (void)fit.step(p, std::vector<float>{1, 2, 3, 3, 6, 9}, std::vector<float>(4));
    CHECK(std::vector<float>(p.statistics().begin(), p.statistics().end()) == std::vector<float>{2, 4, 6, 2, 8, 18});
}

TEST_CASE("batch_norm: shared, its statistics move once; accumulated, with every batch") {
    struct twice : tg::network<tg::input<3>, tg::named<"norm", tg::batch_norm<>>, tg::tied<"norm", tg::batch_norm<>>, tg::dense<2>> {};
    static auto p = tg::initialize<twice>(1);
    static tg::trainer<twice, tg::mean_squared_error, tg::sgd, 2> fit{{.learning_rate = 0}};
    (void)fit.step(p, std::vector<float>{1, 2, 3, 3, 6, 9}, std::vector<float>(4));
    for (std::size_t c = 0; c < 3; ++c) CHECK(p.statistics()[c] == doctest::Approx(0.2 * static_cast<double>(c + 1)));  // a tenth of the way to 2, 4, 6

    struct once : tg::network<tg::input<1>, tg::batch_norm<tg::momentum<0.5>>, tg::dense<1>> {};
    static auto q = tg::initialize<once>(1);
    static tg::trainer<once, tg::mean_squared_error, tg::accumulate<tg::sgd, 2>, 2> slow{{{.learning_rate = 0}}};
    for (const float mean : {2.0f, 4.0f}) (void)slow.step(q, std::vector<float>{mean - 1, mean + 1}, std::vector<float>(2));
    CHECK(q.statistics()[0] == doctest::Approx(2.5f));
}

TEST_CASE("batch_norm: frozen, it keeps to its running statistics") {
    static auto p = tg::initialize<frozen_norm>(1);
    fill(p);
    static tg::parameters<frozen_norm> dp;
    static tg::training<frozen_norm, 3> pass(p);
    const auto x = check::random_numbers(12, 1);
    const auto& y = pass.forward(x);
    for (std::size_t s = 0; s < 3; ++s) {
        const auto alone = tg::apply(p, tg::view<const float, shape<4>>(x.data() + 4 * s));
        for (std::size_t k = 0; k < 2; ++k) CHECK(y(s, k) == doctest::Approx(alone[k]).epsilon(1e-5));
    }
    (void)pass.backward(check::random_numbers(6, 2), dp);
    CHECK(dp.get<1>().get<0>().weight[0] == 0);
    CHECK(dp.get<0>().weight[0] != 0);
}

TEST_CASE("batch_norm: inside a static_assert") {
    struct small : tg::network<tg::input<2>, tg::dense<2>, tg::batch_norm<>, tg::tanh, tg::dense<1>> {};
    static constexpr float corners[] = {0, 0, 0, 1, 1, 0, 1, 1}, parity[] = {0, 1, 1, 0};
    constexpr auto trained = [] {
        auto p = tg::initialize<small>(3);
        tg::trainer<small, tg::mean_squared_error, tg::sgd, 4> fit{{.learning_rate = 0.1f}};
        for (int i = 0; i < 3; ++i) (void)fit.step(p, corners, std::span(parity));
        return p;
    }();
    auto p = tg::initialize<small>(3);
    const auto fit = std::make_unique<tg::trainer<small, tg::mean_squared_error, tg::sgd, 4>>(tg::sgd{.learning_rate = 0.1f});
    for (int i = 0; i < 3; ++i) (void)fit->step(p, corners, std::span(parity));
    for (std::size_t i = 0; i < p.total; ++i) CHECK(p.data()[i] == doctest::Approx(trained.data()[i]).epsilon(1e-4));
}

namespace {
// A case of PyTorch: in training the samples are one batch, and the running statistics that follow are in the file.
template<class In, class Layer = tg::batch_norm<>>
void check_torch(const nnref::test_case& c, bool training) {
    using Net = check::alone<Layer, In>;
    CAPTURE(c.name);
    const reference::expected e(c, reference::channels_first);
    const std::size_t n = e.x.size() / In::size, channels = In::extent(In::rank - 1);
    tg::parameters<Net> p, dp;
    std::copy(e.p.begin(), e.p.end(), p.data());
    const auto& mean = c.attributes.at("running_mean");
    const auto& variance = c.attributes.at("running_var");
    for (std::size_t i = 0; i < channels; ++i) {
        p.statistics()[i] = std::strtof(mean[i].c_str(), nullptr);
        p.statistics()[channels + i] = std::strtof(variance[i].c_str(), nullptr);
    }
    if (!training) {
        tg::inference<Net, 8> run(p);
        CHECK(reference::close(run(e.x, n).data(), e.y, 1e-5));
        return;
    }
    tg::training<Net, 8> pass(p);
    const auto* y = c.find("out", "y");
    CHECK(reference::close(pass.forward(e.x, n).data(), reference::data_of(*y, reference::channels_first), 1e-5));
    CHECK(reference::close(pass.backward(e.dy, dp).data(), e.dx, 1e-5));
    CHECK(reference::close(dp.data(), e.dp, 1e-5));
    tg::compute::fold_statistics<Net>(p, dp);
    CHECK(reference::close(p.statistics().data(), reference::data_of(*c.find("out", "running_mean_new"), reference::as_they_are), 1e-5));
    CHECK(reference::close(p.statistics().data() + channels, reference::data_of(*c.find("out", "running_var_new"), reference::as_they_are), 1e-5));
}
}

TEST_CASE("batch_norm: PyTorch's cases") {
    std::size_t seen = 0;
    for (const auto& c : nnref::read(std::string(TYPEGRAD_REFERENCE) + "/torch/norm.txt")) {
        if (c.op != "BatchNorm") continue;
        const bool training = c.name.find("train") != std::string::npos;
        const auto& extents = c.find("in", "x")->shape;
        ++seen;
        if (extents == std::vector<std::size_t>{4, 3}) check_torch<shape<3>>(c, training);
        else if (extents == std::vector<std::size_t>{3, 4, 5}) check_torch<shape<5, 4>>(c, training);
        else if (extents == std::vector<std::size_t>{2, 3, 4, 4}) check_torch<shape<4, 4, 3>, tg::batch_norm<tg::epsilon<0.001>>>(c, training);
        else { MESSAGE(c.name << " has another shape"); CHECK(false); }
    }
    CHECK(seen == 6);
}
