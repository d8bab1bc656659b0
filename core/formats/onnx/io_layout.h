// io_layout: how the inputs and outputs of a graph that came from an ONNX file relate to the file's own: where both are fed
// (the original in ONNX Runtime, ours here), the elements are the same in another order.
//   kept as attributes of the graph: "input_0_file_shape" and "input_0_axes", "output_0_..."
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/ir/graph.h"

namespace thimble {

struct IoLayout {
  Shape file_shape;
  // Dimension i of our shape is dimension axes[i] of the file's; -1 is a 1 that the file does not have.
  std::vector<std::int64_t> axes;
};

// Nothing where the file's order is ours.
std::optional<IoLayout> io_layout(const Graph& graph, std::string_view port, std::size_t index);  // port: "input", "output"

// For each of our elements, in our order, its place in the file's order.
std::vector<std::size_t> file_places(const IoLayout& layout);

}  // namespace thimble
