#include <algorithm>
#include <cmath>

#include "core/api/workspace.h"
#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/pipeline/score.h"
#include "core/view/views.h"

namespace thimble {

namespace {

struct Comparison {
  std::int64_t same = 0, of = 0;
  double largest = 0;  // difference of an output
};

// A file that ends in ArgMax answers with the class itself.
bool answers_classes(const std::vector<std::vector<float>>& ours, std::size_t theirs) {
  return theirs == ours.size() && !ours.empty() && ours[0].size() > 1;
}

Comparison compare_classes(const std::vector<std::vector<float>>& ours, std::span<const float> theirs) {
  Comparison out{.of = std::ssize(ours)};
  for (std::size_t i = 0; i < ours.size(); ++i) out.same += static_cast<float>(argmax(ours[i])) == theirs[i] ? 1 : 0;
  return out;
}

Comparison compare(const std::vector<std::vector<float>>& ours, std::span<const float> theirs) {
  Comparison out;
  std::size_t at = 0;
  for (const std::vector<float>& answer : ours) {
    const auto other = theirs.subspan(at, answer.size());
    at += answer.size();
    out.same += argmax(answer) == argmax(other) ? 1 : 0;
    ++out.of;
    for (std::size_t i = 0; i < answer.size(); ++i)
      out.largest = std::max(out.largest, std::fabs(static_cast<double>(answer[i]) - static_cast<double>(other[i])));
  }
  return out;
}

// Integer outputs differ by whole steps where a float runtime rounds otherwise; classes are what counts there.
constexpr double kLeastAgreement = 0.995;

CheckInfo verdict(std::string title, const std::vector<std::vector<float>>& ours, std::span<const float> theirs, const std::string& error) {
  if (!error.empty()) return {.title = std::move(title), .text = "could not run it: " + printable(error, 300), .good = false};
  const bool picks = answers_classes(ours, theirs.size());
  const Comparison found = picks ? compare_classes(ours, theirs) : compare(ours, theirs);
  const bool classes = !ours.empty() && ours[0].size() > 1;
  std::string text = classes ? cat("the same class on ", found.same, " of ", counted(found.of, "sample")) : counted(found.of, "sample");
  if (!picks) text += format("; outputs differ by at most %.3g", found.largest);
  const bool good =
      classes ? static_cast<double>(found.same) >= kLeastAgreement * static_cast<double>(found.of) : std::isfinite(found.largest);
  return {.title = std::move(title), .text = std::move(text), .good = good};
}

std::size_t size_of(const std::vector<std::vector<float>>& answers) {
  std::size_t sum = 0;
  for (const std::vector<float>& answer : answers) sum += answer.size();
  return sum;
}

JobResult start(Workspace& workspace, const CommandInput& input) {
  const std::shared_ptr<const PendingCheck> check = std::exchange(workspace.check, nullptr);
  if (!check) return invalid_argument("no check is open", "ask by check_inputs first");
  std::vector<float> outputs = input.blobs[0].copy_as<float>();
  const std::string runtime = "ONNX Runtime Web " + printable(input.body["version"].text_or(), 20);
  ChecksInfo out;
  std::size_t at = 0;
  const std::vector<std::vector<float>>* ours[] = {&check->float_outputs, &check->candidate_outputs};
  const std::string titles[] = {"Your file in " + runtime, "The exported " + check->candidate + ".onnx in " + runtime};
  for (std::size_t i = 0; i < 2; ++i) {
    const JsonValue run = input.body["runs"][i];
    const auto count = static_cast<std::size_t>(std::clamp<std::int64_t>(run["count"].integer().value_or(0), 0, 1 << 30));
    const std::string error = run["error"].text_or();
    if (count == 0 && error.empty()) continue;  // there was no such file
    if (error.empty() && ((count != size_of(*ours[i]) && !answers_classes(*ours[i], count)) || count > outputs.size() - at))
      return invalid_argument(cat("run ", i, " of check_outputs has ", count, " outputs, expected ", size_of(*ours[i])));
    if (i == 1 && check->scale != 0 && error.empty()) {
      // The exported file answers in integers.
      for (float& value : std::span(outputs).subspan(at, count)) value = check->scale * (value - static_cast<float>(check->zero_point));
    }
    out.rows.push_back(verdict(titles[i], *ours[i], std::span(outputs).subspan(at, error.empty() ? count : 0), error));
    at += count;
  }
  return JobResult(single_step([out](Reporter& reporter) -> Result<Outcome> {
    reporter.view("checks", build_checks_view(out));
    return Outcome{};
  }));
}

}  // namespace

const CommandDef command_check_outputs{
    .name = "check_outputs",
    .doc = "{version, runs: [{count, error}]} + float outputs of the runs of check_inputs, one after the other: view checks; done {}",
    .blobs = 1,
    .start = start};

}  // namespace thimble
