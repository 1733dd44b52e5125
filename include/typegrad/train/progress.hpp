#ifndef TYPEGRAD_TRAIN_PROGRESS_HPP
#define TYPEGRAD_TRAIN_PROGRESS_HPP

#include <cstddef>
#include <cstdio>
#include <ctime>

#include "../config.hpp"
#include "trainer.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// A line that follows an epoch, on a terminal only; elsewhere nothing is printed.
//   fit.epoch(p, images, labels, tg::progress{});
//   epoch 3    61 %  loss 0.2183  accuracy  93.1 %      43210 samples/s    0.4 s left
class progress {
public:
    explicit progress(std::FILE* out = stderr) : out_(out), on_(is_terminal(out)), start_(now()) {}

    void operator()(const training_report& r) {
        if (!on_) return;
        const double t = now() - start_;
        const bool done = r.samples_done == r.samples;
        if (!done && t - shown_ < 0.1) return;
        shown_ = t;
        const double rate = t > 0 ? static_cast<double>(r.samples_done) / t : 0;
        const double left = rate > 0 ? static_cast<double>(r.samples - r.samples_done) / rate : 0;
        std::fprintf(out_, "\repoch %-3zu %3zu %%  loss %.4f  accuracy %5.1f %%  %9.0f samples/s  %5.1f s left ", r.epoch + 1, 100 * r.samples_done / r.samples,
                     r.mean_loss, 100 * r.accuracy, rate, left);
        if (done) std::fputc('\n', out_);
        std::fflush(out_);
    }

    static bool is_terminal(std::FILE* f) {
        return TYPEGRAD_IS_TERMINAL(f);
    }

private:
    static double now() {
        std::timespec t{};
        (void)std::timespec_get(&t, TIME_UTC);
        return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
    }

    std::FILE* out_;
    bool on_;
    double start_, shown_ = -1;
};

}
}

#endif
