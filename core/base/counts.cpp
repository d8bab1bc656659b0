#include "core/base/counts.h"

#include "core/base/text.h"

namespace thimble {

std::string grouped(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  if (count == 1) return cat("1 ", one);
  return many.empty() ? cat(grouped(count), " ", one, "s") : cat(grouped(count), " ", many);
}

}  // namespace thimble
