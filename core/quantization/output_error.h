// OutputError: how far a quantized network is from its float model on a few samples: what the search of clips, the choice of
//   corrections and the repair compare. The integer kernels compute it.
//   cost    classifiers (a softmax at the end, or labels for one output that is judged by classes): variance of the errors of the
//           classes' scores, before any rounding of the softmax itself, each class weighted by its float probability at a temperature
//           of the scores' own spread. What all classes have in common does not count, and little what no class near the top has; yet sure
//           answers count too. (A divergence of probabilities hangs on the few samples that are in doubt: of a hundred it says little about
//           others.) others: square error over square sum
//   sqnr    of the network's outputs, in dB, over all samples; the worst output
//   classes are compared where judging.h says that the network is judged by them
//   memory  the samples and the float model's outputs, of at most `limit` samples
//   ids     of the model; versions of it that only add values (equalized, with corrected biases) can be judged too
#pragma once

#include <memory>
#include <vector>

#include "core/base/task.h"
#include "core/data/samples.h"
#include "core/quantization/judging.h"
#include "core/quantization/quantize_graph.h"

namespace thimble {

struct OutputQuality {
  double cost = 0;  // a sample, on average
  double sqnr_db = 0;
  std::int64_t samples = 0;
  std::int64_t compared = 0, agreeing = 0;  // same class as the float model, of those compared; 0: no classes
  std::int64_t labelled = 0, right = 0, float_right = 0;
};

class OutputError {
 public:
  // `samples` are taken evenly from all there are; the model outlives the task.
  static Task<Result<OutputError>> create(JobControl& job, const Graph& model, std::shared_ptr<const Samples> samples, std::int64_t limit,
                                          int threads);

  Task<Result<OutputQuality>> of(JobControl& job, const QuantizedGraph& quantized) const;

  std::int64_t samples() const { return static_cast<std::int64_t>(cases_.size()); }

 private:
  struct Watched {
    ValueId value;  // of the float model: the output, or what its last softmax reads
    ValueId output;
    bool classes;  // compared as scores of classes
    double spread = 1;  // of the float model's scores around their mean
  };
  struct Case {
    Sample sample;
    std::vector<std::vector<float>> watched, outputs;
  };
  void measure_spreads();

  Judging judging_ = Judging::values;
  std::vector<Watched> watched_;
  std::vector<Case> cases_;
};

// Rounded to three digits, so that builds whose floats differ in the last bits choose the same.
double rounded_cost(double cost);

}  // namespace thimble
