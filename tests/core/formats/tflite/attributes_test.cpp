// What the importer makes of each operator's options and attribute operands: the node's line in the text form.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_kind.h"
#include "tests/support/flat_patch.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

Graph load_case(const std::string& name) {
  Diagnostics diagnostics;
  auto graph = load_model(read_bytes(data_path("litert_ops/" + name + ".tflite")), name + ".tflite", diagnostics);
  INFO(name << ": " << (graph.ok() ? "" : graph.error().to_string()));
  REQUIRE(graph.ok());
  return std::move(*graph);
}

// From the operator's name on; the names of nodes are left out.
std::string node_text(const Graph& graph, std::size_t node) {
  const std::string text = print_graph(graph, {op_name, find_op});
  const std::string op = std::string(op_name(graph.nodes[node].kind)) + "(";
  std::size_t at = 0;
  for (std::size_t i = 0; i <= node; ++i) at = text.find(" = " + std::string(op_name(graph.nodes[i].kind)) + "(", at + 1);
  const std::size_t end = text.find('\n', at);
  const std::string line = text.substr(at + 3, end - at - 3);
  return line.substr(0, line.rfind(" \""));
}

struct Row {
  const char* name;
  const char* expected;
};

}  // namespace

TEST_CASE("tflite: padding is explicit, strides and dilations are named, activations are fused", "[formats][unit]") {
  const Row rows[] = {
      {"conv_2d_s8_1x9x9x3_k3x3_o4_s1x1_same_d2x2",
       "conv2d(%0, %1, %2) stride_h=1 stride_w=1 dilation_h=2 dilation_w=2 pad_top=2 pad_left=2 pad_bottom=2 pad_right=2 "
       "activation=\"none\""},
      {"average_pool_2d_s8_1x5x5x3_k2x2_s2x2_same",
       "average_pool2d(%0) filter_h=2 filter_w=2 stride_h=2 stride_w=2 pad_top=0 pad_left=0 pad_bottom=1 pad_right=1 activation=\"none\""},
      {"max_pool_2d_s8_1x5x5x3_k2x2_s2x2_same",
       "max_pool2d(%0) filter_h=2 filter_w=2 stride_h=2 stride_w=2 pad_top=0 pad_left=0 pad_bottom=1 pad_right=1 activation=\"none\""},
      {"concatenation_s8_1x2x3x4_1x2x3x5_an1", "concatenation(%0, %1) axis=3 activation=\"none\""},
      {"mean_s8_1x5x3x4_an2_n3_drop", "mean(%0) axes=[1, 2] keep_dims=0"},
      {"mean_s8_1x4x4x9_a2_1_keep", "mean(%0) axes=[1, 2] keep_dims=1"},
      {"pad_s8_2x3x4_p0_1_1_0_2_2", "pad(%0) pads=[0, 1, 1, 0, 2, 2] value=0.0"},
      {"squeeze_s8_3x1x5_dn2", "reshape(%0) shape=[3, 5]"},
      {"squeeze_s8_1x1x1x7_all", "reshape(%0) shape=[7]"},
      {"expand_dims_s8_3x5_an1", "reshape(%0) shape=[3, 5, 1]"},
      {"expand_dims_s8_3x5_a0", "reshape(%0) shape=[1, 3, 5]"},
      {"strided_slice_s8_1x5x6x3_b0_1_2_0_e1_4_6_3_s1_1_1_1", "slice(%0) begin=[0, 1, 2, 0] size=[1, 3, 4, 3] stride=[1, 1, 1, 1]"},
      {"strided_slice_s8_1x5x6x3_b0_0_0_0_e1_5_6_3_s1_2_3_1", "slice(%0) begin=[0, 0, 0, 0] size=[1, 3, 2, 3] stride=[1, 2, 3, 1]"},
      {"strided_slice_s8_1x5x6x3_b0_0_1_0_e0_0_5_0_s1_1_1_1_be11_en11",
       "slice(%0) begin=[0, 0, 1, 0] size=[1, 5, 4, 3] stride=[1, 1, 1, 1]"},
      {"strided_slice_s8_2x7_b0_n1_e2_n8_s1_n1", "slice(%0) begin=[0, 6] size=[2, 7] stride=[1, -1]"},
      {"strided_slice_s8_2x7_b0_6_e2_0_s1_n2", "slice(%0) begin=[0, 6] size=[2, 3] stride=[1, -2]"},
      {"strided_slice_s8_9_bn4_e100_s1", "slice(%0) begin=[5] size=[4] stride=[1]"},
      {"split_s8_4x6_an1_n2", "slice(%0) begin=[0, 0] size=[4, 3] stride=[1, 1]"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(node_text(load_case(row.name), 0) == row.expected);
  }
}

TEST_CASE("tflite: a dropped dimension of a slice becomes a reshape of its own", "[formats][unit]") {
  const Graph graph = load_case("strided_slice_s8_3x7_b1_2_e2_6_s1_1_sh1");
  REQUIRE(graph.nodes.size() == 2);
  CHECK(node_text(graph, 0) == "slice(%0) begin=[1, 2] size=[1, 4] stride=[1, 1]");
  CHECK(node_text(graph, 1) == "reshape(%2) shape=[4]");
  // The value between has the scale of what it is a part of.
  CHECK(*graph.quant(graph.node_outputs(NodeId{0})[0]) == *graph.quant(graph.inputs[0]));
}

TEST_CASE("tflite: the masks of a strided slice, one by one", "[formats][unit]") {
  // begin 0 1 2 0, end 1 4 6 3, strides 1 of a shape [1, 5, 6, 3]; masks: begin, end, ellipsis, new axis, shrink; offset
  const auto changed = [](std::vector<std::uint64_t> masks, std::vector<std::int32_t> out) {
    Bytes bytes = read_bytes(data_path("litert_ops/strided_slice_s8_1x5x6x3_b0_1_2_0_e1_4_6_3_s1_1_1_1.tflite"));
    const std::size_t options = append_table(bytes, masks), shape = append_vector(bytes, out);
    const FlatPatch graph = FlatPatch(bytes).in(2).table(0);
    graph.in(3).table(0).field(4).point_to(options);
    graph.in(0).table(graph.in(2).item(0).get<std::uint32_t>()).field(0).point_to(shape);
    Diagnostics diagnostics;
    auto loaded = load_model(bytes, "m.tflite", diagnostics);
    return loaded.ok() ? node_text(*loaded, 0) + (loaded->nodes.size() > 1 ? "; " + node_text(*loaded, 1) : "")
                       : loaded.error().to_string();
  };
  CHECK(changed({0, 0, 0, 0, 0}, {1, 3, 4, 3}) == "slice(%0) begin=[0, 1, 2, 0] size=[1, 3, 4, 3] stride=[1, 1, 1, 1]");
  CHECK(changed({2, 4, 0, 0, 0}, {1, 4, 4, 3}) == "slice(%0) begin=[0, 0, 2, 0] size=[1, 4, 4, 3] stride=[1, 1, 1, 1]");
  CHECK(changed({0, 0, 2, 0, 0}, {1, 5, 4, 3}) == "slice(%0) begin=[0, 0, 2, 0] size=[1, 5, 4, 3] stride=[1, 1, 1, 1]");
  CHECK(changed({0, 0, 0, 2, 1}, {1, 3, 3, 3}) == "slice(%0) begin=[0, 2, 0, 0] size=[1, 3, 3, 3] stride=[1, 1, 1, 1]");
  CHECK(changed({0, 0, 0, 4, 0}, {1, 3, 1, 3, 3}) ==
        "slice(%0) begin=[0, 1, 0, 0] size=[1, 3, 3, 3] stride=[1, 1, 1, 1]; reshape(%2) shape=[1, 3, 1, 3, 3]");
  CHECK(changed({0, 0, 0, 0, 4}, {1, 3, 3}) ==
        "slice(%0) begin=[0, 1, 2, 0] size=[1, 3, 1, 3] stride=[1, 1, 1, 1]; reshape(%2) shape=[1, 3, 3]");
  CHECK(changed({0, 0, 0, 0, 0, 1}, {1, 4, 4, 3}) == "slice(%0) begin=[0, 1, 2, 0] size=[1, 4, 4, 3] stride=[1, 1, 1, 1]");
  CHECK(changed({0, 0, 6, 0, 0}, {1}).find("two ellipses") != std::string::npos);
}

TEST_CASE("tflite: SLICE takes sizes, -1 for the rest", "[formats][unit]") {
  Bytes bytes = read_bytes(data_path("litert_ops/strided_slice_s8_1x5x6x3_b0_1_2_0_e1_4_6_3_s1_1_1_1.tflite"));
  constexpr std::int8_t kSlice = 65;
  FlatPatch(bytes).in(1).table(0).field(0).put(kSlice);
  FlatPatch(bytes).in(1).table(0).field(3).put<std::int32_t>(kSlice);
  const FlatPatch graph = FlatPatch(bytes).in(2).table(0);
  const auto put_constant = [&](std::size_t operand, std::vector<std::int32_t> numbers) {
    const auto tensor = graph.in(3).table(0).in(1).item(operand).get<std::uint32_t>();
    const FlatPatch data = FlatPatch(bytes).in(4).table(graph.in(0).table(tensor).field(2).get<std::uint32_t>()).in(0);
    for (std::size_t i = 0; i < numbers.size(); ++i) data.item(4 * i, 1).put(numbers[i]);
  };
  const FlatPatch out = graph.in(0).table(graph.in(2).item(0).get<std::uint32_t>()).in(0);
  const auto loaded = [&](std::vector<std::int32_t> begin, std::vector<std::int32_t> size, std::int32_t out_h) {
    put_constant(1, begin);
    put_constant(2, size);
    out.item(1).put(out_h);
    Diagnostics diagnostics;
    auto graph_or = load_model(bytes, "m.tflite", diagnostics);
    return graph_or.ok() ? node_text(*graph_or, 0) : graph_or.error().to_string();
  };
  CHECK(loaded({0, 1, 2, 0}, {1, 3, 4, 3}, 3) == "slice(%0) begin=[0, 1, 2, 0] size=[1, 3, 4, 3] stride=[1, 1, 1, 1]");
  CHECK(loaded({0, 1, 2, 0}, {1, -1, 4, -1}, 4) == "slice(%0) begin=[0, 1, 2, 0] size=[1, 4, 4, 3] stride=[1, 1, 1, 1]");
  CHECK(loaded({0, 6, 2, 0}, {1, 0, 4, 3}, 0).find("begin 6 of a dimension of 5") != std::string::npos);
  CHECK(loaded({0, 3, 2, 0}, {1, 3, 4, 3}, 3).find("reads outside of") != std::string::npos);
}

TEST_CASE("tflite: SPLIT_V cuts parts of the sizes given, one of them open", "[formats][unit]") {
  // A split along dimension 1 of [1, 6, 3, 2] in three, made to one in two: the third output's tensor becomes the sizes.
  const auto loaded = [](std::vector<std::int32_t> sizes, std::vector<std::int32_t> out_h) {
    Bytes bytes = read_bytes(data_path("litert_ops/split_s8_1x6x3x2_a1_n3.tflite"));
    constexpr std::int8_t kSplitV = 102;
    FlatPatch(bytes).in(1).table(0).field(0).put(kSplitV);
    FlatPatch(bytes).in(1).table(0).field(3).put<std::int32_t>(kSplitV);
    const FlatPatch graph = FlatPatch(bytes).in(2).table(0);
    const FlatPatch op = graph.in(3).table(0);
    const auto axis = op.in(1).item(0).get<std::int32_t>(), input = op.in(1).item(1).get<std::int32_t>(),
               third = op.in(2).item(2).get<std::int32_t>();
    op.field(1).point_to(append_vector(bytes, {input, third, axis}));
    op.field(2).point_to(append_vector(bytes, {op.in(2).item(0).get<std::int32_t>(), op.in(2).item(1).get<std::int32_t>()}));
    graph.in(2).put(std::uint32_t{2});
    for (std::size_t i = 0; i < 2; ++i) graph.in(0).table(op.in(2).item(i).get<std::uint32_t>()).in(0).item(1).put(out_h[i]);
    // New buffers: the empty one, the axis, the sizes; the bytes of both lie behind everything else. Offsets go forward only.
    const std::size_t buffers = append_vector(bytes, {0, 0, 0});
    FlatPatch::at(bytes, buffers).item(0).point_to(append_table(bytes, {}));
    const std::vector<std::int32_t> contents[] = {{1}, sizes};
    for (std::size_t i = 0; i < 2; ++i) {
      const std::size_t data = append_bytes(bytes, std::as_bytes(std::span(contents[i])));
      const std::size_t buffer = append_table(bytes, {0, data, 4 * contents[i].size()});
      FlatPatch::at(bytes, buffer).field(0).point_to(append_vector(bytes, {}));
      FlatPatch::at(bytes, buffers).item(i + 1).point_to(buffer);
    }
    FlatPatch(bytes).field(4).point_to(buffers);
    // The new tensor: shape, type INT32, buffer.
    const std::size_t tensor = append_table(bytes, {0, 2, 2});
    FlatPatch::at(bytes, tensor).field(0).point_to(append_vector(bytes, {static_cast<std::int32_t>(sizes.size())}));
    graph.in(0).item(static_cast<std::size_t>(third)).point_to(tensor);
    Diagnostics diagnostics;
    auto found = load_model(bytes, "m.tflite", diagnostics);
    return found.ok() ? node_text(*found, 0) + "; " + node_text(*found, 1) : found.error().to_string();
  };
  CHECK(loaded({2, 4}, {2, 4}) ==
        "slice(%0) begin=[0, 0, 0, 0] size=[1, 2, 3, 2] stride=[1, 1, 1, 1]; slice(%0) begin=[0, 2, 0, 0] size=[1, 4, 3, 2] stride=[1, 1, "
        "1, 1]");
  CHECK(loaded({-1, 1}, {5, 1}) ==
        "slice(%0) begin=[0, 0, 0, 0] size=[1, 5, 3, 2] stride=[1, 1, 1, 1]; slice(%0) begin=[0, 5, 0, 0] size=[1, 1, 3, 2] stride=[1, 1, "
        "1, 1]");
  CHECK(loaded({2, 3}, {2, 3}).find("2 sizes, 5 in all, for 2 outputs of a dimension of 6") != std::string::npos);
  CHECK(loaded({7, -1}, {2, 3}).find("size 7 of a dimension of 6") != std::string::npos);
  CHECK(loaded({6}, {2, 3}).find("1 sizes, 6 in all, for 2 outputs") != std::string::npos);
}

TEST_CASE("tflite: the parts of a split follow each other", "[formats][unit]") {
  const Graph graph = load_case("split_s8_1x6x3x2_a1_n3");
  REQUIRE(graph.nodes.size() == 3);
  CHECK(node_text(graph, 1) == "slice(%0) begin=[0, 2, 0, 0] size=[1, 2, 3, 2] stride=[1, 1, 1, 1]");
  CHECK(node_text(graph, 2) == "slice(%0) begin=[0, 4, 0, 0] size=[1, 2, 3, 2] stride=[1, 1, 1, 1]");
  CHECK(graph.outputs.size() == 3);
}

TEST_CASE("tflite: PADV2's number is read in the scale of its tensor", "[formats][unit]") {
  const Graph graph = load_case("padv2_s8_4x5_p1_0_0_2_filln5");
  const QuantParams& quant = *graph.quant(graph.inputs[0]);
  const double expected = static_cast<double>(quant.scales[0]) * (-5.0 - quant.zero_points[0]);
  const AttrSet& attrs = graph.node_attrs(NodeId{0});
  REQUIRE(attrs[1].name == "value");
  CHECK(*std::get_if<double>(&attrs[1].value) == expected);
  // Padding widths and the value are attributes now: nothing of them stays behind as a value.
  CHECK(graph.values.size() == 2);
}

TEST_CASE("tflite: weights are quantized along their channel, biases along their only dimension", "[formats][unit]") {
  const Graph graph = load_case("conv_2d_s8_1x9x9x3_k3x3_o4_s1x1_same_d2x2");
  const auto inputs = graph.node_inputs(NodeId{0});
  CHECK(graph.quant(inputs[1])->axis == 0);
  CHECK(graph.quant(inputs[1])->scales.size() == 4);
  CHECK(graph.quant(inputs[2])->axis == 0);
  CHECK(graph.quant(inputs[0])->per_tensor());
  CHECK(graph.value(inputs[2]).dtype == DType::s32);
}

TEST_CASE("tflite: int16 activations bring an int64 bias", "[formats][unit]") {
  Diagnostics diagnostics;
  const auto graph =
      load_model(read_bytes(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/tflite/conv_2d_s16.tflite"), "a.tflite", diagnostics);
  REQUIRE(graph.ok());
  const auto inputs = graph->node_inputs(NodeId{0});
  CHECK(graph->value(inputs[0]).dtype == DType::s16);
  CHECK(graph->value(inputs[1]).dtype == DType::s8);
  CHECK(graph->value(inputs[2]).dtype == DType::s64);
}

}  // namespace thimble::test
