#include "core/formats/onnx/expand_qlinear.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"

namespace thimble::onnx {
namespace {

constexpr int kNone = -1;

// Each operand is three inputs in a row: tensor, scale, zero point; the result has scale and zero point.
struct Row {
  std::string_view op_type, float_type;
  std::array<int, 2> operands;
  int result, bias;
};
constexpr Row kRows[] = {
    {"QLinearConv", "Conv", {0, 3}, 6, 8},
    {"QLinearMatMul", "MatMul", {0, 3}, 6, kNone},
    {"QLinearAdd", "Add", {0, 3}, 6, kNone},
    {"QLinearMul", "Mul", {0, 3}, 6, kNone},
    {"QGemm", "Gemm", {0, 3}, 7, 6},
    {"QLinearLeakyRelu", "LeakyRelu", {0, kNone}, 3, kNone},
    {"QLinearSigmoid", "Sigmoid", {0, kNone}, 3, kNone},
    {"QLinearSoftmax", "Softmax", {0, kNone}, 3, kNone},
    {"QLinearGlobalAveragePool", "GlobalAveragePool", {0, kNone}, 3, kNone},
    {"QLinearAveragePool", "AveragePool", {0, kNone}, 3, kNone},
};

const Row* find_expansion(const pb::NodeProto& node) {
  for (const Row& row : kRows) {
    if (row.op_type == node.op_type()) return &row;
  }
  return nullptr;
}

class Expansion {
 public:
  Expansion(const pb::NodeProto& node, std::size_t index, pb::GraphProto& out) : node_(node), out_(out) {
    prefix_ = (node.output_size() > 0 ? node.output(0) : node.name()) + format("/qlinear_%zu_", index);
  }

  void run(const Row& row) {
    std::string names[2];
    for (std::size_t i = 0; i < 2; ++i) {
      if (row.operands[i] != kNone) names[i] = dequantized(row.operands[i], i == 1 ? weight_axis(row) : 0);
    }
    const std::string bias = row.bias != kNone ? dequantized_bias(row) : std::string();
    pb::NodeProto& node = *out_.add_node();
    node.set_op_type(std::string(row.float_type));
    node.set_name(node_.name());
    for (const pb::AttributeProto& attribute : node_.attribute()) *node.add_attribute() = attribute;
    for (const std::string& name : names) {
      if (!name.empty()) node.add_input(name);
    }
    if (!bias.empty()) node.add_input(bias);
    quantize(node, row.result);
  }

  // Y's scale and zero point, then tensor, scale, zero point of each part.
  void run_concat() {
    std::vector<std::string> parts;
    for (int i = 2; i + 2 < node_.input_size(); i += 3) parts.push_back(dequantized(i, 0));
    pb::NodeProto& node = *out_.add_node();
    node.set_op_type("Concat");
    node.set_name(node_.name());
    for (const pb::AttributeProto& attribute : node_.attribute()) *node.add_attribute() = attribute;
    for (const std::string& part : parts) node.add_input(part);
    quantize(node, 0);
  }

 private:
  std::string input(int i) const { return i < node_.input_size() ? node_.input(i) : std::string(); }

  // Which dimension of the weights has a scale of its own.
  std::int64_t weight_axis(const Row& row) const {
    if (row.float_type == "Conv") return 0;
    if (row.float_type != "Gemm") return 1;
    for (const pb::AttributeProto& attribute : node_.attribute()) {
      if (attribute.name() == "transB") return attribute.i() == 1 ? 0 : 1;
    }
    return 1;
  }

  std::string dequantized(int at, std::int64_t axis) {
    const std::string name = prefix_ + std::to_string(at);
    pb::NodeProto& node = *out_.add_node();
    node.set_op_type("DequantizeLinear");
    for (int i = at; i < at + 3; ++i) node.add_input(input(i));
    node.add_output(name);
    pb::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name("axis");
    attribute.set_i(axis);
    return name;
  }

  // int32, with the scale of input times weight.
  std::string dequantized_bias(const Row& row) {
    if (input(row.bias).empty()) return {};
    const std::string scale = prefix_ + "bias_scale", name = prefix_ + "bias";
    pb::NodeProto& product = *out_.add_node();
    product.set_op_type("Mul");
    product.add_input(input(row.operands[0] + 1));
    product.add_input(input(row.operands[1] + 1));
    product.add_output(scale);
    pb::NodeProto& node = *out_.add_node();
    node.set_op_type("DequantizeLinear");
    node.add_input(input(row.bias));
    node.add_input(scale);
    node.add_output(name);
    pb::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name("axis");
    attribute.set_i(0);
    return name;
  }

  void quantize(pb::NodeProto& node, int result) {
    const std::string real = prefix_ + "result";
    node.add_output(real);
    pb::NodeProto& last = *out_.add_node();
    last.set_op_type("QuantizeLinear");
    last.set_name(node_.name());
    last.add_input(real);
    last.add_input(input(result));
    last.add_input(input(result + 1));
    for (const std::string& output : node_.output()) last.add_output(output);
  }

  const pb::NodeProto& node_;
  pb::GraphProto& out_;
  std::string prefix_;
};

}  // namespace

std::vector<std::string_view> qlinear_operators() {
  std::vector<std::string_view> names = {"QLinearConcat"};
  for (const Row& row : kRows) names.push_back(row.op_type);
  return names;
}

void expand_qlinear(pb::GraphProto& graph) {
  bool any = false;
  for (const pb::NodeProto& node : graph.node()) any |= find_expansion(node) != nullptr || node.op_type() == "QLinearConcat";
  if (!any) return;
  pb::GraphProto expanded;
  for (int i = 0; i < graph.node_size(); ++i) {
    const pb::NodeProto& node = graph.node(i);
    Expansion expansion(node, static_cast<std::size_t>(i), expanded);
    if (const Row* row = find_expansion(node)) {
      expansion.run(*row);
    } else if (node.op_type() == "QLinearConcat") {
      expansion.run_concat();
    } else {
      *expanded.add_node() = node;
    }
  }
  graph.mutable_node()->Swap(expanded.mutable_node());
}

}  // namespace thimble::onnx
