#ifndef TYPEGRAD_TESTS_EINSUM_ENGINE_HPP
#define TYPEGRAD_TESTS_EINSUM_ENGINE_HPP

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <typegrad/core/random.hpp>
#include <typegrad/core/shape.hpp>
#include <typegrad/core/type_list.hpp>
#include <typegrad/einsum/contraction.hpp>
#include <typegrad/einsum/search.hpp>
#include <typegrad/einsum/gradient.hpp>
#include <typegrad/einsum/loops.hpp>

// Runs kernels on buffers that are unaligned and lie between poison, against the naive loop in double.
namespace engine {

namespace tg = typegrad;
namespace te = typegrad::einsum;

// n numbers at an odd address, NaN on both sides: a read outside spoils the result, a write outside is seen.
struct guarded {
    static constexpr std::size_t margin = 37;
    std::vector<float> all;
    std::size_t size;

    guarded(std::size_t n, std::uint64_t seed) : all(n + 2 * margin, std::numeric_limits<float>::quiet_NaN()), size(n) {
        for (std::size_t i = 0; i < n; ++i) data()[i] = tg::philox{seed, 0}.uniform(i) - 0.5f;
    }
    float* data() { return all.data() + margin; }
    bool intact() const {
        for (std::size_t i = 0; i < margin; ++i)
            if (!std::isnan(all[i]) || !std::isnan(all[all.size() - 1 - i])) return false;
        return true;
    }
};

template<class Source>
struct kernel {
    static constexpr te::contraction space = Source::space;
    static constexpr te::plan order = te::find_plan(space, te::native_machine);
};

// The same with room to copy an operand.
template<class Source>
struct copying_kernel {
    static constexpr te::contraction space = Source::space;
    static constexpr te::plan order = te::find_plan(space, te::native_machine.with_copies());
};

// The largest difference to the naive loop in double, relative to the largest result; infinite if poison was touched.
template<class K>
double error_of(std::size_t nx, std::size_t nw, std::size_t ny) {
    guarded x(nx, 1), w(nw, 2), y(ny, 3);
    std::vector<double> exact(y.data(), y.data() + ny);
    te::run_scalar<K>(exact.data(), x.data(), w.data());
    guarded copy(te::scratch_size<K>, 4);
    te::run_copying<K>(copy.data(), y.data(), x.data(), w.data(), te::from_y{});
    double worst = 0, largest = 1;
    for (std::size_t i = 0; i < ny; ++i) {
        worst = std::isnan(y.data()[i]) ? std::numeric_limits<double>::infinity() : std::fmax(worst, std::fabs(y.data()[i] - exact[i]));
        largest = std::fmax(largest, std::fabs(exact[i]));
    }
    return x.intact() && w.intact() && y.intact() && copy.intact() ? worst / largest : std::numeric_limits<double>::infinity();
}

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

// Rounding of float sums of up to a few thousand products of numbers below 1/4.
inline constexpr double tolerance = 3e-6;

// The contraction and both of its gradients.
template<tg::fixed_string Formula, class X, class W, class Y>
void check() {
    using f = forward<Formula, X, W, Y>;
    CAPTURE(Formula.text);
    CAPTURE(X::size);
    CAPTURE(W::size);
    CHECK(error_of<kernel<f>>(X::size, W::size, Y::size) < tolerance);
    CHECK(error_of<kernel<dx<f>>>(Y::size, W::size, X::size) < tolerance);
    CHECK(error_of<kernel<dw<f>>>(X::size, Y::size, W::size) < tolerance);
    if constexpr (te::scratch_size<copying_kernel<dx<f>>> > 0) CHECK(error_of<copying_kernel<dx<f>>>(Y::size, W::size, X::size) < tolerance);
    if constexpr (te::scratch_size<copying_kernel<f>> > 0) CHECK(error_of<copying_kernel<f>>(X::size, W::size, Y::size) < tolerance);
}

}

#endif
