// ONNX files that lie: each lie is found, named with its place, and costs nothing.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <string>

#include "core/formats/format_def.h"
#include "tests/support/golden_files.h"
#include "tests/support/onnx_builder.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

OnnxGraph relu_graph() {
  return {.nodes = {onnx_node("Relu", {"x"}, {"y"})},
          .initializers = {},
          .inputs = {onnx_port("x", {{1}, {4}})},
          .outputs = {onnx_port("y", {})}};
}

Result<Graph> take(const Bytes& file, const LoadOptions& options = {}) {
  Diagnostics diagnostics;
  return load_model(file, "m.onnx", diagnostics, options);
}

std::string answer(const Bytes& file, ErrorCode code, const LoadOptions& options = {}) {
  const Result<Graph> graph = take(file, options);
  if (graph.ok()) FAIL("the file was taken");
  INFO(graph.error().to_string());
  CHECK(graph.error().code() == code);
  CHECK(graph.error().where().starts_with("m.onnx"));
  return graph.error().to_string();
}

bool has(const std::string& text, std::string_view part) {
  UNSCOPED_INFO("in: " << text << "\nexpected: " << part);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("onnx: a file that is cut anywhere is an error with a place", "[formats][unit]") {
  const Bytes whole = read_bytes(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/onnx/qdq_conv.onnx");
  REQUIRE(take(whole).ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Result<Graph> graph = take(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    INFO(size);
    // Behind the graph stands the operator set alone; without it the file is one of before 2018.
    CHECK_FALSE(graph.ok());
    if (!graph.ok()) CHECK_FALSE(graph.error().message().empty());
  }
}

TEST_CASE("onnx: any byte may be any other without harm", "[formats][unit]") {
  for (const char* name : {"conv_groups", "flatten_dense", "resize_linear_sizes", "qlinear_conv"}) {
    const Bytes whole = read_bytes(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/onnx/" + std::string(name) + ".onnx");
    for (std::size_t i = 0; i < whole.size(); ++i) {
      for (const unsigned value : {0u, 1u, 0x7fu, 0x80u, 0xffu}) {
        Bytes changed = whole;
        changed[i] = static_cast<std::byte>(value);
        const Result<Graph> graph = take(changed);
        if (!graph.ok()) CHECK_FALSE(graph.error().message().empty());
      }
    }
  }
}

TEST_CASE("onnx: the bytes of the protobuf are checked before it is parsed", "[formats][unit]") {
  const std::string good = relu_graph().message().str();
  const auto with = [&](std::string_view tail) { return OnnxMessage().raw(good).raw(tail).bytes(); };
  CHECK(has(answer(with(std::string_view("\x73", 1)), ErrorCode::bad_data), "wire type 3"));
  CHECK(has(answer(with(std::string_view("\x02", 1)), ErrorCode::bad_data), "field number 0"));
  CHECK(has(answer(with("\x2a\x50"), ErrorCode::bad_data), "80 bytes announced"));
  CHECK(has(answer(with("\x29\x50"), ErrorCode::bad_data), "cut off"));
  CHECK(has(answer(with("\x28\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), ErrorCode::bad_data), "ten bytes"));
  // Two bytes each that would become a hundred.
  OnnxMessage many;
  for (int i = 0; i < 40000; ++i) many.text(1, "");
  CHECK(has(answer(OnnxMessage().integer(1, 8).message(7, many).bytes(), ErrorCode::out_of_budget), "nodes"));
  OnnxMessage names;
  for (int i = 0; i < 1100000; ++i) names.text(1, "");
  CHECK(has(answer(OnnxMessage().integer(1, 8).message(7, OnnxMessage().message(1, names)).bytes(), ErrorCode::out_of_budget), "names"));
  OnnxMessage ports;
  for (int i = 0; i < 1100000; ++i) ports.text(13, "");
  CHECK(has(answer(OnnxMessage().integer(1, 8).message(7, ports).bytes(), ErrorCode::out_of_budget), "messages"));
}

TEST_CASE("onnx: nodes that read what nobody makes are named, cycles too", "[formats][unit]") {
  OnnxGraph graph = relu_graph();
  graph.nodes = {onnx_node("Add", {"x", "w"}, {"y"})};
  std::string text = answer(graph.file(), ErrorCode::bad_data);
  CHECK(has(text, "node 0 (Add) 'y'"));
  CHECK(has(text, "'w', which no earlier node makes"));
  graph.nodes = {onnx_node("Add", {"x", "b"}, {"a"}), onnx_node("Relu", {"a"}, {"b"}), onnx_node("Relu", {"b"}, {"y"})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "'b', which no earlier node makes"));
  graph.nodes = {onnx_node("Relu", {"y"}, {"y"})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "'y', which no earlier node makes"));
  graph.nodes = {onnx_node("Relu", {"x"}, {"z"})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "output 'y': no node makes it"));
  graph.nodes = {onnx_node("Relu", {"x"}, {"y"}), onnx_node("Relu", {"x"}, {"y"})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "two values are called 'y'"));
  graph = relu_graph();
  graph.outputs.clear();
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "no outputs"));
}

TEST_CASE("onnx: operands that are absent or of too few dimensions", "[formats][unit]") {
  OnnxGraph graph = relu_graph();
  for (const char* op : {"Shape", "Size"}) {
    graph.nodes = {onnx_node(op, {""}, {"s"}), onnx_node("Relu", {"x"}, {"y"})};
    CHECK(has(answer(graph.file(), ErrorCode::bad_data), "input 0 is missing"));
  }
  // One dimension is a batch without channels.
  graph.initializers = {onnx_floats("w", {4}, {1, 2, 3, 4})};
  for (const char* op : {"Conv", "ConvTranspose"}) {
    graph.nodes = {onnx_node(op, {"x", "w"}, {"y"})};
    graph.inputs = {onnx_port("x", {{4}})};
    CHECK(has(answer(graph.file(), ErrorCode::bad_data), "weights of shape [4] for an input of shape [4]"));
  }
  graph.inputs = {onnx_port("x", {{1}, {1}, {5}, {5}})};
  graph.initializers = {onnx_floats("w", {1, 1, 1, 1}, {2})};
  for (const std::int64_t size : {INT64_MIN, std::int64_t{0}, INT64_MAX}) {
    graph.nodes = {onnx_node("ConvTranspose", {"x", "w"}, {"y"}, {onnx_ints("output_shape", {size, 5})})};
    CHECK(has(answer(graph.file(), ErrorCode::bad_data), "an output_shape of"));
  }
}

TEST_CASE("onnx: a constant is transposed by axes that count from the end", "[formats][unit]") {
  OnnxGraph graph = relu_graph();
  graph.inputs = {onnx_port("x", {{2}, {3}})};
  graph.nodes = {onnx_node("Transpose", {"w"}, {"t"}, {onnx_ints("perm", {-1, 0})}), onnx_node("Add", {"x", "t"}, {"y"})};
  graph.initializers = {onnx_floats("w", {3, 2}, {1, 2, 3, 4, 5, 6})};
  const Result<Graph> taken = take(graph.file());
  REQUIRE(taken.ok());
  std::vector<float> turned;
  for (std::size_t i = 0; i < taken->values.size(); ++i) {
    if (const Blob* bytes = taken->constant(static_cast<ValueId>(i))) turned = bytes->copy_as<float>();
  }
  CHECK(turned == std::vector<float>{1, 3, 5, 2, 4, 6});
}

TEST_CASE("onnx: shapes without elements do not hide dimensions that overflow; a range may be empty", "[formats][unit]") {
  constexpr std::int64_t kWide = (std::int64_t{1} << 31) - 1;
  OnnxGraph graph = relu_graph();
  graph.nodes.push_back(onnx_node("Slice", {"w"}, {"t"}, {onnx_ints("starts", {0}), onnx_ints("ends", {1})}));
  graph.opset = 9;
  graph.initializers = {onnx_floats("w", {0, kWide, kWide, kWide}, {})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "initializer 'w': shape"));
  graph.initializers = {onnx_floats("w", {0, kWide}, {})};
  CHECK(take(graph.file()).ok());
  graph = relu_graph();
  graph.nodes.push_back(onnx_node("Range", {"a", "b", "c"}, {"t"}));
  graph.initializers = {onnx_floats("a", {}, {HUGE_VALF}), onnx_floats("b", {}, {0}), onnx_floats("c", {}, {1})};
  CHECK(take(graph.file()).ok());
}

TEST_CASE("onnx: open dimensions ask for a size by name, and take it", "[formats][unit]") {
  OnnxGraph graph = relu_graph();
  graph.inputs = {onnx_port("x", {{0, "batch"}, {3}, {0, "height"}, {-1}})};
  std::vector<std::string> asked;
  LoadOptions options;
  options.on_open_size = [&](std::string_view name) { asked.emplace_back(name); };
  const std::string text = answer(graph.file(), ErrorCode::unsupported, options);
  CHECK(has(text, "give a size for `height`"));
  CHECK(asked == std::vector<std::string>{"height", "x:3"});
  options.sizes["height"] = 6;
  CHECK(has(answer(graph.file(), ErrorCode::unsupported, options), "give a size for `x:3`"));
  options.sizes["x:3"] = 5;
  const Result<Graph> taken = take(graph.file(), options);
  REQUIRE(taken.ok());
  CHECK(taken->shape(taken->inputs[0]) == Shape{1, 6, 5, 3});
  // A size that the file fixes can be changed by input and dimension only.
  options.sizes["x:1"] = 4;
  CHECK(take(graph.file(), options)->shape(take(graph.file(), options)->inputs[0]) == Shape{1, 6, 5, 4});
  for (const std::int64_t size : {std::int64_t{-5}, std::int64_t{1} << 40}) {
    options.sizes["height"] = size;
    CHECK_FALSE(take(graph.file(), options).ok());
  }
}

TEST_CASE("onnx: sizes that do not fit name the open dimension that was taken for the batch", "[formats][unit]") {
  OnnxGraph graph = relu_graph();
  graph.inputs = {onnx_port("x", {{-1}, {4}})};
  graph.nodes = {onnx_node("Unsqueeze", {"x", "axis"}, {"u"}), onnx_node("Transpose", {"u"}, {"t"}, {onnx_ints("perm", {0, 2, 1})}),
                 onnx_node("Conv", {"t", "w"}, {"y"})};
  graph.initializers = {onnx_longs("axis", {0}), onnx_floats("w", {1, 4, 3}, std::vector<float>(12, 1))};
  std::string asked;
  LoadOptions options;
  options.on_open_size = [&](std::string_view name) { asked += name; };
  CHECK(has(answer(graph.file(), ErrorCode::bad_data, options), "give a size for `x:0`"));
  CHECK(asked == "x:0");
  options.sizes["x:0"] = 5;
  CHECK(take(graph.file(), options).ok());
}

TEST_CASE("onnx: sizes beyond reason are refused before memory is taken", "[formats][unit]") {
  OnnxGraph graph = relu_graph();
  graph.inputs = {onnx_port("x", {{1 << 20}, {1 << 20}})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "less than 2^31"));
  graph = relu_graph();
  graph.nodes = {onnx_node("ConstantOfShape", {"n"}, {"c"}), onnx_node("Add", {"x", "c"}, {"y"})};
  graph.initializers = {onnx_longs("n", {1 << 20, 1 << 20})};
  CHECK(has(answer(graph.file(), ErrorCode::out_of_budget), "a constant of shape"));
  graph.nodes = {onnx_node("Expand", {"x", "n"}, {"y"})};
  CHECK_FALSE(take(graph.file()).ok());
  graph.nodes = {onnx_node("Tile", {"x", "n"}, {"y"})};
  CHECK_FALSE(take(graph.file()).ok());
  graph.nodes = {onnx_node("Pad", {"x", "n"}, {"y"})};
  graph.initializers = {onnx_longs("n", {0, INT64_MAX, 0, INT64_MIN})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "a pad of"));
  // Each 128 MiB of one number; together more than is spent.
  graph.nodes.clear();
  for (int i = 0; i < 20; ++i) graph.nodes.push_back(onnx_node("ConstantOfShape", {"n"}, {"c" + std::to_string(i)}));
  graph.nodes.push_back(onnx_node("Relu", {"x"}, {"y"}));
  graph.initializers = {onnx_longs("n", {1 << 24})};
  CHECK(has(answer(graph.file(), ErrorCode::out_of_budget), "1 GiB"));
}

