// optimize: recipe x model x data -> candidates, measured and compared, with a recommendation. One candidate's failure
//   never takes the others down. Runs in steps (core/base/task.h); dropping the task cancels it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/pipeline/build_network.h"
#include "core/pipeline/made_network.h"
#include "core/pipeline/open_model.h"
#include "core/pipeline/recipe.h"
#include "core/targets/device.h"

namespace thimble {

struct OptimizeInput {
  std::shared_ptr<const OpenModel> model;
  std::shared_ptr<const Dataset> data;  // null: footprint and speed only, loudly
  Recipe recipe;
  std::vector<Device> devices;          // the target first
  int threads = 1;
  Diagnostics data_notes = {};  // what opening the data had to say: it goes into the report
  MeasureCode measure_code = {};  // code and stack of each candidate on the target; empty: code is predicted, the stack not known
  std::span<const NamedTechnique> techniques = all_techniques();  // those that the recipe was parsed with
  // What an earlier job has made need not be made again; what this one makes is told. Both may be empty.
  FindMadeNetwork find_made = {};
  std::function<void(MadeNetwork)> on_made = {};
};

struct OptimizeOutcome {
  OptimizeReport report;
  std::map<std::string, Graph> graphs;  // by candidate id; not of failed ones
  std::map<std::string, std::vector<SampleDisagreement>> disagreements;  // by candidate id, at most 64 each
  // How the preprocessing was chosen. No part of the report: a recipe says it, and makes the same report again.
  std::vector<std::string> preprocessing_reasons;
  std::shared_ptr<const Dataset> data;  // what was given, without the samples that cannot be read; null: none given
  // What an exporter or a package is made from: the candidate as if it had been opened; null: there is none of that id.
  std::shared_ptr<const OpenModel> open(const std::string& candidate) const;
};

// `on_candidate` hears of every candidate as soon as its figures are there.
Task<Result<OptimizeOutcome>> optimize(JobControl& job, OptimizeInput input, std::function<void(const CandidateReport&)> on_candidate = {});

}  // namespace thimble
