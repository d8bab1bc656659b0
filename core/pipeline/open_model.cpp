#include "core/pipeline/open_model.h"

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/formats/format_def.h"

namespace thimble {

Result<OpenModel> open_model(std::span<const std::byte> bytes, std::string_view file_name, const LoadOptions& options) {
  OpenModel out;
  const std::size_t slash = file_name.find_last_of("/\\");
  out.file_name = std::string(slash == std::string_view::npos ? file_name : file_name.substr(slash + 1));
  THIMBLE_TRY(out.graph, load_model(bytes, out.file_name, out.notes, options));
  THIMBLE_TRY(out.passes, run_passes(out.graph));
  for (const PassRun& run : out.passes) {
    if (run.applied > 0)
      out.notes.note("", format("%s: %lld %s, the same outputs", std::string(run.name).c_str(), static_cast<long long>(run.applied),
                                std::string(run.unit).c_str()));
  }
  for (const FormatDef* candidate : all_formats()) {
    if (candidate->sniff(bytes)) {
      out.format = std::string(candidate->name);
      break;
    }
  }
  out.sha256 = sha256_hex(bytes);
  out.file_bytes = static_cast<std::int64_t>(bytes.size());
  return out;
}

}  // namespace thimble
