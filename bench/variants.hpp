#ifndef TYPEGRAD_BENCH_VARIANTS_HPP
#define TYPEGRAD_BENCH_VARIANTS_HPP

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "measure.hpp"

// Variants of a network side by side: what they cost, how far that is from what this core can do, and how much their
// outputs differ. Needs typegrad and a POSIX clock, nothing else.
namespace typegrad::bench {

// One variant, for one call.
struct variant {
    std::string name;
    double seconds = 0;             // median of the rounds
    double ratio = 1;               // to the first variant's seconds: median over the rounds
    double roofline = 0;            // least seconds that the floors allow / seconds
    std::size_t multiply_adds = 0;  // of the formulas: a border of zeros counts, activations and pools do not
    std::size_t bytes = 0;          // weights as they are stored, inputs and outputs, each moved once
    std::size_t workspace_bytes = 0;
    std::optional<double> difference{};  // largest |y - y of the first variant|; none where the shapes do not agree
};

struct comparison {
    measure::floors limits;  // measured in the same run
    std::size_t samples = 1;
    std::vector<variant> variants;

    std::string table() const;
    std::string json() const;  // SI units; null for what does not exist or is not finite
};

struct options {
    double turn = 1e-2;         // seconds that a variant computes before the next one has its turn
    std::uint64_t seed = 1;     // of parameters and inputs
    std::FILE* table = stdout;  // where the table goes; nullptr: nowhere
};

namespace detail {
using namespace typegrad::detail;

template<class T>
constexpr std::string_view signature() {
    return std::source_location::current().function_name();
}

// "lenet" for (anonymous namespace)::lenet, "packed" for typegrad::packed<lenet>: a compiler writes the same around every
// type.
template<class T>
constexpr std::string_view type_name() {
    constexpr std::string_view known = "double", around = signature<double>();
    constexpr std::size_t before = around.find(known), after = around.size() - before - known.size();
    std::string_view name = signature<T>();
    name = name.substr(before, name.size() - before - after);
    name = name.substr(0, name.find('<'));
    const std::size_t scope = name.rfind("::");
    return scope == name.npos ? name : name.substr(scope + 2);
}

template<class Item>
struct unnamed {
    using layer = Item;
    static constexpr std::string_view label{};
};
template<fixed_string Name, class Layer>
struct unnamed<named<Name, Layer>> {
    using layer = Layer;
    static constexpr auto text = Name;
    static constexpr std::string_view label = text.view();
};

// What a variant is called, and the type that runs it: a layer stands behind Input.
template<class Variant, class Input>
struct entrant {
    using item = unnamed<Variant>;
    using given = typename item::layer;
    template<class Layer, class In>
    struct completed {
        using type = network<In, Layer>;
    };
    template<class Net>
    struct completed<Net, void> {
        using type = Net;
    };
    using type = typename completed<given, Input>::type;

    static constexpr std::string_view name() {
        if constexpr (!item::label.empty()) return item::label;
        else if constexpr (requires { given::name; }) return given::name;
        else return type_name<given>();
    }
};

// Biases begin as zeros, which would hide a wrong one.
template<class Net>
void draw(parameters<Net>& p, std::uint64_t seed) {
    initialize(p, seed);
    for (std::size_t i = 0; i < p.count; ++i) p.data()[i] += 0.02f * (philox{seed, ~std::uint64_t{0}}.uniform(i) - 0.5f);
}

// What runs a variant: a network,
template<class Net, std::size_t N>
struct subject {
    using net = Net;
    using pass = inference<Net, N>;
    static constexpr std::size_t weight_bytes = Net::parameter_count * sizeof(float);

    parameters<Net> p;
    pass run{p};
    explicit subject(std::uint64_t seed) { draw(p, seed); }
};
// or one whose weights are packed.
template<class Net, class W, std::size_t N>
struct subject<packed<Net, W>, N> {
    static_assert(N == 1, "compare: packed weights serve single samples; leave the number of samples out");
    using net = Net;
    using pass = inference<Net, 1, packed<Net, W>>;
    static constexpr std::size_t weight_bytes = packed<Net, W>::bytes;

