// Questions to a network in the order of its file, whichever that is: two networks that were read from different formats are fed the same
// numbers and answer in the same order (io_layout.h).
#pragma once

#include <cstdint>
#include <vector>

#include "core/ir/graph.h"
#include "tests/support/golden_files.h"

namespace thimble::test {

// The outputs for inputs that are drawn by `seed`, one after the other. A network that does not run fails the test.
std::vector<Bytes> ask_network(const Graph& graph, std::uint32_t seed, InputKind kind);

// Integers bit for bit, floats within `tolerance` of the largest magnitude of each output.
void check_same_answers(const Graph& one, const Graph& two, double tolerance);

}  // namespace thimble::test
