// network_inputs: a sample as the inputs of a network, in the element type of each.
//   errors  invalid_argument: number or size of inputs; what encode_values answers
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/data/samples.h"
#include "core/ir/graph.h"
#include "core/runtime/executor.h"

namespace thimble {

Result<std::vector<Bytes>> network_inputs(const Graph& graph, const Sample& sample);

}  // namespace thimble
