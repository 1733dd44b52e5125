#ifndef TYPEGRAD_CUDA_CONTEXT_FIBERS_CUH
#define TYPEGRAD_CUDA_CONTEXT_FIBERS_CUH

#include <ucontext.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

// AddressSanitizer wants to know when the stack changes; without it these are null.
extern "C" {
void __sanitizer_start_switch_fiber(void** kept, const void* bottom, std::size_t size) __attribute__((weak));
void __sanitizer_finish_switch_fiber(void* kept, const void** bottom, std::size_t* size) __attribute__((weak));
}

namespace typegrad::cuda {

// Functions that run by turns on one thread, each on its own stack: resume(i) runs function i until it pauses or returns.
class fibers {
public:
    fibers(std::size_t count, std::function<void(std::size_t)> body) : body_(std::move(body)), all_(count) {
        for (std::size_t i = 0; i < count; ++i) begin(i);
    }
    fibers(const fibers&) = delete;
    fibers& operator=(const fibers&) = delete;

    void resume(std::size_t i) {
        void* kept = nullptr;
        current_ = i;
        leave(&kept, all_[i].stack.get(), stack_size);
        swapcontext(&outside_, &all_[i].context);
        arrive(kept, nullptr, nullptr);
    }
    // Called from within a function: goes back to where it was resumed.
    void pause() {
        one& me = all_[current_];
        leave(&me.kept, outside_bottom_, outside_size_);
        swapcontext(&me.context, &outside_);
        arrive(me.kept, &outside_bottom_, &outside_size_);
    }

private:
    static constexpr std::size_t stack_size = std::size_t{256} << 10;  // untouched pages cost nothing
    struct one {
        ucontext_t context{};
        std::unique_ptr<char[]> stack;
        void* kept = nullptr;
    };

    void begin(std::size_t i) {
        one& f = all_[i];
        f.stack.reset(new char[stack_size]);
        getcontext(&f.context);
        f.context.uc_stack.ss_sp = f.stack.get();
        f.context.uc_stack.ss_size = stack_size;
        f.context.uc_link = nullptr;
        const auto self = reinterpret_cast<std::size_t>(this);
        makecontext(&f.context, reinterpret_cast<void (*)()>(&enter), 2, static_cast<unsigned>(self), static_cast<unsigned>(self >> 32));
    }
    static void enter(unsigned low, unsigned high) {
        auto* const self = reinterpret_cast<fibers*>(std::size_t{high} << 32 | low);
        self->arrive(nullptr, &self->outside_bottom_, &self->outside_size_);
        self->body_(self->current_);
        self->leave(nullptr, self->outside_bottom_, self->outside_size_);
        setcontext(&self->outside_);
    }
    static void leave(void** kept, const void* bottom, std::size_t size) {
        if (__sanitizer_start_switch_fiber) __sanitizer_start_switch_fiber(kept, bottom, size);
    }
    static void arrive(void* kept, const void** bottom, std::size_t* size) {
        if (__sanitizer_finish_switch_fiber) __sanitizer_finish_switch_fiber(kept, bottom, size);
    }

    std::function<void(std::size_t)> body_;
    std::vector<one> all_;
    ucontext_t outside_{};
    const void* outside_bottom_ = nullptr;
    std::size_t outside_size_ = 0, current_ = 0;
};

}

#endif
