// Workspace: what the user has open. Commands read and change it; nothing else outlives a request.
#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/api/command_def.h"
#include "core/api/file_source.h"
#include "core/api/plan.h"
#include "core/base/blob.h"
#include "core/data/dataset.h"
#include "core/pipeline/build_network.h"
#include "core/pipeline/open_model.h"
#include "core/pipeline/optimize.h"
#include "core/view/data_view.h"

namespace thimble {

// The data set that is open, and the sentences on it that do not depend on the model.
struct OpenData {
  std::shared_ptr<const Dataset> data;
  std::string files;
  Diagnostics notes;
};

// What an optimize job came to.
struct FinishedJob {
  std::shared_ptr<const OptimizeOutcome> outcome;
  std::shared_ptr<const OpenModel> model;  // the float network that it started from
  std::shared_ptr<const Dataset> data;     // may be null
  Recipe recipe;
};

// Answers of ours that another runtime is to confirm (commands/check_inputs.cpp).
struct PendingCheck {
  std::string candidate;
  std::int64_t samples = 0;
  std::vector<std::vector<float>> float_outputs, candidate_outputs;  // a sample
  float scale = 0;                         // of the candidate's output as integers: real = scale * (q - zero_point); 0: floats
  std::int32_t zero_point = 0;
};

// A file beside the model, with weights of it.
struct ModelPart {
  std::string name;  // as the model calls it
  std::uint32_t handle = 0;
};

struct Workspace {
  FileReader read_file;                    // how the page's files are read
  int threads = 1;
  std::shared_ptr<const OpenModel> model;  // null: none open
  Blob model_bytes;                        // as they came in: what another runtime runs as the baseline
  std::vector<ModelPart> model_parts;      // what it needs beside them
  std::set<std::uint32_t> weight_files;    // handles of files that turned out to hold weights: no samples
  std::string target;                      // a device's id; empty: none chosen
  std::shared_ptr<const OpenData> data;    // null: none open
  DataInfo data_info;                      // what DataView was made of
  std::string data_trouble;                // why the data cannot go into the model; empty: they can
  Plan plan;
  PlanHistory plan_history;
  std::shared_ptr<const FinishedJob> job;  // null: none
  std::string chosen;                      // a candidate's id; empty: the model as it is
  std::shared_ptr<const PendingCheck> check;
  std::deque<MadeNetwork> made;            // by techniques, the latest last: a job that needs one does not make it again

  void keep(MadeNetwork network);
  const MadeNetwork* find_made(std::string_view key) const;
};

// The report for `target` and the views made of it: what opening a model and choosing a target have in common.
Result<void> report_views(const OpenModel& model, std::string_view target, Reporter& reporter);
void plan_view(const Workspace& workspace, Reporter& reporter);
void results_view(const Workspace& workspace, Reporter& reporter);

// The open model, or the error that says that there is none.
Result<std::shared_ptr<const OpenModel>> open_model_of(const Workspace& workspace);
// The same, but a chosen candidate stands in for it.
Result<std::shared_ptr<const OpenModel>> shown_model_of(const Workspace& workspace);
// A candidate of the last job, by the body's "candidate"; absent: the chosen one.
Result<std::shared_ptr<const OpenModel>> candidate_of(const Workspace& workspace, JsonValue body);

}  // namespace thimble
