#include "core/base/option_spec.h"

#include <cmath>

#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/base/unknown_name.h"

namespace thimble {
namespace {

std::vector<std::string> names_of(std::span<const OptionSpec> specs) {
  std::vector<std::string> out;
  for (const OptionSpec& spec : specs) out.emplace_back(spec.name);
  return out;
}

std::vector<std::string> choices_of(const OptionSpec& spec) { return {spec.choices.begin(), spec.choices.end()}; }

const OptionSpec* find_spec(std::span<const OptionSpec> specs, std::string_view name) {
  for (const OptionSpec& spec : specs) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

std::string quoted(std::string_view text) { return "`" + printable(text) + "`"; }

Error unknown_option(std::span<const OptionSpec> specs, std::string_view name) {
  const std::vector<std::string> names = names_of(specs);
  return bad_data(unknown_name("option", name, names),
                  names.empty() ? "This has no options: leave it out." : "There is: " + join(names, ", ") + ".");
}

// "a whole number from 1 to 100": what a spec takes, for messages.
std::string expectation(const OptionSpec& spec) {
  const bool bounded = spec.low < spec.high;
  const std::string range = bounded ? " from " + number_text(spec.low) + " to " + number_text(spec.high) : "";
  switch (spec.type) {
    case OptionType::flag: return "true or false";
    case OptionType::integer: return "a whole number" + range;
    case OptionType::real: return "a number" + range;
    case OptionType::choice: return "one of " + join(choices_of(spec), ", ");
  }
  return "";
}

Error wrong(const OptionSpec& spec, std::string_view found) {
  std::string near;
  if (spec.type == OptionType::choice) near = nearest_name(found, choices_of(spec));
  return bad_data(quoted(spec.name) + " is " + quoted(found) + ", expected " + expectation(spec),
                  near.empty() ? std::string(spec.help) : "Did you mean `" + near + "`?");
}

bool in_range(const OptionSpec& spec, double number) {
  return std::isfinite(number) && (!(spec.low < spec.high) || (number >= spec.low && number <= spec.high));
}

std::optional<OptionValue> integer_value(const OptionSpec& spec, std::optional<std::int64_t> number) {
  if (!number || !in_range(spec, static_cast<double>(*number))) return std::nullopt;
  return OptionValue(std::in_place_type<std::int64_t>, *number);
}

std::optional<OptionValue> real_value(const OptionSpec& spec, std::optional<double> number) {
  if (!number || !in_range(spec, *number)) return std::nullopt;
  return OptionValue(std::in_place_type<double>, *number);
}

std::optional<OptionValue> choice_value(const OptionSpec& spec, std::optional<std::string_view> text) {
  for (const std::string_view choice : spec.choices) {
    if (text == choice) return OptionValue(std::in_place_type<std::string>, choice);
  }
  return std::nullopt;
}

std::optional<OptionValue> flag_value(std::optional<bool> flag) {
  if (!flag) return std::nullopt;
  return OptionValue(std::in_place_type<bool>, *flag);
}

std::optional<bool> parse_flag(std::string_view text) {
  if (text.empty() || text == "true" || text == "yes" || text == "on" || text == "1") return true;
  if (text == "false" || text == "no" || text == "off" || text == "0") return false;
  return std::nullopt;
}

std::optional<OptionValue> value_of_text(const OptionSpec& spec, std::string_view text) {
  switch (spec.type) {
    case OptionType::flag: return flag_value(parse_flag(text));
    case OptionType::integer: return integer_value(spec, parse_int(text));
    case OptionType::real: return real_value(spec, parse_double(text));
    case OptionType::choice: return choice_value(spec, text);
  }
  return std::nullopt;
}

std::optional<OptionValue> value_of_json(const OptionSpec& spec, JsonValue value) {
  switch (spec.type) {
    case OptionType::flag: return flag_value(value.flag());
    case OptionType::integer: return integer_value(spec, value.integer());
    case OptionType::real: return real_value(spec, value.number());
    case OptionType::choice: return choice_value(spec, value.text());
  }
  return std::nullopt;
}

template <class T>
const T& stored(const std::map<std::string, OptionValue, std::less<>>& values, std::string_view name) {
  const auto found = values.find(name);
  THIMBLE_CHECK(found != values.end());
  const T* value = std::get_if<T>(&found->second);
  THIMBLE_CHECK(value != nullptr);
  return *value;
}

}  // namespace

Result<Options> Options::parse(std::span<const OptionSpec> specs, JsonValue object) {
  Options out;
  for (const OptionSpec& spec : specs) {
    const std::optional<OptionValue> value = value_of_text(spec, spec.fallback);
    THIMBLE_CHECK(value.has_value());  // a fallback that its own spec refuses is our mistake
    out.values_.insert_or_assign(std::string(spec.name), *value);
  }
  if (!object.present() || object.is_null()) return out;
  if (!object.is_object())
    return bad_data("options are a " + std::string(object.kind()) + ", expected an object", "Write {\"name\": value, ...}.");
  for (const std::string_view name : object.keys()) {
    const OptionSpec* spec = find_spec(specs, name);
    if (!spec) return unknown_option(specs, name);
    const JsonValue given = object[name];
    std::optional<OptionValue> value = value_of_json(*spec, given);
    if (!value) return wrong(*spec, given.text() ? std::string(*given.text()) : given.to_json());
    out.values_.insert_or_assign(std::string(name), std::move(*value));
  }
  return out;
}

Result<void> Options::set(std::span<const OptionSpec> specs, std::string_view name, std::string_view text) {
  const OptionSpec* spec = find_spec(specs, name);
  if (!spec) return unknown_option(specs, name);
  std::optional<OptionValue> value = value_of_text(*spec, text);
  if (!value) return wrong(*spec, text);
  values_.insert_or_assign(std::string(name), std::move(*value));
  return {};
}

bool Options::flag(std::string_view name) const { return stored<bool>(values_, name); }
std::int64_t Options::integer(std::string_view name) const { return stored<std::int64_t>(values_, name); }
double Options::real(std::string_view name) const { return stored<double>(values_, name); }
std::string_view Options::choice(std::string_view name) const { return stored<std::string>(values_, name); }

std::string Options::to_json() const {
  JsonWriter json;
  json.begin_object();
  for (const auto& [name, value] : values_) std::visit([&](const auto& content) { json.field(name, content); }, value);
  return json.end_object().take();
}

std::vector<std::string> option_words(std::string_view json) {
  std::vector<std::string> out;
  const Result<Json> document = Json::parse(json);
  if (!document.ok() || !document->root().is_object()) return out;
  for (const std::string_view name : document->root().keys()) {
    const JsonValue value = document->root()[name];
    out.push_back(cat(name, " ", value.text() ? std::string(*value.text()) : value.to_json()));
  }
  return out;
}

}  // namespace thimble
