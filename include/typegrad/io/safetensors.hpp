#ifndef TYPEGRAD_IO_SAFETENSORS_HPP
#define TYPEGRAD_IO_SAFETENSORS_HPP

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <new>
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
    explicit buffer(std::size_t n) : data(new (std::nothrow) char[n ? n : 1]), size(data ? n : 0) {}
    ~buffer() { delete[] data; }
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

// A network's parameters as a list, so that the rest of this file need not know their types.
struct stored_tensor {
    char name[detail::path::capacity + 1]{};
    char* bytes = nullptr;
    std::size_t size = 0, rank = 0;
    const std::size_t* extents = nullptr;

    std::string_view path() const { return name; }
};
class stored_tensors {
public:
    stored_tensors() = default;
    ~stored_tensors() { delete[] list_; }
    stored_tensors(const stored_tensors&) = delete;
    stored_tensors& operator=(const stored_tensors&) = delete;

    TYPEGRAD_COLD void add(std::string_view path, const void* data, std::size_t size, std::size_t rank, const std::size_t* extents) {
        if (count_ == room_) {
            room_ = room_ ? 2 * room_ : 16;
            stored_tensor* const grown = new (std::nothrow) stored_tensor[room_];
            if (!grown) return void(whole_ = false);
            for (std::size_t i = 0; i < count_; ++i) grown[i] = list_[i];
            delete[] list_;
            list_ = grown;
        }
        stored_tensor t;
        text::append(t.name, detail::path::capacity, 0, path);
        t.bytes = const_cast<char*>(static_cast<const char*>(data));
        t.size = size;
        t.rank = rank;
        t.extents = extents;
        list_[count_++] = t;
    }
    const stored_tensor* begin() const { return list_; }
    const stored_tensor* end() const { return list_ + count_; }
    bool whole() const { return whole_; }  // false: there was no memory for all

private:
    stored_tensor* list_ = nullptr;
    std::size_t count_ = 0, room_ = 0;
    bool whole_ = true;
};
template<class Net, class T>
TYPEGRAD_COLD void list_parameters(stored_tensors& to, T* p) {
    detail::parameter_access<Net, T>::each(p, [&](std::string_view path, auto view, initial, std::size_t) {
        using shape = typename decltype(view)::shape_type;
        to.add(path, view.data(), view.size() * sizeof(T), shape::rank, shape::extents);
    });
}

// What one entry has to do with a network: where it goes, or how it differs.
TYPEGRAD_COLD inline void compare(const tensor_entry& e, const stored_tensors& list, std::string_view dtype, differences& d) {
    for (const stored_tensor& t : list) {
        if (t.path() != e.name) continue;
        bool same = e.rank == t.rank;
        for (std::size_t a = 0; same && a < t.rank; ++a) same = e.shape[a] == t.extents[a];
        if (!same) {
            d.add("shape of", t.path());
            d.add_shape(e.shape, e.rank);
            d.found.append(" instead of");
            d.add_shape(t.extents, t.rank);
        } else if (e.dtype != dtype) {
            d.add("dtype of", t.path());
            d.found.append(" ").append(e.dtype).append(" instead of ").append(dtype);
        }
        return;
    }
    d.add("unexpected", e.name);
}

// Every byte of the data belongs to one tensor.
TYPEGRAD_COLD inline status check_offsets(const char* text, std::size_t size, std::uint64_t data_size) {
    std::uint64_t used = 0;
    bool apart = true;
    status read = for_each_entry(text, size, data_size, [&](const tensor_entry& e) {
        used += e.end - e.begin;
        int here = 0;
        (void)for_each_entry(text, size, data_size, [&](const tensor_entry& other) { here += other.begin < e.end && e.begin < other.end; });
        apart = apart && here <= 1;
    });
    if (!read) return read;
    if (!apart) return status(error::malformed, "safetensors: tensors lie in the same bytes");
    return used == data_size ? status() : status(error::malformed, "safetensors: there are bytes that belong to no tensor");
}

TYPEGRAD_COLD inline status check_header(const char* text, std::size_t size, std::uint64_t data_size, const stored_tensors& list, std::string_view dtype) {
    differences d;
    status read = for_each_entry(text, size, data_size, [&](const tensor_entry& e) { compare(e, list, dtype, d); });
    if (!read) return read;
    for (const stored_tensor& t : list) {
        int times = 0;
        (void)for_each_entry(text, size, data_size, [&](const tensor_entry& e) { times += e.name == t.path(); });
        if (times == 0) d.add("missing", t.path());
        if (times > 1) d.add("repeated", t.path());
    }
    return d.found.ok() ? check_offsets(text, size, data_size) : d.found;  // pairs of tensors, of which there are now no more than in the network
}

TYPEGRAD_COLD inline status read_bytes(const char* bytes, std::size_t size, const stored_tensors& list, std::string_view dtype) {
    if (!list.whole()) return status(error::out_of_range, "safetensors: the names of the parameters do not fit into memory");
    if (size < 8) return status(error::truncated, "safetensors: the file ends before the length of its header", size);
    const std::uint64_t header = read_length(reinterpret_cast<const unsigned char*>(bytes)), rest = size - 8;
    if (header > rest) return status(error::truncated, "safetensors: the header is longer than the file", 0);
    const char* const text = bytes + 8;
    const auto length = static_cast<std::size_t>(header);
    const status s = check_header(text, length, rest - header, list, dtype);
    if (!s) return s;
    return for_each_entry(text, length, rest - header, [&](const tensor_entry& e) {
        for (const stored_tensor& t : list)
            if (t.path() == e.name)
                for (std::uint64_t i = e.begin; i < e.end; ++i) t.bytes[i - e.begin] = text[length + i];
    });
}

