#include <doctest/doctest.h>

#include <cstddef>
#include <string_view>
#include <utility>

#include <typegrad/typegrad.hpp>

#include <typegrad/explain.hpp>
#include <typegrad/network/block_planner.cuh>

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {

struct lenet : tg::network<tg::input<28, 28, 1>, tg::conv2d<6, 5, tg::padding<2>>, tg::relu, tg::max_pool2d<2>, tg::conv2d<16, 5>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<120>, tg::relu, tg::dense<84>, tg::relu,
                           tg::dense<10>> {};
struct digits : tg::network<tg::input<8, 8, 1>, tg::conv2d<16, 3, tg::same>, tg::relu, tg::conv2d<32, 3, tg::same>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<64>, tg::relu, tg::dense<10>> {};
struct wide : tg::network<tg::input<512>, tg::dense<512>, tg::relu, tg::dense<32>> {};
struct too_wide : tg::network<tg::input<150, 150, 4>, tg::conv2d<4, 3>> {};
struct large_lenet : tg::network<tg::input<28, 28, 1>, tg::conv2d<20, 5>, tg::max_pool2d<2>, tg::conv2d<50, 5>, tg::max_pool2d<2>, tg::flatten, tg::dense<500>, tg::relu, tg::dense<10>> {};
struct recurrent : tg::network<tg::input<10, 4>, tg::lstm<8>> {};
struct long_memory : tg::network<tg::input<100, 64>, tg::lstm<128, tg::last>> {};
struct wide_memory : tg::network<tg::input<20, 8>, tg::lstm<256>> {};

struct without_kernel : tg::network<tg::input<10, 4>, tg::conv_transpose1d<4, 2, tg::stride<2>>> {};

struct lenet_on_gpu {
    using network = lenet;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
};
struct chain_on_gpu {
    using network = tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<8>>;
};
// Its weights fit everywhere; what training leaves behind does not.
struct deep_chain : tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<16>> {};
struct deep_on_gpu {
    using network = deep_chain;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
};
// What a thread sums up of its gradient just has room in registers, and has none.
template<class Net>
struct trained {
    using network = Net;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
};
struct six_layers : tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<16>> {};
struct seven_layers : tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<16>> {};
struct wide_layers : tg::network<tg::input<64>, tg::dense<112>, tg::relu, tg::dense<112>, tg::relu, tg::dense<48>> {};
struct kept_arguments : tg::network<tg::input<64>, tg::dense<96>, tg::gelu, tg::dense<96>, tg::gelu, tg::dense<16>> {};
struct chain_in_float : chain_on_gpu {
    using number = float;
};
struct lenet_in_float : lenet_on_gpu {
    using number = float;
};
struct wide_on_gpu {
    using network = wide;
};
struct too_wide_on_gpu {
    using network = too_wide;
};
struct recurrent_on_gpu {
    using network = recurrent;
    using loss = tg::mean_squared_error;
    using optimizer = tg::adam;
};
struct without_kernel_on_gpu : recurrent_on_gpu {
    using network = without_kernel;
};

// Groups follow each other from the first step to the last, and each fits.
template<class Net, bool Training, std::uint32_t Bytes, int Number = 2>
void check_plan() {
    using plan = block_plan<Net, Training, Number>;
    using groups = planned_groups<plan, Bytes>;
    CAPTURE(Bytes);
    REQUIRE(groups::possible);
    std::size_t next = 0;
    [&]<std::size_t... G>(std::index_sequence<G...>) {
        ([&] {
            constexpr block_group g = groups::at[G];
            CHECK(g.begin == next);
            CHECK(g.end > g.begin);
            CHECK(g.samples >= 1);
            CHECK(g.backward == Training);
            CHECK(block_memory<plan, g>::size <= Bytes);
            next = g.end;
        }(), ...);
    }(std::make_index_sequence<groups::count>{});
    CHECK(next == plan::steps);
}

}

TEST_CASE("every plan fits, whatever the architecture has") {
    check_plan<lenet, false, 227 << 10>();
    check_plan<lenet, true, 227 << 10>();
    check_plan<lenet, false, 99 << 10>();
    check_plan<lenet, true, 99 << 10>();
    check_plan<digits, true, 163 << 10>();
    check_plan<digits, true, 80 << 10>();
    check_plan<digits, false, 80 << 10>();
    check_plan<digits, true, 227 << 10, 4>();
    check_plan<lenet, false, 227 << 10, 4>();
}

TEST_CASE("what fits is one kernel, what does not is cut; what cannot be cut has no plan") {
    CHECK(planned_groups<block_plan<digits, false>, 227 << 10>::count == 1);
    CHECK(planned_groups<block_plan<lenet, true>, 99 << 10>::count > 1);
    CHECK_FALSE(planned_groups<block_plan<too_wide, false>, 227 << 10>::possible);
    CHECK(planned_groups<block_plan<too_wide, false>, 900 << 10>::possible);
}

// The 800 x 500 weights of LeNet are 800 KB.
TEST_CASE("weights that are too large for shared memory are streamed, the others stay") {
    check_plan<wide, false, 227 << 10>();
    check_plan<wide, true, 99 << 10>();
    check_plan<large_lenet, false, 227 << 10>();
    check_plan<large_lenet, true, 227 << 10>();
    check_plan<large_lenet, true, 99 << 10>();
    using plan = block_plan<wide, false>;
    using memory = block_memory<plan, planned_groups<plan, 227 << 10>::at[0]>;
    CHECK(memory::streams<0>);
    CHECK_FALSE(memory::streams<1>);
    CHECK_FALSE(block_memory<plan, planned_groups<plan, 800 << 10>::at[0]>::streams<0>);
    // Many samples share what one tile reads.
    CHECK(planned_groups<plan, 227 << 10>::at[0].samples >= 64);
}

