#ifndef TYPEGRAD_NETWORK_PRODUCT_STEP_HPP
#define TYPEGRAD_NETWORK_PRODUCT_STEP_HPP

#include <cstddef>

#include "../einsum/gradient.hpp"
#include "../einsum/loops.hpp"
#include "../einsum/search.hpp"
#include "edges.hpp"
#include "step.hpp"

// The product of two values, sample by sample: its gradients are the same contraction with the roles swapped.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {
using namespace detail;

template<class Linear, class Out, class A, class B>
struct product_kernel {
    static constexpr einsum::contraction given = [] {
        einsum::contraction c = einsum::contract(Linear::formula, A::value, B::value, Out::value);
        c.bounds = 0;
        return c;
    }();
    static constexpr einsum::contraction space = einsum::coalesce(given);
    static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine.with_copies());
};
template<class Forward, einsum::wrt Operand>
struct product_gradient {
    static constexpr einsum::contraction space = einsum::coalesce(einsum::gradient(Forward::given, Operand));
    static constexpr einsum::plan order = einsum::find_plan(space, einsum::native_machine.with_copies());
};

template<class Batch, class Node, class F, class Out, class A, class B>
struct product_step : step_types<Batch, Out, A, B> {
    using activation = F;
    using item = Node;
    using linear = typename Node::layer::template lowered<typename Node::input>;
    static constexpr bool keeps_argument = !derivative<F>::from_y;
    // Step by step, vectors being no sequences.
    static constexpr bool streams = requires { Node::layer::sees_past; } || (A::shape::rank == 1 && B::shape::rank == 1) || [] {
        const int step = linear::formula.y.axes[0].single();
        return step >= 0 && step == linear::formula.x[0].axes[0].single() && step == linear::formula.w[0].axes[0].single();
    }();
    static constexpr std::size_t calls = Batch::template calls<Out>, weights = 0;
    using forward_kernel_type = product_kernel<linear, Out, A, B>;
    using da_kernel = product_gradient<forward_kernel_type, einsum::wrt::x>;
    using db_kernel = product_gradient<forward_kernel_type, einsum::wrt::w>;
    static constexpr std::size_t kept = einsum::scratch_size<forward_kernel_type>;  // an operand turned round
    static constexpr std::size_t da_copy = einsum::scratch_size<da_kernel>, db_copy = einsum::scratch_size<db_kernel>;
    static constexpr std::size_t scratch = da_copy > db_copy ? da_copy : db_copy;

    template<bool Training>
    static void forward(const forward_pointers& at) {
        constexpr bool keep = Training && keeps_argument;
        for (std::size_t i = 0; i < calls; ++i) {
            clear_border<Out>(at.y + i * Out::part);
            einsum::run_copying<forward_kernel_type>(at.kept, at.y + i * Out::part, at.x[0] + i * A::part, at.x[1] + i * B::part, einsum::from_zero{},
                                                     activate<F, keep>{keep ? at.argument + i * Out::part : nullptr});
        }
    }
    template<class Slope>
    static void backward(const backward_pointers& at, const Slope&) {
        for (std::size_t i = 0; i < calls; ++i) {
            const float *dy = at.dy + i * Out::part, *a = at.x[0] + i * A::part, *b = at.x[1] + i * B::part;
            if (at.dx[0]) run<da_kernel, A>(at.scratch, at.dx[0] + i * A::part, dy, b);
            if (at.dx[1]) run<db_kernel, B>(at.scratch, at.dx[1] + i * B::part, a, dy);
        }
    }

private:
    template<class K, class Place>
    static void run(float* room, float* to, const float* x, const float* w) {
        clear_border<Place>(to);
        if constexpr (K::space.scatters()) {
            for (std::size_t i = 0; i < Place::part; ++i) to[i] = 0;
            einsum::run_copying<K>(room, to, x, w, einsum::from_y{});
        } else {
            einsum::run_copying<K>(room, to, x, w);
        }
    }
};

}
}
}

#endif
