// Eigen, with sizes that its compiler knows, as one would write these networks by hand.
#include <Eigen/Core>
#include <array>
#include <cmath>
#include <memory>
#include <unsupported/Eigen/SpecialFunctions>

#include "peer.hpp"

namespace {

template<int Rows, int Columns>
using matrix = Eigen::Matrix<float, Rows, Columns, Rows == 1 ? Eigen::RowMajor : Eigen::ColMajor>;
template<int Size>
using vector = Eigen::Matrix<float, Size, 1>;

// typegrad's <In, Out> is Eigen's <Out, In>, whose columns lie one after the other.
template<class M>
void read(M& m, const float*& p) {
    m = Eigen::Map<const M>(p);
    p += m.size();
}

template<int H>
struct lstm {
    matrix<4 * H, 1> input;
    matrix<4 * H, H> hidden;
    vector<4 * H> bias, z;
    vector<H> h = vector<H>::Zero(), c = vector<H>::Zero();
    vector<H> out;
    float out_bias, y;

    explicit lstm(const float* p) {
        read(input, p), read(hidden, p), read(bias, p), read(out, p);
        out_bias = *p;
    }
    const float* operator()(const float* x) {
        z = bias + input * *x;
        z.noalias() += hidden * h;
        const auto i = z.template segment<H>(0).array().logistic(), f = z.template segment<H>(H).array().logistic(), o = z.template segment<H>(3 * H).array().logistic();
        c = (f * c.array() + i * z.template segment<H>(2 * H).array().tanh()).matrix();
        h = (o * c.array().tanh()).matrix();
        y = out.dot(h) + out_bias;
        return &y;
    }
};

template<int H>
struct gru {
    matrix<3 * H, 1> input;
    matrix<3 * H, H> hidden;
    vector<3 * H> input_bias, hidden_bias, a, b;
    vector<H> h = vector<H>::Zero(), out;
    float out_bias, y;

    explicit gru(const float* p) {
        read(input, p), read(hidden, p), read(input_bias, p), read(hidden_bias, p), read(out, p);
        out_bias = *p;
    }
    const float* operator()(const float* x) {
        a = input_bias + input * *x;
        b = hidden_bias;
        b.noalias() += hidden * h;
        const auto r = (a.template head<H>() + b.template head<H>()).array().logistic();
        const auto z = (a.template segment<H>(H) + b.template segment<H>(H)).array().logistic();
        const vector<H> n = (a.template tail<H>().array() + r * b.template tail<H>().array()).tanh().matrix();
        h = (n.array() + z * (h - n).array()).matrix();
        y = out.dot(h) + out_bias;
        return &y;
    }
};

// A ring of past inputs for each convolution, and a product for each tap.
template<int In, int Channels, int Dilation>
struct convolution {
    static constexpr int size = 4 * Dilation;  // a power of two
    std::array<matrix<Channels, In>, 3> weight;
    vector<Channels> bias;
    matrix<In, size> past = matrix<In, size>::Zero();
    int now = 0;

    void take(const float*& p) {
        for (auto& w : weight) read(w, p);
        read(bias, p);
    }
    template<class X>
    vector<Channels> operator()(const X& x) {
        past.col(now) = x;
        vector<Channels> y = bias;
        for (int k = 0; k < 3; ++k) y.noalias() += weight[static_cast<std::size_t>(k)] * past.col((now + size - (2 - k) * Dilation) & (size - 1));
        now = (now + 1) & (size - 1);
        return y.array().tanh().matrix();
    }
};
template<int Channels>
struct dilated {
    convolution<1, Channels, 1> c0;
    convolution<Channels, Channels, 2> c1;
    convolution<Channels, Channels, 4> c2;
    convolution<Channels, Channels, 8> c3;
    convolution<Channels, Channels, 16> c4;
    convolution<Channels, Channels, 32> c5;
    convolution<Channels, Channels, 64> c6;
    convolution<Channels, Channels, 128> c7;
    vector<Channels> out;
    float out_bias, y;

    explicit dilated(const float* p) {
        c0.take(p), c1.take(p), c2.take(p), c3.take(p), c4.take(p), c5.take(p), c6.take(p), c7.take(p);
        read(out, p);
        out_bias = *p;
    }
    const float* operator()(const float* x) {
        y = out.dot(c7(c6(c5(c4(c3(c2(c1(c0(vector<1>(*x)))))))))) + out_bias;
        return &y;
    }
};

// Columns are tokens.
template<int Tokens, int Width, int Heads, int Hidden, bool Gelu>
struct encoder {
    static constexpr int each = Width / Heads;
    using sequence = matrix<Width, Tokens>;
    struct norm {
        vector<Width> weight, bias;
        void operator()(sequence& y, const sequence& x) const {
            for (int t = 0; t < Tokens; ++t) {
                const vector<Width> centred = x.col(t).array() - x.col(t).mean();
                y.col(t) = (centred.array() * (1 / std::sqrt(centred.squaredNorm() / Width + 1e-5f)) * weight.array() + bias.array()).matrix();
            }
        }
    };
    template<int In, int Out>
    struct dense {
        matrix<Out, In> weight;
        vector<Out> bias;
        template<class Y, class X>
        void operator()(Y& y, const X& x) const {
            y.noalias() = weight * x;
            y.colwise() += bias;
        }
    };
    norm first, second;
    dense<Width, Width> q, k, v, out;
    dense<Width, Hidden> up;
    dense<Hidden, Width> down;
    sequence normed, queries, keys, values, mixed, x1, y;
    matrix<Tokens, Tokens> scores;
    matrix<Hidden, Tokens> inner;

    explicit encoder(const float* p) {
        auto both = [&](auto& l) { read(l.weight, p), read(l.bias, p); };
        both(first), both(q), both(k), both(v), both(out), both(second), both(up), both(down);
    }
    const float* operator()(const float* input) {
        const Eigen::Map<const sequence> x(input);
        first(normed, x);
        q(queries, normed), k(keys, normed), v(values, normed);
        for (int h = 0; h < Heads; ++h) {
            // a column for each query
            scores.noalias() = keys.template middleRows<each>(h * each).transpose() * queries.template middleRows<each>(h * each);
            for (int t = 0; t < Tokens; ++t) {
                scores.col(t) = ((scores.col(t).array() - scores.col(t).maxCoeff()) * (1 / std::sqrt(static_cast<float>(each)))).exp().matrix();
                scores.col(t) *= 1 / scores.col(t).sum();
            }
            mixed.template middleRows<each>(h * each).noalias() = values.template middleRows<each>(h * each) * scores;
        }
        out(x1, mixed);
        x1 += x;
        second(normed, x1);
        up(inner, normed);
        if constexpr (Gelu) inner.array() *= 0.5f + 0.5f * (inner.array() * 0.70710678f).erf();
        else inner = inner.cwiseMax(0.0f);
        down(y, inner);
        y += x1;
        return y.data();
    }
};

template<class Network>
std::function<const float*(const float*)> build(const float* p) {
    return [n = std::make_shared<Network>(p)](const float* x) { return (*n)(x); };
}
const bool announced = [] {
    auto& all = peers::programs();
    all.push_back({"lstm", "Eigen", build<lstm<40>>});
    all.push_back({"gru", "Eigen", build<gru<40>>});
    all.push_back({"dilated", "Eigen", build<dilated<8>>});
    all.push_back({"encoder", "Eigen", build<encoder<64, 64, 4, 256, false>>});
    all.push_back({"encoder, gelu", "Eigen", build<encoder<64, 64, 4, 256, true>>});
    return true;
}();

}
