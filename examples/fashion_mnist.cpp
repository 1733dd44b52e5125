// LeNet learns Fashion-MNIST, 60000 real images of clothes, to over 90 % in a few passes. On Debian, as root:
//   apt-get install -y dataset-fashion-mnist libxtensor-dev zlib1g-dev
//   g++ -std=c++20 -O3 -march=native -I include examples/fashion_mnist.cpp -lz -o fashion_mnist && ./fashion_mnist
// Usage: fashion_mnist [folder] [--epochs N] [--seed N]. MNIST itself is read as well, from a folder with files of the same names.
// The exit status is 1 below 90 %, or on bad data; 77 if the data set is not installed.
#include <typegrad/typegrad.hpp>
#include <typegrad/xtensor.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xsort.hpp>
#include <xtensor/xtensor.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "idx.hpp"

namespace tg = typegrad;

struct lenet : tg::network<tg::input<28, 28, 1>,
    tg::conv2d<20, 5>, tg::relu, tg::max_pool2d<2>,
    tg::conv2d<50, 5>, tg::relu, tg::max_pool2d<2>,
    tg::flatten, tg::dense<500>, tg::relu, tg::dense<10>> {};

using images = xt::xtensor<float, 4>;
using labels = xt::xtensor<std::uint8_t, 1>;
struct data_set {
    images x;
    labels y;
};

static tg::parameters<lenet> p;
static tg::trainer<lenet, tg::cross_entropy, tg::adam, 64> fit{{.learning_rate = 1e-3f}};
static tg::inference<lenet, 64> batch{p};

static const char* const classes[10] = {"T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"};
static const char* const installed = "/usr/share/datasets/fashion-mnist";

static tg::status read(const std::string& folder, const std::string& which, data_set& to) {
    labelled_images d;
    const std::string start = folder + "/" + which;
    const tg::status s = read_labelled_images((start + "-images-idx3-ubyte.gz").c_str(), (start + "-labels-idx1-ubyte.gz").c_str(), 28, 28, 10, d);
    if (!s) return s;
    to.y = xt::adapt(d.labels);
    to.x = xt::cast<float>(xt::adapt(d.images, std::array<std::size_t, 4>{d.labels.size(), 28, 28, 1})) / 255.0f;
    return {};
}

// Both sets by the numbers of the first: the test set must not have a say.
static void normalise(data_set& training, data_set& test) {
    const double mean = xt::mean<double>(training.x)(), deviation = std::sqrt(xt::mean<double>(xt::square(training.x))() - mean * mean);
    const auto offset = static_cast<float>(mean), scale = static_cast<float>(1 / deviation);
    training.x = (training.x - offset) * scale;
    test.x = (test.x - offset) * scale;
    std::printf("%zu training images, %zu test images; mean %.4f, deviation %.4f\n", training.y.size(), test.y.size(), mean, deviation);
}

static xt::xtensor<std::size_t, 1> answers(const images& x) {
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

static double print_accuracy(const data_set& test) {
    const auto right = xt::eval(xt::equal(answers(test.x), test.y));
    std::printf("\n%-12s accuracy\n", "class");
    for (std::size_t c = 0; c < 10; ++c) {
        const auto of_class = xt::eval(xt::equal(test.y, c));
        std::printf("%-12s %6.1f %%\n", classes[c], 100 * static_cast<double>(xt::sum<std::size_t>(right && of_class)()) / static_cast<double>(xt::sum<std::size_t>(of_class)()));
    }
    return static_cast<double>(xt::sum<std::size_t>(right)()) / static_cast<double>(right.size());
}

int main(int argc, char** argv) {
    std::string folder = installed;
    long epochs = 6, seed = 1;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--epochs" && i + 1 < argc) epochs = std::strtol(argv[++i], nullptr, 10);
        else if (word == "--seed" && i + 1 < argc) seed = std::strtol(argv[++i], nullptr, 10);
        else if (word[0] != '-' && folder == installed) folder = word;
        else return std::fprintf(stderr, "usage: fashion_mnist [folder] [--epochs N] [--seed N]\n"), 1;
    }

    static data_set training, test;
    for (const auto& [which, set] : {std::pair{"train", &training}, std::pair{"t10k", &test}})
        if (const tg::status s = read(folder, which, *set); !s) {
            std::fprintf(stderr, "%s\n", s.message);
            return s.code == tg::error::cannot_open && folder == installed ? 77 : 1;
        }
    normalise(training, test);
    const auto xs = tg::as_samples<lenet::input>(training.x);
    if (!xs) return std::fprintf(stderr, "%s\n", xs.state().message), 1;

    std::printf("%s\n", tg::summary<lenet>().data());
    tg::initialize(p, static_cast<std::uint64_t>(seed));
    fit.seed = static_cast<std::uint64_t>(seed);
    for (long epoch = 1; epoch <= epochs; ++epoch) {
        if (epoch == epochs - epochs / 3 + 1) fit.optimizer().learning_rate = 2e-4f;  // the last third settles
        const auto start = std::chrono::steady_clock::now();
        const float loss = fit.epoch(p, *xs, training.y, tg::progress{});
        if (!fit.state()) return std::fprintf(stderr, "%s\n", fit.state().message), 1;
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        std::printf("epoch %2ld  loss %.4f  %.2f s\n", epoch, static_cast<double>(loss), seconds.count());
        std::fflush(stdout);
    }

    const double accuracy = print_accuracy(test);
    std::printf("\ntest accuracy: %.1f %%\n", 100 * accuracy);
    return accuracy >= 0.9 ? 0 : 1;
}
