// Graphs written as text, for tests of operators: the answer of verify() to one node.
#pragma once

#include <string>
#include <string_view>

#include "core/ir/text_format.h"
#include "core/ops/op_def.h"

namespace thimble {

// "" when the lines (without the first) are a graph that verifies, else what is wrong, with its place.
inline std::string verify_text(std::string_view lines) {
  const Result<Graph> graph = parse_graph("thimble_ir 1\n" + std::string(lines), {op_name, find_op});
  if (!graph.ok()) return graph.error().to_string();
  const Result<void> verified = verify(*graph);
  return verified.ok() ? "" : verified.error().to_string();
}

// One node of operator `call`, "elu(%0) alpha=0.5", with f32 inputs of the given shapes, "[1, 4]".
inline std::string verify_call(const std::vector<std::string>& inputs, std::string_view out, std::string_view call) {
  std::string text;
  for (std::size_t i = 0; i < inputs.size(); ++i) text += "input %" + std::to_string(i) + ": f32 " + inputs[i] + "\n";
  const std::string made = "%" + std::to_string(inputs.size());
  return verify_text(text + made + ": f32 " + std::string(out) + " = " + std::string(call) + "\noutput " + made + "\n");
}

}  // namespace thimble
