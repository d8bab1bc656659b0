// Pictures (PNG, JPEG, BMP) in folders that are their classes.
//   source  the decoders are stb_image's
#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/data_format.h"
#include "core/data/decode_image.h"
#include "core/data/first_readable.h"
#include "core/data/labelled_files.h"
#include "core/data/source.h"

namespace thimble {
namespace {

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
    return cat(counted(size(), "picture"), label_summary(files_.labels), ", the first of ", first_.height, "x",
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
  THIMBLE_TRY(const ImageSize first,
              first_readable(0, std::ssize(labelled.files), [&](std::int64_t index) { return size_of(labelled, index); }));
  return std::shared_ptr<const Dataset>(std::make_shared<ImagesDataset>(std::move(labelled), first));
}

}  // namespace

const DataFormatDef data_format_images{
    .title = "pictures", .doc = "PNG, JPEG or BMP pictures in a folder for each class", .claims = claims, .open = open, .file_a_sample = true};

}  // namespace thimble
