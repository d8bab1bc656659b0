// All operator, converted-layer and simple cases of the ONNX project (Debian's libonnx-testdata, fetched by scripts/setup): each
// is imported and run, and is then passed, not applicable (with the reason) or failed. None may fail; how many pass and what is
// not applicable, with counts, is tests/data/onnx_cases/summary.txt: THIMBLE_ACCEPT=1 rewrites it, a review accepts it.
// What passes is also written as ONNX and as .tflite where the format can say it, read back and run: it has to pass again.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/formats/onnx/io_layout.h"
#include "core/ops/op_kind.h"
#include "core/runtime/executor.h"
#include "core/runtime/float_executor.h"
#include "tests/support/golden_files.h"
#include "tests/support/onnx_case.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

struct Outcome {
  enum class Kind { passed, not_applicable, failed } kind;
  std::string reason;
};

bool is_real_type(std::int32_t type) { return type == 1 || type == 10 || type == 11; }

std::string type_name(std::int32_t type) {
  constexpr const char* kNames[] = {"?",     "float",  "uint8", "int8",    "uint16", "int16",  "int32",
                                    "int64", "string", "bool",  "float16", "double", "uint32", "uint64"};
  return type >= 0 && type < 14 ? kNames[type] : "other than numbers";
}

std::optional<OnnxCase> read_case(const std::string& dir, const std::string& name) {
  OnnxCase out{.name = name, .model = read_bytes(dir + "/" + name + "/model.onnx"), .inputs = {}, .outputs = {}};
  for (const char* kind : {"input", "output"}) {
    for (int i = 0;; ++i) {
      const std::string path = dir + "/" + name + "/test_data_set_0/" + kind + "_" + std::to_string(i) + ".pb";
      if (!std::filesystem::exists(path)) break;
      std::optional<CaseTensor> tensor = read_case_tensor(path);
      if (!tensor) return std::nullopt;
      (std::string(kind) == "input" ? out.inputs : out.outputs).push_back(std::move(*tensor));
    }
  }
  return out;
}

// The message of the first refusal, without where it was.
std::string reason_of(const Error& error) {
  std::string text = error.message();
  if (text.starts_with("not supported: ")) text = text.substr(15);
  const std::size_t times = text.find(" times: ");
  if (times != std::string::npos) text = text.substr(0, text.rfind(" (", times));
  for (const char* end : {" (node", " (input '", " (output '", " (initializer '"}) text = text.substr(0, text.find(end));
  std::string out;
  for (const char c : text) out += c >= '0' && c <= '9' ? '#' : c;
  out.erase(std::unique(out.begin(), out.end(), [](char a, char b) { return a == '#' && b == '#'; }), out.end());
  return out;
}

// "clip s8 -> f32" of "1 of 3 nodes have no kernel: node 0 (clip) 'y': no kernel for s8 -> f32; ..."
std::string kernel_reason(const Error& error) {
  const std::string& text = error.message();
  const std::size_t open = text.find('('), close = text.find(')', open), types = text.find("no kernel for ", close);
  if (open == std::string::npos || close == std::string::npos || types == std::string::npos) return text;
  return text.substr(open + 1, close - open - 1) + " " + text.substr(types + 14, text.find(';', types) - types - 14);
}

template <class T>
void put(Bytes& bytes, std::size_t i, double value) {
  const T item = static_cast<T>(value);
  std::memcpy(bytes.data() + i * sizeof item, &item, sizeof item);
}

Bytes to_graph(const Graph& graph, std::size_t port, const CaseTensor& tensor) {
  const ValueId id = graph.inputs[port];
  Bytes bytes(static_cast<std::size_t>(graph.value_bytes(id)));
  const std::optional<IoLayout> layout = io_layout(graph, "input", port);
  const std::vector<std::size_t> places = layout ? file_places(*layout) : std::vector<std::size_t>{};
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const double value = tensor.values[places.empty() ? i : places[i]];
    switch (graph.value(id).dtype) {
      case DType::f32: put<float>(bytes, i, value); break;
      case DType::u8: put<std::uint8_t>(bytes, i, value); break;
      case DType::s8: put<std::int8_t>(bytes, i, value); break;
      default: put<std::int16_t>(bytes, i, value); break;
    }
  }
  return bytes;
}

