// Pictures (PNG, JPEG, BMP) in folders that are their classes.
//   source  the decoders are stb_image's
#include <algorithm>

#include "core/base/text.h"
#include "core/data/data_format.h"
#include "core/data/decode_image.h"
#include "core/data/labelled_files.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::int64_t kMostTries = 16;

bool claims(const ByteSource&, std::span<const std::byte> head) { return image_kind(head) != ImageKind::none; }

Result<std::vector<std::byte>> read_file(const ByteSource& file) {
  if (file.size > kMaxImageFileBytes) {
    return out_of_budget(cat("a picture of ", bytes_text(file.size), ", at most ", bytes_text(kMaxImageFileBytes), " are read"));
  }
  return read_range(file, 0, file.size);
}

class ImagesDataset final : public Dataset {
 public:
  ImagesDataset(LabelledFiles files, const ImageSize& first) : files_(std::move(files)), first_(first) {}
  std::string_view format() const override { return "images"; }
  std::int64_t size() const override { return std::ssize(files_.files); }
  std::int32_t label(std::int64_t index) const override { return files_.labels.label(index); }
  std::string name(std::int64_t index) const override { return files_.name(index); }
  std::vector<std::string> class_names() const override { return files_.labels.class_names; }
  std::string summary() const override {
    return cat(grouped(size()), size() == 1 ? " picture" : " pictures", label_summary(files_.labels), ", the first of ", first_.height, "x",
               first_.width, "x", first_.channels);
  }
  Result<RawSample> read(std::int64_t index) const override {
    if (index < 0 || index >= size()) return invalid_argument(cat("sample ", index, " of ", size()));
    THIMBLE_TRY(const std::vector<std::byte> bytes, read_file(files_.files[static_cast<std::size_t>(index)]).in(name(index)));
    THIMBLE_TRY(RawSample sample, decode_image(bytes).in(name(index)));
    sample.label = label(index);
    sample.name = name(index);
    return sample;
  }

 private:
  LabelledFiles files_;
  ImageSize first_;
};

Result<ImageSize> size_of(const LabelledFiles& files, std::int64_t index) {
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_file(files.files[static_cast<std::size_t>(index)]).in(files.name(index)));
  return image_size(bytes).in(files.name(index));
}

Result<std::shared_ptr<const Dataset>> open(std::vector<ByteSource> files, const DataOptions& options, Diagnostics& diagnostics) {
  THIMBLE_TRY(LabelledFiles labelled, label_files(std::move(files), options, diagnostics));
  Result<ImageSize> first = size_of(labelled, 0);
  // A damaged file among good ones does not close the folder.
  for (std::int64_t i = 1; !first.ok() && i < std::min<std::int64_t>(kMostTries, std::ssize(labelled.files)); ++i) {
    if (Result<ImageSize> next = size_of(labelled, i); next.ok()) first = std::move(next);
  }
  if (!first.ok()) return std::move(first).error();
  return std::shared_ptr<const Dataset>(std::make_shared<ImagesDataset>(std::move(labelled), *first));
}

}  // namespace

const DataFormatDef data_format_images{
    .title = "pictures", .doc = "PNG, JPEG or BMP pictures in a folder for each class", .claims = claims, .open = open, .file_a_sample = true};

}  // namespace thimble
