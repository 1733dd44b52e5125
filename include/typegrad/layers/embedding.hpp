#ifndef TYPEGRAD_LAYERS_EMBEDDING_HPP
#define TYPEGRAD_LAYERS_EMBEDDING_HPP

#include <cstddef>
#include <string_view>

#include "../core/limits.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/window.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

// The table of an embedding: one row for each number of the vocabulary.
template<std::size_t Vocabulary, std::size_t Width>
struct embedding_table {
    static constexpr std::size_t size = Vocabulary * Width;
    template<class T>
    struct views {
        view<T, shape<Vocabulary, Width>> weight;
    };
    template<class T>
    TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
        return {view<T, shape<Vocabulary, Width>>(p)};
    }
    template<class T, class F>
    TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
        f("weight", v.weight, initial{true, 0, 2 * Width, Width});
    }
};

// y[t] = weight[x[t]]: a vector for each token
//   shapes  <T> -> <T, Width>
//   params  weight <Vocabulary, Width> drawn by the initialiser with variance 1 / Width
//   cost    a copy; x is kept for backward
//   errors  a token outside 0 .. Vocabulary - 1 gives NaN; "tokens come as a vector": the input has another rank
//   source  torch.nn.Embedding
template<std::size_t Vocabulary, std::size_t Width>
struct embedding {
    static constexpr std::string_view name = "embedding";
    static constexpr bool by_element = true;
    static constexpr bool prefers_rows = true;
    template<class In>
    using output = shape<In::extent(0), Width>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 1, sized = Vocabulary > 0 && Width > 0;
        static_assert(shaped, "embedding: tokens come as a vector; begin the network with tokens<Vocabulary, T>");
        static_assert(sized, "embedding: it needs a vocabulary and a width; give sizes above zero");
        return shaped && sized;
    }
    template<class In>
    using parameters = embedding_table<Vocabulary, Width>;

    template<class X, class Y, class P>
    static constexpr void forward(X x, Y y, const P& p) {
        using V = typename Y::value_type;
        for (std::size_t t = 0; t < Y::rows(); ++t) {
            const long row = row_of(x.row(0).load(t));
            for (std::size_t i = 0; i < Width; ++i)
                y.row(t).store(i, row < 0 ? detail::nan<V> : V(p.weight[static_cast<std::size_t>(row) * Width + i]));
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

// y[t, v] = sum over i of x[t, i] weight[v, i]: how much each token of the vocabulary looks like x, usually with the weight
// of the embedding: tied<"table", unembedding<256>>
//   shapes  <T, Width> -> <T, Vocabulary>
//   params  weight <Vocabulary, Width>, as an embedding's
//   cost    T Vocabulary Width multiply-adds; x is kept for backward
//   errors  "the input must be time, width": the input has another rank
//   source  Press, Wolf: Using the output embedding to improve language models (2017)
template<std::size_t Vocabulary>
struct unembedding {
    static constexpr std::string_view name = "unembedding";
    static constexpr bool has_linear = true, prefers_rows = true;
    static constexpr window options = read_window<1, 1, no_bias>(window::linear);
    template<class In>
    using output = shape<In::extent(0), Vocabulary>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 2, sized = Vocabulary > 0;
        static_assert(shaped, "unembedding: the input must be time, width; put reshape<T, Width> before this layer");
        static_assert(sized, "unembedding: it needs a vocabulary; give a size above zero");
        return shaped && sized;
    }
    template<class In>
    using parameters = embedding_table<Vocabulary, In::extent(1)>;

    template<class In>
    struct lowered {
        using x = In;
        using w = shape<Vocabulary, In::extent(1)>;
        using y = shape<In::extent(0), Vocabulary>;
        static constexpr einsum::formula formula = einsum::parse("si,oi->so");
        static constexpr std::string_view bias = "o";
    };
};

}

#endif
