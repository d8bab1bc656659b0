// Does a network fit a device? RAM and constants are exact (planner, weights as laid out); code as exact as it was given.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/targets/device.h"

namespace thimble {

struct MemoryNeed {
  std::int64_t arena_bytes = 0, constant_bytes = 0, code_bytes = 0, stack_bytes = 0;
};

struct FitItem {
  std::string what;  // "arena in one range of RAM" (only where RAM has several), "RAM", "flash"
  std::int64_t need_bytes = 0, have_bytes = 0;
  bool fits() const { return need_bytes <= have_bytes; }
};

struct FitReport {
  bool fits = false;
  std::vector<FitItem> items;  // every limit that was looked at
  std::string summary;         // one line: that it fits and how full it is, or what is short by how much
};

FitReport check_fit(const Device& device, const MemoryNeed& need);

}  // namespace thimble
