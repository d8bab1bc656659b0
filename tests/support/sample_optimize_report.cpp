#include "tests/support/sample_optimize_report.h"

namespace thimble::test {
namespace {

struct Row {
  std::string id, title;
  double top1;
  std::int64_t constants, arena;
  double latency_ms;
  bool collapsed = false;
};

TargetReport target_of(const Row& row) {
  TargetReport target;
  target.device = "stm32f411";
  target.board = "Nucleo-F411RE";
  target.core = "cortex-m4f";
  target.isa = "armv7em";
  target.flash_bytes = 524288;
  target.ram_bytes = 131072;
  target.arena_bytes = row.arena;
  target.constant_bytes = row.constants;
  target.code_bytes = {9200, 8100, 10300, Provenance::estimated, "predicted from compiled packages"};
  if (row.latency_ms > 0)
    target.latency_ms = {row.latency_ms, row.latency_ms * 0.8, row.latency_ms * 1.3, Provenance::estimated, "fitted on measurements"};
  target.fits = true;
  target.verdict = "fits: flash 5 %, RAM 8 %";
  return target;
}

CandidateReport candidate_of(const Row& row) {
  CandidateReport out;
  out.id = out.technique = row.id;
  out.title = row.title;
  out.options = R"({"clip":"mse","samples":300})";
  out.metrics.samples = 9500;
  out.metrics.unseen = true;
  out.metrics.top1 = Share{row.top1, row.top1 - 0.002, row.top1 + 0.0018};
  out.metrics.top5 = Share{0.9995, 0.999, 0.9998};
  out.metrics.auc = Estimate{0.98, 0.97, 0.985};
  out.metrics.mse = Estimate{0.5, 0.4, 0.6};
  out.metrics.target_variance = 2.5;
  out.metrics.agreement = Share{0.997, 0.995, 0.998};
  out.metrics.sqnr_db = 31.25;
  out.metrics.judge = "integer kernels";
  out.accuracy_drop = (0.9930 - row.top1) * 100;
  out.error_growth = 0.75;
  out.collapsed = row.collapsed;
  if (row.collapsed) out.collapse_reason = "6.1 points lost: the network's output suffers most from conv1";
  out.tflite_bytes = row.constants + 4000;
  out.onnx_bytes = row.constants + 5000;
  out.constant_bytes = row.constants;
  out.arena_bytes = row.arena;
  out.macs = 509000;
  out.targets.push_back(target_of(row));
  out.notes = {"batch normalization of 3 layers folded", "<script>alert(1)</script> & 'quotes' \"too\""};
  out.seconds = 12.5;
  out.meets_limits = out.on_front = !row.collapsed;
  return out;
}

ModelReport chosen_network() {
  ModelReport out;
  out.name = "digits_cnn";
  const char* const names[] = {"/conv1/Conv_output_0", "/pool1/MaxPool_output_0", "/conv2/Conv_output_0", "/pool2/MaxPool_output_0",
                               "scores"};
  const std::int64_t bytes[] = {6272, 1568, 3136, 784, 10};
  std::int64_t offset = 784;
  for (int i = 0; i < 5; ++i) {
    LayerReport layer;
    layer.name = names[i];
    layer.op = i % 2 == 0 ? "conv2d" : "max_pool2d";
    layer.output_shape = "[1, 14, 14, 8]";
    layer.dtype = "s8";
    layer.kernels = layer.op + "_s8_armv7em";
    layer.macs = 56448;
    layer.constant_bytes = 144;
    layer.live_bytes = bytes[i] + 784;
    out.layers.push_back(layer);
    out.arena.push_back({names[i], i % 2 == 0 ? offset : 0, bytes[i], i, i + 1, false});
  }
  out.arena.push_back({"scratch of step 2", 5000, 300, 2, 2, true});
  out.arena_bytes = 7056;
  out.lower_bound_bytes = 7056;
  return out;
}

}  // namespace

OptimizeReport sample_optimize_report() {
  OptimizeReport out;
  out.thimble_version = "0.1.0";
  out.model_name = "digits_cnn";
  out.model_file = "digits_cnn.onnx";
  out.model_sha256 = std::string(64, 'a');
  out.model_format = "onnx";
  out.data_summary = "10,000 images of 28x28x1 in 10 classes (IDX)";
  out.preprocessing = R"([{"step":"scale","divide":255}])";
  out.recipe = "{\n  \"thimble\": 1\n}\n";
  out.calibration_samples = 300;
  out.tuning_samples = 200;
  out.evaluation_samples = 9500;
  out.seed = 7;
  out.target = "stm32f411";
  out.limits.flash_bytes = 60000;
  out.limits.min_accuracy = 0.98;
  out.goal = Goal::balanced;
  out.score = "top1";
  out.baseline.samples = 9500;
  out.baseline.top1 = Share{0.9930, 0.9911, 0.9945};
  out.baseline.judge = "float executor";
  out.baseline_bytes = 36933;
  const Row rows[] = {{"ptq_int8", "int8, post-training", 0.9926, 9600, 7900, 7.8},
                      {"ptq_int16x8", "int16 activations, int8 weights", 0.9929, 9700, 15800, 14.2},
                      {"float16", "float16 weights", 0.9930, 18900, 31000, 0},
                      {"dynamic_range", "int8 weights, float activations", 0.9310, 10100, 31000, 0, true}};
  for (const Row& row : rows) out.candidates.push_back(candidate_of(row));
  out.candidates[0].sensitivity = {{"/conv1/Conv_output_0", "conv2d", 36.5, 38.1, ""},
                                   {"/conv2/Conv_output_0", "conv2d", 33.0, 17.4, "int16 activations"},
                                   {"scores", "fully_connected", 41.0, 44.0, ""}};
  CandidateReport failed;
  failed.id = failed.technique = failed.title = "broken";
  failed.options = "{}";
  failed.failed = true;
  failed.failure = "node 3 (erf): no integer form (keep it in float)";
  failed.broken_limits = {"flash not known, limit 60K (58.6 KiB)"};
  out.candidates.push_back(failed);
  out.recommendation = {"ptq_int8",
                        "Take int8, post-training: 18.4 KiB flash, 7.71 KiB RAM, 7.8 ms (estimated), 99.26 % (-0.04 points).",
                        {"goal balanced: it needs the least flash x RAM x time", "accuracy 99.26 % (95 % interval 99.06 to 99.44)"},
                        {"float16 weights: 1.5 x the flash, 3.9 x the RAM; +0.04 points", "broken: node 3 (erf): no integer form"},
                        {"int8 fits: everything"}};
  out.disagreements = {{12, "digits/7/<a>.png", 7, 7, 1, 8.25f, 7.5f}, {431, "digits/4/b.png", 4, 4, 9, 5.5f, 5.75f}};
  out.warnings = {"2 classes have fewer than 900 samples"};
  out.notes = {"input 'x': [1,3,32,32] is fed as [1,32,32,3]: channels are last here"};
  out.chosen = chosen_network();
  return out;
}

}  // namespace thimble::test
