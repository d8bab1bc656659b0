// load_model: every file of the corpus and damaged ones; unknown files are named for what they look like.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/rng.h"
#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"
#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"
#include "core/runtime/float_executor.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

const OpNames kNames{op_name, find_op};

Result<Graph> load(const Bytes& bytes, const std::string& name = "a/file.bin") {
  Diagnostics diagnostics;
  return load_model(bytes, name, diagnostics);
}

Bytes bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

std::vector<std::string> case_names() {
  std::ifstream in(data_path("litert_ops/cases.txt"));
  std::vector<std::string> out;
  for (std::string name; std::getline(in, name);) out.push_back(name);
  return out;
}

std::string error_text(const Result<Graph>& result) { return result.ok() ? "loaded" : result.error().to_string(); }

}  // namespace

TEST_CASE("load_model: every single-operator file loads, and its text form is exact", "[formats][unit]") {
  const auto names = case_names();
  REQUIRE(names.size() > 600);
  for (const std::string& name : names) {
    INFO(name);
    const auto graph = load(read_bytes(data_path("litert_ops/" + name + ".tflite")), name + ".tflite");
    INFO(error_text(graph));
    REQUIRE(graph.ok());
    REQUIRE(graph->name == name);
    const std::string text = print_graph(*graph, kNames);
    const auto again = load(bytes_of(text), name + ".tir");
    INFO(error_text(again));
    REQUIRE(again.ok());
    REQUIRE(print_graph(*again, kNames) == text);
  }
}

TEST_CASE("load_model: a file cut off at any length is answered with an error that names the file", "[formats][unit]") {
  for (const char* name : {"conv_2d_s8", "fully_connected_s16", "split_s8", "softmax_s8"}) {
    const Bytes whole = read_bytes(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/tflite/" + name + ".tflite");
    REQUIRE(load(whole).ok());
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const auto graph = load(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
      INFO(name << " cut at " << length << " of " << whole.size() << ": " << error_text(graph));
      REQUIRE(!graph.ok());
      REQUIRE(graph.error().where().starts_with("a/file.bin"));
      REQUIRE(!graph.error().hint().empty());
    }
  }
}

TEST_CASE("load_model: a short file cannot ask for more than a bounded amount of memory", "[formats][unit]") {
  const std::string corpus = environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/tflite/";
  const auto tiles = load(read_bytes(corpus + "hostile_many_tiles.tflite"));
  REQUIRE(!tiles.ok());
  CHECK(tiles.error().code() == ErrorCode::out_of_budget);
  CHECK(tiles.error().to_string().find("lists of indices") != std::string::npos);
  // Larger than any machine's arena, and with as many channels.
  for (const char* name : {"hostile_huge_value.tflite", "hostile_many_channels.tflite"}) {
    INFO(name);
    auto graph = load(read_bytes(corpus + name));
    REQUIRE(graph.ok());
    REQUIRE(run_passes(*graph).ok());
    const auto executor = Executor::create(*graph);
    REQUIRE(!executor.ok());
    CHECK(executor.error().code() == ErrorCode::out_of_budget);
    if (graph->value(graph->inputs[0]).dtype != DType::f32) continue;
    const auto floats = FloatExecutor::create(*graph, {});
    REQUIRE(!floats.ok());
    CHECK(floats.error().code() == ErrorCode::out_of_budget);
  }
}

TEST_CASE("load_model: what the fuzzer found or started from is an error or a graph that is right in itself", "[formats][unit]") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/tflite")) {
    INFO(entry.path().filename().string());
    const auto graph = load(read_bytes(entry.path().string()));
    if (graph.ok()) CHECK(verify(*graph).ok());
    if (!graph.ok()) {
      CHECK(graph.error().where().starts_with("a/file.bin"));
      CHECK(!graph.error().hint().empty());
    }
    ++files;
  }
  CHECK(files > 60);
}

TEST_CASE("load_model: a file may lie at any address", "[formats][unit]") {
  const Bytes whole = read_bytes(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/tflite/conv_2d_s8.tflite");
  for (std::size_t shift = 1; shift < 8; ++shift) {
    Bytes shifted(shift);
    shifted.insert(shifted.end(), whole.begin(), whole.end());
    Diagnostics diagnostics;
    CHECK(load_model(std::span(shifted).subspan(shift), "shifted.tflite", diagnostics).ok());
  }
}

TEST_CASE("load_model: random bytes, with and without the magic, are errors", "[formats][unit]") {
  Rng rng(20260101);
  for (int round = 0; round < 20000; ++round) {
    Bytes bytes(static_cast<std::size_t>(rng.uniform(0, 300)));
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(rng.next());
    if (round % 2 == 0 && bytes.size() >= 8) {
      const Bytes magic = bytes_of("TFL3");
      std::copy(magic.begin(), magic.end(), bytes.begin() + 4);
    }
    REQUIRE(!load(bytes).ok());
  }
}

TEST_CASE("load_model: a byte changed anywhere leads to an error or to a graph that is right in itself", "[formats][unit]") {
  Rng rng(7);
  const Bytes whole = read_bytes(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/tflite/conv_2d_s8.tflite");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const int value : {0, 1, 0x7f, 0x80, 0xff, static_cast<int>(rng.uniform(0, 255))}) {
      Bytes changed = whole;
      changed[i] = static_cast<std::byte>(value);
      const auto graph = load(changed);
      INFO("byte " << i << " = " << value);
      if (graph.ok()) REQUIRE(verify(*graph).ok());
    }
  }
}

