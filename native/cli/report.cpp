#include <cstdio>

#include "core/report/optimize_html.h"
#include "core/report/optimize_report_json.h"
#include "core/report/optimize_report_reader.h"
#include "native/cli/files.h"
#include "native/cli/show_report.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {
    {"-o", "FILE", "write the report as one HTML file"}, {"--force", "", "replace what is there"}, kJsonOption};
constexpr std::string_view kExamples[] = {"thimble report model_optimized/report.json",
                                          "thimble report report.json -o report.html --force"};

Result<ExitCode> run(const Arguments& arguments) {
  if (arguments.operands().empty()) return invalid_argument("no report given", "Name the report.json that `thimble optimize` has written.");
  const std::string& path = arguments.operands()[0];
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_file(path));
  Result<OptimizeReport> read = read_optimize_report({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!read.ok()) return std::move(read).error().or_try("Name the report.json that `thimble optimize` has written.").in(path);
  const OptimizeReport& report = *read;
  if (const auto goal = arguments.get("-o")) {
    const std::string html = optimize_html(report);
    THIMBLE_TRY_VOID(write_whole_file(*goal, std::as_bytes(std::span(html)), arguments.has("--force")));
    std::printf("%s\n", goal->c_str());
  } else if (arguments.has("--json")) {
    std::printf("%s", to_json(report).c_str());
  } else {
    print_candidates(report);
    print_recommendation(report);
  }
  return ExitCode::done;
}

}  // namespace

extern const CommandDef command_report{.name = "report",
                                       .doc = "a finished job's report as a table or as one HTML file",
                                       .operands = "REPORT",
                                       .options = kOptions,
                                       .examples = kExamples,
                                       .run = run};

}  // namespace thimble::cli
