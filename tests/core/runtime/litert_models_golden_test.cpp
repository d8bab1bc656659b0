// Whole networks through our importer and executor, against the reference kernels' outputs, bit for bit.
//   The topologies are committed; other people's networks are looked for by SHA-256 below THIMBLE_FIXTURES and
//   THIMBLE_HARDWARE, and skipped, loudly, where they are not.
//   tests/data/litert_models/unsupported.txt lists those that we refuse, with the reason, and is kept honest both ways.
#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/hash.h"
#include "core/formats/format_def.h"
#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

namespace fs = std::filesystem;

struct Answer {
  std::optional<std::string> refused;
  std::string wrong;
};

std::vector<Bytes> make_inputs(const Graph& graph, const GoldenSet& set) {
  InputStream stream(set.seed);
  std::vector<Bytes> inputs;
  for (const ValueId id : graph.inputs) inputs.push_back(stream.draw(graph.value(id).dtype, graph.value_elements(id), set.kind));
  return inputs;
}

// Float results after the integer part come from another libm than ours.
bool close_floats(const Bytes& got, const Bytes& expected) {
  for (std::size_t at = 0; at + sizeof(float) <= expected.size(); at += sizeof(float)) {
    float a, b;
    std::memcpy(&a, got.data() + at, sizeof(a));
    std::memcpy(&b, expected.data() + at, sizeof(b));
    if (!(std::abs(a - b) <= 1e-5f * std::max(1.0f, std::abs(b)))) return false;
  }
  return true;
}

std::string wrong_output(DType dtype, const Bytes& got, const GoldenOutput& expected) {
  if (got.size() != expected.bytes) return std::to_string(got.size()) + " bytes, expected " + std::to_string(expected.bytes);
  if (fnv1a(got) == expected.hash) return {};
  if (dtype == DType::f32 && expected.kept.size() == expected.bytes && close_floats(got, expected.kept)) return {};
  const std::string difference = first_difference(dtype, got, expected.kept);
  return difference.empty() ? "differs after the first " + std::to_string(expected.kept.size()) + " bytes" : difference;
}

std::string wrong_set(Executor& executor, const GoldenSet& set) {
  const Graph& graph = executor.graph();
  auto outputs = executor.run(make_inputs(graph, set));
  if (!outputs.ok()) return "run: " + outputs.error().to_string();
  if (outputs->size() != set.outputs.size()) return std::to_string(outputs->size()) + " outputs";
  for (std::size_t i = 0; i < outputs->size(); ++i) {
    const std::string wrong = wrong_output(graph.value(graph.outputs[i]).dtype, (*outputs)[i], set.outputs[i]);
    if (!wrong.empty()) return "output " + std::to_string(i) + ": " + wrong;
  }
  return {};
}

Answer answer_model(const Bytes& model, const std::string& name, const GoldenModel& golden) {
  Diagnostics diagnostics;
  auto graph = load_model(model, name, diagnostics);
  if (!graph.ok()) {
    if (graph.error().code() == ErrorCode::unsupported) return {graph.error().to_string(), {}};
    return {{}, "import: " + graph.error().to_string()};
  }
  auto executor = Executor::create(*graph);
  if (!executor.ok()) {
    if (executor.error().code() == ErrorCode::unsupported) return {executor.error().to_string(), {}};
    return {{}, "create: " + executor.error().to_string()};
  }
  // As the file has it, and after the exact passes, which is what is emitted.
  Graph rewritten = *graph;
  const auto runs = run_passes(rewritten);
  if (!runs.ok()) return {{}, "passes: " + runs.error().to_string()};
  for (const PassRun& run : *runs) {
    if (run.applied > 0 && run.many != "nodes less")
      WARN(name << ": " << std::string(run.name) << ": " << run.applied << " " << std::string(run.many));
  }
  auto after = Executor::create(rewritten);
  if (!after.ok()) return {{}, "create after the passes: " + after.error().to_string()};
  for (std::size_t i = 0; i < golden.sets.size(); ++i) {
    const std::string wrong = wrong_set(*executor, golden.sets[i]);
    if (!wrong.empty()) return {{}, "set " + std::to_string(i) + ": " + wrong};
    const std::string wrong_after = wrong_set(*after, golden.sets[i]);
    if (!wrong_after.empty()) return {{}, "set " + std::to_string(i) + " after the passes: " + wrong_after};
  }
  return {};
}

// Every .tflite below the folders, by its hash.
std::map<std::string, std::string> models_by_hash() {
  std::map<std::string, std::string> paths;
  for (const std::string& folder : {fixtures_dir(), environment_or("THIMBLE_HARDWARE", "")}) {
    std::error_code error;
    if (folder.empty() || !fs::is_directory(folder, error)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
      if (entry.path().extension() != ".tflite" || entry.file_size() > 1'100'000) continue;
      paths[sha256_hex(read_bytes(entry.path().string()))] = entry.path().string();
    }
  }
  return paths;
}

std::vector<std::string> golden_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(data_path("litert_models"))) {
    if (entry.path().extension() == ".golden") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("topologies and sample: our own networks are equal to the reference kernels bit for bit", "[runtime][golden]") {
  const std::pair<std::string, std::string> models[] = {{"ds_cnn_kws", "topologies/ds_cnn_kws.tflite"},
                                                        {"resnet8_ic", "topologies/resnet8_ic.tflite"},
                                                        {"autoencoder_ad", "topologies/autoencoder_ad.tflite"},
                                                        {"digits_int8", "../../assets/sample/digits_int8.tflite"}};
  for (const auto& [name, path] : models) {
    const Bytes model = read_bytes(data_path(path));
    const GoldenModel golden = read_golden(data_path("topologies/" + name + ".golden"));
    INFO(name);
    REQUIRE(sha256_hex(model) == golden.sha256);
    const Answer answer = answer_model(model, name + ".tflite", golden);
    CHECK(answer.refused.value_or("") == "");
    CHECK(answer.wrong == "");
  }
}

TEST_CASE("litert models: every network is equal to the reference kernels bit for bit, or refused and listed", "[runtime][golden]") {
  const auto paths = models_by_hash();
  if (paths.empty()) SKIP("no networks: THIMBLE_FIXTURES and THIMBLE_HARDWARE name no folder that has any");
  const auto listed = read_reasons(data_path("litert_models/unsupported.txt"));
  std::size_t equal = 0, refused = 0, absent = 0, seen_listed = 0;
  for (const std::string& name : golden_names()) {
    const GoldenModel golden = read_golden(data_path("litert_models/" + name + ".golden"));
    seen_listed += listed.count(name);
    const auto path = paths.find(golden.sha256);
    if (path == paths.end()) {
      ++absent;
      continue;
    }
    const Answer answer = answer_model(read_bytes(path->second), name + ".tflite", golden);
    if (!answer.wrong.empty()) {
      FAIL_CHECK(name << ": " << answer.wrong);
    } else if (answer.refused && listed.count(name) == 0) {
      FAIL_CHECK(name << ": refused, and not in unsupported.txt: " << *answer.refused);
    } else if (!answer.refused && listed.count(name) != 0) {
      FAIL_CHECK(name << ": works now; take it out of unsupported.txt (" << listed.at(name) << ")");
    } else {
      ++(answer.refused ? refused : equal);
    }
  }
  CHECK(seen_listed == listed.size());
  if (absent > 0) WARN(absent << " networks are in neither folder and were not tried");
  INFO(equal << " equal, " << refused << " refused");
  CHECK(equal > 0);
}

}  // namespace thimble::test
