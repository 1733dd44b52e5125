#ifndef TYPEGRAD_CUDA_NETWORK_RECURRENT_CELL_CUH
#define TYPEGRAD_CUDA_NETWORK_RECURRENT_CELL_CUH

#include <cstddef>

#include <typegrad/layers/elementwise.hpp>

// One unit of rnn, lstm and gru in one step of a sequence, from sums to what it gives, and back. The products of h with the
// weights of gate g come to sum g, those of x to sum of_x + g; gate_of_h: which gate that is among the parameters.
//   step       the sums become what is kept of them; `state` goes from step to step
//   step_back  what was kept becomes the slopes of the sums; dh is the slope of what the step gave, before and after its
//              states, `carry` goes from step to step
namespace typegrad::cuda {

template<class Layer>
concept recurrent_layer = requires { Layer::gate_count; Layer::state_count; };

template<class Layer, std::size_t Gates = Layer::gate_count, bool ResetsBefore = Layer::options.reset_before>
struct recurrent_cell;

template<class Layer>
struct recurrent_cell<Layer, 1, false> {
    static constexpr int sums = 1, of_x = 0;
    using function = typename Layer::function;
    TYPEGRAD_DEVICE static constexpr int gate_of_h(int g) { return g; }

    TYPEGRAD_DEVICE static float step(float (&z)[1], float&) { return z[0] = function{}(z[0]); }
    TYPEGRAD_DEVICE static void step_back(float (&z)[1], float, float, float dh, float&) { z[0] = dh * derivative<function>::of(z[0]); }
};

template<class Layer>
struct recurrent_cell<Layer, 4, false> {
    static constexpr int sums = 4, of_x = 0;
    using function = typename Layer::function;
    using gate = typename Layer::gate;
    TYPEGRAD_DEVICE static constexpr int gate_of_h(int g) { return g; }

    TYPEGRAD_DEVICE static float step(float (&z)[4], float& c) {
        z[0] = gate{}(z[0]);
        z[1] = gate{}(z[1]);
        z[2] = function{}(z[2]);
        z[3] = gate{}(z[3]);
        c = z[1] * c + z[0] * z[2];
        return z[3] * function{}(c);
    }
    TYPEGRAD_DEVICE static void step_back(float (&z)[4], float before, float after, float dh, float& dc) {
        const float i = z[0], f = z[1], g = z[2], o = z[3], out = function{}(after), slope = dc + dh * o * derivative<function>::of(out);
        z[0] = slope * g * derivative<gate>::of(i);
        z[1] = slope * before * derivative<gate>::of(f);
        z[2] = slope * i * derivative<function>::of(g);
        z[3] = dh * out * derivative<gate>::of(o);
        dc = slope * f;
    }
};

// The reset gate comes between what x and what h give to the candidate: two sums, at the ends, so that both x and h come to
// three sums that stand together.
template<class Layer>
struct recurrent_cell<Layer, 3, false> {
    static constexpr int sums = 4, of_x = 1;
    using function = typename Layer::function;
    using gate = typename Layer::gate;
    TYPEGRAD_DEVICE static constexpr int gate_of_h(int g) { return (g + 2) % 3; }

    TYPEGRAD_DEVICE static float step(float (&s)[4], float& h) {
        s[1] = gate{}(s[1]);
        s[2] = gate{}(s[2]);
        s[3] = function{}(s[3] + s[1] * s[0]);
        return h = (1 - s[2]) * s[3] + s[2] * h;
    }
    TYPEGRAD_DEVICE static void step_back(float (&s)[4], float before, float, float dh, float& carry) {
        const float inner = s[0], r = s[1], z = s[2], n = s[3], up = dh + carry, dn = (up - up * z) * derivative<function>::of(n);
        s[0] = dn * r;
        s[1] = dn * inner * derivative<gate>::of(r);
        s[2] = up * (before - n) * derivative<gate>::of(z);
        s[3] = dn;
        carry = up * z;
    }
};

// Or it comes between h and its product with the weights of the candidate: two gates, then what they leave of h, which is
// multiplied, then the candidate; and back the same way.
template<class Layer>
struct recurrent_cell<Layer, 3, true> {
    static constexpr int sums = 3, of_x = 0;
    using function = typename Layer::function;
    using gate = typename Layer::gate;
    TYPEGRAD_DEVICE static constexpr int gate_of_h(int g) { return g; }

    TYPEGRAD_DEVICE static float reset(float (&s)[2], float h) {
        s[0] = gate{}(s[0]);
        s[1] = gate{}(s[1]);
        return s[0] * h;
    }
    TYPEGRAD_DEVICE static float step(float (&s)[1], float z, float& h) {
        s[0] = function{}(s[0]);
        return h = (1 - z) * s[0] + z * h;
    }
    TYPEGRAD_DEVICE static void step_back(float (&s)[3], float before, float, float dh, float& carry) {
        const float z = s[1], n = s[2], up = dh + carry;
        s[1] = up * (before - n) * derivative<gate>::of(z);
        s[2] = (up - up * z) * derivative<function>::of(n);
        carry = up * z;
    }
    // From the slope of r h to that of the sum of r.
    TYPEGRAD_DEVICE static float reset_back(float r, float before, float slope, float& carry) {
        carry += slope * r;
        return slope * before * derivative<gate>::of(r);
    }
};

// A layer whose options have kernels.
template<class Layer>
inline constexpr bool recurrent_has_kernel = recurrent_layer<Layer> && !Layer::options.with_state;

}

#endif
