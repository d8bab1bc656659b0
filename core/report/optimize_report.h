// OptimizeReport: everything that one optimize job found out: baseline, candidates, their figures, the recommendation.
//   What the command line prints, the HTML and JSON report hold and the page draws; nobody computes anything after it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/quantization/sensitivity.h"
#include "core/report/model_report.h"

namespace thimble {

// A figure with its 95 % interval, as core/pipeline/score.h computes it over `samples`.
struct Estimate {
  double value = 0, low = 0, high = 0;
};
using Share = Estimate;                  // 0 to 1

struct Metrics {
  std::int64_t samples = 0;
  bool unseen = false;                   // by calibration and tuning; false: nobody knows what the network was calibrated on
  std::optional<Share> top1 = {}, top5 = {};  // with labels
  std::optional<Estimate> auc = {};      // two classes, or one score: 0 to 1
  std::optional<Estimate> mse = {};      // with targets, or of an autoencoder
  std::optional<double> target_variance = {};  // of those targets, the mean over their numbers: what an mse is seen against
  std::optional<Share> agreement = {};   // same class as the float model
  std::optional<double> sqnr_db = {};    // of the outputs, against the float model, the worst output; at most 200: no error
  std::string judge = {};                // "integer kernels", "float executor": what computed it
};

// Stands for a technique where an integer network came in and was judged as it is.
inline constexpr std::string_view kAsGiven = "as_given";

struct CandidateReport {
  std::string id;                        // "ptq_int8", unique in the report
  std::string technique, title;
  std::string options;                   // JSON of all options, fallbacks included
  bool failed = false;
  std::string failure;                   // what went wrong and what to try; the other candidates go on
  Metrics metrics;
  std::optional<double> accuracy_drop;   // points of the chosen score below the float baseline; negative: better
  std::optional<double> error_growth;    // where the score is the mse: what it has grown by, in percent of the targets' variance
  bool collapsed = false;                // drop or growth above 5 points, or SQNR under 10 dB: never recommended
  std::string collapse_reason;           // by layer
  std::int64_t tflite_bytes = 0, onnx_bytes = 0;
  std::int64_t constant_bytes = 0, arena_bytes = 0, macs = 0;
  std::vector<TargetReport> targets;     // one a target asked for
  std::vector<LayerSensitivity> sensitivity;
  std::vector<std::string> notes, warnings;
  double seconds = 0;                    // to make, judge and measure it
  bool meets_limits = false, on_front = false;
  std::vector<std::string> broken_limits;  // "flash 120 KiB, limit 100K (97.7 KiB)"
};

struct Limits {
  std::optional<std::int64_t> flash_bytes = {}, ram_bytes = {}, size_bytes = {};  // size: of the exported file
  std::optional<double> latency_ms = {}, accuracy_drop_points = {}, min_accuracy = {};  // min_accuracy: 0 to 1
};

enum class Goal : std::uint8_t { balanced, accuracy, size, latency };
std::string_view goal_name(Goal goal);
std::span<const Goal> all_goals();

struct Recommendation {
  std::string candidate;                 // id; empty: nothing meets the limits
  std::string sentence;                  // "Take int8, post-training: 41.2 KiB flash, 7.8 ms, 98.9 % (-0.1 points)."
  std::vector<std::string> reasons;      // why
  std::vector<std::string> why_not;      // "float16: ...", one an other candidate
  std::vector<std::string> advice;       // what to change when nothing fits
};

struct SampleDisagreement {
  std::int64_t index = 0;                // in the data set that was judged: without samples that could not be read
  std::string name = {};                 // what the data set calls it: "digits/7/a.png", "row 18"
  std::int32_t label = -1, float_class = -1, candidate_class = -1;
  float float_score = 0, candidate_score = 0;
};

struct OptimizeReport {
  std::string thimble_version, model_name, model_file, model_sha256, model_format;
  std::string data_summary;              // "10,000 images in 10 classes (IDX)"; empty: no data
  std::string preprocessing;             // JSON, as in the recipe
  std::string recipe;                    // JSON: the same recipe and inputs give the same package
  std::int64_t calibration_samples = 0, tuning_samples = 0, evaluation_samples = 0;
  std::uint64_t seed = 1;
  std::string target;                    // device id; empty: none
  Limits limits;
  Goal goal = Goal::balanced;
  std::string score;                     // what accuracy means here: "top1", "auc", "mse", "agreement", "sqnr", "none"
  Metrics baseline;                      // the float model
  std::int64_t baseline_bytes = 0;
  std::vector<CandidateReport> candidates;
  Recommendation recommendation;
  std::vector<SampleDisagreement> disagreements;  // of the recommended candidate, at most 64
  ModelReport chosen;                    // layers and arena of the recommended candidate; no layers: there is none
  std::vector<std::string> warnings, notes;
};

}  // namespace thimble
