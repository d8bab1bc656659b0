#include "core/pipeline/open_model.h"

#include "core/base/hash.h"
#include "core/formats/format_def.h"

namespace thimble {

Result<OpenModel> open_model(std::span<const std::byte> bytes, std::string_view file_name) {
  OpenModel out;
  const std::size_t slash = file_name.find_last_of("/\\");
  out.file_name = std::string(slash == std::string_view::npos ? file_name : file_name.substr(slash + 1));
  THIMBLE_TRY(out.graph, load_model(bytes, out.file_name, out.notes));
  for (const FormatDef* format : all_formats()) {
    if (format->sniff(bytes)) {
      out.format = std::string(format->name);
      break;
    }
  }
  out.sha256 = sha256_hex(bytes);
  out.file_bytes = static_cast<std::int64_t>(bytes.size());
  return out;
}

}  // namespace thimble
