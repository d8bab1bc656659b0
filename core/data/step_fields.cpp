#include <cmath>

#include "core/base/text.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

Error absent(std::string_view field) { return bad_data(cat("'", field, "' is missing")); }

}  // namespace

Result<std::int64_t> step_integer(JsonValue object, std::string_view field, std::int64_t low, std::int64_t high,
                                  std::optional<std::int64_t> fallback) {
  const JsonValue value = object[field];
  if (!value.present()) {
    if (!fallback) return absent(field);
    return *fallback;
  }
  const auto number = value.integer();
  if (!number || *number < low || *number > high) {
    return bad_data(cat("'", field, "' is ", printable(value.to_json()), ", expected a whole number from ", low, " to ", high));
  }
  return *number;
}

Result<float> step_real(JsonValue object, std::string_view field, std::optional<float> fallback) {
  const JsonValue value = object[field];
  if (!value.present()) {
    if (!fallback) return absent(field);
    return *fallback;
  }
  const auto number = value.number();
  if (!number || !std::isfinite(static_cast<float>(*number))) {
    return bad_data(cat("'", field, "' is ", printable(value.to_json()), ", expected a number"));
  }
  return static_cast<float>(*number);
}

Result<std::size_t> step_choice(JsonValue object, std::string_view field, std::span<const std::string_view> choices,
                                std::optional<std::size_t> fallback) {
  const JsonValue value = object[field];
  if (!value.present()) {
    if (!fallback) return absent(field);
    return *fallback;
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (value.text() == choices[i]) return i;
  }
  const std::vector<std::string> known(choices.begin(), choices.end());
  return bad_data(cat("'", field, "' is ", printable(value.to_json()), ", expected one of ", join(known, ", ")));
}

}  // namespace thimble
