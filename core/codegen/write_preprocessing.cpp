#include "core/codegen/write_preprocessing.h"

#include <algorithm>
#include <limits>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/preprocessing_code.h"
#include "core/codegen/shipped_sources.h"
#include "core/codegen/write_arrays.h"
#include "core/data/resample_audio.h"
#include "core/ops/shared.h"

extern "C" {
#include "core/kernels/device/quantize_float.h"
}

namespace thimble {
namespace {

constexpr std::string_view kWhat = "from raw samples to the network's input";  // of both files

template <class... Pieces>
void put(CodeWriter& out, const Pieces&... pieces) {
  out.text(cat(pieces...));
}

Result<PreprocessingCode> code_of(const NetworkProgram& program, const PreprocessingSource& source, const PreprocessingGoal& goal) {
  switch (source.kind) {
    case RawKind::image_u8: return picture_code(program, source, goal);
    case RawKind::tensor_f32: return numbers_code(program, source, goal);
    case RawKind::audio_f32: return audio_code(program, source, goal);
  }
  return unsupported("this kind of sample");
}

EmittedFile write_header(const NetworkProgram& program, const PreprocessingSource& source, const PreprocessingCode& code) {
  CodeWriter out;
  for (const std::string& line : code.definitions) out.text(line);
  if (!code.definitions.empty()) out.blank();
  std::string words = code.explanation;
  for (const std::string& sentence : describe_preprocessing(source.preprocessing)) words += " " + sentence;
  out.comment(words);
  put(out, "void ", program.name, "_preprocess(", code.parameters, ");");
  out.blank();
  return header_file(program, "_preprocess", kWhat, {"<stdint.h>"}, out.take());
}

EmittedFile write_source(const NetworkProgram& program, const PreprocessingCode& code) {
  std::string text = file_banner(program, program.name + "_preprocess.c", kWhat);
  text += "#include \"" + program.name + "_preprocess.h\"\n\n#include \"thimble_port.h\"\n";
  for (const std::string& file : code.shipped) {
    if (file.ends_with(".h")) text += "#include \"" + shipped_path(program, file) + "\"\n";
  }
  for (const EmittedArray& array : code.arrays) {
    text += "\n/* " + array.comment + " */\n";
    text += cat("THIMBLE_WEIGHTS_SECTION THIMBLE_ALIGNED(", array.alignment, ") static ", array_declarator(array), " = ",
                array_initializer(array), ";\n");
  }
  CodeWriter out;
  put(out, "void ", program.name, "_preprocess(", code.parameters, ") {");
  out.text(code.body);
  put(out, "}");
  return {"src/" + program.name + "_preprocess.c", text + "\n" + break_lines(out.take())};
}

}  // namespace

std::int32_t PreprocessingGoal::quantized(float value) const {
  return std::clamp(thimble_round_float(value / scale) + zero_point, low, high);
}

std::string PreprocessingGoal::quantize_text(std::string_view value) const {
  if (real()) return std::string(value);
  return cat("(", type, ")thimble_clamp(thimble_round_float(", value, " / ", float_literal(scale), ") + (", zero_point, "), ", low, ", ",
             high, ")");
}

Result<PreprocessingGoal> preprocessing_goal(const NetworkProgram& program) {
  const Graph& graph = program.graph;
  if (graph.inputs.size() != 1) {
    return unsupported(cat("preprocessing for a network with ", graph.inputs.size(), " inputs, expected one"),
                       "Fill the inputs with the quantize helpers of the header.");
  }
  const ValueId id = graph.inputs[0];
  PreprocessingGoal goal{.dtype = graph.value(id).dtype};
  goal.type = value_c_type(goal.dtype);
  goal.role = tensor_identifiers(program, graph.inputs, "input")[0];
  goal.elements = graph.value_elements(id);
  if (goal.real()) return goal;
  const QuantParams* quant = graph.quant(id);
  const bool known = goal.dtype == DType::s8 || goal.dtype == DType::u8 || goal.dtype == DType::s16;
  if (!known || !quant || !quant->per_tensor()) {
    return unsupported(cat("preprocessing for an input of type ", dtype_name(goal.dtype), quant ? "" : " without a scale"),
                       "Inputs of int8, uint8, int16 with one scale, or float, can be filled.");
  }
  goal.scale = quant->scales[0];
  goal.zero_point = quant->zero_points[0];
  const auto [low, high] = integer_limits(goal.dtype);
  goal.low = static_cast<std::int32_t>(low);
  goal.high = static_cast<std::int32_t>(high);
  return goal;
}

EmittedArray float_array(const NetworkProgram& program, std::string_view what, const std::vector<float>& values, std::string comment) {
  return {.name = cat(program.name, "_preprocess_", what),
          .c_type = "float",
          .bytes = Blob::of(values),
          .alignment = 4,
          .comment = std::move(comment)};
}

PreprocessingSource preprocessing_source(Preprocessing preprocessing, const RawSample& typical) {
  PreprocessingSource out{std::move(preprocessing), typical.kind, typical.shape, typical.sample_rate_hz};
  for (const PreprocessingStep& step : out.preprocessing.steps) {
    const auto* resample = std::get_if<ResampleStep>(&step);
    if (!resample || out.kind != RawKind::audio_f32 || out.sample_rate_hz <= 0) continue;
    out.shape[0] = resampled_frames(out.shape[0], out.sample_rate_hz, resample->rate_hz);
    out.sample_rate_hz = resample->rate_hz;
  }
  return out;
}

ModelInput model_input(const Graph& graph, ValueId input) {
  ModelInput out{.name = std::string(graph.value_name(input)), .shape = graph.shape(input), .quantization = {}};
  const QuantParams* quant = graph.quant(input);
  const DType dtype = graph.value(input).dtype;
  if (dtype == DType::f32 || !quant || !quant->per_tensor()) return out;
  const auto [low, high] = integer_limits(dtype);
  out.quantization =
      ModelInput::Quantization{quant->scales[0], quant->zero_points[0], static_cast<std::int32_t>(low), static_cast<std::int32_t>(high)};
  return out;
}

Result<std::vector<EmittedFile>> write_preprocessing(const NetworkProgram& program, const PreprocessingSource& source) {
  THIMBLE_TRY(const PreprocessingGoal goal, preprocessing_goal(program));
  THIMBLE_TRY(const PreprocessingCode code, code_of(program, source, goal).in("preprocessing"));
  std::vector<EmittedFile> files{write_header(program, source, code), write_source(program, code)};
  for (const std::string& name : code.shipped) files.push_back(shipped_source(program, name));
  return files;
}

std::string preprocessing_example(const NetworkProgram& program, const PreprocessingSource& source) {
  const Result<PreprocessingGoal> goal = preprocessing_goal(program);
  if (!goal.ok()) return {};
  CodeWriter out;
  std::int64_t length = 1;
  for (const std::int64_t dim : source.shape) length *= dim;
  const bool picture = source.kind == RawKind::image_u8, audio = source.kind == RawKind::audio_f32;
  if (audio) length = source.shape[0];
  const std::string macro = macro_prefix(program);
  out.comment(cat("A ramp stands for the ", picture ? "camera" : audio ? "microphone" : "sensor", "."));
  put(out, "static ", picture ? "uint8_t" : audio ? "int16_t" : "float", " raw[", length, "];");
  if (audio) put(out, "static float scratch[", macro, "_PREPROCESS_SCRATCH_LENGTH];");
  put(out, "static void fill_", goal->role, "(", goal->type, " *data) {");
  put(out, "for (int32_t i = 0; i < ", length, "; i++) {");
  put(out, "raw[i] = ", picture ? "(uint8_t)i" : audio ? "(int16_t)(i * 64)" : cat("(float)i / ", length), ";");
  put(out, "}");
  if (picture) {
    put(out, program.name, "_preprocess(raw, ", source.shape[0], ", ", source.shape[1], ", data);");
  } else if (audio) {
    put(out, program.name, "_preprocess(raw, ", length, ", scratch, data);");
  } else {
    put(out, program.name, "_preprocess(raw, data);");
  }
  put(out, "}");
  return break_lines(out.take()) + "\n";
}

}  // namespace thimble
