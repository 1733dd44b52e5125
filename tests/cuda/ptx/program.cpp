#include "program.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace ptx {
namespace {

std::string_view trimmed(std::string_view s) {
    const std::size_t begin = s.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return s.substr(begin, s.find_last_not_of(" \t") + 1 - begin);
}
// The line at `from`, which moves behind it.
std::string_view next_line(std::string_view text, std::size_t& from) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string_view line = text.substr(from, end - from);
    from = end + 1;
    return trimmed(line.substr(0, line.find("//")));
}
template<class T>
T number(std::string_view digits, int base = 10) {
    T value{};
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (wrong != std::errc{} || end != digits.data() + digits.size()) throw not_understood("no number: " + std::string(digits));
    return value;
}
std::size_t bytes_of_type(std::string_view type) {
    if (type == "pred") return 1;
    return number<std::size_t>(type.substr(1)) / 8;
}
// %rd12 and %fd12 are of 8 bytes, %r12 and %f12 of 4, %rs12 of 2, %p12 of 1.
std::size_t bytes_of_register(std::string_view name) {
    const std::string_view prefix = name.substr(0, name.find_first_of("0123456789"));
    for (const auto& [known, bytes] : {std::pair{"%rd", 8}, {"%fd", 8}, {"%r", 4}, {"%f", 4}, {"%rs", 2}, {"%p", 1}})
        if (prefix == known) return static_cast<std::size_t>(bytes);
    throw not_understood("no register: " + std::string(name));
}
// The one name of shared memory, which begins at 0.
bool is_shared_memory(std::string_view name) {
    return name.ends_with("typegrad_shared_memoryE");
}

class reader {
public:
    explicit reader(std::string_view text) : text_(text) {}

    kernel read() {
        read_parameters();
        while (from_ < text_.size()) {
            const std::string_view line = next_line(text_, from_);
            ++line_;
            if (line.empty() || line == "{" || line == "}" || line[0] == ')') continue;
            try {
                if (line[0] == '.') declare(line);
                else if (line.back() == ':') labels_[std::string(line.substr(0, line.size() - 1))] = static_cast<std::uint32_t>(made_.code.size());
                else if (line.starts_with("{ .reg .b32 tmp; ")) read_with_register(line);
                else read_instruction(line.substr(0, line.find(';')));
            } catch (const not_understood& e) {
                throw not_understood(std::string(line) + ": " + e.what());
            }
        }
        for (const auto& [at, label] : branches_) {
            const auto place = labels_.find(label);
            if (place == labels_.end()) throw not_understood("no label: " + label);
            made_.code[at].target = place->second;
        }
        return std::move(made_);
    }

private:
    // .param .u64 name, or .param .align 4 .b8 name[20]
    void read_parameters() {
        const std::size_t body = text_.find("\n{");
        for (std::size_t at = text_.find(".param"); at < body; at = text_.find(".param", at + 1)) {
            const auto words = split(text_.substr(at, text_.find_first_of(",\n)", at) - at));
            const bool array = words.at(1) == ".align";
            const std::string_view name = words.back().substr(0, words.back().find('['));
            const std::size_t bytes = array ? number<std::size_t>(words.back().substr(name.size() + 1, words.back().size() - name.size() - 2)) : bytes_of_type(words[1].substr(1));
            const std::size_t align = array ? number<std::size_t>(words.at(2)) : bytes, offset = (made_.parameter_bytes + align - 1) / align * align;
            names_[std::string(name)] = static_cast<std::int32_t>(offset);
            made_.parameters.push_back({offset, bytes});
            made_.parameter_bytes = offset + bytes;
        }
        from_ = body + 1;
    }
    void declare(std::string_view line) {
        for (const char* known : {".reg ", ".maxntid ", ".minnctapersm ", ".pragma "})
            if (line.starts_with(known)) return;
        throw not_understood("a declaration");
    }
    std::uint32_t space(std::size_t bytes) {
        const std::uint32_t at = made_.registers;
        made_.registers += bytes == 8 ? 2 : 1;
        return at;
    }
    std::uint32_t register_at(std::string_view name) {
        const auto [place, added] = registers_.try_emplace(std::string(name), 0);
        if (added) place->second = space(bytes_of_register(name));
        return place->second;
    }
    std::uint32_t constant_at(constant c) {
        for (const constant& known : made_.constants)
            if (known.what == c.what && known.bits == c.bits && known.bytes == c.bytes) return known.at;
        c.at = space(c.bytes);
        made_.constants.push_back(c);
        return c.at;
    }
    std::uint32_t value_at(std::string_view token, std::size_t bytes) {
        using kind = constant::kind;
        if (token[0] != '%') return constant_at({kind::number, bits_of(token), bytes, 0});
        for (const auto& [name, what] : {std::pair{"%tid.x", kind::thread}, {"%ctaid.x", kind::block}, {"%nctaid.x", kind::blocks}, {"%ntid.x", kind::threads}})
            if (token == name) return constant_at({what, 0, 4, 0});
        if (bytes_of_register(token) != bytes) throw not_understood("a register of " + std::to_string(bytes_of_register(token)) + " bytes for an operand of " + std::to_string(bytes));
        return register_at(token);
    }
    std::uint64_t bits_of(std::string_view token) const {
        if (token.starts_with("0f") || token.starts_with("0d")) return number<std::uint64_t>(token.substr(2), 16);
        if (token.starts_with("-")) return static_cast<std::uint64_t>(number<std::int64_t>(token));
        if (is_shared_memory(token)) return 0;
        if (token.starts_with("0x")) return number<std::uint64_t>(token.substr(2, token.find('U') - 2), 16);
        return number<std::uint64_t>(token);
    }

