// DataFormatDef: one format of samples. Archives are opened before (containers.h): a format sees the files in them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"

namespace thimble {

inline constexpr std::int64_t kHeadBytes = 512;
inline constexpr std::int64_t kMaxSampleBytes = std::int64_t{1} << 27;
inline constexpr std::int64_t kMaxSamples = 20'000'000;
inline constexpr std::int32_t kMaxClasses = 65536;

struct DataFormatDef {
  std::string_view title;  // "IDX", as in messages
  std::string_view doc;    // what it reads, one line
  // By content: `head` is the file's first kHeadBytes (all, where it has fewer).
  bool (*claims)(const ByteSource& file, std::span<const std::byte> head);
  // Files that it claimed, sorted by name; at least one.
  Result<std::shared_ptr<const Dataset>> (*open)(std::vector<ByteSource> files, const DataOptions& options, Diagnostics& diagnostics);
  bool file_a_sample = false;  // a table beside them may say what they are (label_list.h)
};

struct NamedDataFormat {
  std::string_view name;
  const DataFormatDef* def;
};
std::span<const NamedDataFormat> all_data_formats();

#define THIMBLE_DATA_FORMAT(name) extern const DataFormatDef data_format_##name;
#include "core/data/data_formats.def"
#undef THIMBLE_DATA_FORMAT

}  // namespace thimble
