#include "core/codegen/write_arrays.h"

#include <charconv>
#include <limits>
#include <type_traits>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/codegen/code_writer.h"

namespace thimble {
namespace {

template <class T>
std::string_view literal_of(T value, char (&text)[32]) {
  if constexpr (std::is_floating_point_v<T>) {
    const std::string digits = float_literal(value);
    return {text, digits.copy(text, sizeof text)};
  } else {
    // The least numbers have no literal of their own type in C.
    if constexpr (sizeof(T) >= 4 && std::is_signed_v<T>) {
      if (value == std::numeric_limits<T>::min()) return sizeof(T) == 4 ? "INT32_MIN" : "INT64_MIN";
    }
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    THIMBLE_CHECK(error == std::errc());
    return {text, static_cast<std::size_t>(end - text)};
  }
}

// Numbers are most of a package's text: appended without formatting machinery, so that 300 KB of weights take milliseconds.
template <class T>
std::string list_of(const EmittedArray& array) {
  std::string out = "{";
  std::size_t line_start = 0;
  std::string_view separator = "\n  ";
  for (const T value : array.bytes.copy_as<T>()) {
    char text[32];
    const std::string_view digits = literal_of(value, text);
    if (out.size() - line_start + digits.size() + 3 > kLineColumns) separator = ",\n  ";
    if (separator.find('\n') != std::string_view::npos) line_start = out.size() + separator.find('\n') + 1;
    out += separator;
    out += digits;
    separator = ", ";
  }
  return out + "\n}";
}

}  // namespace

std::string float_literal(float value) {
  if (value != value) return "(0.0f / 0.0f)";
  if (value > std::numeric_limits<float>::max()) return "(1.0f / 0.0f)";
  if (value < -std::numeric_limits<float>::max()) return "(-1.0f / 0.0f)";
  std::string digits = number_text(value);
  if (digits.find_first_of(".e") == std::string::npos) digits += ".0";
  return digits + 'f';
}

std::int64_t array_length(const EmittedArray& array) {
  std::int64_t bytes = 1;
  if (array.c_type == "int16_t" || array.c_type == "uint16_t") bytes = 2;
  if (array.c_type == "int32_t" || array.c_type == "uint32_t" || array.c_type == "float") bytes = 4;
  if (array.c_type == "int64_t") bytes = 8;
  return static_cast<std::int64_t>(array.bytes.size()) / bytes;
}

std::string array_initializer(const EmittedArray& array) {
  if (array.c_type == "int8_t") return list_of<std::int8_t>(array);
  if (array.c_type == "uint8_t") return list_of<std::uint8_t>(array);
  if (array.c_type == "int16_t") return list_of<std::int16_t>(array);
  if (array.c_type == "uint16_t") return list_of<std::uint16_t>(array);
  if (array.c_type == "int32_t") return list_of<std::int32_t>(array);
  if (array.c_type == "uint32_t") return list_of<std::uint32_t>(array);
  if (array.c_type == "float") return list_of<float>(array);
  THIMBLE_CHECK(array.c_type == "int64_t");
  return list_of<std::int64_t>(array);
}

std::string array_declarator(const EmittedArray& array) {
  return cat("const ", array.c_type, " ", array.name, "[", array_length(array), "]");
}

}  // namespace thimble
