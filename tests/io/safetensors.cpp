#include <doctest/doctest.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<3>, tg::named<"stem", tg::dense<2>>, tg::relu, tg::dense<1>> {};

// A file from a header and data, as a hostile writer would make it.
std::string file_of(const std::string& header, std::size_t data_bytes, long long claimed = -1) {
    std::string s(8, '\0');
    const auto n = claimed < 0 ? static_cast<unsigned long long>(header.size()) : static_cast<unsigned long long>(claimed);
    for (unsigned i = 0; i < 8; ++i) s[i] = static_cast<char>(n >> (8 * i) & 0xFF);
    s += header;
    for (std::size_t i = 0; i < data_bytes; ++i) s += static_cast<char>(i % 4 == 3 ? 0x3f : 0);
    return s;
}
const std::string good =
    R"({"stem.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},"stem.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},)"
    R"("2.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[32,40]},"2.bias":{"dtype":"F32","shape":[1],"data_offsets":[40,44]}})";

tg::status read(tg::parameters<net>& p, const std::string& s) { return tg::read_safetensors(p, std::span<const char>(s.data(), s.size())); }

std::string replaced(std::string s, const std::string& from, const std::string& to) { return s.replace(s.find(from), from.size(), to); }

// Refused, with this in the message, and nothing changed.
void refuse(const std::string& s, const std::string& message) {
    CAPTURE(s);
    auto p = tg::initialize<net>(1);
    const auto before = p;
    const tg::status result = read(p, s);
    CHECK(!result);
    CHECK_MESSAGE(result.text().find(message) != std::string_view::npos, std::string(result.message));
    for (std::size_t i = 0; i < p.flat().size(); ++i) REQUIRE(p.data()[i] == before.data()[i]);
}
}

TEST_CASE("what is saved is loaded, number for number") {
    const auto p = tg::initialize<net>(7);
    const char* const path = "safetensors_test.safetensors";
    REQUIRE(tg::save(p, path));
    tg::parameters<net> q;
    const tg::status s = tg::load(q, path);
    CHECK_MESSAGE(s, s.message);
    CHECK(std::memcmp(p.data(), q.data(), p.flat().size_bytes()) == 0);
    std::remove(path);
}

TEST_CASE("layers within layers are saved under their paths, and read from there") {
    struct block : tg::sequential<tg::named<"attention", tg::multi_head_attention<2>>, tg::named<"feed_forward", tg::feed_forward<3>>> {};
    struct encoding : tg::network<tg::input<3, 4>, tg::named<"encoder", tg::repeat<2, block>>> {};
    const auto p = tg::initialize<encoding>(7);
    const char* const path = "safetensors_paths.tmp";
    REQUIRE(tg::save(p, path));
    std::string file;
    if (std::FILE* f = std::fopen(path, "rb")) {
        for (int c = std::fgetc(f); c != EOF; c = std::fgetc(f)) file += static_cast<char>(c);
        std::fclose(f);
    }
    std::remove(path);
    // In the order of the parameters, so that each lies where those before it end.
    std::size_t tensors = 0, at = file.find('{'), first = 0;
    for (const std::string of : {"encoder.0.", "encoder.1."})
        for (const char* name : {"attention.weight_q", "attention.bias_q", "attention.weight_k", "attention.bias_k", "attention.weight_v", "attention.bias_v", "attention.weight_out",
                                 "attention.bias_out", "feed_forward.0.weight", "feed_forward.0.bias", "feed_forward.2.weight", "feed_forward.2.bias"}) {
            CAPTURE(name);
            at = file.find('"' + of + name + "\":{", at);
            REQUIRE(at != std::string::npos);
            const std::string offsets = "\"data_offsets\":[" + std::to_string(first) + ",";
            at = file.find(offsets, at);
            REQUIRE(at != std::string::npos);
            first = std::stoul(file.substr(at + offsets.size()));
            ++tensors;
        }
    CHECK(tensors == 24);
    CHECK(first == encoding::parameter_count * sizeof(float));
    CHECK(file.find("encoder.0.attention.weight_q\":{\"dtype\":\"F32\",\"shape\":[4,4]") != std::string::npos);
    // The two blocks under each other's names.
    for (std::size_t i = 0; (i = file.find("encoder.", i)) != std::string::npos; i += 9) file[i + 8] = file[i + 8] == '0' ? '1' : '0';
    tg::parameters<encoding> q;
    const tg::status s = tg::read_safetensors(q, std::span<const char>(file.data(), file.size()));
    CHECK_MESSAGE(s, s.message);
    constexpr std::size_t half = encoding::parameter_count / 2;
    CHECK(std::equal(p.data(), p.data() + half, q.data() + half));
    CHECK(std::equal(p.data() + half, p.data() + 2 * half, q.data()));
}

TEST_CASE("statistics are saved where their names say") {
    struct normed : tg::network<tg::input<4>, tg::dense<3>, tg::batch_norm<>, tg::dense<2>> {};
    tg::parameters<normed> p, q;
    for (std::size_t i = 0; i < p.total; ++i) p.data()[i] = static_cast<float>(i) + 0.5f;
    const std::string path = "safetensors_statistics.tmp";
    REQUIRE(tg::save(p, path.c_str()).ok());
    REQUIRE(tg::load(q, path.c_str()).ok());
    std::remove(path.c_str());
    CHECK(std::equal(p.data(), p.data() + p.total, q.data()));
}

TEST_CASE("a file written by others") {
    tg::parameters<net> p;
    CHECK(read(p, file_of(good, 44)));
    CHECK(p.get<"stem">().weight[0] == 0.5f);
    // another order, spaces, metadata, escapes
    const std::string other = "{ \"__metadata__\" : {\"format\":\"pt\", \"a\" : \"\\u0041\"} ,\n" + replaced(good.substr(1), "\"2.bias\"", "\"\\u0032.bias\"") + "   ";
    const tg::status s = read(p, file_of(other, 44));
    CHECK_MESSAGE(s, s.message);
}

