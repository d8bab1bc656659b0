// Files that the page holds, as sources of a data set: read piece by piece, through a few blocks that are kept.
//   Files that came with a model are read whole, when it asks for them by name.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace thimble {

// Fills `out` from `offset` of the file that the page knows by `handle`; false: it is gone or has changed.
using FileReader = std::function<bool(std::uint32_t handle, std::int64_t offset, std::span<std::byte> out)>;

inline constexpr std::size_t kMaxDataFiles = 200000;

struct PageFile {
  std::uint32_t handle = 0;
  ByteSource source;
};

// `files`: [{"path": "digits/7/a.png", "size": 912, "handle": 3}, ...]; `field` is its name in the request: "files"
Result<std::vector<PageFile>> page_files(JsonValue files, std::string_view field, const FileReader& reader);

// The file that a model calls `name` ("w.bin", "sub/w.bin"): of that path, or else of that name in any folder; nullptr: none.
const PageFile* find_file(std::span<const PageFile> files, std::string_view name);

Result<std::vector<std::byte>> read_whole(const ByteSource& source);  // at most kMaxModelBytes

}  // namespace thimble
