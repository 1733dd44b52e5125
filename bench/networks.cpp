// Whole networks, inference and training, beside oneDNN, which must first give the same outputs and gradients.
#include <cmath>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "peers/peer.hpp"
#include "report.hpp"

namespace tg = typegrad;

namespace {

struct mlp : tg::network<tg::input<784>, tg::dense<128>, tg::relu, tg::dense<64>, tg::relu, tg::dense<10>> {};
struct lenet : tg::network<tg::input<28, 28, 1>,
    tg::conv2d<20, 5>, tg::relu, tg::max_pool2d<2>,
    tg::conv2d<50, 5>, tg::relu, tg::max_pool2d<2>,
    tg::flatten, tg::dense<500>, tg::relu, tg::dense<10>> {};

// The same networks as data, and their multiply-adds a sample.
struct subject {
    const char* name;
    peers::task shape;
    double forward, first;  // the first layer needs no gradient of its input
};
const subject of_mlp{"W1 mlp", {1, 1, 784, {{peers::layer::dense, 128, 0, true}, {peers::layer::dense, 64, 0, true}, {peers::layer::dense, 10}}, 0, false, nullptr, nullptr, nullptr}, 784 * 128 + 128 * 64 + 64 * 10, 784 * 128};
const subject of_lenet{"W2 lenet", {28, 28, 1, {{peers::layer::convolution, 20, 5, true}, {peers::layer::max_pool, 20, 2}, {peers::layer::convolution, 50, 5, true}, {peers::layer::max_pool, 50, 2}, {peers::layer::dense, 500, 0, true}, {peers::layer::dense, 10}}, 0, false, nullptr, nullptr, nullptr}, 24 * 24 * 20 * 25 + 8 * 8 * 50 * 500 + 800 * 500 + 500 * 10, 24 * 24 * 20 * 25};

constexpr float learning_rate = 0.01f;

// Whether a is b up to rounding, relative to the largest number.
bool agree(const std::string& what, const float* a, const float* b, std::size_t n, double tolerance) {
    double worst = 0, largest = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double difference = std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        worst = difference <= worst ? worst : difference;  // a NaN stays
        largest = std::fmax(largest, std::fabs(static_cast<double>(b[i])));
    }
    if (worst <= tolerance * largest) return true;
    std::fprintf(stderr, "%s: differs by %g of %g\n", what.c_str(), worst, largest);
    return false;
}

template<class Net>
bool agree(const std::string& what, const tg::parameters<Net>& p, const std::vector<float>& all, double tolerance) {
    bool same = all.size() == tg::parameters<Net>::count;
    tg::visit(p, [&](std::string_view path, const auto& values) {
        if (same) same = agree(what + " " + std::string(path), all.data() + (values.data() - p.data()), values.data(), values.size(), tolerance);
    });
    return same;
}

// One network's data, its weights and everything that computes with them.
template<class Net, std::size_t Batch, std::size_t TrainingBatch>
class bench {
    const subject& about_;
    measure::numbers x_{Batch * Net::input::size, 2};
    std::vector<int> labels_ = std::vector<int>(Batch);
    std::unique_ptr<tg::parameters<Net>> p_ = std::make_unique<tg::parameters<Net>>();
    std::unique_ptr<tg::parameters<Net>> trained_ = std::make_unique<tg::parameters<Net>>();
    std::unique_ptr<tg::packed<Net>> packed_;
    tg::inference<Net, Batch> many_{*p_};
    tg::inference<Net> one_{*p_};
    std::unique_ptr<tg::inference<Net, 1, tg::packed<Net>>> one_packed_;
    tg::trainer<Net, tg::cross_entropy, tg::sgd, TrainingBatch> fit_{{.learning_rate = learning_rate}};
    std::vector<std::shared_ptr<peers::network>> peers_;

    std::string title(const char* what, std::size_t samples) const { return std::string(about_.name) + what + std::to_string(samples); }
    std::span<const int> labels() const { return {labels_.data(), TrainingBatch}; }

