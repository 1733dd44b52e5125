#include "optimizer_case.hpp"

#include <typegrad/train/adam.hpp>

using typegrad::adam;

TEST_CASE("PyTorch's steps") {
    for (const char* name : {"adam", "adam_wd"}) optimizer_case::check(optimizer_case::adam_of<adam>(name), name);
    // adam_amsgrad: amsgrad is no member of adam here.
}
