// Numbers of a valid file overwritten one at a time: each lie is found, named with its place, and costs nothing.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "core/formats/format_def.h"
#include "tests/support/flat_patch.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

// Field numbers of the schema (core/formats/tflite/tflite.fbs).
enum Field : std::size_t {
  model_version = 0,
  model_codes = 1,
  model_subgraphs = 2,
  model_buffers = 4,
  graph_tensors = 0,
  graph_inputs = 1,
  graph_outputs = 2,
  graph_operators = 3,
  tensor_shape = 0,
  tensor_type = 1,
  tensor_buffer = 2,
  tensor_name = 3,
  tensor_quant = 4,
  quant_scale = 2,
  quant_zero_point = 3,
  quant_axis = 6,
  code_old = 0,
  code_new = 3,
  op_inputs = 1,
  op_outputs = 2,
  op_options_type = 3,
  op_options = 4,
};

struct File {
  Bytes bytes;
  FlatPatch model() { return FlatPatch(bytes); }
  FlatPatch graph() { return model().in(model_subgraphs).table(0); }
  FlatPatch tensor(std::size_t i) { return graph().in(graph_tensors).table(i); }
  FlatPatch op() { return graph().in(graph_operators).table(0); }
  FlatPatch options() { return op().in(op_options); }
};

