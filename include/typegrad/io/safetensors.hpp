#ifndef TYPEGRAD_IO_SAFETENSORS_HPP
#define TYPEGRAD_IO_SAFETENSORS_HPP

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

#include "../config.hpp"
#include "../core/status.hpp"
#include "../network/parameters.hpp"
#include "safetensors_header.hpp"

// Weights as safetensors files, which every framework reads: names such as "3.weight" or "stem.weight", dtype F32, shapes
// as in memory. What is read is checked against the network's type, every difference is named, and parameters change only
// if all is well.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {

namespace files {

// Bytes from the heap, or none.
struct buffer {
    explicit buffer(std::size_t n) : data(static_cast<char*>(std::malloc(n ? n : 1))), size(data ? n : 0) {}
    ~buffer() { std::free(data); }
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    char* data;
    std::size_t size;
};
struct file {
    file(const char* path, const char* mode) : handle(std::fopen(path, mode)) {}
    ~file() { close(); }
    file(const file&) = delete;
    file& operator=(const file&) = delete;
    bool close() {
        const bool good = !handle || std::fclose(handle) == 0;
        handle = nullptr;
        return good;
    }
    std::FILE* handle;
};

template<class T>
constexpr std::string_view dtype_of = sizeof(T) == 8 ? "F64" : "F32";

constexpr std::uint64_t read_length(const unsigned char* b) {
    std::uint64_t n = 0;
    for (int i = 7; i >= 0; --i) n = n << 8 | b[i];
    return n;
}

// Collects differences; the message has room for many, and says when there were more.
struct differences {
    status found{};

    TYPEGRAD_COLD constexpr void add(std::string_view what, std::string_view name) {
        if (found.ok()) found = status(error::mismatch, "safetensors: the file does not fit the network");
        found.append("; ").append(what).append(" ").append(name);
    }
    TYPEGRAD_COLD constexpr void add_shape(const std::size_t* extents, std::size_t rank) {
        found.append(" <");
        for (std::size_t a = 0; a < rank; ++a) found.append(a ? "," : "").append(extents[a]);
        found.append(">");
    }
};

// Calls f(entry) for every tensor of a header, on a copy whose escapes are resolved in place.
template<class F>
TYPEGRAD_COLD status for_each_entry(const char* text, std::size_t size, std::uint64_t data_size, F f) {
    const buffer copy(size);
    if (!copy.data) return status(error::out_of_range, "safetensors: the header does not fit into memory");
    for (std::size_t i = 0; i < size; ++i) copy.data[i] = text[i];
    safetensors_header header(copy.data, size, data_size);
    tensor_entry e;
    while (header.next(e)) f(e);
    return header.state();
}

template<class Net, class T, class F>
constexpr void each_parameter(T* p, F f) {
    detail::parameter_access<Net, T>::each(p, [&](std::string_view path, auto view, initial, std::size_t) { f(path, view); });
}

// What one entry has to do with a network: where it goes, or how it differs.
template<class Net, class T>
TYPEGRAD_COLD void compare(const tensor_entry& e, T* p, differences& d) {
    bool known = false;
    each_parameter<Net>(p, [&](std::string_view path, auto view) {
        using shape = typename decltype(view)::shape_type;
        if (path != e.name) return;
        known = true;
        bool same = e.rank == shape::rank;
        for (std::size_t a = 0; same && a < shape::rank; ++a) same = e.shape[a] == shape::extents[a];
        if (!same) {
            d.add("shape of", path);
            d.add_shape(e.shape, e.rank);
            d.found.append(" instead of");
            d.add_shape(shape::extents, shape::rank);
        } else if (e.dtype != dtype_of<std::remove_const_t<T>>) {
            d.add("dtype of", path);
            d.found.append(" ").append(e.dtype).append(" instead of ").append(dtype_of<std::remove_const_t<T>>);
        }
    });
    if (!known) d.add("unexpected", e.name);
}

template<class Net, class T>
TYPEGRAD_COLD status check_header(const char* text, std::size_t size, std::uint64_t data_size, T* p) {
    differences d;
    status read = for_each_entry(text, size, data_size, [&](const tensor_entry& e) { compare<Net>(e, p, d); });
    if (!read) return read;
    each_parameter<Net>(p, [&](std::string_view path, auto) {
        int times = 0;
        (void)for_each_entry(text, size, data_size, [&](const tensor_entry& e) { times += e.name == path; });
        if (times == 0) d.add("missing", path);
        if (times > 1) d.add("repeated", path);
    });
    return d.found;
}

// f(begin, end, bytes) copies a range of the data.
template<class Net, class T>
TYPEGRAD_COLD status take(const char* text, std::size_t size, const char* data, std::uint64_t data_size, T* p) {
    status s = check_header<Net>(text, size, data_size, p);
    if (!s) return s;
    return for_each_entry(text, size, data_size, [&](const tensor_entry& e) {
        each_parameter<Net>(p, [&](std::string_view path, auto view) {
            if (path != e.name) return;
            char* const to = reinterpret_cast<char*>(view.data());
            for (std::uint64_t i = e.begin; i < e.end; ++i) to[i - e.begin] = data[i];
        });
    });
}
}

