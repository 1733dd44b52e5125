// A convolutional network, written as a type, learns real handwritten digits in about a second on one core:
//   g++ -std=c++20 -O3 -march=native -I single_include examples/digits.cpp -o digits && ./digits
// It prints the plan, trains, judges itself on images that it has not seen, saves its weights and reads them back.
// Usage: digits [seed [epochs]]. The exit status is 1 below 97 %.
#include <typegrad/typegrad.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "data/digits.hpp"

namespace tg = typegrad;

struct digits : tg::network<tg::input<8, 8, 1>,
    tg::conv2d<16, 3, tg::same>, tg::relu,
    tg::conv2d<32, 3, tg::same>, tg::relu, tg::max_pool2d<2>,
    tg::flatten, tg::dense<64>, tg::relu, tg::dense<10>> {};

struct data_set {
    std::vector<float> images;
    std::vector<int> labels;
};

static tg::parameters<digits> p, reloaded;
static tg::trainer<digits, tg::cross_entropy, tg::adam, 32> fit{{.learning_rate = 2e-3f}};
static tg::inference<digits> run{p};

// Every fifth image is held out.
static data_set read(bool held_out) {
    data_set d;
    for (std::size_t i = 0; i < std::size(digit_rows); ++i) {
        if ((i % 5 == 4) != held_out) continue;
        for (std::size_t k = 0; k < 64; ++k) d.images.push_back(static_cast<float>(digit_rows[i][k] - 'a') / 16.0f);
        d.labels.push_back(digit_rows[i][64] - '0');
    }
    return d;
}

static int answer(const float* image) {
    const auto& y = run(image);
    int best = 0;
    for (int i = 1; i < 10; ++i)
        if (y[static_cast<std::size_t>(i)] > y[static_cast<std::size_t>(best)]) best = i;
    return best;
}

static void print_confusion(const data_set& test) {
    int count[10][10] = {};
    for (std::size_t i = 0; i < test.labels.size(); ++i) ++count[test.labels[i]][answer(&test.images[64 * i])];
    std::printf("\nconfusion (row: digit, column: answer)\n");
    for (int r = 0; r < 10; ++r) {
        std::printf("%d ", r);
        for (int c = 0; c < 10; ++c) std::printf(count[r][c] ? " %3d" : "   .", count[r][c]);
        std::printf("\n");
    }
}

static void print_digits(const data_set& test, int how_many) {
    for (int line = 0; line < 9; ++line) {
        for (int i = 0; i < how_many; ++i) {
            const std::size_t n = static_cast<std::size_t>(37 * i) % test.labels.size();
            if (line == 8) std::printf("   is %d, answer %d  ", test.labels[n], answer(&test.images[64 * n]));
            else
                for (std::size_t k = 0; k < 8; ++k) {
                    const char ink = " .:-=+*#@"[static_cast<int>(8 * test.images[64 * n + 8 * static_cast<std::size_t>(line) + k])];
                    std::printf("%c%c%s", ink, ink, k == 7 ? "    " : "");
                }
        }
        std::printf("\n");
    }
}

int main(int argc, char** argv) {
    const data_set training = read(false), test = read(true);
    const auto seed = static_cast<std::uint64_t>(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1);
    const long epochs = argc > 2 ? std::strtol(argv[2], nullptr, 10) : 14;
    std::printf("%s\n", tg::summary<digits>().data());
    std::printf("%s\n", tg::explain<digits>().data());

    tg::initialize(p, seed);
    fit.seed = seed;
    for (long epoch = 1; epoch <= epochs; ++epoch) {
        if (epoch == 10) fit.optimizer().learning_rate = 5e-4f;
        const float loss = fit.epoch(p, training.images, training.labels, tg::progress{});
        if (!fit.state()) return std::fprintf(stderr, "%s\n", fit.state().message), 1;
        std::printf("epoch %2ld  loss %.4f\n", epoch, static_cast<double>(loss));
    }

    print_confusion(test);
    std::printf("\n");
    print_digits(test, 4);

    std::string path = "digits.safetensors";
    tg::status s = tg::save(p, path.c_str());
    if (!s) s = tg::save(p, (path = std::filesystem::temp_directory_path() / path).c_str());  // where nothing may be written here
    if (s) s = tg::load(reloaded, path.c_str());
    if (!s) return std::fprintf(stderr, "%s\n", s.message), 1;
    for (std::size_t i = 0; i < test.labels.size(); ++i) {
        const tg::tensor<float, digits::output> before = run(&test.images[64 * i]);
        static tg::inference<digits> again{reloaded};
        if (!(again(&test.images[64 * i]) == before)) return std::fprintf(stderr, "the reloaded network answers differently\n"), 1;
    }
    std::printf("\nsaved to %s, reloaded: the same answers\n", path.c_str());

    const auto [loss, accuracy] = tg::evaluate<tg::cross_entropy>(p, test.images, test.labels);
    (void)loss;
    std::printf("held-out accuracy: %.1f %%\n", 100 * static_cast<double>(accuracy));
    return accuracy >= 0.97f ? 0 : 1;
}
