#include "core/api/file_source.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <mutex>

#include "core/base/text.h"
#include "core/formats/format_def.h"

namespace thimble {

namespace {

constexpr std::int64_t kBlockBytes = 256 * 1024;
constexpr std::size_t kBlocks = 32;

struct Block {
  std::uint32_t handle;
  std::int64_t index;
  std::vector<std::byte> bytes;
};

// The blocks read last, for all files of one data set: samples of an archive lie side by side, and a call of the page costs far
// more than a copy.
class BlockCache {
 public:
  explicit BlockCache(FileReader reader) : reader_(std::move(reader)) {}

  bool read(std::uint32_t handle, std::int64_t size, std::int64_t offset, std::span<std::byte> out) {
    const std::lock_guard lock(mutex_);
    while (!out.empty()) {
      const std::int64_t index = offset / kBlockBytes, from = index * kBlockBytes;
      const Block* block = find(handle, index, std::min(kBlockBytes, size - from));
      if (!block) return false;
      const auto at = static_cast<std::size_t>(offset - from);
      const std::size_t count = std::min(out.size(), block->bytes.size() - at);
      std::copy_n(block->bytes.begin() + static_cast<std::ptrdiff_t>(at), count, out.begin());
      out = out.subspan(count);
      offset += static_cast<std::int64_t>(count);
    }
    return true;
  }

 private:
  const Block* find(std::uint32_t handle, std::int64_t index, std::int64_t size) {
    for (const Block& block : blocks_) {
      if (block.handle == handle && block.index == index) return &block;
    }
    Block block{.handle = handle, .index = index, .bytes = std::vector<std::byte>(static_cast<std::size_t>(size))};
    if (!reader_(handle, index * kBlockBytes, block.bytes)) return nullptr;
    if (blocks_.size() >= kBlocks) blocks_.pop_front();
    blocks_.push_back(std::move(block));
    return &blocks_.back();
  }

  FileReader reader_;
  std::mutex mutex_;
  std::deque<Block> blocks_;
};

ByteSource source_of(std::string path, std::uint32_t handle, std::int64_t size, std::shared_ptr<BlockCache> cache) {
  ByteSource out{.name = path, .size = size, .read = {}};
  out.read = [path = std::move(path), handle, size, cache = std::move(cache)](std::int64_t offset,
                                                                              std::span<std::byte> bytes) -> Result<void> {
    const auto count = static_cast<std::int64_t>(bytes.size());
    if (offset < 0 || offset > size || count > size - offset) {
      return Error(ErrorCode::bad_data, cat("ends after ", size, " bytes; byte ", offset, " and ", count, " more were expected"),
                   "is the file whole?")
          .in(path);
    }
    if (!cache->read(handle, size, offset, bytes))
      return Error(ErrorCode::bad_data, "cannot be read any more", "open it again: it may have been changed or moved").in(path);
    return {};
  };
  return out;
}

}  // namespace

Result<std::vector<PageFile>> page_files(JsonValue files, std::string_view field, const FileReader& reader) {
  if (!files.is_array() || files.size() == 0)
    return invalid_argument(cat('"', field, "\" is ", printable(files.to_json(), 60), ", expected a list of {path, size, handle}"));
  if (!reader) return unsupported("this core cannot read files by handle", "give it a reader, by Session::set_file_reader");
  if (files.size() > kMaxDataFiles)
    return out_of_budget(cat(files.size(), " files; at most ", kMaxDataFiles, " are taken"), "put them into a ZIP, or take fewer");
  const auto cache = std::make_shared<BlockCache>(reader);
  std::vector<PageFile> out;
  for (const JsonValue file : files.items()) {
    const auto path = file["path"].text();
    const auto size = file["size"].integer(), handle = file["handle"].integer();
    if (!path || path->empty() || !size || *size < 0 || !handle || *handle <= 0 || *handle > INT32_MAX)
      return invalid_argument(
          cat("item ", out.size(), " of \"", field, "\" is ", printable(file.to_json(), 80), ", expected {path, size, handle}"));
    const auto id = static_cast<std::uint32_t>(*handle);
    out.push_back({.handle = id, .source = source_of(printable(*path, 400), id, *size, cache)});
  }
  return out;
}

const PageFile* find_file(std::span<const PageFile> files, std::string_view name) {
  const auto base = [](std::string_view path) { return path.substr(path.find_last_of('/') + 1); };
  const PageFile* out = nullptr;
  for (const PageFile& file : files) {
    const std::string& path = file.source.name;
    if (path == name || path.ends_with("/" + std::string(name))) return &file;
    if (!out && base(path) == base(name)) out = &file;
  }
  return out;
}

Result<std::vector<std::byte>> read_whole(const ByteSource& source) {
  if (source.size > static_cast<std::int64_t>(kMaxModelBytes)) return model_too_large(source.size);
  std::vector<std::byte> bytes(static_cast<std::size_t>(source.size));
  THIMBLE_TRY_VOID(source.read(0, bytes));
  return bytes;
}

}  // namespace thimble
