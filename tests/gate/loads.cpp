#include <span>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct dense : tg::network<tg::input<32>, tg::dense<32>> {};
struct conv : tg::network<tg::input<10, 10, 16>, tg::conv2d<32, 3>> {};

// 32 samples forward and backward: the kernels of y, dw and dx.
template<class Net>
const float* pass(const float* x, const float* dy) {
    static tg::parameters<Net> p, dp;
    static tg::training<Net, 32> run{p};
    (void)run.forward(std::span(x, 32 * Net::input::size));
    return run.backward(std::span(dy, 32 * Net::output::size), dp).data();
}
template const float* pass<dense>(const float*, const float*);
template const float* pass<conv>(const float*, const float*);
