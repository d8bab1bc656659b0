#include "core/api/data_info.h"

#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/preprocessing.h"
#include "core/data/splits.h"
#include "core/data/without_samples.h"
#include "core/pipeline/network_runner.h"
#include "core/pipeline/prepare_data.h"
#include "core/view/figures.h"

namespace thimble {

namespace {

constexpr std::int64_t kTiles = 24;

// Spread over the whole set, so that a folder of classes shows more than its first.
std::vector<std::int64_t> tile_indices(std::int64_t samples) {
  std::vector<std::int64_t> out;
  const std::int64_t count = std::min(kTiles, samples);
  for (std::int64_t i = 0; i < count; ++i) out.push_back(i * samples / count);
  return out;
}

std::string label_text(const std::vector<std::string>& names, std::int32_t label) {
  if (label < 0) return {};
  return static_cast<std::size_t>(label) < names.size() ? names[static_cast<std::size_t>(label)] : std::to_string(label);
}

// All tiles share one range: a sample that is darker than the others looks darker.
void add_seen(std::vector<DataTile>& tiles, const std::vector<std::vector<float>>& inputs, std::span<const std::int64_t> shape) {
  ValueRange all;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const ValueRange own = range_of(inputs[i]);
    all = i == 0 ? own : ValueRange{std::min(all.low, own.low), std::max(all.high, own.high)};
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].empty()) tiles[i].seen = picture_of_values(inputs[i], shape, all);
  }
}

void add_facts(const Dataset& data, const OpenModel* model, DataInfo& info) {
  info.facts = {{"Format", std::string(data.format())}, {"Samples", grouped(data.size())}};
  if (!data.class_names().empty()) info.facts.emplace_back("Classes", std::to_string(data.class_names().size()));
  else info.facts.emplace_back("Labels", "none: agreement with float is judged");
  if (model) {
    for (const ModelInput& input : model_inputs(model->graph)) info.facts.emplace_back("Model's input", shape_text(input.shape));
  }
}

void add_classes(const Dataset& data, DataInfo& info) {
  const std::vector<std::string> names = data.class_names();
  std::vector<std::int64_t> counts(names.size());
  for (std::int64_t i = 0; i < data.size(); ++i) {
    const std::int32_t label = data.label(i);
    if (label >= 0 && static_cast<std::size_t>(label) < counts.size()) ++counts[static_cast<std::size_t>(label)];
  }
  for (std::size_t i = 0; i < names.size(); ++i) info.classes.emplace_back(names[i], counts[i]);
}

Task<Result<void>> add_tiles(TaskContext& context, Workspace& workspace, Preprocessing preprocessing, bool usable) {
  const Dataset& data = *workspace.data->data;
  DataInfo& info = workspace.data_info;
  const std::vector<std::string> names = data.class_names();
  std::vector<std::vector<float>> inputs;
  std::vector<ModelInput> model;
  if (usable) model = model_inputs(workspace.model->graph);
  for (const std::int64_t index : tile_indices(data.size())) {
    Result<RawSample> read = data.read(index);
    if (!read.ok() && is_a_file_a_sample(data)) {
      info.notes.warn({}, "A run leaves this sample out: " + read.error().to_string());
      continue;
    }
    THIMBLE_CO_TRY(const RawSample raw, std::move(read));
    info.tiles.push_back({.name = raw.name, .label = label_text(names, raw.label), .original = picture_of(raw), .seen = {}});
    inputs.emplace_back();
    if (!model.empty()) {
      THIMBLE_CO_TRY(inputs.back(), preprocess(preprocessing, raw, model[0]));
    }
    co_await context.job.pause();
  }
  if (!model.empty()) add_seen(info.tiles, inputs, model[0].shape);
  co_return Result<void>();
}

}  // namespace

void describe_splits(Workspace& workspace) {
  DataInfo& info = workspace.data_info;
  info.splits.clear();
  if (!workspace.data) return;
  const Result<Recipe> recipe = workspace.plan.recipe({});
  if (!recipe.ok()) return;
  if (workspace.model && has_integer_activations(workspace.model->graph)) {
    const std::int64_t judged = std::ssize(spread_over(*workspace.data->data, recipe->evaluation));
    info.splits = {{"Evaluation", "Judges the network as it is.", judged}};
    return;
  }
  const SplitSizes sizes{.calibration = recipe->calibration, .tuning = recipe->tuning, .evaluation = recipe->evaluation};
  const Result<Splits> splits = make_splits(*workspace.data->data, sizes, recipe->seed);
  if (!splits.ok()) return;
  info.splits = {{"Calibration", "Sets the ranges of the activations.", std::ssize(splits->calibration)},
                 {"Tuning", "Chooses among settings.", std::ssize(splits->tuning)},
                 {"Evaluation", "Judges; nothing else sees it.", std::ssize(splits->evaluation)}};
}

Task<Result<void>> describe_data(TaskContext& context, Workspace& workspace) {
  if (!workspace.data) co_return Result<void>();
  const OpenData& open = *workspace.data;
  DataInfo& info = workspace.data_info;
  info = {};
  info.title = open.data->summary();
  info.subtitle = open.files;
  info.samples = open.data->size();
  info.notes = open.notes;
  add_facts(*open.data, workspace.model.get(), info);
  add_classes(*open.data, info);
  describe_splits(workspace);
  workspace.data_trouble.clear();
  Preprocessing preprocessing;
  bool usable = false;
  if (workspace.model) {
    const Recipe recipe = [&] {
      auto planned = workspace.plan.recipe({});
      return planned.ok() ? *std::move(planned) : Recipe();
    }();
    const Graph* graph = &workspace.model->graph;
    const int threads = threads_worth(*graph, workspace.threads);
    const Result<PreparedData> prepared = co_await prepare_data(context.job, graph, open.data, recipe, threads);
    usable = prepared.ok();
    if (usable) {
      preprocessing = prepared->preprocessing;
      info.preprocessing = describe_preprocessing(preprocessing);
      info.preprocessing_note =
          recipe.preprocessing.empty() || recipe.guessed ? "Guessed from the samples and the model's input" : "As the recipe says";
      for (const std::string& warning : prepared->warnings) info.notes.warn({}, warning);
    } else {
      workspace.data_trouble = "These samples cannot go into this model: " + prepared.error().message();
      info.preprocessing_note = "These samples cannot go into this model";
      info.notes.warn({}, prepared.error().to_string());
    }
  } else {
    info.preprocessing_note = "Open a model, and this says what is done to a sample before it goes in";
  }
  THIMBLE_CO_TRY_VOID(co_await add_tiles(context, workspace, preprocessing, usable));
  co_return Result<void>();
}

}  // namespace thimble
