// A transformer, written as a type, learns to write like Lewis Carroll in less than a minute on one core:
//   g++ -std=c++20 -O3 -march=native -I include examples/character_transformer.cpp -o character_transformer && ./character_transformer
// It reads eleven chapters of "Alice's Adventures in Wonderland" letter by letter, is judged by how well it foresees the
// letters of the twelfth, and then writes some lines of its own. Counting what followed the last one, two, three, four, five
// letters (interpolated, Witten and Bell) foresees that chapter with 3.55, 2.72, 2.31, 2.25, 2.32 bits a letter.
// Usage: character_transformer [seed]. The exit status is 1 above 2.25 bits a letter.
#include <typegrad/typegrad.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "data/alice.hpp"

namespace tg = typegrad;

static constexpr std::string_view alphabet = "\n !\"'()*,-.:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_`abcdefghijklmnopqrstuvwxyz";
static constexpr std::size_t letters = alphabet.size(), window = 64, batch = 8, steps = 2400, report = 300;

// Positions are angles between letters (rotated), so that the text may go on beyond the window that was trained.
struct storyteller : tg::network<tg::tokens<letters, window>,
    tg::named<"letters", tg::embedding<letters, 96>>,
    tg::repeat<3, tg::encoder_block<4, tg::feed_forward<256>, tg::causal, tg::rotated>>,
    tg::layer_norm<>,
    tg::tied<"letters", tg::unembedding<letters>>> {};

using each_letter = tg::each_step<tg::cross_entropy, window>;
using optimizer = tg::clip_norm<tg::scheduled<tg::decay_where<tg::adamw>, tg::cosine_decay>>;

static tg::parameters<storyteller> p;
static tg::trainer<storyteller, each_letter, optimizer, batch> fit{{.optimizer = {.optimizer = {.optimizer = {.learning_rate = 4e-3f, .weight_decay = 0.1f}},
                                                                          .schedule = {.steps = steps, .warm_up = 100, .minimum = 1e-4}}}};
static tg::inference<storyteller> whole{p};
static tg::stream<storyteller> reader{p};

// The numbers of the letters; empty if there is one that the alphabet lacks.
static std::vector<std::int32_t> tokens_of(std::string_view text) {
    std::vector<std::int32_t> tokens;
    for (const char c : text) {
        const std::size_t at = alphabet.find(c);
        if (at == alphabet.npos) return {};
        tokens.push_back(static_cast<std::int32_t>(at));
    }
    return tokens;
}

// Windows from anywhere in the text; what is to be foreseen is the letter that follows each.
static float train(const std::vector<std::int32_t>& text, std::uint64_t seed, std::size_t step) {
    static std::int32_t here[batch * window], next[batch * window];
    const tg::philox random{seed, 1};
    for (std::size_t b = 0; b < batch; ++b) {
        const std::size_t start = random.below(step * batch + b, static_cast<std::uint32_t>(text.size() - window));
        std::copy_n(&text[start], window, here + b * window);
        std::copy_n(&text[start + 1], window, next + b * window);
    }
    return fit.step(p, here, next);
}

// What the letter y foresees, in bits: -log2 of its probability.
static double bits(const tg::stream<storyteller>::result& y, std::int32_t letter) {
    double sum = 0;
    for (const float v : y) sum += std::exp(static_cast<double>(v - y[static_cast<std::size_t>(letter)]));
    return std::log2(sum);
}

// Bits a letter, with all letters before it known: the stream remembers them.
static double read_on(const std::vector<std::int32_t>& text) {
    double sum = 0;
    reader.reset();
    for (std::size_t i = 0; i + 1 < text.size(); ++i) sum += bits(reader(&text[i]), text[i + 1]);
    return sum / static_cast<double>(text.size() - 1);
}

// The largest difference between the scores of a whole window and those of its letters, one by one.
static float disagreement(const std::vector<std::int32_t>& text) {
    float largest = 0;
    const auto& expected = whole(text.data());
    reader.reset();
    for (std::size_t t = 0; t < window; ++t) {
        const auto& y = reader(&text[t]);
        for (std::size_t i = 0; i < letters; ++i) largest = std::max(largest, std::abs(y[i] - expected(t, i)));
    }
    return largest;
}

// A letter, drawn by its probability; a lower temperature favours the likely ones.
static std::int32_t draw(const tg::stream<storyteller>::result& y, float temperature, float uniform) {
    const float top = *std::max_element(y.begin(), y.end());
    float weights[letters], sum = 0;
    for (std::size_t i = 0; i < letters; ++i) sum += weights[i] = std::exp((y[i] - top) / temperature);
    float left = uniform * sum;
    std::size_t i = 0;
    while (i + 1 < letters && (left -= weights[i]) > 0) ++i;
    return static_cast<std::int32_t>(i);
}

static void write(std::string_view beginning, std::size_t length, std::uint64_t seed) {
    const tg::philox random{seed, 2};
    reader.reset();
    std::int32_t letter = 0;
    for (std::size_t i = 0; i < length; ++i) {
        if (i < beginning.size()) letter = static_cast<std::int32_t>(alphabet.find(beginning[i]));
        std::putchar(alphabet[static_cast<std::size_t>(letter)]);
        letter = draw(reader(&letter), 0.6f, random.uniform(i));
    }
    std::printf("\n");
}

int main(int argc, char** argv) {
    const auto seed = static_cast<std::uint64_t>(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1);
    std::string eleven;
    for (std::size_t chapter = 0; chapter < 11; ++chapter) eleven += alice_chapters[chapter];
    const auto training = tokens_of(eleven), held_out = tokens_of(alice_chapters[11]);
    if (training.empty() || held_out.empty()) return std::fprintf(stderr, "the text has a letter that the alphabet lacks\n"), 1;
    std::printf("%s\n", tg::summary<storyteller>().data());

    tg::initialize(p, seed);
    double mean = 0;
    for (std::size_t step = 0; step < steps; ++step) {
        mean += train(training, seed, step) / std::log(2.0);
        if (!fit.state()) return std::fprintf(stderr, "%s\n", fit.state().message), 1;
        if ((step + 1) % report > 0) continue;
        std::printf("step %5zu  training %.3f  held-out %.3f bits a letter\n", step + 1, mean / report, read_on(held_out));
        std::fflush(stdout);
        mean = 0;
    }

    std::printf("\n");
    write("  `I can't explain", 600, seed);
    const float difference = disagreement(held_out);
    std::printf("\nwhole windows and single letters: scores differ by %.1e at most\n", static_cast<double>(difference));
    if (!(difference < 1e-3f)) return std::fprintf(stderr, "the stream answers differently\n"), 1;
    const double reached = read_on(held_out);
    std::printf("held-out loss: %.2f bits a letter\n", reached);
    return reached <= 2.25 ? 0 : 1;
}
