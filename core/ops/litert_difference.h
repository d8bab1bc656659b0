// litert_difference: where the results of an integer layer may not be those of LiteRT 2.3's reference kernels, by operator.
//   All others are, bit for bit (tests/data/litert_ops, tests/data/litert_models).
#pragma once

#include <string_view>

#include "core/ops/op_def.h"

namespace thimble {

// Whether LiteRT computes this operator with the types of this node, which is an integer layer.
bool litert_has_kernel(const NodeView& node);

// Half a sentence; empty where there is none, and for layers in floats.
std::string_view litert_difference(const NodeView& node);

}  // namespace thimble
