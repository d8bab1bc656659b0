#include "core/data/preprocessed_samples.h"

#include "core/base/text.h"

namespace thimble {

Result<std::shared_ptr<const PreprocessedSamples>> PreprocessedSamples::make(std::shared_ptr<const Dataset> data, Preprocessing preprocessing,
                                                                             std::vector<ModelInput> inputs) {
  if (inputs.size() != 1) {
    return unsupported(cat("a model with ", inputs.size(), " inputs: a data set has one array a sample, for one input"),
                       "Take the model apart, or measure it without data.");
  }
  if (data->size() == 0) return bad_data("a data set without samples");
  std::shared_ptr<const PreprocessedSamples> samples(new PreprocessedSamples(std::move(data), std::move(preprocessing), std::move(inputs)));
  THIMBLE_TRY_VOID(samples->read(0));
  return samples;
}

Result<Sample> PreprocessedSamples::read(std::int64_t index) const {
  THIMBLE_TRY(RawSample raw, data_->read(index));
  Sample sample{.inputs = {}, .label = raw.label, .target = raw.target};
  THIMBLE_TRY(std::vector<float> values, preprocess(preprocessing_, std::move(raw), inputs_[0]));
  sample.inputs.push_back(std::move(values));
  return sample;
}

}  // namespace thimble
