// PreprocessedSamples: a data set through its preprocessing, as a model's input. Samples are read and made one at a time.
#pragma once

#include <memory>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/preprocessing.h"
#include "core/data/samples.h"

namespace thimble {

class PreprocessedSamples final : public Samples {
 public:
  // Reads the first sample through: what does not fit is told here, not in the middle of a calibration.
  static Result<std::shared_ptr<const PreprocessedSamples>> make(std::shared_ptr<const Dataset> data, Preprocessing preprocessing,
                                                                 std::vector<ModelInput> inputs);
  std::int64_t size() const override { return data_->size(); }
  Result<Sample> read(std::int64_t index) const override;
  bool has_labels() const override { return !data_->class_names().empty(); }
  std::vector<std::string> class_names() const override { return data_->class_names(); }
  std::int64_t target_width() const override { return data_->target_width(); }
  std::string name(std::int64_t index) const override { return data_->name(index); }
  const Preprocessing& preprocessing() const { return preprocessing_; }

 private:
  PreprocessedSamples(std::shared_ptr<const Dataset> data, Preprocessing preprocessing, std::vector<ModelInput> inputs)
      : data_(std::move(data)), preprocessing_(std::move(preprocessing)), inputs_(std::move(inputs)) {}

  Result<Sample> from_raw(RawSample raw) const;
  Result<Sample> read_parts(std::int64_t index) const;

  std::shared_ptr<const Dataset> data_;
  Preprocessing preprocessing_;
  std::vector<ModelInput> inputs_;
};

// Whether the data have as many arrays as the model has inputs.
Result<void> check_parts(const Dataset& data, std::span<const ModelInput> inputs);

}  // namespace thimble
