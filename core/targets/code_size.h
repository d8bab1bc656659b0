// Code size without a compiler: from a table of compiled kernels (code_sizes.def), with its error. Where the cross
// compiler is at hand, the linked size is exact and this is not asked.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/targets/device.h"

namespace thimble {

// What stands in the functions that were written for a network (count_code of codegen).
struct CodeCounts {
  std::int64_t instructions = 0;  // of inline assembly
  std::int64_t statements = 0;    // semicolons
  std::int64_t loops = 0;
  std::int64_t calls = 0;         // a name before a bracket: definitions and macros count too
};

struct CodeSizeRow {
  Isa isa = Isa::armv7em;
  std::string_view kernel;
  int samples = 0;  // packages that were compiled; 0: the kernel was linked alone
  std::int64_t first_bytes = 0, shape_bytes = 0, use_bytes = 0;  // once; each further shape; each further use
};

// Which networks an error was measured on.
enum class CodeSizeCase : std::uint8_t {
  emitted,        // code is written for the network's shapes
  portable,       // all kernels were linked alone
  portable_soft,  // the same compiled without the FPU that the rows are with
};

// Of networks that the fit had not seen, 90 % were closer than this.
struct CodeSizeError {
  Isa isa = Isa::armv7em;
  CodeSizeCase of = CodeSizeCase::emitted;
  int networks = 0;
  int percent = 0;  // of the predicted bytes
};

struct CodeSizeTable {
  std::span<const CodeSizeRow> rows;
  std::span<const CodeSizeError> errors;
};
CodeSizeTable code_size_table();

struct KernelCount {
  std::string_view kernel;
  std::int64_t uses = 0;
  std::int64_t shapes = 1;  // of the layers that use it, each once: code is written per shape
};

struct CodeSizeEstimate {
  bool available = false;            // false: the ISA has no error, or a kernel no row for it
  std::int64_t bytes = 0, error_bytes = 0;
  std::vector<std::string> unknown;  // the kernels without a row
  std::string provenance;
};

// `fpu`: whether the code is compiled for one (compiles_for_fpu); else floats bring their library.
CodeSizeEstimate predict_code_bytes(const CodeSizeTable& table, Isa isa, bool fpu, std::span<const KernelCount> kernels);
inline CodeSizeEstimate predict_code_bytes(Isa isa, bool fpu, std::span<const KernelCount> kernels) {
  return predict_code_bytes(code_size_table(), isa, fpu, kernels);
}

}  // namespace thimble
