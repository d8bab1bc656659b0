// Edits that several passes make: attributes, constants as floats, who reads a value.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/ir/graph.h"

namespace thimble {

// Of this node alone: other nodes that share the attributes keep theirs.
void set_attr(Graph& graph, NodeId node, std::string_view name, AttrValue value);

// The node that makes `value`, if it is live and nothing else than `reader` reads the value.
std::optional<NodeId> sole_producer(const Graph& graph, ValueId value);

// The numbers of an f32 constant; nothing for other values.
std::optional<std::vector<float>> float_constant(const Graph& graph, ValueId value);

// Other inputs, in any number; outputs stay.
void set_inputs(Graph& graph, NodeId node, std::span<const ValueId> inputs);

// A new node right before `node`, whose id and those after it grow by one. Returns the new id of `node`.
NodeId insert_before(Graph& graph, NodeId node, OpKind kind, std::span<const ValueId> inputs, std::span<const ValueId> outputs,
                     AttrSet attrs, std::string_view name);

// Makes `node` the producer of `value`, whose producer before is taken away.
void take_over_output(Graph& graph, NodeId node, NodeId former);

}  // namespace thimble
