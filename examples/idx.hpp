#ifndef TYPEGRAD_EXAMPLES_IDX_HPP
#define TYPEGRAD_EXAMPLES_IDX_HPP

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <typegrad/typegrad.hpp>

// IDX, the format of MNIST and its relatives, compressed with gzip:
//   0 0 8 r        bytes, r axes
//   extents        r numbers of 32 bits, big-endian, outermost first
//   the numbers    one byte each, the last axis fastest
// A file is read whole or refused. No memory is taken on the word of a header: vectors grow with what has been unpacked.

// The contents of a gzip file, piece by piece.
class gzip_reader {
public:
    explicit gzip_reader(const char* path) : file_(std::fopen(path, "rb"), &std::fclose) {
        if (!file_) state_ = typegrad::status(typegrad::error::cannot_open, "cannot open it");
        else if (inflateInit2(&z_, 16 + MAX_WBITS) != Z_OK) state_ = typegrad::status(typegrad::error::out_of_range, "no memory to unpack it");
        else ready_ = true;
    }
    ~gzip_reader() {
        if (ready_) inflateEnd(&z_);
    }
    gzip_reader(const gzip_reader&) = delete;
    gzip_reader& operator=(const gzip_reader&) = delete;

    // Up to n bytes; fewer only at the end, or after an error.
    std::size_t read(std::uint8_t* to, std::size_t n) {
        z_.next_out = to;
        z_.avail_out = static_cast<uInt>(n);
        while (state_.ok() && !ended_ && z_.avail_out > 0) step();
        const std::size_t got = n - z_.avail_out;
        position_ += got;
        return state_.ok() ? got : 0;
    }
    const typegrad::status& state() const { return state_; }
    std::size_t position() const { return position_; }  // of the unpacked bytes

private:
    void step() {
        if (z_.avail_in == 0) refill();
        if (z_.avail_in == 0) return stop(typegrad::error::truncated, "the compressed data ends too early");
        switch (inflate(&z_, Z_NO_FLUSH)) {
            case Z_OK: return;
            case Z_STREAM_END:
                ended_ = true;
                if (z_.avail_in == 0) refill();
                if (z_.avail_in > 0) stop(typegrad::error::malformed, "bytes follow the compressed data");
                return;
            case Z_MEM_ERROR: return stop(typegrad::error::out_of_range, "no memory to unpack it");
            default: return stop(typegrad::error::malformed, "this is no gzip file, or it is damaged");
        }
    }
    void refill() {
        z_.next_in = packed_.data();
        z_.avail_in = static_cast<uInt>(std::fread(packed_.data(), 1, packed_.size(), file_.get()));
        if (std::ferror(file_.get())) stop(typegrad::error::cannot_open, "it cannot be read");
    }
    void stop(typegrad::error code, std::string_view why) {
        if (state_.ok()) state_ = typegrad::status(code, why, position_);
    }

    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    z_stream z_{};
    std::array<std::uint8_t, 1 << 14> packed_{};
    typegrad::status state_{};
    std::size_t position_ = 0;
    bool ready_ = false, ended_ = false;
};

