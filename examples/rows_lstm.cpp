// An LSTM reads the images of Fashion-MNIST row by row, as a scanner would, and learns what they show. On Debian, as root:
//   apt-get install -y dataset-fashion-mnist libxtensor-dev zlib1g-dev
//   g++ -std=c++20 -O3 -march=native -I include examples/rows_lstm.cpp -lz -o rows_lstm && ./rows_lstm
// Usage: rows_lstm [folder] [--epochs N] [--seed N]
// Trained on whole images, the network then runs as a stream: a row in, a guess out.
// The exit status is 1 below 87 %, on bad data, or if the stream disagrees; 77 if the data set is not installed.
#include <typegrad/typegrad.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "fashion.hpp"

namespace tg = typegrad;

// 28 steps of 28 numbers; the last state of the LSTM is what it remembers of the image.
struct rows_lstm : tg::network<tg::input<28, 28>, tg::lstm<64, tg::last>, tg::dense<10>> {};

static constexpr std::size_t batch = 64;
using optimizer = tg::clip_norm<tg::scheduled<tg::adam, tg::cosine_decay>>;

static tg::parameters<rows_lstm> p;
static tg::trainer<rows_lstm, tg::cross_entropy, optimizer, batch> fit{{.optimizer = {.optimizer = {.learning_rate = 3e-3f}}}};
static tg::inference<rows_lstm> whole{p};
static tg::stream<rows_lstm> scanner{p};
static fashion::data_set training, test;

template<class Scores>
static const char* guess(const Scores& y) {
    return fashion::classes[std::max_element(y.begin(), y.end()) - y.begin()];
}

// What the network takes the image for, after each quarter of it.
static void watch(std::size_t image) {
    std::printf("%-12s", fashion::classes[test.labels[image]]);
    scanner.reset();
    for (std::size_t row = 0; row < 28; ++row) {
        const auto& y = scanner(&test.images(image, row, 0, 0));
        if (row % 7 == 6) std::printf(row == 27 ? "%s\n" : "%-13s", guess(y));
    }
}

// The largest difference between the answers to whole images and to their rows, one by one.
static float disagreement(std::size_t images) {
    float largest = 0;
    for (std::size_t i = 0; i < images; ++i) {
        const float* const image = &test.images(i, 0, 0, 0);
        const tg::tensor<float, rows_lstm::output> expected = whole(image);
        scanner.reset();
        for (std::size_t row = 0; row < 27; ++row) scanner(image + 28 * row);
        const auto& y = scanner(image + 28 * 27);
        for (std::size_t k = 0; k < 10; ++k) largest = std::max(largest, std::abs(y[k] - expected[k]));
    }
    return largest;
}

int main(int argc, char** argv) {
    const fashion::arguments given(argc, argv, 8);
    if (!given.understood) return std::fprintf(stderr, "usage: rows_lstm [folder] [--epochs N] [--seed N]\n"), 1;
    if (const int failed = fashion::read(given, training, test)) return failed;
    std::printf("%s\n", tg::summary<rows_lstm>().data());

    tg::initialize(p, given.seed);
    fit.seed = given.seed;
    fit.optimizer().optimizer.schedule.steps = given.epochs * ((training.labels.size() + batch - 1) / batch);
    float accuracy = 0;
    for (std::size_t epoch = 1; epoch <= given.epochs; ++epoch) {
        const float loss = fit.epoch(p, training.images, training.labels, tg::progress{});
        if (!fit.state()) return std::fprintf(stderr, "%s\n", fit.state().message), 1;
        accuracy = tg::evaluate<tg::cross_entropy>(p, test.images, test.labels).accuracy;
        std::printf("epoch %zu  loss %.4f  held-out accuracy %.1f %%\n", epoch, static_cast<double>(loss), 100 * static_cast<double>(accuracy));
        std::fflush(stdout);
    }

    std::printf("\nit is       7 rows       14 rows      21 rows      28 rows\n");
    for (std::size_t image = 0; image < std::min<std::size_t>(12, test.labels.size()); ++image) watch(image);
    const float difference = disagreement(std::min<std::size_t>(100, test.labels.size()));
    std::printf("whole images and rows: answers differ by %.1e at most\n", static_cast<double>(difference));
    if (!(difference < 1e-4f)) return std::fprintf(stderr, "the stream answers differently\n"), 1;

    std::printf("held-out accuracy: %.1f %%\n", 100 * static_cast<double>(accuracy));
    return accuracy >= 0.87f ? 0 : 1;
}