    parameters<Net> p;
    packed<Net, W> weights{p};
    pass run{weights};
    explicit subject(std::uint64_t seed) {
        draw(p, seed);
        weights.assign(p);
    }
};

// For one sample. The formulas', not the plan's: variants of one layer have the same.
template<class Net>
constexpr std::size_t multiply_adds() {
    std::size_t n = 0;
    for_each_index<graph<Net>::nodes>([&](auto i) {
        using at = typename graph<Net>::template node<i>;
        if constexpr (has_linear<typename at::layer>) {
            using l = typename at::layer::template lowered<typename at::input>;
            n += einsum::contract(l::formula, dense_layout<typename l::x>(), dense_layout<typename l::w>(), dense_layout<typename l::y>()).work();
        }
    });
    return n;
}

template<class Net, class Nodes = std::make_index_sequence<graph<Net>::nodes>>
struct shapes;
template<class Net, std::size_t... I>
struct shapes<Net, std::index_sequence<I...>> {
    template<class Parameters>
    using kept = std::conditional_t<Parameters::size == 0, std::tuple<>, std::tuple<Parameters>>;
    using type = decltype(std::tuple_cat(std::tuple<typename Net::input, typename Net::output>{}, kept<typename graph<Net>::template node<I>::parameters>{}...));
};
// Whether two networks, drawn from one seed, have the same parameters, so that their outputs can be compared.
template<class A, class B>
inline constexpr bool agree = std::is_same_v<typename shapes<A>::type, typename shapes<B>::type>;

inline double largest_difference(const std::vector<float>& a, const float* b) {
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double d = std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        if (!(d <= worst)) worst = d;  // a NaN gets in
        if (std::isnan(worst)) break;
    }
    return worst;
}

template<std::size_t N, class First, class Entrant, class Subject>
variant describe(Subject& s, const std::vector<float>& y, const float* x) {
    using net = typename Subject::net;
    variant v{.name = std::string(Entrant::name())};
    v.multiply_adds = N * multiply_adds<net>();
    v.bytes = Subject::weight_bytes + N * (net::input::size + net::output::size) * sizeof(float);
    v.workspace_bytes = Subject::pass::workspace_bytes;
    if constexpr (agree<First, net>) v.difference = largest_difference(y, s.run(x).data());
    return v;
}

template<std::size_t N, class... Entrants>
comparison run(const options& how) {
    const auto subjects = std::make_tuple(std::make_shared<subject<typename Entrants::type, N>>(how.seed)...);
    using first = typename std::remove_cvref_t<decltype(*std::get<0>(subjects))>::net;
    constexpr std::size_t largest = std::max({subject<typename Entrants::type, N>::net::input::size...});
    const measure::numbers x(N * largest, how.seed + 1);
    const auto& y = std::get<0>(subjects)->run(x.data());
    const std::vector<float> expected(y.data(), y.data() + y.size());

    comparison c{.limits = measure::measure_floors(), .samples = N, .variants = {}};
    std::vector<measure::contender> contenders;
    std::apply([&](const auto&... s) {
        (c.variants.push_back(describe<N, first, Entrants>(*s, expected, x.data())), ...);
        (contenders.push_back(measure::contend({}, [s, &x] { (void)s->run(x.data()); })), ...);
    }, subjects);
    const std::vector<measure::timing> times = measure::paired(contenders, how.turn);
    for (std::size_t i = 0; i < times.size(); ++i) {
        variant& v = c.variants[i];
        v.seconds = times[i].median;
        v.ratio = times[i].ratio;
        v.roofline = c.limits.seconds(2.0 * static_cast<double>(v.multiply_adds), static_cast<double>(v.bytes)) / v.seconds;
    }
    if (how.table) std::fputs(c.table().c_str(), how.table);
    return c;
}

// JSON, whatever the program's locale is. A value is text already.
inline std::string value(double v) {
    char text[32];  // the shortest that reads back as v
    return std::isfinite(v) ? std::string(text, std::to_chars(text, text + sizeof text, v).ptr) : "null";
}
inline std::string value(std::size_t v) { return std::to_string(v); }
inline std::string value(std::string_view s) {
    std::string quoted = "\"";
    for (const char c : s) {
        char code[8];
        std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
        if (static_cast<unsigned char>(c) < 0x20) quoted += code;
        else if (c == '"' || c == '\\') (quoted += '\\') += c;
        else quoted += c;
    }
    return quoted + '"';
}
inline std::string object(std::initializer_list<std::pair<std::string_view, std::string>> fields) {
    std::string s;
    for (const auto& [key, text] : fields) s += (s.empty() ? "{" : ", ") + value(key) + ": " + text;
    return s + '}';
}
inline std::string object(const variant& v) {
    return object({{"name", value(std::string_view(v.name))}, {"seconds", value(v.seconds)}, {"ratio", value(v.ratio)}, {"roofline", value(v.roofline)},
                   {"multiply_adds", value(v.multiply_adds)}, {"bytes", value(v.bytes)}, {"workspace_bytes", value(v.workspace_bytes)},
                   {"difference", v.difference ? value(*v.difference) : "null"}});
}
}

