#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include <typegrad/core/bf16.hpp>
#include <typegrad/core/half.cuh>
#include <typegrad/core/random.hpp>
#include <typegrad/core/tf32.cuh>

#include "ptx/warp.hpp"

// The machine that runs what nvcc makes for GPUs, on kernels written by hand.
namespace {

using words = std::vector<std::uint32_t>;
constexpr std::uint32_t bits(float v) {
    return std::bit_cast<std::uint32_t>(v);
}

// Runs a body, whose %rd1 is the address of `memory` and whose %r1 is the number of the thread.
typegrad::cuda::findings run(const std::string& body, words& memory, unsigned threads = 32, unsigned blocks = 1) {
    ptx::program text(
        ".version 9.0\n.target sm_80\n.visible .entry k(\n\t.param .u64 k_param_0\n)\n.maxntid 96, 1, 1\n{\n\t.reg .b32 %r<9>;\n"
        "\tld.param.u64 \t%rd9, [k_param_0];\n\tcvta.to.global.u64 \t%rd1, %rd9;\n\tmov.u32 \t%r1, %tid.x;\n" +
        body + "\n\tret;\n\n}\n");
    ptx::launch how{blocks, threads, 512, std::vector<std::byte>(8), nullptr};
    const std::uint32_t* const data = memory.data();
    std::memcpy(how.parameters.data(), &data, 8);
    const auto begin = reinterpret_cast<std::uintptr_t>(data);
    how.allocated = [=, end = begin + 4 * memory.size()](std::uintptr_t at) { return at >= begin && at < end ? ptx::region{begin, end} : ptx::region{}; };
    return ptx::run(*text.find("k"), how);
}
// Every thread writes %r2 to its own word.
const std::string write_result = "mul.wide.u32 %rd2, %r1, 4;\nadd.s64 %rd3, %rd1, %rd2;\nst.global.u32 [%rd3], %r2;\n";

// What one instruction makes of numbers in %r3, %r4 and %r5; the result is %r2.
std::uint32_t result(const std::string& instruction, std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0) {
    words memory(32);
    const auto found = run("mov.u32 %r3, " + std::to_string(a) + ";\nmov.u32 %r4, " + std::to_string(b) + ";\nmov.u32 %r5, " + std::to_string(c) + ";\n" + "mov.b32 %f3, %r3;\nmov.b32 %f4, %r4;\n" + instruction + "\n" + write_result, memory);
    REQUIRE(found.none());
    REQUIRE(std::equal(memory.begin() + 1, memory.end(), memory.begin()));
    return memory[0];
}
std::string says(const typegrad::cuda::findings& found) {
    std::string all;
    for (const std::string& m : found.messages) all += m + "\n";
    return found.none() ? "nothing" : all;
}

}

