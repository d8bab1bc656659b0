#include "core/data/source.h"

#include <memory>

#include "core/base/text.h"

namespace thimble {

Result<void> read_into(const ByteSource& source, std::int64_t offset, std::span<std::byte> out) {
  const std::int64_t size = static_cast<std::int64_t>(out.size());
  if (offset < 0 || offset > source.size || size > source.size - offset) {
    return bad_data(cat("ends at byte ", source.size, ", expected ", size, " bytes from byte ", offset),
                    "The file is cut short or its header is wrong: get it again.");
  }
  if (out.empty()) return {};
  return source.read(offset, out);
}

Result<std::vector<std::byte>> read_range(const ByteSource& source, std::int64_t offset, std::int64_t size) {
  if (size < 0 || offset < 0 || offset > source.size || size > source.size - offset) {
    return bad_data(cat("ends at byte ", source.size, ", expected ", size, " bytes from byte ", offset),
                    "The file is cut short or its header is wrong: get it again.");
  }
  std::vector<std::byte> out(static_cast<std::size_t>(size));
  THIMBLE_TRY_VOID(read_into(source, offset, out));
  return out;
}

ByteSource memory_source(std::string name, std::vector<std::byte> bytes) {
  auto owner = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  const std::int64_t size = static_cast<std::int64_t>(owner->size());
  return {std::move(name), size, [owner](std::int64_t offset, std::span<std::byte> out) -> Result<void> {
            if (offset < 0 || static_cast<std::uint64_t>(offset) > owner->size() ||
                out.size() > owner->size() - static_cast<std::size_t>(offset)) {
              return bad_data("a range outside of the bytes in memory");
            }
            if (!out.empty()) std::memcpy(out.data(), owner->data() + offset, out.size());
            return {};
          }};
}

std::string_view file_part(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

std::string_view folder_part(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string_view::npos ? std::string_view() : file_part(path.substr(0, slash));
}

}  // namespace thimble
