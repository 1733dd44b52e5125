#ifndef TYPEGRAD_CUDA_CONTEXT_WARP_NUMBER_CUH
#define TYPEGRAD_CUDA_CONTEXT_WARP_NUMBER_CUH

#include <cstddef>

#include <typegrad/simd/rows.hpp>

namespace typegrad::cuda {

// A number of one lane of a warp whose lanes walk rows together (simd/rows.hpp): neighbours take neighbouring elements.
template<class Context>
struct warp_number : simd::batch<float, 1> {
    using number = simd::batch<float, 1>;
    using number::number;
    warp_number() = default;
    TYPEGRAD_DEVICE constexpr warp_number(number v) : number(v) {}

    struct team {
        template<class F>
        TYPEGRAD_DEVICE static void each(std::size_t begin, std::size_t end, const F& f) {
            for (std::size_t i = begin + static_cast<std::size_t>(Context::lane_here()); i < end; i += 32) f(i);
        }
        TYPEGRAD_DEVICE static warp_number sum(warp_number v) {
            TYPEGRAD_UNROLLED for (int mask = 16; mask > 0; mask /= 2) v += number(Context::shuffle_xor(v[0], mask));
            return v;
        }
        TYPEGRAD_DEVICE static warp_number largest(warp_number v) {
            TYPEGRAD_UNROLLED for (int mask = 16; mask > 0; mask /= 2) v = max(number(Context::shuffle_xor(v[0], mask)), v);
            return v;
        }
    };
};

}

template<class Context>
struct typegrad::simd::detail::scalar_of<typegrad::cuda::warp_number<Context>> {
    using type = float;
};

#endif