    std::shared_ptr<peers::network> build(const peers::builder& b, std::size_t samples, bool training) const {
        peers::task t = about_.shape;
        t.samples = static_cast<int>(samples);
        t.training = training;
        t.x = x_.data();
        t.labels = labels_.data();
        t.parameters = p_->data();
        t.learning_rate = learning_rate;
        return b.build(t);
    }

    void add_inference(std::vector<measure::work>& works, std::size_t samples, std::vector<measure::contender> contenders, const float* y) {
        const double bytes = static_cast<double>(sizeof(float) * (Net::parameter_count + samples * (Net::input::size + Net::output::size)));
        measure::work w{title(", batch ", samples), 2 * about_.forward * static_cast<double>(samples), bytes, std::move(contenders)};
        for (const peers::builder& b : peers::networks()) {
            const auto peer = build(b, samples, false);
            right = agree(w.name + ", " + b.name, peer->forward(), y, samples * Net::output::size, 1e-5) && right;
            w.contenders.push_back(measure::contend(b.name, [peer] { (void)peer->forward(); }));
        }
        works.push_back(std::move(w));
    }

    void add_training(std::vector<measure::work>& works) {
        const double bytes = static_cast<double>(sizeof(float) * (8 * Net::parameter_count + TrainingBatch * Net::input::size));  // the gradient out, then four arrays of Adam in and three out
        measure::work w{title(", training step ", TrainingBatch), 2 * (3 * about_.forward - about_.first) * static_cast<double>(TrainingBatch), bytes, {}};
        (void)fit_.step(*trained_, x_.data(), labels());
        w.contenders.push_back(measure::contend("typegrad", [this] { (void)fit_.step(*trained_, x_.data(), labels()); }));
        for (const peers::builder& b : peers::networks()) {
            const auto peer = build(b, TrainingBatch, true);
            peer->step();
            right = agree(w.name + ", gradient, " + b.name, fit_.gradient(), peer->gradient(), 1e-4) && right;
            right = agree(w.name + ", parameters, " + b.name, *trained_, peer->parameters(), 1e-5) && right;
            w.contenders.push_back(measure::contend(b.name, [peer] { peer->step(); }));
        }
        works.push_back(std::move(w));
    }

public:
    bool right = true;

    explicit bench(const subject& about) : about_(about) {
        tg::initialize(*p_, 1);
        for (std::size_t i = 0; i < tg::parameters<Net>::count; ++i) p_->data()[i] += 0.02f * (tg::philox{7}.uniform(i) - 0.5f);  // biases begin as zeros
        *trained_ = *p_;
        for (std::size_t i = 0; i < Batch; ++i) labels_[i] = static_cast<int>(i * 7 % 10);
        packed_ = std::make_unique<tg::packed<Net>>(*p_);
        one_packed_ = std::make_unique<tg::inference<Net, 1, tg::packed<Net>>>(*packed_);
    }

    void add_to(std::vector<measure::work>& works) {
        right = agree(title(", packed ", 1), (*one_packed_)(x_.data()).data(), one_(x_.data()).data(), Net::output::size, 1e-5);
        add_inference(works, 1, {measure::contend("typegrad", [this] { (void)one_(x_.data()); }), measure::contend("typegrad packed", [this] { (void)(*one_packed_)(x_.data()); })}, one_(x_.data()).data());
        add_inference(works, Batch, {measure::contend("typegrad", [this] { (void)many_(x_.data()); })}, many_(x_.data()).data());
        add_training(works);
    }
};

}

int main(int argc, char** argv) {
    const auto w1 = std::make_unique<bench<mlp, 128, 128>>(of_mlp);
    const auto w2 = std::make_unique<bench<lenet, 128, 64>>(of_lenet);
    std::vector<measure::work> works;
    w1->add_to(works);
    w2->add_to(works);
    return w1->right && w2->right ? measure::run(argc, argv, works) : 1;
}
