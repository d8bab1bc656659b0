// repair_layers: where the quantized network is bad, its worst layers are taken out of int8, as long as that pays.
//   bad      output SQNR under 15 dB; or, of tuning samples, over 2.5 % (and at least 3) fewer right than by the float model, or as
//            many classes that differ from it where there are no labels
//   tried    the layers that alone harm the output most, one after the other: 16-bit activations from the layer to those that read
//            it (16x8: a tensor is only wider when both ends are), then the layer alone in float
//   kept     what brings the cost below 80 % of what it was, until the network is not bad, or a quarter of the layers was tried
#pragma once

#include <string>
#include <vector>

#include "core/base/task.h"
#include "core/quantization/measure_sensitivity.h"
#include "core/quantization/output_error.h"

namespace thimble {

bool is_bad(const OutputQuality& quality);

struct RepairRequest {
  const Graph* model = nullptr;  // outlives the task, as does `error`
  const OutputError* error = nullptr;
  QuantPlan plan;
  OutputQuality quality;         // of the plan
  std::vector<RankedLayer> layers;
};

struct Repaired {
  QuantPlan plan;
  OutputQuality quality;
  std::vector<RankedLayer> layers;  // with what was done
};

Task<Result<Repaired>> repair_layers(JobControl& job, RepairRequest request);

}  // namespace thimble
