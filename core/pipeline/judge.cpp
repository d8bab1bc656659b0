#include "core/pipeline/judge.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/pipeline/network_runner.h"
#include "core/pipeline/score.h"
#include "core/quantization/output_noise.h"

namespace thimble {
namespace {

std::int64_t elements(const Graph& graph, std::span<const ValueId> values) {
  std::int64_t total = 0;
  for (const ValueId id : values) total += graph.value_elements(id);
  return total;
}

double mean_square_error(std::span<const float> answer, std::span<const float> wanted) {
  double sum = 0;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    const double difference = static_cast<double>(answer[i]) - static_cast<double>(wanted[i]);
    sum += difference * difference;
  }
  return answer.empty() ? 0 : sum / static_cast<double>(answer.size());
}

// Adds up, one sample after the other, what Metrics need; the same for the float model and for candidates.
class Tally {
 public:
  Tally(Judging judging, bool labels, float threshold) : judging_(judging), labels_(labels), threshold_(threshold) {}

  Result<void> add(const Sample& sample, std::span<const std::vector<float>> outputs) {
    ++samples_;
    switch (judging_) {
      case Judging::classes: return labels_ ? add_class(sample.label, outputs[0]) : Result<void>();
      case Judging::one_score: return labels_ ? add_one_score(sample.label, outputs[0][0]) : Result<void>();
      case Judging::reconstruction:
        add_error(outputs[0], sample.inputs[0]);
        if (labels_) add_score(static_cast<float>(mean_square_error(outputs[0], sample.inputs[0])), sample.label == 1);
        return {};
      case Judging::values:
        if (sample.target.size() == outputs[0].size()) add_error(outputs[0], sample.target);
        return {};
    }
    return {};
  }

  Metrics metrics() const {
    Metrics out;
    out.samples = samples_;
    if (labels_ && (judging_ == Judging::classes || judging_ == Judging::one_score)) out.top1 = wilson_share(top1_, samples_);
    if (labels_ && judging_ == Judging::classes && wide_) out.top5 = wilson_share(top5_, samples_);
    if (labels_) out.auc = area_under_curve(scores_);
    if (errors_.count() > 0) {
      out.mse = errors_.estimate();
      out.target_variance = targets_.variance();
    }
    return out;
  }

 private:
  Result<void> add_class(std::int32_t label, std::span<const float> numbers) {
    if (label < 0 || static_cast<std::size_t>(label) >= numbers.size())
      return bad_data(format("label %d, but the network tells %zu classes apart", label, numbers.size()),
                      "Labels count from 0. Is a class folder or column too many, or do they start at 1?");
    top1_ += argmax(numbers) == label ? 1 : 0;
    top5_ += rank_of(numbers, static_cast<std::size_t>(label)) < 5 ? 1 : 0;
    wide_ = numbers.size() > 5;
    if (numbers.size() == 2) add_score(numbers[1] - numbers[0], label == 1);
    return {};
  }
  Result<void> add_one_score(std::int32_t label, float score) {
    if (label < 0 || label > 1)
      return bad_data(format("label %d, but the network answers one number, for two classes", label), "Use the labels 0 and 1.");
    add_score(score, label == 1);
    top1_ += (score > threshold_ ? 1 : 0) == label ? 1 : 0;
    return {};
  }
  void add_error(std::span<const float> answer, std::span<const float> wanted) {
    errors_.add(mean_square_error(answer, wanted));
    targets_.add(wanted);
  }
  void add_score(float score, bool positive) {
    scores_.emplace_back(std::isnan(score) ? std::numeric_limits<float>::lowest() : score, positive);
  }

  Judging judging_;
  bool labels_, wide_ = false;
  float threshold_;
  std::int64_t samples_ = 0, top1_ = 0, top5_ = 0;
  ErrorMean errors_;
  VectorVariance targets_;
  std::vector<std::pair<float, bool>> scores_;
};

std::int32_t class_of(Judging judging, float threshold, std::span<const float> output) {
  if (judging == Judging::classes) return argmax(output);
  return output[0] > threshold ? 1 : 0;
}

bool has_classes(Judging judging) { return judging == Judging::classes || judging == Judging::one_score; }

// How sure a network is of one of its classes, as it says it: a probability where its outputs are some, else the number itself.
float score_of(Judging judging, std::span<const float> output, std::int32_t label) {
  if (judging == Judging::one_score) return output[0];
  return label < 0 ? 0 : output[static_cast<std::size_t>(label)];
}

bool all_finite(std::span<const std::vector<float>> outputs) {
  for (const std::vector<float>& output : outputs) {
    for (const float value : output) {
      if (!std::isfinite(value)) return false;
    }
  }
  return true;
}

std::string sample_place(const Samples& samples, std::int64_t index) { return printable(samples.name(index), 200) + " (evaluation)"; }

// With one score, 0.5 only makes sense where answers are probabilities; which they are is seen when all are there.
void set_threshold(BaselineAnswers& answers, const std::vector<float>& first_scores) {
  if (answers.judging != Judging::one_score) return;
  const bool probabilities = std::all_of(first_scores.begin(), first_scores.end(), [](float s) { return s >= 0 && s <= 1; });
  answers.threshold = probabilities ? 0.5f : 0.0f;
  for (std::size_t i = 0; i < first_scores.size(); ++i) answers.classes[i] = first_scores[i] > answers.threshold ? 1 : 0;
}

std::vector<float> in_a_row(std::span<const std::vector<float>> outputs) {
  std::vector<float> out;
  for (const std::vector<float>& output : outputs) out.insert(out.end(), output.begin(), output.end());
  return out;
}

}  // namespace

