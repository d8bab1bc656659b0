// check_structure: the graph's own invariants, before anything asks what its operators mean.
//   ids in range; every input made earlier (or a constant, or a graph input); one producer a value; constants as long as
//   their shape says; scales positive and finite, as many as the axis has indices.
//   errors  bad_data, naming the node or value
#pragma once

#include "core/base/result.h"
#include "core/ir/graph.h"

namespace thimble {

Result<void> check_structure(const Graph& graph);

}  // namespace thimble
