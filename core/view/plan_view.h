// What PlanView is built from: what is asked for, as it was typed, with what is wrong with it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/report/optimize_report.h"
#include "core/techniques/technique_def.h"
#include "core/view/views.h"

namespace thimble {

struct PlanText {
  std::string text, error;  // error: what is wrong and what would not be; empty: nothing
  bool operator==(const PlanText&) const = default;
};

struct PlanTechniqueInfo {
  std::string name;
  const TechniqueDef* def = nullptr;
  bool chosen = false;
  std::string blocked;
  std::map<std::string, PlanText, std::less<>> options;  // those that differ from their fallbacks
  std::optional<CandidateReport> last = std::nullopt;    // what came of it in the last run
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
  std::int64_t parameters = 0;  // of the model; 0: none is open
  bool can_undo = false, can_redo = false;
};

ViewBytes build_plan_view(const PlanInfo& plan);

}  // namespace thimble
