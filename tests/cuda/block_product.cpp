#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include <typegrad/context/host_context.cuh>
#include <typegrad/einsum/block_product.cuh>

using namespace typegrad::cuda;

namespace {

constexpr int reach(index_map m) {
    int last = 0;
    for (int d = 0; d < m.rank; ++d) last += (m.extent[d] - 1) * m.stride[d];
    return last;
}
// Sixteen-byte aligned: runs of sixteen bytes are read at once.
constexpr int room(index_map rows, index_map depth) { return (reach(rows) + reach(depth) + 8) / 8 * 8; }

enum class weights { in_shared_memory, resident, packed };

template<class T, weights Where, index_map RowsA, index_map DepthA, index_map RowsB, index_map DepthB, int Tall, int Wide>
struct product_kernel {
    static constexpr int threads = 64, rows = RowsA.size(), columns = RowsB.size(), depth = DepthA.size();
    static constexpr int a_room = room(RowsA, DepthA), b_room = room(RowsB, DepthB);
    using a_operand = shared_operand<RowsA, DepthA, T>;
    using packed = packed_operand<columns, depth>;
    static constexpr std::uint32_t b_begin = bytes_of<T>(a_room), b_bytes = Where == weights::in_shared_memory ? bytes_of<T>(b_room) : Where == weights::resident ? packed::blocks * 512 : 0;
    static constexpr std::uint32_t shared_bytes = b_begin + b_bytes;

    template<class B, class Context>
    static void multiply(Context& c, const B& b, const float* bias, float* y) {
        using product = block_product<T, 2, Tall, Wide, a_operand, B>;
        product::run(c, a_operand{0}, b, [&](int o) { return bias[o]; }, [&](int r, int o, float low, float high) {
            y[r * columns + o] = low;
            if (o + 1 < columns) y[r * columns + o + 1] = high;
        });
    }
    template<class Context>
    static void run(Context& c, const float* a, const float* b, const four_words* words, const float* bias, float* y) {
        for (int i = 2 * c.thread(); i < a_room; i += 2 * threads) store_two<T>(c, bytes_of<T>(i), a[i], a[i + 1]);
        if constexpr (Where == weights::in_shared_memory)
            for (int i = 2 * c.thread(); i < b_room; i += 2 * threads) store_two<T>(c, b_begin + bytes_of<T>(i), b[i], b[i + 1]);
        if constexpr (Where == weights::resident)
            for (int i = c.thread(); i < packed::blocks * 32; i += threads) c.store(b_begin + static_cast<std::uint32_t>(16 * i), c.read(words + i));
        c.barrier();
        if constexpr (Where == weights::in_shared_memory) multiply(c, shared_operand<RowsB, DepthB, T>{b_begin}, bias, y);
        else if constexpr (Where == weights::resident) multiply(c, resident_operand<columns, depth>{b_begin}, bias, y);
        else multiply(c, packed{words}, bias, y);
    }
};

template<class T, weights Where, index_map RowsA, index_map DepthA, index_map RowsB, index_map DepthB, int Tall = 1, int Wide = 1>
findings check_product() {
    using kernel = product_kernel<T, Where, RowsA, DepthA, RowsB, DepthB, Tall, Wide>;
    constexpr int rows = kernel::rows, columns = kernel::columns, depth = kernel::depth;
    static_assert(depth == DepthB.size());
    std::vector<float> a(kernel::a_room), b(kernel::b_room), bias(columns), y(rows * columns);
    auto number = [seed = 0u]() mutable { return static_cast<float>(T(static_cast<float>((seed = seed * 1664525u + 1013904223u) >> 8) * 0x1p-23f - 1)); };
    for (auto* v : {&a, &b, &bias})
        for (float& x : *v) x = number();
    using packed = packed_operand<columns, depth>;
    std::vector<four_words> words(packed::blocks * 32);
    const auto w = [&](int r, int k) { return b[static_cast<std::size_t>(place_in<RowsB>(r) + place_in<DepthB>(k))]; };
    for (int r = 0; Where != weights::in_shared_memory && r < columns; r += 16)
        for (int k = 0; k < depth; k += 16)
            for (int l = 0; l < 32; ++l)
                for (int q = 0; q < 4; ++q)
                    if constexpr (sizeof(T) == 2) words[static_cast<std::size_t>(packed::block_of(r, k) * 32 + l)].word[q] = packed_word<host_context, T>(w, columns, depth, r, k, l, q);
    for (const turns order : {turns::forward, turns::random}) {
        y.assign(y.size(), NAN);
        const findings found = emulate<kernel>(1, order, a.data(), b.data(), words.data(), bias.data(), y.data());
        REQUIRE_MESSAGE(found.none(), found.messages.front());
        using operand = typename kernel::a_operand;
        CHECK(found.products == static_cast<std::size_t>(block_product<T, 2, Tall, Wide, operand, packed>::products));
        double worst = 0;
        for (int r = 0; r < rows; ++r)
            for (int o = 0; o < columns; ++o) {
                double sum = bias[static_cast<std::size_t>(o)], size = std::fabs(sum);
                for (int k = 0; k < depth; ++k) {
                    const double term = static_cast<double>(a[static_cast<std::size_t>(place_in<RowsA>(r) + place_in<DepthA>(k))]) * static_cast<double>(w(o, k));
                    sum += term;
                    size += std::fabs(term);
                }
                const double error = std::fabs(static_cast<double>(y[static_cast<std::size_t>(r * columns + o)]) - sum) / (size + 1e-30);
                worst = error <= worst ? worst : error;
            }
        CHECK(worst < 1e-6);
        if (order == turns::random) return found;
    }
    return {};
}

using typegrad::bf16;
constexpr index_map line(int n, int stride = 1) { return index_map{}.with(n, stride); }

// Rows of samples with a stride of `Row` numbers, weights [in][out].
template<class T, weights Where, int Samples, int In, int Out, int Row, int Tall = 1, int Wide = 1>
findings check_dense() {
    return check_product<T, Where, line(Samples, Row), line(In), line(Out), line(In, (Out + 7) / 8 * 8), Tall, Wide>();
}

// Two samples of H x W x C, a border of one in place, times K x K x C x O: all at stride 1.
template<weights Where, int H, int W, int C, int O, int K, class T = bf16>
findings check_conv() {
    constexpr int rows = W + K - 1, sample = (H + K - 1) * rows * C;
    constexpr index_map positions = index_map{}.with(2, sample).with(H, rows * C).with(W, C), window = index_map{}.with(K, rows * C).with(K, C).with(C, 1);
    return check_product<T, Where, positions, window, line(O), line(K * K * C, (O + 7) / 8 * 8), 2, 1>();
}
// Its dw: rows are the weights, depth the samples and positions.
template<int H, int W, int C, int O, int K, class T = bf16>
findings check_conv_dw() {
    constexpr int rows = W + K - 1, sample = (H + K - 1) * rows * C;
    constexpr index_map positions = index_map{}.with(2, sample).with(H, rows * C).with(W, C), window = index_map{}.with(K, rows * C).with(K, C).with(C, 1);
    constexpr index_map outputs = index_map{}.with(2, H * W * O).with(H, W * O).with(W, O);
    return check_product<T, weights::in_shared_memory, window, positions, line(O), outputs, 1, 2>();
}

}

