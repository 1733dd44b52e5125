#ifndef TYPEGRAD_BENCH_PEERS_ONEDNN_HPP
#define TYPEGRAD_BENCH_PEERS_ONEDNN_HPP

#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>

#include <utility>
#include <vector>

// What every use of oneDNN needs: its engine, descriptions of float tensors, and a primitive bound to its arguments.
namespace onednn {

using dnnl::algorithm;
using dnnl::memory;
using dnnl::prop_kind;
using tag = memory::format_tag;

inline const dnnl::engine& cpu() {
    static const dnnl::engine e(dnnl::engine::kind::cpu, 0);
    return e;
}

inline memory::desc described(const memory::dims& d, tag t = tag::any) { return {d, memory::data_type::f32, t}; }

// A primitive with its arguments, ready for the C interface: the C++ one builds a map at every call.
class call {
public:
    call(const dnnl::primitive& p, const std::vector<std::pair<int, memory>>& arguments) : primitive_(p) {
        for (const auto& [place, m] : arguments) {
            held_.push_back(m);
            arguments_.push_back({place, m.get()});
        }
    }
    void operator()(const dnnl::stream& s) const {
        dnnl::error::wrap_c_api(dnnl_primitive_execute(primitive_.get(), s.get(), static_cast<int>(arguments_.size()), arguments_.data()), "oneDNN: execution failed");
    }

private:
    dnnl::primitive primitive_;
    std::vector<memory> held_;
    std::vector<dnnl_exec_arg_t> arguments_;
};

}

#endif
