// LeNet learns Fashion-MNIST, 60000 real images of clothes, to over 90 % in a few passes. On Debian, as root:
//   apt-get install -y dataset-fashion-mnist libxtensor-dev zlib1g-dev
//   g++ -std=c++20 -O3 -march=native -I include examples/fashion_mnist.cpp -lz -o fashion_mnist && ./fashion_mnist
// Usage: fashion_mnist [folder] [--epochs N] [--seed N]
// The exit status is 1 below 90 %, or on bad data; 77 if the data set is not installed.
#include <typegrad/typegrad.hpp>
#include <typegrad/xtensor.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xsort.hpp>
#include <xtensor/xtensor.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "fashion.hpp"

namespace tg = typegrad;

struct lenet : tg::network<tg::input<28, 28, 1>,
    tg::conv2d<20, 5>, tg::relu, tg::max_pool2d<2>,
    tg::conv2d<50, 5>, tg::relu, tg::max_pool2d<2>,
    tg::flatten, tg::dense<500>, tg::relu, tg::dense<10>> {};

static tg::parameters<lenet> p;
static tg::trainer<lenet, tg::cross_entropy, tg::adam, 64> fit{{.learning_rate = 1e-3f}};
static tg::inference<lenet, 64> batch{p};
static fashion::data_set training, test;

static xt::xtensor<std::size_t, 1> answers(const xt::xtensor<float, 4>& x) {
    xt::xtensor<std::size_t, 1> all = xt::zeros<std::size_t>({x.shape(0)});
    for (std::size_t done = 0; done < x.shape(0); done += 64) {
        const std::size_t n = std::min<std::size_t>(64, x.shape(0) - done);
        const auto some = xt::view(x, xt::range(done, done + n));
        const auto xs = tg::as_samples<lenet::input>(some);
        if (!xs) std::fprintf(stderr, "%s\n", xs.state().message), std::exit(1);
        xt::view(all, xt::range(done, done + n)) = xt::argmax(tg::as_xtensor(batch(*xs, n), n), 1);
    }
    return all;
}

static double print_accuracy() {
    const auto right = xt::eval(xt::equal(answers(test.images), test.labels));
    std::printf("\n%-12s accuracy\n", "class");
    for (std::size_t c = 0; c < 10; ++c) {
        const auto of_class = xt::eval(xt::equal(test.labels, c));
        std::printf("%-12s %6.1f %%\n", fashion::classes[c], 100 * static_cast<double>(xt::sum<std::size_t>(right && of_class)()) / static_cast<double>(xt::sum<std::size_t>(of_class)()));
    }
    return static_cast<double>(xt::sum<std::size_t>(right)()) / static_cast<double>(right.size());
}

int main(int argc, char** argv) {
    const fashion::arguments given(argc, argv, 6);
    if (!given.understood) return std::fprintf(stderr, "usage: fashion_mnist [folder] [--epochs N] [--seed N]\n"), 1;
    if (const int failed = fashion::read(given, training, test)) return failed;
    const auto xs = tg::as_samples<lenet::input>(training.images);
    if (!xs) return std::fprintf(stderr, "%s\n", xs.state().message), 1;

    std::printf("%s\n", tg::summary<lenet>().data());
    tg::initialize(p, given.seed);
    fit.seed = given.seed;
    for (std::size_t epoch = 1; epoch <= given.epochs; ++epoch) {
        if (epoch == given.epochs - given.epochs / 3 + 1) fit.optimizer().learning_rate = 2e-4f;  // the last third settles
        const auto start = std::chrono::steady_clock::now();
        const float loss = fit.epoch(p, *xs, training.labels, tg::progress{});
        if (!fit.state()) return std::fprintf(stderr, "%s\n", fit.state().message), 1;
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        std::printf("epoch %2zu  loss %.4f  %.2f s\n", epoch, static_cast<double>(loss), seconds.count());
        std::fflush(stdout);
    }

    const double accuracy = print_accuracy();
    std::printf("\ntest accuracy: %.1f %%\n", 100 * accuracy);
    return accuracy >= 0.9 ? 0 : 1;
}
