#include "native/cli/job_recipe.h"

#include "core/base/text.h"
#include "core/base/unknown_name.h"
#include "native/cli/amounts.h"
#include "native/cli/job_input.h"

namespace thimble::cli {
namespace {

template <class T, class Parse>
Result<void> read_option(const Arguments& arguments, std::string_view name, Parse parse, T& out) {
  const auto text = arguments.get(name);
  if (!text) return {};
  THIMBLE_TRY(out, parse(*text).in(std::string(name)));
  return {};
}

Result<Goal> parse_goal(std::string_view text) {
  std::vector<std::string> names;
  for (const Goal goal : all_goals()) {
    if (goal_name(goal) == text) return goal;
    names.emplace_back(goal_name(goal));
  }
  return invalid_argument("no goal '" + printable(text) + "'", "Choose of " + join(names, ", ") + ".");
}

Result<void> read_limits(const Arguments& arguments, Limits& limits) {
  THIMBLE_TRY_VOID(read_option(arguments, "--max-flash", parse_bytes, limits.flash_bytes));
  THIMBLE_TRY_VOID(read_option(arguments, "--max-ram", parse_bytes, limits.ram_bytes));
  THIMBLE_TRY_VOID(read_option(arguments, "--max-size", parse_bytes, limits.size_bytes));
  THIMBLE_TRY_VOID(read_option(arguments, "--max-latency", parse_milliseconds, limits.latency_ms));
  THIMBLE_TRY_VOID(read_option(arguments, "--max-accuracy-drop", parse_points, limits.accuracy_drop_points));
  return read_option(arguments, "--min-accuracy", parse_share, limits.min_accuracy);
}

Result<CandidateRecipe> candidate_of(std::string_view name) {
  std::vector<std::string> known;
  for (CandidateRecipe& candidate : default_candidates()) {
    if (candidate.technique == name) return std::move(candidate);
    known.push_back(candidate.technique);
  }
  return invalid_argument(unknown_name("technique", name, known), "There is: " + join(known, ", ") + ".");
}

Result<void> read_techniques(const Arguments& arguments, std::string_view otherwise, Recipe& recipe) {
  if (const auto names = arguments.get("--technique")) {
    recipe.candidates.clear();
    for (const std::string_view name : split(*names, ',')) {
      THIMBLE_TRY(CandidateRecipe candidate, candidate_of(trim(name)));
      recipe.candidates.push_back(std::move(candidate));
    }
  }
  if (recipe.candidates.empty() && !otherwise.empty()) {
    THIMBLE_TRY(CandidateRecipe candidate, candidate_of(otherwise));
    recipe.candidates.push_back(std::move(candidate));
  }
  const auto settings = arguments.get("--set");
  if (!settings) return {};
  if (recipe.candidates.size() != 1) return invalid_argument("--set needs one technique", "Name it with --technique.");
  CandidateRecipe& candidate = recipe.candidates[0];
  const TechniqueDef* technique = find_technique(candidate.technique);
  for (const std::string_view setting : split(*settings, ',')) {
    const std::size_t equals = setting.find('=');
    const std::string_view value = equals == std::string_view::npos ? std::string_view() : setting.substr(equals + 1);
    const Result<void> set = candidate.options.set(technique->options, trim(setting.substr(0, equals)), trim(value));
    if (!set.ok()) return invalid_argument("--set: " + set.error().message(), set.error().hint());
  }
  return {};
}

}  // namespace

Result<Recipe> job_recipe(const Arguments& arguments, std::string_view otherwise) {
  Recipe recipe;
  if (const auto path = arguments.get("--recipe")) {
    THIMBLE_TRY(recipe, read_recipe(*path));
  }
  if (const auto target = arguments.get("--target")) recipe.target = *target;
  THIMBLE_TRY_VOID(read_option(arguments, "--goal", parse_goal, recipe.goal));
  THIMBLE_TRY_VOID(read_limits(arguments, recipe.limits));
  THIMBLE_TRY_VOID(read_techniques(arguments, otherwise, recipe));
  std::int64_t seed = static_cast<std::int64_t>(recipe.seed);
  THIMBLE_TRY_VOID(read_option(arguments, "--seed", [](std::string_view text) { return parse_count(text, 0); }, seed));
  recipe.seed = static_cast<std::uint64_t>(seed);
  THIMBLE_TRY_VOID(read_option(arguments, "--calibration", [](std::string_view text) { return parse_count(text, 1); }, recipe.calibration));
  THIMBLE_TRY_VOID(read_option(arguments, "--evaluation", [](std::string_view text) { return parse_count(text, 1); }, recipe.evaluation));
  return recipe;
}

Result<std::optional<Device>> job_device(const Recipe& recipe) {
  if (recipe.target.empty()) return std::optional<Device>();
  THIMBLE_TRY(Device device, named_device(recipe.target));
  return std::optional<Device>(std::move(device));
}

}  // namespace thimble::cli
