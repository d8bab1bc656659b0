#include "core/base/amounts.h"

#include <cmath>
#include <string>
#include <utility>

#include "core/base/text.h"

namespace thimble {

std::optional<double> parse_amount(std::string_view text, std::span<const Unit> units) {
  const std::size_t end = text.find_first_not_of("+-.0123456789");
  const std::optional<double> number = parse_double(trim(text.substr(0, end)));
  if (!number || !std::isfinite(*number) || *number < 0) return std::nullopt;
  const std::string_view name = end == std::string_view::npos ? std::string_view() : trim(text.substr(end));
  for (const Unit& unit : units) {
    if (unit.name == name) return *number * unit.factor;
  }
  return std::nullopt;
}

std::optional<std::int64_t> parse_bytes(std::string_view text) {
  constexpr Unit units[] = {{"", 1},     {"b", 1},      {"k", 1e3},   {"kb", 1e3},      {"m", 1e6},
                            {"mb", 1e6}, {"kib", 1024}, {"ki", 1024}, {"mib", 1048576}, {"mi", 1048576}};
  constexpr double kMost = 1e15;  // exact in a double
  std::string lower;
  for (const char c : trim(text)) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::optional<double> bytes = parse_amount(lower, units);
  if (!bytes || *bytes > kMost) return std::nullopt;
  return static_cast<std::int64_t>(std::floor(*bytes));
}

std::string typed_bytes(std::int64_t bytes) {
  constexpr std::pair<std::int64_t, std::string_view> units[] = {{1'000'000, "M"}, {1000, "K"}, {1048576, "MiB"}, {1024, "KiB"}};
  for (const auto& [factor, name] : units) {
    if (bytes != 0 && bytes % factor == 0) return cat(bytes / factor, name);
  }
  return cat(bytes, " B");
}

std::string limit_text(std::int64_t bytes) {
  const std::string typed = typed_bytes(bytes), figure = bytes_text(bytes);
  return typed.ends_with("iB") || typed == figure ? typed : cat(typed, " (", figure, ")");
}

}  // namespace thimble
