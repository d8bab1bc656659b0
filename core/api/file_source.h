// Files that the page holds, as sources of a data set: read piece by piece, through a few blocks that are kept.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace thimble {

// Fills `out` from `offset` of the file that the page knows by `handle`; false: it is gone or has changed.
using FileReader = std::function<bool(std::uint32_t handle, std::int64_t offset, std::span<std::byte> out)>;

inline constexpr std::size_t kMaxDataFiles = 200000;

// `files`: [{"path": "digits/7/a.png", "size": 912, "handle": 3}, ...]
Result<std::vector<ByteSource>> file_sources(JsonValue files, const FileReader& reader);

}  // namespace thimble