TEST_CASE("load_model: what is no model of ours is called by its name, with what to do", "[formats][unit]") {
  using namespace std::string_view_literals;
  const std::pair<std::string_view, const char*> samples[] = {
      {""sv, "an empty file"},
      {"\x08\x07\x12\x0cpytorch"sv, "ONNX"},
      {"\x89HDF\r\n\x1a\n\0\0"sv, "HDF5"},
      {"PK\x03\x04\x14\0\0\0model.weights.h5"sv, "Keras 3"},
      {"PK\x03\x04\x14\0\0\0archive/data.pkl"sv, "PyTorch"},
      {"PK\x03\x04\x14\0\0\0x/saved_model.pb"sv, "zipped TensorFlow SavedModel"},
      {"PK\x03\x04\x14\0\0\0x.npy"sv, "NumPy archive"},
      {"PK\x03\x04\x14\0\0\0readme"sv, "a ZIP archive"},
      {"\x80\x02}q\0"sv, "pickle"},
      {"\x08\x01\x12\xff\x05\x0a\x12saved_model_schema_version"sv, "ONNX"},
      {"\x0a\x12\x08\x01 saved_model_schema_version"sv, "SavedModel"},
      {"{\"modelTopology\": {}}"sv, "TensorFlow.js"},
      {"{\"class_name\": \"Sequential\"}"sv, "Keras architecture"},
      {"{\"a\": 1}"sv, "JSON"},
      {"  <!DOCTYPE html><html>"sv, "HTML"},
      {"<html><head></head>Not found"sv, "HTML"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:1"sv, "Git LFS"},
      {"<?xml version=\"1.0\"?>"sv, "XML"},
      {"const unsigned char g_model[] = {0x1c, 0x00"sv, "C source"},
      {"\n\nthimble_ir 1\n"sv, "our text form"},
      {"hello"sv, "looks like text"},
      {"\x1f\x8b\x08\0\0\0\0\0"sv, "gzip"},
      {"\xfd"
       "7zXZ\0\0\0"sv,
       "xz"},
      {"\x93NUMPY\x01\0"sv, "NumPy array"},
      {"\x7f"
       "ELF\x02\x01\x01\0"sv,
       "a program"},
      {"\x89PNG\r\n\x1a\n"sv, "PNG"},
      {"RIFF\x24\0\0\0WAVE"sv, "WAV"},
      {"\x1c\0\0\0TFL2\0\0\0\0"sv, "another version"},
      {"\x28\0\0\0\0\0\0\0{\"w\":{\"dtype\":\"F32\"}}"sv, "safetensors"},
      {"\0\0\0\0\0\0\0\0\0\0"sv, "zero bytes"},
      {"\x01\x02\x03\xfe\xff\x00\x10\x11"sv, "unknown binary data (it begins with 010203feff001011)"},
  };
  for (const auto& [content, expected] : samples) {
    const auto graph = load(bytes_of(content), "dir/thing.bin");
    REQUIRE(!graph.ok());
    INFO(error_text(graph));
    CHECK(graph.error().code() == ErrorCode::unsupported);
    CHECK(graph.error().where() == "dir/thing.bin");
    CHECK(graph.error().message().find(expected) != std::string::npos);
    CHECK(graph.error().message().find("tflite (TensorFlow Lite") != std::string::npos);
    CHECK(!graph.error().hint().empty());
  }
}

TEST_CASE("load_model: formats have a name, a description and endings; files give graphs their names", "[formats][unit]") {
  for (const FormatDef* format : all_formats()) {
    CHECK(!format->name.empty());
    CHECK(!format->doc.empty());
    for (const std::string_view extension : format->extensions) CHECK(extension.starts_with("."));
  }
  CHECK(model_name("models/kws.tflite") == "kws");
  CHECK(model_name("C:\\models\\kws.v2.tflite") == "kws.v2");
  CHECK(model_name(".hidden") == ".hidden");
  CHECK(model_name("a\nb") == "a?b");
  CHECK(load(bytes_of("nothing"), "").error().where() == "model");
}

TEST_CASE("load_model: the text form loads under its own name or the file's, and is verified", "[formats][unit]") {
  const auto named = load(bytes_of("thimble_ir 1\ngraph \"g\"\ninput %0: f32 [2]\n%1: f32 [2] = relu(%0)\noutput %1\n"), "x.tir");
  REQUIRE(named.ok());
  CHECK(named->name == "g");
  const auto unnamed = load(bytes_of("thimble_ir 1\ninput %0: f32 [2]\n%1: f32 [2] = relu(%0)\noutput %1\n"), "x.tir");
  REQUIRE(unnamed.ok());
  CHECK(unnamed->name == "x");
  const auto wrong = load(bytes_of("thimble_ir 1\ninput %0: f32 [2]\n%1: f32 [3] = relu(%0)\noutput %1\n"), "x.tir");
  REQUIRE(!wrong.ok());
  CHECK(wrong.error().where() == "x.tir > node 0 (relu)");
  CHECK(wrong.error().message() == "output 0 has shape [3], expected [2]");
}

}  // namespace thimble::test
