#ifndef TYPEGRAD_TESTS_REFERENCE_NNREF_HPP
#define TYPEGRAD_TESTS_REFERENCE_NNREF_HPP

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reads the text format of reference values that README.md describes.
namespace nnref {

// No exception: a preset builds without them.
[[noreturn]] inline void fail(const std::string& why) {
    std::fprintf(stderr, "nnref: %s\n", why.c_str());
    std::abort();
}

struct tensor {
    std::string role, name, type;
    std::vector<std::size_t> shape;
    std::vector<double> values;
};

struct test_case {
    std::string name, op;
    int opset = 0;
    std::map<std::string, std::vector<std::string>> attributes;
    std::vector<tensor> tensors;

    const tensor* find(std::string_view role, std::string_view tensor_name) const {
        for (const tensor& t : tensors)
            if (t.role == role && t.name == tensor_name) return &t;
        return nullptr;
    }
    double number(const std::string& key, double otherwise = 0) const {
        const auto found = attributes.find(key);
        return found == attributes.end() || found->second.empty() ? otherwise : std::strtod(found->second[0].c_str(), nullptr);
    }
};

namespace detail {
// attr <key> i|f|s <value>, or is|fs|ss <n> <values>
inline void read_attribute(std::istream& line, test_case& to) {
    std::string key, type, word;
    line >> key >> type;
    if (type.size() == 2) line >> word;
    auto& values = to.attributes[key];
    while (line >> word) values.push_back(word);
}

// tensor <role> <name> <type> <rank> <extents>, its values on the next line. strtod knows inf and nan.
inline tensor read_tensor(std::istream& line, std::istream& file) {
    tensor t;
    std::size_t rank = 0, size = 1;
    line >> t.role >> t.name >> t.type >> rank;
    t.shape.resize(rank);
    for (std::size_t& extent : t.shape) {
        line >> extent;
        size *= extent;
    }
    std::string text;
    std::getline(file, text);
    const char* from = text.c_str();
    for (std::size_t i = 0; i < size; ++i) {
        char* end = nullptr;
        t.values.push_back(std::strtod(from, &end));
        if (end == from) fail(t.role + " " + t.name + " has too few values");
        from = end;
    }
    return t;
}
}

inline std::vector<test_case> read(const std::string& path) {
    std::ifstream file(path);
    if (!file) fail("cannot read " + path);
    std::vector<test_case> cases;
    test_case now;
    for (std::string text; std::getline(file, text);) {
        std::istringstream line(text);
        std::string word;
        line >> word;
        if (word == "case") line >> (now = {}).name;
        else if (word == "op") line >> now.op >> now.opset;
        else if (word == "attr") detail::read_attribute(line, now);
        else if (word == "tensor") now.tensors.push_back(detail::read_tensor(line, file));
        else if (word == "end") cases.push_back(std::move(now));
    }
    return cases;
}

}

#endif
