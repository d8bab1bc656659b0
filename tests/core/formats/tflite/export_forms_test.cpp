// What TFLite says otherwise than the graph does: the file means the same, and says it in the way that its readers expect.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/ops/op_def.h"
#include "core/runtime/executor.h"
#include "tests/support/same_network.h"
#include "tests/support/text_graph.h"

namespace thimble::test {
namespace {

Result<Graph> through_file(const Graph& graph, Diagnostics& notes) {
  THIMBLE_TRY(const std::vector<std::byte> bytes, save_model(*find_format("tflite"), graph, {}, notes));
  Diagnostics read;
  return load_model(bytes, "again.tflite", read);
}

Graph again(const Graph& graph) {
  Diagnostics notes;
  auto made = through_file(graph, notes);
  INFO((made.ok() ? "" : made.error().to_string()));
  REQUIRE(made.ok());
  return std::move(*made);
}

std::string error_of(const Graph& graph) {
  Diagnostics notes;
  const auto made = through_file(graph, notes);
  return made.ok() ? "" : made.error().to_string();
}

// "pad conv2d"
std::string operators_of(const Graph& graph) {
  std::vector<std::string> names;
  for (const NodeId id : graph.live_nodes()) names.emplace_back(op_name(graph.node(id).kind));
  return join(names, " ");
}

std::vector<Bytes> random_inputs(const Graph& graph, Rng& rng) {
  std::vector<Bytes> out;
  for (const ValueId id : graph.inputs) {
    const auto count = static_cast<std::size_t>(graph.value_elements(id));
    if (graph.value(id).dtype == DType::f32) {
      std::vector<float> values(count);
      for (float& value : values) value = static_cast<float>(rng.unit() * 8 - 4);
      const auto bytes = std::as_bytes(std::span(values));
      out.emplace_back(bytes.begin(), bytes.end());
    } else {
      Bytes bytes(count * static_cast<std::size_t>(dtype_bytes(graph.value(id).dtype)));
      for (std::byte& byte : bytes) byte = static_cast<std::byte>(rng.uniform(0, 255));
      out.push_back(std::move(bytes));
    }
  }
  return out;
}

// Both graphs answer alike: integers bit for bit, floats within a few units in the last place of what they are made of.
void check_same_answers(const Graph& a, const Graph& b) {
  auto first = Executor::create(a), second = Executor::create(b);
  INFO((first.ok() ? "" : first.error().to_string()));
  INFO((second.ok() ? "" : second.error().to_string()));
  REQUIRE((first.ok() && second.ok()));
  Rng rng(7);
  for (int i = 0; i < 5; ++i) {
    const auto inputs = random_inputs(a, rng);
    const auto x = first->run(inputs), y = second->run(inputs);
    REQUIRE((x.ok() && y.ok()));
    for (std::size_t o = 0; o < x->size(); ++o) {
      if (a.value(a.outputs[o]).dtype != DType::f32) {
        CHECK((*x)[o] == (*y)[o]);
        continue;
      }
      const auto p = Blob((*x)[o]).copy_as<float>(), q = Blob((*y)[o]).copy_as<float>();
      REQUIRE(p.size() == q.size());
      for (std::size_t e = 0; e < p.size(); ++e) CHECK(std::abs(p[e] - q[e]) <= 1e-5f * std::max(1.0f, std::abs(p[e])));
    }
  }
}

std::string numbers(std::size_t count, int period = 7) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += cat(" ", static_cast<std::int64_t>(i) % period - period / 2);
  return out;
}

std::string reals(std::size_t count, int period = 7) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += " " + number_text(0.25 * (static_cast<double>(static_cast<std::int64_t>(i) % period) - period / 2) + 0.125);
  return out;
}

// A float convolution of 5x6x2 to `out` with a 3x3 filter.
std::string convolution(const std::string& out, const std::string& attrs) {
  return "input %0: f32 [1, 5, 6, 2] \"x\"\nconst %1: f32 [3, 3, 3, 2] \"w\" =" + reals(54) +
         "\nconst %2: f32 [3] \"b\" = 0.5 -1.0 2.0\n%3: f32 " + out + " \"y\" = conv2d(%0, %1, %2) " + attrs + "\noutput %3\n";
}

}  // namespace

