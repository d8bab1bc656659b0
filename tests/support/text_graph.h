// text_graph: the graph of a text, verified; where it is none the test ends, saying why.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "core/ir/text_format.h"
#include "core/ops/op_def.h"

namespace thimble::test {

// With or without the text's first line.
inline Graph text_graph(std::string_view text) {
  const std::string whole = (text.starts_with("thimble_ir") ? "" : "thimble_ir 1\n") + std::string(text);
  Result<Graph> graph = parse_graph(whole, {op_name, find_op});
  INFO(whole << (graph.ok() ? std::string() : graph.error().to_string()));
  REQUIRE(graph.ok());
  const Result<void> verified = verify(*graph);
  INFO((verified.ok() ? std::string() : verified.error().to_string()));
  REQUIRE(verified.ok());
  return std::move(*graph);
}

}  // namespace thimble::test
