#include "native/cli/show.h"

#include <cstdio>

#include "core/base/text.h"
#include "core/report/model_report_json.h"
#include "native/cli/table.h"

namespace thimble::cli {
namespace {

std::string three_digits(double value) {
  return format(value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3g", value);
}

std::string scaled(const Quantity& quantity, double unit, std::string_view name) {
  if (quantity.provenance == Provenance::unknown) return "-";
  return three_digits(quantity.value * unit) + " " + std::string(name) + " (" + three_digits(quantity.low * unit) + " to " +
         three_digits(quantity.high * unit) + ")";
}

}  // namespace

std::string latency_text(const Quantity& quantity) { return quantity.value < 1 ? scaled(quantity, 1e3, "us") : scaled(quantity, 1, "ms"); }
std::string energy_text(const Quantity& quantity) { return quantity.value < 1 ? scaled(quantity, 1e3, "uJ") : scaled(quantity, 1, "mJ"); }

std::string bytes_quantity_text(const Quantity& quantity) {
  if (quantity.provenance == Provenance::unknown) return "-";
  const std::string text = bytes_text(static_cast<std::int64_t>(quantity.value));
  return quantity.provenance == Provenance::exact ? text : "~" + text;
}

void print_notes(const char* indent, const std::vector<std::string>& warnings, const std::vector<std::string>& notes) {
  for (const std::string& warning : warnings) std::printf("%swarning: %s\n", indent, warning.c_str());
  for (const std::string& note : notes) std::printf("%snote: %s\n", indent, note.c_str());
}

void print_targets(const std::vector<TargetReport>& targets) {
  Table table({"device", "core", ">arena", ">constants", ">code", "latency, estimated", "energy, estimated", "verdict"});
  for (const TargetReport& target : targets) {
    table.row({target.device, target.core, bytes_text(target.arena_bytes), bytes_text(target.constant_bytes),
               bytes_quantity_text(target.code_bytes), latency_text(target.latency_ms), energy_text(target.energy_mj), target.verdict});
  }
  table.print();
}

void print_target_sources(const TargetReport& target) {
  std::printf("\narena, constants: exact, as the generated code allocates them\n");
  std::printf("code: %s\n", target.code_bytes.source.c_str());
  if (target.stack_bytes.provenance != Provenance::unknown)
    std::printf("stack: %s, %s\n", bytes_quantity_text(target.stack_bytes).c_str(), target.stack_bytes.source.c_str());
  std::printf("latency: %s\n", target.latency_ms.source.c_str());
  std::printf("energy: %s\n", target.energy_mj.source.c_str());
}

}  // namespace thimble::cli