template<class Plan, std::uint32_t Bytes>
constexpr bool first_streams = block_memory<Plan, planned_groups<Plan, Bytes>::at[0]>::template streams<0>;

// 192 x 512 weights fit into 227 KB and stay there over a hundred steps, for they are read in each.
TEST_CASE("weights of a recurrent layer stay wherever there is room") {
    check_plan<long_memory, false, 227 << 10>();
    check_plan<long_memory, true, 227 << 10>();
    check_plan<long_memory, false, 99 << 10>();
    check_plan<wide_memory, true, 163 << 10>();
    CHECK_FALSE(first_streams<block_plan<long_memory, false>, 227 << 10>);
    CHECK(first_streams<block_plan<long_memory, false>, 99 << 10>);
    CHECK(first_streams<block_plan<long_memory, true>, 227 << 10>);  // what is kept of all steps needs the room
    CHECK(first_streams<block_plan<wide_memory, false>, 227 << 10>);
}

TEST_CASE("dense layers take more samples at a time than convolutions") {
    using groups = planned_groups<block_plan<lenet, true>, 227 << 10>;
    CHECK(groups::at[groups::count - 1].samples > groups::at[0].samples);
}

TEST_CASE("what was decided can be read") {
    constexpr auto has = [](std::string_view text, std::string_view words) { return text.find(words) != std::string_view::npos; };
    constexpr std::string_view text = explain<lenet_on_gpu, 86>();
    CHECK(has(text, "sm_86, 101376 bytes of shared memory a block"));
    CHECK(has(text, " inference: "));
    CHECK(has(text, " training: "));
    CHECK(has(text, " samples at a time in "));
    CHECK(has(text, "conv2d+relu+max_pool2d"));
    CHECK(has(explain<chain_on_gpu>(), " inference: a chain of 2 dense layers in 1 kernel, activations in registers\n  256 samples at a time in "));
    CHECK_FALSE(has(explain<chain_on_gpu>(), "dense+relu"));
    CHECK_FALSE(has(explain<chain_in_float>(), "a chain"));
    CHECK(explain<lenet_in_float>() != explain<lenet_on_gpu>());
    CHECK(has(explain<wide_on_gpu>(), " dense+relu (weights streamed)\n"));
    CHECK(has(explain<too_wide_on_gpu>(), "a step does not fit even for one sample"));
    CHECK_FALSE(has(explain<too_wide_on_gpu>(), "training"));
    CHECK(has(explain<recurrent_on_gpu>(), " inference: 1 kernel\n"));
    CHECK(has(explain<recurrent_on_gpu>(), ": lstm\n"));
    CHECK(has(explain<recurrent_on_gpu>(), " training: 1 kernel\n"));
    CHECK(has(explain<without_kernel_on_gpu>(), " training: a layer has no kernel"));
}

TEST_CASE("a chain that is too large for an architecture trains there in blocks, and says so") {
    constexpr auto has = [](std::string_view text, std::string_view words) { return text.find(words) != std::string_view::npos; };
    static_assert(chain_everywhere<deep_on_gpu, false> && chain_somewhere<deep_on_gpu, true> && !chain_everywhere<deep_on_gpu, true>);
    for (const std::string_view text : {explain<deep_on_gpu, 80>(), explain<deep_on_gpu, 86>()}) {
        CHECK(has(text, " inference: a chain of 6 dense layers"));
        CHECK(has(text, " training: 1 kernel\n"));
        CHECK(has(text, " dense+relu"));
        CHECK_FALSE(has(text, "does not fit"));
    }
    CHECK(has(explain<deep_on_gpu, 90>(), " training: a chain of 6 dense layers in 1 kernel, activations in registers\n  128 samples at a time in "));
    CHECK_FALSE(has(explain<deep_on_gpu, 90>(), "dense+relu"));
    check_plan<deep_chain, true, 163 << 10>();
    check_plan<deep_chain, true, 99 << 10>();
}

TEST_CASE("a chain whose gradient has no room in registers trains in blocks, and infers as a chain") {
    constexpr auto has = [](std::string_view text, std::string_view words) { return text.find(words) != std::string_view::npos; };
    static_assert(chain_training_of<trained<six_layers>>::registers == chain_training_of<trained<six_layers>>::room);
    CHECK(has(explain<trained<six_layers>, 90>(), " training: a chain of 7 dense layers"));
    for (const std::string_view text : {explain<trained<seven_layers>, 90>(), explain<trained<wide_layers>, 90>(), explain<trained<kept_arguments>, 90>()}) {
        CHECK(has(text, " inference: a chain of "));
        CHECK_FALSE(has(text, " training: a chain"));
        CHECK_FALSE(has(text, "does not fit"));
    }
    static_assert(chain_training_of<trained<seven_layers>>::shared_bytes <= 227 << 10 && chain_training_of<trained<wide_layers>>::shared_bytes <= 227 << 10 && chain_training_of<trained<kept_arguments>>::shared_bytes <= 227 << 10);
}
