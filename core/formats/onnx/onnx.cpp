// onnx: ONNX models, operator sets 6 to the newest.
//   takes    float networks (float16 and double are computed in float) with static shapes; an open batch is 1
//   makes    NHWC values, OHWI weights, explicit padding; the file's reshapes and transposes become no nodes where the order
//            of elements does not demand them (layout.h); inputs and outputs: io_layout.h
//   writes   float, float16 and 8-bit weights, QDQ (exporter.h)
//   limits   wire_walk.h, importer.cpp
//   errors   everything that is not supported in one answer (refusals.h); damage at its place
//   source   the published schema (onnx.proto) and operator definitions of ONNX 1.19
#include <algorithm>

#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/formats/onnx/expand_qlinear.h"
#include "core/formats/onnx/op_map.h"
#include "core/formats/onnx/save_onnx.h"
#include "core/formats/onnx/wire_walk.h"

namespace thimble {
namespace {

constexpr std::string_view kExtensions[] = {".onnx"};

Result<Graph> load(std::span<const std::byte> bytes, std::string_view file_name, const LoadOptions& options, Diagnostics& diagnostics) {
  THIMBLE_TRY(onnx::ModelView model, onnx::ModelView::open(bytes, diagnostics));
  THIMBLE_TRY(Graph graph, onnx::Importer(model, options, diagnostics).run());
  graph.name = model_name(file_name);
  return graph;
}

Result<Graph> load_plain(std::span<const std::byte> bytes, std::string_view file_name, Diagnostics& diagnostics) {
  return load(bytes, file_name, {}, diagnostics);
}

std::vector<std::string> operators() {
  std::vector<std::string> names;
  for (const onnx::OpRow& row : onnx::all_rows())
    names.push_back(row.domain.empty() ? std::string(row.op_type) : cat(row.domain, '.', row.op_type));
  for (const std::string_view name : onnx::qlinear_operators()) names.emplace_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

const FormatDef format_onnx{.name = "onnx",
                            .doc = "ONNX model",
                            .extensions = kExtensions,
                            .sniff = onnx::looks_like_model,
                            .load = load_plain,
                            .save = save_onnx,
                            .load_with_options = load,
                            .operators = operators};

}  // namespace thimble
