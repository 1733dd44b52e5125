#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <variants.hpp>

namespace tg = typegrad;

namespace {

struct bent : tg::network<tg::input<6>, tg::dense<3>, tg::tanh> {};
struct straight : tg::network<tg::input<6>, tg::dense<3>> {};
struct flat : tg::network<tg::input<2, 3>, tg::flatten, tg::dense<3>> {};
struct wide : tg::network<tg::input<6>, tg::dense<4>> {};
struct undefined {
    template<class V>
    constexpr V operator()(V x) const { return (x - x) / (x - x); }
};

// Nobody reads these times.
constexpr tg::bench::options quick{.turn = 1e-5, .table = nullptr};

// Whether a text is JSON, all of it.
class json_reader {
public:
    explicit json_reader(std::string_view s) : rest_(s) {}
    bool whole() { return value() && rest_.empty(); }

private:
    bool take(std::string_view s) {
        if (!rest_.starts_with(s)) return false;
        rest_.remove_prefix(s.size());
        return true;
    }
    void space() {
        while (take(" ") || take("\n")) {}
    }
    template<class Item>
    bool list(std::string_view open, std::string_view close, Item item) {
        if (!take(open)) return false;
        if (take(close)) return true;
        do {
            space();
            if (!item()) return false;
        } while (take(","));
        return take(close);
    }
    bool string() {
        if (!take("\"")) return false;
        while (!rest_.empty() && rest_[0] != '"') {
            if (static_cast<unsigned char>(rest_[0]) < 0x20) return false;
            if (take("\\u")) {
                for (int i = 0; i < 4; ++i, rest_.remove_prefix(1))
                    if (rest_.empty() || !std::isxdigit(static_cast<unsigned char>(rest_[0]))) return false;
            } else if (take("\\")) {
                if (!take("\"") && !take("\\")) return false;
            } else {
                rest_.remove_prefix(1);
            }
        }
        return take("\"");
    }
    bool digits() {
        const std::size_t before = rest_.size();
        while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_[0]))) rest_.remove_prefix(1);
        return rest_.size() < before;
    }
    bool number() {
        (void)take("-");
        if (!digits() || (take(".") && !digits())) return false;
        return !(take("e") || take("E")) || (take("-") || take("+"), digits());
    }
    bool value() {
        space();
        return list("{", "}", [&] { return string() && take(":") && value(); }) || list("[", "]", [&] { return value(); }) || string() || take("null") || number();
    }

    std::string_view rest_;
};
bool is_json(std::string_view s) { return json_reader(s).whole(); }

}

TEST_CASE("counts are exact") {
    const auto one = tg::bench::compare<tg::input<8, 9, 3>, tg::conv2d<4, 3>, tg::conv2d<4, 3, tg::same>, tg::relu>(quick);
    CHECK(one.samples == 1);
    CHECK(one.variants[0].multiply_adds == 6 * 7 * 4 * 3 * 3 * 3);
    CHECK(one.variants[0].bytes == 4 * (3 * 3 * 3 * 4 + 4 + 8 * 9 * 3 + 6 * 7 * 4));
    CHECK(one.variants[1].multiply_adds == 8 * 9 * 4 * 3 * 3 * 3);
    CHECK(one.variants[2].multiply_adds == 0);
    CHECK(one.variants[2].bytes == 4 * 2 * 8 * 9 * 3);

    const auto many = tg::bench::compare<40, bent, tg::network<tg::input<2, 2, 4>, tg::conv2d<8, 1, tg::groups<2>>, tg::flatten, tg::dense<5, tg::no_bias>>>(quick);
    CHECK(many.samples == 40);
    CHECK(many.variants[0].multiply_adds == 40 * 6 * 3);
    CHECK(many.variants[0].bytes == 4 * (6 * 3 + 3 + 40 * (6 + 3)));
    CHECK(many.variants[0].workspace_bytes == tg::inference<bent, 40>::workspace_bytes);
    CHECK(many.variants[1].multiply_adds == 40 * (2 * 2 * 8 * 2 + 32 * 5));
    CHECK(many.variants[1].bytes == 4 * (8 * 2 + 8 + 32 * 5 + 40 * (16 + 5)));
}

