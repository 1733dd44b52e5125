// ResNet-8 by oneDNN: every convolution picks its layouts, ReLU and the sum with the other way are fused into it.
#include <algorithm>
#include <memory>

#include "onednn.hpp"
#include "peer.hpp"

namespace {

using namespace onednn;

class resnet {
    dnnl::stream stream_{cpu()};
    std::vector<call> calls_;
    memory x_{described({1, 3, 32, 32}, tag::nhwc), cpu()}, y_{described({1, 10}, tag::nc), cpu()};
    const float* from_ = nullptr;

    memory parameter(const memory::desc& given, const memory::desc& wanted) {
        memory a(given, cpu(), const_cast<float*>(from_)), b(wanted, cpu());
        dnnl::reorder(a, b).execute(stream_, a, b);
        stream_.wait();
        from_ += given.get_size() / sizeof(float);
        return b;
    }
    memory in_layout(const memory& m, const memory::desc& wanted) {
        if (m.get_desc() == wanted) return m;
        memory to(wanted, cpu());
        calls_.emplace_back(dnnl::reorder(m, to), std::vector<std::pair<int, memory>>{{DNNL_ARG_FROM, m}, {DNNL_ARG_TO, to}});
        return to;
    }
    // Added to what lies in `sum`, if it is given.
    memory convolution(const memory& x, memory::dim outputs, memory::dim kernel, memory::dim stride, bool relu, memory sum = {}) {
        const memory::dims in = x.get_desc().dims(), weights{outputs, in[1], kernel, kernel}, out{1, outputs, in[2] / stride, in[3] / stride};
        const memory::dim before = kernel == 1 ? 0 : stride == 1 ? 1 : 0, after = kernel == 1 ? 0 : 1;  // as TensorFlow pads
        dnnl::post_ops ops;
        if (sum) ops.append_sum();
        if (relu) ops.append_eltwise(1.0f, algorithm::eltwise_relu, 0.0f, 0.0f);
        dnnl::primitive_attr attributes;
        attributes.set_post_ops(ops);
        const dnnl::convolution_forward::primitive_desc pd({prop_kind::forward_inference, algorithm::convolution_direct, described(in), described(weights), described({outputs}, tag::x), described(out), {stride, stride}, {before, before}, {after, after}}, attributes, cpu());
        const memory w = parameter(described(weights, tag::hwio), pd.weights_desc()), b = parameter(described({outputs}, tag::x), described({outputs}, tag::x));
        const memory from = in_layout(x, pd.src_desc()), to = sum ? in_layout(sum, pd.dst_desc()) : memory(pd.dst_desc(), cpu());
        calls_.emplace_back(dnnl::convolution_forward(pd), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, from}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, b}, {DNNL_ARG_DST, to}});
        return to;
    }
    // The second convolution adds to the projection, which comes first here but last among the parameters.
    memory narrowing(const memory& x, memory::dim outputs) {
        const float* const first = from_;
        const memory::dim in = x.get_desc().dims()[1];
        const float* const projection = first + 9 * (in + outputs) * outputs + 2 * outputs;
        from_ = projection;
        const memory around = convolution(x, outputs, 1, 2, false);
        const float* const behind = from_;
        from_ = first;
        const memory y = convolution(convolution(x, outputs, 3, 2, true), outputs, 3, 1, true, around);
        from_ = behind;
        return y;
    }
    void head(const memory& x) {
        const memory::dims in = x.get_desc().dims();
        const dnnl::pooling_forward::primitive_desc pool({prop_kind::forward_inference, algorithm::pooling_avg, x.get_desc(), described({1, in[1], 1, 1}), {in[2], in[3]}, {in[2], in[3]}, {0, 0}, {0, 0}}, cpu());
        const memory mean(pool.dst_desc(), cpu());
        calls_.emplace_back(dnnl::pooling_forward(pool), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, mean}});
        const dnnl::inner_product_forward::primitive_desc dense({prop_kind::forward_inference, described({1, in[1], 1, 1}), described({10, in[1], 1, 1}), described({10}, tag::x), y_.get_desc()}, cpu());
        const memory w = parameter(described({10, in[1], 1, 1}, tag::hwio), dense.weights_desc()), b = parameter(described({10}, tag::x), described({10}, tag::x));
        calls_.emplace_back(dnnl::inner_product_forward(dense), std::vector<std::pair<int, memory>>{{DNNL_ARG_SRC, in_layout(mean, dense.src_desc())}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, b}, {DNNL_ARG_DST, y_}});
    }

public:
    explicit resnet(const float* parameters) : from_(parameters) {
        omp_set_num_threads(1);
        const memory stem = convolution(x_, 16, 3, 1, true);
        const memory first = convolution(convolution(stem, 16, 3, 1, true), 16, 3, 1, true, stem);
        head(narrowing(narrowing(first, 32), 64));
    }
    const float* operator()(const float* x) {
        std::copy_n(x, 32 * 32 * 3, static_cast<float*>(x_.get_data_handle()));
        for (const call& c : calls_) c(stream_);
        stream_.wait();
        return static_cast<const float*>(y_.get_data_handle());
    }
};

const bool announced = (peers::programs().push_back({"resnet", "oneDNN", [](const float* p) { return [n = std::make_shared<resnet>(p)](const float* x) { return (*n)(x); }; }}), true);

}
