// FormatDef: one file format that we read; load_model: any of them, told apart by content.
//   limits  a file is at most kMaxModelBytes; each format bounds what it makes of it (tflite/model_view.h, ir/text_format.h)
//   errors  where = the file's name, then the place inside; a graph that is returned has passed verify()
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/base/diagnostics.h"
#include "core/base/result.h"
#include "core/ir/graph.h"

namespace thimble {

inline constexpr std::size_t kMaxModelBytes = std::size_t{1} << 29;

struct FormatDef {
  std::string_view name;                         // "tflite"
  std::string_view doc;                          // "TensorFlow Lite / LiteRT flatbuffer"
  std::span<const std::string_view> extensions;  // ".tflite", for file dialogs; loading goes by content
  bool (*sniff)(std::span<const std::byte> bytes);
  Result<Graph> (*load)(std::span<const std::byte> bytes, std::string_view file_name, Diagnostics& diagnostics);
};

#define THIMBLE_FORMAT(name) extern const FormatDef format_##name;
#include "core/formats/formats.def"
#undef THIMBLE_FORMAT

std::span<const FormatDef* const> all_formats();

// `file_name` names the graph and stands in errors; the file itself is not opened.
Result<Graph> load_model(std::span<const std::byte> bytes, std::string_view file_name, Diagnostics& diagnostics);

// "kws" of "models/kws.tflite": what a graph is called after its file.
std::string model_name(std::string_view file_name);

}  // namespace thimble
