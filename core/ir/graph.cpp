#include "core/ir/graph.h"

#include <algorithm>

#include "core/base/check.h"

namespace thimble {
namespace {

template <class Id, class T>
Id intern(std::vector<T>& pool, const T& item) {
  const auto found = std::find(pool.begin(), pool.end(), item);
  const auto index = static_cast<std::uint32_t>(found - pool.begin());
  if (found == pool.end()) pool.push_back(item);
  return static_cast<Id>(index);
}

}  // namespace

std::span<const ValueId> Graph::node_inputs(NodeId id) const {
  const NodeInfo& info = node(id);
  return std::span(edges).subspan(info.first_edge, info.inputs);
}

std::span<const ValueId> Graph::node_outputs(NodeId id) const {
  const NodeInfo& info = node(id);
  return std::span(edges).subspan(info.first_edge + info.inputs, info.outputs);
}

const QuantParams* Graph::quant(ValueId id) const {
  const QuantId quant = value(id).quant;
  return is_valid(quant) ? &quants[index_of(quant)] : nullptr;
}

const Blob* Graph::constant(ValueId id) const {
  const ConstId constant = value(id).constant;
  return is_valid(constant) ? &constants[index_of(constant)] : nullptr;
}

const AttrSet& Graph::node_attrs(NodeId id) const {
  static const AttrSet kNone;
  const AttrsId attrs_id = node(id).attrs;
  return is_valid(attrs_id) ? attrs[index_of(attrs_id)] : kNone;
}

std::string_view Graph::value_name(ValueId id) const {
  const StringId text = value(id).name;
  return is_valid(text) ? std::string_view(strings[index_of(text)]) : std::string_view();
}

std::string_view Graph::node_name(NodeId id) const {
  const StringId text = node(id).name;
  return is_valid(text) ? std::string_view(strings[index_of(text)]) : std::string_view();
}

std::int64_t Graph::value_elements(ValueId id) const { return element_count(shape(id)).value_or(0); }
std::int64_t Graph::value_bytes(ValueId id) const { return value_elements(id) * dtype_bytes(value(id).dtype); }
bool Graph::is_output(ValueId id) const { return std::find(outputs.begin(), outputs.end(), id) != outputs.end(); }

std::vector<NodeId> Graph::live_nodes() const {
  std::vector<NodeId> out;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!nodes[i].dead) out.push_back(static_cast<NodeId>(i));
  }
  return out;
}

ShapeId Graph::intern_shape(const Shape& shape) { return intern<ShapeId>(shapes, shape); }
QuantId Graph::intern_quant(const QuantParams& quant) { return intern<QuantId>(quants, quant); }

StringId Graph::intern_string(std::string_view text) {
  if (text.empty()) return StringId::none;
  // Names are almost always distinct: a search would make importing quadratic for nothing.
  strings.emplace_back(text);
  return static_cast<StringId>(strings.size() - 1);
}

ValueId Graph::add_value(DType dtype, const Shape& shape, std::string_view value_name, const QuantParams* quant) {
  ValueInfo info;
  info.dtype = dtype;
  info.shape = intern_shape(shape);
  info.quant = quant ? intern_quant(*quant) : QuantId::none;
  info.name = intern_string(value_name);
  values.push_back(info);
  return static_cast<ValueId>(values.size() - 1);
}

ValueId Graph::add_constant(DType dtype, const Shape& shape, Blob bytes, std::string_view value_name, const QuantParams* quant) {
  const ValueId id = add_value(dtype, shape, value_name, quant);
  constants.push_back(std::move(bytes));
  values[index_of(id)].constant = static_cast<ConstId>(constants.size() - 1);
  return id;
}

NodeId Graph::add_node(OpKind kind, std::span<const ValueId> in, std::span<const ValueId> out, AttrSet node_attrs,
                       std::string_view node_name) {
  NodeInfo info;
  info.kind = kind;
  info.first_edge = static_cast<std::uint32_t>(edges.size());
  info.inputs = static_cast<std::uint16_t>(in.size());
  info.outputs = static_cast<std::uint16_t>(out.size());
  info.name = intern_string(node_name);
  if (!node_attrs.empty()) {
    attrs.push_back(std::move(node_attrs));
    info.attrs = static_cast<AttrsId>(attrs.size() - 1);
  }
  const auto id = static_cast<NodeId>(nodes.size());
  nodes.push_back(info);
  edges.insert(edges.end(), in.begin(), in.end());
  edges.insert(edges.end(), out.begin(), out.end());
  for (const ValueId value_id : out) {
    if (is_valid(value_id)) values[index_of(value_id)].producer = id;
  }
  return id;
}

void Graph::set_input(NodeId id, std::size_t index, ValueId value_id) {
  THIMBLE_CHECK(index < node(id).inputs);
  edges[node(id).first_edge + index] = value_id;
}

void Graph::replace_uses(ValueId from, ValueId to) {
  for (const NodeId id : live_nodes()) {
    for (std::size_t i = 0; i < node(id).inputs; ++i) {
      if (node_inputs(id)[i] == from) set_input(id, i, to);
    }
  }
  std::replace(outputs.begin(), outputs.end(), from, to);
}

void Graph::compact() {
  Graph packed;
  packed.name = std::move(name);
  packed.meta = std::move(meta);
  std::vector<ValueId> renamed(values.size(), ValueId::none);
  std::vector<bool> used(values.size(), false);
  const auto use = [&](ValueId id) {
    if (is_valid(id)) used[index_of(id)] = true;
  };
  for (const ValueId id : inputs) use(id);
  for (const ValueId id : outputs) use(id);
  for (const NodeId id : live_nodes()) {
    for (const ValueId value_id : node_inputs(id)) use(value_id);
    for (const ValueId value_id : node_outputs(id)) use(value_id);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!used[i]) continue;
    const auto old = static_cast<ValueId>(i);
    const Blob* bytes = constant(old);
    renamed[i] = bytes ? packed.add_constant(values[i].dtype, shape(old), *bytes, value_name(old), quant(old))
                       : packed.add_value(values[i].dtype, shape(old), value_name(old), quant(old));
  }
  const auto rename = [&](std::span<const ValueId> ids) {
    std::vector<ValueId> out;
    for (const ValueId id : ids) out.push_back(is_valid(id) ? renamed[index_of(id)] : ValueId::none);
    return out;
  };
  for (const NodeId id : live_nodes()) {
    packed.add_node(node(id).kind, rename(node_inputs(id)), rename(node_outputs(id)), node_attrs(id), node_name(id));
  }
  packed.inputs = rename(inputs);
  packed.outputs = rename(outputs);
  *this = std::move(packed);
}

}  // namespace thimble
