#include "core/api/plan.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/base/amounts.h"
#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/targets/device.h"
#include "core/view/figures.h"

namespace thimble {

namespace {

enum class FieldKind { bytes, time, number, whole };

struct Field {
  std::string_view name, title, unit, help;
  FieldKind kind;
  double low, high;
};

constexpr Field kLimits[] = {
    {"flash", "Flash", "100K, 64KiB", "Program memory: weights, tables and code. K is 1000 bytes, KiB 1024.", FieldKind::bytes, 1, 1e12},
    {"ram", "RAM", "64KiB", "Arena and stack; the arena alone without a target, or where the stack is not known.", FieldKind::bytes, 1,
     1e12},
    {"size", "File", "100K", "Size of the exported .tflite.", FieldKind::bytes, 1, 1e12},
    {"latency", "Latency", "ms", "One inference on the target.", FieldKind::time, 0, 1e9},
    {"drop", "Accuracy drop", "points", "At most so many points below the float model.", FieldKind::number, 0, 100},
    {"accuracy", "Accuracy at least", "%", "Of the candidate itself, on the evaluation samples.", FieldKind::number, 0, 100},
};
constexpr Field kSamples[] = {
    {"calibration", "Calibration", "samples", "They set the ranges of the activations.", FieldKind::whole, 1, 1e8},
    {"tuning", "Tuning", "samples", "They choose among settings.", FieldKind::whole, 0, 1e8},
    {"evaluation", "Evaluation", "0: the rest", "They judge; nothing else sees them.", FieldKind::whole, 0, 1e8},
    {"seed", "Seed", "", "Draws the samples, and whatever else is random.", FieldKind::whole, 0, 9e15},
};

std::optional<double> parse_field(const Field& field, std::string_view text) {
  constexpr Unit times[] = {{"", 1}, {"ms", 1}, {"us", 1e-3}, {"s", 1e3}};
  const Unit own[] = {{"", 1}, {field.unit, 1}};
  if (field.kind == FieldKind::bytes) {
    const auto bytes = parse_bytes(text);
    return bytes ? std::optional<double>(static_cast<double>(*bytes)) : std::nullopt;
  }
  if (field.kind == FieldKind::time) return parse_amount(trim(text), times);
  if (field.kind == FieldKind::number) return parse_amount(trim(text), own);
  const auto whole = parse_int(trim(text));
  return whole ? std::optional<double>(static_cast<double>(*whole)) : std::nullopt;
}

std::string field_error(const Field& field, std::string_view text) {
  if (trim(text).empty()) return {};
  const auto value = parse_field(field, text);
  if (value && std::isfinite(*value) && *value >= field.low && *value <= field.high) return {};
  if (field.kind == FieldKind::bytes) return "no size; try 100K or 64KiB";
  return "a number from " + number_text(field.low) + " to " + number_text(field.high);
}

const Field* find_field(std::span<const Field> fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string title_of(std::string_view name) {
  const Field* limit = find_field(kLimits, name);
  return std::string((limit ? limit : find_field(kSamples, name))->title);
}

Error no_such(std::string_view what, std::string_view name) {
  return invalid_argument("no " + std::string(what) + " \"" + printable(name) + "\"");
}

std::optional<double> value_of(std::span<const Field> fields, const std::map<std::string, PlanText, std::less<>>& texts,
                               std::string_view name) {
  const auto found = texts.find(name);
  if (found == texts.end() || trim(found->second.text).empty()) return std::nullopt;
  return parse_field(*find_field(fields, name), found->second.text);
}

std::optional<std::int64_t> whole(std::optional<double> value) {
  return value ? std::optional<std::int64_t>(static_cast<std::int64_t>(*value)) : std::nullopt;
}

std::string bytes_field(std::optional<std::int64_t> bytes) { return bytes ? typed_bytes(*bytes) : std::string(); }

std::vector<PlanFieldInfo> field_infos(std::span<const Field> fields, const std::map<std::string, PlanText, std::less<>>& texts) {
  std::vector<PlanFieldInfo> out;
  for (const Field& field : fields) {
    const auto found = texts.find(field.name);
    out.push_back({.name = std::string(field.name),
                   .title = std::string(field.title),
                   .unit = std::string(field.unit),
                   .help = std::string(field.help),
                   .value = found == texts.end() ? PlanText() : found->second});
  }
  return out;
}

}  // namespace

void PlanHistory::add(Plan before, std::string field, std::string value) {
  constexpr std::size_t kMost = 200;
  const std::size_t shorter = std::min(value.size(), value_.size());
  const bool one_more = std::max(value.size(), value_.size()) - shorter == 1 && value.compare(0, shorter, value_, 0, shorter) == 0;
  const bool typing = !field.empty() && field == field_ && one_more && after_.empty();
  field_ = std::move(field);
  value_ = std::move(value);
  if (typing) return;
  after_.clear();
  before_.push_back(std::move(before));
  if (before_.size() > kMost) before_.erase(before_.begin());
}

bool PlanHistory::move(Plan& plan, std::vector<Plan>& from, std::vector<Plan>& to) {
  if (from.empty()) return false;
  field_.clear();
  to.push_back(std::move(plan));
  plan = std::move(from.back());
  from.pop_back();
  return true;
}

Plan::Plan() {
  for (const NamedTechnique& technique : all_techniques()) chosen_.insert(std::string(technique.name));
  take({});
}

void Plan::take(const Recipe& recipe) {
  goal_ = recipe.goal;
  preprocessing_ = recipe.preprocessing;
  guessed_ = recipe.guessed;
  samples_ = {{"calibration", {std::to_string(recipe.calibration), {}}},
              {"tuning", {std::to_string(recipe.tuning), {}}},
              {"evaluation", {std::to_string(recipe.evaluation), {}}},
              {"seed", {std::to_string(recipe.seed), {}}}};
  const auto number = [](std::optional<double> value) { return value ? number_text(*value) : std::string(); };
  const Limits& limits = recipe.limits;
  limits_ = {{"flash", {bytes_field(limits.flash_bytes), {}}},
             {"ram", {bytes_field(limits.ram_bytes), {}}},
             {"size", {bytes_field(limits.size_bytes), {}}},
             {"latency", {number(limits.latency_ms), {}}},
             {"drop", {number(limits.accuracy_drop_points), {}}},
             {"accuracy", {number(limits.min_accuracy ? std::optional(100 * *limits.min_accuracy) : std::nullopt), {}}}};
  if (recipe.candidates.empty()) return;
  chosen_.clear();
  options_.clear();
  for (const CandidateRecipe& candidate : recipe.candidates) {
    chosen_.insert(candidate.technique);
    for (const auto& [name, value] : candidate.options.values()) {
      std::string text = std::visit(
          [](const auto& item) -> std::string {
            using Item = std::decay_t<decltype(item)>;
            if constexpr (std::is_same_v<Item, bool>) return item ? "true" : "false";
            else if constexpr (std::is_same_v<Item, std::string>) return item;
            else if constexpr (std::is_same_v<Item, double>) return number_text(item);
            else return std::to_string(item);
          },
          value);
      options_[candidate.technique][name] = {std::move(text), {}};
    }
  }
}

Result<void> Plan::edit_technique(JsonValue body, std::string_view name) {
  const TechniqueDef* def = find_technique(name);
  if (!def) return no_such("technique", name);
  if (const auto chosen = body["chosen"].text()) {
    if (*chosen == "true") chosen_.insert(std::string(name));
    else chosen_.erase(std::string(name));
    return {};
  }
  const auto option = body["option"].text(), value = body["value"].text();
  if (!option || !value) return invalid_argument("edit_plan of a technique needs \"chosen\", or \"option\" and \"value\"");
  const auto spec = std::find_if(def->options.begin(), def->options.end(), [&](const OptionSpec& each) { return each.name == *option; });
  if (spec == def->options.end()) return no_such("option", *option);
  Options tried;
  const Result<void> set = tried.set(def->options, *option, *value);
  options_[std::string(name)][std::string(*option)] = {.text = printable(*value),
                                                       .error = set.ok() ? std::string() : set.error().message()};
  return {};
}

Result<void> Plan::edit(JsonValue body) {
  if (body["recipe"].present()) {
    THIMBLE_TRY(const Recipe recipe, parse_recipe(body["recipe"].to_json()));
    take(recipe);
    return {};
  }
  if (const auto goal = body["goal"].text()) {
    for (const Goal each : all_goals()) {
      if (goal_name(each) != *goal) continue;
      goal_ = each;
      return {};
    }
    return no_such("goal", *goal);
  }
  if (const auto technique = body["technique"].text()) return edit_technique(body, *technique);
  const auto value = body["value"].text();
  const auto set = [&](std::span<const Field> fields, auto& texts, std::string_view name, std::string_view what) -> Result<void> {
    const Field* field = find_field(fields, name);
    if (!field) return no_such(what, name);
    if (!value) return invalid_argument("edit_plan needs \"value\": a text");
    texts[std::string(name)] = {.text = printable(trim(*value)), .error = field_error(*field, *value)};
    return {};
  };
  if (const auto limit = body["limit"].text()) return set(kLimits, limits_, *limit, "limit");
  if (const auto samples = body["samples"].text()) return set(kSamples, samples_, *samples, "number of samples");
  return invalid_argument("edit_plan needs \"goal\", \"limit\", \"samples\", \"technique\" or \"recipe\", not " +
                          printable(body.to_json(), 60));
}

Result<Recipe> Plan::recipe(const std::string& target) const {
  for (const auto* texts : {&limits_, &samples_}) {
    for (const auto& [name, text] : *texts) {
      if (!text.error.empty()) return invalid_argument(title_of(name) + " is `" + text.text + "`: " + text.error);
    }
  }
  Recipe out;
  out.goal = goal_;
  out.target = target;
  out.preprocessing = preprocessing_;
  out.guessed = guessed_;
  const auto limit = [&](std::string_view name) { return value_of(kLimits, limits_, name); };
  out.limits.flash_bytes = whole(limit("flash"));
  out.limits.ram_bytes = whole(limit("ram"));
  out.limits.size_bytes = whole(limit("size"));
  out.limits.latency_ms = limit("latency");
  out.limits.accuracy_drop_points = limit("drop");
  if (const auto percent = limit("accuracy")) out.limits.min_accuracy = *percent / 100;
  const auto samples = [&](std::string_view name, std::int64_t fallback) {
    return whole(value_of(kSamples, samples_, name)).value_or(fallback);
  };
  out.calibration = samples("calibration", out.calibration);
  out.tuning = samples("tuning", out.tuning);
  out.evaluation = samples("evaluation", out.evaluation);
  out.seed = static_cast<std::uint64_t>(samples("seed", 1));
  for (const NamedTechnique& technique : all_techniques()) {
    if (!chosen_.contains(technique.name)) continue;
    THIMBLE_TRY(Options options, Options::parse(technique.def->options, {}));
    if (const auto found = options_.find(technique.name); found != options_.end()) {
      for (const auto& [name, text] : found->second)
        THIMBLE_TRY_VOID(options.set(technique.def->options, name, text.text).in(std::string(technique.name)));
    }
    out.candidates.push_back({.technique = std::string(technique.name), .options = std::move(options)});
  }
  return out;
}

PlanInfo Plan::info(const PlanSurroundings& around) const {
  PlanInfo out;
  const bool integer = around.has_model && !around.float_model;
  std::int64_t chosen = 0;
  for (const NamedTechnique& technique : all_techniques()) {
    PlanTechniqueInfo row{.name = std::string(technique.name),
                          .def = technique.def,
                          .chosen = chosen_.contains(technique.name),
                          .blocked = {},
                          .options = {}};
    if (const auto found = options_.find(technique.name); found != options_.end()) row.options = found->second;
    if (integer) row.blocked = "The network is integer already.";
    else if (technique.def->needs_data && !around.has_data) row.blocked = "It needs samples: open some under Data.";
    if (row.chosen && row.blocked.empty()) ++chosen;
    out.techniques.push_back(std::move(row));
  }
  out.goal = goal_name(goal_);
  out.limits = field_infos(kLimits, limits_);
  out.samples = field_infos(kSamples, samples_);
  const Device* device = around.target.empty() ? nullptr : find_device(around.target);
  out.target = device ? device->name : "";
  out.target_note = device ? bytes_text(device->flash_bytes) + " flash, " + bytes_text(device->ram_bytes) + " RAM"
                           : "Without a target, sizes are of the portable code, and nothing is said of speed.";
  const Result<Recipe> recipe = this->recipe(around.target);
  if (!around.has_model) out.blocked = "Open a model first.";
  else if (integer && !around.has_data)
    out.blocked =
        "This network is integer already: there is nothing to quantize. Open samples under Data to have it judged, or take its C "
        "code under Code.";
  else if (!around.data_trouble.empty()) out.blocked = around.data_trouble;
  else if (!recipe.ok()) out.blocked = recipe.error().message();
  else if (chosen == 0 && !integer)
    out.blocked = around.has_data ? "Choose a technique." : "Open samples under Data, or choose a technique that needs none.";
  if (recipe.ok()) out.recipe = recipe_json(*recipe);
  const std::string work = integer ? "The network as it is" : counted(chosen, "technique");
  out.summary = work + (around.has_data ? cat(integer ? ", judged on " : ", calibrated and judged on ", counted(around.samples, "sample"))
                                        : ", without data: nothing is judged");
  return out;
}

}  // namespace thimble
