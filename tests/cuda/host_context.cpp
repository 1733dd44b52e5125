#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <typegrad/context/host_context.cuh>

using namespace typegrad::cuda;

namespace {

bool says(const findings& found, const std::string& words) {
    return std::any_of(found.messages.begin(), found.messages.end(), [&](const std::string& m) { return m.find(words) != std::string::npos; });
}
constexpr turns all_turns[] = {turns::forward, turns::backward, turns::random};

enum class bug { none, no_barrier, no_last_barrier, beyond, crooked, too_little_memory, some_wait, unwritten };

// Sums of neighbours in a ring through shared memory, twice.
template<bug Bug>
struct ring {
    static constexpr int threads = 96;
    static constexpr std::uint32_t shared_bytes = 4 * (threads - (Bug == bug::too_little_memory));

    template<class Context>
    static void run(Context& c, float* y) {
        const int t = c.thread(), next = (t + 1) % threads;
        float v = static_cast<float>(t + c.block());
        for (int round = 0; round < 2; ++round) {
            if (Bug != bug::unwritten || t != 5) c.template store<float>(static_cast<std::uint32_t>(4 * t), v);
            if (Bug != bug::no_barrier && (Bug != bug::some_wait || t < 64)) c.barrier();
            v += c.template load<float>(static_cast<std::uint32_t>(4 * next + (Bug == bug::beyond && t == 7 ? 400 : 0) + (Bug == bug::crooked && t == 7 ? 2 : 0)));
            if (Bug != bug::no_last_barrier && (Bug != bug::some_wait || t < 64)) c.barrier();
        }
        c.write(y + c.block() * threads + t, v);
    }
};
template<bug Bug>
findings run_ring(turns order, std::vector<float>& y) {
    y.assign(2 * 96, NAN);
    return emulate<ring<Bug>>(2, order, y.data());
}

// Lanes 0 to 15 write, the warp meets, all lanes read what another lane wrote.
template<bool Meets>
struct halves {
    static constexpr int threads = 32;
    static constexpr std::uint32_t shared_bytes = 64;
    template<class Context>
    static void run(Context& c, float* y) {
        const auto lane = static_cast<std::uint32_t>(c.lane());
        if (lane < 16) c.template store<float>(4 * lane, static_cast<float>(lane));
        if (Meets) c.warp_barrier();
        y[lane] = c.template load<float>(4 * (15 - lane % 16));
    }
};

// y = x w over a warp, 16 x 16 times 16 x 8; loaded by lanes, or by matrices.
struct product {
    static constexpr int threads = 32;
    static constexpr std::uint32_t shared_bytes = 16 * 16 * 2 + 16 * 8 * 2;
    template<class Context>
    static void run(Context& c, const float* x, const float* w, float* y, bool by_matrices, bool wrong) {
        const int l = c.lane();
        for (int i = l; i < 16 * 8; i += 32) c.store(static_cast<std::uint32_t>(4 * i), Context::template pack<typegrad::bf16>(x[2 * i], x[2 * i + 1]));
        for (int i = l; i < 16 * 4; i += 32) c.store(static_cast<std::uint32_t>(512 + 4 * i), Context::template pack<typegrad::bf16>(w[2 * i], w[2 * i + 1]));
        c.warp_barrier();
        fragment_a a;
        fragment_b b;
        if (by_matrices) {
            c.template load_matrices<false>(a.pair, static_cast<std::uint32_t>((l % 16) * 32 + l / 16 * 16));
            std::uint32_t both[4];
            c.template load_matrices<true>(both, static_cast<std::uint32_t>(512 + (l % 16) * 16));
            b.pair[0] = both[0];
            b.pair[1] = both[1];
        } else {
            for (int r = 0; r < 16; ++r)
                for (int k = 0; k < 16; k += 2)
                    if (const auto p = fragment_a::place(r, k); p.lane == l) a.pair[p.pair] = c.template load<std::uint32_t>(static_cast<std::uint32_t>(r * 32 + k * 2));
            for (int k = 0; k < 16; k += 2)
                for (int n = 0; n < 8; ++n)
                    if (const auto p = fragment_b::place(k, n); p.lane == l) {
                        const auto first = c.template load<std::uint16_t>(static_cast<std::uint32_t>(512 + (k * 8 + n) * 2)), second = c.template load<std::uint16_t>(static_cast<std::uint32_t>(512 + (k * 8 + 8 + n) * 2));
                        b.pair[p.pair] = first | static_cast<std::uint32_t>(second) << 16;
                    }
        }
        if (wrong) std::swap(a.pair[1], a.pair[2]);
        accumulator d;
        c.template multiply<typegrad::bf16>(d, a, b);
        for (int i = 0; i < 4; ++i) y[accumulator::row(l, i) * 8 + accumulator::column(l, i)] = d.value[i];
    }
};

// y = x w in tf32, 16 x 8 times 8 x 8; x by matrices, whose eight rows have four numbers each. Rounded, or not as they should be.
struct product_of_four_bytes {
    static constexpr int threads = 32;
    static constexpr std::uint32_t shared_bytes = 16 * 8 * 4;
    template<class Context>
    static void run(Context& c, const float* x, const float* w, float* y, bool rounds) {
        const int l = c.lane();
        const auto number = [rounds](float v) { return rounds ? Context::template rounded<tf32>(v) : v; };
        for (int i = l; i < 16 * 8; i += 32) c.store(static_cast<std::uint32_t>(4 * i), number(x[i]));
        c.warp_barrier();
        fragment_a a;
        fragment_b b;
        c.template load_matrices<false>(a.pair, static_cast<std::uint32_t>(l % 16 * 32 + l / 16 * 16));
        for (int k = 0; k < 8; ++k)
            for (int n = 0; n < 8; ++n)
                if (const auto p = fragment_b::place_of_four(k, n); p.lane == l) b.pair[p.pair] = std::bit_cast<std::uint32_t>(number(w[k * 8 + n]));
        accumulator d;
        c.template multiply<tf32>(d, a, b);
        for (int i = 0; i < 4; ++i) y[accumulator::row(l, i) * 8 + accumulator::column(l, i)] = d.value[i];
    }
};

}