TEST_CASE("onnx: initializers say how long they are, and are", "[formats][unit]") {
  OnnxGraph graph = relu_graph();
  graph.nodes = {onnx_node("Add", {"x", "w"}, {"y"})};
  graph.initializers = {onnx_floats("w", {1, 4}, {1, 2, 3})};
  std::string text = answer(graph.file(), ErrorCode::bad_data);
  CHECK(has(text, "initializer 'w': 12 bytes, expected 16 for float [1, 4]"));
  graph.initializers = {onnx_floats("w", {-1, 4}, {1, 2, 3, 4})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "shape [-1, 4]"));
  graph.initializers = {onnx_floats("w", {INT64_MAX, INT64_MAX}, {1})};
  CHECK_FALSE(take(graph.file()).ok());
  graph.initializers = {onnx_tensor<float>("w", 16, {1, 4}, {1, 2, 3, 4})};
  CHECK(has(answer(graph.file(), ErrorCode::unsupported), "a constant of type bfloat16"));
  graph.initializers = {onnx_tensor<float>("w", 99, {1, 4}, {1, 2, 3, 4})};
  CHECK(has(answer(graph.file(), ErrorCode::unsupported), "element type 99"));
  graph.initializers = {onnx_tensor<std::int32_t>("w", 6, {1, 4}, {1, 2, 3, 4})};
  CHECK(has(answer(graph.file(), ErrorCode::unsupported), "arithmetic on int32 constants"));
}

