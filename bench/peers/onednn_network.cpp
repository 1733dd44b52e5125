// oneDNN, used as its guide recommends: every primitive picks the layouts that it likes best, what follows takes them as
// they are or reorders; ReLU is fused into the layer before it; weights stay in the layout of the forward pass, gradients
// are brought to it, so that only the backward pass reorders weights in every step, where it wants them otherwise.
#include <cstring>
#include <optional>

#include <typegrad/train/cross_entropy.hpp>

#include "onednn.hpp"
#include "peer.hpp"

namespace {

using namespace onednn;

// Weights or a bias: in typegrad's layout, and in the one that the forward pass picked.
struct parameter {
    memory::desc users;
    memory value, slope;

    std::size_t count() const { return value.get_desc().get_size() / sizeof(float); }  // with the padding of its blocks
    std::size_t users_count() const { return users.get_size() / sizeof(float); }
};

// What the backward pass needs to know of a layer.
struct record {
    peers::layer layer;
    memory x, y;             // as the forward pass read and wrote them
    memory::dims weights{};  // out, in, ...
    std::size_t weight = 0;  // number of the parameter; its bias is the next
    std::optional<dnnl::convolution_forward::primitive_desc> convolution{};
    std::optional<dnnl::inner_product_forward::primitive_desc> dense{};
    std::optional<dnnl::pooling_forward::primitive_desc> pool{};
    memory workspace{};
};

dnnl::primitive_attr attributes(bool relu) {
    dnnl::primitive_attr a;
    if (relu) {
        dnnl::post_ops after;
        after.append_eltwise(1.0f, algorithm::eltwise_relu, 0.0f, 0.0f);
        a.set_post_ops(after);
    }
    return a;
}

class network final : public peers::network {
public:
    network(const peers::task& t, tag images) : task_(t), images_(images), kind_(t.training ? prop_kind::forward_training : prop_kind::forward_inference) {
        omp_set_num_threads(1);
        memory x = input();
        const float* from = t.parameters;
        for (const peers::layer& l : t.layers) {
            const bool last = &l == &t.layers.back();
            if (l.kind == peers::layer::convolution) x = convolution(l, x, from);
            else if (l.kind == peers::layer::dense) x = dense(l, x, from, last);
            else x = max_pool(l, x);
        }
        y_ = x;
        if (t.training) build_backward();
    }

    const float* forward() override {
        run(forward_);
        return static_cast<const float*>(y_.get_data_handle());
    }

    void step() override {
        loss_slopes(forward());
        run(backward_);
        for (parameter& p : parameters_) {
            float* const value = static_cast<float*>(p.value.get_data_handle());
            const float* const slope = static_cast<const float*>(p.slope.get_data_handle());
            const std::size_t n = p.count();
            for (std::size_t i = 0; i < n; ++i) value[i] -= task_.learning_rate * slope[i];
        }
    }

    std::vector<float> parameters() override { return collect(&parameter::value); }
    std::vector<float> gradient() override { return collect(&parameter::slope); }

private:
    memory input() const {
        const memory::dims d = task_.height * task_.width > 1 ? memory::dims{task_.samples, task_.channels, task_.height, task_.width} : memory::dims{task_.samples, task_.channels};
        return {described(d, d.size() == 4 ? tag::nhwc : tag::nc), cpu(), const_cast<float*>(task_.x)};
    }

    memory in_layout(const memory& m, const memory::desc& wanted, std::vector<call>& program) {
        if (m.get_desc() == wanted) return m;
        memory to(wanted, cpu());
        program.emplace_back(dnnl::reorder(m, to), std::vector<std::pair<int, memory>>{{DNNL_ARG_FROM, m}, {DNNL_ARG_TO, to}});
        return to;
    }

    // Takes the first values of a parameter and moves on to the next one's.
    memory add_parameter(const memory::desc& users, const memory::desc& picked, const float*& from) {
        parameter p{users, memory(picked, cpu()), memory(picked, cpu())};
        memory given(users, cpu(), const_cast<float*>(from));
        dnnl::reorder(given, p.value).execute(stream_, given, p.value);
        stream_.wait();
        from += p.users_count();
        parameters_.push_back(p);
        return p.value;
    }

