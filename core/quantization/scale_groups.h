// scale_groups: which values of a network have to share scale and zero point once it is quantized (QuantRule::same_scale).
//   one input    the output has the input's parameters: pools, reshape, slice, transpose, pad
//   many inputs  concatenation, maximum: an input joins the output's group where that costs nothing, that is, nobody else reads
//                it and its scale is not fixed; others are requantized into the node
//   source       a value whose range its group's range holds: one that does not merely repeat another's numbers
#pragma once

#include <vector>

#include "core/ops/op_def.h"

namespace thimble {

struct ScaleGroups {
  std::vector<ValueId> root;                  // by value; a value that shares with nobody is its own
  std::vector<std::vector<ValueId>> sources;  // by root: what to observe; empty for other values
  std::vector<const QuantRule*> fixed;        // by root: the rule that fixes scale and zero point, or nullptr
};

// `node_types`: by node, what its activations will be: s8, s16, or f32 where it is not quantized.
// `input_type`: of the graph's inputs.
ScaleGroups scale_groups(const Graph& graph, const std::vector<DType>& node_types, DType input_type);

// Whether it is an f32 tensor that is computed or given at run time: what gets a scale.
bool is_activation(const Graph& graph, ValueId value);

}  // namespace thimble
