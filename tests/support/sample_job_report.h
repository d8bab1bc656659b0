// A made-up optimize report for the tests of views and panels: four candidates of which one collapsed and one failed.
#pragma once

#include "core/base/text.h"
#include "core/report/optimize_report.h"

namespace thimble::test {

inline CandidateReport sample_candidate(std::string technique, std::string title, double top1, std::int64_t bytes) {
  CandidateReport out;
  out.id = out.technique = std::move(technique);
  out.title = std::move(title);
  out.options = "{}";
  out.metrics = {.samples = 1000,
                 .unseen = true,
                 .top1 = Share{top1, top1 - 0.01, top1 + 0.005},
                 .top5 = {},
                 .auc = {},
                 .mse = {},
                 .agreement = Share{0.997, 0.99, 0.999},
                 .sqnr_db = 31.5,
                 .judge = "integer kernels"};
  out.accuracy_drop = 100 * (0.99 - top1);
  out.tflite_bytes = bytes + 4000;
  out.onnx_bytes = bytes + 2500;
  out.constant_bytes = bytes;
  out.arena_bytes = 12544;
  out.macs = 1200000;
  out.seconds = 1.25;
  TargetReport target;
  target.device = "stm32f746";
  target.board = "STM32F746G-DISCO";
  target.arena_bytes = out.arena_bytes;
  target.constant_bytes = bytes;
  target.code_bytes = {6000, 5400, 6600, Provenance::estimated, "table of compiled kernels"};
  target.stack_bytes = {512, 512, 512, Provenance::estimated, "deepest kernel"};
  target.latency_ms = {1.25, 1.0, 1.5, Provenance::estimated, "analytic model"};
  target.fits = true;
  out.targets.push_back(target);
  out.meets_limits = true;
  return out;
}

inline OptimizeReport sample_job_report(int layers = 6) {
  OptimizeReport out;
  out.model_name = "digits";
  out.model_file = "digits_cnn.onnx";
  out.data_summary = "1,000 images of 28x28x1 in 10 classes (IDX)";
  out.target = "stm32f746";
  out.score = "top1";
  out.baseline.samples = 1000;
  out.baseline.top1 = Share{0.99, 0.982, 0.995};
  out.baseline.judge = "float executor";
  out.baseline_bytes = 220000;
  out.limits.flash_bytes = 100 * 1024;
  out.limits.accuracy_drop_points = 1.0;
  out.candidates.push_back(sample_candidate("ptq_int8", "int8, post-training", 0.989, 54000));
  for (int i = 0; i < layers; ++i)
    out.candidates[0].sensitivity.push_back(
        {format("layer_%d/a name that is long", i), "conv2d", 40.0 - i, 30.0 - i, i == 3 ? "int16" : ""});
  out.candidates[0].on_front = true;
  out.candidates.push_back(sample_candidate("float16", "float16 weights", 0.99, 109000));
  out.candidates[1].meets_limits = false;
  out.candidates[1].broken_limits = {"flash 112 KiB, limit 100 KiB"};
  out.candidates.push_back(sample_candidate("dynamic_range", "int8 weights, float arithmetic", 0.62, 54000));
  out.candidates[2].collapsed = true;
  out.candidates[2].collapse_reason = "layer_2 lost its range";
  out.candidates.push_back({});
  out.candidates[3].id = out.candidates[3].technique = "ptq_int16x8";
  out.candidates[3].title = "16x8, post-training";
  out.candidates[3].failed = true;
  out.candidates[3].failure = "no kernel for softmax_s16; take ptq_int8";
  out.recommendation = {.candidate = "ptq_int8",
                        .sentence = "Take int8, post-training: 58.6 KiB flash, 1.25 ms, 98.9 % (-0.1 points).",
                        .reasons = {"It is the smallest one within every limit."},
                        .why_not = {"float16: flash 112 KiB, limit 100 KiB"},
                        .advice = {}};
  for (int i = 0; i < 3; ++i)
    out.disagreements.push_back({.index = i,
                                 .name = format("digits/7/%d.png", i),
                                 .label = 7,
                                 .float_class = 7,
                                 .candidate_class = i,
                                 .float_score = 0.6f,
                                 .candidate_score = 0.5f});
  return out;
}

}  // namespace thimble::test
