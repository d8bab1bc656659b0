// ModelReport: what `inspect`, `simulate` and the page show of one network: layers, memory over time, fit on every device.
//   units   end every name; provenance says how a number came about and how far off it may be
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ir/graph.h"

namespace thimble {

enum class Provenance : std::uint8_t { measured, exact, simulated, estimated, unknown };

struct Quantity {
  double value = 0, low = 0, high = 0;  // low = high = value where it is exact
  Provenance provenance = Provenance::unknown;
  std::string source;                   // one sentence: where it comes from, its error
};

struct TensorReport {
  std::string name, dtype;
  Shape shape;
  float scale = 0;         // 0: not quantized per tensor
  std::int32_t zero_point = 0;
};

struct LayerReport {
  std::string name, op, output_shape, dtype;
  std::string kernels;     // how the chosen instruction set computes it: "conv2d_s8_armv7em", "softmax_s8"
  std::int64_t macs = 0, parameters = 0;
  std::int64_t constant_bytes = 0, output_bytes = 0, scratch_bytes = 0;
  std::int64_t live_bytes = 0;  // arena bytes in use while it runs
  std::vector<std::int32_t> reads;  // layers whose results it takes; an input of the network is its number, inverted
};

struct ArenaBlock {
  std::string name;
  std::int64_t offset = 0, bytes = 0;
  std::int32_t first_step = 0, last_step = 0;
  bool scratch = false;
};

struct TargetReport {
  std::string device, board, core, isa;
  std::int64_t flash_bytes = 0, ram_bytes = 0;           // what the device has for a network
  std::int64_t arena_bytes = 0, constant_bytes = 0;      // exact
  Quantity code_bytes, stack_bytes, latency_ms, energy_mj;
  bool fits = false;
  std::string verdict;     // "fits: flash 38 %, RAM 61 %" or what is missing, in bytes
};

struct ModelReport {
  std::string name, file_name, format, sha256;
  std::int64_t file_bytes = 0;
  std::vector<TensorReport> inputs, outputs;
  std::vector<std::int32_t> output_reads;  // for each output where it comes from, as LayerReport::reads
  std::int64_t macs = 0, parameters = 0, constant_bytes = 0;
  std::vector<LayerReport> layers;
  std::vector<ArenaBlock> arena;
  std::int64_t arena_bytes = 0, lower_bound_bytes = 0;
  std::int32_t peak_step = 0;
  std::vector<TargetReport> targets;
  std::vector<std::string> notes, warnings;  // "where: message": what is worth knowing, what asks for a look
};

}  // namespace thimble