TEST_CASE("every difference is named at once") {
    std::string s = replaced(good, "\"2.bias\"", "\"3.bias\"");
    s = replaced(s, "[3,2]", "[2,3]");
    s = replaced(s, R"("F32","shape":[2,1])", R"("I32","shape":[2,1])");
    tg::parameters<net> p;
    const tg::status r = read(p, file_of(s, 44));
    CHECK(r.code == tg::error::mismatch);
    CHECK(std::string(r.message) ==
          "safetensors: the file does not fit the network; shape of stem.weight <2,3> instead of <3,2>; dtype of 2.weight I32 instead of F32; "
          "unexpected 3.bias; missing 2.bias");
}

TEST_CASE("lies and damage are refused") {
    refuse("", "ends before the length");
    refuse(file_of(replaced(good, "\"2.bias\"", "\"2.bias\\u0000\""), 44), "a string has a control character");
    refuse("1234567", "ends before the length");
    refuse(file_of(good, 44, 1ll << 62), "header is longer than the file");
    refuse(file_of(good, 44).substr(0, 40), "header is longer than the file");
    refuse(file_of(good, 43), "outside the file");
    refuse(file_of(replaced(good, "[0,24]", "[24,0]"), 44), "outside the file");
    refuse(file_of(replaced(good, "[0,24]", "[0,18446744073709551615]"), 44), "outside the file");
    refuse(file_of(replaced(good, "[0,24]", "[0,18446744073709551616]"), 44), "too large");
    refuse(file_of(replaced(good, "[0,24]", "[0,20]"), 44), "do not fit its shape");
    refuse(file_of(replaced(good, "[3,2]", "[4611686018427387904,4]"), 44), "do not fit its shape");
    refuse(file_of(replaced(good, "[3,2]", "[-3,2]"), 44), "number is missing or negative");
    refuse(file_of(replaced(good, "[3,2]", "[3,2"), 44), "number is missing");
    refuse(file_of(replaced(good, "[3,2]", "[3 2]"), 44), "no JSON");
    refuse(file_of(replaced(good, "[3,2]", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,3,2]"), 44), "more than 16 axes");
    refuse(file_of(replaced(good, "[0,24]", "[0,24,3]"), 44), "not two numbers");
    refuse(file_of(replaced(good, "\"dtype\":\"F32\",", ""), 44), "lacks its dtype");
    refuse(file_of(replaced(good, "\"dtype\"", "\"type\""), 44), "unknown or repeated key");
    refuse(file_of(replaced(good, "stem.weight", "stem.weigh\\x"), 44), "broken escape");
    refuse(file_of(replaced(good, "stem.weight", "stem\nweight"), 44), "control character");
    refuse(file_of(good + "{}", 44), "goes on after its end");
    refuse(file_of("", 44), "no JSON");
    refuse(file_of("{\"a", 44), "no JSON");
    refuse(file_of(replaced(good, "\"stem.bias\"", "\"2.bias\""), 44), "repeated 2.bias");
    refuse(file_of(replaced(good, "[24,32]", "[20,28]"), 44), "tensors lie in the same bytes");
    refuse(file_of(replaced(good, "[40,44]", "[0,4]"), 44), "tensors lie in the same bytes");
    refuse(file_of(replaced(good, "[40,44]", "[44,48]"), 48), "bytes that belong to no tensor");
    refuse(file_of(good, 45), "bytes that belong to no tensor");
}

TEST_CASE("no prefix and no single flipped byte of a good file crashes or half-loads") {
    const std::string whole = file_of(good, 44);
    for (std::size_t n = 0; n < whole.size(); ++n) {
        auto p = tg::initialize<net>(1);
        const auto before = p;
        REQUIRE(!read(p, whole.substr(0, n)));
        REQUIRE(std::memcmp(p.data(), before.data(), p.flat().size_bytes()) == 0);
    }
    for (std::size_t n = 0; n + 44 < whole.size(); ++n)
        for (const int bit : {0, 1, 2, 3, 4, 5, 6, 7}) {
            std::string s = whole;
            s[n] = static_cast<char>(s[n] ^ (1 << bit));
            auto p = tg::initialize<net>(1);
            const auto before = p;
            if (!read(p, s)) REQUIRE(std::memcmp(p.data(), before.data(), p.flat().size_bytes()) == 0);
        }
}

TEST_CASE("what could not be loaded is not saved") {
    struct twins : tg::network<tg::input<3>, tg::named<"twin", tg::dense<3>>, tg::named<"twin", tg::dense<3>>> {};
    const auto p = tg::initialize<twins>(1);
    const tg::status s = tg::save(p, "twins.safetensors");
    CHECK(s.code == tg::error::cannot_write);
    CHECK(s.text().find("twin.weight") != std::string_view::npos);
    CHECK(std::fopen("twins.safetensors", "rb") == nullptr);
}

TEST_CASE("a missing file, and a place that cannot be written") {
    auto p = tg::initialize<net>(1);
    CHECK(tg::load(p, "no/such/file.safetensors").code == tg::error::cannot_open);
    CHECK(tg::save(p, "no/such/folder/file.safetensors").code == tg::error::cannot_write);
    const tg::status s = tg::save(p, ("./" + std::string(1200, '/') + "long.safetensors").c_str());
    CHECK(s.code == tg::error::cannot_write);
    CHECK(s.text().find("too long") != std::string_view::npos);
    CHECK(!tg::load(p, "."));
}
