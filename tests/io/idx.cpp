#include <doctest/doctest.h>
#include <zlib.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "idx.hpp"

namespace tg = typegrad;

// The largest piece of memory that was asked for. (Not inlined: GCC would see malloc behind new, and warn.)
static std::size_t largest = 0;
[[gnu::noinline]] void* operator new(std::size_t n) {
    if (n > largest) largest = n;
    if (void* const p = std::malloc(n ? n : 1)) return p;
    std::abort();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace {
const char* const path = "idx_test.gz";
const char* const label_path = "idx_test_labels.gz";
using bytes = std::vector<std::uint8_t>;

std::string big_endian(std::uint32_t n) {
    std::string s;
    for (int shift = 24; shift >= 0; shift -= 8) s += static_cast<char>(n >> shift & 0xFF);
    return s;
}
std::string header(char type, const std::vector<std::uint32_t>& extents) {
    std::string s{'\0', '\0', type, static_cast<char>(extents.size())};
    for (const std::uint32_t extent : extents) s += big_endian(extent);
    return s;
}
std::string counted(std::size_t n) {
    std::string s;
    for (std::size_t i = 0; i < n; ++i) s += static_cast<char>(i * 7);
    return s;
}
std::string packed(const std::string& text, int form = 16 + MAX_WBITS) {
    z_stream z{};
    REQUIRE(deflateInit2(&z, 6, Z_DEFLATED, form, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&z, static_cast<uLong>(text.size())) + 64, '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    z.avail_in = static_cast<uInt>(text.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}
void write(const char* to, const std::string& content) {
    std::FILE* const f = std::fopen(to, "wb");
    REQUIRE(f);
    REQUIRE(std::fwrite(content.data(), 1, content.size(), f) == content.size());
    std::fclose(f);
}
struct removed {
    ~removed() {
        std::remove(path);
        std::remove(label_path);
    }
};

// Refused, with this code and message, and nothing changed.
void refuse_file(const std::string& content, tg::error code, const std::string& message, std::uint64_t limit = 1u << 30) {
    CAPTURE(message);
    const removed later;
    write(path, content);
    bytes values{1, 2, 3};
    const tg::status s = read_idx(path, {2, 3}, values, limit);
    CHECK(s.code == code);
    CHECK(std::string(s.message) == path + (": " + message));
    CHECK(values == bytes{1, 2, 3});
}
void refuse(const std::string& text, tg::error code, const std::string& message, std::uint64_t limit = 1u << 30) { refuse_file(packed(text), code, message, limit); }

const std::string good = header(8, {5, 2, 3}) + counted(30);
}

TEST_CASE("a good file") {
    const removed later;
    write(path, packed(good));
    bytes values{1, 2, 3};
    const tg::status s = read_idx(path, {2, 3}, values);
    CHECK_MESSAGE(s, s.message);
    REQUIRE(values.size() == 30);
    for (std::size_t i = 0; i < 30; ++i) CHECK(values[i] == static_cast<std::uint8_t>(i * 7));
    CHECK(read_idx(path, {2, 3}, values, 30));

    // more than one piece, packed and unpacked
    std::string noise = header(8, {300001});
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < 300001; ++i) noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    write(path, packed(noise));
    REQUIRE(read_idx(path, {}, values));
    REQUIRE(values.size() == 300001);
    for (std::size_t i = 0; i < values.size(); ++i) REQUIRE(values[i] == static_cast<std::uint8_t>(noise[8 + i]));
}

TEST_CASE("no file, no gzip, a damaged one") {
    bytes values{1, 2, 3};
    const tg::status missing = read_idx("no_such_folder/no_such_file.gz", {}, values);
    CHECK(missing.code == tg::error::cannot_open);
    CHECK(std::string(missing.message) == "no_such_folder/no_such_file.gz: cannot open it");
    CHECK(std::string(read_idx(".", {}, values).message) == ".: it cannot be read");
    CHECK(values == bytes{1, 2, 3});

    const std::string damaged = "this is no gzip file, or it is damaged", early = "the compressed data ends too early";
    refuse_file("", tg::error::truncated, early);
    refuse_file(good, tg::error::malformed, damaged);
    refuse_file(packed(good, MAX_WBITS), tg::error::malformed, damaged);  // zlib's form
    const std::string file = packed(good);
    for (std::size_t n = 1; n < file.size(); ++n) refuse_file(file.substr(0, n), tg::error::truncated, early);
    refuse_file(file + '\0', tg::error::malformed, "bytes follow the compressed data");
    refuse_file(file + file, tg::error::malformed, "bytes follow the compressed data");
    std::string wrong_sum = file, wrong_length = file;
    wrong_sum[file.size() - 8] = static_cast<char>(wrong_sum[file.size() - 8] ^ 1);
    wrong_length[file.size() - 4] = static_cast<char>(wrong_length[file.size() - 4] ^ 1);
    refuse_file(wrong_sum, tg::error::malformed, damaged);
    refuse_file(wrong_length, tg::error::malformed, damaged);
}

TEST_CASE("one wrong bit is never read as data") {
    const removed later;
    const std::string file = packed(good);
    for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
        std::string wrong = file;
        wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << bit % 8));
        write(path, wrong);
        bytes values;
        if (read_idx(path, {2, 3}, values)) CHECK(values == bytes(good.begin() + 16, good.end()));  // gzip's time stamp and flags
        else CHECK(values.empty());
    }
}

