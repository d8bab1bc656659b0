// What is written as ONNX means what the graph means: read back, it answers alike, with as few transposes as can be.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <filesystem>
#include <string>

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/formats/onnx/io_layout.h"
#include "core/runtime/executor.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"
#include "tests/support/text_graph.h"

namespace thimble::test {
namespace {

Bytes written(const Graph& graph) {
  Diagnostics notes;
  const auto bytes = save_model(*find_format("onnx"), graph, {}, notes);
  INFO((bytes.ok() ? "" : bytes.error().to_string()));
  REQUIRE(bytes.ok());
  return *bytes;
}

Graph read(const Bytes& bytes) {
  Diagnostics notes;
  auto graph = load_model(bytes, "again.onnx", notes);
  INFO((graph.ok() ? "" : graph.error().to_string()));
  REQUIRE(graph.ok());
  return std::move(*graph);
}

// How many nodes of the file are of an operator: each is named "<output>:<operator>".
std::size_t count_of(const Bytes& file, const std::string& op_type) {
  const std::string text(reinterpret_cast<const char*>(file.data()), file.size()), mark = ":" + op_type;
  std::size_t count = 0;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) ++count;
  return count;
}

bool has_integers(const Graph& graph) {
  return std::any_of(graph.values.begin(), graph.values.end(), [](const ValueInfo& value) { return is_valid(value.quant); });
}

// For each element of ours, its place in the order of the file that the graph came from.
std::vector<std::size_t> places_of(const Graph& graph, std::string_view port, std::size_t i, std::size_t count) {
  if (const auto layout = io_layout(graph, port, i)) return file_places(*layout);
  std::vector<std::size_t> out(count);
  for (std::size_t e = 0; e < count; ++e) out[e] = e;
  return out;
}

// Inputs and answers in the file's order.
std::vector<std::vector<float>> answers(const Graph& graph, int runs) {
  auto executor = Executor::create(graph);
  INFO((executor.ok() ? "" : executor.error().to_string()));
  REQUIRE(executor.ok());
  Rng rng(11);
  std::vector<std::vector<float>> out;
  for (int i = 0; i < runs; ++i) {
    std::vector<Bytes> inputs;
    for (std::size_t port = 0; port < graph.inputs.size(); ++port) {
      std::vector<float> given(static_cast<std::size_t>(graph.value_elements(graph.inputs[port])));
      for (float& value : given) value = static_cast<float>(rng.unit() * 6 - 3);
      std::vector<float> values(given.size());
      const auto places = places_of(graph, "input", port, given.size());
      for (std::size_t e = 0; e < given.size(); ++e) values[e] = given[places[e]];
      const auto bytes = std::as_bytes(std::span(values));
      inputs.emplace_back(bytes.begin(), bytes.end());
    }
    const auto got = executor->run(inputs);
    REQUIRE(got.ok());
    for (std::size_t port = 0; port < got->size(); ++port) {
      const auto values = Blob((*got)[port]).copy_as<float>();
      const auto places = places_of(graph, "output", port, values.size());
      std::vector<float>& answer = out.emplace_back(values.size());
      for (std::size_t e = 0; e < values.size(); ++e) answer[places[e]] = values[e];
    }
  }
  return out;
}

void check_same_answers(const Graph& a, const Graph& b) {
  const auto x = answers(a, 3), y = answers(b, 3);
  REQUIRE(x.size() == y.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    REQUIRE(x[i].size() == y[i].size());
    double largest = 1e-6, worst = 0;
    for (std::size_t e = 0; e < x[i].size(); ++e) {
      largest = std::max(largest, std::abs(static_cast<double>(x[i][e])));
      worst = std::max(worst, std::abs(static_cast<double>(x[i][e]) - static_cast<double>(y[i][e])));
    }
    CHECK(worst <= 3e-5 * largest);
  }
}

// A convolution, a flatten, a dense layer.
constexpr std::string_view kFlattened =
    "input %0: f32 [1, 4, 6, 3] \"x\"\nconst %1: f32 [2, 3, 3, 3] \"w\" = WEIGHTS\n%2: f32 [1, 2, 4, 2] \"a\" = conv2d(%0, %1)\n"
    "%3: f32 [1, 16] \"flat\" = reshape(%2) shape=[1, 16]\nconst %4: f32 [3, 16] \"d\" = DENSE\n%5: f32 [1, 3] \"y\" = "
    "fully_connected(%3, %4)\noutput %5\n";

std::string with_numbers(std::string text) {
  const auto fill = [&](const std::string& word, int count) {
    std::string numbers;
    for (int i = 0; i < count; ++i) numbers += (i == 0 ? "" : " ") + number_text(0.5 * ((i * 5) % 11) - 2.125);
    text.replace(text.find(word), word.size(), numbers);
  };
  fill("WEIGHTS", 54);
  fill("DENSE", 48);
  return text;
}

}  // namespace

