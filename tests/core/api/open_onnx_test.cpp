// ONNX files that need more than their own bytes: sizes of open dimensions, weights in another file, an order of elements of their own.
#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "tests/support/onnx_builder.h"
#include "tests/support/session_talk.h"

using namespace thimble;
using namespace thimble::test;

namespace {

constexpr std::int64_t kChannels = 3, kSide = 32, kPlane = kSide * kSide;

std::vector<float> weights(std::size_t count) {
  std::vector<float> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<float>((i * 37 + 11) % 41) / 41 - 0.5f;
  return out;
}

// Pictures, channels first, to ten numbers: convolution, mean, dense.
OnnxGraph picture_graph(const std::vector<OnnxDim>& dims) {
  OnnxGraph graph;
  graph.inputs = {onnx_port("x", dims)};
  graph.outputs = {onnx_port("y", {{0, "batch"}, {10}})};
  graph.nodes = {onnx_node("Conv", {"x", "kernel"}, {"a"}, {onnx_ints("strides", {2, 2})}), onnx_node("Relu", {"a"}, {"b"}),
                 onnx_node("GlobalAveragePool", {"b"}, {"c"}), onnx_node("Flatten", {"c"}, {"d"}),
                 onnx_node("Gemm", {"d", "dense"}, {"y"})};
  graph.initializers = {onnx_floats("kernel", {4, kChannels, 3, 3}, weights(4 * 3 * 9)), onnx_floats("dense", {4, 10}, weights(40))};
  return graph;
}

// The same with its first weights in "w.bin".
OnnxGraph graph_in_two_files() {
  OnnxGraph graph = picture_graph({{1}, {kChannels}, {kSide}, {kSide}});
  OnnxMessage tensor;
  for (const std::uint64_t dim : {4, 3, 3, 3}) tensor.integer(1, dim);
  graph.initializers[0] =
      tensor.integer(2, 1).text(8, "kernel").integer(14, 1).message(13, OnnxMessage().text(1, "location").text(2, "w.bin"));
  return graph;
}

std::vector<std::byte> weight_file() {
  const std::vector<float> values = weights(4 * 3 * 9);
  const auto bytes = std::as_bytes(std::span(values));
  return {bytes.begin(), bytes.end()};
}

// CIFAR-10's form: a label, then a plane of each colour; here every plane has one value.
std::vector<std::byte> coloured_pictures(int count) {
  std::vector<std::byte> out;
  for (int i = 0; i < count; ++i) {
    out.push_back(static_cast<std::byte>(i % 10));
    for (int channel = 0; channel < 3; ++channel) out.insert(out.end(), kPlane, static_cast<std::byte>((i * 29 + channel * 90) % 256));
  }
  return out;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Every plane of one value, and not all of the same: channels come first.
template <class T>
void check_planes(const std::vector<T>& samples) {
  REQUIRE(!samples.empty());
  REQUIRE(samples.size() % static_cast<std::size_t>(kChannels * kPlane) == 0);
  std::size_t mixed = 0, differ = 0;
  for (std::size_t at = 0; at < samples.size(); ++at) {
    const std::size_t plane = at - at % static_cast<std::size_t>(kPlane);
    mixed += samples[at] != samples[plane] ? 1 : 0;
    differ += samples[plane] != samples[0] ? 1 : 0;
  }
  CHECK(mixed == 0);
  CHECK(differ > 0);
}

}  // namespace

TEST_CASE("open_model: open dimensions are named, and taken when they are given", "[api][unit]") {
  SessionTalk talk;
  const Blob file(picture_graph({{0, "batch"}, {kChannels}, {0, "height"}, {0, "height"}}).file());
  CHECK(talk.ask("open_model", R"({"name":"net.onnx"})", {file}).kind == "failed");
  const Seen<view::MissingView> missing(talk.last_view("missing"));
  REQUIRE(missing->sizes()->size() == 1);
  CHECK(missing->sizes()->Get(0)->str() == "height");
  CHECK(missing->files()->size() == 0);
  for (const char* size : {"32", "\" 32 \""}) {
    const Message& answer = talk.ask("open_model", R"({"name":"net.onnx","sizes":{"height":)" + std::string(size) + "}}", {file});
    INFO(answer.body);
    CHECK(answer.kind == "done");
    CHECK(talk.last_view("missing") == nullptr);
  }
  for (const char* size : {"0", "-3", "\"many\"", "1.5", "null", "[]"}) {
    const Message& answer = talk.ask("open_model", R"({"name":"net.onnx","sizes":{"height":)" + std::string(size) + "}}", {file});
    CHECK(answer.kind == "failed");
    CHECK(has(answer.body, "the size for `height`"));
  }
  CHECK(has(talk.ask("open_model", R"({"name":"net.onnx","sizes":[3]})", {file}).body, "\\\"sizes\\\" is [3]"));
}

TEST_CASE("open_model: how channels are fed is a note, NaN weights are a warning", "[api][unit]") {
  SessionTalk talk;
  OnnxGraph graph = picture_graph({{1}, {kChannels}, {kSide}, {kSide}});
  REQUIRE(talk.ask("open_model", R"({"name":"net.onnx"})", {Blob(graph.file())}).kind == "done");
  const Seen<view::ModelView> ordinary(talk.last_view("model"));
  REQUIRE(ordinary->notes()->size() > 0);
  CHECK(has(ordinary->notes()->Get(0)->message()->str(), "channels are last here"));
  CHECK(ordinary->warnings()->size() == 0);
  graph.initializers[1] = onnx_floats("dense", {4, 10}, std::vector<float>(40, std::numeric_limits<float>::quiet_NaN()));
  REQUIRE(talk.ask("open_model", R"({"name":"net.onnx"})", {Blob(graph.file())}).kind == "done");
  const Seen<view::ModelView> diverged(talk.last_view("model"));
  REQUIRE(diverged->warnings()->size() == 1);
  CHECK(has(diverged->warnings()->Get(0)->message()->str(), "40 of 40 weights are NaN"));
}

TEST_CASE("open_model: weights in another file come from the files that were given with it, and are no samples", "[api][unit]") {
  SessionTalk talk;
  const Blob file(graph_in_two_files().file());
  CHECK(talk.ask("open_model", R"({"name":"net.onnx"})", {file}).kind == "failed");
  const Seen<view::MissingView> missing(talk.last_view("missing"));
  REQUIRE(missing->files()->size() == 1);
  CHECK(missing->files()->Get(0)->str() == "w.bin");
  CHECK(missing->sizes()->size() == 0);
  talk.files[5] = weight_file();
  const auto open_with = [&](const std::string& files) {
    return talk.ask("open_model", R"({"name":"net.onnx","siblings":)" + files + "}", {file});
  };
  CHECK(has(open_with(talk.listed(5, "other.bin")).body, "was not given"));
  CHECK(open_with(talk.listed(5, "folder/w.bin")).kind == "done");
  CHECK(talk.ask("open_data", R"({"files":)" + talk.listed(5, "folder/w.bin") + "}").body == R"({"samples":0})");
  talk.files[6] = {std::byte{1}, std::byte{2}};
  CHECK(has(open_with(talk.listed(6, "w.bin")).body, "do not belong together"));
  const std::string gone = talk.listed(6, "w.bin");
  talk.files.erase(6);
  CHECK(has(open_with(gone).body, "cannot be read any more"));
  for (const char* odd : {"3", "[]", "[3]", R"([{"path":"w.bin"}])"}) CHECK(has(open_with(odd).body, "siblings"));
  CHECK(talk.ask("emit_package", "{}").kind == "done");  // the model that was opened is still there
}

TEST_CASE("check_inputs: samples in each file's own order, with its weights, also where all dimensions are open", "[api][unit]") {
  SessionTalk talk;
  OnnxGraph graph = graph_in_two_files();
  graph.inputs = {onnx_port("x", {{0, "n"}, {0, "c"}, {0, "h"}, {0, "w"}})};
  talk.files[1] = coloured_pictures(60);
  talk.files[5] = weight_file();
  const std::string request = R"({"name":"net.onnx","sizes":{"c":3,"h":32,"w":32},"siblings":)" + talk.listed(5, "w.bin") + "}";
  const Message opened = talk.ask("open_model", request, {Blob(graph.file())});
  INFO(opened.body);
  REQUIRE(opened.kind == "done");
  const Message data = talk.ask("open_data", R"({"files":)" + talk.listed(1, "data_batch_1.bin") + "}");
  INFO(data.body);
  REQUIRE(data.kind == "done");
  REQUIRE(talk.ask("run_optimize", "{}").kind == "done");
  talk.ask("choose_candidate", R"({"candidate":"ptq_int8"})");
  const Message inputs = talk.ask("check_inputs", "{}");
  INFO(inputs.body);
  REQUIRE(inputs.kind == "done");
  const auto json = Json::parse(inputs.body);
  const JsonValue body = json->root();
  CHECK(body["count"].integer() > 0);
  CHECK(body["inputs"].to_json() == R"([{"type":"float32","shape":[1,3,32,32]},{"type":"int8","shape":[1,3,32,32]}])");
  CHECK(body["parts"].to_json() == R"([{"path":"w.bin","handle":5}])");
  REQUIRE(inputs.blobs.size() == 4);
  CHECK_FALSE(inputs.blobs[1].empty());
  check_planes(inputs.blobs[2].copy_as<float>());
  check_planes(inputs.blobs[3].copy_as<std::int8_t>());
}
