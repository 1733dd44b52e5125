#include <doctest/doctest.h>

#include <typegrad/typegrad.hpp>

#include "check_training.hpp"

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {

struct remembers : tg::network<tg::input<9, 5>, tg::lstm<12>, tg::gru<16, tg::last>, tg::dense<3>> {};
struct backwards : tg::network<tg::input<6, 16>, tg::rnn<7, tg::reverse>, tg::lstm<9, tg::no_bias, tg::last, tg::reverse>> {};
struct chosen : tg::network<tg::input<7, 3>, tg::gru<5, tg::gate_activation<tg::hard_sigmoid>, tg::activation<tg::softsign>, tg::reverse>, tg::rnn<20, tg::activation<tg::relu>, tg::no_bias>, tg::lstm<6, tg::activation<tg::elu<>>>> {};
struct one_unit : tg::network<tg::input<3, 1>, tg::gru<1>, tg::flatten, tg::dense<2>> {};
struct one_step : tg::network<tg::input<1, 4>, tg::gru<6, tg::reset_before>, tg::gru<5>, tg::lstm<3>> {};
struct resets_before : tg::network<tg::input<6, 5>, tg::gru<20, tg::reset_before>, tg::gru<9, tg::reset_before, tg::reverse, tg::no_bias, tg::last>> {};
struct above_others : tg::network<tg::input<8, 3>, tg::conv1d<6, 3, tg::same>, tg::conv1d<9, 3, tg::same>, tg::lstm<4, tg::last>> {};
// Values with a border that others read too, and a layer that only hands on slopes.
struct among_others : tg::network<tg::input<8, 6>, tg::conv1d<10, 3, tg::same>, tg::residual<tg::gru<10, tg::no_bias>>, tg::freeze<tg::lstm<10>>, tg::residual<tg::conv1d<10, 3, tg::same>>, tg::tanh, tg::rnn<4, tg::last>> {};

}

TEST_CASE("recurrent layers through time") {
    check_training<half, remembers, tg::cross_entropy, 4>(7, 2, 2e-3);
    check_training<half, backwards, tg::mean_squared_error, 20>(21, 2, 2e-3);
    check_training<half, chosen, tg::mean_squared_error, 5>(9, 2, 2e-3);
    check_training<half, one_unit, tg::cross_entropy, 3>(4, 2, 2e-3);
    check_training<half, one_step, tg::mean_squared_error, 3>(4, 1, 2e-3);
    check_training<half, resets_before, tg::mean_squared_error, 3>(5, 2, 2e-3);
    check_training<half, above_others, tg::mean_squared_error, 3>(4, 2, 2e-3);
    check_training<half, among_others, tg::mean_squared_error, 2>(5, 2, 3e-3);
    check_training<half, among_others, tg::mean_squared_error, 2, 2, cut_groups<among_others, 2, 2, 3>>(5, 2, 3e-3);
    check_training<tg::bf16, remembers, tg::cross_entropy, 3, 1>(4, 1, 2e-2);
}

#ifndef TYPEGRAD_QUICK
// No weight stays in shared memory: all are read where the parameters are.
TEST_CASE("recurrent layers whose weights are streamed") {
    check_training<half, remembers, tg::cross_entropy, 4, 2, streaming<remembers, 4, half>>(7, 2, 2e-3);
    check_training<half, resets_before, tg::mean_squared_error, 20, 2, streaming<resets_before, 20, half>>(21, 2, 2e-3);
    check_training<tf32, remembers, tg::cross_entropy, 4, 2, streaming<remembers, 4, tf32>>(7, 2, 2e-3);
    check_training<float, among_others, tg::mean_squared_error, 2, 2, streaming<among_others, 2, float>>(5, 2, 2e-6);
}

// tf32 has the mantissa of half; float loses only what its own sums lose.
TEST_CASE("recurrent layers in numbers of four bytes") {
    check_training<tf32, remembers, tg::cross_entropy, 4>(7, 2, 2e-3);
    check_training<tf32, resets_before, tg::mean_squared_error, 3>(5, 2, 2e-3);
    check_training<tf32, among_others, tg::mean_squared_error, 2>(5, 2, 3e-3);
    check_training<float, remembers, tg::cross_entropy, 4>(7, 2, 2e-6);
    check_training<float, chosen, tg::mean_squared_error, 5>(9, 2, 2e-6);
    check_training<float, one_unit, tg::cross_entropy, 3>(4, 2, 2e-6);
    check_training<float, resets_before, tg::mean_squared_error, 3>(5, 2, 2e-6);
    check_training<float, among_others, tg::mean_squared_error, 2, 2, cut_groups<among_others, 2, 2, 3>>(5, 2, 2e-6);
}
#endif
