#include "check_layer.hpp"

#include <typegrad/layers/prelu.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
template<std::size_t Count, class In>
void check_prelu() {
    check::check_layer<tg::prelu<Count>, In>([](const double* p, const double* x, double* y) {
        for (std::size_t i = 0; i < In::size; ++i) y[i] = x[i] > 0 ? x[i] : p[i % Count] * x[i];
    });
}
}

TEST_CASE("prelu: one weight for all") {
    check_prelu<1, shape<1>>();
    check_prelu<1, shape<37>>();
    check_prelu<1, shape<3, 2, 5>>();
}

TEST_CASE("prelu: one weight for each channel") {
    check_prelu<check::under_lanes, shape<check::under_lanes>>();
    check_prelu<check::lanes, shape<3, check::lanes>>();
    check_prelu<check::lanes + 1, shape<2, check::lanes + 1>>();
    check_prelu<37, shape<2, 3, 37>>();
}

TEST_CASE("prelu: a weight is 0.25 at first") {
    tg::parameters<check::alone<tg::prelu<2>, shape<2>>> p;
    auto check_initial = [](std::string_view name, auto view, tg::initial how) {
        CHECK((name == "weight" && view.size() == 2 && !how.random && how.value == 0.25f));
    };
    tg::prelu<2>::parameters<shape<2>>::each(p.get<0>(), check_initial);
}

TEST_CASE("prelu: constant evaluation") {
    check::check_constant<tg::prelu<>, shape<2, 3>>();
    check::check_constant<tg::prelu<3>, shape<2, 3>>();
}

TEST_CASE("prelu: PyTorch's PReLU") {
    reference::suite torch("activation.txt", {"PReLU"});
    torch.check<tg::prelu<3>, shape<4, 3>>("act_PReLU", reference::channels_first);
    CHECK(torch.forgotten() == "");
}
