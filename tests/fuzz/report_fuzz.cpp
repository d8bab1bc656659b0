// Any bytes as a report: an error, or a report that is written, read and drawn without a tag of its own.
#include <cstdint>
#include <string_view>

#include "core/base/check.h"
#include "core/report/optimize_html.h"
#include "core/report/optimize_report_json.h"
#include "core/report/optimize_report_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace thimble;
  const Result<OptimizeReport> report = read_optimize_report(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!report.ok()) {
    THIMBLE_CHECK(!report.error().message().empty());
    return 0;
  }
  const std::string written = to_json(*report);
  const Result<OptimizeReport> again = read_optimize_report(written);
  THIMBLE_CHECK(again.ok());
  THIMBLE_CHECK(to_json(*again) == written);
  const std::string html = optimize_html(*report);
  THIMBLE_CHECK(html.find("<script") == std::string::npos && html.find("<img") == std::string::npos);
  return 0;
}
