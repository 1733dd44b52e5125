#include "check_recurrent.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <typegrad/layers/bidirectional.hpp>
#include <typegrad/layers/gru.hpp>
#include <typegrad/layers/lstm.hpp>
#include <typegrad/layers/rnn.hpp>

#include "reference/torch_case.hpp"

// PyTorch's recurrent networks against layers that are given their states. Layers and directions are run one by one here, but for one case of bidirectional.
namespace tg = typegrad;
using recurrent::alone_of;

namespace {
using numbers = std::vector<float>;

inline numbers part(const numbers& v, std::size_t first, std::size_t n) { return {v.begin() + static_cast<std::ptrdiff_t>(first), v.begin() + static_cast<std::ptrdiff_t>(first + n)}; }
inline void append(numbers& to, const numbers& more) { to.insert(to.end(), more.begin(), more.end()); }

// Some samples of a sequence, and of the states before or after it.
template<std::size_t States>
struct sequence_and_states {
    numbers sequence, state[States];
};

// One layer in one direction for N samples.
template<class Layer, std::size_t N, std::size_t T, std::size_t I, std::size_t States>
class one_way {
    static constexpr std::size_t H = Layer::units;
    using In = std::conditional_t<States == 2, tg::bundle<tg::shape<T, I>, tg::shape<H>, tg::shape<H>>, tg::bundle<tg::shape<T, I>, tg::shape<H>>>;
    using Net = alone_of<Layer, In>;

public:
    using values = sequence_and_states<States>;

    explicit one_way(const numbers& p) {
        REQUIRE(p.size() == Net::parameter_count);
        std::copy(p.begin(), p.end(), p_->data());
    }
    values forward(const values& x) {
        x_ = join(x, T * I);
        return split(pass_->forward(x_).data(), T * H);
    }
    values backward(const values& dy) { return split(pass_->backward(join(dy, T * H), *dp_).data(), T * I); }

private:
    static numbers join(const values& v, std::size_t row) {
        numbers all;
        for (std::size_t n = 0; n < N; ++n) {
            append(all, part(v.sequence, n * row, row));
            for (const numbers& s : v.state) append(all, part(s, n * H, H));
        }
        return all;
    }
    static values split(const float* from, std::size_t row) {
        values v;
        for (std::size_t n = 0; n < N; ++n) {
            v.sequence.insert(v.sequence.end(), from, from + row);
            from += row;
            for (numbers& s : v.state) {
                s.insert(s.end(), from, from + H);
                from += H;
            }
        }
        return v;
    }

    numbers x_;
    std::unique_ptr<tg::parameters<Net>> p_ = std::make_unique<tg::parameters<Net>>(), dp_ = std::make_unique<tg::parameters<Net>>();
    std::unique_ptr<tg::training<Net, N>> pass_ = std::make_unique<tg::training<Net, N>>(*p_);
};

template<template<std::size_t, auto...> class Layer, std::size_t States = 1>
class torch {
public:
    explicit torch(const std::string& op) : cases_(nnref::read(TYPEGRAD_REFERENCE "/torch/recurrent.txt")) {
        std::erase_if(cases_, [&](const nnref::test_case& c) { return c.op != op; });
        CHECK(!cases_.empty());
    }

