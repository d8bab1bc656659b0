#include "core/targets/code_size.h"

#include "core/base/text.h"

namespace thimble {
namespace {

constexpr CodeSizeRow kTable[] = {
#define THIMBLE_CODE_SIZE(isa, kernel, samples, first, next, error) CodeSizeRow{Isa::isa, #kernel, samples, first, next, error},
#include "core/targets/code_sizes.def"
#undef THIMBLE_CODE_SIZE
    {},  // an empty array is not C++
};

const CodeSizeRow* find_row(std::span<const CodeSizeRow> table, Isa isa, std::string_view kernel) {
  for (const CodeSizeRow& row : table)
    if (row.isa == isa && row.kernel == kernel) return &row;
  return nullptr;
}

}  // namespace

std::span<const CodeSizeRow> code_size_table() { return std::span(kTable).first(std::size(kTable) - 1); }

CodeSizeEstimate predict_code_bytes(std::span<const CodeSizeRow> table, Isa isa, std::span<const KernelCount> kernels) {
  CodeSizeEstimate out;
  int samples = 0;
  const auto add = [&](std::string_view kernel, std::int64_t uses) {
    if (uses <= 0) return;
    const CodeSizeRow* row = find_row(table, isa, kernel);
    if (!row) {
      out.unknown.emplace_back(kernel);
      return;
    }
    out.bytes += row->first_bytes + (uses - 1) * row->next_bytes;
    out.error_bytes += uses * row->error_bytes;
    samples += row->samples;
  };
  add("program", 1);
  for (const KernelCount& count : kernels) add(count.kernel, count.uses);
  out.available = out.unknown.empty();
  if (out.available) {
    out.provenance = format("predicted from a table of compiled kernels (%d samples), at most %lld bytes off on those", samples,
                            static_cast<long long>(out.error_bytes));
  } else {
    out.bytes = out.error_bytes = 0;
    out.provenance = "not predicted: no compiled samples for " + std::string(isa_name(isa)) + " of " + join(out.unknown, ", ");
  }
  return out;
}

}  // namespace thimble