namespace {

OnnxGraph outside(const std::string& location, const std::string& offset, const std::string& length) {
  OnnxMessage tensor;
  tensor.integer(1, 4).integer(2, 1).text(8, "w").integer(14, 1);
  const std::pair<std::string, std::string> entries[] = {{"location", location}, {"offset", offset}, {"length", length}};
  for (const auto& [key, value] : entries) {
    if (!value.empty()) tensor.message(13, OnnxMessage().text(1, key).text(2, value));
  }
  OnnxGraph graph = relu_graph();
  graph.nodes = {onnx_node("Add", {"x", "w"}, {"y"})};
  graph.initializers = {tensor};
  return graph;
}

}  // namespace

TEST_CASE("onnx: weights in another file come by a function, from beside the model only", "[formats][unit]") {
  CHECK(has(answer(outside("w.bin", "0", "16").file(), ErrorCode::unsupported), "weights in another file ('w.bin')"));
  LoadOptions options;
  std::string asked;
  options.read_sibling = [&](std::string_view name) -> Result<Bytes> {
    asked = std::string(name);
    return Bytes(20, std::byte{0});
  };
  CHECK(take(outside("w.bin", "4", "16").file(), options).ok());
  CHECK(asked == "w.bin");
  CHECK(take(outside("sub/w.bin", "", "").file(), options).ok());
  for (const char* path : {"../w.bin", "/etc/passwd", "a/../../w", "a//b", "c:w", "a\\b", ""}) {
    asked.clear();
    CHECK(has(answer(outside(path, "0", "16").file(), ErrorCode::bad_data, options), "expected a file beside the model"));
    CHECK(asked.empty());
  }
  for (const auto& [offset, length] :
       {std::pair("8", "16"), std::pair("-1", "16"), std::pair("0", "15"), std::pair("x", "16"), std::pair("9223372036854775807", "16")}) {
    CHECK(has(answer(outside("w.bin", offset, length).file(), ErrorCode::bad_data, options), "which has 20"));
  }
  options.read_sibling = [](std::string_view) -> Result<Bytes> { return bad_data("no such file"); };
  CHECK(has(answer(outside("w.bin", "0", "16").file(), ErrorCode::bad_data, options), "no such file"));
}

