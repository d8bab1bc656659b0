// Recipe: what was asked for, as JSON: page, command line, report and package share it; the same recipe and inputs give the
//   same package on the same build.
//   { "thimble": 1, "seed": 1,
//     "data": { "preprocessing": [...], "calibration": 300, "tuning": 200, "evaluation": 1000 },
//     "candidates": [ { "technique": "ptq_int8", "options": { "observer": "mse" } } ],
//     "target": "stm32f411", "goal": "balanced", "limits": { "flash_bytes": 100000, "accuracy_drop_points": 1 } }
//   errors  bad_data, naming the place in the JSON, what is known there and the nearest name
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/option_spec.h"
#include "core/base/result.h"
#include "core/report/optimize_report.h"
#include "core/techniques/technique_def.h"

namespace thimble {

struct CandidateRecipe {
  std::string technique;
  Options options;  // every option of the technique: parse_recipe and default_candidates fill in the fallbacks
};

struct Recipe {
  std::uint64_t seed = 1;
  std::string preprocessing;  // JSON of core/data/preprocessing.h; empty: guessed
  bool guessed = false;       // that stands there because a job guessed it: the same warnings go with it again
  std::int64_t calibration = 300, tuning = 200;
  std::int64_t evaluation = 0;  // 0: all that is left
  std::vector<CandidateRecipe> candidates;  // empty: every technique with its defaults
  std::string target;
  Goal goal = Goal::balanced;
  Limits limits;
};

// `techniques` are those that a recipe may name; tests bring their own.
Result<Recipe> parse_recipe(std::string_view json, std::span<const NamedTechnique> techniques = all_techniques());
// parse_recipe() of it gives the recipe again, and equal recipes give equal text.
std::string recipe_json(const Recipe& recipe);

// Every technique with its fallbacks: what a recipe without candidates asks for.
std::vector<CandidateRecipe> default_candidates(std::span<const NamedTechnique> techniques = all_techniques());

}  // namespace thimble
