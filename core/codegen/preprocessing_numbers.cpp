// Numbers and audio: steps on floats, one element at a time, then quantization.
#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/preprocessing_code.h"
#include "core/codegen/write_arrays.h"
#include "core/data/log_mel_tables.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

std::string list_place(const NetworkProgram& program, const std::vector<float>& values, std::string_view what, std::string_view index,
                       std::int64_t last, PreprocessingCode& code) {
  if (values.size() == 1) return float_literal(values[0]);
  code.arrays.push_back(
      float_array(program, cat(what, code.arrays.size()), values, cat(what == "mean" ? "Means" : "Deviations", " by channel.")));
  return cat(code.arrays.back().name, "[", index, " % ", last, "]");
}

void ship_quantizer(const PreprocessingGoal& goal, PreprocessingCode& code) {
  if (goal.real()) return;
  code.shipped.push_back("quantize_float.h");
  code.shipped.push_back("requantize.h");
}

std::int64_t product(const std::vector<std::int64_t>& shape) {
  std::int64_t out = 1;
  for (const std::int64_t dim : shape) out *= dim;
  return out;
}

}  // namespace

Result<NumberSteps> number_steps(const NetworkProgram& program, std::span<const PreprocessingStep> steps, std::vector<std::int64_t> shape,
                                 PreprocessingCode& code) {
  NumberSteps out;
  for (const PreprocessingStep& step : steps) {
    const std::string_view index = out.moves ? "to" : "from";
    const std::int64_t last = shape.empty() ? 1 : shape.back();
    if (const auto* scale = std::get_if<ScaleStep>(&step)) {
      out.text += cat("x = x / ", float_literal(scale->divide), " + ", float_literal(scale->offset), ";\n");
    } else if (const auto* normalize = std::get_if<NormalizeStep>(&step)) {
      for (const auto* list : {&normalize->mean, &normalize->std}) {
        if (list->size() > 1 && std::ssize(*list) != last)
          return bad_data(cat("normalize: ", list->size(), " numbers for ", last, " channels"));
      }
      const std::string mean = list_place(program, normalize->mean, "mean", index, last, code);
      const std::string deviation = list_place(program, normalize->std, "std", index, last, code);
      out.text += cat("x = (x - ", mean, ") / ", deviation, ";\n");
    } else if (const auto* layout = std::get_if<LayoutStep>(&step)) {
      if (shape.size() == 4 && shape[0] == 1) shape.erase(shape.begin());
      if (out.moves || shape.size() != 3)
        return unsupported(cat("layout of shape ", shape_text(shape)), "It needs three dimensions, once.");
      out.moves = true;
      out.to_chw = layout->to_chw;
      out.shape = shape;
      shape = layout->to_chw ? std::vector<std::int64_t>{shape[2], shape[0], shape[1]}
                             : std::vector<std::int64_t>{shape[1], shape[2], shape[0]};
    } else if (const auto* reshape = std::get_if<ReshapeStep>(&step)) {
      shape = reshape->shape;
    } else {
      return unsupported(cat("the step ", named_step(step).name, " on numbers"));
    }
  }
  return out;
}

Result<PreprocessingCode> numbers_code(const NetworkProgram& program, const PreprocessingSource& source, const PreprocessingGoal& goal) {
  const std::int64_t count = product(source.shape);
  if (count != goal.elements) return bad_data(cat("samples of ", count, " numbers, the input takes ", goal.elements));
  PreprocessingCode code;
  THIMBLE_TRY(const NumberSteps steps, number_steps(program, source.preprocessing.steps, source.shape, code));
  code.parameters = cat("const float *values, ", goal.type, " *", goal.role);
  code.explanation = cat("A sample: ", count, " numbers of shape ", shape_text(source.shape), ", as the data have them.");
  ship_quantizer(goal, code);
  CodeWriter out;
  out.text(cat("for (int32_t to = 0; to < ", count, "; to++) {"));
  if (steps.moves) {
    const std::int64_t channels = steps.to_chw ? steps.shape[2] : steps.shape[0], pixels = count / channels;
    // Where the element comes from: pixel and channel change places.
    out.text(steps.to_chw ? cat("const int32_t from = to % ", pixels, " * ", channels, " + to / ", pixels, ";")
                          : cat("const int32_t from = to % ", channels, " * ", pixels, " + to / ", channels, ";"));
  } else {
    out.line("const int32_t from = to;");
  }
  out.line("float x = values[from];");
  out.text(steps.text);
  out.text(cat(goal.role, "[to] = ", goal.quantize_text("x"), ";"));
  out.line("}");
  code.body = out.take();
  return code;
}