TEST_CASE("tflite: padding that is SAME or VALID is written so", "[formats][unit]") {
  for (const auto& [out, attrs] :
       {std::pair("[1, 3, 4, 3]", ""), std::pair("[1, 5, 6, 3]", "pad_top=1 pad_left=1 pad_bottom=1 pad_right=1"),
        std::pair("[1, 3, 3, 3]", "stride_h=2 stride_w=2 pad_top=1 pad_left=0 pad_bottom=1 pad_right=1")}) {
    INFO(attrs);
    const Graph graph = text_graph(convolution(out, attrs));
    const Graph made = again(graph);
    CHECK(difference_between(graph, made) == "");
    CHECK(operators_of(made) == "conv2d");
  }
}

TEST_CASE("tflite: other padding becomes a pad, which answers alike", "[formats][unit]") {
  // The whole border on the left of a stride of 2: what PyTorch's padding=1 means and SAME does not.
  const Graph conv =
      text_graph(convolution("[1, 3, 3, 3]", "stride_h=2 stride_w=2 pad_top=1 pad_left=1 pad_bottom=1 pad_right=1 activation=\"relu6\""));
  const Graph made = again(conv);
  CHECK(operators_of(made) == "pad conv2d");
  check_same_answers(conv, made);

  const Graph quantized = text_graph(
      "input %0: s8 [1, 6, 6, 2] scale 0.5 zero 11 \"x\"\nconst %1: s8 [1, 3, 3, 2] quant $0 \"w\" =" + numbers(18) +
      "\nconst %2: s32 [2] quant $1 \"b\" = 40 -30\n%3: s8 [1, 3, 3, 2] scale 0.25 zero -4 \"y\" = depthwise_conv2d(%0, %1, %2) stride_h=2 "
      "stride_w=2 pad_top=1 pad_left=1\noutput %3\nquant $0 axis 3 count 2\n  0.01 0.02\nquant $1 axis 0 count 2\n  0.005 0.01\n");
  const Graph quantized_made = again(quantized);
  CHECK(operators_of(quantized_made) == "pad depthwise_conv2d");
  check_same_answers(quantized, quantized_made);
}

TEST_CASE("tflite: a padded maximum pads with what no maximum is", "[formats][unit]") {
  for (const char* type : {"s8 [1, 6, 6, 2] scale 0.5 zero 11", "s16 [1, 6, 6, 2] scale 0.5 zero 0", "f32 [1, 6, 6, 2]"}) {
    INFO(type);
    std::string out = type;
    out.replace(out.find("6, 6"), 4, "3, 3");
    const Graph graph = text_graph("input %0: " + std::string(type) + "\n%1: " + out +
                                   " = max_pool2d(%0) filter_h=3 filter_w=3 stride_h=2 stride_w=2 pad_top=1 pad_left=1\noutput %1\n");
    const Graph made = again(graph);
    CHECK(operators_of(made) == "pad max_pool2d");
    check_same_answers(graph, made);
  }
}

TEST_CASE("tflite: an average that leaves out other padding than SAME is refused, one that counts it becomes a pad", "[formats][unit]") {
  const std::string pool =
      "input %0: f32 [1, 6, 6, 2] \"x\"\n%1: f32 [1, 3, 3, 2] \"y\" = average_pool2d(%0) filter_h=3 filter_w=3 stride_h=2 stride_w=2 "
      "pad_top=1 "
      "pad_left=1";
  CHECK(error_of(text_graph(pool + "\noutput %1\n")).find("padded otherwise than SAME") != std::string::npos);
  const Graph counting = text_graph(pool + " count_include_pad=1\noutput %1\n");
  CHECK(operators_of(again(counting)) == "pad average_pool2d");
}

TEST_CASE("tflite: f16 weights go through a DEQUANTIZE and come back as f16 weights", "[formats][unit]") {
  const Graph graph = text_graph(
      "input %0: f32 [1, 4] \"x\"\nconst %1: f16 [2, 4] \"w\" = @0\nconst %2: f32 [2] \"b\" = 1.0 -1.0\n%3: f32 [1, 2] \"y\" = "
      "fully_connected(%0, %1, %2)\n%4: f32 [1, 2] \"z\" = fully_connected(%0, %1) activation=\"relu\"\noutput %3\noutput %4\n"
      "data @0 16\n  003c00bc0040004200440045003800b8\n");
  Diagnostics notes;
  const auto bytes = save_model(*find_format("tflite"), graph, {}, notes);
  REQUIRE(bytes.ok());
  const std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  CHECK(text.find("w_dequantize") != std::string::npos);
  CHECK(text.find("w_dequantize", text.find("w_dequantize") + 1) == std::string::npos);  // one for both readers
  const Graph made = again(graph);
  CHECK(difference_between(graph, made) == "");
  check_same_answers(graph, made);
}