    memory convolution(const peers::layer& l, const memory& x, const float*& from) {
        const memory::dims in = x.get_desc().dims(), weights{l.outputs, in[1], l.window, l.window};
        const memory::dims out{in[0], l.outputs, in[2] - l.window + 1, in[3] - l.window + 1};
        const dnnl::convolution_forward::primitive_desc pd({kind_, algorithm::convolution_direct, described(in, images_), described(weights), described({l.outputs}, tag::x), described(out, images_), {1, 1}, {0, 0}, {0, 0}}, attributes(l.relu), cpu());
        record r{l, in_layout(x, pd.src_desc(), forward_), memory(pd.dst_desc(), cpu()), weights, parameters_.size()};
        r.convolution = pd;
        const memory w = add_parameter(described(weights, tag::hwio), pd.weights_desc(), from);
        const memory b = add_parameter(described({l.outputs}, tag::x), described({l.outputs}, tag::x), from);
        forward_.emplace_back(dnnl::convolution_forward(pd), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, r.x}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, b}, {DNNL_ARG_DST, r.y}});
        records_.push_back(r);
        return r.y;
    }

    // An image is taken as it is: its flattening is in the layout of the weights.
    memory dense(const peers::layer& l, const memory& x, const float*& from, bool last) {
        const memory::dims in = x.get_desc().dims(), out{in[0], l.outputs};
        memory::dims weights = in;
        weights[0] = l.outputs;
        const dnnl::inner_product_forward::primitive_desc pd({kind_, described(in, in.size() == 4 ? images_ : tag::any), described(weights), described({l.outputs}, tag::x), described(out, last ? tag::nc : tag::any)}, attributes(l.relu), cpu());
        record r{l, in_layout(x, pd.src_desc(), forward_), memory(pd.dst_desc(), cpu()), weights, parameters_.size()};
        r.dense = pd;
        const memory w = add_parameter(described(weights, in.size() == 4 ? tag::hwio : tag::io), pd.weights_desc(), from);
        const memory b = add_parameter(described({l.outputs}, tag::x), described({l.outputs}, tag::x), from);
        forward_.emplace_back(dnnl::inner_product_forward(pd), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, r.x}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, b}, {DNNL_ARG_DST, r.y}});
        records_.push_back(r);
        return r.y;
    }

    memory max_pool(const peers::layer& l, const memory& x) {
        const memory::dims in = x.get_desc().dims(), window{l.window, l.window};
        const memory::dims out{in[0], in[1], in[2] / l.window, in[3] / l.window};
        const dnnl::pooling_forward::primitive_desc pd({kind_, algorithm::pooling_max, x.get_desc(), described(out), window, window, {0, 0}, {0, 0}}, cpu());
        record r{l, x, memory(pd.dst_desc(), cpu())};
        r.pool = pd;
        std::vector<std::pair<int, memory>> arguments{{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, r.y}};
        if (task_.training) {
            r.workspace = memory(pd.workspace_desc(), cpu());
            arguments.emplace_back(DNNL_ARG_WORKSPACE, r.workspace);
        }
        forward_.emplace_back(dnnl::pooling_forward(pd), arguments);
        records_.push_back(r);
        return r.y;
    }

    void build_backward() {
        memory dy = dy_ = memory(y_.get_desc(), cpu());
        for (std::size_t i = records_.size(); i-- > 0;) {
            const record& r = records_[i];
            if (r.layer.relu) dy = relu_backward(r, dy);
            if (r.convolution) dy = convolution_backward(r, dy, i == 0);
            else if (r.dense) dy = dense_backward(r, dy, i == 0);
            else dy = pool_backward(r, dy);
        }
    }

    // In place, from the result: the argument was never stored.
    memory relu_backward(const record& r, const memory& slope) {
        const memory::desc d = r.y.get_desc();
        const memory dy = in_layout(slope, d, backward_);
        constexpr auto relu = algorithm::eltwise_relu_use_dst_for_bwd;
        const dnnl::eltwise_forward::primitive_desc hint({prop_kind::forward_training, relu, d, 0.0f, 0.0f}, cpu());
        const dnnl::eltwise_backward::primitive_desc pd({relu, d, d, 0.0f, 0.0f}, cpu(), hint);
        backward_.emplace_back(dnnl::eltwise_backward(pd), std::vector<std::pair<int, memory>>{{DNNL_ARG_DST, r.y}, {DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_DIFF_SRC, dy}});
        return dy;
    }

    memory pool_backward(const record& r, const memory& slope) {
        const memory::dims window{r.layer.window, r.layer.window};
        const memory dy = in_layout(slope, r.y.get_desc(), backward_), dx(r.x.get_desc(), cpu());
        const dnnl::pooling_backward::primitive_desc pd({algorithm::pooling_max, dx.get_desc(), dy.get_desc(), window, window, {0, 0}, {0, 0}}, cpu(), *r.pool);
        backward_.emplace_back(dnnl::pooling_backward(pd), std::vector<std::pair<int, memory>>{{DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_WORKSPACE, r.workspace}, {DNNL_ARG_DIFF_SRC, dx}});
        return dx;
    }

    memory convolution_backward(const record& r, const memory& dy, bool first) {
        const memory::desc x = described(r.x.get_desc().dims(), images_), w = described(r.weights), y = described(r.y.get_desc().dims(), images_);
        const dnnl::convolution_backward_weights::primitive_desc weights({algorithm::convolution_direct, x, w, described({r.layer.outputs}, tag::x), y, {1, 1}, {0, 0}, {0, 0}}, cpu(), *r.convolution);
        weights_backward<dnnl::convolution_backward_weights>(r, dy, weights);
        if (first) return {};
        const dnnl::convolution_backward_data::primitive_desc data({algorithm::convolution_direct, x, w, y, {1, 1}, {0, 0}, {0, 0}}, cpu(), *r.convolution);
        return data_backward<dnnl::convolution_backward_data>(r, dy, data);
    }

    memory dense_backward(const record& r, const memory& dy, bool first) {
        const memory::dims in = r.x.get_desc().dims();
        const memory::desc x = described(in, in.size() == 4 ? images_ : tag::any), w = described(r.weights), y = described(r.y.get_desc().dims());
        const dnnl::inner_product_backward_weights::primitive_desc weights({x, w, described({r.layer.outputs}, tag::x), y}, cpu(), *r.dense);
        weights_backward<dnnl::inner_product_backward_weights>(r, dy, weights);
        if (first) return {};
        // The same code on the weights as they lie, where it can, saves their reorder.
        const dnnl::inner_product_backward_data::primitive_desc data({x, w, y}, cpu(), *r.dense), as_they_lie({x, r.dense->weights_desc(), y}, cpu(), *r.dense, true);
        const bool can = as_they_lie && std::strcmp(as_they_lie.impl_info_str(), data.impl_info_str()) == 0;
        return data_backward<dnnl::inner_product_backward_data>(r, dy, can ? as_they_lie : data);
    }

    template<class Primitive>
    void weights_backward(const record& r, const memory& slope, const typename Primitive::primitive_desc& pd) {
        parameter& w = parameters_[r.weight];
        const memory x = in_layout(r.x, pd.src_desc(), backward_), dy = in_layout(slope, pd.diff_dst_desc(), backward_);
        const bool same = pd.diff_weights_desc() == w.value.get_desc();
        const memory dw = same ? w.slope : memory(pd.diff_weights_desc(), cpu());
        backward_.emplace_back(Primitive(pd), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, x}, {DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_DIFF_WEIGHTS, dw}, {DNNL_ARG_DIFF_BIAS, parameters_[r.weight + 1].slope}});
        if (!same) backward_.emplace_back(dnnl::reorder(dw, w.slope), std::vector<std::pair<int, memory>>{{DNNL_ARG_FROM, dw}, {DNNL_ARG_TO, w.slope}});
    }

    template<class Primitive>
    memory data_backward(const record& r, const memory& slope, const typename Primitive::primitive_desc& pd) {
        const memory w = in_layout(parameters_[r.weight].value, pd.weights_desc(), backward_), dy = in_layout(slope, pd.diff_dst_desc(), backward_);
        const memory dx(pd.diff_src_desc(), cpu());
        backward_.emplace_back(Primitive(pd), std::vector<std::pair<int, memory>>{{DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_DIFF_DST, dy}, {DNNL_ARG_DIFF_SRC, dx}});
        return dx;
    }

    void loss_slopes(const float* y) {
        const auto n = static_cast<std::size_t>(y_.get_desc().dims()[1]), samples = static_cast<std::size_t>(task_.samples);
        float* const dy = static_cast<float*>(dy_.get_data_handle());
        for (std::size_t i = 0; i < samples; ++i) {
            typegrad::cross_entropy{}(y + i * n, dy + i * n, n, task_.labels[i]);
            for (std::size_t k = 0; k < n; ++k) dy[i * n + k] /= static_cast<float>(samples);
        }
    }

    void run(const std::vector<call>& program) {
        for (const call& c : program) c(stream_);
        stream_.wait();
    }

    std::vector<float> collect(memory parameter::*what) {
        std::vector<float> all;
        for (const parameter& p : parameters_) {
            std::vector<float> one(p.users_count());
            memory to(p.users, cpu(), one.data());
            memory from = p.*what;
            dnnl::reorder(from, to).execute(stream_, from, to);
            stream_.wait();
            all.insert(all.end(), one.begin(), one.end());
        }
        return all;
    }

    peers::task task_;
    tag images_;
    prop_kind kind_;
    dnnl::stream stream_{cpu()};
    std::vector<parameter> parameters_;
    std::vector<record> records_;
    std::vector<call> forward_, backward_;
    memory y_, dy_;
};

template<tag Images>
std::unique_ptr<peers::network> build(const peers::task& t) {
    return std::make_unique<network>(t, Images);
}

// Which of the two is faster depends on the network: take the better.
const bool announced = (peers::networks().push_back({"oneDNN", build<tag::any>}), peers::networks().push_back({"oneDNN nhwc", build<tag::nhwc>}), true);

}
