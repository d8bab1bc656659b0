#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

namespace thimble {

std::string format(const char* form, ...) {
  std::va_list arguments;
  va_start(arguments, form);
  std::va_list again;
  va_copy(again, arguments);
  const int length = std::vsnprintf(nullptr, 0, form, arguments);
  va_end(arguments);
  std::string out(static_cast<std::size_t>(std::max(length, 0)), '\0');
  std::vsnprintf(out.data(), out.size() + 1, form, again);
  va_end(again);
  return out;
}

std::string_view trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(separator, begin);
    if (end == std::string_view::npos) break;
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  out.push_back(text.substr(begin));
  return out;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

std::optional<std::int64_t> parse_int(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_double(std::string_view text) {
  // strtod, because from_chars for doubles is missing in the library that Emscripten brings. It would also take spaces
  // and hexadecimal, which no text of ours contains.
  if (text.empty() || text.size() > 63) return std::nullopt;
  for (const char c : text) {
    const bool known =
        (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E' || c == 'n' || c == 'a' || c == 'i' || c == 'f';
    if (!known) return std::nullopt;
  }
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size()) return std::nullopt;
  return value;
}

namespace {

// The fewest digits that read back as the same number: 9 (float) and 17 (double) always do.
template <class T>
std::string shortest(T value, int max_digits) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  // Whole numbers as people write them: %g would make 3.2e+02 of 320.
  if (value == std::trunc(value) && std::fabs(value) < static_cast<T>(1e7) && !(value == 0 && std::signbit(value))) {
    return format("%.0f", static_cast<double>(value));
  }
  std::string text;
  for (int digits = 1; digits <= max_digits; ++digits) {
    text = format("%.*g", digits, static_cast<double>(value));
    if (static_cast<T>(std::strtod(text.c_str(), nullptr)) == value) break;
  }
  return text;
}

std::string three_digits(double value, std::string_view unit) {
  const int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return format("%.*f ", decimals, value) + std::string(unit);
}

}  // namespace

std::string number_text(float value) { return shortest(value, 9); }
std::string number_text(double value) { return shortest(value, 17); }

std::string bytes_text(std::int64_t bytes) {
  if (bytes < 1024) return format("%lld B", static_cast<long long>(bytes));
  if (bytes < 1024 * 1024) return three_digits(static_cast<double>(bytes) / 1024.0, "KiB");
  return three_digits(static_cast<double>(bytes) / (1024.0 * 1024.0), "MiB");
}

std::string count_text(std::int64_t count) {
  if (count < 1000) return format("%lld", static_cast<long long>(count));
  if (count < 1000000) return three_digits(static_cast<double>(count) / 1e3, "k");
  if (count < 1000000000) return three_digits(static_cast<double>(count) / 1e6, "M");
  return three_digits(static_cast<double>(count) / 1e9, "G");
}

std::string milliseconds_text(double value) { return value < 1 ? format("%.3f ms", value) : three_digits(value, "ms"); }

std::string shape_text(const std::vector<std::int64_t>& dims) {
  std::string out = "[";
  for (std::size_t i = 0; i < dims.size(); ++i) out += (i > 0 ? ", " : "") + format("%lld", static_cast<long long>(dims[i]));
  return out + "]";
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  std::string best;
  for (const std::string& candidate : candidates) {
    std::vector<std::size_t> row(candidate.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= name.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j < row.size(); ++j) {
        const std::size_t substitute = diagonal + (name[i - 1] == candidate[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

std::string c_identifier(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  if (out.empty()) return "model";
  if (out[0] >= '0' && out[0] <= '9') out = "m" + out;
  return out;
}

std::string upper_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

std::string printable(std::string_view text, std::size_t limit) {
  std::string out;
  for (const char c : text.substr(0, limit)) {
    // A name that ends a C comment must not end ours.
    const bool ends_comment = c == '/' && !out.empty() && out.back() == '*';
    out += (c >= 0x20 && c < 0x7f && !ends_comment) ? c : '?';
  }
  if (text.size() > limit) out += "...";
  return out;
}

}  // namespace thimble
