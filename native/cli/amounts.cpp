#include "native/cli/amounts.h"

#include <optional>

#include "core/base/amounts.h"
#include "core/base/text.h"

namespace thimble::cli {
namespace {

Error not_an_amount(std::string_view text, std::string_view expected) {
  return invalid_argument("'" + printable(text) + "' is no " + std::string(expected));
}

}  // namespace

Result<std::int64_t> parse_bytes(std::string_view text) {
  const std::optional<std::int64_t> bytes = thimble::parse_bytes(text);
  if (!bytes) return not_an_amount(text, "number of bytes: expected for example 100K (1000 bytes each), 64KiB (1024 each), 1M");
  return *bytes;
}

Result<double> parse_milliseconds(std::string_view text) {
  constexpr Unit units[] = {{"", 1}, {"ms", 1}, {"us", 1e-3}, {"s", 1e3}};
  const std::optional<double> time = parse_amount(text, units);
  if (!time) return not_an_amount(text, "time: expected for example 20ms, 500us, 0.5s");
  return *time;
}

Result<double> parse_points(std::string_view text) {
  constexpr Unit units[] = {{"", 1}, {"%", 1}};
  const std::optional<double> points = parse_amount(text, units);
  if (!points || *points > 100) return not_an_amount(text, "number of points from 0 to 100: expected for example 1 or 0.5");
  return *points;
}

Result<double> parse_share(std::string_view text) {
  constexpr Unit units[] = {{"", 1}, {"%", 0.01}};
  const std::optional<double> share = parse_amount(text, units);
  if (!share || *share > 1) return not_an_amount(text, "share: expected for example 0.9 or 90%");
  return *share;
}

Result<std::int64_t> parse_count(std::string_view text, std::int64_t low) {
  const std::optional<std::int64_t> count = parse_int(text);
  if (!count || *count < low) return not_an_amount(text, cat("whole number of at least ", low));
  return *count;
}

}  // namespace thimble::cli