inline std::string comparison::table() const {
    std::size_t width = 7;
    for (const variant& v : variants) width = std::max(width, v.name.size());
    std::string all = measure::describe(limits) + "\na call of " + std::to_string(samples) + (samples == 1 ? " sample" : " samples") + ", medians of " + std::to_string(measure::rounds) + " paired rounds\n";
    char text[160];
    auto add = [&](const std::string& name) { all += name + std::string(width - name.size(), ' ') + text; };
    std::snprintf(text, sizeof text, "%12s%8s%8s%15s%12s%12s%12s\n", "us", "ratio", "% roof", "multiply-adds", "bytes", "workspace", "difference");
    add("variant");
    for (const variant& v : variants) {
        char difference[16] = "n/a";
        if (v.difference) std::snprintf(difference, sizeof difference, *v.difference == 0 ? "%.0f" : "%.1e", *v.difference);
        std::snprintf(text, sizeof text, "%12.3f%8.2f%8.0f%15zu%12zu%12zu%12s\n", v.seconds * 1e6, v.ratio, 100 * v.roofline, v.multiply_adds, v.bytes, v.workspace_bytes, difference);
        add(v.name);
    }
    return all;
}

inline std::string comparison::json() const {
    using detail::value;
    std::string rows;
    for (const variant& v : variants) rows += (rows.empty() ? "" : ", ") + detail::object(v);
    return detail::object({{"samples", value(samples)}, {"rounds", value(static_cast<std::size_t>(measure::rounds))}, {"peak_flops", value(limits.fma)},
                           {"l1_load", value(limits.load[0])}, {"l2_load", value(limits.load[1])}, {"memory_load", value(limits.load[2])}, {"variants", '[' + rows + ']'}});
}

// Times inference of N samples a call for every variant, in turns, and prints the table. A variant is a network, a packed
// one, or, after an input, a layer, perhaps with a schedule. named<"...", V> is called that in the table.
//   tg::bench::compare<lenet, tg::packed<lenet>, tg::named<"bf16", tg::packed<lenet, tg::bf16>>>();
//   tg::bench::compare<64, tg::input<784>, tg::dense<128>, tg::dense<128, tg::schedule{.vector = 'o', .tile = {6, 4}}>>();
template<std::size_t N, class First, class... Rest>
comparison compare(const options& how = {}) {
    if constexpr (detail::is_input<First>) {
        static_assert(sizeof...(Rest) > 0, "compare: an input alone is no variant; put layers after it");
        return detail::run<N, detail::entrant<Rest, First>...>(how);
    } else {
        return detail::run<N, detail::entrant<First, void>, detail::entrant<Rest, void>...>(how);
    }
}
template<class First, class... Rest>
comparison compare(const options& how = {}) {
    return compare<1, First, Rest...>(how);
}

}

#endif
