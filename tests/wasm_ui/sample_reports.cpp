#include "tests/wasm_ui/sample_reports.h"

#include <algorithm>

#include "core/base/text.h"

namespace thimble::test {

namespace {

TargetReport target(std::string device, std::int64_t flash, std::int64_t ram, bool fits) {
  TargetReport out;
  out.device = std::move(device);
  out.board = "Board of " + out.device;
  out.core = "cortex-m7";
  out.isa = "armv7em";
  out.flash_bytes = flash;
  out.ram_bytes = ram;
  out.arena_bytes = 16384;
  out.constant_bytes = 54000;
  out.code_bytes = {6000, 5400, 6600, Provenance::estimated, "table of compiled kernels"};
  out.latency_ms = {1.25, 1.0, 1.5, Provenance::estimated, "analytic model"};
  out.fits = fits;
  out.verdict = fits ? "fits: flash 6 %, RAM 5 %" : "RAM: 12.0 KiB missing";
  return out;
}

}  // namespace

ModelReport huge_report(int layers) {
  ModelReport out;
  out.name = "network";
  out.file_name = "network.tflite";
  out.format = "tflite";
  out.file_bytes = 60000;
  out.inputs.push_back({.name = "input", .dtype = "s8", .shape = {1, 28, 28, 1}, .scale = 0.0039f, .zero_point = -128});
  out.outputs.push_back({.name = "output", .dtype = "s8", .shape = {1, 10}, .scale = 0.0039f, .zero_point = -128});
  for (int i = 0; i < layers; ++i) {
    LayerReport layer;
    layer.name = format("layer_%d/with a rather long name that does not fit everywhere", i);
    layer.op = i % 3 == 0 ? "conv2d" : i % 3 == 1 ? "depthwise_conv2d" : "add";
    layer.output_shape = "[1, 28, 28, 8]";
    layer.dtype = "s8";
    layer.kernels = "conv2d_s8_armv7em";
    layer.macs = 1000 * (i % 7);
    layer.parameters = 10 * i;
    layer.constant_bytes = 12 * i;
    layer.output_bytes = 6272;
    layer.live_bytes = 8192 + 64 * (i % 5);
    // A chain with a shortcut over every fourth layer.
    layer.reads = {i - 1};
    if (i >= 4 && i % 4 == 0) layer.reads.push_back(i - 4);
    out.macs += layer.macs;
    out.parameters += layer.parameters;
    out.constant_bytes += layer.constant_bytes;
    out.layers.push_back(layer);
    out.arena.push_back({.name = format("buffer %d", i),
                         .offset = i % 2 == 0 ? 0 : 6272,
                         .bytes = 6272,
                         .first_step = i,
                         .last_step = std::min(i + 1, layers - 1),
                         .scratch = i % 4 == 3});
  }
  out.output_reads = {layers - 1};
  out.arena_bytes = 12544;
  out.lower_bound_bytes = 12000;
  out.peak_step = layers / 2;
  out.targets = {target("stm32f746", 1 << 20, 320 << 10, true), target("rp2040", 2 << 20, 264 << 10, true),
                 target("tiny", 32 << 10, 4 << 10, false)};
  out.notes = {"node 3 (conv2d): a note about it", "a note without a place"};
  out.warnings = {"node 5 (conv2d): 3 of 72 weights are NaN"};
  return out;
}

ModelReport ordinary_report() { return huge_report(12); }

ModelReport empty_report() {
  ModelReport out;
  out.name = "empty";
  out.file_name = "empty.tflite";
  out.format = "tflite";
  return out;
}

}  // namespace thimble::test
