#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <typegrad/core/architecture.cuh>

#include "../model/fake_runtime.hpp"
#include "warp.hpp"

// With this file and the runtime that needs no GPU, a program runs the code that nvcc has made for a GPU. What no GPU would
// forgive is thrown. Races are looked for when a kernel is launched for the first time.
namespace {

std::vector<std::unique_ptr<ptx::program>>& programs() {
    static std::vector<std::unique_ptr<ptx::program>> all;
    if (all.empty())
        for (std::string& text : fake::code()) all.push_back(std::make_unique<ptx::program>(std::move(text)));
    return all;
}
const ptx::kernel& find(const std::string& name) {
    for (const auto& program : programs())
        if (const ptx::kernel* found = program->find(name)) return *found;
    throw ptx::not_understood(name + ": no code; nvcc -no-compress keeps it as text");
}

fake::kernel launch(std::string_view name, void** arguments) {
    static std::set<std::string, std::less<>> seen;
    const ptx::kernel& kernel = find(std::string(name));
    ptx::launch how{fake::launched.blocks, fake::launched.threads, fake::launched.shared_bytes, std::vector<std::byte>(kernel.parameter_bytes), nullptr, seen.emplace(name).second};
    for (const auto& [offset, bytes] : kernel.parameters) std::copy_n(static_cast<const std::byte*>(*arguments++), bytes, how.parameters.data() + offset);
    how.allocated = [](std::uintptr_t at) {
        const auto [begin, end] = fake::allocated(at);
        return ptx::region{begin, end};
    };
    return [&kernel, how] {
        const auto found = ptx::run(kernel, how);
        if (!found.none()) throw ptx::fault(found.messages.front());
    };
}

const bool installed = [] {
    fake::on_launch = launch;
    fake::on_set_device = [] {
        fake::architecture = programs().front()->architecture();
        fake::major = fake::architecture / 10;
        fake::shared_bytes = static_cast<int>(typegrad::cuda::shared_bytes_of(fake::architecture));
    };
    return true;
}();

}