TEST_CASE("ptx: what instructions make of numbers") {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(result("add.s32 %r2, %r3, %r4;", 0xFFFFFFFF, 3) == 2);
    CHECK(result("mul.hi.s32 %r2, %r3, %r4;", 0x80000000, 4) == 0xFFFFFFFE);
    CHECK(result("mad.lo.s32 %r2, %r3, %r4, -1;", 7, 6) == 41);
    CHECK(result("shr.s32 %r2, %r3, 40;", 0x80000000) == 0xFFFFFFFF);
    CHECK(result("shr.u32 %r2, %r3, 4;", 0x80000000) == 0x08000000);
    CHECK(result("shl.b32 %r2, %r3, 32;", 1) == 0);
    CHECK(result("mul.wide.s32 %rd4, %r3, %r4;\nshr.u64 %rd5, %rd4, 32;\ncvt.u32.u64 %r2, %rd5;", 0xFFFFFFFF, 5) == 0xFFFFFFFF);
    CHECK(result("cvt.s64.s32 %rd4, %r3;\nshr.u64 %rd5, %rd4, 32;\ncvt.u32.u64 %r2, %rd5;", 0x80000000) == 0xFFFFFFFF);
    CHECK(result("bfi.b32 %r2, %r3, %r4, 8, 4;", 0xFF, 0xFFFF0000) == 0xFFFF0F00);
    CHECK(result("dp2a.lo.u32.u32 %r2, %r3, %r4, %r5;", 0x00020003, 0x99990507, 11) == 3 * 7 + 2 * 5 + 11);
    CHECK(result("cvt.u16.u32 %rs1, %r3;\nmov.b32 %r2, {%rs1, 258};", 0x12345678) == 0x01025678);
    CHECK(result("{ .reg .b32 tmp; mov.b64 {tmp, %r2}, %rd4; }", 0) == 0);
    CHECK(result("mul.wide.u32 %rd4, %r3, %r4;\n{ .reg .b32 tmp; mov.b64 {tmp, %r2}, %rd4; }", 0x80000000, 6) == 3);
    CHECK(result("mul.wide.u32 %rd4, %r3, %r4;\nmov.b64 {%r2, %r6}, %rd4;", 0x80000001, 6) == 6);
    CHECK(result("prmt.b32 %r2, %r3, %r4, 0xD340U;", 0x44332211, 0x8877F566) == 0xFF446611);
    CHECK(result("cvt.s8.s32 %rs2, %r3;\ncvt.s32.s16 %r2, %rs2;", 0x12F0) == 0xFFFFFFF0);
    CHECK(result("cvt.u16.u32 %rs1, %r3;\ncvt.s16.s8 %rs2, %rs1;\ncvt.s32.s16 %r2, %rs2;", 0x12F0) == 0xFFFFFFF0);
    CHECK(result("setp.ne.s32 %p1, %r3, 0;\nselp.b32 %r2, 7, %r4, %p1;", 0, 9) == 9);
    CHECK(result("fma.rn.f32 %f2, %f3, %f4, 0f3F800000;\nmov.b32 %r2, %f2;", bits(3), bits(4)) == bits(13));
    CHECK(result("max.f32 %f2, %f3, %f4;\nmov.b32 %r2, %f2;", bits(nan), bits(-4)) == bits(-4));
    CHECK(result("setp.lt.f32 %p1, %f3, %f4;\nselp.u32 %r2, 1, 0, %p1;", bits(nan), bits(1)) == 0);
    CHECK(result("setp.geu.f32 %p1, %f3, %f4;\nselp.u32 %r2, 1, 0, %p1;", bits(nan), bits(1)) == 1);
    CHECK(result("setp.nan.f32 %p1, %f3, %f4;\nselp.u32 %r2, 1, 0, %p1;", bits(nan), bits(1)) == 1);
    CHECK(result("cvt.rn.bf16x2.f32 %r2, %f3, %f4;", bits(1), bits(-2)) == 0x3F80C000);
    CHECK(result("cvt.rn.f16x2.f32 %r2, %f3, %f4;", bits(1), bits(-2)) == 0x3C00C000);
    CHECK((result("cvt.rna.tf32.f32 %r2, %f3;", 0x3F801000) & 0xFFFFE000) == 0x3F802000);
}

TEST_CASE("ptx: lanes that part meet again") {
    words memory(32);
    // As many turns as its number; then odd ones add 100, others 200; then all exchange.
    const auto found = run(R"(
	mov.u32 	%r2, 0;
	setp.eq.s32 	%p1, %r1, 0;
	@%p1 bra 	$behind;

$loop:
	add.s32 	%r2, %r2, 1;
	setp.lt.u32 	%p2, %r2, %r1;
	@%p2 bra 	$loop;

$behind:
	and.b32 	%r3, %r1, 1;
	setp.eq.b32 	%p3, %r3, 1;
	@!%p3 bra 	$even;
	add.s32 	%r2, %r2, 100;
	bra.uni 	$all;

$even:
	add.s32 	%r2, %r2, 200;

$all:
	shfl.sync.bfly.b32 	%r4|%p4, %r2, 1, 31, -1;
	mov.u32 	%r2, %r4;
)" + write_result,
                           memory);
    CHECK(says(found) == "nothing");
    for (std::uint32_t l = 0; l < 32; ++l) CHECK(memory[l] == (l ^ 1) + (l % 2 ? 200 : 100));
}

// Two ways lead back to a barrier: who comes first waits for the others.
TEST_CASE("ptx: a barrier at the head of a loop") {
    words memory(32);
    const auto found = run(R"(
	mov.u32 	%r2, 0;
	mov.u32 	%r4, 0;
	and.b32 	%r3, %r1, 1;
	setp.eq.b32 	%p1, %r3, 1;

$loop:
	bar.sync 	0;
	add.s32 	%r4, %r4, 1;
	setp.lt.u32 	%p2, %r4, 3;
	@%p1 bra 	$odd;
	add.s32 	%r2, %r2, 100;
	@%p2 bra 	$loop;
	bra.uni 	$done;

$odd:
	add.s32 	%r2, %r2, 1;
	@%p2 bra 	$loop;

$done:
)" + write_result,
                           memory);
    CHECK(says(found) == "nothing");
    for (std::uint32_t l = 0; l < 32; ++l) CHECK(memory[l] == (l % 2 ? 3 : 300));
}

