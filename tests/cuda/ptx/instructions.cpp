#include <bit>
#include <cmath>
#include <concepts>
#include <cstring>
#include <limits>
#include <type_traits>
#include <unordered_map>

#include <typegrad/core/bf16.hpp>
#include <typegrad/core/half.cuh>
#include <typegrad/core/tf32.cuh>

#include "warp.hpp"

// What the instructions do that nvcc has made of our kernels so far. Lanes that do not take part compute as well, of whatever
// they have; nothing comes of it.
namespace ptx {
namespace {

using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using s16 = std::int16_t;
using s32 = std::int32_t;
using s64 = std::int64_t;

// to = F(from...), lane by lane.
template<class F, class To, class... From>
void compute(warp& w, const instruction& i) {
    [&]<std::size_t... K>(std::index_sequence<K...>) {
        const std::tuple<warp::values<From>...> from{w.get<From>(i.at[1 + K])...};
        warp::values<To> to;
        for (unsigned l = 0; l < warp::lanes; ++l) to[l] = F{}(std::get<K>(from)[l]...);
        w.set(i.at[0], to);
    }(std::index_sequence_for<From...>{});
}

class table {
public:
    std::unordered_map<std::string, meaning> all;

    template<class F>
    void on(const std::string& name, F) {
        on_signature<F>(name, &F::operator());
    }

private:
    template<class F, class To, class... From>
    void on_signature(const std::string& name, To (F::*)(From...) const) {
        all[name] = {&compute<F, To, From...>, {sizeof(To), sizeof(From)...}};
    }
};

template<class T>
using wide_of = std::conditional_t<sizeof(T) == 4, std::conditional_t<std::is_signed_v<T>, s64, u64>, std::conditional_t<std::is_signed_v<T>, s32, u32>>;

template<class T>
void arithmetic(table& t, const std::string& type) {
    using U = std::make_unsigned_t<T>;
    t.on("add." + type, [](T a, T b) { return static_cast<T>(static_cast<U>(a) + static_cast<U>(b)); });
    t.on("sub." + type, [](T a, T b) { return static_cast<T>(static_cast<U>(a) - static_cast<U>(b)); });
    t.on("neg." + type, [](T a) { return static_cast<T>(U{0} - static_cast<U>(a)); });
    t.on("mul.lo." + type, [](T a, T b) { return static_cast<T>(u64{static_cast<U>(a)} * u64{static_cast<U>(b)}); });
    t.on("mad.lo." + type, [](T a, T b, T c) { return static_cast<T>(u64{static_cast<U>(a)} * u64{static_cast<U>(b)} + static_cast<U>(c)); });
    t.on("min." + type, [](T a, T b) { return a < b ? a : b; });
    t.on("max." + type, [](T a, T b) { return a < b ? b : a; });
    t.on("div." + type, [](T a, T b) { return b == 0 ? static_cast<T>(~U{0}) : static_cast<T>(a / b); });
    t.on("rem." + type, [](T a, T b) { return b == 0 ? a : static_cast<T>(a % b); });
    t.on("shr." + type, [](T a, u32 n) {
        constexpr u32 last = 8 * sizeof(T) - 1;
        if (n <= last) return static_cast<T>(a >> n);
        return std::is_signed_v<T> ? static_cast<T>(a >> last) : T{0};
    });
    if constexpr (sizeof(T) < 8) {
        using W = wide_of<T>;
        t.on("mul.wide." + type, [](T a, T b) { return static_cast<W>(W{a} * W{b}); });
        t.on("mul.hi." + type, [](T a, T b) { return static_cast<T>(W{a} * W{b} >> 8 * sizeof(T)); });
    }
}
template<class T>
void bits(table& t, const std::string& type) {
    t.on("and." + type, [](T a, T b) { return static_cast<T>(a & b); });
    t.on("or." + type, [](T a, T b) { return static_cast<T>(a | b); });
    t.on("xor." + type, [](T a, T b) { return static_cast<T>(a ^ b); });
    if constexpr (std::same_as<T, bool>) {
        t.on("not." + type, [](T a) { return !a; });
    } else {
        t.on("not." + type, [](T a) { return static_cast<T>(~a); });
        t.on("shl." + type, [](T a, u32 n) { return static_cast<T>(n < 8 * sizeof(T) ? a << n : 0); });
    }
}
template<class T>
void choices(table& t, const std::string& type) {
    t.on("mov." + type, [](T a) { return a; });
    t.on("selp." + type, [](T a, T b, bool c) { return c ? a : b; });
}
template<class T>
void comparisons(table& t, const std::string& type) {
    t.on("setp.eq." + type, [](T a, T b) { return a == b; });
    t.on("setp.ne." + type, [](T a, T b) { return std::is_integral_v<T> ? a != b : a < b || a > b; });
    t.on("setp.lt." + type, [](T a, T b) { return a < b; });
    t.on("setp.le." + type, [](T a, T b) { return a <= b; });
    t.on("setp.gt." + type, [](T a, T b) { return a > b; });
    t.on("setp.ge." + type, [](T a, T b) { return a >= b; });
}
// Numbers that may not be ones: the last six hold then as well.
template<class T>
void floats(table& t, const std::string& type) {
    for (const char* rounding : {"", "rn."}) {
        const std::string last = rounding + type;
        t.on("add." + last, [](T a, T b) { return a + b; });
        t.on("sub." + last, [](T a, T b) { return a - b; });
        t.on("mul." + last, [](T a, T b) { return a * b; });
    }
    t.on("fma.rn." + type, [](T a, T b, T c) { return std::fma(a, b, c); });
    t.on("div.rn." + type, [](T a, T b) { return a / b; });
    t.on("rcp.rn." + type, [](T a) { return T{1} / a; });
    t.on("sqrt.rn." + type, [](T a) { return std::sqrt(a); });
    t.on("neg." + type, [](T a) { return -a; });
    t.on("abs." + type, [](T a) { return std::fabs(a); });
    t.on("min." + type, [](T a, T b) { return std::fmin(a, b); });
    t.on("max." + type, [](T a, T b) { return std::fmax(a, b); });
    t.on("setp.nan." + type, [](T a, T b) { return std::isnan(a) || std::isnan(b); });
    t.on("setp.num." + type, [](T a, T b) { return !std::isnan(a) && !std::isnan(b); });
    t.on("setp.equ." + type, [](T a, T b) { return !(a < b || a > b); });
    t.on("setp.neu." + type, [](T a, T b) { return !(a == b); });
    t.on("setp.ltu." + type, [](T a, T b) { return !(a >= b); });
    t.on("setp.leu." + type, [](T a, T b) { return !(a > b); });
    t.on("setp.gtu." + type, [](T a, T b) { return !(a <= b); });
    t.on("setp.geu." + type, [](T a, T b) { return !(a < b); });
}
template<class From>
void integer_conversions(table& t, const std::string& from) {
    t.on("cvt.u16." + from, [](From a) { return static_cast<u16>(a); });
    t.on("cvt.s16." + from, [](From a) { return static_cast<s16>(a); });
    t.on("cvt.u32." + from, [](From a) { return static_cast<u32>(a); });
    t.on("cvt.s32." + from, [](From a) { return static_cast<s32>(a); });
    t.on("cvt.u64." + from, [](From a) { return static_cast<u64>(a); });
    t.on("cvt.s64." + from, [](From a) { return static_cast<s64>(a); });
    t.on("cvt.rn.f32." + from, [](From a) { return static_cast<float>(a); });
    t.on("cvt.rn.f64." + from, [](From a) { return static_cast<double>(a); });
}
// Bytes of a (0 to 3) and b (4 to 7), as four bits of c say for each: the last of these asks for its sign alone.
struct permute {
    u32 operator()(u32 a, u32 b, u32 c) const {
        u32 d = 0;
        for (u32 i = 0; i < 4; ++i) {
            const u32 from = c >> 4 * i & 0xF, byte = static_cast<u32>((u64{b} << 32 | a) >> 8 * (from & 7)) & 0xFF;
            d |= (from < 8 ? byte : byte >> 7 ? 0xFFu : 0u) << 8 * i;
        }
        return d;
    }
};
void unpack(warp& w, const instruction& i) {
    const auto from = w.get<u64>(i.at[2]);
    warp::values<u32> low, high;
    for (unsigned l = 0; l < warp::lanes; ++l) low[l] = static_cast<u32>(from[l]), high[l] = static_cast<u32>(from[l] >> 32);
    w.set(i.at[0], low);
    w.set(i.at[1], high);
}
void other_conversions(table& t) {
    // A byte in a register of two.
    t.on("cvt.s16.s8", [](u16 a) { return static_cast<s16>(static_cast<std::int8_t>(a)); });
    t.on("cvt.s32.s8", [](u32 a) { return static_cast<s32>(static_cast<std::int8_t>(a)); });
    t.on("cvt.s8.s32", [](u32 a) { return static_cast<s16>(static_cast<std::int8_t>(a)); });
    t.on("cvt.u16.u8", [](u16 a) { return static_cast<u16>(a & 0xFF); });
    t.on("cvt.u8.u32", [](u32 a) { return static_cast<u16>(a & 0xFF); });
    t.on("cvta.to.global.u64", [](u64 a) { return a; });
    t.on("cvt.f64.f32", [](float a) { return double{a}; });
    t.on("cvt.rn.f32.f64", [](double a) { return static_cast<float>(a); });
    t.on("cvt.f32.f16", [](u16 a) { return float{std::bit_cast<typegrad::cuda::half>(a)}; });
    t.on("cvt.rn.f16x2.f32", [](float high, float low) { return u32{typegrad::cuda::half(high).bits} << 16 | typegrad::cuda::half(low).bits; });
    t.on("cvt.rn.bf16x2.f32", [](float high, float low) { return u32{typegrad::bf16(high).bits} << 16 | typegrad::bf16(low).bits; });
    // What its lowest bits are, nobody says.
    t.on("cvt.rna.tf32.f32", [](float a) { return std::bit_cast<u32>(float{typegrad::cuda::tf32(a)}) | 0x1555; });
    t.on("mov.b32.pack", [](u16 low, u16 high) { return u32{high} << 16 | low; });
    t.on("mov.b64.pack", [](u32 low, u32 high) { return u64{high} << 32 | low; });
    t.all["mov.b64.unpack"] = {&unpack, {4, 4, 8}};
    t.on("prmt.b32", permute{});
    t.on("bfi.b32", [](u32 a, u32 b, u32 at, u32 n) {
        const u32 mask = at > 31 ? 0 : (n > 31 ? ~0u : (1u << n) - 1) << at;
        return (b & ~mask) | ((at > 31 ? 0 : a << at) & mask);
    });
    t.on("dp2a.lo.u32.u32", [](u32 a, u32 b, u32 c) { return c + (a & 0xFFFF) * (b & 0xFF) + (a >> 16) * (b >> 8 & 0xFF); });
}

enum class space { global, shared, parameters };
template<space S>
std::byte* at(warp& w, unsigned lane, u64 address, std::size_t size, bool write) {
    if constexpr (S == space::shared) return w.shared(lane, address, size, write);
    else return w.global(lane, address, size, write);
}
// N neighbours of type T; a register may be larger.
template<space S, class T, class Register, std::size_t N>
void load(warp& w, const instruction& i) {
    const auto from = w.addresses(i, i.at[N]);
    warp::values<Register> to[N];
    w.each([&](unsigned l) {
        T v[N];
        if constexpr (S == space::parameters) std::memcpy(v, w.parameters() + from[l], sizeof v);
        else std::memcpy(v, at<S>(w, l, from[l], sizeof v, false), sizeof v);
        for (std::size_t n = 0; n < N; ++n) to[n][l] = static_cast<Register>(v[n]);
    });
    for (std::size_t n = 0; n < N; ++n) w.set(i.at[n], to[n]);
}
template<space S, class T, class Register, std::size_t N>
void store(warp& w, const instruction& i) {
    const auto to = w.addresses(i, i.at[0]);
    warp::values<Register> from[N];
    for (std::size_t n = 0; n < N; ++n) from[n] = w.get<Register>(i.at[1 + n]);
    w.each([&](unsigned l) {
        T v[N];
        for (std::size_t n = 0; n < N; ++n) v[n] = static_cast<T>(from[n][l]);
        std::memcpy(at<S>(w, l, to[l], sizeof v, true), v, sizeof v);
    });
}
template<class T, class Register, std::size_t N>
void loads(table& t, const std::string& last) {
    std::vector<std::size_t> operands(N, sizeof(Register));
    operands.push_back(meaning::address);
    const std::string key = last + "/" + std::to_string(sizeof(Register));
    t.all["ld.global." + key] = {&load<space::global, T, Register, N>, operands};
    t.all["ld.shared." + key] = {&load<space::shared, T, Register, N>, operands};
    t.all["ld.param." + key] = {&load<space::parameters, T, Register, N>, operands};
}
template<class T, class Register, std::size_t N>
void stores(table& t, const std::string& last) {
    std::vector<std::size_t> operands(N, sizeof(Register));
    operands.insert(operands.begin(), meaning::address);
    const std::string key = last + "/" + std::to_string(sizeof(Register));
    t.all["st.global." + key] = {&store<space::global, T, Register, N>, operands};
    t.all["st.shared." + key] = {&store<space::shared, T, Register, N>, operands};
}
// Of registers that are larger: only one.
template<class T>
void accesses(table& t, const std::string& type) {
    loads<T, T, 1>(t, type), loads<T, T, 2>(t, "v2." + type), loads<T, T, 4>(t, "v4." + type);
    stores<T, T, 1>(t, type), stores<T, T, 2>(t, "v2." + type), stores<T, T, 4>(t, "v4." + type);
}
template<class T, class Register>
void wider_accesses(table& t, const std::string& bits) {
    loads<T, Register, 1>(t, "u" + bits);
    loads<std::make_signed_t<T>, std::make_signed_t<Register>, 1>(t, "s" + bits);
    stores<T, Register, 1>(t, "u" + bits);
}
void all_accesses(table& t) {
    for (const char* type : {"b16", "u16", "s16"}) accesses<u16>(t, type);
    for (const char* type : {"b32", "u32", "s32", "f32"}) accesses<u32>(t, type);
    for (const char* type : {"b64", "u64", "s64", "f64"}) accesses<u64>(t, type);
    wider_accesses<std::uint8_t, u16>(t, "8"), wider_accesses<std::uint8_t, u32>(t, "8");
    wider_accesses<u16, u32>(t, "16"), wider_accesses<u32, u64>(t, "32");
}

template<bool Transposed>
void load_matrices(warp& w, const instruction& i) {
    const auto from = w.addresses(i, i.at[4]);
    u16 number[warp::lanes][8];  // row l % 8 of matrix l / 8
    for (unsigned l = 0; l < warp::lanes; ++l) std::memcpy(number[l], w.shared(l, from[l], 16, false), 16);
    for (unsigned m = 0; m < 4; ++m) {
        warp::values<u32> to;
        for (unsigned l = 0; l < warp::lanes; ++l) {
            const unsigned r = l / 4, c = 2 * (l % 4);
            to[l] = Transposed ? u32{number[8 * m + c + 1][r]} << 16 | number[8 * m + c][r] : u32{number[8 * m + r][c + 1]} << 16 | number[8 * m + r][c];
        }
        w.set(i.at[m], to);
    }
}

struct of_bf16 {
    static float number(u16 bits) { return std::bit_cast<float>(u32{bits} << 16); }
};
struct of_half {
    static float number(u16 bits) { return std::bit_cast<typegrad::cuda::half>(bits); }
};
// d = a b + c, 16 x 8: lane l holds rows l / 4 and 8 + l / 4, columns 2 (l % 4) and the next.
template<std::size_t Depth>
void multiply(warp& w, const instruction& i, const float (&a)[16][Depth], const float (&b)[Depth][8]) {
    warp::values<float> c[4], d[4];
    for (unsigned k = 0; k < 4; ++k) c[k] = w.get<float>(i.at[10 + k]);
    float sums[16][8] = {};
    for (unsigned r = 0; r < 16; ++r)
        for (std::size_t k = 0; k < Depth; ++k)
            for (unsigned n = 0; n < 8; ++n) sums[r][n] += a[r][k] * b[k][n];
    for (unsigned l = 0; l < warp::lanes; ++l)
        for (unsigned k = 0; k < 4; ++k) d[k][l] = c[k][l] + sums[l / 4 + 8 * (k / 2)][2 * (l % 4) + k % 2];
    for (unsigned k = 0; k < 4; ++k) w.set(i.at[k], d[k]);
    w.count_product();
}
// Words of a: rows l / 4 and 8 + l / 4 of columns 2 (l % 4) and the next, then of columns 8 further; of b: rows 2 (l % 4) and
// the next of column l / 4, then 8 further.
template<class T>
void multiply_pairs(warp& w, const instruction& i) {
    float a[16][16], b[16][8];
    for (unsigned word = 0; word < 4; ++word) {
        const auto pairs = w.get<u32>(i.at[4 + word]);
        for (unsigned l = 0; l < warp::lanes; ++l)
            for (unsigned n = 0; n < 2; ++n) a[l / 4 + 8 * (word % 2)][2 * (l % 4) + 8 * (word / 2) + n] = T::number(static_cast<u16>(pairs[l] >> 16 * n));
    }
    for (unsigned word = 0; word < 2; ++word) {
        const auto pairs = w.get<u32>(i.at[8 + word]);
        for (unsigned l = 0; l < warp::lanes; ++l)
            for (unsigned n = 0; n < 2; ++n) b[2 * (l % 4) + 8 * word + n][l / 4] = T::number(static_cast<u16>(pairs[l] >> 16 * n));
    }
    multiply(w, i, a, b);
}
// The same of single numbers, whose last 13 bits nobody reads: columns of a and rows of b are l % 4, then 4 further.
void multiply_tf32(warp& w, const instruction& i) {
    float a[16][8], b[8][8];
    const auto number = [](u32 word) { return std::bit_cast<float>(word & 0xFFFFE000); };
    for (unsigned word = 0; word < 4; ++word) {
        const auto words = w.get<u32>(i.at[4 + word]);
        for (unsigned l = 0; l < warp::lanes; ++l) a[l / 4 + 8 * (word % 2)][l % 4 + 4 * (word / 2)] = number(words[l]);
    }
    for (unsigned word = 0; word < 2; ++word) {
        const auto words = w.get<u32>(i.at[8 + word]);
        for (unsigned l = 0; l < warp::lanes; ++l) b[l % 4 + 4 * word][l / 4] = number(words[l]);
    }
    multiply(w, i, a, b);
}
// Lane l gets what lane l ^ mask has, of all lanes.
void shuffle(warp& w, const instruction& i) {
    const auto from = w.get<u32>(i.at[2]), mask = w.get<u32>(i.at[3]);
    warp::values<u32> to;
    for (unsigned l = 0; l < warp::lanes; ++l) to[l] = from[(l ^ mask[l]) % warp::lanes];
    warp::values<bool> valid;
    valid.fill(true);
    w.set(i.at[0], to);
    w.set(i.at[1], valid);
}

table all_meanings() {
    table t;
    arithmetic<u16>(t, "u16"), arithmetic<s16>(t, "s16"), arithmetic<u32>(t, "u32"), arithmetic<s32>(t, "s32"), arithmetic<u64>(t, "u64"), arithmetic<s64>(t, "s64");
    bits<bool>(t, "pred"), bits<u16>(t, "b16"), bits<u32>(t, "b32"), bits<u64>(t, "b64");
    floats<float>(t, "f32"), floats<double>(t, "f64");
    for (const char* type : {"b16", "u16", "s16"}) choices<u16>(t, type);
    for (const char* type : {"b32", "u32", "s32", "f32"}) choices<u32>(t, type);
    for (const char* type : {"b64", "u64", "s64", "f64"}) choices<u64>(t, type);
    t.on("mov.pred", [](bool a) { return a; });
    comparisons<u16>(t, "b16"), comparisons<u16>(t, "u16"), comparisons<s16>(t, "s16"), comparisons<u32>(t, "b32"), comparisons<u32>(t, "u32"), comparisons<s32>(t, "s32");
    comparisons<u64>(t, "b64"), comparisons<u64>(t, "u64"), comparisons<s64>(t, "s64"), comparisons<float>(t, "f32"), comparisons<double>(t, "f64");
    integer_conversions<u16>(t, "u16"), integer_conversions<s16>(t, "s16"), integer_conversions<u32>(t, "u32"), integer_conversions<s32>(t, "s32");
    integer_conversions<u64>(t, "u64"), integer_conversions<s64>(t, "s64");
    other_conversions(t);
    all_accesses(t);
    const std::vector<std::size_t> words(14, 4);
    t.all["ldmatrix.sync.aligned.m8n8.x4.shared.b16"] = {&load_matrices<false>, {4, 4, 4, 4, meaning::address}, true};
    t.all["ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16"] = {&load_matrices<true>, {4, 4, 4, 4, meaning::address}, true};
    t.all["mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"] = {&multiply_pairs<of_bf16>, words, true};
    t.all["mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32"] = {&multiply_pairs<of_half>, words, true};
    t.all["mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32"] = {&multiply_tf32, words, true};
    t.all["shfl.sync.bfly.b32"] = {&shuffle, {4, 1, 4, 4, 4, 4}, true};
    return t;
}

}

meaning meaning_of(const std::string& name, std::size_t register_bytes) {
    static const table known = all_meanings();
    for (const std::string& key : {name, name + "/" + std::to_string(register_bytes)})
        if (const auto found = known.all.find(key); found != known.all.end()) return found->second;
    throw not_understood("no such instruction: " + name);
}

}
