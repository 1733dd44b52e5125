#ifndef TYPEGRAD_LAYERS_EMBEDDING_HPP
#define TYPEGRAD_LAYERS_EMBEDDING_HPP

#include <cstddef>
#include <limits>
#include <string_view>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

// The table of an embedding: one row for each number of the vocabulary.
template<std::size_t Vocabulary, std::size_t Width>
struct embedding_table : only_weight<shape<Vocabulary, Width>> {};

// y[t] = weight[x[t]]: a vector for each token
//   shapes  <T> -> <T, Width>
//   params  weight <Vocabulary, Width> drawn by the initialiser with variance 1 / Width
//   cost    a copy; x is kept for backward
//   errors  a token outside 0 .. Vocabulary - 1 gives NaN; "tokens come as a vector": the input has another rank
//   source  torch.nn.Embedding
template<std::size_t Vocabulary, std::size_t Width>
struct embedding {
    static constexpr std::string_view name = "embedding";
    static constexpr bool prefers_rows = true;
    template<class In>
    using output = shape<In::extent(0), Width>;
    template<class In>
    static consteval bool reads() {
        static_assert(In::rank == 1, "embedding: tokens come as a vector; begin the network with tokens<Vocabulary, T>");
        static_assert(Vocabulary > 0 && Width > 0, "embedding: it needs a vocabulary and a width; give sizes above zero");
        return true;
    }
    struct table {
        static constexpr std::size_t size = Vocabulary * Width;
        template<class T>
        using views = typename only_weight<shape<Vocabulary, Width>>::template views<T>;
        template<class T>
        TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
            return {view<T, shape<Vocabulary, Width>>(p)};
        }
        template<class T, class F>
        TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
            f("weight", v.weight, initial{true, 0, 2 * Width, Width});
        }
    };
    template<class In>
    using parameters = table;

    template<class X, class Y, class P>
    static constexpr void forward(X x, Y y, const P& p) {
        using V = typename Y::value_type;
        for (std::size_t t = 0; t < Y::rows(); ++t) {
            const long row = row_of(x.row(0).load(t));
            for (std::size_t i = 0; i < Width; ++i)
                y.row(t).store(i, row < 0 ? std::numeric_limits<V>::quiet_NaN() : V(p.weight[static_cast<std::size_t>(row) * Width + i]));
        }
    }
    template<class X, class Y, class DX, class P, class DP>
    static constexpr void backward(X x, Y, Y dy, DX dx, const P&, const DP& dp) {
        dx.clear();
        if constexpr (requires { dp.weight; })
            for (std::size_t t = 0; t < Y::rows(); ++t) {
                const long row = row_of(x.row(0).load(t));
                if (row < 0) continue;
                for (std::size_t i = 0; i < Width; ++i) dp.weight[static_cast<std::size_t>(row) * Width + i] += dy.row(t).load(i);
            }
    }

private:
    // The row of a token, or -1.
    template<class V>
    static constexpr long row_of(V token) {
        return token >= V(0) && token < V(Vocabulary) ? static_cast<long>(token) : -1;
    }
};

}

#endif
