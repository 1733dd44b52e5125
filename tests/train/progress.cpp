#include <typegrad/train/progress.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <typegrad/typegrad.hpp>

#if defined(__linux__) || defined(__APPLE__)

#include <fcntl.h>
#include <unistd.h>

namespace tg = typegrad;

namespace {
// What has been written to the other end, so far.
std::string read_all(int from) {
    std::string text;
    char part[4096];
    fcntl(from, F_SETFL, O_NONBLOCK);
    for (ssize_t n; (n = read(from, part, sizeof part)) > 0;) text.append(part, static_cast<std::size_t>(n));
    return text;
}

// A terminal that nobody looks at.
struct terminal {
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    std::FILE* out = nullptr;
    terminal() {
        if (master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0) out = std::fopen(ptsname(master), "w");
    }
    ~terminal() {
        if (out) std::fclose(out);
        if (master >= 0) close(master);
    }
    terminal(const terminal&) = delete;
    terminal& operator=(const terminal&) = delete;
    std::string text() const {
        std::string t = read_all(master);
        for (std::size_t at; (at = t.find("\r\n")) != std::string::npos;) t.erase(at, 1);  // what terminals make of a new line
        return t;
    }
};

struct line {
    unsigned epoch = 0, percent = 0;
    double loss = 0, accuracy = 0, rate = 0, left = 0;
    int end = 0;
    explicit line(const std::string& text) {
        const int read = std::sscanf(text.c_str(), "\repoch %u %u %% loss %lf accuracy %lf %% %lf samples/s %lf s left %n", &epoch, &percent, &loss, &accuracy, &rate, &left, &end);
        CHECK(read == 6);
    }
};
void wait_for(double seconds) { usleep(static_cast<useconds_t>(1e6 * seconds)); }
}

TEST_CASE("progress: nothing where the output is no terminal") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    std::FILE* const out = fdopen(ends[1], "w");
    CHECK_FALSE(tg::progress::is_terminal(out));
    tg::progress show(out);
    show({0, 32, 64, 0.5, 0.25});
    show({0, 64, 64, 0.5, 0.25});
    std::fflush(out);
    CHECK(read_all(ends[0]) == "");
    std::fclose(out);
    close(ends[0]);
}

TEST_CASE("progress: on a terminal one line, written over and over, with loss, accuracy, samples per second and time left") {
    const terminal t;
    if (!t.out) {
        MESSAGE("skipped: there are no terminals here");
        return;
    }
    CHECK(tg::progress::is_terminal(t.out));
    tg::progress show(t.out);
    wait_for(0.12);
    show({2, 250, 1000, 0.21834, 0.931});
    const std::string first = t.text();
    const line quarter(first);
    CHECK(quarter.epoch == 3);
    CHECK(quarter.percent == 25);
    CHECK(quarter.loss == 0.2183);
    CHECK(quarter.accuracy == 93.1);
    CHECK(quarter.rate > 0);
    CHECK(quarter.rate <= 250 / 0.12);
    CHECK(quarter.left >= 0.3);  // three times as long as the first quarter took
    CHECK(quarter.left == doctest::Approx(750 / quarter.rate).epsilon(0.2));
    CHECK(quarter.end == static_cast<int>(first.size()));  // and no new line

    show({2, 300, 1000, 0.2, 0.94});  // too soon
    CHECK(t.text() == "");
    wait_for(0.12);
    show({2, 500, 1000, 0.2, 0.94});
    CHECK(line(t.text()).percent == 50);

    show({2, 1000, 1000, 0.1, 1});  // the end is always shown
    const std::string last = t.text();
    const line whole(last);
    CHECK(whole.percent == 100);
    CHECK(whole.loss == 0.1);
    CHECK(whole.accuracy == 100);
    CHECK(whole.left == 0);
    CHECK(last.back() == '\n');
    CHECK(last.size() < 90);
}

TEST_CASE("progress: follows an epoch") {
    struct net : tg::network<tg::input<1>, tg::dense<2>> {};
    const std::vector<float> x{-2, -1, 1, 2, 3};
    const std::vector<int> labels{0, 0, 1, 1, 1};
    const terminal t;
    if (!t.out) {
        MESSAGE("skipped: there are no terminals here");
        return;
    }
    auto p = tg::initialize<net>(1);
    tg::trainer<net, tg::cross_entropy, tg::adam, 2> fit{{.learning_rate = 0.1f}};
    for (unsigned epoch = 1; epoch <= 2; ++epoch) {
        const float loss = fit.epoch(p, x, labels, tg::progress(t.out));
        std::string text = t.text();
        CHECK(text.back() == '\n');
        text.erase(0, text.rfind('\r'));
        const line last(text);
        CHECK(last.epoch == epoch);
        CHECK(last.percent == 100);
        CHECK(last.loss == doctest::Approx(loss).epsilon(1e-3));
    }
}

#endif
