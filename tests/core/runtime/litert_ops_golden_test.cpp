// Every single-operator case of tests/data/litert_ops through our importer and executor, bit for bit.
//   tests/data/litert_ops/unsupported.txt lists the cases that we refuse, with the reason. It is kept honest both ways:
//   a case that is refused and not listed fails, and so does a listed one that works.
#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <sstream>
#include <string>

#include "core/formats/format_def.h"
#include "core/runtime/executor.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

std::string case_path(const std::string& name, const char* ending) { return data_path("litert_ops/" + name + ending); }

// What is wrong with the outputs of one set; empty when nothing is.
std::string wrong_output(Executor& executor, const IoSet& set) {
  auto outputs = executor.run(set.inputs);
  if (!outputs.ok()) return "run: " + outputs.error().to_string();
  if (outputs->size() != set.outputs.size()) return std::to_string(outputs->size()) + " outputs";
  for (std::size_t i = 0; i < outputs->size(); ++i) {
    const DType dtype = executor.graph().value(executor.graph().outputs[i]).dtype;
    if ((*outputs)[i].size() != set.outputs[i].size()) {
      return "output " + std::to_string(i) + " has " + std::to_string((*outputs)[i].size()) + " bytes, expected " +
             std::to_string(set.outputs[i].size());
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
    const std::string wrong = wrong_output(*executor, sets[i]);
    if (!wrong.empty()) return {{}, "set " + std::to_string(i) + ": " + wrong};
  }
  return {};
}

}  // namespace

TEST_CASE("litert operators: every case is equal to the reference kernels bit for bit, or refused and listed", "[runtime][golden]") {
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
