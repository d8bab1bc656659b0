// Runs the optimize job as the page's Worker does, in steps of 50 ms, and prints how long the longest step was: one JSON line.
//   thimble_optimize_job MODEL DATA[,DATA] TARGET [calibration=300] [tuning=200] [evaluation=500] [step_ms=50]
#include <cstdio>
#include <map>

#include "core/base/text.h"
#include "core/data/dataset.h"
#include "core/pipeline/open_model.h"
#include "core/pipeline/optimize.h"
#include "core/targets/device.h"
#include "native/cli/data_files.h"
#include "tests/bench/bench_support.h"

namespace thimble {
namespace {

using bench::fail;
using bench::must;

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out{""};
  for (const char c : text) {
    if (c == ',') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

int run(const std::vector<std::string>& words) {
  if (words.size() < 3) fail("usage: thimble_optimize_job MODEL DATA[,DATA] TARGET [name=value]...");
  std::map<std::string, std::int64_t> numbers{{"calibration", 300}, {"tuning", 200}, {"evaluation", 500}, {"step_ms", 50}};
  for (std::size_t i = 3; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    const auto found = numbers.find(words[i].substr(0, equals));
    if (equals == std::string::npos || found == numbers.end())
      fail(words[i] + ": expected name=value, a name of calibration, tuning, evaluation, step_ms");
    found->second = std::stoll(words[i].substr(equals + 1));
  }
  Diagnostics unheard;
  OptimizeInput input;
  input.model = std::make_shared<const OpenModel>(must(open_model(bench::read_file(words[0]), words[0], {})));
  input.data = must(open_dataset(must(cli::data_files(split(words[1]))), unheard));
  input.recipe.calibration = numbers["calibration"];
  input.recipe.tuning = numbers["tuning"];
  input.recipe.evaluation = numbers["evaluation"];
  const Device* device = find_device(words[2]);
  if (!device) fail("no device " + words[2]);
  input.devices = {*device};
  JobControl job;
  bench::Steps steps;
  const double start = bench::thread_seconds();
  const OptimizeOutcome outcome =
      must(bench::run_in_steps(job, optimize(job, std::move(input)), std::chrono::milliseconds(numbers["step_ms"]), steps));
  std::printf(
      "{\"candidates\": %zu, \"recommended\": \"%s\", \"seconds\": %.3f, \"steps\": %lld, \"longest_step_ms\": %.1f, \"in\": \"%s\", "
      "\"peak_mb\": %.1f}\n",
      outcome.graphs.size(), outcome.report.recommendation.candidate.c_str(), bench::thread_seconds() - start,
      static_cast<long long>(steps.count), steps.longest_ms, steps.longest_in.c_str(), bench::peak_mb());
  return 0;
}

}  // namespace
}  // namespace thimble

int main(int argc, char** argv) { return thimble::run(std::vector<std::string>(argv + 1, argv + argc)); }
