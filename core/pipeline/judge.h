// judge: what a network answers on samples that calibration has not seen, measured against labels, targets and the float
//   model's answers. Integer networks are run by the device kernels: the figures are those of the firmware.
//   tasks   classes: the first output has a number a class; one_score: one number, two classes (the threshold is 0.5 where
//           every answer of the float model lies in [0, 1], else 0); reconstruction: output as large as the input (an
//           autoencoder: its error is the score, and the mse); values: anything else, judged by targets and SQNR
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
#include "core/report/optimize_report.h"

namespace thimble {

enum class Judging : std::uint8_t { classes, one_score, reconstruction, values };

// `classes`: how many the data set tells apart; 0: no labels.
Judging judging_of(const Graph& graph, std::int64_t classes);

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

}  // namespace thimble
