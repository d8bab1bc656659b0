// Affine: y = factor[c] * x + offset[c] over the channels c of the last dimension, and what it does to the weighted
//   operator before it: weights and bias are multiplied, the offset joins the bias.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ir/graph.h"

namespace thimble {

struct Affine {
  std::vector<float> factor, offset;  // one number a channel
};

// Of a batch_norm node whose operands are constants.
std::optional<Affine> affine_of_batch_norm(const Graph& graph, NodeId batch_norm);

// The weighted node (QuantRule::weighted) that makes `value`, if an affine after it can be folded into it: constant f32 weights
// and bias, no activation, nobody else reads the value. Otherwise nothing, and `why_not` says why.
std::optional<NodeId> foldable_producer(const Graph& graph, ValueId value, std::string* why_not);

// Folds `affine` into the weights and bias of `weighted`.
void fold_affine(Graph& graph, NodeId weighted, const Affine& affine);

}  // namespace thimble
