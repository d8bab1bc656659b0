// Plan: what the user asks for, as it was typed; a recipe comes of it. A value that cannot be read stays where it is, with what
//   is wrong with it, until it is right.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/pipeline/recipe.h"
#include "core/techniques/technique_def.h"
#include "core/view/plan_view.h"

namespace thimble {

struct PlanSurroundings {
  bool has_model = false, float_model = false, has_data = false;
  std::string data_trouble;           // why the data cannot go into the model; empty: they can
  std::int64_t samples = 0;
  std::string target;                 // a device's id; empty: none
};

class Plan {
 public:
  Plan();

  // One edit: {"goal": ...}, {"limit": name, "value": text}, {"samples": name, "value": text}, {"technique": name,
  // "chosen": "true"} or {"technique": name, "option": name, "value": text}, {"recipe": {...}} for everything at once.
  // Refuses only what no form could have sent.
  Result<void> edit(JsonValue body);

  bool operator==(const Plan&) const = default;

  // Fails with the first value that is wrong.
  Result<Recipe> recipe(const std::string& target) const;
  PlanInfo info(const PlanSurroundings& around) const;

 private:
  Result<void> edit_technique(JsonValue body, std::string_view name);
  void take(const Recipe& recipe);

  Goal goal_ = Goal::balanced;
  std::map<std::string, PlanText, std::less<>> limits_, samples_;
  std::set<std::string, std::less<>> chosen_;
  std::map<std::string, std::map<std::string, PlanText, std::less<>>, std::less<>> options_;  // by technique
  std::string preprocessing_;                                                                  // of a recipe that was opened
  bool guessed_ = false;  // Recipe.guessed of it
};

// The plans before the last edits, and after those that were undone.
class PlanHistory {
 public:
  // To be called with the plan as it was, when an edit has changed it. A value that is typed character by character is one edit:
  // `field` names it, `value` is what stands there now; an edit that is no text has no field.
  void add(Plan before, std::string field, std::string value);
  // False: there is nothing to go to.
  bool undo(Plan& plan) { return move(plan, before_, after_); }
  bool redo(Plan& plan) { return move(plan, after_, before_); }
  bool can_undo() const { return !before_.empty(); }
  bool can_redo() const { return !after_.empty(); }

 private:
  bool move(Plan& plan, std::vector<Plan>& from, std::vector<Plan>& to);
  std::vector<Plan> before_, after_;
  std::string field_, value_;  // of the last edit
};

}  // namespace thimble