TYPEGRAD_COLD inline status load_file(const char* path, const stored_tensors& list, std::string_view dtype) {
    file in(path, "rb");
    if (!in.handle) return status(error::cannot_open, "load: cannot open ").append(path);
    if (std::fseek(in.handle, 0, SEEK_END) != 0) return status(error::cannot_open, "load: this is no file: ").append(path);
    const long size = std::ftell(in.handle);
    if (size < 0 || std::fseek(in.handle, 0, SEEK_SET) != 0) return status(error::cannot_open, "load: cannot read ").append(path);
    buffer bytes(static_cast<std::size_t>(size));
    if (!bytes.data) return status(error::out_of_range, "load: the file does not fit into memory: ").append(path);
    if (std::fread(bytes.data, 1, bytes.size, in.handle) != bytes.size) return status(error::truncated, "load: cannot read all of ").append(path);
    return read_bytes(bytes.data, bytes.size, list, dtype);
}

// Writes text to a file, or counts it where there is none.
struct writer_or_counter {
    std::FILE* to = nullptr;
    std::uint64_t length = 0;
    bool good = true;

    TYPEGRAD_COLD void put(const char* bytes, std::size_t n) {
        length += n;
        if (to) good = good && std::fwrite(bytes, 1, n, to) == n;
    }
    TYPEGRAD_COLD void put(std::string_view s) { put(s.data(), s.size()); }
    TYPEGRAD_COLD void number(std::uint64_t n) { put(status().append(static_cast<std::size_t>(n)).text()); }
};
TYPEGRAD_COLD inline void write_header(const stored_tensors& list, std::string_view dtype, writer_or_counter& out) {
    std::uint64_t at = 0;
    out.put("{");
    for (const stored_tensor& t : list) {
        out.put(at || &t != list.begin() ? ",\"" : "\"");
        for (const char& c : t.path()) {
            if (c == '"' || c == '\\') out.put("\\");
            out.put(&c, 1);
        }
        out.put("\":{\"dtype\":\"");
        out.put(dtype);
        out.put("\",\"shape\":[");
        for (std::size_t a = 0; a < t.rank; ++a) {
            if (a) out.put(",");
            out.number(t.extents[a]);
        }
        out.put("],\"data_offsets\":[");
        out.number(at);
        out.put(",");
        out.number(at += t.size);
        out.put("]}");
    }
    out.put("}");
}

// Writes beside the target first and then takes its place: a full disk never costs the weights of yesterday.
TYPEGRAD_COLD inline status save_file(const stored_tensors& list, std::string_view dtype, const char* path) {
    if (!list.whole()) return status(error::out_of_range, "save: the names of the parameters do not fit into memory");
    for (const stored_tensor& t : list)
        for (const stored_tensor* other = list.begin(); other != &t; ++other)
            if (other->path() == t.path()) return status(error::cannot_write, "save: two parameters are called ").append(t.path()).append("; a file of them could not be loaded");
    status beside;
    beside.append(path).append(".part");
    if (beside.text().size() != std::string_view(path).size() + 5) return status(error::cannot_write, "save: this path is too long: ").append(path);
    file out(beside.message, "wb");
    if (!out.handle) return status(error::cannot_write, "save: cannot write ").append(beside.text());
    writer_or_counter count;
    write_header(list, dtype, count);
    const std::uint64_t padded = (count.length + 7) / 8 * 8;
    writer_or_counter to{out.handle};
    for (int i = 0; i < 8; ++i) {
        const char byte = static_cast<char>(padded >> (8 * i) & 0xFF);
        to.put(&byte, 1);
    }
    write_header(list, dtype, to);
    for (std::uint64_t i = count.length; i < padded; ++i) to.put(" ");
    for (const stored_tensor& t : list) to.put(t.bytes, t.size);
    const bool good = out.close() && to.good;
    if (good && std::rename(beside.message, path) == 0) return {};
    std::remove(beside.message);
    return status(error::cannot_write, "save: cannot write ").append(path);
}
}

// Parameters from the bytes of a safetensors file. On any error they are as they were.
template<class Net, class T>
TYPEGRAD_COLD status read_safetensors(parameters<Net, T>& p, std::span<const char> bytes) {
    files::stored_tensors list;
    files::list_parameters<Net>(list, p.data());
    return files::read_bytes(bytes.data(), bytes.size(), list, files::dtype_of<T>);
}
template<class Net, class T>
TYPEGRAD_COLD status load(parameters<Net, T>& p, const char* path) {
    files::stored_tensors list;
    files::list_parameters<Net>(list, p.data());
    return files::load_file(path, list, files::dtype_of<T>);
}
template<class Net, class T>
TYPEGRAD_COLD status save(const parameters<Net, T>& p, const char* path) {
    files::stored_tensors list;
    files::list_parameters<Net>(list, p.data());
    return files::save_file(list, files::dtype_of<T>, path);
}

}
}

#endif
