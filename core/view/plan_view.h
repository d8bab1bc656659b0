// What PlanView is built from: what is asked for, as it was typed, with what is wrong with it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/techniques/technique_def.h"
#include "core/view/views.h"

namespace thimble {

struct PlanText {
  std::string text, error;  // error: what is wrong and what would not be; empty: nothing
};

struct PlanTechniqueInfo {
  std::string name;
  const TechniqueDef* def = nullptr;
  bool chosen = false;
  std::string blocked;
  std::map<std::string, PlanText, std::less<>> options;  // those that differ from their fallbacks
};

struct PlanFieldInfo {
  std::string name, title, unit, help;
  PlanText value;
};

struct PlanInfo {
  std::vector<PlanTechniqueInfo> techniques;
  std::string goal;
  std::vector<PlanFieldInfo> limits, samples;
  std::string target, target_note;
  std::string blocked, summary, recipe;
};

ViewBytes build_plan_view(const PlanInfo& plan);

}  // namespace thimble
