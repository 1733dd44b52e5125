// oneDNN: its recurrent primitives for one step, whose states go round; for the encoder block one product for query, key and
// value, with biases, activations and sums fused into the products, and weights in the layout that each of them likes best.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>

#include "onednn.hpp"
#include "peer.hpp"

namespace {

using namespace onednn;

float* numbers(const memory& m) { return static_cast<float*>(m.get_data_handle()); }

class program {
protected:
    dnnl::stream stream_{cpu()};
    std::vector<call> calls_;

    program() { omp_set_num_threads(1); }
    // These numbers, in the layout that a primitive wants.
    memory as_wanted(const memory::desc& given, const memory::desc& wanted, const float* from) {
        memory a(given, cpu(), const_cast<float*>(from)), b(wanted, cpu());
        dnnl::reorder(a, b).execute(stream_, a, b);
        stream_.wait();
        return b;
    }
    void run() {
        for (const call& c : calls_) c(stream_);
        stream_.wait();
    }
};

template<std::size_t Gates>
class recurrent : program {
    static constexpr memory::dim H = 40;
    static constexpr bool is_lstm = Gates == 4;
    memory x_{described({1, 1, 1}, tag::tnc), cpu()}, y_{described({1, 1}, tag::nc), cpu()};
    memory layer_{described({1, 1, H}, tag::tnc), cpu()}, h_{described({1, 1, 1, H}, tag::ldnc), cpu()}, next_h_{h_.get_desc(), cpu()}, c_{h_.get_desc(), cpu()}, next_c_{h_.get_desc(), cpu()};

    // The gates of oneDNN's gru are z r n, and beside both biases of r and z stands the one of n within the product.
    static std::vector<float> in_its_order(const float* p, std::size_t rows) {
        std::vector<float> v(p, p + rows * Gates * H);
        if (!is_lstm)
            for (std::size_t r = 0; r < rows; ++r) std::swap_ranges(v.begin() + static_cast<std::ptrdiff_t>(r * 3 * H), v.begin() + static_cast<std::ptrdiff_t>(r * 3 * H) + H, v.begin() + static_cast<std::ptrdiff_t>(r * 3 * H) + H);
        return v;
    }

public:
    explicit recurrent(const float* p) {
        constexpr auto g = static_cast<memory::dim>(Gates), biases = is_lstm ? g : g + 1;
        const memory::desc ih = described({1, 1, 1, g, H}), hh = described({1, 1, H, g, H}), bias = described({1, 1, biases, H}, tag::ldgo), x = x_.get_desc(), h = h_.get_desc();
        const std::vector<float> w_ih = in_its_order(p, 1), w_hh = in_its_order(p + Gates * H, H), b_ih = in_its_order(p + (1 + H) * Gates * H, 1);
        const float* out = p + (2 + H) * g * H;
        memory b(bias, cpu());
        std::copy(b_ih.begin(), b_ih.end(), numbers(b));
        constexpr auto kind = prop_kind::forward_inference;
        constexpr auto left_to_right = dnnl::rnn_direction::unidirectional_left2right;
        auto finish = [&](const auto& pd, auto primitive) {
            const memory wi = as_wanted(described({1, 1, 1, g, H}, tag::ldigo), pd.weights_layer_desc(), w_ih.data()), wh = as_wanted(described({1, 1, H, g, H}, tag::ldigo), pd.weights_iter_desc(), w_hh.data());
            std::vector<std::pair<int, memory>> a{{DNNL_ARG_SRC_LAYER, x_}, {DNNL_ARG_SRC_ITER, h_}, {DNNL_ARG_WEIGHTS_LAYER, wi}, {DNNL_ARG_WEIGHTS_ITER, wh}, {DNNL_ARG_BIAS, b}, {DNNL_ARG_DST_LAYER, layer_}, {DNNL_ARG_DST_ITER, next_h_}};
            if (is_lstm) a.insert(a.end(), {{DNNL_ARG_SRC_ITER_C, c_}, {DNNL_ARG_DST_ITER_C, next_c_}});
            calls_.emplace_back(primitive, a);
        };
        if constexpr (is_lstm) {
            const dnnl::lstm_forward::primitive_desc pd({kind, left_to_right, x, h, h, ih, hh, bias, layer_.get_desc(), h, h}, cpu());
            finish(pd, dnnl::lstm_forward(pd));
        } else {
            const float* const b_hh = out;
            const std::vector<float> more = in_its_order(b_hh, 1);
            out += g * H;
            for (memory::dim i = 0; i < 2 * H; ++i) numbers(b)[i] += more[static_cast<std::size_t>(i)];
            std::copy(more.begin() + 2 * H, more.end(), numbers(b) + 3 * H);
            const dnnl::lbr_gru_forward::primitive_desc pd({kind, left_to_right, x, h, ih, hh, bias, layer_.get_desc(), h}, cpu());
            finish(pd, dnnl::lbr_gru_forward(pd));
        }
        const memory::desc in = described({1, H}, tag::nc);
        const dnnl::inner_product_forward::primitive_desc last({kind, in, described({1, H}), described({1}, tag::x), y_.get_desc()}, cpu());
        memory bias_out(described({1}, tag::x), cpu());
        *numbers(bias_out) = out[H];
        calls_.emplace_back(dnnl::inner_product_forward(last), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, memory(in, cpu(), numbers(next_h_))}, {DNNL_ARG_WEIGHTS, as_wanted(described({1, H}, tag::oi), last.weights_desc(), out)}, {DNNL_ARG_BIAS, bias_out}, {DNNL_ARG_DST, y_}});
        for (const memory& m : {h_, c_}) std::fill_n(numbers(m), H, 0.0f);
    }
    const float* operator()(const float* x) {
        *numbers(x_) = *x;
        run();
        std::memcpy(numbers(h_), numbers(next_h_), H * sizeof(float));
        if (is_lstm) std::memcpy(numbers(c_), numbers(next_c_), H * sizeof(float));
        return numbers(y_);
    }
};