Task<Result<Judgement>> judge_baseline(JobControl& job, const Graph* graph, std::shared_ptr<const Samples> samples, int threads,
                                       JudgeProgress progress, BaselineAnswers* answers) {
  THIMBLE_CO_TRY(NetworkRunner runner, NetworkRunner::create(*graph, threads));
  const bool labels = samples->has_labels();
  answers->judging = judging_of(*graph, *samples);
  const std::int64_t kept = kMostKeptBytes / std::max<std::int64_t>(elements(*graph, graph->outputs) * 4, 1);
  // Labels of one score are counted by hand below: the threshold is only known at the end.
  Tally tally(answers->judging, labels, 0);
  std::vector<float> first_scores;
  std::vector<std::int32_t> true_labels;
  for (std::int64_t i = 0; i < samples->size(); ++i) {
    THIMBLE_CO_TRY(const Sample sample, samples->read(i));
    THIMBLE_CO_TRY(const std::vector<std::vector<float>> outputs, runner.run(sample.inputs).in(sample_place(*samples, i)));
    if (!all_finite(outputs))
      co_return bad_data("the model answers NaN or infinity here, before anything was changed",
                         cat("Look at ", printable(samples->name(i), 200), " and at the preprocessing."))
          .in(sample_place(*samples, i));
    THIMBLE_CO_TRY_VOID(tally.add(sample, outputs).in(sample_place(*samples, i)));
    if (has_classes(answers->judging)) answers->classes.push_back(class_of(answers->judging, 0, outputs[0]));
    if (answers->judging == Judging::one_score) {
      first_scores.push_back(outputs[0][0]);
      true_labels.push_back(sample.label);
    }
    if (std::ssize(answers->outputs) < kept) answers->outputs.push_back(in_a_row(outputs));
    if (progress) progress(i + 1, samples->size());
    co_await job.pause();
  }
  set_threshold(*answers, first_scores);
  Judgement out;
  out.metrics = tally.metrics();
  out.metrics.judge = std::string(runner.judge());
  if (out.metrics.top1 && answers->judging == Judging::one_score) {
    std::int64_t right = 0;
    for (std::size_t i = 0; i < true_labels.size(); ++i) right += answers->classes[i] == true_labels[i] ? 1 : 0;
    out.metrics.top1 = wilson_share(right, std::ssize(true_labels));
  }
  co_return out;
}

Task<Result<Judgement>> judge_candidate(JobControl& job, const Graph* graph, std::shared_ptr<const Samples> samples, int threads,
                                        JudgeProgress progress, const BaselineAnswers* baseline) {
  THIMBLE_CO_TRY(NetworkRunner runner, NetworkRunner::create(*graph, threads));
  Judgement out;
  Tally tally(baseline->judging, samples->has_labels(), baseline->threshold);
  OutputNoise noise;
  std::int64_t agreed = 0;
  for (std::int64_t i = 0; i < samples->size(); ++i) {
    THIMBLE_CO_TRY(const Sample sample, samples->read(i));
    THIMBLE_CO_TRY(const std::vector<std::vector<float>> outputs, runner.run(sample.inputs).in(sample_place(*samples, i)));
    out.not_finite += all_finite(outputs) ? 0 : 1;
    THIMBLE_CO_TRY_VOID(tally.add(sample, outputs).in(sample_place(*samples, i)));
    const std::size_t at = static_cast<std::size_t>(i);
    const std::vector<float>* reference = at < baseline->outputs.size() ? &baseline->outputs[at] : nullptr;
    if (reference) {
      ++out.sqnr_samples;
      std::size_t begin = 0;
      for (std::size_t o = 0; o < outputs.size(); begin += outputs[o++].size())
        noise.add(o, std::span(*reference).subspan(begin, outputs[o].size()), outputs[o]);
    }
    if (has_classes(baseline->judging)) {
      const std::int32_t was = baseline->classes[at], is = class_of(baseline->judging, baseline->threshold, outputs[0]);
      agreed += was == is ? 1 : 0;
      if (was != is && out.disagreements.size() < kMostDisagreements)
        out.disagreements.push_back({.index = samples->place(i),
                                     .name = printable(samples->name(i), 200),
                                     .label = sample.label,
                                     .float_class = was,
                                     .candidate_class = is,
                                     .float_score = reference ? score_of(baseline->judging, *reference, was) : 0,
                                     .candidate_score = score_of(baseline->judging, outputs[0], is)});
    }
    if (progress) progress(i + 1, samples->size());
    co_await job.pause();
  }
  out.metrics = tally.metrics();
  out.metrics.judge = std::string(runner.judge());
  if (out.sqnr_samples > 0) out.metrics.sqnr_db = noise.worst_db();
  if (has_classes(baseline->judging)) out.metrics.agreement = wilson_share(agreed, out.metrics.samples);
  co_return out;
}

std::string missing_truth(const Graph& graph, const Samples& samples, const Metrics& metrics, bool compared) {
  // Targets of a regression, or the input of an autoencoder, say as much as labels do.
  if (samples.has_labels() || metrics.mse) return {};
  const std::int64_t width = samples.target_width();
  const std::string found = width > 0 ? cat("the data have no labels, and targets of ", counted(width, "number"),
                                            " where the network answers ", graph.value_elements(graph.outputs[0]))
                                      : std::string("the data have no labels and no targets");
  if (compared)
    return found + ": candidates are compared with the float model (agreement, SQNR); how often it is right itself is not known";
  return found + ", and there is no float model to compare with: how good the network's answers are is not known";
}

}  // namespace thimble
