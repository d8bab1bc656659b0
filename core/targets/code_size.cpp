#include "core/targets/code_size.h"

#include <algorithm>

#include "core/base/text.h"

namespace thimble {
namespace {

// Rows of code_sizes.def, each kind by itself; an empty array is not C++, hence one row too many.
#define THIMBLE_CODE_SIZE(isa, kernel, samples, first, shape, use) CodeSizeRow{Isa::isa, #kernel, samples, first, shape, use},
#define THIMBLE_CODE_SIZE_ERROR(isa, of, networks, percent)
constexpr CodeSizeRow kRows[] = {
#include "core/targets/code_sizes.def"
    {},
};
#undef THIMBLE_CODE_SIZE
#undef THIMBLE_CODE_SIZE_ERROR
#define THIMBLE_CODE_SIZE(isa, kernel, samples, first, shape, use)
#define THIMBLE_CODE_SIZE_ERROR(isa, of, networks, percent) CodeSizeError{Isa::isa, CodeSizeCase::of, networks, percent},
constexpr CodeSizeError kErrors[] = {
#include "core/targets/code_sizes.def"
    {},
};
#undef THIMBLE_CODE_SIZE
#undef THIMBLE_CODE_SIZE_ERROR

const CodeSizeRow* find_row(std::span<const CodeSizeRow> table, Isa isa, std::string_view kernel) {
  for (const CodeSizeRow& row : table)
    if (row.isa == isa && row.kernel == kernel) return &row;
  return nullptr;
}

const CodeSizeError* find_error(std::span<const CodeSizeError> errors, Isa isa, CodeSizeCase of) {
  for (const CodeSizeError& error : errors)
    if (error.isa == isa && error.of == of) return &error;
  return nullptr;
}

}  // namespace

CodeSizeTable code_size_table() { return {std::span(kRows).first(std::size(kRows) - 1), std::span(kErrors).first(std::size(kErrors) - 1)}; }

CodeSizeEstimate predict_code_bytes(const CodeSizeTable& table, Isa isa, bool fpu, std::span<const KernelCount> kernels) {
  CodeSizeEstimate out;
  bool alone = true;
  const auto add = [&](const KernelCount& count) {
    if (count.uses <= 0) return;
    const CodeSizeRow* row = find_row(table.rows, isa, count.kernel);
    if (!row) {
      out.unknown.emplace_back(count.kernel);
      return;
    }
    alone = alone && (row->samples == 0 || count.kernel == "program");
    out.bytes += row->first_bytes + (count.shapes - 1) * row->shape_bytes + (count.uses - count.shapes) * row->use_bytes;
  };
  const CodeSizeError* error = find_error(table.errors, isa, CodeSizeCase::emitted);
  if (!error) {
    out.provenance = "not predicted: nothing was compiled for " + std::string(isa_name(isa));
    return out;
  }
  add({"program", 1, 1});
  const auto floats = [](const KernelCount& count) { return count.uses > 0 && count.kernel.find("f32") != std::string_view::npos; };
  const bool with_floats = std::any_of(kernels.begin(), kernels.end(), floats);
  // An instruction set whose cores all lack an FPU has `floats` alone.
  const bool soft = with_floats && !fpu && find_row(table.rows, isa, "soft_floats");
  if (with_floats) add({soft ? "soft_floats" : "floats", 1, 1});
  for (const KernelCount& count : kernels) add(count);
  out.available = out.unknown.empty();
  const CodeSizeCase closer = soft ? CodeSizeCase::portable_soft : CodeSizeCase::portable;
  if (const CodeSizeError* its = find_error(table.errors, isa, closer); its && alone) error = its;
  if (out.available) {
    out.error_bytes = out.bytes * error->percent / 100;
    out.provenance = format("predicted from a table of compiled kernels: of %d networks that it had not seen, 90 %% were within %d %%",
                            error->networks, error->percent);
  } else {
    out.bytes = 0;
    out.provenance = "not predicted: no compiled samples for " + std::string(isa_name(isa)) + " of " + join(out.unknown, ", ");
  }
  return out;
}

}  // namespace thimble
