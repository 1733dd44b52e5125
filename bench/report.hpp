#ifndef TYPEGRAD_BENCH_REPORT_HPP
#define TYPEGRAD_BENCH_REPORT_HPP

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "measure.hpp"

// A program is a list of works. It is run by Google Benchmark (every contender by itself, --benchmark_format=json), or
// with --paired as one table: the contenders in turns, which is the only fair way to compare them.
namespace measure {

struct work {
    std::string name;
    double flops = 0;
    double bytes = 0;  // that have to move at least; 0: only the arithmetic limits
    std::vector<contender> contenders;
    std::string note{};
};

namespace detail {
inline void register_all(const std::vector<work>& works, const floors& limits) {
    for (const work& w : works)
        for (const contender& c : w.contenders)
            benchmark::RegisterBenchmark((w.name + "/" + c.name).c_str(), [&w, &c, &limits](benchmark::State& state) {
                const auto batch = static_cast<long>(std::max(1.0, 1e6 / w.flops));
                while (state.KeepRunningBatch(batch)) c.run(batch);
                using benchmark::Counter;
                state.counters["gflops"] = Counter(w.flops * 1e-9, Counter::kIsIterationInvariantRate);
                state.counters["of_peak"] = Counter(w.flops / limits.fma, Counter::kIsIterationInvariantRate);
                if (w.bytes > 0) state.counters["of_roof"] = Counter(limits.seconds(w.flops, w.bytes), Counter::kIsIterationInvariantRate);
                state.SetLabel(w.note);
            })->MeasureProcessCPUTime();
}

inline void add_context(const floors& f) {
    auto add = [](const char* name, double value) { benchmark::AddCustomContext(name, std::to_string(value * 1e-9)); };
    add("peak_gflops", f.fma);
    add("l1_load_gb_s", f.load[0]);
    add("l2_load_gb_s", f.load[1]);
    add("memory_load_gb_s", f.load[2]);
}

inline std::string in_words(double seconds) {
    char text[32];
    if (seconds < 2e-6) std::snprintf(text, sizeof text, "%.1f ns", seconds * 1e9);
    else std::snprintf(text, sizeof text, "%.2f us", seconds * 1e6);
    return text;
}

inline void print_row(const work& w, const floors& f) {
    const std::vector<timing> t = paired(w.contenders);
    std::printf("%-38s %11s %11s %8.1f %6.0f", w.name.c_str(), in_words(t[0].median).c_str(), in_words(t[0].least).c_str(), w.flops / t[0].median * 1e-9, 100 * w.flops / t[0].median / f.fma);
    if (w.bytes > 0) std::printf(" %6.0f", 100 * f.seconds(w.flops, w.bytes) / t[0].median);
    else std::printf("      -");
    for (std::size_t i = 1; i < t.size(); ++i) std::printf("  %s %s (%.2f)", w.contenders[i].name.c_str(), in_words(t[i].median).c_str(), t[i].ratio);
    std::printf("  %s\n", w.note.c_str());
    std::fflush(stdout);
}

inline void print_table(const std::vector<work>& works, const floors& f, const char* filter) {
    std::printf("%s\n", describe(f).c_str());
    std::printf("medians of %d paired rounds; in brackets a contender's time as a multiple of typegrad's\n", rounds);
    std::printf("%-38s %11s %11s %8s %6s %6s\n", "work", "typegrad", "least", "GFLOP/s", "% peak", "% roof");
    for (const work& w : works)
        if (w.name.find(filter) != std::string::npos) print_row(w, f);
}
}

// usage: bench_... --paired [part of a name], or Google Benchmark's options
inline int run(int argc, char** argv, const std::vector<work>& works) {
    const floors limits = measure_floors();
    if (argc > 1 && std::strcmp(argv[1], "--paired") == 0) {
        detail::print_table(works, limits, argc > 2 ? argv[2] : "");
        return 0;
    }
    detail::add_context(limits);
    detail::register_all(works, limits);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

}

#endif
