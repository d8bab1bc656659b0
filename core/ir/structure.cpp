#include "core/ir/structure.h"

#include <cmath>

#include "core/base/text.h"

namespace thimble {
namespace {

std::string value_place(const Graph& graph, std::size_t index) {
  const auto name = graph.value_name(static_cast<ValueId>(index));
  return format("value %zu", index) + (name.empty() ? std::string() : " '" + printable(name) + "'");
}

Result<void> check_quant(const QuantParams& quant, const Shape& shape) {
  if (quant.scales.empty() || quant.scales.size() != quant.zero_points.size()) {
    return bad_data(
        format("%zu scales and %zu zero points, expected as many of each and at least one", quant.scales.size(), quant.zero_points.size()));
  }
  if (quant.per_tensor() && quant.scales.size() != 1)
    return bad_data(format("%zu scales without an axis, expected 1", quant.scales.size()));
  if (!quant.per_tensor()) {
    if (quant.axis >= static_cast<std::int32_t>(shape.size()))
      return bad_data(format("quantized along axis %d of a shape of rank %zu", quant.axis, shape.size()));
    const auto expected = static_cast<std::size_t>(shape[static_cast<std::size_t>(quant.axis)]);
    if (quant.scales.size() != expected)
      return bad_data(format("%zu scales along axis %d, expected %zu", quant.scales.size(), quant.axis, expected));
  }
  for (const float scale : quant.scales) {
    if (!std::isfinite(scale) || scale <= 0) return bad_data("scale " + number_text(scale) + ", expected a positive finite number");
  }
  return {};
}

Result<void> check_value(const Graph& graph, std::size_t index) {
  const ValueInfo& info = graph.values[index];
  if (index_of(info.shape) >= graph.shapes.size()) return bad_data("no shape");
  const auto id = static_cast<ValueId>(index);
  const auto count = element_count(graph.shape(id));
  if (!count) return bad_data("shape " + shape_text(graph.shape(id)) + " is negative, of rank above 6, or has more than 2^31 elements");
  if (const QuantParams* quant = graph.quant(id)) THIMBLE_TRY_VOID(check_quant(*quant, graph.shape(id)));
  if (const Blob* bytes = graph.constant(id)) {
    const std::int64_t expected = *count * dtype_bytes(info.dtype);
    if (static_cast<std::int64_t>(bytes->size()) != expected) {
      return bad_data(format("constant of %zu bytes, expected %lld for shape ", bytes->size(), static_cast<long long>(expected)) +
                      shape_text(graph.shape(id)));
    }
  }
  return {};
}

// `made[v]`: v may be read now.
Result<void> check_node(const Graph& graph, NodeId id, std::vector<bool>& made) {
  for (const ValueId input : graph.node_inputs(id)) {
    if (!is_valid(input)) continue;
    if (index_of(input) >= graph.values.size()) return bad_data("an input names a value that is not there");
    if (!made[index_of(input)])
      return bad_data("reads " + value_place(graph, index_of(input)) + " before anything makes it",
                      "nodes have to stand in execution order");
  }
  for (const ValueId output : graph.node_outputs(id)) {
    if (index_of(output) >= graph.values.size()) return bad_data("an output names a value that is not there");
    if (made[index_of(output)]) return bad_data("makes " + value_place(graph, index_of(output)) + ", which exists already");
    made[index_of(output)] = true;
  }
  return {};
}

}  // namespace

Result<void> check_structure(const Graph& graph) {
  std::vector<bool> made(graph.values.size(), false);
  for (std::size_t i = 0; i < graph.values.size(); ++i) {
    THIMBLE_TRY_VOID(check_value(graph, i).in(value_place(graph, i)));
    made[i] = is_valid(graph.values[i].constant);
  }
  for (const ValueId input : graph.inputs) {
    if (index_of(input) >= graph.values.size()) return bad_data("a graph input names a value that is not there");
    if (made[index_of(input)]) return bad_data("graph input " + value_place(graph, index_of(input)) + " is a constant or named twice");
    made[index_of(input)] = true;
  }
  for (const NodeId id : graph.live_nodes()) {
    THIMBLE_TRY_VOID(check_node(graph, id, made).in(format("node %zu", index_of(id))));
  }
  if (graph.outputs.empty()) return bad_data("no outputs, expected at least one");
  for (const ValueId output : graph.outputs) {
    if (index_of(output) >= graph.values.size() || !made[index_of(output)]) return bad_data("a graph output is never made");
  }
  return {};
}

}  // namespace thimble
