#include "core/formats/format_def.h"

#include "core/base/text.h"
#include "core/formats/describe_bytes.h"
#include "core/ops/op_def.h"

namespace thimble {
namespace {

constexpr const FormatDef* kFormats[] = {
#define THIMBLE_FORMAT(name) &format_##name,
#include "core/formats/formats.def"
#undef THIMBLE_FORMAT
};

std::string listed(const FormatDef& format) { return cat(format.name, " (", format.doc, ")"); }

std::string supported_formats() {
  std::vector<std::string> parts;
  for (const FormatDef* format : kFormats) parts.push_back(listed(*format));
  return join(parts, ", ");
}

Error unknown_format(std::span<const std::byte> bytes) {
  const BytesDescription found = describe_bytes(bytes);
  return unsupported("this looks like " + found.what + ", expected one of: " + supported_formats(), found.advice);
}

Result<Graph> load_with(const FormatDef& format, std::span<const std::byte> bytes, std::string_view file_name, const LoadOptions& options,
                        Diagnostics& diagnostics) {
  Result<Graph> graph = format.load_with_options ? format.load_with_options(bytes, file_name, options, diagnostics)
                                                 : format.load(bytes, file_name, diagnostics);
  if (graph.ok()) THIMBLE_TRY_VOID(verify(*graph));
  if (graph.ok() || graph.error().code() != ErrorCode::bad_data) return graph;
  return std::move(graph).error().or_try(
      "The file contradicts itself or the definitions of its operators: is it complete? Export it again; Netron shows the place.");
}

}  // namespace

Error model_too_large(std::int64_t bytes) {
  return out_of_budget("has " + bytes_text(bytes) + ", at most " + bytes_text(kMaxModelBytes) + " are read",
                       "A network for a microcontroller is far smaller: is this the right file?");
}

std::span<const FormatDef* const> all_formats() { return kFormats; }

Result<Graph> load_model(std::span<const std::byte> bytes, std::string_view file_name, Diagnostics& diagnostics,
                         const LoadOptions& options) {
  const std::string place = file_name.empty() ? "model" : printable(file_name, 200);
  if (bytes.size() > kMaxModelBytes) return model_too_large(static_cast<std::int64_t>(bytes.size())).in(place);
  for (const FormatDef* format : kFormats) {
    if (format->sniff(bytes)) return load_with(*format, bytes, file_name, options, diagnostics).in(place);
  }
  return unknown_format(bytes).in(place);
}

const FormatDef* find_format(std::string_view name) {
  for (const FormatDef* format : kFormats) {
    if (format->name == name) return format;
  }
  return nullptr;
}

const FormatDef* format_of_file_name(std::string_view file_name) {
  for (const FormatDef* format : kFormats) {
    for (const std::string_view extension : format->extensions) {
      if (file_name.ends_with(extension)) return format;
    }
  }
  return nullptr;
}

std::string writable_formats() {
  std::vector<std::string> parts;
  for (const FormatDef* format : kFormats) {
    if (format->save) parts.push_back(listed(*format));
  }
  return join(parts, ", ");
}

Result<std::vector<std::byte>> save_model(const FormatDef& format, const Graph& graph, const SaveOptions& options,
                                          Diagnostics& diagnostics) {
  if (!format.save) return unsupported(cat(format.name, " files are only read"), cat("Written are: ", writable_formats()));
  const std::string place = graph.name.empty() ? "model" : printable(graph.name, 120);
  THIMBLE_TRY_VOID(verify(graph).in(place));
  return format.save(graph, options, diagnostics).in(place);
}

std::string model_name(std::string_view file_name) {
  file_name = file_name.substr(file_name.find_last_of("/\\") + 1);
  const std::size_t dot = file_name.find_last_of('.');
  if (dot != std::string_view::npos && dot > 0) file_name = file_name.substr(0, dot);
  return printable(file_name, 120);
}

}  // namespace thimble
