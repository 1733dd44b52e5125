// The contractions of common layers, and both of their gradients, against the roofline of this core; square matrix
// products beside libxsmm and oneDNN.
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include <typegrad/core/shape.hpp>
#include <typegrad/einsum/contraction.hpp>
#include <typegrad/einsum/gradient.hpp>
#include <typegrad/einsum/loops.hpp>
#include <typegrad/einsum/search.hpp>

#include "peers/peer.hpp"
#include "report.hpp"

namespace tg = typegrad;
namespace te = typegrad::einsum;
using tg::shape;

namespace {

constexpr std::size_t lanes = tg::simd::lanes<float>;

template<tg::fixed_string Formula, class X, class W, class Y>
struct forward {
    static constexpr te::contraction space = te::contract(te::formula_of<Formula>::value, tg::dense_layout<X>(), tg::dense_layout<W>(), tg::dense_layout<Y>());
};
template<class Source>
struct dx {
    static constexpr te::contraction space = te::gradient(Source::space, te::wrt::x);
};
template<class Source>
struct dw {
    static constexpr te::contraction space = te::gradient(Source::space, te::wrt::w);
};
template<class Source>
struct kernel {
    static constexpr te::contraction space = te::coalesce(Source::space);
    static constexpr te::plan order = te::find_plan(space, te::native_machine.with_copies());
};

// "n1x16 o6 | outer loops | inner loops": the lanes, the tile, the order.
template<class K>
std::string plan_of() {
    constexpr te::plan p = K::order;
    auto name = [](int i) { return std::string(1, K::space.letter[i]); };
    std::string s = name(p.vector) + std::to_string(p.vectors) + "x" + std::to_string(p.lanes);
    for (int k = 0; k < te::max_tiled; ++k)
        if (p.tiled[k] >= 0) s += " " + name(p.tiled[k]) + std::to_string(p.size[k]);
    s += " | ";
    for (int k = 0; k < p.outers; ++k) s += name(p.outer[k]);
    s += " | ";
    for (int k = 0; k < p.inners; ++k) s += name(p.inner[k]);
    if (p.turned != te::turned_operand::none) s += p.turned == te::turned_operand::x ? " | copies x" : " | copies w";
    return s;
}

struct operands {
    measure::numbers x, w, y, copy;
};

// A fast wrong loop is no result.
template<class K>
bool is_right(const operands& o) {
    std::vector<double> exact(o.y.data(), o.y.data() + o.y.size());
    te::run_scalar<K>(exact.data(), o.x.data(), o.w.data());
    te::run_copying<K>(o.copy.data(), o.y.data(), o.x.data(), o.w.data(), te::from_y{});
    double worst = 0, largest = 0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
        worst = std::fmax(worst, std::fabs(o.y.data()[i] - exact[i]));
        largest = std::fmax(largest, std::fabs(exact[i]));
    }
    return worst <= 1e-5 * largest;
}

struct list {
    std::vector<measure::work> works;
    bool right = true;

    template<class Source>
    void add(const std::string& name, std::size_t nx, std::size_t nw, std::size_t ny) {
        using K = kernel<Source>;
        const auto o = std::make_shared<operands>(operands{measure::numbers(nx, 1), measure::numbers(nw, 2), measure::numbers(ny, 3), measure::numbers(te::scratch_size<K>, 4)});
        if (!is_right<K>(*o)) right = false, std::fprintf(stderr, "%s is wrong\n", name.c_str());
        // A scattering sum goes through memory: y is also read.
        const double bytes = static_cast<double>(sizeof(float) * (nx + nw + ny * (K::space.scatters() ? 2 : 1)));
        works.push_back({name, 2.0 * static_cast<double>(K::space.work()), bytes, {measure::contend("typegrad", [o] {
            if constexpr (K::space.scatters()) te::run_copying<K>(o->copy.data(), o->y.data(), o->x.data(), o->w.data(), te::from_y{});
            else te::run_copying<K>(o->copy.data(), o->y.data(), o->x.data(), o->w.data());
        })}, plan_of<K>()});
    }