template<bool Gelu>
class encoder : program {
    static constexpr memory::dim T = 64, D = 64, heads = 4, each = D / heads, hidden = 256;
    memory x_{described({T, D}, tag::ab), cpu()}, normed_{x_.get_desc(), cpu()}, qkv_{described({T, 3 * D}, tag::ab), cpu()}, scores_{described({heads, T, T}, tag::abc), cpu()}, mixed_{x_.get_desc(), cpu()},
        x1_{x_.get_desc(), cpu()}, inner_{described({T, hidden}, tag::ab), cpu()}, y_{x_.get_desc(), cpu()};
    std::vector<memory> tables_;

    static const float* take(const float*& p, memory::dim n) { return (p += n) - n; }

    void norm(const memory& x, const float*& p) {
        const dnnl::layer_normalization_forward::primitive_desc pd({prop_kind::forward_inference, x.get_desc(), 1e-5f, dnnl::normalization_flags::use_scale_shift}, cpu());
        memory table(described({2, D}, tag::ab), cpu());
        std::copy_n(take(p, 2 * D), 2 * D, numbers(table));
        calls_.emplace_back(dnnl::layer_normalization_forward(pd), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, x}, {DNNL_ARG_SCALE_SHIFT, table}, {DNNL_ARG_DST, normed_}});
    }
    void dense(const memory& x, const memory& y, const float* weight, const float* bias, const dnnl::post_ops& after = {}, const memory& added = {}) {
        const memory::dim in = x.get_desc().dims()[1], out = y.get_desc().dims()[1];
        dnnl::primitive_attr a;
        a.set_post_ops(after);
        const dnnl::matmul::primitive_desc pd({x.get_desc(), described({in, out}), described({1, out}, tag::ab), y.get_desc()}, a, cpu());
        std::vector<std::pair<int, memory>> arguments{{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, as_wanted(described({in, out}, tag::ab), pd.weights_desc(), weight)}, {DNNL_ARG_BIAS, as_wanted(described({1, out}, tag::ab), described({1, out}, tag::ab), bias)}, {DNNL_ARG_DST, y}};
        if (added) arguments.emplace_back(DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1, added);
        calls_.emplace_back(dnnl::matmul(pd), arguments);
    }
    static dnnl::post_ops sum_with(const memory& m) {
        dnnl::post_ops after;
        after.append_binary(algorithm::binary_add, m.get_desc());
        return after;
    }
    // A head's part of query, key or value, or of their mixture: <heads, T, each>, or with the last two axes the other way.
    static memory part(const memory& whole, memory::dim first, bool turned = false) {
        const memory::dim row = whole.get_desc().dims()[1];
        const memory::desc d = turned ? memory::desc({heads, each, T}, memory::data_type::f32, memory::dims{each, 1, row}) : memory::desc({heads, T, each}, memory::data_type::f32, memory::dims{each, row, 1});
        return {d, cpu(), numbers(whole) + first};
    }
    void product(const memory& a, const memory& b, const memory& y, float scale) {
        dnnl::primitive_attr attributes;
        attributes.set_output_scales(0, {scale});
        const dnnl::matmul::primitive_desc pd({a.get_desc(), b.get_desc(), y.get_desc()}, attributes, cpu());
        calls_.emplace_back(dnnl::matmul(pd), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_DST, y}});
    }

