// Code size without a compiler: from a table of compiled kernels and, for code that was written for the network, from what is
// counted in it (code_sizes.def), with its error. Where the cross compiler is at hand, the linked size is exact and this is not
// asked.
#pragma once

#include <cstdint>
#include <optional>
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

// A portable kernel, linked alone.
struct CodeSizeRow {
  Isa isa = Isa::armv7em;
  std::string_view kernel;
  std::int64_t first_bytes = 0, shape_bytes = 0, use_bytes = 0;  // once; each further shape; each further use
};

// What one of each costs, in hundredths of a byte.
struct EmittedCodeRow {
  Isa isa = Isa::armv7em;
  std::int64_t instruction = 0, statement = 0, loop = 0, call = 0;
};

// Which networks an error was measured on.
enum class CodeSizeCase : std::uint8_t {
  emitted,        // code is written for the network's shapes
  portable,       // all kernels are portable
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
  std::span<const EmittedCodeRow> emitted;
  std::span<const CodeSizeError> errors;
};
CodeSizeTable code_size_table();

struct KernelCount {
  std::string_view kernel;
  std::int64_t uses = 0;
  std::int64_t shapes = 1;  // of the layers that use it, each once: layers of one shape share params
};

struct NetworkCode {
  std::span<const KernelCount> kernels;  // the portable ones
  std::optional<CodeCounts> emitted;     // unless all are portable
};

struct CodeSizeEstimate {
  bool available = false;            // false: nothing was compiled for the ISA, or a kernel has no row
  std::int64_t bytes = 0, error_bytes = 0;
  std::vector<std::string> unknown;  // the kernels without a row
  std::string provenance;
};

// `fpu`: whether the code is compiled for one (compiles_for_fpu); else floats bring their library.
CodeSizeEstimate predict_code_bytes(const CodeSizeTable& table, Isa isa, bool fpu, const NetworkCode& code);
inline CodeSizeEstimate predict_code_bytes(Isa isa, bool fpu, const NetworkCode& code) {
  return predict_code_bytes(code_size_table(), isa, fpu, code);
}

}  // namespace thimble