TEST_CASE("onnx: every float network of the exports is written, and answers alike when it is read back", "[formats][unit]") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(data_path("exports"))) {
    if (entry.path().extension() != ".tir") continue;
    INFO(entry.path().filename().string());
    Diagnostics notes;
    const auto graph = load_model(read_bytes(entry.path().string()), entry.path().filename().string(), notes);
    REQUIRE(graph.ok());
    const Bytes file = written(*graph);
    CHECK(written(*graph) == file);
    if (has_integers(*graph)) continue;  // onnxruntime answers for those: tests/exchange
    const Graph again = read(file);
    CHECK(again.value_name(again.inputs[0]) == graph->value_name(graph->inputs[0]));
    check_same_answers(*graph, again);
    ++count;
  }
  CHECK(count > 70);
}

TEST_CASE("onnx: what was read from ONNX is written in its own order, without a transpose", "[formats][unit]") {
  const Bytes original = read_bytes(environment_or("THIMBLE_ROOT", ".") + "/assets/sample/digits_cnn.onnx");
  const Graph graph = read(original);
  const Bytes file = written(graph);
  CHECK(count_of(file, "Transpose") == 0);
  CHECK(file.size() <= original.size() * 105 / 100);
  const Graph again = read(file);
  REQUIRE(io_layout(again, "input", 0));
  CHECK(io_layout(again, "input", 0)->file_shape == io_layout(graph, "input", 0)->file_shape);
  check_same_answers(graph, again);
}

TEST_CASE("onnx: a dense layer behind a flatten takes permuted weights, so that nothing is transposed", "[formats][unit]") {
  const Graph graph = text_graph(with_numbers(std::string(kFlattened)));
  const Bytes file = written(graph);
  CHECK(count_of(file, "Transpose") == 1);  // of the input, which has its channels last
  check_same_answers(graph, read(file));
  // Where somebody else reads the flattened value, it has to be what it says.
  const Graph shown = text_graph(with_numbers(std::string(kFlattened)) + "output %3\n");
  const Bytes shown_file = written(shown);
  CHECK(count_of(shown_file, "Transpose") == 2);
  check_same_answers(shown, read(shown_file));
}

TEST_CASE("onnx: names are made unique; outputs may be inputs, or the same value twice", "[formats][unit]") {
  const Graph graph = text_graph(
      "input %0: f32 [1, 4] \"x\"\nconst %1: f32 [1, 4] \"x\" = 1.0 2.0 3.0 4.0\n%2: f32 [1, 4] \"x\" = add(%0, %1)\n%3: f32 [1, 4] = "
      "tanh(%2)\noutput %3\noutput %3\noutput %0\noutput %2\n");
  const Graph again = read(written(graph));
  CHECK(again.outputs.size() == 4);
  CHECK(again.value_name(again.inputs[0]) == "x");
  check_same_answers(graph, again);
}

TEST_CASE("onnx: float16 weights go through a Cast, 8-bit ones through a DequantizeLinear with a scale a channel", "[formats][unit]") {
  const Graph half = text_graph(
      "input %0: f32 [1, 4] \"x\"\nconst %1: f16 [2, 4] \"w\" = @0\n%2: f32 [1, 2] \"y\" = fully_connected(%0, %1)\noutput %2\n"
      "data @0 16\n  003c00bc0040004200440045003800b8\n");
  CHECK(count_of(written(half), "Cast") == 1);
  check_same_answers(half, read(written(half)));
  const Graph bytes = text_graph(
      "input %0: f32 [1, 4] \"x\"\nconst %1: s8 [2, 4] quant $0 \"w\" = 1 2 3 4 -1 -2 -3 -127\n%2: f32 [1, 2] \"y\" = fully_connected(%0, "
      "%1)\noutput %2\nquant $0 axis 0 count 2\n  0.01 0.02\n");
  CHECK(count_of(written(bytes), "DequantizeLinear") == 1);
  check_same_answers(bytes, read(written(bytes)));
}