public:
    explicit encoder(const float* p) {
        norm(x_, p);
        std::vector<float> w(D * 3 * D), b;
        for (memory::dim k = 0; k < 3; ++k) {
            const float* const one = take(p, D * D);
            for (memory::dim i = 0; i < D; ++i) std::copy_n(one + i * D, D, w.begin() + i * 3 * D + k * D);
            const float* const bias = take(p, D);
            b.insert(b.end(), bias, bias + D);
        }
        dense(normed_, qkv_, w.data(), b.data());
        product(part(qkv_, 0), part(qkv_, D, true), scores_, 1 / std::sqrt(static_cast<float>(each)));
        const dnnl::softmax_forward::primitive_desc softmax({prop_kind::forward_inference, scores_.get_desc(), 2}, cpu());
        calls_.emplace_back(dnnl::softmax_forward(softmax), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, scores_}, {DNNL_ARG_DST, scores_}});
        product(scores_, part(qkv_, 2 * D), part(mixed_, 0), 1);
        const float* const out = take(p, D * D);
        dense(mixed_, x1_, out, take(p, D), sum_with(x_), x_);
        norm(x1_, p);
        dnnl::post_ops activation;
        activation.append_eltwise(1.0f, Gelu ? algorithm::eltwise_gelu_erf : algorithm::eltwise_relu, 0.0f, 0.0f);
        const float* const up = take(p, D * hidden);
        dense(normed_, inner_, up, take(p, hidden), activation);
        const float* const down = take(p, hidden * D);
        dense(inner_, y_, down, take(p, D), sum_with(x1_), x1_);
    }
    const float* operator()(const float* x) {
        std::memcpy(numbers(x_), x, T * D * sizeof(float));
        run();
        return numbers(y_);
    }
};

template<class Network>
std::function<const float*(const float*)> build(const float* p) {
    return [n = std::make_shared<Network>(p)](const float* x) { return (*n)(x); };
}
const bool announced = [] {
    auto& all = peers::programs();
    all.push_back({"lstm", "oneDNN", build<recurrent<4>>});
    all.push_back({"gru", "oneDNN", build<recurrent<3>>});
    all.push_back({"encoder", "oneDNN", build<encoder<false>>});
    all.push_back({"encoder, gelu", "oneDNN", build<encoder<true>>});
    return true;
}();

}
