#include "warp.hpp"

#include <algorithm>
#include <numeric>

namespace ptx {

// Of what is the same for all lanes.
static std::uint64_t bits_of(const constant& c, const block& here) {
    switch (c.what) {
        case constant::kind::block: return here.number;
        case constant::kind::blocks: return here.how.blocks;
        case constant::kind::threads: return here.how.threads;
        default: return c.bits;
    }
}
warp::warp(const kernel& program, block& here, unsigned number) : program_(program), here_(here), number_(number), registers_(program.registers) {
    active_ = all;
    for (const constant& c : program.constants) {
        if (c.what == constant::kind::thread) {
            values<std::uint32_t> threads;
            std::iota(threads.begin(), threads.end(), lanes * number);
            set(c.at, threads);
            continue;
        }
        const std::uint64_t bits = bits_of(c, here);
        auto* const to = reinterpret_cast<std::byte*>(registers_.data() + c.at);
        for (unsigned l = 0; l < lanes; ++l) std::memcpy(to + l * c.bytes, &bits, c.bytes);
    }
}

warp::place warp::furthest_behind() const {
    place p{~0u, ~0u, 0};
    const unsigned able = alive_ & ~waiting_;
    for (unsigned l = 0; l < lanes; ++l)
        if (able >> l & 1) p.at = std::min(p.at, at_[l]);
    for (unsigned l = 0; l < lanes; ++l) {
        if (!(able >> l & 1)) continue;
        if (at_[l] == p.at) p.lanes |= 1u << l;
        else p.meet = std::min(p.meet, at_[l]);
    }
    return p;
}
void warp::move(unsigned which, std::uint32_t to) {
    for (unsigned l = 0; l < lanes; ++l)
        if (which >> l & 1) at_[l] = to;
}
unsigned warp::guarded(const instruction& i, unsigned which) const {
    if (i.guard == instruction::always) return which;
    const auto holds = get<bool>(i.guard);
    unsigned mask = 0;
    for (unsigned l = 0; l < lanes; ++l) mask |= static_cast<unsigned>(holds[l] != i.unless) << l;
    return which & mask;
}

bool warp::advance() {
    while (alive_ != 0) {
        if ((alive_ & ~waiting_) == 0) meet();
        if (go_on(furthest_behind())) return true;
    }
    return false;
}
void warp::meet() {
    const std::uint32_t at = at_[static_cast<unsigned>(std::countr_zero(waiting_))];
    if (waiting_ != all || std::count(at_.begin(), at_.end(), at) != lanes) throw fault(name_of(program_.code[at]) + "not all lanes take part");
    waiting_ = 0;
}
std::string warp::name_of(const instruction& i) const {
    return "threads from " + std::to_string(lanes * number_) + ", line " + std::to_string(i.line) + " of its body: ";
}
bool warp::go_on(place p) {
    using flow = instruction::flow;
    for (;; ++p.at) {
        if (p.at == p.meet) return move(p.lanes, p.at), false;
        const instruction& i = program_.code.at(p.at);
        active_ = guarded(i, p.lanes);
        if ((i.together || i.then == flow::block_barrier || i.then == flow::warp_barrier) && active_ != all) return move(p.lanes, p.at), waiting_ |= p.lanes, false;
        try {
            if (i.run) i.run(*this, i);
        } catch (const fault& e) {
            throw fault(name_of(i) + e.what());
        }
        switch (i.then) {
            case flow::next: break;
            case flow::warp_barrier: ++barriers_; break;
            case flow::block_barrier: return move(p.lanes, p.at + 1), true;
            case flow::end: return alive_ &= ~active_, move(p.lanes & ~active_, p.at + 1), false;
            case flow::branch:
                if (active_ == 0) break;
                if (active_ == p.lanes && i.target < p.meet) {
                    p.at = i.target - 1;
                    break;
                }
                move(active_, i.target);
                move(p.lanes & ~active_, p.at + 1);
                return false;
        }
    }
}

static void run(const kernel& program, block& here) {
    std::vector<warp> warps;
    for (unsigned w = 0; w < here.how.threads / warp::lanes; ++w) warps.emplace_back(program, here, w);
    for (std::size_t waiting = warps.size(); waiting > 0; ++here.barriers) {
        waiting = static_cast<std::size_t>(std::count_if(warps.begin(), warps.end(), [](warp& w) { return w.advance(); }));
        if (waiting != 0 && waiting != warps.size()) throw fault("some warps wait at a barrier, others have ended");
    }
}
typegrad::cuda::findings run(const kernel& program, const launch& how) {
    typegrad::cuda::findings found;
    global_shadow global;
    for (unsigned b = 0; b < how.blocks && found.none(); ++b) {
        block here(how, b, found, global);
        try {
            run(program, here);
        } catch (const fault& e) {
            found.add_first(program.name + ", block " + std::to_string(b) + ": " + e.what());
        }
    }
    return found;
}

}
