// How operators on single elements are written.
#include "core/base/text.h"
#include "core/formats/onnx/export_map.h"

namespace thimble::onnx {
namespace {

// The attributes of an operator that ONNX calls as we do.
AttrSet same_attributes(const NodeView& node) {
  AttrSet out;
  for (const AttrSpec& spec : op_def(node.graph().node(node.id()).kind).attrs) {
    if (spec.type == AttrType::real) out.push_back({std::string(spec.name), node.real(spec.name)});
  }
  return out;
}

std::string_view activation_of(const NodeView& node) {
  return find_attr(op_def(node.graph().node(node.id()).kind), "activation") ? node.text("activation") : std::string_view("none");
}

}  // namespace

Result<void> save_unary(NodeExport& node, std::string_view op_type) {
  const Order order = node.natural_order();
  node.finish(node.op(op_type, {node.real(0, order)}, same_attributes(node.node())), order);
  return {};
}

Result<void> save_binary(NodeExport& node, std::string_view op_type) {
  const Order order = node.natural_order();
  const std::string a = node.broadcast_real(0, order), b = node.broadcast_real(1, order);
  node.finish(node.op(op_type, {a, b}), order, activation_of(node.node()));
  return {};
}

Result<void> save_relu(NodeExport& node, std::string_view) {
  const Order order = node.natural_order();
  node.finish(node.real(0, order), order, node.node().text("activation"));
  return {};
}

Result<void> save_clip(NodeExport& node, std::string_view op_type) {
  const Order order = node.natural_order();
  const std::string input = node.real(0, order), low = node.number(node.node().real("low")), high = node.number(node.node().real("high"));
  node.finish(node.op(op_type, {input, low, high}), order);
  return {};
}

// Gelu itself came with operator set 20: x / 2 * (1 + erf(x / sqrt(2))), or tanh's approximation of it.
Result<void> save_gelu(NodeExport& node, std::string_view op_type) {
  const Order order = node.natural_order();
  const std::string x = node.real(0, order);
  std::string inner;
  if (node.node().text("approximate") == "tanh") {
    const std::string cube = node.op("Mul", {node.op("Mul", {x, x}), x});
    const std::string sum = node.op("Add", {x, node.op("Mul", {cube, node.number(0.044715)})});
    inner = node.op("Tanh", {node.op("Mul", {sum, node.number(0.7978845608028654)})});
  } else {
    inner = node.op("Erf", {node.op("Mul", {x, node.number(0.7071067811865476)})});
  }
  const std::string half = node.op("Mul", {x, node.number(0.5)});
  node.finish(node.op(op_type, {half, node.op("Add", {inner, node.number(1)})}), order);
  return {};
}

Result<void> save_rsqrt(NodeExport& node, std::string_view op_type) {
  const Order order = node.natural_order();
  node.finish(node.op("Reciprocal", {node.op(op_type, {node.real(0, order)})}), order);
  return {};
}

Result<void> save_square(NodeExport& node, std::string_view op_type) {
  const Order order = node.natural_order();
  const std::string x = node.real(0, order);
  node.finish(node.op(op_type, {x, x}), order);
  return {};
}

// Over the last dimension of ours, which is dimension 1 of channels first.
Result<void> save_softmax(NodeExport& node, std::string_view op_type) {
  const Order order = node.natural_order();
  const double beta = op_type == "Softmax" ? node.node().real("beta") : 1;
  std::string x = node.real(0, order);
  if (beta != 1) x = node.op("Mul", {x, node.number(beta)});
  node.finish(node.op(op_type, {x}, {{"axis", std::int64_t{order == Order::first ? 1 : -1}}}), order);
  return {};
}

Result<void> save_identity(NodeExport& node, std::string_view) {
  const Order order = node.natural_order();
  node.finish(node.real(0, order), order);
  return {};
}

}  // namespace thimble::onnx
