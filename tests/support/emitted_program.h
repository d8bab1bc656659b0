// A C program that checks emitted kernels: it fills the inputs from a seed, runs each kernel, and compares the outputs with
// those of the portable kernel (by hash), twice where the output may overwrite the input. Guard bytes watch the borders.
//   On the host it prints one line a failure and `N passed, N failed`; with -DTHIMBLE_TEST_BOARD (tests/firmware/riscv) it
//   also prints `count <executed instructions> <name>` for each case.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/codegen/kernel_emitter.h"

namespace thimble::test {

struct EmittedCase {
  std::string name;
  KernelCall call;
  std::vector<std::int64_t> input_bytes;  // by input
  std::int64_t output_bytes;
};

// Includes snippets by name: compile with the folder of core/codegen/snippets on the include path.
std::string emitted_program(std::span<const EmittedCase> cases, KernelSet kernel_set);

// Bytes of scratch and constants that the emitters ask for, in all; what the bench prints.
struct EmittedSizes {
  std::int64_t scratch, constants;
  bool in_place;
};
EmittedSizes emitted_sizes(const EmittedCase& c, KernelSet kernel_set);

}  // namespace thimble::test