// `name` is one of the fuzzer's corpus, or of tests/data/litert_ops.
Error answer(const std::string& name, const std::function<void(File&)>& change) {
  const bool named_by_shape = name.find("_1x") != std::string::npos;
  File file{read_bytes(named_by_shape ? data_path("litert_ops/" + name + ".tflite")
                                      : environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/tflite/" + name + ".tflite")};
  change(file);
  Diagnostics diagnostics;
  auto graph = load_model(file.bytes, "m.tflite", diagnostics);
  if (graph.ok()) FAIL("the changed file was taken");
  INFO(graph.error().to_string());
  CHECK(graph.error().where().starts_with("m.tflite"));
  return std::move(graph).error();
}

void expect(const Error& error, ErrorCode code, const std::string& place, const std::string& message) {
  INFO(error.to_string());
  CHECK(error.code() == code);
  CHECK(error.where() == "m.tflite" + (place.empty() ? "" : " > " + place));
  CHECK(error.message().find(message) != std::string::npos);
}

// In conv_2d_s8: tensor 0 is the input, then weights, bias, output (checked below).
void check_conv(const std::function<void(File&)>& change, ErrorCode code, const std::string& place, const std::string& message) {
  expect(answer("conv_2d_s8", change), code, place, message);
}

}  // namespace

TEST_CASE("tflite: counts and indices of the file are checked", "[formats][unit]") {
  check_conv([](File& f) { f.model().field(model_version).put<std::uint32_t>(7); }, ErrorCode::unsupported, "",
             "schema version 7, expected 3");
  check_conv([](File& f) { f.model().in(model_codes).put<std::uint32_t>(0); }, ErrorCode::bad_data, "operator 0", "operator code 0 of 0");
  check_conv([](File& f) { f.model().in(model_subgraphs).put<std::uint32_t>(0); }, ErrorCode::bad_data, "", "no subgraphs");
  check_conv([](File& f) { f.graph().in(graph_operators).put<std::uint32_t>(0); }, ErrorCode::bad_data, "", "no operators");
  check_conv([](File& f) { f.graph().in(graph_outputs).put<std::uint32_t>(0); }, ErrorCode::bad_data, "outputs", "no outputs");
  check_conv([](File& f) { f.graph().in(graph_outputs).item(0).put<std::int32_t>(99); }, ErrorCode::bad_data, "outputs", "tensor 99 of 4");
  check_conv([](File& f) { f.graph().in(graph_inputs).item(0).put<std::int32_t>(-7); }, ErrorCode::bad_data, "inputs", "tensor -7 of 4");
  check_conv([](File& f) { f.op().in(op_inputs).item(1).put<std::int32_t>(4); }, ErrorCode::bad_data, "operator 0 (CONV_2D) > input 1",
             "tensor 4 of 4");
  check_conv([](File& f) { f.op().in(op_inputs).item(0).put<std::int32_t>(-1); }, ErrorCode::bad_data, "operator 0 (CONV_2D) > input 0",
             "is missing");
  check_conv([](File& f) { f.op().in(op_inputs).put<std::uint32_t>(1); }, ErrorCode::bad_data, "operator 0 (CONV_2D)",
             "1 input, expected 2 to 3");
  check_conv([](File& f) { f.op().in(op_outputs).item(0).put<std::int32_t>(INT32_MAX); }, ErrorCode::bad_data, "operator 0 (CONV_2D)",
             "tensor 2147483647 of 4");
  check_conv([](File& f) { f.op().in(op_outputs).put<std::uint32_t>(0); }, ErrorCode::bad_data, "operator 0 (CONV_2D) > output 0",
             "is missing");
  check_conv([](File& f) { f.tensor(1).field(tensor_buffer).put<std::uint32_t>(0xffffffff); }, ErrorCode::bad_data, "tensor 1 'weights'",
             "buffer 4294967295 of");
  check_conv([](File& f) { f.graph().in(graph_tensors).put<std::uint32_t>(0x10000000); }, ErrorCode::bad_data, "",
             "the structure of the FlatBuffer");
}

TEST_CASE("tflite: shapes and constants that contradict each other are found", "[formats][unit]") {
  check_conv([](File& f) { f.tensor(1).in(tensor_shape).item(0).put<std::int32_t>(-3); }, ErrorCode::bad_data,
             "operator 0 (CONV_2D) > input 1 > tensor 1 'weights'", "dimension 0 is -3");
  check_conv([](File& f) { f.tensor(1).in(tensor_shape).item(1).put<std::int32_t>(7); }, ErrorCode::bad_data,
             "operator 0 (CONV_2D) > input 1 > tensor 1 'weights'", "bytes, expected");
  check_conv(
      [](File& f) {
        for (std::size_t i = 0; i < 4; ++i) f.tensor(0).in(tensor_shape).item(i).put<std::int32_t>(INT32_MAX);
      },
      ErrorCode::out_of_budget, "inputs > tensor 0 'in0'", "more than 2^31 elements");
  check_conv([](File& f) { f.tensor(3).in(tensor_shape).item(1).put<std::int32_t>(77); }, ErrorCode::bad_data, "node 0 (conv2d) 'out0'",
             "output 0 has shape");
  // No input channels: the number of groups that the filter implies must not be divided by.
  check_conv([](File& f) { f.tensor(0).in(tensor_shape).item(3).put<std::int32_t>(0); }, ErrorCode::bad_data, "node 0 (conv2d) 'out0'",
             "multiples of the groups");
  check_conv([](File& f) { f.tensor(0).in(tensor_shape).put<std::uint32_t>(3); }, ErrorCode::bad_data, "operator 0 (CONV_2D)",
             "expected four dimensions (NHWC)");
  check_conv([](File& f) { f.tensor(1).field(tensor_buffer).put<std::uint32_t>(0); }, ErrorCode::bad_data,
             "operator 0 (CONV_2D) > input 1 > tensor 1 'weights'", "no operator makes it");
}

TEST_CASE("tflite: quantization that cannot be is found", "[formats][unit]") {
  const std::string weights = "operator 0 (CONV_2D) > input 1 > tensor 1 'weights'";
  const auto quant = [](File& f, std::size_t tensor) { return f.tensor(tensor).in(tensor_quant); };
  for (const float scale : {-1.0f, std::numeric_limits<float>::infinity(), std::nanf("")}) {
    check_conv([&](File& f) { quant(f, 1).in(quant_scale).item(0).put(scale); }, ErrorCode::bad_data, weights,
               "expected a positive finite number");
  }
  check_conv([&](File& f) { quant(f, 0).in(quant_scale).item(0).put(0.0f); }, ErrorCode::bad_data, "inputs > tensor 0 'in0'",
             "scale 0, expected");
  check_conv([&](File& f) { quant(f, 0).in(quant_zero_point).item(0, 8).put<std::int64_t>(128); }, ErrorCode::bad_data,
             "inputs > tensor 0 'in0'", "zero point 128, expected -128 to 127 for s8");
  check_conv([&](File& f) { f.tensor(1).field(tensor_type).put<std::int8_t>(17); }, ErrorCode::unsupported, "", "tensors of type INT4");
  check_conv([&](File& f) { f.tensor(1).field(tensor_type).put<std::int8_t>(99); }, ErrorCode::unsupported, "",
             "tensors of type number 99");
  check_conv([&](File& f) { f.tensor(0).field(tensor_type).put<std::int8_t>(3); }, ErrorCode::unsupported, "",
             "uint8 tensors (the 8-bit scheme of before 2020)");
  check_conv([&](File& f) { f.tensor(0).field(tensor_type).put<std::int8_t>(5); }, ErrorCode::unsupported, "", "tensors of type STRING");
}

TEST_CASE("tflite: a scale of 0 on a dead channel is read as the smallest float, and said", "[formats][unit]") {
  File file{read_bytes(data_path("litert_ops/conv_2d_s8_1x9x9x3_k3x3_o4_s1x1_same_d2x2.tflite"))};
  file.tensor(1).in(tensor_quant).in(quant_scale).item(2).put(0.0f);
  Diagnostics diagnostics;
  const auto graph = load_model(file.bytes, "m.tflite", diagnostics);
  REQUIRE(graph.ok());
  CHECK(graph->quant(graph->node_inputs(NodeId{0})[1])->scales[2] == std::numeric_limits<float>::min());
  REQUIRE(diagnostics.items().size() == 1);
  CHECK(diagnostics.items()[0].where == "tensor 1 'weights'");
  CHECK(diagnostics.items()[0].message.find("a scale of 0") != std::string::npos);
}

TEST_CASE("tflite: an open batch is read as 1 and said, another open size is refused", "[formats][unit]") {
  File file{read_bytes(data_path("litert_ops/conv_2d_s8_1x9x9x3_k3x3_o4_s1x1_same_d2x2.tflite"))};
  file.tensor(0).in(tensor_shape).item(0).put<std::int32_t>(-1);
  Diagnostics diagnostics;
  const auto graph = load_model(file.bytes, "m.tflite", diagnostics);
  REQUIRE(graph.ok());
  CHECK(graph->shape(graph->inputs[0]) == Shape{1, 9, 9, 3});
  REQUIRE(diagnostics.items().size() == 1);
  CHECK(diagnostics.items()[0].message == "the batch size is open; imported with batch 1");
  check_conv([](File& f) { f.tensor(0).in(tensor_shape).item(1).put<std::int32_t>(-1); }, ErrorCode::unsupported, "",
             "tensors of unknown size (2 times: input tensor 0 'in0', operator 0 (CONV_2D)) - convert with fixed input sizes");
}

TEST_CASE("tflite: constants outside of the FlatBuffer are read, inside of the file only", "[formats][unit]") {
  const Bytes plain = read_bytes(data_path("litert_ops/conv_2d_s8_1x9x9x3_k3x3_o4_s1x1_same_d2x2.tflite"));
  Diagnostics diagnostics;
  const auto expected = load_model(plain, "m.tflite", diagnostics);
  REQUIRE(expected.ok());
  const auto weights = expected->constant(expected->node_inputs(NodeId{0})[1])->bytes();
  const std::size_t buffer = File{plain}.tensor(1).field(tensor_buffer).get<std::uint32_t>();

  // A Buffer table with the fields `offset` and `size`, appended, and the bytes behind it.
  const auto with_buffer_at = [&](std::uint64_t shift, std::uint64_t size) {
    File file{plain};
    file.bytes.resize((file.bytes.size() + 7) / 8 * 8);
    const std::size_t table = file.bytes.size() + 16;
    const std::uint16_t vtable[8] = {10, 24, 0, 8, 16};
    const std::uint64_t fields[3] = {16, table + 24 + shift, size};  // the table's first word is the way back to its vtable
    const auto append = [&file](std::span<const std::byte> part) { file.bytes.insert(file.bytes.end(), part.begin(), part.end()); };
    append(std::as_bytes(std::span(vtable)));
    append(std::as_bytes(std::span(fields)));
    append(weights);
    file.model().in(model_buffers).item(buffer).point_to(table);
    return file.bytes;
  };
  const auto graph = load_model(with_buffer_at(0, weights.size()), "m.tflite", diagnostics);
  INFO((graph.ok() ? "" : graph.error().to_string()));
  REQUIRE(graph.ok());
  const auto found = graph->constant(graph->node_inputs(NodeId{0})[1])->bytes();
  CHECK(std::equal(found.begin(), found.end(), weights.begin(), weights.end()));

  const std::pair<std::uint64_t, std::uint64_t> lies[] = {
      {1, weights.size()}, {0, UINT64_MAX}, {UINT64_MAX - 100000, 200000}, {1u << 30, 1}};
  for (const auto& [shift, size] : lies) {
    const auto outside = load_model(with_buffer_at(shift, size), "m.tflite", diagnostics);
    REQUIRE(!outside.ok());
    INFO(outside.error().to_string());
    CHECK(outside.error().message().find("outside of the file") != std::string::npos);
  }
  const auto shorter = load_model(with_buffer_at(0, weights.size() - 1), "m.tflite", diagnostics);
  REQUIRE(!shorter.ok());
  CHECK(shorter.error().message().find("bytes, expected") != std::string::npos);
}

TEST_CASE("tflite: options out of range are found", "[formats][unit]") {
  // Conv2DOptions: padding 0, stride_w 1, stride_h 2, activation 3, dilation_w 4, dilation_h 5
  check_conv([](File& f) { f.options().field(1).put<std::int32_t>(0); }, ErrorCode::bad_data, "operator 0 (CONV_2D)",
             "stride 0, dilation 1");
  check_conv([](File& f) { f.options().field(2).put<std::int32_t>(INT32_MIN); }, ErrorCode::bad_data, "operator 0 (CONV_2D)",
             "stride -2147483648");
  check_conv([](File& f) { f.op().field(op_options_type).put<std::uint8_t>(200); }, ErrorCode::bad_data, "operator 0 (CONV_2D)",
             "the options are missing");
  const char* fused = "conv_2d_s8_1x8x8x4_k3x3_o8_s2x2_valid_relu_n1_to_1";
  expect(answer(fused, [](File& f) { f.options().field(0).put<std::int8_t>(5); }), ErrorCode::bad_data, "operator 0 (CONV_2D)",
         "padding mode 5");
  expect(answer(fused, [](File& f) { f.options().field(3).put<std::int8_t>(4); }), ErrorCode::unsupported, "",
         "a fused activation TANH (operator 0 (CONV_2D))");
  expect(answer(fused, [](File& f) { f.options().field(3).put<std::int8_t>(-1); }), ErrorCode::unsupported, "",
         "a fused activation number -1");
  expect(answer("softmax_s8", [](File& f) { f.options().field(0).put(-1.0f); }), ErrorCode::bad_data, "operator 0 (SOFTMAX)", "beta is -1");
  expect(answer("leaky_relu_s8", [](File& f) { f.options().field(0).put(std::nanf("")); }), ErrorCode::bad_data, "operator 0 (LEAKY_RELU)",
         "alpha is nan");
  expect(answer("concatenation_s8_1x2x3x4_1x2x3x5_an1", [](File& f) { f.options().field(0).put<std::int32_t>(9); }), ErrorCode::bad_data,
         "operator 0 (CONCATENATION)", "axis 9 of a shape");
}

TEST_CASE("tflite: operators that are not taken are answered by name, number, place and advice", "[formats][unit]") {
  const auto code = [](std::int32_t number) {
    return answer("conv_2d_s8", [number](File& f) {
      FlatPatch row = f.model().in(model_codes).table(0);
      row.field(code_old).put(static_cast<std::int8_t>(number > 127 ? 127 : number));
      if (number > 127 || number < 0) row.field(code_new).put(number);
    });
  };
  expect(code(16), ErrorCode::unsupported, "", "not supported: LSTM (operator 0 'out0') - recurrent layers");
  expect(code(127), ErrorCode::unsupported, "", "PLACEHOLDER_FOR_GREATER_OP_CODES");
  expect(code(32), ErrorCode::unsupported, "", "custom operator ''");
  expect(code(100), ErrorCode::unsupported, "", "MIRROR_PAD");
}

TEST_CASE("tflite: attribute operands have to be constant, of the right type and length", "[formats][unit]") {
  // The pads become an input of the network: no longer a constant.
  expect(answer("pad_s8", [](File& f) { f.tensor(1).field(tensor_buffer).put<std::uint32_t>(0); }), ErrorCode::unsupported, "",
         "padding widths computed while the network runs");
  expect(answer("pad_s8", [](File& f) { f.tensor(1).field(tensor_type).put<std::int8_t>(9); }), ErrorCode::bad_data,
         "operator 0 (PAD) > input 1 > tensor 1 't1'", "bytes, expected");
  expect(answer("mean_s8", [](File& f) { f.op().in(op_inputs).put<std::uint32_t>(1); }), ErrorCode::bad_data, "operator 0 (MEAN) > input 1",
         "is missing");
  expect(answer("strided_slice_s8", [](File& f) { f.op().in(op_inputs).item(1).put<std::int32_t>(0); }), ErrorCode::unsupported, "",
         "a begin computed while the network runs");
}

}  // namespace thimble::test
