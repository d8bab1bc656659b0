#include <algorithm>
#include <array>

#include "core/api/task_job.h"
#include "core/api/workspace.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/data/preprocessed_samples.h"
#include "core/formats/format_def.h"
#include "core/formats/onnx/io_layout.h"
#include "core/pipeline/convert_model.h"
#include "core/pipeline/network_runner.h"
#include "core/pipeline/prepare_data.h"
#include "core/view/views.h"

namespace thimble {

namespace {

constexpr std::int64_t kSamples = 200;
constexpr std::int64_t kMostFloats = std::int64_t{16} << 20;

Outcome nothing_to_check() { return {.body = R"({"count":0})", .blobs = {}}; }

// How a file wants its input: the shape, and the place there of each element of ours; none: where it is.
struct FileInput {
  Shape shape;
  std::vector<std::size_t> places;

  std::vector<float> arranged(const std::vector<float>& sample) const {
    std::vector<float> out = sample;
    for (std::size_t i = 0; i < places.size(); ++i) out[places[i]] = sample[i];
    return out;
  }
};

FileInput file_input(const Graph& graph) {
  const auto layout = io_layout(graph, "input", 0);
  if (!layout) return {.shape = graph.shape(graph.inputs[0]), .places = {}};
  return {.shape = layout->file_shape, .places = file_places(*layout)};
}

// What the other runtime can read, and how: the original where it is ONNX, and the candidate as ONNX.
struct CheckedFile {
  Blob bytes;
  FileInput input;
};

CheckedFile exported(const OpenModel& candidate) {
  const FormatDef* format = find_format("onnx");
  if (!format || !format->save) return {};
  Result<ConvertedModel> made = convert_model(candidate, *format, WeightStorage::as_they_are);
  if (!made.ok()) return {};
  Diagnostics notes;
  const Result<Graph> read = load_model(made->bytes, "export.onnx", notes);
  if (!read.ok()) return {};
  return {.bytes = Blob(std::move(made->bytes)), .input = file_input(*read)};
}

CheckedFile original(const Workspace& workspace, const OpenModel& model) {
  if (model.format != "onnx") return {};
  return {.bytes = workspace.model_bytes, .input = file_input(model.graph)};
}

struct CheckedSamples {
  std::vector<float> original, exported;
  std::vector<std::byte> encoded;  // those for the export, as its input holds them
};

void append(std::vector<float>& to, const std::vector<float>& sample) { to.insert(to.end(), sample.begin(), sample.end()); }

// Those that the job judged by.
Result<std::vector<std::int64_t>> judged_samples(const FinishedJob& job) {
  if (has_integer_activations(job.model->graph)) return spread_over(*job.data, job.recipe.evaluation);
  THIMBLE_TRY(Splits splits, splits_of(*job.data, job.recipe));
  return std::move(splits.evaluation);
}

// Samples and both networks' answers. The networks have one input and are asked for their first output.
Task<Result<CheckedSamples>> run_both(TaskContext& context, const FinishedJob& job, std::shared_ptr<const Graph> candidate,
                                      std::array<FileInput, 2> wanted, PendingCheck* check, int threads) {
  const Graph& graph = job.model->graph;
  THIMBLE_CO_TRY(const Preprocessing preprocessing, parse_preprocessing(job.outcome->report.preprocessing));
  THIMBLE_CO_TRY(const auto samples, PreprocessedSamples::make(job.data, preprocessing, model_inputs(graph)));
  THIMBLE_CO_TRY(const std::vector<std::int64_t> judged, judged_samples(job));
  THIMBLE_CO_TRY(NetworkRunner real, NetworkRunner::create(graph, threads));
  THIMBLE_CO_TRY(NetworkRunner small, NetworkRunner::create(*candidate, threads));
  const std::int64_t size = std::max<std::int64_t>(graph.value_elements(graph.inputs[0]), 1);
  const std::int64_t count = std::min<std::int64_t>({kSamples, std::ssize(judged), kMostFloats / size});
  CheckedSamples out;
  for (std::int64_t i = 0; i < count; ++i) {
    THIMBLE_CO_TRY(const Sample sample, samples->read(judged[static_cast<std::size_t>(i)]));
    append(out.original, wanted[0].arranged(sample.inputs[0]));
    const std::vector<float> exported = wanted[1].arranged(sample.inputs[0]);
    append(out.exported, exported);
    THIMBLE_CO_TRY(const std::vector<std::byte> encoded, small.encoded(0, exported));
    out.encoded.insert(out.encoded.end(), encoded.begin(), encoded.end());
    THIMBLE_CO_TRY(auto float_outputs, real.run(sample.inputs));
    THIMBLE_CO_TRY(auto candidate_outputs, small.run(sample.inputs));
    check->float_outputs.push_back(std::move(float_outputs[0]));
    check->candidate_outputs.push_back(std::move(candidate_outputs[0]));
    co_await context.job.pause();
  }
  check->samples = count;
  co_return out;
}

const QuantParams* int8_quant(const Graph& graph, ValueId id) {
  const QuantParams* quant = graph.value(id).dtype == DType::s8 ? graph.quant(id) : nullptr;
  return quant && quant->per_tensor() ? quant : nullptr;
}

void write_input(JsonWriter& body, const FileInput& input, std::string_view type) {
  body.begin_object().field("type", type).key("shape").begin_array();
  for (const std::int64_t dim : input.shape) body.value(dim);
  body.end_array().end_object();
}

Task<Result<Outcome>> prepare(TaskContext& context, Workspace& workspace) {
  const std::shared_ptr<const FinishedJob> job = workspace.job;
  const auto candidate = workspace.chosen.empty() ? nullptr : job->outcome->open(workspace.chosen);
  if (!job->data || !candidate || job->model->graph.inputs.size() != 1) co_return nothing_to_check();
  // Pictures that come out stand in another order in the file than here; what is compared are classes and numbers.
  if (job->model->graph.shape(job->model->graph.outputs[0]).size() > 2) co_return nothing_to_check();
  const CheckedFile given = original(workspace, *job->model), made = exported(*candidate);
  if (given.bytes.empty() && made.bytes.empty()) co_return nothing_to_check();
  context.reporter->view("checks", build_checks_view({.state = "ONNX Runtime runs the same samples ...", .rows = {}}));
  co_await context.job.pause();
  auto check = std::make_shared<PendingCheck>();
  check->candidate = workspace.chosen;
  const auto graph = std::shared_ptr<const Graph>(candidate, &candidate->graph);
  const std::array<FileInput, 2> wanted{given.input, made.input};
  THIMBLE_CO_TRY(CheckedSamples both, co_await run_both(context, *job, graph, wanted, check.get(), workspace.threads));
  const QuantParams* in = int8_quant(*graph, graph->inputs[0]);
  const QuantParams* answer = int8_quant(*graph, graph->outputs[0]);
  if (answer) {
    check->scale = answer->scales[0];
    check->zero_point = answer->zero_points[0];
  }
  JsonWriter body;
  body.begin_object().field("count", check->samples).key("inputs").begin_array();
  write_input(body, given.input, "float32");
  write_input(body, made.input, in ? "int8" : "float32");
  body.end_array().key("parts").begin_array();
  for (const ModelPart& part : workspace.model_parts)
    body.begin_object().field("path", part.name).field("handle", static_cast<std::int64_t>(part.handle)).end_object();
  body.end_array().end_object();
  workspace.check = std::move(check);
  co_return Outcome{
      .body = body.take(),
      .blobs = {given.bytes, made.bytes, Blob::of(both.original), in ? Blob(std::move(both.encoded)) : Blob::of(both.exported)}};
}

JobResult start(Workspace& workspace, const CommandInput&) {
  if (!workspace.job) return invalid_argument("nothing has been optimized yet", "run the plan first, by run_optimize");
  return JobResult(std::make_unique<TaskJob>([&workspace](TaskContext& context) { return prepare(context, workspace); }));
}

}  // namespace

const CommandDef command_check_inputs{.name = "check_inputs",
                                      .doc =
                                          "{}: for another runtime: done {count, inputs: [{type, shape}], parts: [{path, handle}]} + the "
                                          "original ONNX (its weights may lie in the parts), the chosen candidate as ONNX, the samples for "
                                          "each as its input has them; count 0: nothing to check",
                                      .start = start};

}  // namespace thimble
