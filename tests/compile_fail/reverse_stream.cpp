// error: reverse: the end of a stream is not known
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

using layer = tg::lstm<4, tg::reverse>;
using in = tg::shape<2, 3>;

void wrong(float* kept, float* x, float* y, const float* p) {
    const tg::compute::layer_context<float, tg::mode::streaming> context{kept, {}, 0, nullptr};
    layer::forward(tg::compute::area<float, in>{x}, tg::compute::area<float, layer::output<in>>{y}, layer::parameters<in>::at(p), context);
}
