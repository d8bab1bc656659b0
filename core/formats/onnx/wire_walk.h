// wire_walk: a look at the bytes of an ONNX file before protobuf parses them.
//   checks  every tag and length of the messages that onnx.proto names lies inside its parent; counts below; no groups.
//           Nothing nests deeper than the schema does (subgraphs are opaque bytes), so a file cannot exhaust the stack.
//   why     two bytes of file become a hundred of memory where they say "one more empty node"
//   errors  bad_data at a byte position, out_of_budget
#pragma once

#include <cstddef>
#include <span>

#include "core/base/result.h"

namespace thimble::onnx {

inline constexpr std::size_t kMaxMessages = 1000000;  // of all kinds together
inline constexpr std::size_t kMaxStrings = 1000000;   // names of operands, string data
inline constexpr std::size_t kMaxNodes = 32768;

Result<void> wire_walk(std::span<const std::byte> file);
Result<void> wire_walk_graph(std::span<const std::byte> graph);  // of an attribute that is a graph

// Whether the top level reads as a ModelProto, as far as the bytes go.
bool looks_like_model(std::span<const std::byte> file);

}  // namespace thimble::onnx
