#include "optimizer_case.hpp"

#include <typegrad/train/adamw.hpp>

TEST_CASE("PyTorch's steps") { optimizer_case::check(optimizer_case::adam_of<typegrad::adamw>("adamw"), "adamw"); }
