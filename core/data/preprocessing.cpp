#include "core/data/preprocessing.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "core/base/text.h"
#include "core/base/unknown_name.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::size_t kMaxSteps = 32, kMaxInputs = 64;

constexpr NamedStep kSteps[] = {
#define THIMBLE_STEP(name, type) {#name, &step_##name},
#include "core/data/preprocessing_steps.def"
#undef THIMBLE_STEP
};
static_assert(std::size(kSteps) == std::variant_size_v<PreprocessingStep>);
// Both lists are in one order.
enum class Place : std::size_t {
#define THIMBLE_STEP(name, type) name,
#include "core/data/preprocessing_steps.def"
#undef THIMBLE_STEP
};
#define THIMBLE_STEP(name, type) \
  static_assert(std::is_same_v<std::variant_alternative_t<static_cast<std::size_t>(Place::name), PreprocessingStep>, type>);
#include "core/data/preprocessing_steps.def"
#undef THIMBLE_STEP

Result<PreprocessingStep> parse_step(JsonValue object) {
  const auto name = object["step"].text();
  std::vector<std::string> known;
  for (const NamedStep& step : kSteps) known.emplace_back(step.name);
  if (!name) return bad_data(cat("found ", object.kind(), ", expected an object with \"step\": one of ", join(known, ", ")));
  for (const NamedStep& step : kSteps) {
    if (step.name != *name) continue;
    for (const std::string_view key : object.keys()) {
      if (key == "step" || std::find(step.def->fields.begin(), step.def->fields.end(), key) != step.def->fields.end()) continue;
      const std::vector<std::string> fields(step.def->fields.begin(), step.def->fields.end());
      const std::string near = nearest_name(key, fields);
      return bad_data(cat(step.name, " has no '", printable(key), "', only ", join(fields, ", ")),
                      near.empty() ? std::string() : cat("Did you mean '", near, "'?"));
    }
    return step.def->parse(object).in(std::string(step.name));
  }
  return bad_data(unknown_name("step", *name, known), "There is: " + join(known, ", ") + ".");
}

// Pictures stay bytes as long as they can, so that the device works on bytes; hence the order.
Result<void> check_order(const std::vector<PreprocessingStep>& steps) {
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const NamedStep &before = named_step(steps[i - 1]), &now = named_step(steps[i]);
    const StepPhase a = before.def->phase, b = now.def->phase;
    const bool repeats = a == b && a != StepPhase::numbers && a != StepPhase::audio;
    if (b >= a && !repeats) continue;
    return bad_data(cat(now.name, " stands behind ", before.name), "The order is: resize, center_crop, color; then the others.")
        .in(cat("step ", i + 1));
  }
  return {};
}

void to_numbers(RawSample& sample) {
  if (sample.kind == RawKind::image_u8) {
    sample.values.assign(sample.pixels.begin(), sample.pixels.end());
    sample.pixels.clear();
  }
  sample.kind = RawKind::tensor_f32;
}

// Recordings become one channel, the mean of theirs.
void mix_down(RawSample& sample) {
  const std::int64_t channels = sample.shape.size() == 2 ? sample.shape[1] : 1;
  if (channels > 1) {
    for (std::int64_t i = 0; i < sample.shape[0]; ++i) {
      float sum = 0;
      for (std::int64_t c = 0; c < channels; ++c) sum += sample.values[static_cast<std::size_t>(i * channels + c)];
      sample.values[static_cast<std::size_t>(i)] = sum / static_cast<float>(channels);
    }
    sample.values.resize(static_cast<std::size_t>(sample.shape[0]));
  }
  sample.shape = {sample.shape[0]};
}

std::string advice(const RawSample& sample, bool recording, const ModelInput& input) {
  const auto& have = sample.shape;
  const auto& want = input.shape;
  if (have.size() == 3 && want.size() == 4) {
    if (have[0] != want[1] || have[1] != want[2]) return cat("Add a step resize to ", want[1], "x", want[2], ".");
    if (want[3] == 1) return "Add a step color with order gray.";
    if (have[2] == 1) return "Add a step color with order rgb: three equal channels.";
  }
  if (recording) return cat("Add a step length of ", input.elements(), ": the frames that the model takes.");
  const std::int64_t more = std::ssize(sample.values) - input.elements();
  if (have.size() == 1 && more > 0) return "Which columns are no numbers for the model? Leave them out, or name the label's.";
  if (have.size() == 1) return "Is a column missing, or is one taken for the label that is none?";
  return "The data are not what this model takes.";
}

}  // namespace

std::span<const NamedStep> all_steps() { return kSteps; }
const NamedStep& named_step(const PreprocessingStep& step) { return kSteps[step.index()]; }

