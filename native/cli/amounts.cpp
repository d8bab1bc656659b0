#include "native/cli/amounts.h"

#include <cmath>
#include <optional>
#include <span>

#include "core/base/text.h"

namespace thimble::cli {
namespace {

struct Unit {
  std::string_view name;
  double factor;
};

Error not_an_amount(std::string_view text, std::string_view expected) {
  return invalid_argument("'" + printable(text) + "' is no " + std::string(expected));
}

// The number before the unit times the unit's factor; nothing where the text is no such amount.
std::optional<double> with_unit(std::string_view text, std::span<const Unit> units) {
  const std::size_t end = text.find_first_not_of("+-.0123456789");
  const std::optional<double> number = parse_double(text.substr(0, end));
  if (!number || !std::isfinite(*number) || *number < 0) return std::nullopt;
  const std::string_view name = end == std::string_view::npos ? std::string_view() : trim(text.substr(end));
  for (const Unit& unit : units) {
    if (unit.name == name) return *number * unit.factor;
  }
  return std::nullopt;
}

}  // namespace

Result<std::int64_t> parse_bytes(std::string_view text) {
  constexpr Unit units[] = {{"", 1},    {"B", 1},    {"K", 1e3},    {"k", 1e3},   {"kB", 1e3},      {"KB", 1e3},
                            {"M", 1e6}, {"MB", 1e6}, {"KiB", 1024}, {"Ki", 1024}, {"MiB", 1048576}, {"Mi", 1048576}};
  const std::optional<double> bytes = with_unit(text, units);
  if (!bytes || *bytes > 1e15)
    return not_an_amount(text, "number of bytes: expected for example 100K (1000 bytes each), 64KiB (1024 each), 1M");
  return static_cast<std::int64_t>(std::floor(*bytes));
}

Result<double> parse_milliseconds(std::string_view text) {
  constexpr Unit units[] = {{"", 1}, {"ms", 1}, {"us", 1e-3}, {"s", 1e3}};
  const std::optional<double> time = with_unit(text, units);
  if (!time) return not_an_amount(text, "time: expected for example 20ms, 500us, 0.5s");
  return *time;
}

Result<double> parse_points(std::string_view text) {
  constexpr Unit units[] = {{"", 1}, {"%", 1}};
  const std::optional<double> points = with_unit(text, units);
  if (!points || *points > 100) return not_an_amount(text, "number of points from 0 to 100: expected for example 1 or 0.5");
  return *points;
}

Result<double> parse_share(std::string_view text) {
  constexpr Unit units[] = {{"", 1}, {"%", 0.01}};
  const std::optional<double> share = with_unit(text, units);
  if (!share || *share > 1) return not_an_amount(text, "share: expected for example 0.9 or 90%");
  return *share;
}

Result<std::int64_t> parse_count(std::string_view text, std::int64_t low) {
  const std::optional<std::int64_t> count = parse_int(text);
  if (!count || *count < low) return not_an_amount(text, cat("whole number of at least ", low));
  return *count;
}

}  // namespace thimble::cli