TEST_CASE("packed weights count as they are stored") {
    using half = tg::packed<bent, tg::bf16>;
    const auto c = tg::bench::compare<bent, half>(quick);
    CHECK(c.variants[1].multiply_adds == c.variants[0].multiply_adds);
    CHECK(c.variants[1].bytes == half::bytes + 4 * (6 + 3));
    CHECK(c.variants[1].difference.value() > 0);
    CHECK(c.variants[1].difference.value() < 0.05);
}

TEST_CASE("outputs are compared where the shapes agree") {
    const auto c = tg::bench::compare<33, bent, bent, straight, flat, wide>(quick);
    CHECK(c.variants[0].difference.value() == 0);
    CHECK(c.variants[1].difference.value() == 0);
    CHECK(c.variants[2].difference.value() > 0);
    CHECK(!c.variants[3].difference);
    CHECK(!c.variants[4].difference);
    const auto rows = tg::bench::compare<tg::input<40>, tg::dense<40>, tg::dense<40, tg::schedule{.vector = 'o', .tile = {1}}>>(quick);
    CHECK(rows.variants[1].difference.value() < 1e-5);
}

TEST_CASE("times, shares and floors are positive numbers") {
    // the first is bound by arithmetic, the second by its bytes
    const auto c = tg::bench::compare<64, tg::input<32>, tg::dense<32>, tg::relu>(quick);
    for (const auto& v : c.variants) {
        CHECK(v.seconds > 0);
        CHECK(v.ratio > 0);
        CHECK(v.roofline > 0);
        const double least = std::max(2.0 * static_cast<double>(v.multiply_adds) / c.limits.fma, static_cast<double>(v.bytes) / c.limits.load[0]);  // from L1
        CHECK(v.roofline * v.seconds / least == doctest::Approx(1));
    }
    CHECK(c.variants[0].ratio == 1);
}

TEST_CASE("names") {
    const auto c = tg::bench::compare<bent, tg::packed<bent>, tg::named<"by hand", bent>, tg::network<tg::input<6>, tg::dense<3>>>(quick);
    CHECK(c.variants[0].name == "bent");
    CHECK(c.variants[1].name == "packed");
    CHECK(c.variants[2].name == "by hand");
    CHECK(c.variants[3].name == "network");
    const auto layers = tg::bench::compare<tg::input<6>, tg::dense<3>, undefined>(quick);
    CHECK(layers.variants[0].name == "dense");
    CHECK(layers.variants[1].name == "undefined");
}

TEST_CASE("JSON is well formed, whatever the names and numbers are") {
    CHECK(is_json(R"([{"a": 1, "b": [-2.5e-3, null]}, {}, "\"\\"])"));
    for (const char* wrong : {"{", "[1,]", "{\"a\": nan}", "inf", "\"a", "[1] 2", "{\"a\" 1}", "\"\n\""}) CHECK_FALSE(is_json(wrong));

    auto c = tg::bench::compare<tg::input<6>, tg::named<"a \"b\" \\ \n", tg::relu>, undefined>(quick);
    CHECK(is_json(c.json()));
    CHECK(c.json().find(R"({"name": "a \"b\" \\ \u000a", "seconds": )") != std::string::npos);
    CHECK(c.json().find(R"("multiply_adds": 0, "bytes": 48, "workspace_bytes": 0, "difference": 0})") != std::string::npos);
    CHECK(std::isnan(c.variants[1].difference.value()));
    CHECK(c.json().find(R"("difference": null})") != std::string::npos);

    c.variants[0].seconds = c.limits.fma = std::numeric_limits<double>::infinity();
    c.variants[0].difference.reset();
    CHECK(is_json(c.json()));
    c.variants.clear();
    CHECK(is_json(c.json()));
}

TEST_CASE("the table has a line for each variant, its columns one below the other") {
    std::FILE* const file = std::tmpfile();
    REQUIRE(file);
    const auto c = tg::bench::compare<bent, tg::named<"a name that is longer than the others", straight>, wide>({.turn = 1e-5, .table = file});
    std::rewind(file);
    std::string text(4096, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file));
    std::fclose(file);
    CHECK(text == c.table());

    std::size_t lines = 0, width = 0;
    for (std::size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
        if (lines++ == 2) width = end - at;
        else if (lines > 3) CHECK(end - at == width);
    CHECK(lines == 2 + 1 + 3);
    CHECK(text.ends_with("n/a\n"));
}
