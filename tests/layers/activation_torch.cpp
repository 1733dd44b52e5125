#include "check_layer.hpp"

#include <typegrad/layers/activation.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
// The file has each of them at 19 chosen points and at 4 x 8 random ones.
template<class Layer>
void check_torch(reference::suite& torch, const std::string& name) {
    torch.check<Layer, shape<19>>("act_" + name + "_pts");
    torch.check<Layer, shape<8>>("act_" + name + "_rnd");
}
}

TEST_CASE("activation: PyTorch's") {
    reference::suite torch("activation.txt", {"Softmax", "LogSoftmax", "GLU", "SwiGLU", "PReLU"}, reference::suite::all_but);
    check_torch<tg::relu>(torch, "ReLU");
    check_torch<tg::relu6>(torch, "ReLU6");
    check_torch<tg::leaky_relu<>>(torch, "LeakyReLU");
    check_torch<tg::leaky_relu<0.2>>(torch, "LeakyReLU_0.2");
    check_torch<tg::elu<>>(torch, "ELU");
    check_torch<tg::elu<0.5>>(torch, "ELU_0.5");
    check_torch<tg::selu>(torch, "SELU");
    check_torch<tg::celu<0.5>>(torch, "CELU_0.5");
    check_torch<tg::gelu>(torch, "GELU");
    check_torch<tg::gelu_tanh>(torch, "GELU_tanh");
    check_torch<tg::silu>(torch, "SiLU");
    check_torch<tg::mish>(torch, "Mish");
    check_torch<tg::softplus<>>(torch, "Softplus");
    check_torch<tg::softplus<2>>(torch, "Softplus_b2");
    check_torch<tg::sigmoid>(torch, "Sigmoid");
    check_torch<tg::log_sigmoid>(torch, "LogSigmoid");
    check_torch<tg::tanh>(torch, "Tanh");
    check_torch<tg::softsign>(torch, "Softsign");
    check_torch<tg::hard_sigmoid>(torch, "HardSigmoid");
    check_torch<tg::hard_swish>(torch, "HardSwish");
    check_torch<tg::hard_tanh<>>(torch, "HardTanh");
    check_torch<tg::hard_shrink<>>(torch, "Hardshrink");
    check_torch<tg::soft_shrink<>>(torch, "Softshrink");
    check_torch<tg::tanh_shrink>(torch, "Tanhshrink");
    check_torch<tg::square>(torch, "Square");
    check_torch<tg::abs>(torch, "Abs");
    torch.check<tg::exp, shape<8>>("act_Exp_rnd");
    torch.skip("act_Exp_pts", "its function is exp(min(x, 20)), not exp");
    CHECK(torch.forgotten() == "");
}
