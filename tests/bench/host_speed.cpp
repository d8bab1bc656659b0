// How long one run of a network takes on this machine: the device kernels alone beside the host's quick twins (integer networks:
// Executor; float networks: FloatExecutor with XNNPACK). JSON lines; the best of some seconds, since machines are shared.
//   thimble_host_speed MODEL...
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "core/formats/format_def.h"
#include "core/runtime/executor.h"
#include "core/runtime/float_executor.h"

namespace thimble {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::byte> read_file(const char* path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::byte> out;
  for (std::istreambuf_iterator<char> it(in), end; it != end; ++it) out.push_back(static_cast<std::byte>(*it));
  return out;
}

template <class Run>
double best_ms(Run run) {
  constexpr std::chrono::milliseconds kTime{1500};
  double best = 1e300;
  const Clock::time_point end = Clock::now() + kTime;
  do {
    const Clock::time_point start = Clock::now();
    run();
    best = std::min(best, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  } while (Clock::now() < end);
  return best;
}

void print(const char* path, const char* how, double ms, double slow_ms) {
  std::printf("{\"case\": \"%s %s\", \"value\": %.4f, \"unit\": \"ms\", \"quicker\": %.2f}\n", path, how, ms, slow_ms / ms);
  std::fflush(stdout);
}

// The same answers, or the comparison is worth nothing.
bool measure_integers(const char* path, const Graph& graph) {
  Result<Executor> slow = Executor::create(graph, {.portable_only = true});
  Result<Executor> fast = Executor::create(graph);
  if (!slow.ok() || !fast.ok()) return false;
  std::vector<Bytes> inputs;
  for (const ValueId id : graph.inputs) {
    Bytes& bytes = inputs.emplace_back(static_cast<std::size_t>(graph.value_bytes(id)));
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 37);
  }
  if (*slow->run(inputs) != *fast->run(inputs)) return false;
  const double slow_ms = best_ms([&] { static_cast<void>(slow->run(inputs)); });
  print(path, "device kernels", slow_ms, slow_ms);
  print(path, "with SIMD twins", best_ms([&] { static_cast<void>(fast->run(inputs)); }), slow_ms);
  return true;
}

bool measure_floats(const char* path, const Graph& graph) {
  std::vector<std::vector<float>> inputs;
  for (const ValueId id : graph.inputs) inputs.emplace_back(static_cast<std::size_t>(graph.value_elements(id)), 0.5f);
  const auto ms_of = [&](const FloatExecutor::Options& options) {
    Result<FloatExecutor> executor = FloatExecutor::create(graph, options);
    return executor.ok() ? best_ms([&] { static_cast<void>(executor->run(inputs)); }) : -1.0;
  };
  const double slow_ms = ms_of({.threads = 1, .reference_only = true});
  if (slow_ms < 0) return false;
  print(path, "device kernels", slow_ms, slow_ms);
  print(path, "XNNPACK, 1 thread", ms_of({.threads = 1}), slow_ms);
  print(path, "XNNPACK, 2 threads", ms_of({.threads = 2}), slow_ms);
  return true;
}

int measure(int count, char** paths) {
  int failures = 0;
  for (int i = 1; i < count; ++i) {
    Diagnostics notes;
    const Result<Graph> graph = load_model(read_file(paths[i]), paths[i], notes);
    const std::string name = model_name(paths[i]);
    const bool floats = graph.ok() && graph->value(graph->inputs[0]).dtype == DType::f32;
    if (graph.ok() && (floats ? measure_floats(name.c_str(), *graph) : measure_integers(name.c_str(), *graph))) continue;
    std::fprintf(stderr, "%s: cannot be measured\n", paths[i]);
    ++failures;
  }
  return failures;
}

}  // namespace
}  // namespace thimble

int main(int count, char** paths) { return thimble::measure(count, paths) == 0 ? 0 : 1; }
