#ifndef TYPEGRAD_CUDA_TAG_CUH
#define TYPEGRAD_CUDA_TAG_CUH

#include <cstddef>

#include <typegrad/core/bf16.hpp>

#include "model.hpp"
#include "network/dense_chain.cuh"

// What a tag says of a model.
namespace typegrad::cuda {

template<class Tag>
concept trains = requires { typename Tag::loss; typename Tag::optimizer; };
// Whether the optimizer takes each parameter by itself.
template<class Tag>
concept steps_by_itself = trains<Tag> && requires(typename Tag::optimizer o) { o.prepare(std::size_t{1}); };
// Whose gradients are the mean over several devices: all_reduce::mean(communicator, numbers, n, stream).
template<class Tag>
concept reduces = trains<Tag> && requires { typename Tag::all_reduce; };
template<class Tag>
using target_of = typename model<Tag>::target;

namespace detail {
template<class Tag>
struct number_of {
    using type = bf16;
};
template<class Tag>
    requires requires { typename Tag::number; }
struct number_of<Tag> {
    using type = typename Tag::number;
};
}
template<class Tag>
using number_of = typename detail::number_of<Tag>::type;
// A chain of dense layers whose results are the operands of what follows, as they lie in registers: numbers of two bytes.
template<class Tag>
consteval bool is_chain() {
    return dense_chain<typename Tag::network>::possible() && sizeof(number_of<Tag>) == 2;
}

}

#endif
