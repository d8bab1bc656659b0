// One node of a graph in text, lowered and run: what its kernels make of inputs.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string>
#include <vector>

#include "tests/support/text_graph.h"

namespace thimble {

// The first node's only output, of T; `inputs` of the graph in order, as many bytes as each has.
template <class T>
std::vector<T> run_node(std::string_view lines, const std::vector<std::vector<T>>& inputs) {
  const Graph graph = test::text_graph(lines);
  const NodeView node(graph, NodeId{0});
  const auto calls = op_def(graph.node(NodeId{0}).kind).lower(node);
  INFO((calls.ok() ? "" : calls.error().to_string()));
  REQUIRE(calls.ok());
  const auto bytes_of = [&](std::size_t operand) -> const void* {
    const ValueId id = node.input(operand);
    if (const Blob* constant = graph.constant(id)) return constant->bytes().data();
    for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
      if (graph.inputs[i] == id) return inputs.at(i).data();
    }
    return nullptr;
  };
  std::vector<T> out(static_cast<std::size_t>(graph.value_elements(node.output())));
  for (const KernelCall& call : *calls) {
    std::vector<const void*> operands, constants;
    for (const std::uint8_t i : call.inputs) operands.push_back(bytes_of(i));
    for (const ConstantArray& array : call.constants) constants.push_back(array.bytes.empty() ? nullptr : array.bytes.bytes().data());
    void* outputs[] = {out.data()};
    kernel_def(call.kernel).run({call.params.data(), operands, constants, outputs, nullptr});
  }
  return out;
}

}  // namespace thimble
