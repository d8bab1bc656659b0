#include "tests/support/fake_job.h"

#include <algorithm>
#include <limits>

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/ops/op_kind.h"

namespace thimble::test {
namespace {

constexpr std::int64_t kInputs = 4, kClasses = 3;

Graph dense_network(const std::vector<float>& weights) {
  Graph graph;
  graph.name = "pick_largest";
  const ValueId input = graph.add_value(DType::f32, {1, kInputs}, "numbers");
  const ValueId matrix = graph.add_constant(DType::f32, {kClasses, kInputs}, Blob::of(weights), "weights");
  const ValueId output = graph.add_value(DType::f32, {1, kClasses}, "scores");
  graph.inputs = {input};
  graph.outputs = {output};
  const ValueId inputs[] = {input, matrix}, outputs[] = {output};
  graph.add_node(OpKind::fully_connected, inputs, outputs, {}, "dense");
  return graph;
}

std::vector<float> identity_weights() {
  std::vector<float> out(kClasses * kInputs, 0.0f);
  for (std::int64_t i = 0; i < kClasses; ++i) out[static_cast<std::size_t>(i * kInputs + i)] = 1;
  return out;
}

class Rows final : public Dataset {
 public:
  Rows(std::int64_t rows, bool labelled, std::int64_t first_wrong) : rows_(rows), labelled_(labelled), first_wrong_(first_wrong) {}
  std::string_view format() const override { return "fake"; }
  std::int64_t size() const override { return rows_; }
  Result<RawSample> read(std::int64_t index) const override {
    RawSample out{.kind = RawKind::tensor_f32, .shape = {kInputs}, .values = values(index), .label = label(index), .name = name(index)};
    return out;
  }
  std::int32_t label(std::int64_t index) const override {
    if (!labelled_) return -1;
    const std::vector<float> row = values(index);
    const auto largest = static_cast<std::int32_t>(std::max_element(row.begin(), row.begin() + kClasses) - row.begin());
    return index < first_wrong_ ? (largest + 1) % static_cast<std::int32_t>(kClasses) : largest;
  }
  std::string name(std::int64_t index) const override { return cat("row ", index); }
  std::vector<std::string> class_names() const override {
    return labelled_ ? std::vector<std::string>{"a", "b", "c"} : std::vector<std::string>();
  }
  std::string summary() const override { return cat(rows_, " rows of ", kInputs, " numbers"); }

 private:
  std::vector<float> values(std::int64_t index) const {
    Rng rng(static_cast<std::uint64_t>(index) + 1);
    std::vector<float> out(kInputs);
    for (float& value : out) value = static_cast<float>(rng.unit());
    return out;
  }
  std::int64_t rows_;
  bool labelled_;
  std::int64_t first_wrong_;
};

using Made = Task<Result<TechniqueOutput>>;

Made copy(JobControl& job, TechniqueInput input) {
  job.progress("copy", 1, 1);
  co_return TechniqueOutput{.graph = *input.model, .sensitivity = {}, .notes = {}};
}

Made with_weights(JobControl& job, std::vector<float> weights) {
  job.progress("weights", 1, 1);
  TechniqueOutput out{.graph = dense_network(weights), .sensitivity = {{"scores", "fully_connected", 12, 8, ""}}, .notes = {}};
  out.notes.note("scores", "weights changed");
  co_return out;
}

Made swapped(JobControl& job, TechniqueInput) {
  std::vector<float> weights = identity_weights();
  std::swap_ranges(weights.begin(), weights.begin() + kInputs, weights.begin() + kInputs);
  return with_weights(job, std::move(weights));
}

Made noisy(JobControl& job, TechniqueInput input) {
  std::vector<float> weights = identity_weights();
  Rng rng(input.seed);
  for (float& weight : weights) weight += static_cast<float>(rng.unit() - 0.5) * 0.01f;
  return with_weights(job, std::move(weights));
}

Made not_a_number(JobControl& job, TechniqueInput) {
  std::vector<float> weights = identity_weights();
  weights[0] = std::numeric_limits<float>::quiet_NaN();
  return with_weights(job, std::move(weights));
}

Made broken(JobControl& job, TechniqueInput) {
  job.progress("break", 0, 1);
  co_await job.pause();
  co_return unsupported("a layer that it cannot do", "Leave it out.");
}

Made bad_graph(JobControl& job, TechniqueInput input) {
  job.progress("damage", 0, 1);
  TechniqueOutput out{.graph = *input.model, .sensitivity = {}, .notes = {}};
  out.graph.outputs = {static_cast<ValueId>(1000)};
  co_return out;
}

Made slow(JobControl& job, TechniqueInput input) {
  for (int i = 0; i < 10; ++i) {
    job.progress("wait", i, 10);
    co_await job.pause();
  }
  co_return TechniqueOutput{.graph = *input.model, .sensitivity = {}, .notes = {}};
}

constexpr TechniqueDef kCopy{.title = "a copy", .doc = "d", .paper = "p", .run = copy};
constexpr TechniqueDef kSwapped{.title = "classes swapped", .doc = "d", .paper = "p", .run = swapped};
constexpr TechniqueDef kNoisy{.title = "a little noise", .doc = "d", .paper = "p", .run = noisy};
constexpr TechniqueDef kNotANumber{.title = "NaN", .doc = "d", .paper = "p", .run = not_a_number};
constexpr TechniqueDef kBroken{.title = "broken", .doc = "d", .paper = "p", .run = broken};
constexpr TechniqueDef kBadGraph{.title = "a damaged graph", .doc = "d", .paper = "p", .run = bad_graph};
constexpr TechniqueDef kSlow{.title = "slow", .doc = "d", .paper = "p", .run = slow};
constexpr TechniqueDef kNoDataCopy{.title = "a copy without data", .doc = "d", .paper = "p", .needs_data = false, .run = copy};

constexpr NamedTechnique kTechniques[] = {
    {"copy", &kCopy},     {"swapped", &kSwapped},    {"noisy", &kNoisy}, {"not_a_number", &kNotANumber},
    {"broken", &kBroken}, {"bad_graph", &kBadGraph}, {"slow", &kSlow},   {"no_data_copy", &kNoDataCopy}};

}  // namespace

std::shared_ptr<const OpenModel> pick_largest_model() {
  auto out = std::make_shared<OpenModel>();
  out->graph = dense_network(identity_weights());
  out->file_name = "pick_largest.tir";
  out->format = "text";
  out->sha256 = std::string(64, '0');
  out->file_bytes = 1000;
  return out;
}

std::shared_ptr<const Dataset> rows_dataset(std::int64_t rows, bool labelled, std::int64_t first_wrong) {
  return std::make_shared<Rows>(rows, labelled, first_wrong);
}

std::span<const NamedTechnique> fake_techniques() { return kTechniques; }

}  // namespace thimble::test
