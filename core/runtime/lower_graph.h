// lower_graph: every node of a verified graph as device kernel calls, or all the reasons at once why some have none.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/ops/op_def.h"

namespace thimble {

struct LoweredNode {
  NodeId node;
  std::vector<KernelCall> calls;  // empty: the node only renames its input's bytes
};

Result<std::vector<LoweredNode>> lower_graph(const Graph& graph);

}  // namespace thimble
