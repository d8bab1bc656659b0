// Every single-operator case of tests/data/litert_ops through our importer and executor: integers bit for bit, floats within a
// tolerance, of ARG_MAX the class that our scores pick.
//   tests/data/litert_ops/unsupported.txt lists the cases that we refuse, with the reason. It is kept honest both ways:
//   a case that is refused and not listed fails, and so does a listed one that works.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/runtime/executor.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

// Ours and LiteRT's sums are rounded in another order, and the functions come from other libraries.
constexpr double kFloatTolerance = 2e-6;
// LiteRT rounds the activations of hybrid layers to 8 bits while it runs; ours stay floats.
constexpr double kHybridTolerance = 0.03;

std::string case_path(const std::string& name, const char* ending) { return data_path("litert_ops/" + name + ending); }

bool has_part(const std::string& name, const std::string& part) { return name.find(part) != std::string::npos; }

// What floats may differ by, relative to the output's largest magnitude; 0: not at all.
double tolerance_of(const std::string& name, const Graph& graph) {
  const auto is_real = [&](ValueId id) { return graph.value(id).dtype == DType::f32; };
  if (!std::ranges::all_of(graph.inputs, is_real) || !std::ranges::all_of(graph.outputs, is_real)) return 0;
  return has_part(name, "_hybrid") ? kHybridTolerance : kFloatTolerance;
}

// What ARG_MAX makes of scores: in each row the place of the first of the greatest.
template <class T>
Bytes picks_of(const Bytes& scores, std::size_t classes) {
  const std::vector<T> numbers = Blob(scores).copy_as<T>();
  std::vector<std::int32_t> picks;
  for (auto row = numbers.begin(); row != numbers.end(); row += static_cast<std::ptrdiff_t>(classes)) {
    const auto end = row + static_cast<std::ptrdiff_t>(classes);
    picks.push_back(static_cast<std::int32_t>(std::max_element(row, end) - row));
  }
  const auto bytes = std::as_bytes(std::span(picks));
  return {bytes.begin(), bytes.end()};
}

// Scores are what we compute, the class is what LiteRT answers.
std::string wrong_pick(const Graph& graph, const Bytes& scores, const Bytes& expected) {
  const auto classes = static_cast<std::size_t>(graph.shape(graph.outputs[0]).back());
  const bool real = graph.value(graph.outputs[0]).dtype == DType::f32;
  const Bytes picks = real ? picks_of<float>(scores, classes) : picks_of<std::int8_t>(scores, classes);
  if (picks.size() != expected.size()) return std::to_string(picks.size()) + " bytes, expected " + std::to_string(expected.size());
  return first_difference(DType::s32, picks, expected);
}

// What is wrong with the outputs of one set; empty when nothing is.
std::string wrong_output(const std::string& name, Executor& executor, const IoSet& set) {
  auto outputs = executor.run(set.inputs);
  if (!outputs.ok()) return "run: " + outputs.error().to_string();
  if (outputs->size() != set.outputs.size()) return std::to_string(outputs->size()) + " outputs";
  if (name.starts_with("arg_max")) return wrong_pick(executor.graph(), (*outputs)[0], set.outputs[0]);
  const double tolerance = tolerance_of(name, executor.graph());
  for (std::size_t i = 0; i < outputs->size(); ++i) {
    const DType dtype = executor.graph().value(executor.graph().outputs[i]).dtype;
    if ((*outputs)[i].size() != set.outputs[i].size()) {
      return "output " + std::to_string(i) + " has " + std::to_string((*outputs)[i].size()) + " bytes, expected " +
             std::to_string(set.outputs[i].size());
    }
    if (tolerance > 0) {
      const double difference = float_difference((*outputs)[i], set.outputs[i]);
      if (difference > tolerance) return "output " + std::to_string(i) + " differs by " + number_text(difference);
      continue;
    }
    const std::string difference = first_difference(dtype, (*outputs)[i], set.outputs[i]);
    if (!difference.empty()) return "output " + std::to_string(i) + ", " + difference;
  }
  return {};
}

struct Answer {
  std::optional<std::string> refused;  // why, when importer or executor say `unsupported`
  std::string wrong;                   // empty: nothing
};

Answer answer_case(const std::string& name) {
  Diagnostics diagnostics;
  auto graph = load_model(read_bytes(case_path(name, ".tflite")), name + ".tflite", diagnostics);
  if (!graph.ok()) {
    if (graph.error().code() == ErrorCode::unsupported) return {graph.error().to_string(), {}};
    return {{}, "import: " + graph.error().to_string()};
  }
  auto executor = Executor::create(*graph);
  if (!executor.ok()) {
    if (executor.error().code() == ErrorCode::unsupported) return {executor.error().to_string(), {}};
    return {{}, "create: " + executor.error().to_string()};
  }
  const auto sets = read_io(case_path(name, ".io"));
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const std::string wrong = wrong_output(name, *executor, sets[i]);
    if (!wrong.empty()) return {{}, "set " + std::to_string(i) + ": " + wrong};
  }
  return {};
}

}  // namespace

TEST_CASE("litert operators: every case is equal to the reference kernels, or refused and listed", "[runtime][golden]") {
  const auto listed = read_reasons(data_path("litert_ops/unsupported.txt"));
  const Bytes list = read_bytes(data_path("litert_ops/cases.txt"));
  std::istringstream names(std::string(reinterpret_cast<const char*>(list.data()), list.size()));
  std::size_t equal = 0, refused = 0, seen_listed = 0;
  for (std::string name; std::getline(names, name);) {
    const Answer answer = answer_case(name);
    seen_listed += listed.count(name);
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
  CHECK(seen_listed == listed.size());  // no line about a case that is not there
  INFO(equal << " equal, " << refused << " refused");
  CHECK(equal > refused);
}

}  // namespace thimble::test
