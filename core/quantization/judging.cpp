#include "core/quantization/judging.h"

#include <algorithm>

namespace thimble {

Judging judging_of(const Graph& graph, std::int64_t classes, std::int64_t target_width) {
  const std::int64_t numbers = graph.value_elements(graph.outputs[0]);
  if (classes == 0 && target_width == numbers) return Judging::values;
  const bool same_as_input = graph.inputs.size() == 1 && numbers == graph.value_elements(graph.inputs[0]);
  if (same_as_input && numbers > 2 && classes <= 2) return Judging::reconstruction;
  if (numbers == 1) return classes > 0 ? Judging::one_score : Judging::values;
  // A row of numbers (whatever dimensions of 1 are around it) is taken for classes; a picture is not.
  const Shape& shape = graph.shape(graph.outputs[0]);
  const bool row = std::count_if(shape.begin(), shape.end(), [](std::int64_t dim) { return dim > 1; }) == 1;
  return row ? Judging::classes : Judging::values;
}

Judging judging_of(const Graph& graph, const Samples& samples) {
  const std::int64_t classes = samples.has_labels() ? std::max<std::int64_t>(std::ssize(samples.class_names()), 2) : 0;
  return judging_of(graph, classes, samples.target_width());
}

}  // namespace thimble
