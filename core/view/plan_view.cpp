// PlanView: the form from which a recipe is made; made of the techniques' own descriptions of their options.
#include "core/view/plan_view.h"

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/view/candidate_figures.h"
#include "core/view/finish_view.h"
#include "view_generated.h"

namespace thimble {

namespace {

std::string range_text(const OptionSpec& spec) {
  if (spec.type != OptionType::integer && spec.type != OptionType::real) return {};
  return number_text(spec.low) + " to " + number_text(spec.high);
}

std::unique_ptr<view::PlanOptionT> option_view(const OptionSpec& spec, const PlanTechniqueInfo& technique) {
  auto out = std::make_unique<view::PlanOptionT>();
  out->name = spec.name;
  out->help = spec.help;
  out->kind = spec.type == OptionType::flag     ? view::OptionKind::flag
              : spec.type == OptionType::choice ? view::OptionKind::choice
                                                : view::OptionKind::number;
  out->value = out->fallback = spec.fallback;
  out->range = range_text(spec);
  for (const std::string_view choice : spec.choices) out->choices.emplace_back(choice);
  const auto found = technique.options.find(spec.name);
  if (found == technique.options.end()) return out;
  out->value = printable(found->second.text);
  out->error = printable(found->second.error, 300);
  return out;
}

// Before it has run, only what follows from the widths alone; nothing is said of time and accuracy, which have to be measured.
void add_expected_effect(const TechniqueDef& technique, std::int64_t parameters, view::PlanTechniqueT& to) {
  if (parameters == 0 || technique.weight_bits == 0) return;
  const auto share = [](int bits) { return bits >= 32 ? std::string("as in float") : format("1/%d of float", 32 / bits); };
  const double bytes = static_cast<double>(parameters) * technique.weight_bits / 8;
  const Quantity weights{bytes, bytes, bytes, Provenance::estimated,
                         counted(parameters, "parameter") + format(" of %d bits, ", technique.weight_bits) + share(technique.weight_bits)};
  to.effect.push_back(fact("Weights", quantity_figure(weights, "B")));
  to.effect.push_back(fact("Activations", text_figure(format("%d bits", technique.activation_bits))));
  to.effect.push_back(fact("Accuracy", unknown_figure("Known when it has run: it is measured, never guessed")));
  to.effect_note = "Expected";
}

void add_last_effect(const CandidateReport& last, view::PlanTechniqueT& to) {
  to.effect = short_facts(last);
  to.effect_note = "In the last run";
}

std::unique_ptr<view::PlanTechniqueT> technique_view(const PlanTechniqueInfo& technique, std::int64_t parameters) {
  auto out = std::make_unique<view::PlanTechniqueT>();
  out->name = technique.name;
  out->title = technique.def->title;
  out->doc = technique.def->doc;
  out->paper = technique.def->paper;
  out->chosen = technique.chosen;
  out->blocked = technique.blocked;
  if (technique.last && !technique.last->failed) add_last_effect(*technique.last, *out);
  else add_expected_effect(*technique.def, parameters, *out);
  for (const OptionSpec& spec : technique.def->options) {
    out->options.push_back(option_view(spec, technique));
    const view::PlanOptionT& option = *out->options.back();
    if (option.value != option.fallback) out->changed += (out->changed.empty() ? "" : ", ") + option.name + " " + option.value;
  }
  return out;
}

std::vector<std::unique_ptr<view::PlanFieldT>> field_views(const std::vector<PlanFieldInfo>& fields) {
  std::vector<std::unique_ptr<view::PlanFieldT>> out;
  for (const PlanFieldInfo& field : fields) {
    auto row = std::make_unique<view::PlanFieldT>();
    row->name = field.name;
    row->title = field.title;
    row->unit = field.unit;
    row->help = field.help;
    row->value = printable(field.value.text);
    row->error = printable(field.value.error, 300);
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<std::unique_ptr<view::PlanChoiceT>> goal_views() {
  struct Row {
    const char *name, *title, *what;
  };
  static constexpr Row rows[] = {
      {"balanced", "Balanced", "The smallest one that loses no accuracy worth speaking of."},
      {"accuracy", "Accuracy", "The most accurate one within the limits."},
      {"size", "Size", "The smallest one within the limits."},
      {"latency", "Speed", "The fastest one within the limits."},
  };
  std::vector<std::unique_ptr<view::PlanChoiceT>> out;
  for (const Row& row : rows) {
    auto choice = std::make_unique<view::PlanChoiceT>();
    choice->name = row.name;
    choice->title = row.title;
    choice->what = row.what;
    out.push_back(std::move(choice));
  }
  return out;
}

FactPtr word_fact(const std::string& name, const std::string& value) { return fact(name, text_figure(printable(value))); }

std::vector<std::unique_ptr<view::RecipePartT>> recipe_parts(const PlanInfo& plan, const view::PlanViewT& out) {
  std::vector<std::unique_ptr<view::RecipePartT>> parts;
  const auto begin = [&parts](std::string_view title) -> view::RecipePartT& {
    parts.push_back(std::make_unique<view::RecipePartT>());
    parts.back()->title = title;
    return *parts.back();
  };
  view::RecipePartT& asked = begin("What is asked for");
  asked.facts.push_back(word_fact("Target", plan.target.empty() ? "none" : plan.target));
  for (const auto& goal : out.goals) {
    if (goal->name == plan.goal) asked.facts.push_back(word_fact("Goal", goal->title));
  }
  for (const PlanFieldInfo& limit : plan.limits) {
    if (!limit.value.text.empty()) asked.facts.push_back(word_fact(limit.title, limit.value.text));
  }
  view::RecipePartT& samples = begin("Samples");
  for (const PlanFieldInfo& field : plan.samples) {
    const std::string named = field.value.text + ": ";  // a unit says what a number stands for: "0: the rest"
    samples.facts.push_back(word_fact(field.title, field.unit.starts_with(named) ? field.unit.substr(named.size()) : field.value.text));
  }
  for (const auto& technique : out.techniques) {
    if (!technique->chosen) continue;
    view::RecipePartT& part = begin(technique->title);
    for (const auto& option : technique->options) part.facts.push_back(word_fact(option->name, option->value));
  }
  return parts;
}

}  // namespace

ViewBytes build_plan_view(const PlanInfo& plan) {
  view::PlanViewT out;
  for (const PlanTechniqueInfo& technique : plan.techniques) out.techniques.push_back(technique_view(technique, plan.parameters));
  out.goals = goal_views();
  out.goal = plan.goal;
  out.limits = field_views(plan.limits);
  out.samples = field_views(plan.samples);
  out.target = plan.target;
  out.target_note = plan.target_note;
  out.blocked = plan.blocked;
  out.summary = plan.summary;
  out.recipe = plan.recipe;
  out.can_undo = plan.can_undo;
  out.can_redo = plan.can_redo;
  out.parts = recipe_parts(plan, out);
  return pack_view<view::PlanView>(out);
}

}  // namespace thimble
