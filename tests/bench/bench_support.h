// What the benchmarks share: files, a clock, memory. A benchmark ends the program when something fails.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/task.h"

namespace thimble::bench {

[[noreturn]] inline void fail(const std::string& message) {
  std::cerr << message << "\n";
  std::exit(1);
}

template <class T>
T must(Result<T> result) {
  if (!result.ok()) fail(result.error().to_string());
  return std::move(*result);
}

inline std::vector<std::byte> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail("cannot read " + path);
  std::vector<std::byte> out;
  for (std::istreambuf_iterator<char> it(in), end; it != end; ++it) out.push_back(static_cast<std::byte>(*it));
  return out;
}

inline void must(const Result<void>& result) {
  if (!result.ok()) fail(result.error().to_string());
}

// Seconds that this thread has had of a processor: what else the machine does is not in it. (clock_native.cpp, clock_wasm.cpp)
double thread_seconds();
// The most memory that the process ever held, in MB; of a wasm module: its memory, which never shrinks.
double peak_mb();

struct Steps {
  std::int64_t count = 0;
  double longest_ms = 0;
  std::string longest_in;  // the progress that was told last before the longest step ended
};

// The task in steps of `budget`, as the page's Worker runs it; zero: in one.
template <class T>
T run_in_steps(JobControl& job, Task<T> task, std::chrono::milliseconds budget, Steps& steps) {
  if (budget.count() == 0) return job.run(std::move(task));
  std::string phase;
  job.on_progress = [&](const JobControl::Progress& p) {
    phase = std::string(p.phase) + " " + std::to_string(p.done) + "/" + std::to_string(p.of);
  };
  for (bool done = false; !done; ++steps.count) {
    const std::string before = phase;
    const double start = thread_seconds();
    done = job.step(task, budget);
    const double ms = (thread_seconds() - start) * 1e3;
    if (ms > steps.longest_ms) steps.longest_ms = ms, steps.longest_in = before + " to " + phase;
  }
  job.on_progress = {};
  return task.take();
}

}  // namespace thimble::bench
