// OpDef: everything the project knows about one operator, in one file: core/ops/<name>.cpp.
//   schema (inputs, attributes), shape inference, cost, and the lowering of one node to device kernels. The executor runs
//   the lowered calls and the emitter prints them, so neither knows operators by name.
//   Canonical form: NHWC activations; conv2d weights OHWI, depthwise weights [1,KH,KW,C*M], fully_connected weights [O,C];
//   padding is explicit (pad_top, pad_left, pad_bottom, pad_right); a fused activation is the attribute `activation`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/ir/graph.h"
#include "core/kernels/kernel_def.h"
#include "core/ops/op_kind.h"

namespace thimble {

enum class AttrType : std::uint8_t { integer, real, text, integers };

struct AttrSpec {
  std::string_view name;
  AttrType type = AttrType::integer;
  std::int64_t low = INT32_MIN, high = INT32_MAX;  // of integers
  std::span<const std::string_view> choices = {};  // of text
  // The value when a node does not say; a list's is empty.
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text = {};
};

// One node with its graph: what every function of an OpDef reads.
class NodeView {
 public:
  NodeView(const Graph& graph, NodeId id);

  const Graph& graph() const { return graph_; }
  NodeId id() const { return id_; }
  std::size_t input_count() const { return graph_.node(id_).inputs; }
  bool has_input(std::size_t i) const { return i < input_count() && is_valid(graph_.node_inputs(id_)[i]); }
  ValueId input(std::size_t i) const { return graph_.node_inputs(id_)[i]; }
  ValueId output(std::size_t i = 0) const { return graph_.node_outputs(id_)[i]; }
  const Shape& in_shape(std::size_t i) const { return graph_.shape(input(i)); }
  const Shape& out_shape(std::size_t i = 0) const { return graph_.shape(output(i)); }
  DType in_dtype(std::size_t i) const { return graph_.value(input(i)).dtype; }
  DType out_dtype(std::size_t i = 0) const { return graph_.value(output(i)).dtype; }

  // The attribute, or what holds when the node does not say; the schema check has run, so the type is right.
  std::int64_t integer(std::string_view name) const;
  double real(std::string_view name) const;
  std::string_view text(std::string_view name) const;
  std::span<const std::int64_t> integers(std::string_view name) const;

 private:
  const AttrValue* attr(std::string_view name) const;  // nullptr: the node does not say
  const AttrSpec& spec(std::string_view name) const;

  const Graph& graph_;
  NodeId id_;
};

// What kind of work a node's time goes into (core/targets fits one coefficient each).
enum class WorkKind : std::uint8_t { none, conv, pointwise, depthwise, fully_connected, elementwise, pool, softmax, data_movement };

struct NodeCost {
  WorkKind kind = WorkKind::none;
  std::int64_t macs = 0;      // multiply-accumulates; 0 where the work is not multiplying
  std::int64_t elements = 0;  // output elements computed or moved
};

// How the tensors of a quantized node relate: the 8-bit specification (LiteRT), and its 16x8 form.
//   source  https://ai.google.dev/edge/litert/conversion/tensorflow/quantization/quantization_spec
struct QuantRule {
  enum class Kind : std::uint8_t {
    stays_float,  // no integer form: dequantize before it, quantize after it
    own_scales,   // every activation has its own scale
    same_scale,   // activations in and out share one scale: data movement, pools, maximum
    weighted,     // input 1: constant s8 weights, symmetric, one scale an index of `weight_axis`; input 2: bias, scale in * weight
  };
  Kind kind = Kind::stays_float;
  std::int32_t weight_axis = 0;
  // Of the output, where the specification fixes it; 0: it follows what was observed.
  double fixed_s8_scale = 0;
  std::int32_t fixed_s8_zero_point = 0;
  double fixed_s16_scale = 0;
  bool float_constants = false;  // operands from the second on have to be constants, and stay f32: numbers that a table is made with
};
inline constexpr QuantRule kOwnScales{.kind = QuantRule::Kind::own_scales};
inline constexpr QuantRule kSameScale{.kind = QuantRule::Kind::same_scale};
constexpr QuantRule weighted_along(std::int32_t axis) { return {.kind = QuantRule::Kind::weighted, .weight_axis = axis}; }
constexpr QuantRule fixed_output(double s8_scale, std::int32_t s8_zero_point, double s16_scale) {
  return {
      .kind = QuantRule::Kind::own_scales, .fixed_s8_scale = s8_scale, .fixed_s8_zero_point = s8_zero_point, .fixed_s16_scale = s16_scale};
}

struct OpDef {
  std::string_view doc;
  std::uint8_t min_inputs = 1, max_inputs = 1, outputs = 1;
  std::span<const AttrSpec> attrs = {};
  Result<std::vector<Shape>> (*infer_shape)(const NodeView&) = nullptr;
  NodeCost (*cost)(const NodeView&) = nullptr;
  // The device kernels that compute this node, in order. Refuses types, quantization and shapes that no kernel has, saying
  // which it has. An operator that only renames its input's bytes (`alias`) has none.
  Result<std::vector<KernelCall>> (*lower)(const NodeView&) = nullptr;
  bool alias = false;                              // output 0 is input 0's bytes in the same order
  std::span<const KernelId> kernels = {};          // what `lower` can answer with: the support matrix
  QuantRule quant = {};                            // what core/quantization makes of a float node
};

const OpDef& op_def(OpKind kind);
std::span<const OpKind> all_ops();
const AttrSpec* find_attr(const OpDef& def, std::string_view name);

// check_structure, then schema, attribute ranges and inferred shapes of every node. After this, inner code only asserts.
Result<void> verify(const Graph& graph);

// "node 3 (conv2d) 'name'"
std::string node_place(const Graph& graph, NodeId id);

}  // namespace thimble
