#include "check_tiles.hpp"

#include <typegrad/layers/group_norm.hpp>

#include "layers/naive_group_norm.hpp"
#include "reference/torch_case.hpp"

namespace tg = typegrad;
using reference::channels_first;
using tg::shape;

namespace {
template<std::size_t Groups, class In>
void check_groups() {
    naive::check_groups<tg::group_norm<Groups>, In, Groups>();
}
}

TEST_CASE("group_norm: groups of fewer channels than a vector has lanes") {
    check_groups<2, shape<5, 6>>();
    check_groups<check::lanes, shape<2, 3, 2 * check::lanes>>();
    check_groups<check::lanes + 1, shape<4, 3 * check::lanes + 3>>();
    check_groups<37, shape<5, 37>>();
}

TEST_CASE("group_norm: groups that fill vectors") {
    check_groups<1, shape<3, 1>>();
    check_groups<2, shape<3, 2 * check::lanes>>();
    check_groups<2, shape<7, 2 * check::lanes + 2>>();
    check_groups<1, shape<37>>();
}

TEST_CASE("group_norm: options") {
    naive::check_groups<tg::group_norm<2, tg::no_bias>, shape<3, 8>, 2>();
    naive::check_groups<tg::group_norm<2, tg::epsilon<0.5>, tg::no_affine>, shape<3, 8>, 2>(0.5);
}

TEST_CASE("group_norm: tiles") {
    check::check_tiles<tg::group_norm<3>, shape<4, 6>>();
    check::check_before_border<tg::group_norm<2>, shape<3, 4, 6>>();
}

TEST_CASE("group_norm: a weight is 1 at first, a bias 0") {
    tg::parameters<check::alone<tg::group_norm<2>, shape<3, 4>>> p;
    auto check_initial = [](std::string_view name, auto view, tg::initial how) {
        CHECK((view.size() == 4 && !how.random && how.value == (name == "weight" ? 1.0f : 0.0f)));
    };
    tg::group_norm<2>::parameters<shape<3, 4>>::each(p.get<0>(), check_initial);
}

TEST_CASE("group_norm: constant evaluation") {
    check::check_constant<tg::group_norm<2>, shape<3, 4>>();
}

TEST_CASE("group_norm: PyTorch's GroupNorm") {
    reference::suite torch("norm.txt", {"GroupNorm"});
    torch.check<tg::group_norm<2>, shape<5, 6>>("groupnorm_0", channels_first);
    torch.check<tg::group_norm<4>, shape<3, 3, 4>>("groupnorm_1", channels_first);
    torch.check<tg::group_norm<1>, shape<3, 3, 4>>("groupnorm_2", channels_first);
    CHECK(torch.forgotten() == "");
}
