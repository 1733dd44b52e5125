// Which schedule for a layer, which form of a network: tg::bench::compare says. bench_variants [--json]
#include <cstdio>
#include <cstring>

#include <typegrad/typegrad.hpp>

#include "variants.hpp"

namespace tg = typegrad;

namespace {
struct lenet : tg::network<tg::input<28, 28, 1>,
    tg::conv2d<20, 5>, tg::relu, tg::max_pool2d<2>,
    tg::conv2d<50, 5>, tg::relu, tg::max_pool2d<2>,
    tg::flatten, tg::dense<500>, tg::relu, tg::dense<10>> {};
struct slim : tg::network<tg::input<28, 28, 1>,
    tg::conv2d<16, 5>, tg::relu, tg::max_pool2d<2>,
    tg::conv2d<32, 5>, tg::relu, tg::max_pool2d<2>,
    tg::flatten, tg::dense<128>, tg::relu, tg::dense<10>> {};
}

int main(int argc, char** argv) {
    const bool json = argc > 1 && std::strcmp(argv[1], "--json") == 0;
    const tg::bench::options how{.table = json ? nullptr : stdout};

    const auto schedules = tg::bench::compare<tg::input<12, 12, 20>,
        tg::named<"planned", tg::conv2d<50, 5>>,
        tg::named<"8 x 1 vector", tg::conv2d<50, 5, tg::schedule{.vector = 'o', .tile = {8, 1}, .along = {'w'}}>>,
        tg::named<"1 x 4 vectors", tg::conv2d<50, 5, tg::schedule{.vector = 'o', .tile = {1, 4}, .along = {'w'}}>>>(how);
    const auto networks = tg::bench::compare<lenet, tg::packed<lenet>, tg::named<"bf16", tg::packed<lenet, tg::bf16>>, slim>(how);

    if (json) std::printf("[%s,\n %s]\n", schedules.json().c_str(), networks.json().c_str());
}
