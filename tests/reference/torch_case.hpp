#ifndef TYPEGRAD_TESTS_REFERENCE_TORCH_CASE_HPP
#define TYPEGRAD_TESTS_REFERENCE_TORCH_CASE_HPP

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check_layer.hpp"
#include "reference/nnref.hpp"

// PyTorch's own numbers against a layer:
//   reference::suite torch("conv.txt", {"Conv2d"});
//   torch.check<tg::conv2d<4, 3>, tg::shape<7, 6, 3>>("conv2d_1", reference::channels_first);
//   CHECK(torch.forgotten() == "");
namespace reference {
namespace tg = typegrad;

// Of x and y in the file: the second axis may be the channels, which we have last. Weights are turned unless all_as_they_are;
// those of a transposed convolution begin with their inputs, those of two inputs end with them.
enum axes { as_they_are, channels_first, channels_first_transposed, two_inputs, all_as_they_are };

// Row-major numbers with their axes in another order: axis order[i] becomes axis i.
inline std::vector<float> permuted(const nnref::tensor& t, const std::vector<std::size_t>& order) {
    std::vector<std::size_t> stride(t.shape.size(), 1);
    for (std::size_t a = t.shape.size(); a-- > 1;) stride[a - 1] = stride[a] * t.shape[a];
    std::vector<float> result(t.values.size());
    for (std::size_t i = 0; i < result.size(); ++i) {
        std::size_t rest = i, from = 0;
        for (std::size_t a = order.size(); a-- > 0;) {
            from += rest % t.shape[order[a]] * stride[order[a]];
            rest /= t.shape[order[a]];
        }
        result[i] = static_cast<float>(t.values[from]);
    }
    return result;
}

// Data, its channels last: axes 0, 2, 3, .., 1.
inline std::vector<float> data_of(const nnref::tensor& t, axes how) {
    std::vector<std::size_t> order;
    const bool first = how == channels_first || how == channels_first_transposed;
    for (std::size_t a = 0; a < t.shape.size(); ++a)
        if (!first || a != 1) order.push_back(a);
    if (first) order.push_back(1);
    return permuted(t, order);
}

// Out, in, height, width as height, width, in, out; a bias is what it is.
inline std::vector<float> weight_of(const nnref::tensor& t, axes how) {
    std::vector<std::size_t> order;
    const bool bias = t.shape.size() == 1;
    if (how == two_inputs && !bias) order.push_back(1);
    for (std::size_t a = 2; a < t.shape.size(); ++a) order.push_back(a);
    if (how == channels_first_transposed && !bias) order.push_back(0);
    if (how != two_inputs && !bias) order.push_back(1);
    if (how != channels_first_transposed || bias) order.push_back(0);
    return permuted(t, order);
}

// What a case says, as our flat arrays: several inputs of a sample follow each other. Its parameters stand in our order: the
// bias "bq" behind its weight "wq".
struct expected {
    std::vector<float> x, y, dy, dx, p, dp;

