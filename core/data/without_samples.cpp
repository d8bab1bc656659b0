#include "core/data/without_samples.h"

#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/data_format.h"
#include "core/data/first_readable.h"

namespace thimble {
namespace {

class Remaining final : public Dataset {
 public:
  Remaining(std::shared_ptr<const Dataset> data, std::vector<std::int64_t> left_out)
      : data_(std::move(data)), left_out_(std::move(left_out)) {}
  std::string_view format() const override { return data_->format(); }
  std::int64_t size() const override { return data_->size() - std::ssize(left_out_); }
  Result<RawSample> read(std::int64_t index) const override {
    if (index < 0 || index >= size()) return invalid_argument(cat("sample ", index, " of ", size()));
    return data_->read(original(index));
  }
  std::int32_t label(std::int64_t index) const override { return data_->label(original(index)); }
  std::string name(std::int64_t index) const override { return data_->name(original(index)); }
  std::vector<std::string> class_names() const override { return data_->class_names(); }
  std::int64_t target_width() const override { return data_->target_width(); }
  std::string summary() const override { return cat(data_->summary(), "; ", grouped(std::ssize(left_out_)), " of them left out"); }

 private:
  // left_out_[k] - k samples stand before the k-th that is left out; that number never falls.
  std::int64_t original(std::int64_t index) const {
    std::int64_t low = 0, high = std::ssize(left_out_);
    while (low < high) {
      const std::int64_t middle = (low + high) / 2;
      if (left_out_[static_cast<std::size_t>(middle)] - middle <= index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return index + low;
  }

  std::shared_ptr<const Dataset> data_;
  std::vector<std::int64_t> left_out_;
};

}  // namespace

std::shared_ptr<const Dataset> without_samples(std::shared_ptr<const Dataset> data, std::vector<std::int64_t> left_out) {
  THIMBLE_ASSERT(data->parts().empty() && std::is_sorted(left_out.begin(), left_out.end()));
  if (left_out.empty()) return data;
  return std::make_shared<const Remaining>(std::move(data), std::move(left_out));
}

bool is_a_file_a_sample(const Dataset& data) {
  for (const NamedDataFormat& format : all_data_formats()) {
    if (format.name == data.format()) return format.def->file_a_sample && data.parts().empty();
  }
  return false;
}

Result<RawSample> read_at_or_after(const Dataset& data, std::int64_t index) {
  const std::int64_t end = is_a_file_a_sample(data) ? data.size() : index + 1;
  return first_readable(index, end, [&](std::int64_t i) { return data.read(i); });
}

}  // namespace thimble