// d = a b + c by one instruction, whose operands come from shared memory as rows, against sums in double.
template<class T>
static void check_product(const std::string& mma) {
    constexpr std::size_t depth = sizeof(T) == 4 ? 8 : 16;
    const auto number = [](std::size_t i) { return static_cast<float>(T(typegrad::philox{3}.uniform(i) - 0.5f)); };
    const auto a = [&](std::size_t r, std::size_t k) { return number(r * depth + k); };
    const auto b = [&](std::size_t k, std::size_t n) { return number(1000 + k * 8 + n); };
    // Words of lanes: the ISA's figures for each operand.
    words memory(32 * 10);
    for (std::size_t l = 0; l < 32; ++l)
        for (std::size_t w = 0; w < 6; ++w) {
            const std::size_t g = l / 4, t = l % 4;
            const auto of = [&](std::size_t n) { return w < 4 ? a(g + 8 * (w % 2), n + depth / 2 * (w / 2)) : b(n + depth / 2 * (w - 4), g); };
            if constexpr (sizeof(T) == 4) memory[10 * l + w] = bits(of(t)) | 0x0AAA;  // which nobody reads
            else memory[10 * l + w] = T(of(2 * t)).bits | std::uint32_t{T(of(2 * t + 1)).bits} << 16;
        }
    std::string body = "mul.wide.u32 %rd2, %r1, 40;\nadd.s64 %rd3, %rd1, %rd2;\n";
    for (int w = 0; w < 6; ++w) body += "ld.global.u32 %r1" + std::to_string(w) + ", [%rd3+" + std::to_string(4 * w) + "];\n";
    body += mma + " {%f1,%f2,%f3,%f4}, {%r10,%r11,%r12,%r13}, {%r14,%r15}, {0f3F800000,0f40000000,0f40400000,0f40800000};\n";
    for (int w = 0; w < 4; ++w) body += "st.global.f32 [%rd3+" + std::to_string(24 + 4 * w) + "], %f" + std::to_string(w + 1) + ";\n";
    const auto found = run(body, memory);
    CHECK(says(found) == "nothing");
    CHECK(found.products == 1);
    for (std::size_t l = 0; l < 32; ++l)
        for (std::size_t w = 0; w < 4; ++w) {
            double sum = static_cast<double>(w + 1);
            for (std::size_t k = 0; k < depth; ++k) sum += double{a(l / 4 + 8 * (w / 2), k)} * double{b(k, 2 * (l % 4) + w % 2)};
            CHECK(std::bit_cast<float>(memory[10 * l + 6 + w]) == doctest::Approx(sum).epsilon(1e-6));
        }
}
TEST_CASE("ptx: products of fragments are those of matrices") {
    check_product<typegrad::bf16>("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32");
    check_product<typegrad::cuda::half>("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32");
    check_product<typegrad::cuda::tf32>("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32");
}

TEST_CASE("ptx: four matrices of pairs of bytes, as they lie and transposed") {
    for (const bool transposed : {false, true}) {
        // Row r of matrix m is what lane 8 m + r stores, eight numbers from 64 m + 8 r on.
        words memory(32 * 4);
        const auto found = run(R"(
	shl.b32 	%r2, %r1, 3;
	shl.b32 	%r3, %r1, 4;
	mul.lo.s32 	%r4, %r2, 65537;
	add.s32 	%r5, %r4, 65536;
	add.s32 	%r6, %r5, 131074;
	add.s32 	%r7, %r6, 131074;
	add.s32 	%r8, %r7, 131074;
	st.shared.v4.u32 	[%r3], {%r5, %r6, %r7, %r8};
	bar.sync 	0;
	ldmatrix.sync.aligned.m8n8.x4)" +
                                   std::string(transposed ? ".trans" : "") +
                                   R"(.shared.b16 {%r10,%r11,%r12,%r13}, [%r3];
	mul.wide.u32 	%rd2, %r1, 16;
	add.s64 	%rd3, %rd1, %rd2;
	st.global.v4.u32 	[%rd3], {%r10, %r11, %r12, %r13};
)",
                               memory);
        CHECK(says(found) == "nothing");
        for (std::uint32_t l = 0; l < 32; ++l)
            for (std::uint32_t m = 0; m < 4; ++m) {
                const std::uint32_t r = l / 4, c = 2 * (l % 4), first = 64 * m + (transposed ? 8 * c + r : 8 * r + c);
                CHECK(memory[4 * l + m] == (first | (first + (transposed ? 8 : 1)) << 16));
            }
    }
}