double number_at(const Bytes& bytes, DType dtype, std::size_t i) {
  if (dtype == DType::f32) {
    float value;
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    return static_cast<double>(value);
  }
  if (dtype == DType::s16) {
    std::int16_t value;
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    return value;
  }
  return dtype == DType::u8 ? std::to_integer<std::uint8_t>(bytes[i]) : static_cast<std::int8_t>(std::to_integer<std::uint8_t>(bytes[i]));
}

// Empty when they agree: floats as the ONNX project compares them (half precision by its own steps), integers within one.
std::string difference(const Graph& graph, std::size_t port, const Bytes& got, const CaseTensor& expected) {
  const ValueId id = graph.outputs[port];
  const DType dtype = graph.value(id).dtype;
  if (graph.value_elements(id) != static_cast<std::int64_t>(expected.values.size()))
    return "shape " + shape_text(graph.shape(id)) + ", expected " + shape_text(expected.dims);
  const std::optional<IoLayout> layout = io_layout(graph, "output", port);
  if ((layout ? layout->file_shape : graph.shape(id)) != expected.dims)
    return "shape " + shape_text(layout ? layout->file_shape : graph.shape(id)) + ", expected " + shape_text(expected.dims);
  const std::vector<std::size_t> places = layout ? file_places(*layout) : std::vector<std::size_t>{};
  const double relative = dtype == DType::f32 ? (expected.type == 10 ? 4e-3 : 1e-3) : 0;
  const double absolute = dtype == DType::f32 ? (expected.type == 10 ? 1e-3 : 2e-6) : 1;
  for (std::size_t i = 0; i < expected.values.size(); ++i) {
    const double mine = number_at(got, dtype, i), its = expected.values[places.empty() ? i : places[i]];
    if (std::isnan(mine) && std::isnan(its)) continue;
    if (mine == its || std::fabs(mine - its) <= absolute + relative * std::fabs(its)) continue;
    return format("output %zu, element %zu: %g, expected %g", port, i, mine, its);
  }
  return {};
}

std::size_t fast_runs = 0;

// The fast twin, where it takes the network: the same answers.
std::string fast_difference(const Graph& graph, std::span<const Bytes> inputs, const OnnxCase& test) {
  for (const ValueId id : graph.inputs) {
    if (graph.value(id).dtype != DType::f32) return {};
  }
  Result<FloatExecutor> executor = FloatExecutor::create(graph, {});
  if (!executor.ok()) return {};
  std::vector<std::vector<float>> floats;
  for (const Bytes& bytes : inputs) {
    floats.emplace_back(bytes.size() / sizeof(float));
    if (!bytes.empty()) std::memcpy(floats.back().data(), bytes.data(), bytes.size());
  }
  Result<std::vector<std::vector<float>>> outputs = executor->run(floats);
  ++fast_runs;
  if (!outputs.ok()) return "fast twin: " + outputs.error().to_string();
  for (std::size_t i = 0; i < outputs->size(); ++i) {
    if (graph.value(graph.outputs[i]).dtype != DType::f32) continue;
    Bytes bytes((*outputs)[i].size() * sizeof(float));
    if (!bytes.empty()) std::memcpy(bytes.data(), (*outputs)[i].data(), bytes.size());
    const std::string text = difference(graph, i, bytes, test.outputs[i]);
    if (!text.empty()) return "fast twin: " + text;
  }
  return {};
}

Outcome run_graph(const Graph& graph, const OnnxCase& test, const std::vector<std::size_t>& fed) {
  Result<Executor> executor = Executor::create(graph);
  if (!executor.ok()) return {Outcome::Kind::not_applicable, "no kernel for " + kernel_reason(executor.error())};
  std::vector<Bytes> inputs;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) inputs.push_back(to_graph(graph, i, test.inputs[fed[i]]));
  Result<std::vector<Bytes>> outputs = executor->run(inputs);
  if (!outputs.ok()) return {Outcome::Kind::failed, outputs.error().to_string()};
  if (outputs->size() != test.outputs.size()) return {Outcome::Kind::failed, format("%zu outputs", outputs->size())};
  for (std::size_t i = 0; i < outputs->size(); ++i) {
    const std::string text = difference(graph, i, (*outputs)[i], test.outputs[i]);
    if (!text.empty()) return {Outcome::Kind::failed, text};
  }
  const std::string fast = fast_difference(graph, inputs, test);
  if (!fast.empty()) return {Outcome::Kind::failed, fast};
  return {Outcome::Kind::passed, {}};
}

