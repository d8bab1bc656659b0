// measure_sensitivity: for every layer that is quantized, what that does to its own output and, alone, to the network's.
//   sqnr_db         one pass of the integer kernels beside one of the float model, over a few samples
//   output_sqnr_db  the float network with this one layer quantized; as many samples as `mac_budget` allows, at least one
//   layers          nodes that compute; those that move data or pool have nothing of their own to lose
#pragma once

#include <memory>
#include <vector>

#include "core/base/task.h"
#include "core/data/samples.h"
#include "core/quantization/quantize_graph.h"
#include "core/quantization/sensitivity.h"

namespace thimble {

struct RankedLayer {
  NodeId node;  // of the float network
  LayerSensitivity figures;
};

struct SensitivityRequest {
  const Graph* model = nullptr;  // outlives the task, as do the other two
  const QuantPlan* plan = nullptr;
  const QuantizedGraph* quantized = nullptr;
  std::shared_ptr<const Samples> samples;
  std::int64_t limit = 16;                    // samples at most
  std::int64_t mac_budget = 2'000'000'000;    // of all networks with one layer quantized together
  int threads = 1;
};

// In the order of the nodes.
Task<Result<std::vector<RankedLayer>>> measure_sensitivity(JobControl& job, SensitivityRequest request);

// Multiply-accumulates of a network, at least one.
std::int64_t network_macs(const Graph& graph);

}  // namespace thimble
