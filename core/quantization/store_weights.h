// store_weights: the weights of a float network in fewer bytes; activations stay f32.
//   f16  weights rounded half to even to binary16
//   s8   weights symmetric in [-127, 127], one scale an output channel (scale = largest magnitude / 127)
//   left f32: biases, weights that are no constants, and those of nodes that no kernel computes so; each is told in `notes`
//   errors  bad_data: a weight is not finite; invalid_argument: the network is quantized already
#pragma once

#include <cstdint>

#include "core/base/diagnostics.h"
#include "core/base/result.h"
#include "core/ir/graph.h"

namespace thimble {

struct StoredWeights {
  std::int64_t tensors = 0;
  std::int64_t bytes_before = 0, bytes_after = 0;  // of the tensors that were changed
};

// `type`: f16 or s8.
Result<StoredWeights> store_weights(Graph& graph, DType type, Diagnostics& notes);

}  // namespace thimble
