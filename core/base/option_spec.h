// OptionSpec: one option of a technique or format, described once; command line, recipe checks and the page's forms follow from it.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace thimble {

enum class OptionType : std::uint8_t { flag, integer, real, choice };

struct OptionSpec {
  std::string_view name, help;
  OptionType type = OptionType::flag;
  double low = 0, high = 0;                        // of integers and reals, both included; low = high: any
  std::span<const std::string_view> choices = {};  // of a choice
  std::string_view fallback = {};                  // as it would be typed: "true", "300", "0.5", "mse"
};

using OptionValue = std::variant<bool, std::int64_t, double, std::string>;

// Every option of a list with a value: what was given, else the fallback.
class Options {
 public:
  // Of a JSON object (absent: all fallbacks). Refuses unknown names, wrong types and values out of range, saying what there is.
  static Result<Options> parse(std::span<const OptionSpec> specs, JsonValue object);
  // Of words as typed: name "percentile", text "99.9". Of a flag also "" (true), "yes", "on", "no", "off".
  Result<void> set(std::span<const OptionSpec> specs, std::string_view name, std::string_view text);

  // `name` has to be of the list that the options were parsed by: another is our own mistake.
  bool flag(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
  double real(std::string_view name) const;
  std::string_view choice(std::string_view name) const;
  const std::map<std::string, OptionValue, std::less<>>& values() const { return values_; }
  std::string to_json() const;  // {"clip":"mse","percentile":99.9}; parse() takes it back

  bool operator==(const Options&) const = default;

 private:
  std::map<std::string, OptionValue, std::less<>> values_;
};

// Options in JSON as people read them, each "name value", as the command line takes it with "=": "clip mse", "percentile 99.9". What is no
// object has none.
std::vector<std::string> option_words(std::string_view json);

}  // namespace thimble
