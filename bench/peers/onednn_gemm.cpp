#include <omp.h>
#include <oneapi/dnnl/dnnl.h>

#include "peer.hpp"

static std::function<void()> prepare(int n, const float* a, const float* b, float* c) {
    omp_set_num_threads(1);
    return [=] { (void)dnnl_sgemm('N', 'N', n, n, n, 1.0f, a, n, b, n, 0.0f, c, n); };
}

static const bool announced = (peers::gemms().push_back({"oneDNN", prepare}), true);
