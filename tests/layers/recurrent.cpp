#include <doctest/doctest.h>

#include <type_traits>

#include <typegrad/layers/recurrent.hpp>

// What rnn, lstm and gru share; their own tests go through the rest.
namespace tg = typegrad;
using tg::bundle, tg::shape, tg::detail::sequence_shapes, tg::detail::steps_in_block;

TEST_CASE("recurrent: blocks of steps are of one size where that costs less than half of it") {
    static_assert(steps_in_block(10, 32) == 10 && steps_in_block(32, 32) == 32);
    static_assert(steps_in_block(100, 32) == 25);
    static_assert(steps_in_block(37, 32) == 19);  // a prime: two, nearly equal
    static_assert(steps_in_block(5, 0) == 1);
}

TEST_CASE("recurrent: shapes of a sequence, with states and without") {
    using plain = sequence_shapes<shape<7, 3>, 5, 2, false, false>;
    static_assert(plain::is_sequence && plain::has_state && plain::has_size && plain::steps == 7 && plain::inputs == 3);
    static_assert(std::is_same_v<plain::output, shape<7, 5>>);
    static_assert(std::is_same_v<sequence_shapes<shape<7, 3>, 5, 1, true, false>::output, shape<5>>);
    using stated = sequence_shapes<bundle<shape<7, 3>, shape<5>, shape<5>>, 5, 2, true, true>;
    static_assert(stated::has_state && std::is_same_v<stated::output, bundle<shape<5>, shape<5>, shape<5>>>);
    static_assert(!sequence_shapes<bundle<shape<7, 3>, shape<4>>, 5, 1, true, true>::has_state);
}
