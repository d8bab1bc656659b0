// expand_weights: weights that a float network keeps in fewer bytes become the floats that they stand for.
//   before  y = conv2d(x, w, b), x f32, w a constant of f16, or s8 with scales
//   after   w f32: value, or scale * (number - zero point)
//   exact   kernels expand weights to these very floats
#include "core/base/half.h"
#include "core/ops/op_def.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

bool is_stored(const Graph& graph, ValueId id) {
  if (!is_valid(id) || !graph.constant(id)) return false;
  const DType dtype = graph.value(id).dtype;
  return dtype == DType::f16 || (dtype == DType::s8 && graph.quant(id));
}

std::optional<Match> match(const Graph& graph, NodeId id, std::string*) {
  if (op_def(graph.node(id).kind).quant.kind != QuantRule::Kind::weighted) return std::nullopt;
  const auto inputs = graph.node_inputs(id);
  if (graph.value(inputs[0]).dtype != DType::f32) return std::nullopt;
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    if (is_stored(graph, inputs[i])) return Match{.node = id};
  }
  return std::nullopt;
}

std::vector<float> expanded(const Graph& graph, ValueId id) {
  std::vector<float> out;
  if (graph.value(id).dtype == DType::f16) {
    for (const std::uint16_t half : graph.constant(id)->copy_as<std::uint16_t>()) out.push_back(float_of_half(half));
    return out;
  }
  const QuantParams& quant = *graph.quant(id);
  const Shape& shape = graph.shape(id);
  std::size_t inner = 1;
  for (std::size_t d = quant.per_tensor() ? shape.size() : static_cast<std::size_t>(quant.axis) + 1; d < shape.size(); ++d)
    inner *= static_cast<std::size_t>(shape[d]);
  const std::vector<std::int8_t> numbers = graph.constant(id)->copy_as<std::int8_t>();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::size_t channel = quant.per_tensor() ? 0 : i / inner % quant.scales.size();
    out.push_back(quant.scales[channel] * static_cast<float>(numbers[i] - quant.zero_points[channel]));
  }
  return out;
}

void apply(Graph& graph, const Match& match) {
  for (std::size_t i = 1; i < graph.node(match.node).inputs; ++i) {
    const ValueId stored = graph.node_inputs(match.node)[i];
    if (!is_stored(graph, stored)) continue;
    const Shape shape = graph.shape(stored);
    const std::string name(graph.value_name(stored));
    graph.set_input(match.node, i, graph.add_constant(DType::f32, shape, Blob::of(expanded(graph, stored)), name));
  }
}

}  // namespace

extern const PassDef pass_expand_weights{.doc = "make weights of 16 or 8 bits under float activations the floats that they stand for",
                                         .keeps = Keeps::outputs_nearly,
                                         .match = match,
                                         .apply = apply};

}  // namespace thimble