TEST_CASE("onnx: everything that is not supported is one answer, with what to do", "[formats][unit]") {
  OnnxGraph graph = relu_graph();
  graph.nodes = {onnx_node("LSTM", {"x"}, {"a"}), onnx_node("If", {"a"}, {"b"}), onnx_node("Frobnicate", {"b"}, {"c"}),
                 onnx_node("LSTM", {"c"}, {"d"}), onnx_node("Relu", {"d"}, {"y"})};
  const std::string text = answer(graph.file(), ErrorCode::unsupported);
  CHECK(has(text, "LSTM (2 times: node 0 (LSTM) 'a', node 3 (LSTM) 'd')"));
  CHECK(has(text, "recurrent layers are not taken yet"));
  CHECK(has(text, "If whose condition the network computes (node 1"));
  CHECK(has(text, "Frobnicate (node 2"));
  graph.nodes = {onnx_node("Thing", {"x"}, {"y"}).text(7, "com.acme")};
  CHECK(has(answer(graph.file(), ErrorCode::unsupported), "com.acme.Thing"));
  graph.nodes = {onnx_node("TreeEnsemble", {"x"}, {"y"}).text(7, "ai.onnx.ml")};
  CHECK(has(answer(graph.file(), ErrorCode::unsupported), "classical models"));
  graph = relu_graph();
  graph.opset = 5;
  CHECK(has(answer(graph.file(), ErrorCode::unsupported), "operator set 5, expected 6 or newer"));
  graph.opset = 99;
  Diagnostics notes;
  CHECK(load_model(graph.file(), "m.onnx", notes).ok());
  CHECK(std::any_of(notes.items().begin(), notes.items().end(),
                    [](const Diagnostic& note) { return note.message.find("newer than") != std::string::npos; }));
}