    // An instruction with a register of its own, as in { .reg .b32 tmp; mov.b64 {tmp, %r1}, %rd1; }: no other is called %r0.
    void read_with_register(std::string_view line) {
        const std::size_t begin = line.find("; ") + 2, named = line.find("tmp", begin);
        std::string instruction(line.substr(begin, line.find(';', begin) - begin));
        read_instruction(instruction.replace(named - begin, 3, "%r0"));
    }
    void read_instruction(std::string_view line) {
        instruction made;
        made.line = line_;
        if (line[0] == '@') {
            made.unless = line[1] == '!';
            const std::size_t end = line.find_first_of(" \t");
            made.guard = register_at(line.substr(1 + made.unless, end - 1 - made.unless));
            line = trimmed(line.substr(end));
        }
        const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
        std::string name(line.substr(0, end));
        if (name.starts_with("mov.") && line.find('{') != line.npos) name += line.find('{') < line.find(',') ? ".unpack" : ".pack";
        const std::vector<std::string_view> operands = split(trimmed(line.substr(end)));
        if (name == "bra" || name == "bra.uni") {
            made.then = instruction::flow::branch;
            branches_.emplace_back(made_.code.size(), operands.at(0));
        } else if (name == "ret") {
            made.then = instruction::flow::end;
        } else if (name == "bar.sync" && operands.at(0) == "0") {
            made.then = instruction::flow::block_barrier;
        } else if (name == "bar.warp.sync" && operands.at(0) == "-1") {
            made.then = instruction::flow::warp_barrier;
        } else {
            read_operands(made, name, operands);
        }
        made_.code.push_back(made);
    }
    void read_operands(instruction& made, const std::string& name, const std::vector<std::string_view>& operands) {
        std::size_t register_bytes = 0;
        for (const std::string_view token : operands)
            if (token[0] == '%' && register_bytes == 0) register_bytes = bytes_of_register(token);
        // A store of a number itself is one of a register of its size.
        if (register_bytes == 0) register_bytes = std::max<std::size_t>(2, bytes_of_type(std::string_view(name).substr(name.rfind('.') + 1)));
        const meaning m = meaning_of(name, register_bytes);
        made.run = m.run;
        made.together = m.together;
        std::size_t n = 0;
        for (const std::string_view token : operands) {
            if (n == m.bytes.size()) throw not_understood("an operand too many");
            if ((token[0] == '[') != (m.bytes[n] == meaning::address)) throw not_understood("an address where there should be none, or none");
            made.at[n] = token[0] == '[' ? address(made, token) : value_at(token, m.bytes[n]);
            ++n;
        }
        if (n != m.bytes.size()) throw not_understood("an operand is missing");
    }
    // [base], [base+4]: the base is a register or, of constants and parameters, a name.
    std::uint32_t address(instruction& made, std::string_view token) {
        token = token.substr(1, token.size() - 2);
        const std::size_t plus = token.find('+');
        if (plus != token.npos) made.offset = number<std::int32_t>(token.substr(plus + 1));
        const std::string_view base = token.substr(0, plus);
        if (base[0] == '%') {
            made.wide = bytes_of_register(base) == 8;
            return value_at(base, bytes_of_register(base));
        }
        if (const auto named = names_.find(base); named != names_.end()) made.offset += named->second;
        else if (!is_shared_memory(base)) throw not_understood("no address");
        return constant_at({constant::kind::number, 0, 4, 0});
    }
    // "%r1|%p1, {%r2, %r3}, [%r4+8]" has five operands.
    static std::vector<std::string_view> split(std::string_view list) {
        std::vector<std::string_view> all;
        for (std::size_t from = 0; from < list.size();) {
            const std::size_t begin = list.find_first_not_of(" \t,{}|", from);
            if (begin == list.npos) break;
            from = std::min(list.find_first_of(list[begin] == '[' ? "]" : " \t,{}|", begin), list.size());
            if (list[begin] == '[') ++from;
            all.push_back(list.substr(begin, from - begin));
        }
        return all;
    }

    std::string_view text_;
    std::size_t from_ = 0;
    std::uint32_t line_ = 0;
    kernel made_;
    std::map<std::string, std::int32_t, std::less<>> names_;
    std::map<std::string, std::uint32_t, std::less<>> registers_, labels_;
    std::vector<std::pair<std::size_t, std::string>> branches_;
};

}

program::program(std::string text) : text_(std::move(text)) {
    static constexpr std::string_view entry = ".visible .entry ", target = ".target sm_";
    const std::string_view all = text_;
    if (const std::size_t at = all.find(target); at != all.npos) architecture_ = number<int>(all.substr(at + target.size(), all.find_first_of(", \r\n", at + target.size()) - at - target.size()));
    for (std::size_t at = all.find(entry); at != all.npos;) {
        const std::size_t begin = at + entry.size(), next = all.find(entry, begin);
        places_[std::string(all.substr(begin, all.find('(', begin) - begin))] = {begin, all.find("\n}", begin) + 2};
        at = next;
    }
}

const kernel* program::find(const std::string& name) {
    if (const auto known = read_.find(name); known != read_.end()) return &known->second;
    const auto place = places_.find(name);
    if (place == places_.end()) return nullptr;
    kernel made = reader(std::string_view(text_).substr(place->second.begin, place->second.end - place->second.begin)).read();
    made.name = name;
    return &read_.emplace(name, std::move(made)).first->second;
}

}
