// ResNet-8 by Eigen: the windows of a convolution become the columns of a matrix, the rest is a product.
#include <Eigen/Core>
#include <memory>

#include "peer.hpp"

namespace {

using matrix = Eigen::MatrixXf;  // a column for each pixel
using sizes = Eigen::Index;

struct convolution {
    matrix weight;
    Eigen::VectorXf bias;
    sizes in, out, kernel, stride, extent;  // extent: rows and columns of the image that it reads
    matrix windows, y;

    convolution(const float*& p, sizes in_, sizes out_, sizes kernel_, sizes stride_, sizes extent_)
        : weight(Eigen::Map<const matrix>(p, out_, kernel_ * kernel_ * in_)), bias(Eigen::Map<const Eigen::VectorXf>(p + weight.size(), out_)), in(in_), out(out_), kernel(kernel_), stride(stride_),
          extent(extent_), windows(matrix::Zero(kernel_ * kernel_ * in_, extent_ / stride_ * (extent_ / stride_))) {
        p += weight.size() + out;
    }
    template<class X>
    matrix& operator()(const X& x) {
        const sizes after = extent / stride, before = kernel == 3 && stride == 1 ? 1 : 0;  // as TensorFlow pads
        for (sizes h = 0; h < after; ++h)
            for (sizes w = 0; w < after; ++w)
                for (sizes k = 0; k < kernel; ++k)
                    for (sizes l = 0; l < kernel; ++l) {
                        const sizes r = stride * h + k - before, c = stride * w + l - before;
                        if (r >= 0 && r < extent && c >= 0 && c < extent) windows.block((k * kernel + l) * in, h * after + w, in, 1) = x.col(r * extent + c);
                    }
        y.noalias() = weight * windows;
        y.colwise() += bias;
        return y;
    }
};
void relu(matrix& y) { y = y.cwiseMax(0.0f); }

struct resnet {
    convolution stem, a, b, c, d, c_around, e, f, e_around;
    matrix dense;
    Eigen::VectorXf bias, y;

    explicit resnet(const float* p)
        : stem(p, 3, 16, 3, 1, 32), a(p, 16, 16, 3, 1, 32), b(p, 16, 16, 3, 1, 32), c(p, 16, 32, 3, 2, 32), d(p, 32, 32, 3, 1, 16), c_around(p, 16, 32, 1, 2, 32), e(p, 32, 64, 3, 2, 16), f(p, 64, 64, 3, 1, 8),
          e_around(p, 32, 64, 1, 2, 16), dense(Eigen::Map<const matrix>(p, 10, 64)), bias(Eigen::Map<const Eigen::VectorXf>(p + 640, 10)) {}

    static const matrix& block(const matrix& x, convolution& first, convolution& second, const matrix& around) {
        matrix& hidden = first(x);
        relu(hidden);
        matrix& z = second(hidden);
        z = (z + around).cwiseMax(0.0f);
        return z;
    }
    const float* operator()(const float* x) {
        matrix& first = stem(Eigen::Map<const matrix>(x, 3, 32 * 32));
        relu(first);
        const matrix& second = block(first, a, b, first);
        const matrix& third = block(second, c, d, c_around(second));
        const matrix& last = block(third, e, f, e_around(third));
        y.noalias() = dense * last.rowwise().mean();
        y += bias;
        return y.data();
    }
};

const bool announced = (peers::programs().push_back({"resnet", "Eigen", [](const float* p) { return [n = std::make_shared<resnet>(p)](const float* x) { return (*n)(x); }; }}), true);

}
