#ifndef TYPEGRAD_EXAMPLES_FASHION_HPP
#define TYPEGRAD_EXAMPLES_FASHION_HPP

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include <typegrad/typegrad.hpp>
#include <xtensor/xadapt.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xtensor.hpp>

#include "idx.hpp"

// Fashion-MNIST as arrays of xtensor: 60000 + 10000 images of 28 x 28 pixels, in ten classes. MNIST itself is read as well,
// from a folder with files of the same names.
namespace fashion {

inline const char* const classes[10] = {"T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"};
inline const char* const installed = "/usr/share/datasets/fashion-mnist";  // by Debian's dataset-fashion-mnist

struct data_set {
    xt::xtensor<float, 4> images;  // number, height, width, one channel
    xt::xtensor<std::uint8_t, 1> labels;
};

// What stands on the command line: [folder] [--epochs N] [--seed N]
struct arguments {
    std::string folder = installed;
    std::size_t epochs;
    std::uint64_t seed = 1;
    bool understood = true;

    arguments(int argc, char** argv, std::size_t usual_epochs) : epochs(usual_epochs) {
        for (int i = 1; i < argc; ++i) {
            const std::string word = argv[i];
            if (word == "--seed" && i + 1 < argc) seed = std::strtoull(argv[++i], nullptr, 10);
            else if (word == "--epochs" && i + 1 < argc) epochs = std::strtoul(argv[++i], nullptr, 10);
            else if (word[0] != '-' && folder == installed) folder = word;
            else understood = false;
        }
    }
};

inline typegrad::status read(const std::string& folder, const std::string& which, data_set& to) {
    labelled_images d;
    const std::string start = folder + "/" + which;
    const typegrad::status s = read_labelled_images((start + "-images-idx3-ubyte.gz").c_str(), (start + "-labels-idx1-ubyte.gz").c_str(), 28, 28, 10, d);
    if (!s) return s;
    to.labels = xt::adapt(d.labels);
    to.images = xt::cast<float>(xt::adapt(d.images, std::array<std::size_t, 4>{d.labels.size(), 28, 28, 1})) / 255.0f;
    return {};
}

// Both sets by the numbers of the first: the test set must not have a say.
inline void normalise(data_set& training, data_set& test) {
    const double mean = xt::mean<double>(training.images)(), deviation = std::sqrt(xt::mean<double>(xt::square(training.images))() - mean * mean);
    const auto offset = static_cast<float>(mean), scale = static_cast<float>(1 / deviation);
    training.images = (training.images - offset) * scale;
    test.images = (test.images - offset) * scale;
    std::printf("%zu training images, %zu test images; mean %.4f, deviation %.4f\n\n", training.labels.size(), test.labels.size(), mean, deviation);
}

// Reads and normalises both sets. What is not 0 is the exit status: 77 if the data set is not installed, 1 if it is damaged.
inline int read(const arguments& given, data_set& training, data_set& test) {
    for (const auto& [which, set] : {std::pair{"train", &training}, std::pair{"t10k", &test}})
        if (const typegrad::status s = read(given.folder, which, *set); !s) {
            std::fprintf(stderr, "%s\n", s.message);
            return s.code == typegrad::error::cannot_open && given.folder == installed ? 77 : 1;
        }
    normalise(training, test);
    return 0;
}

}

#endif