TEST_CASE("tflite: s8 weights of a float layer stay as they are", "[formats][unit]") {
  const Graph graph = text_graph(
      "input %0: f32 [1, 4] \"x\"\nconst %1: s8 [2, 4] quant $0 \"w\" = 1 2 3 4 -1 -2 -3 -127\n%2: f32 [1, 2] \"y\" = fully_connected(%0, "
      "%1)\noutput %2\nquant $0 axis 0 count 2\n  0.01 0.02\n");
  const Graph made = again(graph);
  CHECK(difference_between(graph, made) == "");
  CHECK(made.value(made.node_inputs(NodeId{0})[1]).dtype == DType::s8);
  check_same_answers(graph, made);
}

TEST_CASE("tflite: a constant behind a DEQUANTIZE that is no weight becomes floats", "[formats][unit]") {
  // Written with the operators themselves: the reader makes of them what it would of a converter's file.
  const Graph graph = text_graph(
      "input %0: f32 [1, 4] \"x\"\nconst %1: s8 [4] scale 0.5 zero 1 \"c\" = 1 2 3 -1\n%2: f32 [4] \"d\" = dequantize(%1)\n%3: f32 [1, 4] "
      "\"y\" = add(%0, %2)\noutput %3\n");
  const Graph made = again(graph);
  CHECK(operators_of(made) == "add");
  CHECK(made.constant(made.node_inputs(NodeId{0})[1])->copy_as<float>() == std::vector<float>{0, 0.5f, 1, -1});
  CHECK(made.value_name(made.node_inputs(NodeId{0})[1]) == "d");
  // Weights whose zero point is not 0 have no kernel as they are.
  const Graph shifted = text_graph(
      "input %0: f32 [1, 4] \"x\"\nconst %1: s8 [2, 4] scale 0.5 zero 1 \"c\" = 1 2 3 -1 1 2 3 4\n%2: f32 [2, 4] \"d\" = "
      "dequantize(%1)\n%3: "
      "f32 [1, 2] \"y\" = fully_connected(%0, %2)\noutput %3\n");
  const Graph shifted_made = again(shifted);
  CHECK(shifted_made.value(shifted_made.node_inputs(NodeId{0})[1]).dtype == DType::f32);
}

TEST_CASE("tflite: a softmax behind a dequantize is one of floats, as LiteRT computes it", "[formats][unit]") {
  const Graph graph = text_graph(
      "input %0: s8 [1, 5] scale 0.05 zero 3 \"q\"\n%1: f32 [1, 5] \"f\" = dequantize(%0)\n"
      "%2: f32 [1, 5] \"y\" = softmax(%1)\noutput %2\n");
  const Graph made = again(graph);
  CHECK(operators_of(made) == "dequantize softmax");
  CHECK(difference_between(graph, made) == "");
}

TEST_CASE("tflite: a file whose operators only unpack constants is refused", "[formats][unit]") {
  const Graph graph = text_graph("const %0: f16 [2] = @0\n%1: f32 [2] = dequantize(%0)\noutput %1\ndata @0 4\n  003c00bc\n");
  CHECK(error_of(graph).find("unpack constants") != std::string::npos);
}

