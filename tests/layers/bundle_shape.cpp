#include <doctest/doctest.h>

#include <type_traits>

#include <typegrad/layers/bundle_shape.hpp>

namespace tg = typegrad;
using tg::bundle, tg::shape;

TEST_CASE("bundle_shape: a tensor is a bundle of one, and what is not there is a shape too") {
    using two = bundle<shape<3, 4>, shape<5>>;
    static_assert(tg::item_total<shape<3, 4>> == 1 && tg::item_total<two> == 2);
    static_assert(std::is_same_v<tg::first_item<shape<3, 4>>, shape<3, 4>> && std::is_same_v<tg::first_item<two>, shape<3, 4>>);
    static_assert(std::is_same_v<tg::item_of<1, two>, shape<5>>);
    static_assert(std::is_same_v<tg::item_of<2, two>, shape<1>> && std::is_same_v<tg::item_of<1, shape<3, 4>>, shape<1>>);
    static_assert(tg::items_agree<shape<3>> && tg::items_agree<bundle<shape<3>, shape<3>, shape<3>>> && !tg::items_agree<two>);
}
