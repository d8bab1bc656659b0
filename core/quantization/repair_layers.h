// repair_layers: where the quantized network is bad, its worst layers are taken out of int8, as long as that pays.
//   bad      output SQNR under 15 dB; or, of tuning samples, over 2.5 % (and at least 3) fewer right than by the float model, or as
//            many classes that differ from it where there are no labels; a network that is not judged by classes: SQNR alone
//   tried    the one, two, four ... layers that alone harm the output most: with 16-bit activations from each layer to those that
//            read it (16x8: a tensor is only wider when both ends are), or in float; at most a quarter of all, or four
//   kept     the fewest after which the network is not bad; or, if none helps so far, what brings the cost below 80 % at all
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