TEST_CASE("tflite: every new operator with a row of its own is written and read back as itself", "[formats][unit]") {
  for (const char* node : {"abs(%0)",
                           "ceil(%0)",
                           "cos(%0)",
                           "elu(%0)",
                           "exp(%0)",
                           "floor(%0)",
                           "gelu(%0)",
                           "gelu(%0) approximate=\"tanh\"",
                           "log(%0)",
                           "log_softmax(%0)",
                           "neg(%0)",
                           "round(%0)",
                           "rsqrt(%0)",
                           "sin(%0)",
                           "sqrt(%0)",
                           "square(%0)",
                           "div(%0, %1) activation=\"relu\"",
                           "minimum(%0, %1)",
                           "maximum(%0, %1)",
                           "pow(%0, %1)",
                           "prelu(%0, %1)",
                           "clip(%0) low=0.0 high=1.0"}) {
    INFO(node);
    const Graph graph = text_graph(
        "input %0: f32 [1, 2, 3, 4] \"x\"\nconst %1: f32 [4] \"c\" = 1.0 -2.0 0.5 3.0\n%2: f32 [1, 2, 3, 4] \"y\" = " + std::string(node) +
        "\noutput %2\n");
    const Graph made = again(graph);
    CHECK(difference_between(graph, made) == "");
  }
  for (const char* line : {"f32 [1, 1, 1, 8] = reduce_max(%0) axes=[1, 2] keep_dims=1", "f32 [1, 8] = sum(%0) axes=[1, 2]",
                           "f32 [1, 4, 6] = reduce_min(%0) axes=[3]", "f32 [1, 4, 6] = reduce_prod(%0) axes=[3]",
                           "f32 [1, 8, 12, 8] = resize_nearest(%0) out_h=8 out_w=12",
                           "f32 [1, 7, 3, 8] = resize_bilinear(%0) out_h=7 out_w=3 half_pixel_centers=1",
                           "f32 [1, 7, 3, 8] = resize_nearest(%0) out_h=7 out_w=3 align_corners=1",
                           "f32 [1, 8, 12, 2] = depth_to_space(%0) block=2", "f32 [1, 2, 3, 32] = space_to_depth(%0) block=2"}) {
    INFO(line);
    const Graph graph = text_graph("input %0: f32 [1, 4, 6, 8] \"x\"\n%1: " + std::string(line) + "\noutput %1\n");
    const Graph made = again(graph);
    CHECK(difference_between(graph, made) == "");
  }
  const Graph gather = text_graph(
      "input %0: f32 [1, 4, 6] \"x\"\nconst %1: s32 [2, 2] \"i\" = 3 0 1 1\n%2: f32 [1, 2, 2, 6] \"y\" = gather(%0, %1) axis=1\noutput "
      "%2\n");
  CHECK(difference_between(gather, again(gather)) == "");
  const Graph product = text_graph(
      "input %0: f32 [1, 4, 6] \"a\"\ninput %1: f32 [1, 5, 6] \"b\"\n%2: f32 [1, 4, 5] \"y\" = batch_matmul(%0, %1) transpose_b=1\noutput "
      "%2\n");
  CHECK(difference_between(product, again(product)) == "");
}

TEST_CASE("tflite: a transposed convolution is SAME, VALID, or a slice of a VALID one", "[formats][unit]") {
  struct Form {
    const char *attrs, *out, *operators;
  };
  for (const Form& form : {Form{"stride_h=2 stride_w=2", "[1, 9, 7, 3]", "transpose_conv2d"},
                           Form{"stride_h=2 stride_w=2 pad_bottom=1 pad_right=1", "[1, 8, 6, 3]", "transpose_conv2d"},
                           Form{"stride_h=2 stride_w=2 out_pad_h=1", "[1, 10, 7, 3]", "transpose_conv2d"},
                           Form{"pad_top=1 pad_left=1 pad_bottom=1 pad_right=1", "[1, 4, 3, 3]", "transpose_conv2d"},
                           // PyTorch's padding=1, output_padding=1
                           Form{"stride_h=2 stride_w=2 pad_top=1 pad_left=1 pad_bottom=1 pad_right=1 out_pad_h=1 out_pad_w=1",
                                "[1, 8, 6, 3]", "transpose_conv2d slice"}}) {
    INFO(form.attrs);
    const Graph graph = text_graph("input %0: f32 [1, 4, 3, 2] \"x\"\nconst %1: f32 [3, 3, 3, 2] \"w\" =" + reals(54) +
                                   "\nconst %2: f32 [3] \"b\" = 0.5 -1.0 2.0\n%3: f32 " + form.out +
                                   " \"y\" = transpose_conv2d(%0, %1, %2) activation=\"relu\" " + form.attrs + "\noutput %3\n");
    const Graph made = again(graph);
    CHECK(operators_of(made) == form.operators);
    if (std::string(form.operators) == "transpose_conv2d") CHECK(difference_between(graph, made) == "");
  }
}

