#include "core/pipeline/open_model.h"

#include <cmath>
#include <cstring>

#include "core/base/counts.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/ops/op_kind.h"

namespace thimble {
namespace {

std::int64_t count_nan(std::span<const std::byte> bytes) {
  std::int64_t out = 0;
  for (std::size_t at = 0; at + sizeof(float) <= bytes.size(); at += sizeof(float)) {
    float value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    out += std::isnan(value) ? 1 : 0;
  }
  return out;
}

// A training that diverged leaves them; what the network then answers says nothing of where they come from.
void note_nan(const Graph& graph, Diagnostics& notes) {
  for (const NodeId id : graph.live_nodes()) {
    for (const ValueId in : graph.node_inputs(id)) {
      const Blob* constant = is_valid(in) ? graph.constant(in) : nullptr;
      if (!constant || graph.value(in).dtype != DType::f32) continue;
      const std::int64_t count = count_nan(constant->bytes());
      if (count == 0) continue;
      notes.warn(
          cat(op_name(graph.node(id).kind), " '", printable(graph.value_name(graph.node_outputs(id)[0])), "'"),
          cat(count, " of ", counted(graph.value_elements(in), "weight"), " are NaN: the training diverged, give an earlier checkpoint"));
    }
  }
}

}  // namespace

Result<OpenModel> open_model(std::span<const std::byte> bytes, std::string_view file_name, const LoadOptions& options) {
  OpenModel out;
  const std::size_t slash = file_name.find_last_of("/\\");
  out.file_name = std::string(slash == std::string_view::npos ? file_name : file_name.substr(slash + 1));
  THIMBLE_TRY(out.graph, load_model(bytes, out.file_name, out.notes, options));
  note_nan(out.graph, out.notes);
  THIMBLE_TRY(out.passes, run_passes(out.graph));
  for (const PassRun& run : out.passes) {
    if (run.applied > 0) out.notes.note("", pass_note(run));
  }
  for (const FormatDef* candidate : all_formats()) {
    if (candidate->sniff(bytes)) {
      out.format = std::string(candidate->name);
      break;
    }
  }
  out.sha256 = sha256_hex(bytes);
  out.file_bytes = static_cast<std::int64_t>(bytes.size());
  return out;
}

}  // namespace thimble