using Written = std::map<std::string, std::size_t>;  // how many cases passed again, by format

Outcome run_imported(const Graph& graph, const OnnxCase& test, const std::vector<std::size_t>& fed, Written& written) {
  const Outcome outcome = run_graph(graph, test, fed);
  if (outcome.kind != Outcome::Kind::passed) return outcome;
  for (const std::string format : {"onnx", "tflite"}) {
    Diagnostics notes;
    const auto file = save_model(*find_format(format), graph, {}, notes);
    if (!file.ok() && file.error().code() == ErrorCode::unsupported) continue;
    if (!file.ok()) return {Outcome::Kind::failed, "written as " + format + ": " + file.error().to_string()};
    Result<Graph> again = load_model(*file, "again." + format, notes);
    if (!again.ok()) return {Outcome::Kind::failed, "written as " + format + ": " + again.error().to_string()};
    // Of .tflite the order is ours, which the case's graph describes.
    if (format == "tflite") again->meta = graph.meta;
    const Outcome second = run_graph(*again, test, fed);
    if (second.kind != Outcome::Kind::passed) return {Outcome::Kind::failed, "written as " + format + ": " + second.reason};
    ++written[format];
  }
  return outcome;
}

// A case feeds weights and shapes as inputs; a network has them as constants. Tried in turn: every real input is an input;
// then only the first is, and the others are constants.
Outcome run_case(const OnnxCase& test, Written& written) {
  Outcome outcome{Outcome::Kind::not_applicable, "no inputs"};
  for (const bool only_first : {false, true}) {
    LoadOptions options;
    std::vector<std::size_t> fed;
    for (std::size_t i = 0; i < test.inputs.size(); ++i) {
      const CaseTensor& tensor = test.inputs[i];
      const bool feed = i == 0 || (!only_first && is_real_type(tensor.type));
      if (feed) fed.push_back(i);
      else options.constants[tensor.name] = tensor.file;
      if (feed) {
        for (std::size_t dim = 0; dim < tensor.dims.size(); ++dim)
          options.sizes[tensor.name + ":" + std::to_string(dim)] = tensor.dims[dim];
      }
    }
    Diagnostics notes;
    Result<Graph> graph = load_model(test.model, "case.onnx", notes, options);
    if (!graph.ok()) {
      const bool refused = graph.error().code() == ErrorCode::unsupported;
      outcome = {refused ? Outcome::Kind::not_applicable : Outcome::Kind::failed,
                 refused ? reason_of(graph.error()) : graph.error().to_string()};
      if (refused) continue;
      return outcome;
    }
    if (graph->inputs.size() != fed.size()) return {Outcome::Kind::not_applicable, "an input that nothing reads"};
    outcome = run_imported(*graph, test, fed, written);
    if (outcome.kind != Outcome::Kind::not_applicable) return outcome;
  }
  return outcome;
}

Outcome run_named(const std::string& dir, const std::string& name, Written& written) {
  const std::optional<OnnxCase> test = read_case(dir, name);
  if (!test) return {Outcome::Kind::not_applicable, "inputs or outputs that are no tensors of numbers"};
  for (const CaseTensor& output : test->outputs) {
    if (!is_real_type(output.type) && output.type != 2 && output.type != 3)
      return {Outcome::Kind::not_applicable, "an output of type " + type_name(output.type)};
  }
  for (const std::vector<CaseTensor>* tensors : {&test->inputs, &test->outputs}) {
    for (const CaseTensor& tensor : *tensors) {
      for (const double value : tensor.values) {
        if (std::isfinite(value) && std::fabs(value) > 3.5e38) return {Outcome::Kind::not_applicable, "numbers that a float cannot hold"};
      }
    }
  }
  return run_case(*test, written);
}

