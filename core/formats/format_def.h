// FormatDef: one file format that we read or write; load_model: any of them, told apart by content; save_model: by name.
//   limits  a file is at most kMaxModelBytes; each format bounds what it makes of it (tflite/model_view.h, ir/text_format.h)
//   errors  load: where = the file's name, then the place inside; a graph that is returned has passed verify()
//           save: unsupported, naming the node, what the format cannot say and what to try; the same graph and options
//           give the same bytes
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/base/result.h"
#include "core/formats/load_options.h"
#include "core/ir/graph.h"

namespace thimble {

inline constexpr std::size_t kMaxModelBytes = std::size_t{1} << 29;
Error model_too_large(std::int64_t bytes);  // asked before a file of more than that is read

struct SaveOptions {
  std::string description;  // what the file says about itself; empty: nothing
  bool names = true;        // names of the values between inputs and outputs; without them the file is smaller
};

struct FormatDef {
  std::string_view name;                         // "tflite"
  std::string_view doc;                          // "TensorFlow Lite / LiteRT flatbuffer"
  std::span<const std::string_view> extensions;  // ".tflite", for file dialogs; loading goes by content
  bool (*sniff)(std::span<const std::byte> bytes);
  Result<Graph> (*load)(std::span<const std::byte> bytes, std::string_view file_name, Diagnostics& diagnostics);
  // The graph has passed verify(). nullptr where a format is only read.
  Result<std::vector<std::byte>> (*save)(const Graph& graph, const SaveOptions& options, Diagnostics& diagnostics) = nullptr;
  // Of formats that may have to be told something beside the file.
  Result<Graph> (*load_with_options)(std::span<const std::byte> bytes, std::string_view file_name, const LoadOptions& options,
                                     Diagnostics& diagnostics) = nullptr;
  // The file's own names of the operators that are read; nullptr where the names are ours.
  std::vector<std::string> (*operators)() = nullptr;
};

#define THIMBLE_FORMAT(name) extern const FormatDef format_##name;
#include "core/formats/formats.def"
#undef THIMBLE_FORMAT

std::span<const FormatDef* const> all_formats();
const FormatDef* find_format(std::string_view name);               // nullptr: none of that name
const FormatDef* format_of_file_name(std::string_view file_name);  // by its ending, for files that are to be written

// `file_name` names the graph and stands in errors; the file itself is not opened.
Result<Graph> load_model(std::span<const std::byte> bytes, std::string_view file_name, Diagnostics& diagnostics,
                         const LoadOptions& options = {});

// `diagnostics`: what the file says otherwise than the graph does (an attribute that became an operator of its own, say).
Result<std::vector<std::byte>> save_model(const FormatDef& format, const Graph& graph, const SaveOptions& options,
                                          Diagnostics& diagnostics);

// "tflite (TensorFlow Lite / LiteRT flatbuffer), text (...)": the formats that are written, for messages.
std::string writable_formats();

// "kws" of "models/kws.tflite": what a graph is called after its file.
std::string model_name(std::string_view file_name);

}  // namespace thimble
