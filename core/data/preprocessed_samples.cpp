#include "core/data/preprocessed_samples.h"

#include "core/base/text.h"
#include "core/data/array_dataset.h"
#include "core/data/without_samples.h"

namespace thimble {

Result<std::shared_ptr<const PreprocessedSamples>> PreprocessedSamples::make(std::shared_ptr<const Dataset> data, Preprocessing preprocessing,
                                                                             std::vector<ModelInput> inputs) {
  THIMBLE_TRY_VOID(check_parts(*data, inputs));
  if (data->size() == 0) return bad_data("a data set without samples");
  std::shared_ptr<const PreprocessedSamples> samples(new PreprocessedSamples(std::move(data), std::move(preprocessing), std::move(inputs)));
  if (samples->inputs_.size() > 1) {
    THIMBLE_TRY_VOID(samples->read_parts(0));
  } else {
    THIMBLE_TRY(RawSample first, read_at_or_after(*samples->data_, 0));
    THIMBLE_TRY_VOID(samples->from_raw(std::move(first)));
  }
  return samples;
}

Result<Sample> PreprocessedSamples::read(std::int64_t index) const {
  if (inputs_.size() > 1) return read_parts(index);
  THIMBLE_TRY(RawSample raw, data_->read(index));
  return from_raw(std::move(raw));
}

Result<Sample> PreprocessedSamples::from_raw(RawSample raw) const {
  Sample sample{.inputs = {}, .label = raw.label, .target = raw.target};
  THIMBLE_TRY(std::vector<float> values, preprocess(preprocessing_, std::move(raw), inputs_[0]));
  sample.inputs.push_back(std::move(values));
  return sample;
}

Result<Sample> PreprocessedSamples::read_parts(std::int64_t index) const {
  Sample sample{.inputs = {}, .label = data_->label(index), .target = {}};
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    THIMBLE_TRY(RawSample raw, data_->parts()[i]->read(index));
    if (i == 0) sample.target = raw.target;
    const Preprocessing own = preprocessing_of(preprocessing_, i);
    THIMBLE_TRY(std::vector<float> values, preprocess(own, std::move(raw), inputs_[i]).in(cat("input '", printable(inputs_[i].name), "'")));
    sample.inputs.push_back(std::move(values));
  }
  return sample;
}

Result<void> check_parts(const Dataset& data, std::span<const ModelInput> inputs) {
  if (inputs.size() == 1 || (inputs.size() > 1 && data.parts().size() == inputs.size())) return {};
  std::vector<std::string> arguments;
  for (const ModelInput& input : inputs) arguments.push_back(cat(argument_name(input.name), "=..."));
  return unsupported(cat("a model with ", inputs.size(), " inputs, and data with one array a sample"),
                     cat("Give an array for each: numpy.savez('data.npz', ", join(arguments, ", "), ", y=...)."));
}

}  // namespace thimble
