// CIFAR-10 and CIFAR-100 in their binary form.
//   layout  records of <label: u8> <3072 bytes: red, green, blue planes of 32x32>; CIFAR-100: <coarse label> <fine label>
//           <planes>. There is no header: what tells them is the size and the labels of some records.
//   source  https://www.cs.toronto.edu/~kriz/cifar.html
#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/data_format.h"
#include "core/data/label_table.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::int64_t kSide = 32, kPlane = kSide * kSide, kPixels = 3 * kPlane;
constexpr std::int64_t kFewRecords = 10;

struct Kind {
  std::int64_t labels = 1;
  std::int32_t classes = 10;
  std::int64_t record() const { return labels + kPixels; }
};
constexpr Kind kCifar10{1, 10}, kCifar100{2, 100};

bool labels_fit(const ByteSource& file, const Kind& kind) {
  const std::int64_t records = file.size / kind.record();
  if (records == 0 || file.size % kind.record() != 0) return false;
  // Few records prove little: then the name has to say it too.
  if (records < kFewRecords && !file.name.ends_with(".bin")) return false;
  const std::int64_t step = std::max<std::int64_t>(1, records / kFewRecords);
  for (std::int64_t i = 0; i < records; i += step) {
    const Result<std::vector<std::byte>> label = read_range(file, i * kind.record(), kind.labels);
    if (!label.ok() || std::to_integer<int>(label->back()) >= kind.classes) return false;
    if (kind.labels == 2 && std::to_integer<int>((*label)[0]) >= 20) return false;
  }
  return true;
}

const Kind* kind_of(const ByteSource& file) {
  if (labels_fit(file, kCifar10)) return &kCifar10;
  return labels_fit(file, kCifar100) ? &kCifar100 : nullptr;
}

bool claims(const ByteSource& file, std::span<const std::byte>) { return kind_of(file) != nullptr; }

class CifarDataset final : public Dataset {
 public:
  CifarDataset(std::vector<ByteSource> files, const Kind& kind, LabelTable labels)
      : files_(std::move(files)), kind_(kind), labels_(std::move(labels)) {
    for (const ByteSource& file : files_) {
      first_.push_back(size_);
      size_ += file.size / kind_.record();
    }
  }
  std::string_view format() const override { return "cifar"; }
  std::int64_t size() const override { return size_; }
  std::int32_t label(std::int64_t index) const override { return labels_.label(index); }
  std::vector<std::string> class_names() const override { return labels_.class_names; }
  std::string name(std::int64_t index) const override {
    const auto [file, row] = place(index);
    return cat(printable(file_part(files_[file].name)), "[", row, "]");
  }
  std::string summary() const override {
    return cat(counted(size_, "picture"), " of 32x32x3", label_summary(labels_), " (CIFAR-", kind_.classes, ")");
  }
  Result<RawSample> read(std::int64_t index) const override {
    if (index < 0 || index >= size_) return invalid_argument(cat("sample ", index, " of ", size_));
    const auto [file, row] = place(index);
    RawSample sample{.kind = RawKind::image_u8, .shape = {kSide, kSide, 3}, .label = label(index), .name = name(index)};
    THIMBLE_TRY(const std::vector<std::byte> planes,
                read_range(files_[file], row * kind_.record() + kind_.labels, kPixels).in(sample.name));
    sample.pixels.resize(kPixels);
    for (std::int64_t p = 0; p < kPlane; ++p) {
      for (std::int64_t c = 0; c < 3; ++c) {
        sample.pixels[static_cast<std::size_t>(3 * p + c)] = std::to_integer<std::uint8_t>(planes[static_cast<std::size_t>(c * kPlane + p)]);
      }
    }
    return sample;
  }

 private:
  std::pair<std::size_t, std::int64_t> place(std::int64_t index) const {
    const std::size_t file = static_cast<std::size_t>(std::upper_bound(first_.begin(), first_.end(), index) - first_.begin()) - 1;
    return {file, index - first_[file]};
  }

  std::vector<ByteSource> files_;
  Kind kind_;
  LabelTable labels_;
  std::vector<std::int64_t> first_;
  std::int64_t size_ = 0;
};

// A megabyte at a time: a read for every label would be slow in a browser.
Result<void> read_labels(const ByteSource& file, const Kind& kind, std::vector<std::int32_t>& out) {
  constexpr std::int64_t kRecords = 341;
  const std::int64_t records = file.size / kind.record();
  for (std::int64_t at = 0; at < records; at += kRecords) {
    const std::int64_t take = std::min(kRecords, records - at);
    THIMBLE_TRY(const std::vector<std::byte> bytes, read_range(file, at * kind.record(), take * kind.record()));
    for (std::int64_t i = 0; i < take; ++i) {
      const int label = std::to_integer<int>(bytes[static_cast<std::size_t>(i * kind.record() + kind.labels - 1)]);
      if (label >= kind.classes) {
        return bad_data(cat("the label of record ", at + i, " is ", label, ", expected 0 to ", kind.classes - 1),
                        "The file is damaged, or not CIFAR in its binary form.");
      }
      out.push_back(label);
    }
  }
  return {};
}

Result<std::shared_ptr<const Dataset>> open(std::vector<ByteSource> files, const DataOptions&, Diagnostics& diagnostics) {
  const Kind* kind = kind_of(files[0]);
  LabelTable labels;
  std::vector<ByteSource> taken;
  for (ByteSource& file : files) {
    if (kind == nullptr || kind_of(file) != kind) {
      diagnostics.warn(printable(file.name), "passed over: not the kind of CIFAR file that the first one is");
      continue;
    }
    THIMBLE_TRY_VOID(read_labels(file, *kind, labels.labels).in(printable(file.name, 200)));
    taken.push_back(std::move(file));
  }
  if (taken.empty()) return bad_data("no CIFAR file, although the endings are those of one").in(printable(files[0].name, 200));
  for (std::int32_t c = 0; c < kind->classes; ++c) labels.class_names.push_back(std::to_string(c));
  if (kind == &kCifar10) {
    labels.class_names = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
  }
  if (taken.size() > 1) {
    diagnostics.warn("data", "all batches are taken as one data set: give test_batch.bin alone to be judged on what the network has not seen");
  }
  return std::shared_ptr<const Dataset>(std::make_shared<CifarDataset>(std::move(taken), *kind, std::move(labels)));
}

}  // namespace

const DataFormatDef data_format_cifar{
    .title = "CIFAR", .doc = "CIFAR-10 or CIFAR-100 in binary form", .claims = claims, .open = open};

}  // namespace thimble
