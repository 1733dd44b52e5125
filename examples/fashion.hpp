#ifndef TYPEGRAD_EXAMPLES_FASHION_HPP
#define TYPEGRAD_EXAMPLES_FASHION_HPP

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "idx.hpp"

// Fashion-MNIST for the examples that keep their data in plain vectors: 60000 + 10000 images of 28 x 28 pixels, in ten classes.
namespace fashion {

inline constexpr std::size_t pixels = 28 * 28;
inline const char* const classes[10] = {"T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"};
inline const char* const installed = "/usr/share/datasets/fashion-mnist";  // by Debian's dataset-fashion-mnist

struct data_set {
    std::vector<float> images;  // one after the other
    std::vector<std::uint8_t> labels;
};

// What stands on the command line: [folder] [--seed N]
struct arguments {
    std::string folder = installed;
    std::uint64_t seed = 1;
    bool understood = true;

    arguments(int argc, char** argv) {
        for (int i = 1; i < argc; ++i) {
            const std::string word = argv[i];
            if (word == "--seed" && i + 1 < argc) seed = std::strtoull(argv[++i], nullptr, 10);
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
    to.images.assign(d.images.begin(), d.images.end());
    to.labels = std::move(d.labels);
    return {};
}

// Both sets by the numbers of the first: the test set must not have a say.
inline void normalise(data_set& training, data_set& test) {
    double sum = 0, squares = 0;
    for (const float v : training.images) {
        sum += static_cast<double>(v);
        squares += static_cast<double>(v) * static_cast<double>(v);
    }
    const double mean = sum / static_cast<double>(training.images.size()), deviation = std::sqrt(squares / static_cast<double>(training.images.size()) - mean * mean);
    for (data_set* set : {&training, &test})
        for (float& v : set->images) v = (v - static_cast<float>(mean)) / static_cast<float>(deviation);
}

// Reads and normalises both sets. What is not 0 is the exit status: 77 if the data set is not installed, 1 if it is damaged.
inline int read(const arguments& given, data_set& training, data_set& test) {
    for (const auto& [which, set] : {std::pair{"train", &training}, std::pair{"t10k", &test}})
        if (const typegrad::status s = read(given.folder, which, *set); !s) {
            std::fprintf(stderr, "%s\n", s.message);
            return s.code == typegrad::error::cannot_open && given.folder == installed ? 77 : 1;
        }
    normalise(training, test);
    std::printf("%zu training images, %zu test images\n\n", training.labels.size(), test.labels.size());
    return 0;
}

}

#endif