TEST_CASE("onnx: attributes and operands are checked where they are read", "[formats][unit]") {
  const OnnxMessage weights = onnx_floats("w", {1, 1, 2, 2}, {1, 2, 3, 4});
  const auto conv = [&](const std::vector<OnnxMessage>& attributes, const std::vector<OnnxDim>& dims = {{1}, {1}, {4}, {4}}) {
    OnnxGraph graph = relu_graph();
    graph.inputs = {onnx_port("x", dims)};
    graph.initializers = {weights};
    graph.nodes = {onnx_node("Conv", {"x", "w"}, {"y"}, attributes)};
    return graph.file();
  };
  REQUIRE(take(conv({})).ok());
  CHECK(has(answer(conv({onnx_ints("strides", {0, 1})}), ErrorCode::bad_data), "'strides' holds 0"));
  CHECK(has(answer(conv({onnx_ints("strides", {1})}), ErrorCode::bad_data), "has 1 number, expected 2"));
  CHECK(has(answer(conv({onnx_ints("pads", {0, -1, 0, 0})}), ErrorCode::bad_data), "'pads' holds -1"));
  CHECK(has(answer(conv({onnx_ints("dilations", {1 << 19, 1})}), ErrorCode::bad_data), "node 0 (Conv)"));
  CHECK(has(answer(conv({onnx_int("group", 3)}), ErrorCode::bad_data), "in 3 groups"));
  CHECK(has(answer(conv({OnnxMessage().text(1, "auto_pad").text(4, "MAYBE")}), ErrorCode::bad_data), "'auto_pad' is 'MAYBE'"));
  CHECK(has(answer(conv({OnnxMessage().text(1, "group").text(4, "two")}), ErrorCode::bad_data), "of another type"));
  CHECK(has(answer(conv({}, {{1}, {2}, {4}, {4}}), ErrorCode::bad_data), "weights of shape [1, 1, 2, 2]"));
  CHECK(has(answer(conv({}, {{1}, {1}, {4}, {4}, {4}}), ErrorCode::bad_data), "weights of shape"));
  OnnxGraph graph = relu_graph();
  graph.nodes = {onnx_node("Transpose", {"x"}, {"y"}, {onnx_ints("perm", {0, 0})})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "named twice"));
  graph.nodes = {onnx_node("Softmax", {"x"}, {"y"}, {onnx_int("axis", 7)})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "axis 7 of 2 dimensions"));
  graph.nodes = {onnx_node("Reshape", {"x", "n"}, {"y"})};
  graph.initializers = {onnx_longs("n", {3, -1})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "[1, 4] cannot become [3, -1]"));
  graph.nodes = {onnx_node("Reshape", {"x", "x"}, {"y"})};
  CHECK(has(answer(graph.file(), ErrorCode::unsupported), "shape that the network computes"));
  graph.nodes = {onnx_node("Relu", {}, {"y"})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "input 0 is missing"));
  graph.nodes = {onnx_node("Relu", {"x"}, {})};
  CHECK(has(answer(graph.file(), ErrorCode::bad_data), "output 0 is missing"));
  graph.inputs = {onnx_port("x", {{1}, {4}}, 7)};
  CHECK(has(answer(graph.file(), ErrorCode::unsupported), "an input of type int64"));
}

}  // namespace thimble::test
