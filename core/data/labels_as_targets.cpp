#include "core/data/labels_as_targets.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"

namespace thimble {
namespace {

class Targets final : public Dataset {
 public:
  Targets(std::shared_ptr<const Dataset> data, std::vector<float> numbers) : data_(std::move(data)), numbers_(std::move(numbers)) {
    parts_.assign(data_->parts().begin(), data_->parts().end());
    // A sample's target is the first part's.
    if (!parts_.empty()) parts_[0] = std::make_shared<Targets>(parts_[0], numbers_);
  }
  std::string_view format() const override { return data_->format(); }
  std::int64_t size() const override { return data_->size(); }
  Result<RawSample> read(std::int64_t index) const override {
    THIMBLE_TRY(RawSample sample, data_->read(index));
    const auto label = static_cast<std::size_t>(sample.label);
    if (label >= numbers_.size()) return bad_data("a sample without a label among others that have one", "leave it out").in(name(index));
    sample.target = {numbers_[label]};
    sample.label = -1;
    return sample;
  }
  std::int32_t label(std::int64_t) const override { return -1; }
  std::string name(std::int64_t index) const override { return data_->name(index); }
  std::vector<std::string> class_names() const override { return {}; }
  std::int64_t target_width() const override { return 1; }
  std::string summary() const override { return data_->summary() + ", whose numbers are targets"; }
  std::span<const std::shared_ptr<const Dataset>> parts() const override { return parts_; }

 private:
  std::shared_ptr<const Dataset> data_;
  std::vector<float> numbers_;  // by class
  std::vector<std::shared_ptr<const Dataset>> parts_;
};

}  // namespace

std::shared_ptr<const Dataset> labels_as_targets(const std::shared_ptr<const Dataset>& data) {
  std::vector<float> numbers;
  for (const std::string& name : data->class_names()) {
    const auto number = parse_double(name);
    if (!number) return nullptr;
    numbers.push_back(static_cast<float>(*number));
  }
  std::vector<bool> used(numbers.size(), false);
  for (std::int64_t i = 0; i < data->size(); ++i) {
    if (const auto label = static_cast<std::size_t>(data->label(i)); label < used.size()) used[label] = true;
  }
  if (std::count(used.begin(), used.end(), true) < 3) return nullptr;
  return std::make_shared<const Targets>(data, std::move(numbers));
}

}  // namespace thimble
