// Text: building, splitting and parsing strings without locale, exceptions or <format>.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace thimble {

// printf into a string; the compiler checks the arguments against the form.
[[gnu::format(printf, 1, 2)]] std::string format(const char* form, ...);

// Joins strings, characters and integers (in decimal).
template <class... Pieces>
std::string cat(const Pieces&... pieces) {
  std::string out;
  const auto append = [&out](const auto& piece) {
    if constexpr (std::is_integral_v<std::decay_t<decltype(piece)>> && !std::is_same_v<std::decay_t<decltype(piece)>, char>) {
      out += std::to_string(piece);
    } else {
      out += piece;
    }
  };
  (append(pieces), ...);
  return out;
}

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// The whole text has to be the number; otherwise nothing.
std::optional<std::int64_t> parse_int(std::string_view text);
std::optional<double> parse_double(std::string_view text);

// Shortest text that parses back to the same number; "nan", "inf" as such.
std::string number_text(float value);
std::string number_text(double value);

std::string bytes_text(std::int64_t bytes);             // "15.6 KiB", three significant digits
std::string count_text(std::int64_t count);             // "12.5 M", "840 k"
std::string milliseconds_text(double value);            // "9.67 ms", "134 ms", three significant digits, never an exponent
std::string shape_text(const std::vector<std::int64_t>& dims);  // "[1, 49, 10, 1]"

// The candidate nearest to `name` by edit distance, or empty when none is near: for "did you mean".
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

// A C identifier made of any text: lower case, other characters become '_', never empty, never a leading digit.
std::string c_identifier(std::string_view text);

std::string upper_case(std::string_view text);  // of ASCII letters

// Text made safe to show, in a C comment too: control bytes and what is not ASCII become '?', cut at `limit` bytes.
std::string printable(std::string_view text, std::size_t limit = 80);

}  // namespace thimble
