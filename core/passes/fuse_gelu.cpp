// fuse_gelu: what exporters without a Gelu of their own write is one operator again.
//   before  y = x * 0.5 * (1 + erf(x / sqrt(2)))    the factors in any order and grouping, constants to 1e-5 of themselves
//   after   y = gelu(x)
//   needs   floats; nothing else reads what is between
//   why     one table instead of five layers between integers, where erf has none; and TFLite has no operator for erf
#include <cmath>
#include <numbers>

#include "core/ops/op_def.h"
#include "core/passes/edit.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

// A product of numbers and of values that the network computes.
struct Product {
  double number = 1;
  std::vector<ValueId> values;
};

std::optional<double> one_number(const Graph& graph, ValueId value) {
  const auto numbers = float_constant(graph, value);
  return numbers && numbers->size() == 1 ? std::optional(static_cast<double>((*numbers)[0])) : std::nullopt;
}

// Two inputs, nothing clamped.
bool is_plain(const Graph& graph, NodeId id, OpKind kind) {
  return graph.node(id).kind == kind && NodeView(graph, id).text("activation") == "none";
}

void add_factors(const Graph& graph, ValueId value, int depth, Product& out) {
  if (const auto number = one_number(graph, value)) {
    out.number *= *number;
    return;
  }
  const auto producer = sole_producer(graph, value);
  if (producer && depth < 4 && is_plain(graph, *producer, OpKind::mul)) {
    for (const ValueId input : graph.node_inputs(*producer)) add_factors(graph, input, depth + 1, out);
  } else if (producer && depth < 4 && is_plain(graph, *producer, OpKind::div) && one_number(graph, graph.node_inputs(*producer)[1])) {
    add_factors(graph, graph.node_inputs(*producer)[0], depth + 1, out);
    out.number /= *one_number(graph, graph.node_inputs(*producer)[1]);
  } else {
    out.values.push_back(value);
  }
}

bool nearly(double value, double expected) { return std::fabs(value - expected) <= 1e-5 * expected; }

// What stands under the root of 2 in 1 + erf(x / sqrt(2)).
std::optional<ValueId> gate_of(const Graph& graph, ValueId gate) {
  const auto sum = sole_producer(graph, gate);
  if (!sum || !is_plain(graph, *sum, OpKind::add)) return std::nullopt;
  const auto inputs = graph.node_inputs(*sum);
  const std::size_t one = one_number(graph, inputs[0]) == 1.0 ? 0 : 1;
  if (one_number(graph, inputs[one]) != 1.0) return std::nullopt;
  const auto erf = sole_producer(graph, inputs[1 - one]);
  if (!erf || graph.node(*erf).kind != OpKind::erf) return std::nullopt;
  Product product;
  const ValueId inside = graph.node_inputs(*erf)[0];
  if (!sole_producer(graph, inside)) return std::nullopt;
  add_factors(graph, inside, 0, product);
  if (product.values.size() != 1 || !nearly(product.number, 1 / std::numbers::sqrt2)) return std::nullopt;
  return product.values[0];
}

std::optional<ValueId> gelu_input(const Graph& graph, NodeId id) {
  if (!is_plain(graph, id, OpKind::mul) || graph.value(graph.node_outputs(id)[0]).dtype != DType::f32) return std::nullopt;
  Product product;
  for (const ValueId input : graph.node_inputs(id)) add_factors(graph, input, 0, product);
  if (product.values.size() != 2 || !nearly(product.number, 0.5)) return std::nullopt;
  for (std::size_t i = 0; i < 2; ++i) {
    const ValueId x = product.values[1 - i];
    if (gate_of(graph, product.values[i]) == x && graph.shape(x) == graph.shape(graph.node_outputs(id)[0])) return x;
  }
  return std::nullopt;
}

std::optional<Match> match(const Graph& graph, NodeId id, std::string*) {
  return gelu_input(graph, id) ? std::optional(Match{.node = id}) : std::nullopt;
}

void apply(Graph& graph, const Match& match) {
  const ValueId x = *gelu_input(graph, match.node);
  NodeInfo& node = graph.nodes[index_of(match.node)];
  node.kind = OpKind::gelu;
  graph.attrs.emplace_back();
  node.attrs = static_cast<AttrsId>(graph.attrs.size() - 1);
  set_inputs(graph, match.node, std::span(&x, 1));
}

}  // namespace

extern const PassDef pass_fuse_gelu{
    .doc = "make one gelu of the operators that it is written with", .keeps = Keeps::outputs_nearly, .match = match, .apply = apply};

}  // namespace thimble