    expected(const nnref::test_case& c, axes how) {
        std::vector<std::vector<float>> xs, dxs;
        std::vector<const nnref::tensor*> parameters;
        std::size_t samples = 1;
        for (const nnref::tensor& t : c.tensors) {
            if (t.role == "in") xs.push_back(data_of(t, how)), samples = t.shape[0];
            else if (t.role == "out" && t.name == "y") y = data_of(t, how);
            else if (t.role == "gout") dy = data_of(t, how);
            else if (t.role == "grad" && !c.find("param", t.name)) dxs.push_back(data_of(t, how));
            else if (t.role == "param") parameters.push_back(&t);
        }
        x = by_sample(xs, samples);
        dx = by_sample(dxs, samples);
        for (const nnref::tensor* t : with_biases(parameters)) {
            const bool turn = how != all_as_they_are;
            append(p, turn ? weight_of(*t, how) : data_of(*t, how));
            if (const auto* slope = c.find("grad", t->name)) append(dp, turn ? weight_of(*slope, how) : data_of(*slope, how));
        }
    }

private:
    static void append(std::vector<float>& to, const std::vector<float>& more) { to.insert(to.end(), more.begin(), more.end()); }
    static std::vector<float> by_sample(const std::vector<std::vector<float>>& tensors, std::size_t samples) {
        std::vector<float> all;
        for (std::size_t s = 0; s < samples; ++s)
            for (const std::vector<float>& t : tensors) {
                const auto size = static_cast<std::ptrdiff_t>(t.size() / samples), first = size * static_cast<std::ptrdiff_t>(s);
                all.insert(all.end(), t.begin() + first, t.begin() + first + size);
            }
        return all;
    }
    static std::vector<const nnref::tensor*> with_biases(const std::vector<const nnref::tensor*>& given) {
        auto is_bias_of = [](const nnref::tensor* bias, const nnref::tensor* weight) {
            return weight->name.size() == 2 && weight->name[0] == 'w' && bias->name == "b" + weight->name.substr(1);
        };
        std::vector<const nnref::tensor*> sorted;
        for (const nnref::tensor* t : given) {
            if (std::any_of(given.begin(), given.end(), [&](const nnref::tensor* w) { return is_bias_of(t, w); })) continue;
            sorted.push_back(t);
            for (const nnref::tensor* b : given)
                if (is_bias_of(b, t)) sorted.push_back(b);
        }
        return sorted;
    }
};

// |a - b| <= tolerance max(1, |b|) for each element; equal infinities are equal.
inline bool close(const float* a, std::span<const float> b, double tolerance) {
    for (std::size_t i = 0; i < b.size(); ++i) {
        const double got = static_cast<double>(a[i]), want = static_cast<double>(b[i]);
        if (got != want && !(std::fabs(got - want) <= tolerance * std::max(1.0, std::fabs(want)))) return false;
    }
    return true;
}

class suite {
public:
    // The cases of these operations, or with all_but of the others.
    enum choice { only, all_but };
    suite(const std::string& file, const std::set<std::string>& ops, choice which = only)
        : cases_(nnref::read(std::string(TYPEGRAD_REFERENCE) + "/torch/" + file)) {
        std::erase_if(cases_, [&](const nnref::test_case& c) { return ops.contains(c.op) == (which == all_but); });
        CHECK(!cases_.empty());
    }

    // In float, one sample after the other and as a batch of a vector's width, so that tiles are filled in part.
    template<class Layer, class In>
    void check(const std::string& name, axes how = as_they_are, double tolerance = 1e-5) {
        using Net = check::alone<Layer, In>;
        CAPTURE(name);
        const nnref::test_case* const found = take(name);
        REQUIRE(found != nullptr);
        const expected e(*found, how);
        const std::size_t n = e.x.size() / In::size;
        REQUIRE(e.x.size() == n * In::size);
        REQUIRE(e.y.size() == n * Net::output::size);
        REQUIRE(e.p.size() == Net::parameter_count);
        REQUIRE(n <= batch);
        compare<Net, 1>(e, n, tolerance);
        compare<Net, batch>(e, n, tolerance);
    }
    // A case that cannot be done, and why.
    void skip(const std::string& name, const std::string& reason) {
        MESSAGE(name << " is left out: " << reason);
        CHECK(take(name) != nullptr);
    }
    // The names of the cases that were neither checked nor left out.
    std::string forgotten() const {
        std::string names;
        for (const nnref::test_case& c : cases_)
            if (!seen_.contains(c.name)) names += c.name + " ";
        return names;
    }

private:
    static constexpr std::size_t batch = std::max<std::size_t>(check::lanes, 6);

    const nnref::test_case* take(const std::string& name) {
        CHECK(seen_.insert(name).second);
        for (const nnref::test_case& c : cases_)
            if (c.name == name) return &c;
        return nullptr;
    }

    template<class Net, std::size_t N>
    static void compare(const expected& e, std::size_t n, double tolerance) {
        constexpr std::size_t in = Net::input::size, out = Net::output::size;
        const auto p = std::make_unique<tg::parameters<Net>>(), dp = std::make_unique<tg::parameters<Net>>();
        std::copy(e.p.begin(), e.p.end(), p->data());
        const auto pass = std::make_unique<tg::training<Net, N>>(*p);
        for (std::size_t s = 0; s < n; s += N) {
            CAPTURE(s);
            const std::size_t now = std::min(N, n - s);
            CHECK(close(pass->forward(e.x.data() + s * in, now).data(), std::span(e.y).subspan(s * out, now * out), tolerance));
            CHECK(close(pass->backward(e.dy.data() + s * out, *dp).data(), std::span(e.dx).subspan(s * in, now * in), tolerance));
        }
        CHECK(close(dp->data(), e.dp, tolerance));
    }

    std::vector<nnref::test_case> cases_;
    std::set<std::string> seen_;
};

}

#endif