TEST_CASE("ptx: what no GPU forgives, and what it would not say") {
    const std::string half = "setp.lt.u32 %p1, %r1, 16;\n@%p1 bra $here;\nbra.uni $there;\n$here:\n";
    const std::string exchange = "shl.b32 %r3, %r1, 2;\nst.shared.u32 [%r3], %r1;\n", read = "xor.b32 %r4, %r3, 128;\nld.shared.u32 %r2, [%r4];\n";
    struct {
        const char* what;
        std::string body, message;
    } const cases[] = {
        {"half a warp at a barrier", half + "bar.sync 0;\n$there:\n", "not all lanes take part"},
        {"half a warp in a product", half + "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%f1,%f2,%f3,%f4}, {%r1,%r1,%r1,%r1}, {%r1,%r1}, {%f1,%f2,%f3,%f4};\n$there:\n", "not all lanes take part"},
        {"a warp that does not come to a barrier", "setp.lt.u32 %p1, %r1, 32;\n@%p1 bra $there;\nbar.sync 0;\n$there:\n", "some warps wait at a barrier, others have ended"},
        {"memory of nobody", "st.global.u32 [%rd1+256], %r1;\n", "global memory that is nobody's"},
        {"memory that is nobody's from the middle on", "st.global.v2.u32 [%rd1+248], {%r1, %r1};\nadd.s64 %rd2, %rd1, 252;\nst.global.v2.u32 [%rd2+-4], {%r1, %r1};\nst.global.v2.u32 [%rd2], {%r1, %r1};\n", "not aligned to 8 bytes"},
        {"an address that is not aligned", "st.global.u32 [%rd1+2], %r1;\n", "not aligned to 4 bytes"},
        {"beyond shared memory", "st.shared.u32 [%r1+512], %r1;\n", "beyond the 512 bytes of shared memory"},
        {"no barrier", exchange + "and.b32 %r4, %r3, 127;\nld.shared.u32 %r2, [%r4];\n", "races with the write of thread"},
        {"no barrier before the next writes", exchange + "bar.sync 0;\n" + read + exchange, "races with the write of thread"},
        {"what nobody has written", "mov.u32 %r4, 8;\nld.shared.u32 %r2, [%r4];\n", "of what nobody has written"},
    };
    for (const auto& [what, body, message] : cases) {
        words memory(64);
        const std::string said = says(run(body, memory, 64));
        CHECK_MESSAGE(said.find(message) != std::string::npos, what, ": ", said);
    }
    // Global memory: neighbours' words, with and without a barrier; and those of another block.
    const std::string own = "mul.wide.u32 %rd2, %r1, 4;\nadd.s64 %rd3, %rd1, %rd2;\nst.global.u32 [%rd3], %r1;\n", next = "xor.b32 %r3, %r1, 32;\nmul.wide.u32 %rd4, %r3, 4;\nadd.s64 %rd5, %rd1, %rd4;\n";
    const std::string look = "ld.global.u32 %r2, [%rd5];\n", change = "st.global.u32 [%rd5], %r1;\n", barrier = "bar.sync 0;\n";
    const auto races = [&](const std::string& body, unsigned blocks = 1) {
        words memory(64);
        return says(run(body, memory, 64, blocks)).find("races") != std::string::npos;
    };
    CHECK(races(own + next + look));
    CHECK(races(own + next + change));
    CHECK(races(next + look + "mul.wide.u32 %rd2, %r1, 4;\nadd.s64 %rd3, %rd1, %rd2;\nst.global.u32 [%rd3], %r1;\n"));
    CHECK_FALSE(races(own + next + barrier + look));
    CHECK_FALSE(races(own + next + barrier + change));
    CHECK_FALSE(races(own + next + barrier + look + barrier + own));
    CHECK(races(own + next + barrier + look + own));
    CHECK_FALSE(races(next + look, 2));
    CHECK(races(own, 2));
    CHECK(races("mov.u32 %r5, %ctaid.x;\nsetp.eq.s32 %p1, %r5, 0;\n" + next + "@%p1 bra $first;\n" + change + "bra.uni $all;\n$first:\n" + look + "$all:\n", 2));
    words memory(64);
    CHECK(says(run(exchange + "bar.sync 0;\n" + read + "bar.sync 0;\n" + exchange + write_result, memory, 64)) == "nothing");
    for (std::uint32_t t = 0; t < 64; ++t) CHECK(memory[t] == (t ^ 32));
    CHECK_THROWS_WITH_AS(run("frob.u32 %r2, %r1;\n", memory), "frob.u32 %r2, %r1;: no such instruction: frob.u32", ptx::not_understood);
    CHECK_THROWS_AS(run("add.s32 %r2, %r1;\n", memory), ptx::not_understood);
    CHECK_THROWS_AS(run("add.s32 %r2, %r1, %rd1;\n", memory), ptx::not_understood);
    CHECK_THROWS_AS(run("bra $nowhere;\n", memory), ptx::not_understood);
}
