// judge: what a network answers on samples that calibration has not seen, measured against labels, targets and the float
//   model's answers. Integer networks are run by the device kernels: the figures are those of the firmware.
//   tasks   core/quantization/judging.h. one_score: the threshold is 0.5 where every answer of the float model lies in [0, 1], else 0;
//           reconstruction: the error is the score that tells anomalies, and the mse; values: the mse against targets, and SQNR
//   memory  the float model's outputs are kept for SQNR up to kMostKeptBytes, its classes for every sample; samples stream
//   errors  bad_data: a label that the network has no number for; the float model answers NaN or infinity (which sample)
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/task.h"
#include "core/data/samples.h"
#include "core/ir/graph.h"
#include "core/quantization/judging.h"
#include "core/report/optimize_report.h"

namespace thimble {

inline constexpr std::int64_t kMostKeptBytes = std::int64_t{48} << 20;
inline constexpr std::size_t kMostDisagreements = 64;

// What the float model answered.
struct BaselineAnswers {
  Judging judging = Judging::values;
  float threshold = 0;
  std::vector<std::int32_t> classes;            // a sample; empty where there are none
  std::vector<std::vector<float>> outputs;      // of the first samples, all outputs of one in a row
};

struct Judgement {
  Metrics metrics;
  std::int64_t not_finite = 0;                  // samples with NaN or infinity among the answers
  std::int64_t sqnr_samples = 0;                // how many SQNR was taken over
  std::vector<SampleDisagreement> disagreements;
};

// The graphs have to outlive the task. `done` is told the number of samples behind.
using JudgeProgress = std::function<void(std::int64_t done, std::int64_t of)>;

Task<Result<Judgement>> judge_baseline(JobControl& job, const Graph* graph, std::shared_ptr<const Samples> samples, int threads,
                                       JudgeProgress progress, BaselineAnswers* answers);
Task<Result<Judgement>> judge_candidate(JobControl& job, const Graph* graph, std::shared_ptr<const Samples> samples, int threads,
                                        JudgeProgress progress, const BaselineAnswers* baseline);

// What `metrics` do not tell for want of labels and targets, and why; empty: nothing. `compared`: with a float model, at least.
std::string missing_truth(const Graph& graph, const Samples& samples, const Metrics& metrics, bool compared);

}  // namespace thimble
