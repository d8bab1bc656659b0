// TechniqueDef: one way to make a candidate out of a float model. One file and one line in techniques.def each.
//   A technique composes quantization, pruning and training; it judges nothing and knows no target. The pipeline measures
//   what comes out, with the integer kernels.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/base/option_spec.h"
#include "core/base/task.h"
#include "core/data/samples.h"
#include "core/ir/graph.h"
#include "core/quantization/sensitivity.h"

namespace thimble {

struct TechniqueInput {
  const Graph* model = nullptr;                  // float, as open_model left it; never changed
  std::shared_ptr<const Samples> calibration;    // null: there are no data; a technique that needs them says so
  std::shared_ptr<const Samples> tuning;         // disjoint from calibration; may be null
  Options options;
  std::uint64_t seed = 1;
  int threads = 1;
};

struct TechniqueOutput {
  Graph graph;                                // verified; quantized values carry QuantParams
  std::vector<LayerSensitivity> sensitivity;  // empty where the technique has no layers to rank
  Diagnostics notes;                          // in plain words: what was done and why, layer by layer where it matters
};

struct TechniqueDef {
  std::string_view title;   // "int8, post-training"
  std::string_view doc;     // one sentence
  std::string_view paper;   // where it comes from
  std::span<const OptionSpec> options = {};
  bool needs_data = true;
  int weight_bits = 0, activation_bits = 0;  // of most of what it leaves behind; 0: known only when it has run
  Task<Result<TechniqueOutput>> (*run)(JobControl& job, TechniqueInput input) = nullptr;
};

struct NamedTechnique {
  std::string_view name;
  const TechniqueDef* def;
};
std::span<const NamedTechnique> all_techniques();
const TechniqueDef* find_technique(std::string_view name);

}  // namespace thimble
