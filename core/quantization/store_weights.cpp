#include "core/quantization/store_weights.h"

#include <algorithm>
#include <cmath>

#include "core/base/counts.h"
#include "core/base/half.h"
#include "core/ops/op_def.h"
#include "core/passes/pass_def.h"
#include "core/quantization/quantize_graph.h"
#include "core/quantization/quantize_weights.h"

namespace thimble {
namespace {

// Weights that other nodes read too are stored once a node: the blob of each is made anew, and compact() drops the first.
struct Stored {
  ValueId value;
  std::int64_t clamped = 0;
};

Stored stored_as_half(Graph& graph, ValueId weights) {
  const std::vector<float> values = graph.constant(weights)->copy_as<float>();
  std::vector<std::uint16_t> halves(values.size());
  Stored out{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float value = std::clamp(values[i], -kHalfMax, kHalfMax);
    out.clamped += value != values[i] ? 1 : 0;
    halves[i] = half_of(value);
  }
  const Shape shape = graph.shape(weights);
  const std::string name(graph.value_name(weights));
  out.value = graph.add_constant(DType::f16, shape, Blob::of(halves), name);
  return out;
}

Stored stored_as_s8(Graph& graph, ValueId weights, std::int32_t axis) {
  const std::vector<float> values = graph.constant(weights)->copy_as<float>();
  const Shape shape = graph.shape(weights);
  const AxisView view = axis_view(shape, axis);
  QuantParams quant{.scales = weight_scales(values, view), .zero_points = {}, .axis = axis};
  quant.zero_points.assign(quant.scales.size(), 0);
  const std::string name(graph.value_name(weights));
  return {graph.add_constant(DType::s8, shape, Blob::of(quantize_weights(values, view, quant.scales)), name, &quant), 0};
}

bool all_finite(const Graph& graph, ValueId weights) {
  const std::vector<float> values = graph.constant(weights)->copy_as<float>();
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

}  // namespace

Result<StoredWeights> store_weights(Graph& graph, DType type, Diagnostics& notes) {
  THIMBLE_CHECK(type == DType::f16 || type == DType::s8);
  THIMBLE_TRY_VOID(expect_float_network(graph));
  StoredWeights out;
  for (const NodeId id : graph.live_nodes()) {
    const OpDef& def = op_def(graph.node(id).kind);
    if (def.quant.kind != QuantRule::Kind::weighted) continue;
    const ValueId weights = graph.node_inputs(id)[1];
    if (!graph.constant(weights) || graph.value(weights).dtype != DType::f32) continue;
    if (!all_finite(graph, weights))
      return bad_data("a weight is not a finite number", "Train or export the network again.").in(node_place(graph, id));
    const std::int64_t before = graph.value_bytes(weights);
    const Stored stored = type == DType::f16 ? stored_as_half(graph, weights) : stored_as_s8(graph, weights, def.quant.weight_axis);
    graph.set_input(id, 1, stored.value);
    if (const auto calls = def.lower(NodeView(graph, id)); !calls.ok()) {
      notes.note(node_place(graph, id), "weights stay f32: " + calls.error().message());
      graph.set_input(id, 1, weights);
      continue;
    }
    if (stored.clamped > 0)
      notes.warn(node_place(graph, id), counted(stored.clamped, "weight beyond 65504 was", "weights beyond 65504 were") + " clamped");
    ++out.tensors;
    out.bytes_before += before;
    out.bytes_after += graph.value_bytes(stored.value);
  }
  graph.compact();
  THIMBLE_TRY_VOID(verify(graph).in("after storing weights as " + std::string(dtype_name(type))));
  return out;
}

}  // namespace thimble
