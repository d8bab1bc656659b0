#include "core/targets/fit_check.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/checked.h"
#include "core/base/text.h"

namespace thimble {
namespace {

// A sum that does not fit 64 bits fits no device either.
std::int64_t total(std::initializer_list<std::int64_t> parts) {
  std::int64_t sum = 0;
  for (std::int64_t part : parts) {
    THIMBLE_CHECK(part >= 0);
    sum = checked_add(sum, part).value_or(INT64_MAX);
  }
  return sum;
}

// Rounded as the page rounds it: one fullness, one number.
std::string percent(const FitItem& item) {
  const double share = static_cast<double>(item.need_bytes) / static_cast<double>(std::max<std::int64_t>(1, item.have_bytes));
  return share < 0.01 ? "<1" : format("%.0f", 100 * share);
}

std::string summary_of(const FitReport& report) {
  std::vector<std::string> parts;
  for (const FitItem& item : report.items) {
    if (report.fits) parts.push_back(item.what + " " + percent(item) + " % full");
    else if (!item.fits())
      parts.push_back(item.what + ": needs " + bytes_text(item.need_bytes) + ", there are " + bytes_text(item.have_bytes));
  }
  return (report.fits ? "fits: " : "does not fit: ") + join(parts, "; ");
}

}  // namespace

FitReport check_fit(const Device& device, const MemoryNeed& need) {
  FitReport report;
  if (device.arena_bytes < device.ram_bytes) report.items.push_back({"arena in one range of RAM", need.arena_bytes, device.arena_bytes});
  if (device.constants_in_flash) {
    report.items.push_back({"RAM", total({need.arena_bytes, need.stack_bytes}), device.ram_bytes});
    report.items.push_back({"flash", total({need.constant_bytes, need.code_bytes}), device.flash_bytes});
  } else {
    report.items.push_back({"RAM", total({need.arena_bytes, need.stack_bytes, need.constant_bytes, need.code_bytes}), device.ram_bytes});
  }
  report.fits = std::ranges::all_of(report.items, &FitItem::fits);
  report.summary = summary_of(report);
  return report;
}

}  // namespace thimble
