#include "check_random.hpp"

#include <typegrad/layers/dropout.hpp>
#include <typegrad/layers/gaussian_noise.hpp>
#include <typegrad/layers/time_distributed.hpp>

// Random layers within steps; everything else is in time_distributed.cpp.
namespace tg = typegrad;

namespace {
struct noisy : tg::network<tg::input<3, 4>, tg::time_distributed<tg::dense<5>, tg::gaussian_noise<0.5>, tg::tanh, tg::dropout<0.4>, tg::dense<2>>> {};
}

TEST_CASE("time_distributed: random numbers are the same whatever the tile, the batch and the path, and gradients are those of central differences") { check::check_random<noisy>(); }
