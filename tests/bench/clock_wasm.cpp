#include <emscripten/em_js.h>
#include <emscripten/heap.h>

#include "tests/bench/bench_support.h"

// Node 24 and later; also of the thread that runs main() where there are several.
EM_JS(double, thread_microseconds, (), {
  const used = process.threadCpuUsage();
  return used.user + used.system;
});

namespace thimble::bench {

double thread_seconds() { return thread_microseconds() * 1e-6; }

double peak_mb() { return static_cast<double>(emscripten_get_heap_size()) / (1 << 20); }

}  // namespace thimble::bench
