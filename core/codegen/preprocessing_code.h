// What the writers of preprocessing share: the goal, and the steps on numbers as statements.
#pragma once

#include <string>
#include <vector>

#include "core/codegen/kernel_emitter.h"
#include "core/codegen/write_preprocessing.h"

namespace thimble {

// The network's input: its type, and how a real number becomes it.
struct PreprocessingGoal {
  DType dtype = DType::s8;
  std::string type = {};  // "int8_t"
  std::string role = {};  // "input"
  float scale = 1;   // of integers
  std::int32_t zero_point = 0, low = 0, high = 0;
  std::int64_t elements = 0;

  bool real() const { return dtype == DType::f32; }
  std::int32_t quantized(float value) const;       // as the device's quantize kernels
  std::string quantize_text(std::string_view value) const;  // the same as a C expression
};
Result<PreprocessingGoal> preprocessing_goal(const NetworkProgram& program);

struct PreprocessingCode {
  std::string parameters;               // of <name>_preprocess
  std::string explanation;              // what they are, for the header
  std::vector<std::string> definitions; // "#define" lines of the header
  std::vector<EmittedArray> arrays;
  std::string body;
  std::vector<std::string> shipped;     // files of core/kernels/device, headers first
};

Result<PreprocessingCode> picture_code(const NetworkProgram& program, const PreprocessingSource& source, const PreprocessingGoal& goal);
Result<PreprocessingCode> numbers_code(const NetworkProgram& program, const PreprocessingSource& source, const PreprocessingGoal& goal);
Result<PreprocessingCode> audio_code(const NetworkProgram& program, const PreprocessingSource& source, const PreprocessingGoal& goal);

// Scale and normalize steps from `begin` on as C statements that change `float x`. Channel indices are `from % <last>` until a
// layout step and `to % <last>` after it; `shape` follows the steps. Means and deviations become arrays of `code`.
struct NumberSteps {
  std::string text;
  bool moves = false;  // there is a layout step
  bool to_chw = false;
  std::vector<std::int64_t> shape;  // where the layout step stands
};
Result<NumberSteps> number_steps(const NetworkProgram& program, std::span<const PreprocessingStep> steps, std::vector<std::int64_t> shape,
                                 PreprocessingCode& code);

EmittedArray float_array(const NetworkProgram& program, std::string_view what, const std::vector<float>& values, std::string comment);

}  // namespace thimble