TEST_CASE("tflite: operators that it has not are said with others, as floats only", "[formats][unit]") {
  struct Form {
    const char *node, *operators;
  };
  for (const Form& form :
       {Form{"batch_norm(%0, %1, %2, %2, %3) epsilon=0.001", "mul add"}, Form{"clip(%0) low=-0.5 high=2.0", "maximum minimum"},
        Form{"clip(%0) low=0.0 high=6.0", "relu"}, Form{"hard_sigmoid(%0)", "mul add clip"}, Form{"softsign(%0)", "abs add div"},
        Form{"softplus(%0)", "abs neg exp add log relu add"}, Form{"elu(%0) alpha=0.5", "relu mul minimum elu mul add"},
        Form{"selu(%0)", "relu mul minimum elu mul add"}}) {
    INFO(form.node);
    const Graph graph = text_graph(
        "input %0: f32 [1, 2, 3, 4] \"x\"\nconst %1: f32 [4] \"a\" = 1.0 -2.0 0.5 3.0\nconst %2: f32 [4] \"b\" = 0.1 0.2 -0.3 0.4\nconst "
        "%3: f32 "
        "[4] \"c\" = 1.0 2.0 0.5 0.25\n%4: f32 [1, 2, 3, 4] \"y\" = " +
        std::string(form.node) + "\noutput %4\n");
    CHECK(operators_of(again(graph)) == form.operators);
  }
  const Graph erf = text_graph("input %0: f32 [1, 4]\n%1: f32 [1, 4] = erf(%0)\noutput %1\n");
  CHECK(error_of(erf).find("no operator for erf") != std::string::npos);
}

TEST_CASE("tflite: a quantized layer without an integer kernel is floats between DEQUANTIZE and QUANTIZE", "[formats][unit]") {
  struct Form {
    const char *type, *node, *operators;
  };
  for (const Form& form : {Form{"s8 [1, 2, 2, 4] scale 0.05 zero 3", "hard_sigmoid(%0)", "dequantize mul add clip quantize"},
                           Form{"s8 [1, 2, 2, 4] scale 0.05 zero 3", "floor(%0)", "dequantize floor quantize"},
                           Form{"s8 [1, 2, 2, 4] scale 0.05 zero 3", "elu(%0)", "elu"},
                           Form{"s16 [1, 2, 2, 4] scale 0.001 zero 0", "hard_swish(%0)", "dequantize hard_swish quantize"}}) {
    INFO(form.node);
    const Graph graph =
        text_graph("input %0: " + std::string(form.type) + " \"x\"\n%1: " + form.type + " \"y\" = " + form.node + "\noutput %1\n");
    Diagnostics notes;
    const auto made = through_file(graph, notes);
    REQUIRE(made.ok());
    CHECK(operators_of(*made) == form.operators);
    CHECK(notes.empty() == (std::string(form.operators) == "elu"));
  }
}

TEST_CASE("tflite: a convolution without a bias is written with zeros, which answer alike", "[formats][unit]") {
  for (const char* form : {"s8 scale 0.5 zero 3", "s16 scale 0.5 zero 0", "f32"}) {
    INFO(form);
    const auto words = split(form, ' ');
    const std::string type(words[0]), quant = words.size() > 1 ? std::string(form).substr(type.size()) : "";
    const std::string weights = type == "f32" ? "f32 [2, 1, 1, 2] \"w\" = 1.0 -2.0 0.5 3.0" : "s8 [2, 1, 1, 2] quant $0 \"w\" = 1 -2 50 3";
    const std::string table = type == "f32" ? "" : "quant $0 axis 0 count 2\n  0.01 0.02\n";
    const Graph graph = text_graph("input %0: " + type + " [1, 3, 3, 2]" + quant + " \"x\"\nconst %1: " + weights + "\n%2: " + type +
                                   " [1, 3, 3, 2]" + quant + " \"y\" = conv2d(%0, %1)\noutput %2\n" + table);
    const Graph made = again(graph);
    CHECK(made.node(NodeId{0}).inputs == 3);
    CHECK(difference_between(graph, made) == "");
    check_same_answers(graph, made);
  }
}

TEST_CASE("tflite: without names the file is smaller and the network the same", "[formats][unit]") {
  const Graph graph = text_graph(
      "input %0: f32 [1, 8] \"a rather long name for an input\"\n%1: f32 [1, 8] \"a rather long name that nobody needs\" = relu(%0)\n%2: "
      "f32 "
      "[1, 8] \"out\" = tanh(%1)\noutput %2\n");
  Diagnostics notes, read;
  const auto named = save_model(*find_format("tflite"), graph, {}, notes),
             bare = save_model(*find_format("tflite"), graph, {.description = {}, .names = false}, notes);
  REQUIRE((named.ok() && bare.ok()));
  CHECK(bare->size() < named->size());
  const auto made = load_model(*bare, "bare.tflite", read);
  REQUIRE(made.ok());
  CHECK(difference_between(graph, *made, false) == "");
  CHECK(made->value_name(made->inputs[0]) == "a rather long name for an input");
  CHECK(made->value_name(made->outputs[0]) == "out");
}

}  // namespace thimble::test
