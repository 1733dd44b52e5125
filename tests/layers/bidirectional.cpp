#include "composed.hpp"

#include <string>

#include <typegrad/layers/bidirectional.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/gru.hpp>
#include <typegrad/layers/lstm.hpp>
#include <typegrad/layers/rnn.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct all_steps : tg::network<tg::input<4, 3>, tg::bidirectional<tg::lstm<5>>> {};
struct forward : tg::network<tg::input<4, 3>, tg::lstm<5>> {};
struct backward : tg::network<tg::input<4, 3>, tg::lstm<5, tg::reverse>> {};
struct last_steps : tg::network<tg::input<4, 3>, tg::bidirectional<tg::lstm<5, tg::last>>> {};
struct stacked : tg::network<tg::input<5, 2>, tg::bidirectional<tg::gru<3>>, tg::bidirectional<tg::rnn<4, tg::last>>, tg::dense<2>> {};
}

TEST_CASE("bidirectional: both directions side by side, step by step") {
    constexpr std::size_t half = forward::parameter_count;
    static_assert(std::is_same_v<all_steps::output, tg::shape<4, 10>> && all_steps::parameter_count == 2 * half);
    const auto p = numbers(2 * half), x = numbers(12, 9);
    const auto y = output<all_steps>(p, x), there = output<forward>(p, x), back = output<backward>({p.begin() + half, p.end()}, x);
    for (std::size_t t = 0; t < 4; ++t)
        for (std::size_t k = 0; k < 5; ++k) CHECK((y[10 * t + k] == there[5 * t + k] && y[10 * t + 5 + k] == back[5 * t + k]));
    check_network<all_steps>();
}

TEST_CASE("bidirectional: the last step of each in its own order") {
    static_assert(std::is_same_v<last_steps::output, tg::shape<10>>);
    const auto p = numbers(last_steps::parameter_count), x = numbers(12, 9);
    const auto y = output<last_steps>(p, x), all = output<all_steps>(p, x);
    for (std::size_t k = 0; k < 5; ++k) CHECK((y[k] == all[30 + k] && y[5 + k] == all[5 + k]));
}

namespace {
using tg::shape;
template<class Layer>
struct of_one : tg::network<tg::inputs<shape<4, 3>, shape<5>, shape<5>>, Layer> {};
template<auto... Options>
struct of_both : tg::network<tg::inputs<shape<4, 3>, shape<5>, shape<5>, shape<5>, shape<5>>, tg::bidirectional<tg::lstm<5, tg::with_state, Options...>>> {};
struct units : tg::network<tg::inputs<shape<3, 2>, shape<4>, shape<4>>, tg::bidirectional<tg::gru<4, tg::with_state>>> {};
}

TEST_CASE("bidirectional: with_state, each direction from its own states to its own") {
    using all = of_both<>;
    static_assert(std::is_same_v<all::output, tg::bundle<shape<4, 10>, shape<5>, shape<5>, shape<5>, shape<5>>>);
    static_assert(std::is_same_v<of_both<tg::last>::output, tg::bundle<shape<10>, shape<5>, shape<5>, shape<5>, shape<5>>>);
    static_assert(std::is_same_v<units::output, tg::bundle<shape<3, 8>, shape<4>, shape<4>>>);
    constexpr std::size_t half = all::parameter_count / 2;
    const auto p = numbers(2 * half), x = numbers(32, 9);
    auto with_states = [&](std::size_t from) {
        std::vector<double> own(x.begin(), x.begin() + 12);
        own.insert(own.end(), x.begin() + 12 + static_cast<std::ptrdiff_t>(from), x.begin() + 22 + static_cast<std::ptrdiff_t>(from));
        return own;
    };
    const auto y = output<all>(p, x), there = output<of_one<tg::lstm<5, tg::with_state>>>(p, with_states(0)),
               back = output<of_one<tg::lstm<5, tg::with_state, tg::reverse>>>({p.begin() + half, p.end()}, with_states(10));
    for (std::size_t t = 0; t < 4; ++t)
        for (std::size_t k = 0; k < 5; ++k) CHECK((y[10 * t + k] == there[5 * t + k] && y[10 * t + 5 + k] == back[5 * t + k]));
    for (std::size_t k = 0; k < 10; ++k) CHECK((y[40 + k] == there[20 + k] && y[50 + k] == back[20 + k]));
    check_network<all>();
    check_network<of_both<tg::last>>();
    check_network<units>();
}

TEST_CASE("bidirectional: stacked") { check_network<stacked>(); }

TEST_CASE("bidirectional: parameters by name") {
    static tg::parameters<stacked> p;
    std::vector<std::string> paths;
    tg::visit(p, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"0.forward.weight_ih", "0.forward.weight_hh", "0.forward.bias_ih", "0.forward.bias_hh", "0.backward.weight_ih", "0.backward.weight_hh",
                                            "0.backward.bias_ih", "0.backward.bias_hh", "1.forward.weight_ih", "1.forward.weight_hh", "1.forward.bias", "1.backward.weight_ih",
                                            "1.backward.weight_hh", "1.backward.bias", "2.weight", "2.bias"});
    CHECK(p.get<0>().get<"backward">().bias_hh.size() == 9);
}

TEST_CASE("bidirectional: constant evaluation") { check::check_constant<tg::bidirectional<tg::gru<2>>, tg::shape<3, 2>>(); }
