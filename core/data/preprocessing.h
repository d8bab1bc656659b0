// Preprocessing: what is done to a sample as the file has it until it goes into the model, as a list of steps. It stands in the
//   recipe as JSON, is executed here, and is emitted as C (core/codegen/write_preprocessing.h) that gives the same bits.
//   [ {"step": "resize", "height": 96, "width": 96, "method": "bilinear", "fit": "crop"}, {"step": "color", "order": "rgb"},
//     {"step": "scale", "divide": 255}, {"step": "normalize", "mean": [0.5], "std": [0.25]} ]
//           for a model of several inputs a list of such lists, one an input
//   order   pictures stay bytes through resize, center_crop and color (in this order, each at most once); after them come the
//           steps on floats, as listed. Audio: resample, length, log_mel, then floats.
//   errors  bad_data: the step by its number, what was found, what is known there
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/model_input.h"

namespace thimble {

enum class ResizeMethod : std::uint8_t { nearest, bilinear, antialias };  // antialias: a triangle as wide as the step, when shrinking
enum class ResizeFit : std::uint8_t { stretch, crop };                    // crop: the middle of the picture with the goal's proportions
enum class ColorOrder : std::uint8_t { gray, rgb, bgr };

struct ResizeStep {
  std::int32_t height = 0, width = 0;
  ResizeMethod method = ResizeMethod::bilinear;
  ResizeFit fit = ResizeFit::stretch;
  bool operator==(const ResizeStep&) const = default;
};
struct CenterCropStep {
  std::int32_t height = 0, width = 0;
  bool operator==(const CenterCropStep&) const = default;
};
struct ColorStep {
  ColorOrder order = ColorOrder::rgb;
  bool operator==(const ColorStep&) const = default;
};
struct ScaleStep {  // x / divide + offset
  float divide = 1, offset = 0;
  bool operator==(const ScaleStep&) const = default;
};
struct NormalizeStep {  // (x - mean[c]) / std[c], c the last dimension's index; one number stands for all
  std::vector<float> mean, std;
  bool operator==(const NormalizeStep&) const = default;
};
struct LayoutStep {  // of three dimensions (a leading 1 is left out); false: CHW to HWC
  bool to_chw = false;
  bool operator==(const LayoutStep&) const = default;
};
struct ResampleStep {  // of audio, to one rate; what the device records at, which has no such step
  std::int32_t rate_hz = 16000;
  bool operator==(const ResampleStep&) const = default;
};
struct LengthStep {  // of audio: frames; cut at the end, or silence added there
  std::int64_t length = 0;
  bool operator==(const LengthStep&) const = default;
};
struct LogMelStep {  // audio -> [windows, mel_bins], or [windows, coefficients] where coefficients > 0 (MFCC)
  std::int32_t sample_rate_hz = 16000;
  std::int32_t window = 480, hop = 160, fft = 512;  // in frames; fft a power of two, at least window
  std::int32_t mel_bins = 40, coefficients = 0;
  float low_hz = 20, high_hz = 4000;
  bool magnitude = false;                           // mel bins add magnitudes, not powers
  float log_offset = 1e-6f;                         // log(x + log_offset), natural
  bool operator==(const LogMelStep&) const = default;
};
struct ReshapeStep {
  std::vector<std::int64_t> shape;
  bool operator==(const ReshapeStep&) const = default;
};

using PreprocessingStep =
    std::variant<ResizeStep, CenterCropStep, ColorStep, ScaleStep, NormalizeStep, LayoutStep, ResampleStep, LengthStep, LogMelStep,
                 ReshapeStep>;

struct Preprocessing {
  std::vector<PreprocessingStep> steps;
  std::vector<std::vector<PreprocessingStep>> others = {};  // of a model's second input and those after it
  bool operator==(const Preprocessing&) const = default;
};

Result<Preprocessing> parse_preprocessing(JsonValue array);
Result<Preprocessing> parse_preprocessing(std::string_view json);
std::string preprocessing_json(const Preprocessing& preprocessing);              // one line
std::vector<std::string> describe_preprocessing(const Preprocessing& preprocessing);  // a sentence a step

// Of one input alone.
Preprocessing preprocessing_of(const Preprocessing& preprocessing, std::size_t input);

// The model's input, in its layout. An element count other than the input's is an error that says which step to add.
Result<std::vector<float>> preprocess(const Preprocessing& preprocessing, RawSample sample, const ModelInput& input);

// A picture after its byte steps: what the model sees, for showing. Other kinds as they are.
Result<RawSample> preprocess_bytes(const Preprocessing& preprocessing, RawSample sample);

}  // namespace thimble
