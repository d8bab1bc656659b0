#include "core/targets/code_size.h"

#include <algorithm>

#include "core/base/text.h"

namespace thimble {
namespace {

constexpr CodeSizeRow kRows[] = {
#define THIMBLE_CODE_SIZE(isa, kernel, samples, first, shape, use) CodeSizeRow{Isa::isa, #kernel, samples, first, shape, use},
#define THIMBLE_CODE_SIZE_ERROR(isa, networks, percent)
#include "core/targets/code_sizes.def"
#undef THIMBLE_CODE_SIZE
#undef THIMBLE_CODE_SIZE_ERROR
    {},  // an empty array is not C++
};

constexpr CodeSizeError kErrors[] = {
#define THIMBLE_CODE_SIZE(isa, kernel, samples, first, shape, use)
#define THIMBLE_CODE_SIZE_ERROR(isa, networks, percent) CodeSizeError{Isa::isa, networks, percent},
#include "core/targets/code_sizes.def"
#undef THIMBLE_CODE_SIZE
#undef THIMBLE_CODE_SIZE_ERROR
    {},
};

const CodeSizeRow* find_row(std::span<const CodeSizeRow> table, Isa isa, std::string_view kernel) {
  for (const CodeSizeRow& row : table)
    if (row.isa == isa && row.kernel == kernel) return &row;
  return nullptr;
}

const CodeSizeError* find_error(std::span<const CodeSizeError> errors, Isa isa) {
  for (const CodeSizeError& error : errors)
    if (error.isa == isa) return &error;
  return nullptr;
}

}  // namespace

CodeSizeTable code_size_table() { return {std::span(kRows).first(std::size(kRows) - 1), std::span(kErrors).first(std::size(kErrors) - 1)}; }

CodeSizeEstimate predict_code_bytes(const CodeSizeTable& table, Isa isa, std::span<const KernelCount> kernels) {
  CodeSizeEstimate out;
  const auto add = [&](const KernelCount& count) {
    if (count.uses <= 0) return;
    const CodeSizeRow* row = find_row(table.rows, isa, count.kernel);
    if (!row) {
      out.unknown.emplace_back(count.kernel);
      return;
    }
    out.bytes += row->first_bytes + (count.shapes - 1) * row->shape_bytes + (count.uses - count.shapes) * row->use_bytes;
  };
  const CodeSizeError* error = find_error(table.errors, isa);
  if (!error) {
    out.provenance = "not predicted: nothing was compiled for " + std::string(isa_name(isa));
    return out;
  }
  add({"program", 1, 1});
  const auto floats = [](const KernelCount& count) { return count.uses > 0 && count.kernel.find("f32") != std::string_view::npos; };
  if (std::any_of(kernels.begin(), kernels.end(), floats)) add({"floats", 1, 1});
  for (const KernelCount& count : kernels) add(count);
  out.available = out.unknown.empty();
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
