#include "check_tiles.hpp"

#include <typegrad/layers/group_norm.hpp>

#include "layers/naive_group_norm.hpp"
#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

TEST_CASE("instance_norm: every channel is a group") {
    naive::check_groups<tg::instance_norm<>, shape<5, check::under_lanes>, check::under_lanes>();
    naive::check_groups<tg::instance_norm<>, shape<3, 2, check::lanes>, check::lanes>();
    naive::check_groups<tg::instance_norm<tg::no_affine>, shape<4, check::lanes + 1>, check::lanes + 1>();
    naive::check_groups<tg::instance_norm<tg::no_bias, tg::epsilon<0.1>>, shape<37, 3>, 3>(0.1);
}

TEST_CASE("instance_norm: tiles") {
    check::check_tiles<tg::instance_norm<tg::no_affine>, shape<5, 3>>();
    check::check_before_border<tg::instance_norm<>, shape<3, 4, 5>>();
}

TEST_CASE("instance_norm: constant evaluation") { check::check_constant<tg::instance_norm<tg::no_affine>, shape<4, 2>>(); }

TEST_CASE("instance_norm: PyTorch's InstanceNorm") {
    reference::suite torch("norm.txt", {"InstanceNorm"});
    torch.check<tg::instance_norm<>, shape<4, 5, 3>>("instancenorm_0", reference::channels_first);
    CHECK(torch.forgotten() == "");
}
