#ifndef TYPEGRAD_TESTS_CUDA_PTX_PROGRAM_HPP
#define TYPEGRAD_TESTS_CUDA_PTX_PROGRAM_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// What nvcc makes for GPUs, as the CPU can run it.
//   source  NVIDIA: Parallel Thread Execution ISA 9.0
namespace ptx {

// Something this machine does not know. Nothing is skipped in silence.
struct not_understood : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class warp;
struct instruction {
    enum class flow : std::uint8_t { next,
                                     branch,
                                     end,
                                     block_barrier,
                                     warp_barrier };
    static constexpr std::size_t most = 14;
    static constexpr std::uint32_t always = ~0u;

    void (*run)(warp&, const instruction&) = nullptr;
    std::uint32_t at[most]{};      // where its operands are among the registers, results first
    std::int32_t offset = 0;       // of an address
    std::uint32_t guard = always;  // a predicate
    bool unless = false;           // it must be false
    bool together = false;         // all lanes or none
    bool wide = false;             // its address is of 8 bytes
    flow then = flow::next;
    std::uint32_t target = 0;  // of a branch: an instruction
    std::uint32_t line = 0;    // of the text
};

// Numbers that are the same for all lanes, or known when a warp begins.
struct constant {
    enum class kind : std::uint8_t { number,
                                     thread,
                                     block,
                                     blocks,
                                     threads };
    kind what = kind::number;
    std::uint64_t bits = 0;
    std::size_t bytes = 0;
    std::uint32_t at = 0;
};

struct parameter {
    std::size_t offset, bytes;
};

struct kernel {
    std::string name;
    std::vector<parameter> parameters;
    std::size_t parameter_bytes = 0;
    std::vector<instruction> code;
    std::vector<constant> constants;
    std::uint32_t registers = 0;  // in units of 32 words
};

// What an instruction does, and the bytes of its operands; an address has some of its own. Loads and stores come for
// registers of several sizes.
struct meaning {
    static constexpr std::size_t address = 0;
    void (*run)(warp&, const instruction&) = nullptr;
    std::vector<std::size_t> bytes;
    bool together = false;
};
meaning meaning_of(const std::string& name, std::size_t register_bytes);

// The kernels of a text, by name. Each is read when it is first asked for.
class program {
public:
    explicit program(std::string text);
    const kernel* find(const std::string& name);
    int architecture() const { return architecture_; }

private:
    struct extent {
        std::size_t begin, end;
    };
    std::string text_;
    std::map<std::string, extent, std::less<>> places_;
    std::map<std::string, kernel, std::less<>> read_;
    int architecture_ = 0;
};

}

#endif
