#include "core/quantization/network_inputs.h"

#include "core/base/text.h"
#include "core/runtime/network_io.h"

namespace thimble {

Result<std::vector<Bytes>> network_inputs(const Graph& graph, const Sample& sample) {
  if (sample.inputs.size() != graph.inputs.size())
    return invalid_argument(format("a sample with %zu inputs, expected %zu", sample.inputs.size(), graph.inputs.size()));
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    THIMBLE_TRY(Bytes bytes, encode_values(graph, graph.inputs[i], sample.inputs[i]).in(format("input %zu of a sample", i)));
    out.push_back(std::move(bytes));
  }
  return out;
}

}  // namespace thimble