namespace idx_detail {
inline typegrad::status refuse(typegrad::error code, std::string_view path, std::string_view why, std::size_t at = 0) {
    return typegrad::status(code, path, at).append(": ").append(why);
}
// What the reader met, or that the file ends where more was promised.
inline typegrad::status cut_short(const gzip_reader& in, std::string_view path, std::string_view what) {
    if (!in.state()) return refuse(in.state().code, path, in.state().text(), in.state().position);
    return refuse(typegrad::error::truncated, path, "the file ends in ", in.position()).append(what);
}

// The header: bytes, and samples of these extents. Gives their number.
inline typegrad::status read_header(gzip_reader& in, std::string_view path, std::initializer_list<std::uint32_t> sample, std::uint32_t& count) {
    std::uint8_t b[4];
    if (in.read(b, 4) != 4) return cut_short(in, path, "its header");
    if (b[0] != 0 || b[1] != 0) return refuse(typegrad::error::malformed, path, "this is no IDX file");
    if (b[2] != 8) return refuse(typegrad::error::mismatch, path, "the numbers are of type ", 2).append(b[2]).append(" instead of 8, bytes");
    if (b[3] != 1 + sample.size()) return refuse(typegrad::error::mismatch, path, "it has ", 3).append(b[3]).append(" axes instead of ").append(1 + sample.size());
    const auto read_extent = [&](std::uint32_t& extent) {
        if (in.read(b, 4) != 4) return false;
        extent = std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
        return true;
    };
    if (!read_extent(count)) return cut_short(in, path, "its header");
    if (count == 0) return refuse(typegrad::error::malformed, path, "it holds no samples", 4);
    std::size_t axis = 1;
    for (const std::uint32_t wanted : sample) {
        std::uint32_t given = 0;
        if (!read_extent(given)) return cut_short(in, path, "its header");
        if (given != wanted) return refuse(typegrad::error::mismatch, path, "axis ", 4 + 4 * axis).append(axis).append(" is ").append(given).append(" instead of ").append(wanted);
        ++axis;
    }
    return {};
}
}

// All samples of an IDX file of bytes, each of these extents ({28, 28}: images; {}: labels), one after another.
// values is replaced if all is well, and as it was otherwise.
//   errors  every difference between the header, the data and what was asked for; more than `limit` bytes
inline typegrad::status read_idx(const char* path, std::initializer_list<std::uint32_t> sample, std::vector<std::uint8_t>& values, std::uint64_t limit = 1u << 30) {
    using typegrad::error;
    gzip_reader in(path);
    std::uint32_t count = 0;
    if (const typegrad::status s = idx_detail::read_header(in, path, sample, count); !s) return s;
    std::uint64_t each = 1;
    for (const std::uint32_t extent : sample) each = each > limit / std::max(extent, 1u) ? limit + 1 : each * extent;
    if (each > limit / count) return idx_detail::refuse(error::out_of_range, path, "the header announces more than ", 4).append(limit).append(" bytes");

    const std::uint64_t size = each * count;
    std::vector<std::uint8_t> all;
    std::array<std::uint8_t, 1 << 16> piece;
    while (all.size() < size) {
        const std::size_t got = in.read(piece.data(), static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - all.size())));
        if (got == 0) return idx_detail::cut_short(in, path, typegrad::status().append("sample ").append(all.size() / each).append(" of ").append(count).text());
        all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got));
    }
    if (in.read(piece.data(), 1) != 0) return idx_detail::refuse(error::malformed, path, "data follows the last sample", in.position() - 1);
    if (!in.state()) return idx_detail::cut_short(in, path, "");  // the check sum comes last
    values = std::move(all);
    return {};
}

struct labelled_images {
    std::vector<std::uint8_t> images, labels;  // one label an image
};

// Images and their labels, which must be below `classes`. to changes only if all is well.
inline typegrad::status read_labelled_images(const char* image_path, const char* label_path, std::uint32_t height, std::uint32_t width, std::size_t classes, labelled_images& to) {
    using typegrad::error;
    labelled_images read;
    if (const typegrad::status s = read_idx(image_path, {height, width}, read.images); !s) return s;
    if (const typegrad::status s = read_idx(label_path, {}, read.labels); !s) return s;
    const std::size_t images = read.images.size() / (std::size_t{height} * width);
    if (images != read.labels.size())
        return idx_detail::refuse(error::mismatch, label_path, "").append(read.labels.size()).append(" labels for ").append(images).append(" images");
    for (std::size_t i = 0; i < images; ++i)
        if (read.labels[i] >= classes)
            return idx_detail::refuse(error::out_of_range, label_path, "label ", 8 + i).append(i).append(" is ").append(read.labels[i]).append(", but there are ").append(classes).append(" classes");
    to = std::move(read);
    return {};
}

#endif
