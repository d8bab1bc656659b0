#include "core/passes/edit.h"

#include <algorithm>

#include "core/passes/pass_def.h"

namespace thimble {

void set_attr(Graph& graph, NodeId node, std::string_view name, AttrValue value) {
  AttrSet attrs = graph.node_attrs(node);
  std::erase_if(attrs, [&](const Attr& attr) { return attr.name == name; });
  attrs.push_back({std::string(name), std::move(value)});
  graph.attrs.push_back(std::move(attrs));
  graph.nodes[index_of(node)].attrs = static_cast<AttrsId>(graph.attrs.size() - 1);
}

std::optional<NodeId> sole_producer(const Graph& graph, ValueId value) {
  const NodeId producer = graph.value(value).producer;
  if (!is_valid(producer) || graph.node(producer).dead || use_count(graph, value) != 1) return std::nullopt;
  return producer;
}

std::optional<std::vector<float>> float_constant(const Graph& graph, ValueId value) {
  if (!is_valid(value) || graph.value(value).dtype != DType::f32 || !graph.constant(value)) return std::nullopt;
  return graph.constant(value)->copy_as<float>();
}

void set_inputs(Graph& graph, NodeId node, std::span<const ValueId> inputs) {
  const auto made = graph.node_outputs(node);
  std::vector<ValueId> edges(inputs.begin(), inputs.end());
  edges.insert(edges.end(), made.begin(), made.end());
  NodeInfo& info = graph.nodes[index_of(node)];
  info.first_edge = static_cast<std::uint32_t>(graph.edges.size());
  info.inputs = static_cast<std::uint16_t>(inputs.size());
  graph.edges.insert(graph.edges.end(), edges.begin(), edges.end());
}

NodeId insert_before(Graph& graph, NodeId node, OpKind kind, std::span<const ValueId> inputs, std::span<const ValueId> outputs,
                     AttrSet attrs, std::string_view name) {
  const NodeId made = graph.add_node(kind, inputs, outputs, std::move(attrs), name);
  std::rotate(graph.nodes.begin() + static_cast<std::ptrdiff_t>(index_of(node)), graph.nodes.end() - 1, graph.nodes.end());
  for (ValueInfo& value : graph.values) {
    if (!is_valid(value.producer)) continue;
    if (value.producer == made) {
      value.producer = node;
    } else if (value.producer >= node) {
      value.producer = static_cast<NodeId>(index_of(value.producer) + 1);
    }
  }
  return static_cast<NodeId>(index_of(node) + 1);
}

void take_over_output(Graph& graph, NodeId node, NodeId former) {
  const ValueId value = graph.node_outputs(former)[0];
  graph.edges[graph.node(node).first_edge + graph.node(node).inputs] = value;
  graph.values[index_of(value)].producer = node;
  graph.nodes[index_of(former)].dead = true;
}

}  // namespace thimble
