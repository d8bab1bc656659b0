// Samples: what a model is calibrated, tuned and judged on, read one at a time: never all in memory.
//   Sample.inputs  one array of floats an input of the model, in the graph's order and layout (NHWC), batch 1: what the
//                  preprocessing has made of the file, ready to go in (core/data/preprocessing.h)
//   Sample.label   the class, or -1 where there is none;  Sample.target: what a regression should answer, or empty
//   errors  read: bad_data, naming the file and the sample; invalid_argument for an index that is not there
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace thimble {

struct Sample {
  std::vector<std::vector<float>> inputs;
  std::int32_t label = -1;
  std::vector<float> target;
};

class Samples {
 public:
  virtual ~Samples() = default;
  virtual std::int64_t size() const = 0;
  virtual Result<Sample> read(std::int64_t index) const = 0;
  virtual bool has_labels() const = 0;
  virtual std::vector<std::string> class_names() const { return {}; }
  virtual std::int64_t target_width() const { return 0; }  // numbers of Sample.target; 0: there are none
  // Where the data set has the sample, and what that calls it: how a user finds it again.
  virtual std::int64_t place(std::int64_t index) const { return index; }
  virtual std::string name(std::int64_t index) const { return "sample " + std::to_string(index); }
};

// Some of another's samples, in a given order: a split, or the first few.
class SampleSubset final : public Samples {
 public:
  SampleSubset(std::shared_ptr<const Samples> all, std::vector<std::int64_t> indices) : all_(std::move(all)), indices_(std::move(indices)) {}
  std::int64_t size() const override { return static_cast<std::int64_t>(indices_.size()); }
  Result<Sample> read(std::int64_t index) const override {
    if (index < 0 || index >= size()) return invalid_argument("a sample that is not there");
    return all_->read(indices_[static_cast<std::size_t>(index)]);
  }
  bool has_labels() const override { return all_->has_labels(); }
  std::vector<std::string> class_names() const override { return all_->class_names(); }
  std::int64_t target_width() const override { return all_->target_width(); }
  std::int64_t place(std::int64_t index) const override { return all_->place(indices_[static_cast<std::size_t>(index)]); }
  std::string name(std::int64_t index) const override { return all_->name(indices_[static_cast<std::size_t>(index)]); }
  std::span<const std::int64_t> indices() const { return indices_; }

 private:
  std::shared_ptr<const Samples> all_;
  std::vector<std::int64_t> indices_;
};

// Samples that are in memory already: tests, and small sets that are read again and again.
class SampleList final : public Samples {
 public:
  explicit SampleList(std::vector<Sample> samples) : samples_(std::move(samples)) {}
  std::int64_t size() const override { return static_cast<std::int64_t>(samples_.size()); }
  Result<Sample> read(std::int64_t index) const override {
    if (index < 0 || index >= size()) return invalid_argument("a sample that is not there");
    return samples_[static_cast<std::size_t>(index)];
  }
  bool has_labels() const override { return !samples_.empty() && samples_[0].label >= 0; }
  std::int64_t target_width() const override { return samples_.empty() ? 0 : static_cast<std::int64_t>(samples_[0].target.size()); }

 private:
  std::vector<Sample> samples_;
};

}  // namespace thimble
