#ifndef TYPEGRAD_TESTS_MODELS_WEIGHTS_HPP
#define TYPEGRAD_TESTS_MODELS_WEIGHTS_HPP

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <typegrad/io/safetensors.hpp>

#include "reference/nnref.hpp"

// Somebody else's weights: every tensor of a safetensors file as numbers, whatever their names and types.
namespace models {
namespace tg = typegrad;

struct tensor {
    std::vector<std::size_t> shape;
    std::vector<float> values;

    // Two axes exchanged: PyTorch's <out, in> as our <in, out>.
    std::vector<float> transposed() const {
        REQUIRE(shape.size() == 2);
        std::vector<float> t(values.size());
        for (std::size_t i = 0; i < shape[0]; ++i)
            for (std::size_t k = 0; k < shape[1]; ++k) t[k * shape[0] + i] = values[i * shape[1] + k];
        return t;
    }
    // out, in, height, width as height, width, in, out.
    std::vector<float> channels_last() const {
        REQUIRE(shape.size() == 4);
        std::vector<float> t;
        for (std::size_t h = 0; h < shape[2]; ++h)
            for (std::size_t w = 0; w < shape[3]; ++w)
                for (std::size_t i = 0; i < shape[1]; ++i)
                    for (std::size_t o = 0; o < shape[0]; ++o) t.push_back(values[((o * shape[1] + i) * shape[2] + h) * shape[3] + w]);
        return t;
    }
};

inline std::string path(const std::string& file) { return std::string(TYPEGRAD_REFERENCE) + "/models/" + file; }

// I8 is what the file says, to be scaled by the caller.
inline std::map<std::string, tensor> read(const std::string& file) {
    std::ifstream in(path(file), std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    REQUIRE(bytes.size() > 8);
    std::uint64_t header = 0;
    std::memcpy(&header, bytes.data(), 8);
    REQUIRE(header < bytes.size() - 8);
    const char* const data = bytes.data() + 8 + header;
    std::map<std::string, tensor> all;
    const tg::status s = tg::files::for_each_entry(bytes.data() + 8, header, bytes.size() - 8 - header, [&](const tg::files::tensor_entry& e) {
        tensor t{{e.shape, e.shape + e.rank}, std::vector<float>(e.size())};
        for (std::size_t i = 0; i < t.values.size(); ++i) {
            if (e.dtype == "F32") std::memcpy(&t.values[i], data + e.begin + 4 * i, 4);
            else if (e.dtype == "I8") t.values[i] = static_cast<float>(static_cast<signed char>(data[e.begin + i]));
            else FAIL("a type that no model has");
        }
        all[std::string(e.name)] = std::move(t);
    });
    REQUIRE(s.ok());
    return all;
}

template<class View>
void set(View to, const std::vector<float>& from) {
    REQUIRE(to.size() == from.size());
    std::copy(from.begin(), from.end(), to.data());
}

// The numbers of the only case in a file.
inline std::vector<float> numbers(const std::string& file, const std::string& role, const std::string& name) {
    const auto cases = nnref::read(path(file));
    REQUIRE(cases.size() == 1);
    const auto* const t = cases[0].find(role, name);
    REQUIRE(t != nullptr);
    return {t->values.begin(), t->values.end()};
}

}

#endif
