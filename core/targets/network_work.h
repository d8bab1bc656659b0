// network_work: what the latency model wants to know, read off a verified graph. One LayerWork a live node, in order.
#pragma once

#include "core/ir/graph.h"
#include "core/targets/work_features.h"

namespace thimble {

NetworkWork network_work(const Graph& graph);

}  // namespace thimble