    // T steps, I inputs, H units.
    template<std::size_t T, std::size_t I, std::size_t H, std::size_t Layers = 1, bool Both = false>
    void check(const std::string& name) {
        CAPTURE(name);
        find<T, I, H, Layers, Both>(name);
        if (now_->number("batch") == 1) check_samples<1, T, I, H, Layers, Both>();
        else check_samples<2, T, I, H, Layers, Both>();
    }
    // Both directions of an rnn for one sample, as the one layer that bidirectional makes of them. It begins without a state: what
    // a state adds to the first step, h0 weight_hh, has an input of its own in each direction, which is 1 in that step.
    template<std::size_t T, std::size_t I, std::size_t H>
    void check_bidirectional(const std::string& name) {
        constexpr std::size_t In = I + 2;
        using Net = alone_of<tg::bidirectional<Layer<H>>, tg::shape<T, In>>;
        find<T, I, H, 1, true>(name);
        REQUIRE(now_->number("batch") == 1);
        tg::parameters<Net> p, dp;
        const numbers h0 = all("in", "h0"), x = all("in", "x"), hh[2] = {hidden_weights("l0"), hidden_weights("l0_reverse")};
        numbers inputs, both, dy = all("gout", "y"), dh(2 * H), dx;
        for (std::size_t t = 0; t < T; ++t) append(inputs, part(x, t * I, I)), append(inputs, {t == 0 ? 1.0f : 0.0f, t + 1 == T ? 1.0f : 0.0f});
        for (const std::size_t d : {std::size_t{0}, std::size_t{1}}) {
            numbers one = weights(d ? "l0_reverse" : "l0"), rows(2 * H);
            for (std::size_t k = 0; k < H; ++k) {
                for (std::size_t i = 0; i < H; ++i) rows[d * H + k] += h0[d * H + i] * hh[d][i * H + k];
                dy[(d ? 0 : T - 1) * 2 * H + d * H + k] += all("gout", "hn")[d * H + k];  // of its last step
            }
            one.insert(one.begin() + I * H, rows.begin(), rows.end());
            append(both, one);
        }
        REQUIRE(both.size() == Net::parameter_count);
        std::copy(both.begin(), both.end(), p.data());
        tg::training<Net> pass(p);
        CHECK(reference::close(pass.forward(inputs).data(), all("out", "y"), 1e-5));
        const auto& slopes = pass.backward(dy, dp);
        for (std::size_t t = 0; t < T; ++t) dx.insert(dx.end(), &slopes[t * In], &slopes[t * In] + I);
        CHECK(reference::close(dx.data(), all("grad", "x"), 1e-5));
        for (std::size_t i = 0; i < 2 * H; ++i)
            for (std::size_t k = 0; k < H; ++k) dh[i] += hh[i / H][i % H * H + k] * dp.data()[i / H * both.size() / 2 + (I + i / H) * H + k];
        CHECK(reference::close(dh.data(), all("grad", "h0"), 1e-5));
    }
    std::string forgotten() const {
        std::string names;
        for (const nnref::test_case& c : cases_)
            if (!seen_.contains(c.name)) names += c.name + " ";
        return names;
    }

private:
    template<std::size_t T, std::size_t I, std::size_t H, std::size_t Layers, bool Both>
    void find(const std::string& name) {
        const auto found = std::find_if(cases_.begin(), cases_.end(), [&](const nnref::test_case& c) { return c.name == name; });
        REQUIRE(found != cases_.end());
        seen_.insert(name);
        now_ = &*found;
        REQUIRE((now_->number("T") == T && now_->number("input") == I && now_->number("hidden") == H && now_->number("layers") == Layers && now_->number("bidirectional") == Both));
    }
    template<std::size_t N, std::size_t T, std::size_t I, std::size_t H, std::size_t Layers, bool Both>
    void check_samples() {
        static_assert(!(Both && Layers > 1));
        one_way<Layer<H, tg::with_state>, N, T, I, States> first(weights("l0"));
        auto x = inputs("in", "x", 0, N * H);
        const auto y = first.forward(x);
        if constexpr (Both) {
            one_way<Layer<H, tg::with_state, tg::reverse>, N, T, I, States> second(weights("l0_reverse"));
            const auto z = second.forward(inputs("in", "x", 1, N * H));
            check_states("out", y, 0, "n"), check_states("out", z, 1, "n");
            CHECK(reference::close(beside(y.sequence, z.sequence, H).data(), all("out", "y"), 1e-5));
            const numbers dy = all("gout", "y");
            auto dx = first.backward(slopes(columns(dy, H, 0), 0, N * H));
            const auto dz = second.backward(slopes(columns(dy, H, 1), 1, N * H));
            check_states("grad", dx, 0, "0"), check_states("grad", dz, 1, "0");
            for (std::size_t i = 0; i < dx.sequence.size(); ++i) dx.sequence[i] += dz.sequence[i];
            CHECK(reference::close(dx.sequence.data(), all("grad", "x"), 1e-5));
        } else if constexpr (Layers == 2) {
            one_way<Layer<H, tg::with_state>, N, T, H, States> second(weights("l1"));
            auto between = inputs("in", "x", 1, N * H);
            between.sequence = y.sequence;
            const auto z = second.forward(between);
            check_states("out", y, 0, "n"), check_states("out", z, 1, "n");
            CHECK(reference::close(z.sequence.data(), all("out", "y"), 1e-5));
            const auto dz = second.backward(slopes(all("gout", "y"), 1, N * H));
            const auto dx = first.backward(slopes(dz.sequence, 0, N * H));
            check_states("grad", dx, 0, "0"), check_states("grad", dz, 1, "0");
            CHECK(reference::close(dx.sequence.data(), all("grad", "x"), 1e-5));
        } else {
            check_states("out", y, 0, "n");
            CHECK(reference::close(y.sequence.data(), all("out", "y"), 1e-5));
            const auto dx = first.backward(slopes(all("gout", "y"), 0, N * H));
            check_states("grad", dx, 0, "0");
            CHECK(reference::close(dx.sequence.data(), all("grad", "x"), 1e-5));
        }
    }

