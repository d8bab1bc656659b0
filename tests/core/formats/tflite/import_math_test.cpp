// Operators of float networks in damaged files: each is refused at its place, saying what was found.
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>

#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_kind.h"
#include "tests/support/flat_patch.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

Bytes file_of(const std::string& lines) {
  Diagnostics notes;
  const auto graph = parse_graph("thimble_ir 1\n" + lines, {op_name, find_op});
  INFO((graph.ok() ? "" : graph.error().to_string()));
  REQUIRE(graph.ok());
  const auto bytes = save_model(*find_format("tflite"), *graph, {}, notes);
  INFO((bytes.ok() ? "" : bytes.error().to_string()));
  REQUIRE(bytes.ok());
  return *bytes;
}

Bytes exported(const std::string& name) {
  Diagnostics notes;
  const auto graph = load_model(read_bytes(data_path("exports/" + name + ".tir")), name + ".tir", notes);
  REQUIRE(graph.ok());
  const auto bytes = save_model(*find_format("tflite"), *graph, {}, notes);
  REQUIRE(bytes.ok());
  return *bytes;
}

// "loaded", or the error.
std::string answer(const Bytes& file) {
  Diagnostics notes;
  const auto graph = load_model(file, "m.tflite", notes);
  return graph.ok() ? "loaded" : graph.error().to_string();
}

// Field numbers of the published schema.
FlatPatch subgraph(Bytes& file) { return FlatPatch(file).in(2).table(0); }
FlatPatch operation(Bytes& file, std::size_t i) { return subgraph(file).in(3).table(i); }
FlatPatch options(Bytes& file, std::size_t i) { return operation(file, i).in(4); }
// The bytes of an operator's constant input.
FlatPatch constant(Bytes& file, std::size_t op, std::size_t input) {
  const auto tensor = static_cast<std::size_t>(operation(file, op).in(1).item(input).get<std::int32_t>());
  const auto buffer = subgraph(file).in(0).table(tensor).field(2).get<std::uint32_t>();
  return FlatPatch(file).in(4).table(buffer).in(0);
}

struct Damage {
  const char* network;
  std::function<void(Bytes&)> patch;
  const char* found;
};

}  // namespace

TEST_CASE("tflite: damaged options and attribute operands of float operators are refused at their place", "[formats][unit]") {
  const Damage rows[] = {
      {"gather", [](Bytes& f) { options(f, 0).field(0).put(std::int32_t{9}); }, "axis 9 of a shape with 4 dimensions"},
      {"gather", [](Bytes& f) { constant(f, 0, 1).item(1).put(std::int32_t{6}); }, "index 6 of a dimension of 6"},
      {"gather", [](Bytes& f) { constant(f, 0, 1).item(1).put(std::int32_t{-1}); }, "index -1 of a dimension of 6"},
      {"gather", [](Bytes& f) { operation(f, 0).field(3).put(std::uint8_t{28}); }, "the options are missing"},
      {"transpose_conv_valid", [](Bytes& f) { options(f, 0).field(0).put(std::int8_t{2}); },
       "padding mode 2, expected 0 (SAME) or 1 (VALID)"},
      {"transpose_conv_valid", [](Bytes& f) { options(f, 0).field(2).put(std::int32_t{0}); }, "stride 0, expected at least 1"},
      {"transpose_conv_valid", [](Bytes& f) { options(f, 0).field(2).put(std::int32_t{4}); }, "an output of 15 rows or columns from 7"},
      {"transpose_conv_valid", [](Bytes& f) { operation(f, 0).field(3).put(std::uint8_t{5}); }, "the options are missing"},
      {"resize_bilinear_corners", [](Bytes& f) { operation(f, 0).field(3).put(std::uint8_t{94}); }, "the options are missing"},
      {"resize_bilinear_corners", [](Bytes& f) { constant(f, 0, 1).item(0).put(std::int32_t{0}); }, "attribute out_h is 0, expected 1"},
      {"depth_to_space", [](Bytes& f) { options(f, 0).field(0).put(std::int32_t{0}); }, "attribute block is 0, expected 1"},
      {"space_to_depth", [](Bytes& f) { operation(f, 0).field(3).put(std::uint8_t{94}); }, "the options are missing"},
      {"batch_matmul_transposed", [](Bytes& f) { options(f, 0).field(1).put(std::uint8_t{0}); }, "6 columns times 5 rows"},
      {"div", [](Bytes& f) { operation(f, 0).in(1).item(1).put(std::int32_t{-1}); }, "input 1: is missing"},
      {"mean", [](Bytes& f) { constant(f, 0, 1).item(0).put(std::int32_t{-5}); }, "axis -5 of a shape with 4 dimensions"},
  };
  for (const Damage& row : rows) {
    Bytes file = exported(row.network);
    REQUIRE(answer(file) == "loaded");
    row.patch(file);
    INFO(row.network << ": " << answer(file));
    CHECK(answer(file).find(row.found) != std::string::npos);
  }
}

TEST_CASE("tflite: an axis counts from the back when it is negative", "[formats][unit]") {
  Bytes file = exported("gather");
  options(file, 0).field(0).put(std::int32_t{-2});
  CHECK(answer(file) == "loaded");
}

TEST_CASE("tflite: one constant dequantized again and again does not fill the memory", "[formats][unit]") {
  std::string lines = "input %x: f32 [1, 4000] \"x\"\nconst %c: s8 [4000] scale 0.5 zero 0 \"c\" =";
  for (int i = 0; i < 4000; ++i) lines += i % 2 == 0 ? " 1" : " -1";
  lines += "\n";
  std::string last = "%x";
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string(i);
    lines += "%d" + number + ": f32 [4000] = dequantize(%c)\n%s" + number + ": f32 [1, 4000] = add(" + last + ", %d" + number + ")\n";
    last = "%s" + number;
  }
  const Bytes file = file_of(lines + "output " + last + "\n");
  CHECK(file.size() < 30000);
  CHECK(answer(file).find("the same constant is dequantized again and again") != std::string::npos);
}

}  // namespace thimble::test