// Parameters from the bytes of a safetensors file. On any error they are as they were.
template<class Net, class T>
TYPEGRAD_COLD status read_safetensors(parameters<Net, T>& p, std::span<const char> bytes) {
    if (bytes.size() < 8) return status(error::truncated, "safetensors: the file ends before the length of its header", bytes.size());
    const std::uint64_t header = files::read_length(reinterpret_cast<const unsigned char*>(bytes.data())), rest = bytes.size() - 8;
    if (header > rest) return status(error::truncated, "safetensors: the header is longer than the file", 0);
    const auto size = static_cast<std::size_t>(header);
    return files::take<Net>(bytes.data() + 8, size, bytes.data() + 8 + size, rest - header, p.data());
}

template<class Net, class T>
TYPEGRAD_COLD status load(parameters<Net, T>& p, const char* path) {
    files::file in(path, "rb");
    if (!in.handle) return status(error::cannot_open, "load: cannot open ").append(path);
    if (std::fseek(in.handle, 0, SEEK_END) != 0) return status(error::cannot_open, "load: this is no file: ").append(path);
    const long size = std::ftell(in.handle);
    if (size < 0 || std::fseek(in.handle, 0, SEEK_SET) != 0) return status(error::cannot_open, "load: cannot read ").append(path);
    files::buffer bytes(static_cast<std::size_t>(size));
    if (!bytes.data) return status(error::out_of_range, "load: the file does not fit into memory: ").append(path);
    if (std::fread(bytes.data, 1, bytes.size, in.handle) != bytes.size) return status(error::truncated, "load: cannot read all of ").append(path);
    return read_safetensors(p, std::span<const char>(bytes.data, bytes.size));
}

namespace files {
// The header of a network's parameters, piece by piece into write(text).
template<class Net, class T, class F>
TYPEGRAD_COLD void write_header(const T* p, F write) {
    std::uint64_t at = 0;
    bool first = true;
    auto number = [&](std::uint64_t n) { write(status().append(static_cast<std::size_t>(n)).text()); };
    write("{");
    each_parameter<Net>(p, [&](std::string_view path, auto view) {
        using shape = typename decltype(view)::shape_type;
        write(first ? "\"" : ",\"");
        first = false;
        for (const char& c : path) {
            if (c == '"' || c == '\\') write("\\");
            write(std::string_view(&c, 1));
        }
        write("\":{\"dtype\":\"");
        write(dtype_of<T>);
        write("\",\"shape\":[");
        for (std::size_t a = 0; a < shape::rank; ++a) {
            if (a) write(",");
            number(shape::extents[a]);
        }
        write("],\"data_offsets\":[");
        number(at);
        write(",");
        number(at += view.size() * sizeof(T));
        write("]}");
    });
    write("}");
}
}

// Writes beside the target first and then takes its place: a full disk never costs the weights of yesterday.
template<class Net, class T>
TYPEGRAD_COLD status save(const parameters<Net, T>& p, const char* path) {
    status beside;
    beside.append(path).append(".part");
    files::file out(beside.message, "wb");
    if (!out.handle) return status(error::cannot_write, "save: cannot write ").append(beside.text());
    std::uint64_t length = 0;
    files::write_header<Net>(p.data(), [&](std::string_view s) { length += s.size(); });
    const std::uint64_t padded = (length + 7) / 8 * 8;
    bool good = true;
    auto write = [&](std::string_view s) { good = good && std::fwrite(s.data(), 1, s.size(), out.handle) == s.size(); };
    for (int i = 0; i < 8; ++i) {
        const char byte = static_cast<char>(padded >> (8 * i) & 0xFF);
        write({&byte, 1});
    }
    files::write_header<Net>(p.data(), write);
    for (; length < padded; ++length) write(" ");
    const auto flat = p.flat();
    write({reinterpret_cast<const char*>(flat.data()), flat.size() * sizeof(T)});
    good = out.close() && good;
    if (good && std::rename(beside.message, path) == 0) return {};
    std::remove(beside.message);
    return status(error::cannot_write, "save: cannot write ").append(path);
}

}
}

#endif
