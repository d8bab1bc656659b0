// IDX, the format of MNIST and its kin.
//   layout  0 0 <type> <rank>, rank x u32 big-endian sizes, then the elements, big-endian
//           types 08 u8, 09 s8, 0B s16, 0C s32, 0D f32, 0E f64
//   source  the description on the MNIST page (LeCun, Cortes, Burges)
#include <optional>

#include "core/base/text.h"
#include "core/data/array_dataset.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::size_t kMaxIdxRank = 6;

std::optional<ElementType> element_type(std::byte code) {
  switch (std::to_integer<int>(code)) {
    case 0x08: return ElementType{ElementKind::unsigned_integer, 1, true};
    case 0x09: return ElementType{ElementKind::signed_integer, 1, true};
    case 0x0b: return ElementType{ElementKind::signed_integer, 2, true};
    case 0x0c: return ElementType{ElementKind::signed_integer, 4, true};
    case 0x0d: return ElementType{ElementKind::real, 4, true};
    case 0x0e: return ElementType{ElementKind::real, 8, true};
    default: return std::nullopt;
  }
}

bool claims(const ByteSource&, std::span<const std::byte> head) {
  if (head.size() < 8 || head[0] != std::byte{0} || head[1] != std::byte{0} || !element_type(head[2])) return false;
  const std::size_t rank = std::to_integer<std::size_t>(head[3]);
  return rank >= 1 && rank <= kMaxIdxRank;
}

Result<ArrayFile> read_header(ByteSource file) {
  THIMBLE_TRY(const std::vector<std::byte> magic, read_range(file, 0, 8));
  if (!claims(file, magic)) return bad_data("not an IDX file, although its ending is that of one");
  const std::size_t rank = std::to_integer<std::size_t>(magic[3]);
  THIMBLE_TRY(const std::vector<std::byte> sizes, read_range(file, 4, static_cast<std::int64_t>(4 * rank)));
  ArrayFile array{.type = *element_type(magic[2]), .offset = static_cast<std::int64_t>(4 + 4 * rank)};
  for (std::size_t i = 0; i < rank; ++i) array.shape.push_back(big_endian_u32(sizes, 4 * i));
  array.source = std::move(file);
  return array;
}

Result<std::shared_ptr<const Dataset>> open(std::vector<ByteSource> files, const DataOptions& options, Diagnostics& diagnostics) {
  std::vector<ArrayFile> arrays;
  for (ByteSource& file : files) {
    const std::string place = printable(file.name, 200);
    THIMBLE_TRY(ArrayFile array, read_header(std::move(file)).in(place));
    arrays.push_back(std::move(array));
  }
  return open_arrays(std::move(arrays), "idx", "IDX", options, diagnostics);
}

}  // namespace

const DataFormatDef data_format_idx{.title = "IDX", .doc = "IDX images and labels (as of MNIST)", .claims = claims, .open = open};

}  // namespace thimble
