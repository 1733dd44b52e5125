#ifndef TYPEGRAD_BENCH_PEERS_PEER_HPP
#define TYPEGRAD_BENCH_PEERS_PEER_HPP

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// Other libraries that do the same work. Each has files of its own, which are linked only where the library is installed
// and announce themselves before main.
namespace peers {

// c = a b for square matrices of n rows, row-major, without gaps.
struct gemm {
    std::string name;
    std::function<void()> (*prepare)(int n, const float* a, const float* b, float* c);
};
inline std::vector<gemm>& gemms() {
    static std::vector<gemm> all;
    return all;
}

// A network as data: what a peer builds its own from. Parameters lie as typegrad's do, layer after layer, each weight
// before its bias: dense <in, out>, convolution <height, width, in, out>; images are channels last.
struct layer {
    enum { dense, convolution, max_pool } kind;
    int outputs = 0, window = 0;
    bool relu = false;
};
struct task {
    int height, width, channels;  // a vector: 1, 1, size
    std::vector<layer> layers;
    int samples;
    bool training;
    const float* x;
    const int* labels;
    const float* parameters;  // the first values; copied
    float learning_rate = 0;
};

class network {
public:
    virtual ~network() = default;
    virtual const float* forward() = 0;  // the outputs, sample after sample
    virtual void step() = 0;             // softmax cross-entropy, gradients, stochastic gradient descent
    virtual std::vector<float> parameters() = 0;
    virtual std::vector<float> gradient() = 0;  // of the last step
};
struct builder {
    std::string name;
    std::function<std::unique_ptr<network>(const task&)> build;
};
inline std::vector<builder>& networks() {
    static std::vector<builder> all;
    return all;
}

// A network that peers write out by hand: what computes the outputs of one input, and remembers the past of a stream.
// `parameters` are as the benchmark lays them out for this network.
struct program {
    std::string network, name;
    std::function<std::function<const float*(const float* x)>(const float* parameters)> build;
};
inline std::vector<program>& programs() {
    static std::vector<program> all;
    return all;
}

}

#endif