TEST_CASE("a header that lies") {
    refuse("", tg::error::truncated, "the file ends in its header");
    for (std::size_t n = 1; n < 16; ++n) refuse(good.substr(0, n), tg::error::truncated, "the file ends in its header");
    refuse('\1' + good.substr(1), tg::error::malformed, "this is no IDX file");
    refuse(good.substr(0, 1) + '\1' + good.substr(2), tg::error::malformed, "this is no IDX file");
    refuse(header(13, {5, 2, 3}) + counted(120), tg::error::mismatch, "the numbers are of type 13 instead of 8, bytes");
    refuse(header(0, {5, 2, 3}) + counted(30), tg::error::mismatch, "the numbers are of type 0 instead of 8, bytes");
    refuse(header(8, {}) + counted(1), tg::error::mismatch, "it has 0 axes instead of 3");
    refuse(header(8, {30}) + counted(30), tg::error::mismatch, "it has 1 axes instead of 3");
    refuse(std::string{'\0', '\0', '\x8', '\xFF'} + counted(3000), tg::error::mismatch, "it has 255 axes instead of 3");
    refuse(header(8, {0, 2, 3}), tg::error::malformed, "it holds no samples");
    refuse(header(8, {5, 3, 2}) + counted(30), tg::error::mismatch, "axis 1 is 3 instead of 2");
    refuse(header(8, {5, 2, 0}) + counted(30), tg::error::mismatch, "axis 2 is 0 instead of 3");
    // 2^32 * 2^32 is 0 in 64 bits
    refuse(header(8, {1, 0x80000000u, 0x80000000u}) + counted(30), tg::error::mismatch, "axis 1 is 2147483648 instead of 2");
}

TEST_CASE("more announced than there is, or less") {
    refuse(good.substr(0, 16), tg::error::truncated, "the file ends in sample 0 of 5");
    for (std::size_t n = 17; n < 46; ++n) refuse(good.substr(0, n), tg::error::truncated, "the file ends in sample " + std::to_string((n - 16) / 6) + " of 5");
    refuse(good + '\0', tg::error::malformed, "data follows the last sample");
    refuse(good + counted(100000), tg::error::malformed, "data follows the last sample");
    refuse(header(8, {100000000, 2, 3}) + counted(30), tg::error::truncated, "the file ends in sample 5 of 100000000");
    refuse(header(8, {0xFFFFFFFFu, 2, 3}) + counted(30), tg::error::out_of_range, "the header announces more than 1073741824 bytes");
    refuse(good, tg::error::out_of_range, "the header announces more than 29 bytes", 29);

    // what a caller asks for may overflow as well
    const removed later;
    write(path, packed(header(8, {4, 0x80000000u, 0x80000000u, 4}) + counted(30)));
    bytes values;
    CHECK(read_idx(path, {0x80000000u, 0x80000000u, 4}, values).code == tg::error::out_of_range);
}

TEST_CASE("a promise takes no memory") {
    // A gigabyte announced, thirty bytes there.
    const removed later;
    write(path, packed(header(8, {178956970, 2, 3}) + counted(30)));
    bytes values;
    largest = 0;
    const tg::status s = read_idx(path, {2, 3}, values);
    CHECK(largest < 1000);
    CHECK(s.code == tg::error::truncated);
    CHECK(s.position == 46);

    // Little announced, a megabyte there: nothing of it is kept.
    write(path, packed(good + std::string(1 << 20, 'x')));
    largest = 0;
    CHECK(read_idx(path, {2, 3}, values).code == tg::error::malformed);
    CHECK(largest < 1000);
}

TEST_CASE("images and labels") {
    const removed later;
    labelled_images d;
    const auto read = [&](const std::string& images, const std::string& labels) {
        write(path, packed(images));
        write(label_path, packed(labels));
        d = {{9}, {9}};
        return read_labelled_images(path, label_path, 2, 3, 4, d);
    };
    REQUIRE(read(good, header(8, {5}) + std::string{3, 0, 1, 2, 3}));
    CHECK(d.images.size() == 30);
    CHECK(d.labels == bytes{3, 0, 1, 2, 3});

    const auto refused = [&](const std::string& images, const std::string& labels, const std::string& message) {
        const tg::status s = read(images, labels);
        CHECK(!s);
        CHECK(std::string(s.message) == message);
        CHECK(d.images == bytes{9});
        CHECK(d.labels == bytes{9});
    };
    const std::string file = label_path;
    refused(good, header(8, {5}) + std::string{3, 0, 4, 2, 3}, file + ": label 2 is 4, but there are 4 classes");
    refused(good, header(8, {5}) + std::string{3, 0, 0, 2, '\xFF'}, file + ": label 4 is 255, but there are 4 classes");
    refused(good, header(8, {4}) + std::string{3, 0, 1, 2}, file + ": 4 labels for 5 images");
    refused(good, good, file + ": it has 3 axes instead of 1");
    refused(header(8, {5}) + std::string{3, 0, 1, 2, 3}, header(8, {5}) + std::string{3, 0, 1, 2, 3}, std::string(path) + ": it has 1 axes instead of 3");
}
