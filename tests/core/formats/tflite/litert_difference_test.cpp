// Integer layers that LiteRT computes otherwise, or not at all: refused, or taken with a note; written as LiteRT understands them.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/litert_difference.h"
#include "core/ops/op_kind.h"
#include "tests/support/flat_patch.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

Bytes neg() { return read_bytes(data_path("litert_ops/neg_s8_3x85_zp5.tflite")); }

// All notes of a file that loads.
std::string notes_of(const Bytes& file) {
  Diagnostics notes;
  const auto graph = load_model(file, "m.tflite", notes);
  INFO((graph.ok() ? "" : graph.error().to_string()));
  REQUIRE(graph.ok());
  std::string out;
  for (const auto& note : notes.items()) out += note.message + "\n";
  return out;
}

}  // namespace

TEST_CASE("tflite: integer layers that LiteRT computes otherwise or not at all are noted", "[formats][unit]") {
  Bytes file = neg();
  CHECK(notes_of(file).find("the least number becomes the greatest") != std::string::npos);
  FlatPatch code = FlatPatch(file).in(1).table(0);
  code.field(0).put(std::int8_t{92});
  code.field(3).put(std::int32_t{92});
  CHECK(notes_of(file).find("LiteRT has no integer kernel") != std::string::npos);
  CHECK(notes_of(read_bytes(data_path("litert_ops/abs_s8_3x5_zpn128.tflite"))).empty());
}

TEST_CASE("tflite: integers that NEG does not turn into what their scales say are refused", "[formats][unit]") {
  Bytes file = neg();
  FlatPatch(file).in(2).table(0).in(0).table(1).in(4).in(2).item(0).put(0.5f);
  Diagnostics notes;
  const auto graph = load_model(file, "m.tflite", notes);
  REQUIRE_FALSE(graph.ok());
  CHECK(graph.error().to_string().find("other real numbers than the input's negated") != std::string::npos);
}

TEST_CASE("tflite: that LiteRT rounds activations beside weights of bytes is noted once, where it does", "[formats][unit]") {
  const std::string hybrid = notes_of(read_bytes(data_path("litert_float/dense_hybrid.tflite")));
  CHECK(hybrid.find("LiteRT rounds those activations to 8 bits") != std::string::npos);
  CHECK(std::ranges::count(hybrid, '\n') == 1);
  CHECK(notes_of(read_bytes(data_path("litert_ops/conv_2d_f32_1x4x5x3_w4x3x3x3_s8.tflite"))).empty());  // behind a DEQUANTIZE
}

TEST_CASE("tflite: integer ranges that LiteRT has no int16 kernel for are noted", "[formats][unit]") {
  Diagnostics notes;
  const auto graph = parse_graph(
      "thimble_ir 1\ninput %0: s16 [1, 8] scale 0.001 zero 0 \"x\"\n%1: s16 [1, 8] scale 0.001 zero 0 \"y\" = relu(%0) "
      "activation=\"relu_n1_to_1\"\noutput %1\n",
      {op_name, find_op});
  REQUIRE(graph.ok());
  const NodeView node(*graph, graph->live_nodes()[0]);
  CHECK(litert_difference(node).find("no int16 kernel for this range") != std::string::npos);
  const auto bytes = save_model(*find_format("tflite"), *graph, {}, notes);
  REQUIRE(bytes.ok());
  const auto again = load_model(*bytes, "m.tflite", notes);
  REQUIRE(again.ok());
  CHECK(again->live_nodes().size() == 2);  // MAXIMUM, MINIMUM
}

TEST_CASE("tflite: a NEG that changes its scale is written as floats, another as it is", "[formats][unit]") {
  for (const bool rescales : {false, true}) {
    Diagnostics notes;
    const std::string scale = rescales ? "0.25 zero 3" : "0.5 zero -3";
    const auto graph = parse_graph(
        "thimble_ir 1\ninput %0: s8 [1, 8] scale 0.5 zero 3 \"x\"\n%1: s8 [1, 8] scale " + scale + " \"y\" = neg(%0)\noutput %1\n",
        {op_name, find_op});
    REQUIRE(graph.ok());
    const auto bytes = save_model(*find_format("tflite"), *graph, {}, notes);
    REQUIRE(bytes.ok());
    const auto again = load_model(*bytes, "m.tflite", notes);
    REQUIRE(again.ok());
    const auto is_dequantize = [&](NodeId id) { return again->node(id).kind == OpKind::dequantize; };
    CHECK(std::ranges::count_if(again->live_nodes(), is_dequantize) == (rescales ? 1 : 0));
  }
}

}  // namespace thimble::test