TEST_CASE("dense: whole tiles, ragged tiles, one number") {
    check_dense<bf16, weights::in_shared_memory, 32, 32, 32, 40>();
    check_dense<bf16, weights::packed, 32, 32, 32, 40, 2, 2>();
    check_dense<bf16, weights::resident, 64, 48, 80, 56, 1, 2>();
    check_dense<half, weights::packed, 37, 24, 17, 24>();
    check_dense<half, weights::resident, 5, 40, 9, 48, 2, 1>();
    check_dense<bf16, weights::in_shared_memory, 37, 7, 17, 11>();
    check_dense<bf16, weights::packed, 1, 1, 1, 1, 2, 2>();
    check_dense<bf16, weights::packed, 3, 33, 2, 37>();
}

TEST_CASE("convolutions from a bordered image, forward and dw") {
    check_conv<weights::packed, 6, 5, 8, 12, 3>();
    check_conv<weights::resident, 4, 7, 16, 16, 3>();
    check_conv<weights::packed, 5, 5, 1, 6, 5>();
    check_conv<weights::in_shared_memory, 3, 3, 3, 4, 2>();
    check_conv_dw<4, 4, 8, 8, 3>();
    check_conv_dw<5, 3, 16, 24, 3>();
    check_conv_dw<3, 4, 3, 5, 2>();
}

// Depths that are multiples of the product's, of a run, of nothing.
template<class T>
void check_numbers_of_four_bytes() {
    check_dense<T, weights::in_shared_memory, 32, 32, 32, 36>();
    check_dense<T, weights::in_shared_memory, 37, 12, 17, 20, 2, 2>();
    check_dense<T, weights::in_shared_memory, 5, 7, 9, 11>();
    check_dense<T, weights::in_shared_memory, 3, 45, 1, 48>();
    check_conv<weights::in_shared_memory, 6, 5, 4, 12, 3, T>();
    check_conv<weights::in_shared_memory, 3, 4, 3, 5, 2, T>();
    check_conv_dw<4, 3, 4, 12, 3, T>();
    check_conv_dw<3, 4, 3, 5, 2, T>();
}
TEST_CASE("tf32 on tensor cores, float without them") {
    check_numbers_of_four_bytes<tf32>();
    check_numbers_of_four_bytes<float>();
}

TEST_CASE("rows whose stride is an odd multiple of sixteen bytes have no bank conflicts") {
    const findings even = check_dense<bf16, weights::packed, 32, 64, 16, 64>(), odd = check_dense<bf16, weights::packed, 32, 64, 16, 72>();
    CHECK(odd.waves < even.waves);
    const findings alone = check_dense<bf16, weights::resident, 32, 64, 16, 72>();
    CHECK(alone.waves == alone.least_waves);
}
