#include "core/data/decode_image.h"

#include <cstdlib>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/data/source.h"

namespace {

// The decoder grows its buffers as the file asks for; a file that asks for more than any picture within our limits is refused.
constexpr std::size_t kMaxAllocation = std::size_t{1} << 28;
void* bounded_malloc(std::size_t size) { return size > kMaxAllocation ? nullptr : std::malloc(size); }
void* bounded_realloc(void* old, std::size_t size) { return size > kMaxAllocation ? nullptr : std::realloc(old, size); }

}  // namespace

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_HDR
#define STBI_MAX_DIMENSIONS 8192
#define STBI_MALLOC(size) bounded_malloc(size)
#define STBI_REALLOC(old, size) bounded_realloc(old, size)
#define STBI_FREE(old) std::free(old)
#define STBI_ASSERT(condition) THIMBLE_ASSERT(condition)
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wunused-function"
#endif
#include <stb_image.h>
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

namespace thimble {
namespace {

constexpr const char* kMakeSmaller = "Make it smaller first: a network for a small device sees a few hundred pixels a side.";

Error undecodable(std::string_view what) {
  const char* reason = stbi_failure_reason();
  if (reason && std::string_view(reason) == "too large") {
    return out_of_budget(cat(what, " with sides of more than ", kMaxImageSide, " pixels"), kMakeSmaller);
  }
  return bad_data(cat(what, " that cannot be decoded", reason ? cat(" (", reason, ")") : std::string()),
                  "Leave it out, or save it again with another program.");
}

std::string_view kind_name(ImageKind kind) {
  switch (kind) {
    case ImageKind::png: return "a PNG";
    case ImageKind::jpeg: return "a JPEG";
    case ImageKind::bmp: return "a BMP";
    case ImageKind::none: return "no picture";
  }
  return "";
}

// The decoder takes what a BMP lacks at its end for black.
Result<void> check_bmp_is_whole(std::span<const std::byte> file, std::int64_t width, std::int64_t height) {
  constexpr std::size_t kCoreHeader = 12, kAtPixels = 10, kAtHeader = 14;
  const bool core = little_endian<std::uint32_t>(file, kAtHeader) == kCoreHeader;
  const std::size_t at_bits = core ? 24 : 28;
  if (file.size() < at_bits + 2) return bad_data("a BMP that ends in its header", "Save it again, or leave it out.");
  const std::int64_t row_bits = width * little_endian<std::uint16_t>(file, at_bits);
  // Rows are of whole words; what fills the last one may be missing.
  const std::int64_t expected = little_endian<std::uint32_t>(file, kAtPixels) + (row_bits + 31) / 32 * 4 * (height - 1) + (row_bits + 7) / 8;
  if (static_cast<std::int64_t>(file.size()) >= expected) return {};
  return bad_data(cat("a BMP of ", width, "x", height, " that ends after ", file.size(), " bytes, expected ", expected),
                  "Is the file whole? Save it again, or leave it out.");
}

}  // namespace

ImageKind image_kind(std::span<const std::byte> head) {
  if (starts_with(head, "\x89PNG\r\n\x1a\n")) return ImageKind::png;
  if (starts_with(head, "\xff\xd8\xff")) return ImageKind::jpeg;
  // "BM" begins many a text: the size of the second header has to be one that exists.
  if (head.size() >= 18 && starts_with(head, "BM")) {
    const auto header = little_endian<std::uint32_t>(head, 14);
    if (header == 12 || header == 40 || header == 56 || header == 108 || header == 124) return ImageKind::bmp;
  }
  return ImageKind::none;
}

Result<ImageSize> image_size(std::span<const std::byte> file) {
  const ImageKind kind = image_kind(file);
  if (kind == ImageKind::none) return bad_data("not a PNG, JPEG or BMP, although its ending is that of one");
  if (static_cast<std::int64_t>(file.size()) > kMaxImageFileBytes) {
    return out_of_budget(cat(kind_name(kind), " of ", bytes_text(static_cast<std::int64_t>(file.size())), ", at most ",
                             bytes_text(kMaxImageFileBytes), " are read"));
  }
  int width = 0, height = 0, channels = 0;
  const auto* bytes = reinterpret_cast<const stbi_uc*>(file.data());
  if (!stbi_info_from_memory(bytes, static_cast<int>(file.size()), &width, &height, &channels)) {
    // stbi_info forgets why; loading stops at the same place and knows.
    stbi_image_free(stbi_load_from_memory(bytes, static_cast<int>(file.size()), &width, &height, &channels, 0));
    return undecodable(kind_name(kind));
  }
  if (width < 1 || height < 1) return undecodable(kind_name(kind));
  if (width > kMaxImageSide || height > kMaxImageSide || std::int64_t{width} * height > kMaxImagePixels) {
    return out_of_budget(cat(kind_name(kind), " of ", width, "x", height, ", expected at most ", kMaxImagePixels / 1'000'000,
                             " megapixels and sides of ", kMaxImageSide),
                         kMakeSmaller);
  }
  return ImageSize{height, width, channels <= 2 ? 1 : 3};
}

Result<RawSample> decode_image(std::span<const std::byte> file) {
  THIMBLE_TRY(const ImageSize size, image_size(file));
  if (image_kind(file) == ImageKind::bmp) THIMBLE_TRY_VOID(check_bmp_is_whole(file, size.width, size.height));
  int width = 0, height = 0, channels = 0;
  stbi_uc* pixels = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(file.data()), static_cast<int>(file.size()), &width, &height,
                                          &channels, static_cast<int>(size.channels));
  if (!pixels) return undecodable(kind_name(image_kind(file)));
  RawSample sample{.kind = RawKind::image_u8, .shape = {height, width, size.channels}};
  sample.pixels.assign(pixels, pixels + std::int64_t{width} * height * size.channels);
  stbi_image_free(pixels);
  return sample;
}

}  // namespace thimble
