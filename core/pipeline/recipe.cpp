#include "core/pipeline/recipe.h"

#include <cmath>

#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/base/unknown_name.h"
#include "core/data/preprocessing.h"
#include "core/report/optimize_report_json.h"

namespace thimble {
namespace {

constexpr std::int64_t kMostSamples = 100'000'000;
constexpr std::size_t kMostCandidates = 64, kMostTextBytes = 200;

Error wrong_kind(std::string_view name, JsonValue found, std::string_view expected) {
  return bad_data(cat("`", name, "` is ", printable(found.to_json(), 40), ", expected ", expected));
}

// "no field `sed`; did you mean `seed`?": nothing in a recipe is passed over, a typing error least of all.
Result<void> check_fields(JsonValue object, const std::vector<std::string>& known) {
  for (const std::string_view name : object.keys()) {
    bool found = false;
    for (const std::string& each : known) found = found || each == name;
    if (found) continue;
    return bad_data(unknown_name("field", name, known), "There is: " + join(known, ", ") + ".");
  }
  return {};
}

Result<void> read_whole(JsonValue object, std::string_view name, std::int64_t low, std::int64_t high, std::int64_t& out) {
  const JsonValue value = object[name];
  if (!value.present()) return {};
  const std::optional<std::int64_t> number = value.integer();
  if (!number || *number < low || *number > high) return wrong_kind(name, value, cat("a whole number from ", low, " to ", high));
  out = *number;
  return {};
}

Result<void> read_limit(JsonValue object, std::string_view name, std::optional<std::int64_t>& out) {
  std::int64_t number = -1;
  THIMBLE_TRY_VOID(read_whole(object, name, 0, std::int64_t{1} << 50, number));
  if (number >= 0) out = number;
  return {};
}

Result<void> read_limit(JsonValue object, std::string_view name, double low, double high, std::optional<double>& out) {
  const JsonValue value = object[name];
  if (!value.present()) return {};
  const std::optional<double> number = value.number();
  if (!number || !std::isfinite(*number) || *number < low || *number > high)
    return wrong_kind(name, value, "a number from " + number_text(low) + " to " + number_text(high));
  out = *number + 0.0;  // of -0 and 0 one
  return {};
}

Result<Limits> read_limits(JsonValue object) {
  Limits out;
  if (!object.present()) return out;
  if (!object.is_object()) return wrong_kind("limits", object, "an object");
  THIMBLE_TRY_VOID(check_fields(object, {"flash_bytes", "ram_bytes", "size_bytes", "latency_ms", "accuracy_drop_points", "min_accuracy"}));
  THIMBLE_TRY_VOID(read_limit(object, "flash_bytes", out.flash_bytes));
  THIMBLE_TRY_VOID(read_limit(object, "ram_bytes", out.ram_bytes));
  THIMBLE_TRY_VOID(read_limit(object, "size_bytes", out.size_bytes));
  THIMBLE_TRY_VOID(read_limit(object, "latency_ms", 0, 1e9, out.latency_ms));
  THIMBLE_TRY_VOID(read_limit(object, "accuracy_drop_points", 0, 100, out.accuracy_drop_points));
  THIMBLE_TRY_VOID(read_limit(object, "min_accuracy", 0, 1, out.min_accuracy));
  return out;
}

Result<void> read_data(JsonValue object, Recipe& out) {
  if (!object.present()) return {};
  if (!object.is_object()) return wrong_kind("data", object, "an object");
  THIMBLE_TRY_VOID(check_fields(object, {"preprocessing", "guessed", "calibration", "tuning", "evaluation"}));
  THIMBLE_TRY_VOID(read_whole(object, "calibration", 1, kMostSamples, out.calibration));
  THIMBLE_TRY_VOID(read_whole(object, "tuning", 0, kMostSamples, out.tuning));
  THIMBLE_TRY_VOID(read_whole(object, "evaluation", 0, kMostSamples, out.evaluation));
  const JsonValue preprocessing = object["preprocessing"];
  if (!preprocessing.present() || preprocessing.is_null()) return {};
  THIMBLE_TRY(const Preprocessing steps, parse_preprocessing(preprocessing).in("preprocessing"));
  out.preprocessing = preprocessing_json(steps);
  const JsonValue guessed = object["guessed"];
  if (guessed.present() && !guessed.flag()) return wrong_kind("guessed", guessed, "true or false");
  out.guessed = guessed.flag().value_or(false);
  return {};
}

Result<CandidateRecipe> read_candidate(JsonValue object, std::span<const NamedTechnique> techniques) {
  if (!object.is_object()) return wrong_kind("candidate", object, "an object {\"technique\": ..., \"options\": {...}}");
  THIMBLE_TRY_VOID(check_fields(object, {"technique", "options"}));
  const std::optional<std::string_view> name = object["technique"].text();
  if (!name) return bad_data("no `technique`", "Write {\"technique\": NAME}.");
  std::vector<std::string> known;
  for (const NamedTechnique& technique : techniques) {
    known.emplace_back(technique.name);
    if (technique.name != *name) continue;
    THIMBLE_TRY(Options options, Options::parse(technique.def->options, object["options"]).in("options").in(std::string(*name)));
    return CandidateRecipe{std::string(*name), std::move(options)};
  }
  return bad_data(unknown_name("technique", *name, known), "There is: " + join(known, ", ") + ".");
}

Result<void> read_candidates(JsonValue list, std::span<const NamedTechnique> techniques, Recipe& out) {
  if (!list.present()) return {};
  if (!list.is_array() || list.size() > kMostCandidates)
    return wrong_kind("candidates", list, format("a list of at most %zu", kMostCandidates));
  for (std::size_t i = 0; i < list.size(); ++i) {
    THIMBLE_TRY(CandidateRecipe candidate, read_candidate(list[i], techniques).in(format("candidates[%zu]", i)));
    out.candidates.push_back(std::move(candidate));
  }
  return {};
}

Result<void> read_target(JsonValue value, Recipe& out) {
  if (!value.present() || value.is_null()) return {};
  const std::optional<std::string_view> text = value.text();
  if (!text || text->size() > kMostTextBytes) return wrong_kind("target", value, "the name of a device");
  out.target = std::string(*text);
  return {};
}

Result<void> read_goal(JsonValue value, Recipe& out) {
  if (!value.present()) return {};
  std::vector<std::string> known;
  for (const Goal goal : all_goals()) {
    known.emplace_back(goal_name(goal));
    if (value.text() == goal_name(goal)) {
      out.goal = goal;
      return {};
    }
  }
  return wrong_kind("goal", value, "one of " + join(known, ", "));
}

}  // namespace

Result<Recipe> parse_recipe(std::string_view json, std::span<const NamedTechnique> techniques) {
  THIMBLE_TRY(const Json document, Json::parse(json));
  const JsonValue root = document.root();
  if (!root.is_object())
    return bad_data("found " + std::string(root.kind()) + " where a recipe is expected, an object",
                    "`thimble optimize` writes one as recipe.json.");
  if (root["thimble"].integer() != 1)
    return bad_data("no \"thimble\": 1, the version of recipes that this build reads",
                    "Is this a recipe? `thimble optimize` writes one as recipe.json.");
  THIMBLE_TRY_VOID(check_fields(root, {"thimble", "seed", "data", "candidates", "target", "goal", "limits"}));
  Recipe out;
  std::int64_t seed = static_cast<std::int64_t>(out.seed);
  THIMBLE_TRY_VOID(read_whole(root, "seed", 0, INT64_MAX, seed));
  out.seed = static_cast<std::uint64_t>(seed);
  THIMBLE_TRY_VOID(read_data(root["data"], out).in("data"));
  THIMBLE_TRY_VOID(read_candidates(root["candidates"], techniques, out));
  THIMBLE_TRY_VOID(read_target(root["target"], out));
  THIMBLE_TRY_VOID(read_goal(root["goal"], out));
  THIMBLE_TRY(out.limits, read_limits(root["limits"]).in("limits"));
  return out;
}

std::string recipe_json(const Recipe& recipe) {
  JsonWriter json(2);
  json.begin_object().field("thimble", 1).field("seed", recipe.seed).key("data").begin_object();
  if (!recipe.preprocessing.empty()) json.key("preprocessing").raw(recipe.preprocessing);
  if (!recipe.preprocessing.empty() && recipe.guessed) json.field("guessed", true);
  json.field("calibration", recipe.calibration).field("tuning", recipe.tuning).field("evaluation", recipe.evaluation).end_object();
  json.key("candidates").begin_array();
  for (const CandidateRecipe& candidate : recipe.candidates)
    json.begin_object().field("technique", candidate.technique).key("options").raw(candidate.options.to_json()).end_object();
  json.end_array();
  if (!recipe.target.empty()) json.field("target", recipe.target);
  json.field("goal", goal_name(recipe.goal)).key("limits");
  write_json(json, recipe.limits);
  return json.end_object().take() + "\n";
}

std::vector<CandidateRecipe> default_candidates(std::span<const NamedTechnique> techniques) {
  std::vector<CandidateRecipe> out;
  for (const NamedTechnique& technique : techniques)
    out.push_back({std::string(technique.name), Options::parse(technique.def->options, JsonValue()).value()});
  return out;
}

}  // namespace thimble
