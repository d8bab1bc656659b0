// save_onnx: a graph as an ONNX file (exporter.h says how).
#pragma once

#include "core/formats/format_def.h"

namespace thimble {

Result<std::vector<std::byte>> save_onnx(const Graph& graph, const SaveOptions& options, Diagnostics& diagnostics);

}  // namespace thimble