    template<tg::fixed_string Formula, class X, class W, class Y>
    void add_all(const std::string& name) {
        using f = forward<Formula, X, W, Y>;
        add<f>(name, X::size, W::size, Y::size);
        add<dx<f>>(name + " dx", Y::size, W::size, X::size);
        add<dw<f>>(name + " dw", X::size, Y::size, W::size);
    }

    template<std::size_t N>
    void add_gemm() {
        using matrix = shape<N, N>;
        add<forward<"ik,kj->ij", matrix, matrix, matrix>>("gemm " + std::to_string(N), matrix::size, matrix::size, matrix::size);
        const auto o = std::make_shared<operands>(operands{measure::numbers(N * N, 1), measure::numbers(N * N, 2), measure::numbers(N * N, 3), measure::numbers(0)});
        for (const peers::gemm& peer : peers::gemms())
            if (auto run = peer.prepare(N, o->x.data(), o->w.data(), o->y.data()))
                works.back().contenders.push_back(measure::contend(peer.name, [o, run] { run(); }));
    }
};

void add_layers(list& l) {
    l.add_all<"ni,io->no", shape<128, 784>, shape<784, 128>, shape<128, 128>>("dense 128: 784 to 128");
    l.add_all<"ni,io->no", shape<64, 800>, shape<800, 500>, shape<64, 500>>("dense 64: 800 to 500");
    l.add_all<"ni,io->no", shape<128, 64>, shape<64, 10>, shape<128, 10>>("dense 128: 64 to 10");
    l.add_all<"ni,io->no", shape<1, 784>, shape<784, 128>, shape<1, 128>>("dense 1: 784 to 128");
    l.add_all<"(h+k)(w+l)c,klco->hwo", shape<12, 12, 20>, shape<5, 5, 20, 50>, shape<8, 8, 50>>("conv5 12x12x20 to 50");
    l.add_all<"(h+k)(w+l)c,klco->hwo", shape<28, 28, 1>, shape<5, 5, 1, 20>, shape<24, 24, 20>>("conv5 28x28x1 to 20");
    l.add_all<"(h+k)(w+l)c,klco->hwo", shape<10, 10, 64>, shape<3, 3, 64, 64>, shape<8, 8, 64>>("conv3 10x10x64 to 64");
    l.add_all<"(h+k)(w+l)cn,klco->hwon", shape<12, 12, 20, lanes>, shape<5, 5, 20, 50>, shape<8, 8, 50, lanes>>("conv5 12x12x20 to 50, lanes");
    l.add_all<"(h+k)(w+l)cn,klco->hwon", shape<28, 28, 1, lanes>, shape<5, 5, 1, 20>, shape<24, 24, 20, lanes>>("conv5 28x28x1 to 20, lanes");
    l.add_all<"(h+k)(w+l)cn,klco->hwon", shape<10, 10, 64, lanes>, shape<3, 3, 64, 64>, shape<8, 8, 64, lanes>>("conv3 10x10x64 to 64, lanes");
    l.add_all<"(2h+k)(2w+l)c,klco->hwo", shape<17, 17, 32>, shape<3, 3, 32, 64>, shape<8, 8, 64>>("conv3 stride 2 17x17x32 to 64");
    l.add_all<"(h+k)(w+l)c,klc->hwc", shape<34, 34, 64>, shape<3, 3, 64>, shape<32, 32, 64>>("depthwise3 34x34x64");
    l.add_all<"thd,shd->hts", shape<64, 4, 16>, shape<64, 4, 16>, shape<4, 64, 64>>("attention scores 4x64x64x16");
    l.add_all<"hts,shd->thd", shape<4, 64, 64>, shape<64, 4, 16>, shape<64, 4, 16>>("attention mixture 4x64x64x16");
}

void add_gemms(list& l) {
    l.add_gemm<8>();
    l.add_gemm<16>();
    l.add_gemm<32>();
    l.add_gemm<64>();
    l.add_gemm<128>();
    l.add_gemm<256>();
}

}

int main(int argc, char** argv) {
    list l;
    add_layers(l);
    add_gemms(l);
    return l.right ? measure::run(argc, argv, l.works) : 1;
}
