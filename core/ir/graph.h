// Graph: the whole model as arrays and 32-bit ids. Copying it is an undo point; constants are shared, not copied.
//   nodes are kept in execution order; edges hold each node's inputs, then its outputs; an absent optional input is
//   ValueId::none. Passes mark nodes dead and call compact(), which renumbers once.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/blob.h"
#include "core/ir/types.h"

namespace thimble {

struct NodeInfo {
  OpKind kind;
  AttrsId attrs = AttrsId::none;
  StringId name = StringId::none;
  std::uint32_t first_edge = 0;
  std::uint16_t inputs = 0, outputs = 0;
  bool dead = false;
};

struct ValueInfo {
  DType dtype = DType::f32;
  ShapeId shape = ShapeId::none;
  QuantId quant = QuantId::none;
  NodeId producer = NodeId::none;
  ConstId constant = ConstId::none;
  StringId name = StringId::none;
};

class Graph {
 public:
  std::vector<NodeInfo> nodes;
  std::vector<ValueInfo> values;
  std::vector<ValueId> edges;
  std::vector<Shape> shapes;          // interned: equal shapes share an id
  std::vector<QuantParams> quants;    // interned
  std::vector<AttrSet> attrs;
  std::vector<Blob> constants;
  std::vector<std::string> strings;   // interned
  std::vector<ValueId> inputs, outputs;
  std::string name;
  AttrSet meta;                       // about the whole graph; what an importer has to tell (formats/onnx/io_layout.h)

  // Reading. Ids have to be valid: outside data is checked before it becomes an id.
  const NodeInfo& node(NodeId id) const { return nodes[index_of(id)]; }
  const ValueInfo& value(ValueId id) const { return values[index_of(id)]; }
  std::span<const ValueId> node_inputs(NodeId id) const;
  std::span<const ValueId> node_outputs(NodeId id) const;
  const Shape& shape(ValueId id) const { return shapes[index_of(value(id).shape)]; }
  const QuantParams* quant(ValueId id) const;   // nullptr: not quantized
  const Blob* constant(ValueId id) const;       // nullptr: an activation
  const AttrSet& node_attrs(NodeId id) const;
  std::string_view value_name(ValueId id) const;
  std::string_view node_name(NodeId id) const;
  std::int64_t value_elements(ValueId id) const;
  std::int64_t value_bytes(ValueId id) const;
  bool is_output(ValueId id) const;
  std::vector<NodeId> live_nodes() const;

  // Building.
  ShapeId intern_shape(const Shape& shape);
  QuantId intern_quant(const QuantParams& quant);
  StringId intern_string(std::string_view text);
  ValueId add_value(DType dtype, const Shape& shape, std::string_view name, const QuantParams* quant = nullptr);
  ValueId add_constant(DType dtype, const Shape& shape, Blob bytes, std::string_view name, const QuantParams* quant = nullptr);
  NodeId add_node(OpKind kind, std::span<const ValueId> node_inputs, std::span<const ValueId> node_outputs, AttrSet node_attrs,
                  std::string_view node_name = {});

  // Editing: the value that a node reads or makes; every use of a value.
  void set_input(NodeId id, std::size_t index, ValueId value);
  void replace_uses(ValueId from, ValueId to);

  // Drops dead nodes, and values that nothing refers to; renumbers. Ids from before are void.
  void compact();
};

}  // namespace thimble
