// post_training: the whole way from a float network to an integer one without training: passes, calibration, choice of ranges,
//   corrections, figures per layer, repair.
//   samples   ranges come from `calibration`; choices are made on `tuning`, or on `calibration` where there is none
//   decides   equalization and bias correction are kept where they make the network's output better by 2 %, unless they
//             are asked for or forbidden; every decision is told in `notes`
//   exact     the same model, samples and options give the same graph on one build, for any number of threads
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/base/task.h"
#include "core/data/samples.h"
#include "core/ir/graph.h"
#include "core/quantization/sensitivity.h"

namespace thimble {

enum class Decision : std::uint8_t { automatic, on, off };  // automatic: tried, where the clip is searched

struct PostTrainingOptions {
  DType type = DType::s8;           // of activations: s8 or s16
  std::string observer = {};        // of observers.def; empty: searched
  double percentile = 99.99;        // of the observer percentile
  Decision equalize = Decision::automatic, correct_bias = Decision::automatic;
  bool repair = true;               // worst layers in 16 bits or float, where the output is bad
  bool sensitivity = true;          // measured even where nothing has to be repaired
  std::int64_t mac_budget = 30'000'000'000;  // multiply-accumulates of the search
  int threads = 1;
};

struct PostTrainingResult {
  Graph graph;  // verified; every node has a kernel
  std::vector<LayerSensitivity> sensitivity;
  Diagnostics notes;
};

// `model`: a verified float network; batch norms and activations need not be folded.
Task<Result<PostTrainingResult>> quantize_post_training(JobControl& job, Graph model, std::shared_ptr<const Samples> calibration,
                                                        std::shared_ptr<const Samples> tuning, PostTrainingOptions options);

}  // namespace thimble