    using values = sequence_and_states<States>;

    numbers all(const std::string& role, const std::string& name) const {
        const nnref::tensor* const t = now_->find(role, name);
        REQUIRE(t != nullptr);
        return {t->values.begin(), t->values.end()};
    }
    static std::string state_name(std::size_t s, const std::string& end) { return (s == 0 ? "h" : "c") + end; }
    // The sequence and the states of one layer or direction.
    values inputs(const std::string& role, const std::string& sequence, std::size_t number, std::size_t size) const {
        return states(role, all(role, sequence), number, size, "0");
    }
    values slopes(const numbers& dy, std::size_t number, std::size_t size) const { return states("gout", dy, number, size, "n"); }
    values states(const std::string& role, const numbers& sequence, std::size_t number, std::size_t size, const std::string& end) const {
        values v{sequence, {}};
        for (std::size_t s = 0; s < States; ++s) v.state[s] = part(all(role, state_name(s, end)), number * size, size);
        return v;
    }
    void check_states(const std::string& role, const values& v, std::size_t number, const std::string& end) const {
        for (std::size_t s = 0; s < States; ++s) CHECK(reference::close(v.state[s].data(), part(all(role, state_name(s, end)), number * v.state[s].size(), v.state[s].size()), 1e-5));
    }
    // Ours from theirs: weights transposed, and the two biases added up unless they stay apart.
    numbers weights(const std::string& which) const {
        numbers p = reference::weight_of(*now_->find("param", "weight_ih_" + which), reference::as_they_are);
        append(p, hidden_weights(which));
        numbers bias = all("param", "bias_ih_" + which), second = all("param", "bias_hh_" + which);
        if constexpr (Layer<1>::name == "gru") append(bias, second);
        else std::transform(bias.begin(), bias.end(), second.begin(), bias.begin(), std::plus<>{});
        append(p, bias);
        return p;
    }
    numbers hidden_weights(const std::string& which) const { return reference::weight_of(*now_->find("param", "weight_hh_" + which), reference::as_they_are); }
    static numbers beside(const numbers& a, const numbers& b, std::size_t row) {
        numbers both;
        for (std::size_t i = 0; i < a.size(); i += row) append(both, part(a, i, row)), append(both, part(b, i, row));
        return both;
    }
    static numbers columns(const numbers& both, std::size_t row, std::size_t half) {
        numbers one;
        for (std::size_t i = half * row; i < both.size(); i += 2 * row) append(one, part(both, i, row));
        return one;
    }

    std::vector<nnref::test_case> cases_;
    std::set<std::string> seen_;
    const nnref::test_case* now_ = nullptr;
};

}

TEST_CASE("rnn: PyTorch's RNN") {
    torch<tg::rnn> cases("RNN_TANH");
    cases.check<1, 2, 3>("rnn_tanh_0");
    cases.check<5, 3, 4>("rnn_tanh_1");
    cases.check<7, 1, 8>("rnn_tanh_2");
    cases.check<4, 3, 4, 2>("rnn_tanh_3");
    cases.check<4, 2, 3, 1, true>("rnn_tanh_4");
    cases.check_bidirectional<4, 2, 3>("rnn_tanh_4");
    CHECK(cases.forgotten() == "");
}

TEST_CASE("lstm: PyTorch's LSTM") {
    torch<tg::lstm, 2> cases("LSTM");
    cases.check<1, 2, 3>("lstm_0");
    cases.check<5, 3, 4>("lstm_1");
    cases.check<7, 1, 8>("lstm_2");
    cases.check<4, 3, 4, 2>("lstm_3");
    cases.check<4, 2, 3, 1, true>("lstm_4");
    CHECK(cases.forgotten() == "");
}

TEST_CASE("gru: PyTorch's GRU") {
    torch<tg::gru> cases("GRU");
    cases.check<1, 2, 3>("gru_0");
    cases.check<5, 3, 4>("gru_1");
    cases.check<7, 1, 8>("gru_2");
    cases.check<4, 3, 4, 2>("gru_3");
    cases.check<4, 2, 3, 1, true>("gru_4");
    CHECK(cases.forgotten() == "");
}
