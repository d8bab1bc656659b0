#include "core/targets/code_size.h"

#include <algorithm>

#include "core/base/text.h"

namespace thimble {
namespace {

// Rows of code_sizes.def, each kind by itself; an empty array is not C++, hence one row too many.
#define THIMBLE_CODE_SIZE(isa, kernel, first, shape, use) CodeSizeRow{Isa::isa, #kernel, first, shape, use},
#define THIMBLE_EMITTED_CODE(isa, instruction, statement, loop, call)
#define THIMBLE_CODE_SIZE_ERROR(isa, of, networks, percent)
constexpr CodeSizeRow kRows[] = {
#include "core/targets/code_sizes.def"
    {},
};
#undef THIMBLE_CODE_SIZE
#undef THIMBLE_EMITTED_CODE
#undef THIMBLE_CODE_SIZE_ERROR
#define THIMBLE_CODE_SIZE(isa, kernel, first, shape, use)
#define THIMBLE_EMITTED_CODE(isa, instruction, statement, loop, call) EmittedCodeRow{Isa::isa, instruction, statement, loop, call},
#define THIMBLE_CODE_SIZE_ERROR(isa, of, networks, percent)
constexpr EmittedCodeRow kEmitted[] = {
#include "core/targets/code_sizes.def"
    {},
};
#undef THIMBLE_EMITTED_CODE
#undef THIMBLE_CODE_SIZE_ERROR
#define THIMBLE_EMITTED_CODE(isa, instruction, statement, loop, call)
#define THIMBLE_CODE_SIZE_ERROR(isa, of, networks, percent) CodeSizeError{Isa::isa, CodeSizeCase::of, networks, percent},
constexpr CodeSizeError kErrors[] = {
#include "core/targets/code_sizes.def"
    {},
};
#undef THIMBLE_CODE_SIZE
#undef THIMBLE_EMITTED_CODE
#undef THIMBLE_CODE_SIZE_ERROR

template <class Row>
std::span<const Row> without_last(std::span<const Row> rows) {
  return rows.first(rows.size() - 1);
}

const CodeSizeRow* find_row(std::span<const CodeSizeRow> table, Isa isa, std::string_view kernel) {
  for (const CodeSizeRow& row : table)
    if (row.isa == isa && row.kernel == kernel) return &row;
  return nullptr;
}

const EmittedCodeRow* find_emitted(std::span<const EmittedCodeRow> table, Isa isa) {
  for (const EmittedCodeRow& row : table)
    if (row.isa == isa) return &row;
  return nullptr;
}

const CodeSizeError* find_error(std::span<const CodeSizeError> errors, Isa isa, CodeSizeCase of) {
  for (const CodeSizeError& error : errors)
    if (error.isa == isa && error.of == of) return &error;
  return nullptr;
}

std::int64_t emitted_bytes(const EmittedCodeRow& row, const CodeCounts& counts) {
  return (row.instruction * counts.instructions + row.statement * counts.statements + row.loop * counts.loops + row.call * counts.calls +
          50) /
         100;
}

}  // namespace

CodeSizeTable code_size_table() {
  return {without_last(std::span<const CodeSizeRow>(kRows)), without_last(std::span<const EmittedCodeRow>(kEmitted)),
          without_last(std::span<const CodeSizeError>(kErrors))};
}

CodeSizeEstimate predict_code_bytes(const CodeSizeTable& table, Isa isa, bool fpu, const NetworkCode& code) {
  CodeSizeEstimate out;
  const auto add = [&](const KernelCount& count) {
    if (count.uses <= 0) return;
    const CodeSizeRow* row = find_row(table.rows, isa, count.kernel);
    if (!row) {
      out.unknown.emplace_back(count.kernel);
      return;
    }
    out.bytes += row->first_bytes;
    // Beside emitted code each further use is counted: its function is in the text.
    if (!code.emitted) out.bytes += (count.shapes - 1) * row->shape_bytes + (count.uses - count.shapes) * row->use_bytes;
  };
  const auto is_float = [](const KernelCount& count) { return count.uses > 0 && count.kernel.find("f32") != std::string_view::npos; };
  const bool with_floats = std::ranges::any_of(code.kernels, is_float);
  // An instruction set whose cores all lack an FPU has `floats` alone.
  const bool soft = with_floats && !fpu && find_row(table.rows, isa, "soft_floats");
  const CodeSizeCase of = code.emitted ? CodeSizeCase::emitted : soft ? CodeSizeCase::portable_soft : CodeSizeCase::portable;
  const CodeSizeError* error = find_error(table.errors, isa, of);
  const EmittedCodeRow* emitted = find_emitted(table.emitted, isa);
  if (!error || (code.emitted && !emitted)) {
    out.provenance = "not predicted: nothing was compiled for " + std::string(isa_name(isa));
    return out;
  }
  if (with_floats) add({soft ? "soft_floats" : "floats", 1, 1});
  for (const KernelCount& count : code.kernels) add(count);
  if (code.emitted) out.bytes += emitted_bytes(*emitted, *code.emitted);
  out.available = out.unknown.empty();
  if (out.available) {
    out.error_bytes = out.bytes * error->percent / 100;
    out.provenance = format("predicted from %s: of %d networks that it had not seen, 90 %% were within %d %%",
                            code.emitted ? "counts of what was emitted" : "a table of compiled kernels", error->networks, error->percent);
  } else {
    out.bytes = 0;
    out.provenance = "not predicted: no compiled samples for " + std::string(isa_name(isa)) + " of " + join(out.unknown, ", ");
  }
  return out;
}

}  // namespace thimble