std::string summary_text(const std::map<std::string, std::size_t>& reasons, std::size_t passed, const Written& written, std::size_t all) {
  std::ostringstream out;
  out << all << " cases of libonnx-testdata\n" << passed << " passed\n";
  for (const auto& [format, count] : written) out << count << " passed again after being written as " << format << "\n";
  std::vector<std::pair<std::size_t, std::string>> sorted;
  for (const auto& [reason, count] : reasons) sorted.emplace_back(count, reason);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  out << "\nnot applicable:\n";
  for (const auto& [count, reason] : sorted) out << count << " " << reason << "\n";
  return out.str();
}

}  // namespace

TEST_CASE("onnx cases: every case of the ONNX project passes or is not applicable, for a reviewed reason", "[runtime][golden][slow]") {
  const std::string dir = onnx_cases_dir();
  if (dir.empty()) SKIP("no libonnx-testdata in the cache: scripts/setup native fetches it");
  std::map<std::string, std::size_t> reasons;
  std::size_t passed = 0;
  Written written;
  const std::vector<std::string> names = onnx_case_names(dir);
  const std::string only = environment_or("THIMBLE_ONNX_CASE", "");
  // Data of the ONNX project that contradict its own definitions; each is held to differ still.
  const std::map<std::string, std::string> wrong = read_reasons(data_path("onnx_cases/wrong_data.txt"));
  for (const std::string& name : names) {
    if (!only.empty() && name.find(only) == std::string::npos) continue;
    Outcome outcome = run_named(dir, name, written);
    if (const auto place = wrong.find(name); place != wrong.end()) {
      if (outcome.kind != Outcome::Kind::failed) FAIL_CHECK(name << " is in wrong_data.txt, but does not differ any more");
      outcome = {Outcome::Kind::not_applicable, place->second};
    }
    if (!only.empty()) std::cout << name << ": " << static_cast<int>(outcome.kind) << " " << outcome.reason << "\n";
    if (outcome.kind == Outcome::Kind::failed) FAIL_CHECK(name << ": " << outcome.reason);
    if (outcome.kind == Outcome::Kind::passed) ++passed;
    if (outcome.kind == Outcome::Kind::not_applicable) ++reasons[outcome.reason];
  }
  if (!only.empty()) return;
  CHECK(fast_runs > 500);  // the float executor's share is not none
  const std::string text = summary_text(reasons, passed, written, names.size());
  const std::string path = data_path("onnx_cases/summary.txt");
  if (!environment_or("THIMBLE_ACCEPT", "").empty()) std::ofstream(path) << text;
  std::cout << text;
  const Bytes golden = std::filesystem::exists(path) ? read_bytes(path) : Bytes();
  const bool same = text == std::string(reinterpret_cast<const char*>(golden.data()), golden.size());
  CHECK(same);
}

TEST_CASE("onnx cases: known image networks are read whole, and keep no transpose but where they shuffle channels", "[runtime][golden]") {
  const std::string dir = onnx_cases_dir();
  if (dir.empty()) SKIP("no libonnx-testdata in the cache: scripts/setup native fetches it");
  const std::pair<const char*, std::size_t> networks[] = {{"densenet121", 0}, {"inception_v1", 0}, {"inception_v2", 0},
                                                          {"resnet50", 0},    {"squeezenet", 0},   {"shufflenet", 16}};
  for (const auto& [name, transposes] : networks) {
    INFO(name);
    Diagnostics notes;
    const Result<Graph> graph = load_model(read_bytes(dir + "/light/light_" + name + ".onnx"), name, notes);
    REQUIRE(graph.ok());
    CHECK(graph->shape(graph->inputs[0]) == Shape{1, 224, 224, 3});
    std::size_t found = 0;
    for (const NodeId id : graph->live_nodes()) found += graph->node(id).kind == OpKind::transpose ? 1 : 0;
    CHECK(found == transposes);
  }
}

}  // namespace thimble::test