namespace {

struct AudioPlan {
  std::int64_t frames = 0;  // that the network hears; what is missing is silence
  const LogMelStep* mel = nullptr;
  std::span<const PreprocessingStep> rest = {};
};

Result<AudioPlan> audio_plan(const PreprocessingSource& source) {
  AudioPlan plan{.frames = source.shape[0]};
  std::size_t at = 0;
  for (const PreprocessingStep& step : source.preprocessing.steps) {
    if (named_step(step).def->phase != StepPhase::audio) break;
    ++at;
    // The device records at that rate itself.
    if (std::holds_alternative<ResampleStep>(step)) continue;
    if (plan.mel) return unsupported("more steps for audio behind log_mel");
    if (const auto* length = std::get_if<LengthStep>(&step)) plan.frames = length->length;
    plan.mel = std::get_if<LogMelStep>(&step);
  }
  plan.rest = std::span(source.preprocessing.steps).subspan(at);
  return plan;
}

void add_tables(const NetworkProgram& program, const LogMelTables& tables, PreprocessingCode& code) {
  code.arrays.push_back(float_array(program, "taper", tables.taper, "The window's taper."));
  code.arrays.push_back(float_array(program, "twiddles", tables.twiddles, "Of the Fourier transform: cosines and sines."));
  code.arrays.push_back({.name = program.name + "_preprocess_spans",
                         .c_type = "int32_t",
                         .bytes = Blob::of(tables.spans),
                         .alignment = 4,
                         .comment = "Of each mel bin: its first frequency, and how many."});
  code.arrays.push_back(float_array(program, "weights", tables.weights, "Of the frequencies in each mel bin."));
  if (!tables.transform.empty()) {
    code.arrays.push_back(float_array(program, "transform", tables.transform, "Of mel bins to coefficients: cosines."));
  }
}

// A window of the recording at a time.
std::string windows_body(const NetworkProgram& program, const AudioPlan& plan, const LogMelTables& tables, const std::string& steps,
                         std::int64_t windows, const PreprocessingGoal& goal) {
  const LogMelStep& mel = *plan.mel;
  const std::int64_t numbers = mel.coefficients > 0 ? mel.coefficients : mel.mel_bins;
  const std::string prefix = program.name + "_preprocess_";
  CodeWriter out;
  out.text(cat("static const thimble_log_mel_f32_params params = {", mel.window, ", ", mel.fft, ", ", mel.mel_bins, ", ", mel.coefficients,
               ", ", mel.magnitude ? 1 : 0, ", ", float_literal(mel.log_offset), "};"));
  out.text(cat("float *audio = scratch + ", tables.scratch_floats(), ";"));
  out.text(cat("float numbers[", numbers, "];"));
  out.text(cat("for (int32_t w = 0; w < ", windows, "; w++) {"));
  out.text(cat("for (int32_t i = 0; i < ", mel.window, "; i++) {"));
  out.text(cat("const int32_t frame = w * ", mel.hop, " + i;"));
  out.line("audio[i] = frame < frames ? (float)pcm[frame] / 32768.0f : 0.0f;");
  out.line("}");
  out.text(cat(program.name, "_log_mel_f32(&params, audio, ", prefix, "taper, ", prefix, "twiddles, ", prefix, "spans, ", prefix,
               "weights, ", tables.transform.empty() ? std::string("0") : prefix + "transform", ", scratch, numbers);"));
  out.text(cat("for (int32_t from = 0; from < ", numbers, "; from++) {"));
  out.line("float x = numbers[from];");
  out.text(steps);
  out.text(cat(goal.role, "[w * ", numbers, " + from] = ", goal.quantize_text("x"), ";"));
  out.line("}");
  out.line("}");
  return out.take();
}

}  // namespace

Result<PreprocessingCode> audio_code(const NetworkProgram& program, const PreprocessingSource& source, const PreprocessingGoal& goal) {
  THIMBLE_TRY(const AudioPlan plan, audio_plan(source));
  PreprocessingCode code;
  code.parameters = cat("const int16_t *pcm, int32_t frames, float *scratch, ", goal.type, " *", goal.role);
  code.explanation =
      cat("A recording of one channel", source.sample_rate_hz > 0 ? cat(" at ", source.sample_rate_hz, " Hz") : std::string(), "; ",
          plan.frames, " frames are used, missing ones are silence.");
  std::int64_t scratch = 1, count = plan.frames, windows = 0;
  std::vector<std::int64_t> shape{plan.frames};
  LogMelTables tables;
  if (plan.mel) {
    if (plan.frames < plan.mel->window) return bad_data(cat(plan.frames, " frames, expected at least the window's ", plan.mel->window));
    tables = log_mel_tables(*plan.mel);
    windows = (plan.frames - plan.mel->window) / plan.mel->hop + 1;
    const std::int64_t numbers = plan.mel->coefficients > 0 ? plan.mel->coefficients : plan.mel->mel_bins;
    shape = {windows, numbers};
    count = windows * numbers;
    scratch = tables.scratch_floats() + plan.mel->window;
    add_tables(program, tables, code);
    code.shipped = {"float_math.h", "strict_float.h", "log_mel_f32.h", "log_mel_f32.c"};
  }
  if (count != goal.elements) return bad_data(cat("audio becomes ", count, " numbers, the input takes ", goal.elements));
  code.definitions.push_back(cat("#define ", macro_prefix(program), "_PREPROCESS_SCRATCH_LENGTH ", scratch));
  THIMBLE_TRY(const NumberSteps steps, number_steps(program, plan.rest, shape, code));
  if (steps.moves) return unsupported("layout on audio");
  ship_quantizer(goal, code);
  if (plan.mel) {
    code.body = windows_body(program, plan, tables, steps.text, windows, goal);
    return code;
  }
  CodeWriter out;
  out.line("(void)scratch;");
  out.text(cat("for (int32_t from = 0; from < ", count, "; from++) {"));
  out.line("float x = from < frames ? (float)pcm[from] / 32768.0f : 0.0f;");
  out.text(steps.text);
  out.text(cat(goal.role, "[from] = ", goal.quantize_text("x"), ";"));
  out.line("}");
  code.body = out.take();
  return code;
}

}  // namespace thimble
