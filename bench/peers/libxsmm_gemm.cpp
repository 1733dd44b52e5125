#include <libxsmm.h>

#include "peer.hpp"

// libxsmm's matrices are column-major: a row-major product is the transposed one, b before a.
static std::function<void()> prepare(int n, const float* a, const float* b, float* c) {
    const float one = 1, zero = 0;
    const auto kernel = libxsmm_smmdispatch(n, n, n, nullptr, nullptr, nullptr, &one, &zero, nullptr, nullptr);
    if (!kernel) return {};
    return [=] { kernel(b, a, c); };
}

static const bool announced = (peers::gemms().push_back({"libxsmm", prepare}), true);