TEST_CASE("a kernel computes the same in any order of its threads") {
    for (const turns order : all_turns) {
        std::vector<float> y;
        const findings found = run_ring<bug::none>(order, y);
        CHECK(found.none());
        CHECK(found.barriers == 8);
        for (int b = 0; b < 2; ++b)
            for (int t = 0; t < 96; ++t) CHECK(y[static_cast<std::size_t>(b * 96 + t)] == static_cast<float>(t + 2 * ((t + 1) % 96) + (t + 2) % 96 + 4 * b));
    }
}

TEST_CASE("a barrier that is missing is a race, whatever the numbers") {
    std::vector<float> y;
    for (const turns order : all_turns) {
        CHECK(says(run_ring<bug::no_barrier>(order, y), "races with the"));
        CHECK(says(run_ring<bug::no_last_barrier>(order, y), "races with the"));
        std::vector<float> halved(32);
        CHECK(emulate<halves<true>>(1, order, halved.data()).none());
        CHECK(halved[3] == 12);
        CHECK(emulate<halves<false>>(1, order, halved.data()).count > 0);
    }
}

TEST_CASE("shared memory has an end, an alignment and nothing in it at first") {
    std::vector<float> y;
    for (const turns order : all_turns) {
        CHECK(says(run_ring<bug::beyond>(order, y), "beyond the 384 bytes"));
        CHECK(says(run_ring<bug::too_little_memory>(order, y), "beyond the 380 bytes"));
        CHECK(says(run_ring<bug::crooked>(order, y), "is not aligned"));
        CHECK(says(run_ring<bug::unwritten>(order, y), "of what nobody has written"));
    }
}

TEST_CASE("threads that wait for each other for ever are told so") {
    std::vector<float> y;
    for (const turns order : all_turns) CHECK(says(run_ring<bug::some_wait>(order, y), "wait for each other for ever: 32 are done, 64 are at a barrier"));
}

TEST_CASE("products of fragments, loaded by lanes and by matrices") {
    std::vector<float> x(256), w(128), y(128);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(static_cast<int>(i * 7 % 23) - 11);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = static_cast<float>(static_cast<int>(i * 5 % 19) - 9);
    for (const bool by_matrices : {false, true})
        for (const bool wrong : {false, true}) {
            const findings found = emulate<product>(1, turns::random, x.data(), w.data(), y.data(), by_matrices, wrong);
            CHECK(found.none());
            CHECK(found.products == 1);
            bool same = true;
            for (std::size_t r = 0; r < 16; ++r)
                for (std::size_t n = 0; n < 8; ++n) {
                    float sum = 0;
                    for (std::size_t k = 0; k < 16; ++k) sum += x[16 * r + k] * w[8 * k + n];
                    same &= y[8 * r + n] == sum;
                }
            CHECK(same == !wrong);
        }
}

TEST_CASE("products of tf32, whose operands must be rounded") {
    std::vector<float> x(128), w(64), y(128);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(static_cast<int>(i * 7 % 23) - 11) + 0x1p-20f;
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = static_cast<float>(static_cast<int>(i * 5 % 19) - 9);
    const findings found = emulate<product_of_four_bytes>(1, turns::random, x.data(), w.data(), y.data(), true);
    REQUIRE_MESSAGE(found.none(), found.messages.front());
    CHECK(found.products == 1);
    for (std::size_t r = 0; r < 16; ++r)
        for (std::size_t n = 0; n < 8; ++n) {
            float sum = 0;
            for (std::size_t k = 0; k < 8; ++k) sum += static_cast<float>(tf32(x[8 * r + k])) * w[8 * k + n];
            CHECK(y[8 * r + n] == sum);
        }
    CHECK(says(emulate<product_of_four_bytes>(1, turns::random, x.data(), w.data(), y.data(), false), "a longer mantissa"));
}
