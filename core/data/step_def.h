// StepDef: one step of preprocessing: its JSON, its sentence, and what it does to a sample.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/json_writer.h"
#include "core/data/preprocessing.h"

namespace thimble {

// What a step works on; a list of steps never goes back.
enum class StepPhase : std::uint8_t { resize, crop, color, audio, numbers };

struct StepDef {
  std::string_view doc;
  StepPhase phase = StepPhase::numbers;
  std::span<const std::string_view> fields = {};  // of its JSON, besides "step"
  Result<PreprocessingStep> (*parse)(JsonValue object) = nullptr;
  void (*write)(const PreprocessingStep& step, JsonWriter& out) = nullptr;  // the fields
  std::string (*describe)(const PreprocessingStep& step) = nullptr;
  // Steps on numbers see values with their shape, the others pixels or audio of one channel.
  Result<void> (*apply)(const PreprocessingStep& step, RawSample& sample) = nullptr;
};

struct NamedStep {
  std::string_view name;
  const StepDef* def;
};
std::span<const NamedStep> all_steps();
const NamedStep& named_step(const PreprocessingStep& step);

#define THIMBLE_STEP(name, type) extern const StepDef step_##name;
#include "core/data/preprocessing_steps.def"
#undef THIMBLE_STEP

// Fields of a step's JSON. Absent: the fallback; without one, an error that names the field.
Result<std::int64_t> step_integer(JsonValue object, std::string_view field, std::int64_t low, std::int64_t high,
                                  std::optional<std::int64_t> fallback = {});
Result<float> step_real(JsonValue object, std::string_view field, std::optional<float> fallback = {});
Result<std::size_t> step_choice(JsonValue object, std::string_view field, std::span<const std::string_view> choices,
                                std::optional<std::size_t> fallback = {});

inline constexpr std::int64_t kMaxImageSteps = 8192;  // a side of what pictures become

}  // namespace thimble
