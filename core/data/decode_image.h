// decode_image: PNG, JPEG or BMP to bytes of H, W, C with C 1 (grey) or 3 (RGB); transparency is left out, 16 bits become 8,
//   a camera's note of which side was up (EXIF) is not followed, as most training code does not.
//   limits  kMaxImagePixels, sides up to kMaxImageSide; what the decoder allocates at once is bounded as well
//   errors  bad_data: what the decoder says; out_of_budget: too many pixels
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace thimble {

inline constexpr std::int64_t kMaxImagePixels = 25'000'000;
inline constexpr std::int64_t kMaxImageSide = 8192;
inline constexpr std::int64_t kMaxImageFileBytes = std::int64_t{1} << 26;

enum class ImageKind : std::uint8_t { none, png, jpeg, bmp };
ImageKind image_kind(std::span<const std::byte> head);

struct ImageSize {
  std::int64_t height = 0, width = 0, channels = 0;  // channels as decode_image gives them
};
Result<ImageSize> image_size(std::span<const std::byte> file);  // without decoding it
Result<RawSample> decode_image(std::span<const std::byte> file);

}  // namespace thimble