TEST_CASE("onnx: a quantized layer stands between DequantizeLinear and QuantizeLinear; a clamp that quantizing does is not said twice",
          "[formats][unit]") {
  const auto layer = [](const std::string& zero) {
    return text_graph(
        "input %0: s8 [1, 4] scale 0.5 zero 3 \"x\"\nconst %1: s8 [2, 4] quant $0 \"w\" = 1 2 3 4 -1 -2 -3 -127\nconst %2: s32 [2] quant "
        "$1 "
        "\"b\" = 7 -7\n%3: s8 [1, 2] scale 0.25 zero " +
        zero +
        " \"y\" = fully_connected(%0, %1, %2) activation=\"relu\"\noutput %3\nquant $0 axis 0 count 2\n  0.01 0.02\nquant $1 axis 0 count "
        "2\n  0.005 0.01\n");
  };
  const Bytes clamped = written(layer("-128")), open = written(layer("0"));
  // Beside the layer's own, int8 becomes uint8 at the input and int8 again at the output.
  CHECK(count_of(clamped, "DequantizeLinear") == 3 + 2);
  CHECK(count_of(clamped, "QuantizeLinear") == 1 + 2);
  CHECK(count_of(clamped, "Gemm") == 1);
  CHECK(count_of(clamped, "Relu") == 0);
  CHECK(count_of(open, "Relu") == 1);
  const Graph again = read(clamped);
  CHECK(again.live_nodes().size() == 1);  // uint8 inside of the file is the int8 that it was
  CHECK(again.value(again.outputs[0]).dtype == DType::s8);
  CHECK(*again.quant(again.inputs[0]) == QuantParams{{0.5f}, {3}, -1});
  CHECK(*again.quant(again.outputs[0]) == QuantParams{{0.25f}, {-128}, -1});
}

TEST_CASE("onnx: a softmax of integers whose result the file leaves in floats is taken as int8, and that is said", "[formats][unit]") {
  const Graph graph = text_graph(
      "input %0: f32 [1, 5] \"x\"\n%1: s8 [1, 5] scale 0.05 zero 3 \"q\" = quantize(%0)\n%2: f32 [1, 5] \"f\" = dequantize(%1)\n"
      "%3: f32 [1, 5] \"y\" = softmax(%2)\noutput %3\n");
  Diagnostics notes;
  const auto again = load_model(written(graph), "again.onnx", notes);
  REQUIRE(again.ok());
  REQUIRE(again->live_nodes().size() == 3);  // quantize, softmax, dequantize
  CHECK(again->value(again->node_outputs(again->live_nodes()[1])[0]).dtype == DType::s8);
  REQUIRE(notes.items().size() == 1);
  CHECK(notes.items()[0].where.find("Softmax") != std::string::npos);
  CHECK(notes.items()[0].message.find("computed in int8") != std::string::npos);
  CHECK(notes.items()[0].message.find("0.00390625") != std::string::npos);
  const auto floats = answers(graph, 20), integers = answers(*again, 20);
  for (std::size_t i = 0; i < floats.size(); ++i) {
    for (std::size_t e = 0; e < floats[i].size(); ++e)
      CHECK(std::abs(static_cast<double>(floats[i][e]) - static_cast<double>(integers[i][e])) <= 1.0 / 256);
  }
}

TEST_CASE("onnx: weights that the network computes are refused, saying what to try", "[formats][unit]") {
  const Graph graph = text_graph(
      "input %0: f32 [1, 4, 4, 1] \"x\"\ninput %1: f32 [2, 3, 3, 1] \"w\"\n%2: f32 [1, 2, 2, 2] \"y\" = conv2d(%0, %1)\noutput %2\n");
  Diagnostics notes;
  const auto file = save_model(*find_format("onnx"), graph, {}, notes);
  REQUIRE(!file.ok());
  CHECK(file.error().to_string().find("weights that the network computes (Write the network as .tflite") != std::string::npos);
}

}  // namespace thimble::test