namespace {

Result<std::vector<PreprocessingStep>> parse_steps(JsonValue array) {
  if (!array.is_array()) return bad_data(cat("found ", array.kind(), ", expected a list of steps"));
  if (array.size() > kMaxSteps) return bad_data(cat(array.size(), " steps, expected at most ", kMaxSteps));
  std::vector<PreprocessingStep> out;
  for (std::size_t i = 0; i < array.size(); ++i) {
    THIMBLE_TRY(PreprocessingStep step, parse_step(array[i]).in(cat("step ", i + 1)));
    out.push_back(std::move(step));
  }
  THIMBLE_TRY_VOID(check_order(out));
  return out;
}

}  // namespace

Result<Preprocessing> parse_preprocessing(JsonValue array) {
  Preprocessing out;
  if (!array.is_array() || array.size() == 0 || !array[0].is_array()) {
    THIMBLE_TRY(out.steps, parse_steps(array).in("preprocessing"));
    return out;
  }
  if (array.size() > kMaxInputs) return bad_data(cat(array.size(), " inputs, expected at most ", kMaxInputs)).in("preprocessing");
  for (std::size_t i = 0; i < array.size(); ++i) {
    THIMBLE_TRY(std::vector<PreprocessingStep> steps, parse_steps(array[i]).in(cat("input ", i + 1)).in("preprocessing"));
    if (i == 0) {
      out.steps = std::move(steps);
    } else {
      out.others.push_back(std::move(steps));
    }
  }
  return out;
}

Preprocessing preprocessing_of(const Preprocessing& preprocessing, std::size_t input) {
  if (input == 0) return {preprocessing.steps};
  return input <= preprocessing.others.size() ? Preprocessing{preprocessing.others[input - 1]} : Preprocessing{};
}

Result<Preprocessing> parse_preprocessing(std::string_view json) {
  THIMBLE_TRY(const Json document, Json::parse(json).in("preprocessing"));
  return parse_preprocessing(document.root());
}

namespace {

void write_steps(const std::vector<PreprocessingStep>& steps, JsonWriter& out) {
  out.begin_array();
  for (const PreprocessingStep& step : steps) {
    const NamedStep& named = named_step(step);
    out.begin_object().field("step", named.name);
    named.def->write(step, out);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string preprocessing_json(const Preprocessing& preprocessing) {
  JsonWriter out;
  if (preprocessing.others.empty()) {
    write_steps(preprocessing.steps, out);
    return out.take();
  }
  out.begin_array();
  for (std::size_t i = 0; i <= preprocessing.others.size(); ++i) write_steps(preprocessing_of(preprocessing, i).steps, out);
  out.end_array();
  return out.take();
}

std::vector<std::string> describe_preprocessing(const Preprocessing& preprocessing) {
  std::vector<std::string> out;
  for (const PreprocessingStep& step : preprocessing.steps) out.push_back(named_step(step).def->describe(step));
  for (std::size_t i = 0; i < preprocessing.others.size(); ++i) {
    for (const PreprocessingStep& step : preprocessing.others[i]) out.push_back(cat("Input ", i + 2, ": ", named_step(step).def->describe(step)));
  }
  return out;
}

Result<RawSample> preprocess_bytes(const Preprocessing& preprocessing, RawSample out) {
  if (out.kind != RawKind::image_u8) return out;
  for (const PreprocessingStep& step : preprocessing.steps) {
    const NamedStep& named = named_step(step);
    if (named.def->phase > StepPhase::color) break;
    THIMBLE_TRY_VOID(named.def->apply(step, out).in(std::string(named.name)).in(out.name));
  }
  return out;
}

Result<std::vector<float>> preprocess(const Preprocessing& preprocessing, RawSample out, const ModelInput& input) {
  const bool recording = out.kind == RawKind::audio_f32;
  if (recording) mix_down(out);
  for (const PreprocessingStep& step : preprocessing.steps) {
    const NamedStep& named = named_step(step);
    if (named.def->phase == StepPhase::numbers && out.kind != RawKind::audio_f32) to_numbers(out);
    THIMBLE_TRY_VOID(named.def->apply(step, out).in(std::string(named.name)).in(out.name));
  }
  if (out.kind == RawKind::image_u8) to_numbers(out);
  if (std::ssize(out.values) != input.elements()) {
    return bad_data(cat("preprocessing gives ", shape_text(out.shape), ", ", out.values.size(), " numbers; the input '", printable(input.name),
                        "' takes ", shape_text(input.shape), ", ", input.elements()),
                    advice(out, recording, input))
        .in(out.name);
  }
  return std::move(out.values);
}

}  // namespace thimble
