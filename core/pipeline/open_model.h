// open_model: a model file's bytes as a verified graph, rewritten by the exact passes, with its origin; what every job
//   starts from.
#pragma once

#include <span>
#include <string>

#include "core/base/diagnostics.h"
#include "core/base/result.h"
#include "core/formats/load_options.h"
#include "core/ir/graph.h"
#include "core/passes/pass_def.h"

namespace thimble {

struct OpenModel {
  Graph graph;            // after the exact passes: what is run, emitted and shown
  std::vector<PassRun> passes;
  std::string file_name;  // without folders
  std::string format;     // "tflite"
  std::string sha256;
  std::int64_t file_bytes = 0;
  Diagnostics notes;
};

Result<OpenModel> open_model(std::span<const std::byte> bytes, std::string_view file_name, const LoadOptions& options = {});

}  // namespace thimble
