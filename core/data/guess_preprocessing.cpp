#include "core/data/guess_preprocessing.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "core/base/text.h"
#include "core/data/guess_audio.h"
#include "core/data/preprocessed_samples.h"
#include "core/data/without_samples.h"

namespace thimble {
namespace {

constexpr std::int64_t kLookSamples = 16;

// The ranges that image models are trained with.
struct RangeChoice {
  std::string_view name;
  float low, high;
  std::vector<PreprocessingStep> steps;
};

std::vector<RangeChoice> range_choices(std::int64_t channels, bool digits, bool cifar) {
  std::vector<RangeChoice> out{{"0 to 1", 0, 1, {ScaleStep{255, 0}}}, {"-1 to 1", -1, 1, {ScaleStep{127.5f, -1}}}};
  if (digits) out.push_back({"MNIST mean and std", -0.4243f, 2.822f, {ScaleStep{255, 0}, NormalizeStep{{0.1307f}, {0.3081f}}}});
  if (cifar) {
    out.push_back({"CIFAR-10 mean and std", -1.99f, 2.13f,
                   {ScaleStep{255, 0}, NormalizeStep{{0.4914f, 0.4822f, 0.4465f}, {0.247f, 0.2435f, 0.2616f}}}});
  }
  if (channels == 3) {
    out.push_back({"ImageNet mean and std", -2.118f, 2.64f,
                   {ScaleStep{255, 0}, NormalizeStep{{0.485f, 0.456f, 0.406f}, {0.229f, 0.224f, 0.225f}}}});
  }
  out.push_back({"0 to 255", 0, 255, {}});
  out.push_back({"-128 to 127", -128, 127, {ScaleStep{1, -128}}});
  return out;
}

struct ImageGoal {
  std::int64_t height = 0, width = 0, channels = 0;
  bool planes = false;  // the input has channels first
};

bool is_channels(std::int64_t c) { return c == 1 || c == 3; }

std::optional<ImageGoal> image_goal(const ModelInput& input, const RawSample& sample) {
  const auto& s = input.shape;
  if (s.size() == 4 && is_channels(s[3])) return ImageGoal{s[1], s[2], s[3]};
  if (s.size() == 4 && is_channels(s[1])) return ImageGoal{s[2], s[3], s[1], true};
  if (s.size() == 3 && is_channels(s[2]) && s[0] > 3) return ImageGoal{s[0], s[1], s[2]};
  if (s.size() == 3) return ImageGoal{s[1], s[2], 1};
  // A flat input: the pictures' own size, or a square one.
  const std::int64_t count = input.elements();
  if (count == sample.shape[0] * sample.shape[1] * sample.shape[2]) return ImageGoal{sample.shape[0], sample.shape[1], sample.shape[2]};
  for (const std::int64_t channels : {sample.shape[2], std::int64_t{1}, std::int64_t{3}}) {
    const std::int64_t side = std::llround(std::sqrt(static_cast<double>(count) / static_cast<double>(channels)));
    if (side > 1 && side * side * channels == count) return ImageGoal{side, side, channels};
  }
  return std::nullopt;
}

void add_picture_steps(const Dataset& data, const RawSample& sample, const ImageGoal& goal, PreprocessingGuess& out) {
  const std::int64_t h = sample.shape[0], w = sample.shape[1];
  const bool varied = data.format() == "images";
  if (h != goal.height || w != goal.width || varied) {
    ResizeStep step{.height = static_cast<std::int32_t>(goal.height), .width = static_cast<std::int32_t>(goal.width)};
    const bool shrinks = h >= 2 * goal.height && w >= 2 * goal.width;
    if (shrinks) step.method = ResizeMethod::antialias;
    out.preprocessing.steps.push_back(step);
    out.reasons.push_back(cat("Pictures become ", goal.height, "x", goal.width, ", as the input is; the first is ", h, "x", w,
                              shrinks ? ": shrunk with all pixels weighted (antialias)." : "."));
    const double stretch = static_cast<double>(w * goal.height) / static_cast<double>(h * goal.width);
    if (stretch > 1.1 || stretch < 0.9) {
      out.warnings.push_back(cat("Pictures of ", h, "x", w, " are stretched to ", goal.height, "x", goal.width,
                                 ". If the model was trained on cut-outs, set \"fit\": \"crop\"."));
    }
  }
  if (goal.channels != sample.shape[2] || varied) {
    out.preprocessing.steps.push_back(ColorStep{goal.channels == 1 ? ColorOrder::gray : ColorOrder::rgb});
    out.reasons.push_back(goal.channels == 1 ? "Grey: the input has one channel." : "Red, green, blue: the input has three channels.");
  }
}

// Which of the usual ranges the input's quantization was made for.
std::optional<std::size_t> range_of(const ModelInput& input, const std::vector<RangeChoice>& choices) {
  if (!input.quantization) return std::nullopt;
  const float low = input.quantization->low(), high = input.quantization->high();
  std::optional<std::size_t> best;
  float least = 0.12f;  // of the range's width
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const float off = (std::abs(low - choices[i].low) + std::abs(high - choices[i].high)) / (choices[i].high - choices[i].low);
    if (off < least) {
      least = off;
      best = i;
    }
  }
  return best;
}

void add_range(const ModelInput& input, std::vector<RangeChoice> choices, const std::vector<PreprocessingStep>& after, PreprocessingGuess& out) {
  const std::optional<std::size_t> known = range_of(input, choices);
  const auto with = [&](const RangeChoice& choice) {
    Preprocessing all = out.preprocessing;
    all.steps.insert(all.steps.end(), choice.steps.begin(), choice.steps.end());
    all.steps.insert(all.steps.end(), after.begin(), after.end());
    return PreprocessingGuess::Alternative{std::string(choice.name), std::move(all)};
  };
  if (known) {
    out.alternatives.push_back(with(choices[*known]));
    out.reasons.push_back(cat("Numbers from ", choices[*known].name, ": the input's quantization reaches from ",
                              number_text(input.quantization->low()), " to ", number_text(input.quantization->high()), "."));
  } else {
    for (const RangeChoice& choice : choices) out.alternatives.push_back(with(choice));
    out.choice = cat("Numbers from ", choices[0].name, ": the most usual range.");
    out.warnings.push_back(input.quantization
                               ? cat("The input's quantization reaches from ", number_text(input.quantization->low()), " to ",
                                     number_text(input.quantization->high()), ", which is none of the usual ranges: check the steps.")
                               : std::string("Nothing in the model says what range of numbers it was trained on: check it, since a "
                                             "wrong one ruins the accuracy."));
  }
  out.preprocessing = out.alternatives[0].preprocessing;
}

Result<void> guess_picture(const Dataset& data, const RawSample& sample, const ModelInput& input, PreprocessingGuess& out) {
  const std::optional<ImageGoal> goal = image_goal(input, sample);
  if (!goal) {
    return bad_data(cat("pictures for an input of shape ", shape_text(input.shape), ": its height, width and channels cannot be told"),
                    "Give the steps yourself in the recipe's preprocessing.");
  }
  add_picture_steps(data, sample, *goal, out);
  const bool digits = goal->height == 28 && goal->width == 28 && goal->channels == 1;
  const bool cifar = goal->height == 32 && goal->width == 32 && goal->channels == 3;
  std::vector<PreprocessingStep> after;
  if (goal->planes && goal->channels > 1) {
    after.push_back(LayoutStep{true});
    out.reasons.push_back("Channels first, as the input has them.");
  }
  add_range(input, range_choices(goal->channels, digits, cifar), after, out);
  return {};
}

struct Extent {
  float low = INFINITY, high = -INFINITY;
  bool whole = true;
  void add(std::span<const float> values) {
    for (const float v : values) {
      low = std::min(low, v);
      high = std::max(high, v);
      whole = whole && v == std::floor(v);
    }
  }
  bool like_pixels() const { return whole && low >= 0 && high <= 255 && high > 16; }
};

// Rates of the recordings, as far as a few of them tell.
Result<std::set<std::int32_t>> rates_of(const Dataset& data) {
  std::set<std::int32_t> out;
  const std::int64_t samples = std::min(kLookSamples, data.size());
  for (std::int64_t i = 0; i < samples; ++i) {
    THIMBLE_TRY(const RawSample one, read_at_or_after(data, i * data.size() / samples));
    out.insert(one.sample_rate_hz);
  }
  return out;
}

Result<void> guess_recording(const Dataset& data, const RawSample& sample, const ModelInput& input, PreprocessingGuess& out) {
  THIMBLE_TRY(const std::set<std::int32_t> rates, rates_of(data));
  return guess_audio(sample, input, rates, out);
}

// Channels first to last: [C, H, W], [C, W], or a flat row of either, for an input [1, H, W, C].
std::vector<PreprocessingStep> turned(const std::vector<std::int64_t>& have, const std::vector<std::int64_t>& want) {
  if (have.size() == 3) return {LayoutStep{false}};
  return {ReshapeStep{{want[3], want[1], want[2]}}, LayoutStep{false}};
}

struct NumberLayout {
  std::vector<PreprocessingStep> steps;
  std::optional<std::vector<PreprocessingStep>> other;  // as possible: shapes do not tell
  std::string reason;
};

NumberLayout number_layout(const std::vector<std::int64_t>& have, const std::vector<std::int64_t>& want) {
  NumberLayout out;
  if (want.size() != 4 || want[3] == 1 || want[1] * want[2] == 1) return out;
  const std::vector<std::int64_t> first = have.size() == 2 ? std::vector<std::int64_t>{want[3], want[2]} : std::vector<std::int64_t>{want[3], want[1], want[2]};
  const std::vector<std::int64_t> last = have.size() == 2 ? std::vector<std::int64_t>{want[2], want[3]} : std::vector<std::int64_t>{want[1], want[2], want[3]};
  if (have.size() == 2 && want[1] != 1) return out;
  if (have.size() == 1) {
    out.other = turned(have, want);
  } else if (have == first && have == last) {
    out.other = turned(have, want);
  } else if (have == first) {
    out.steps = turned(have, want);
    out.reason = "Channels last: the data have them first.";
  }
  return out;
}

Result<void> guess_numbers(const Dataset& data, const RawSample& sample, const ModelInput& input, PreprocessingGuess& out) {
  const auto& want = input.shape;
  const NumberLayout layout = number_layout(sample.shape, want);
  if (!layout.reason.empty()) out.reasons.push_back(layout.reason);
  Extent extent;
  for (std::int64_t i = 0; i < std::min(kLookSamples, data.size()); ++i) {
    THIMBLE_TRY(const RawSample one, read_at_or_after(data, i * data.size() / std::min(kLookSamples, data.size())));
    extent.add(one.values);
  }
  if (extent.like_pixels()) {
    out.reasons.push_back("The numbers are whole and from 0 to 255: pixels.");
    const std::int64_t channels = want.empty() ? 1 : want.back();
    add_range(input, range_choices(channels, input.elements() == 784, false), layout.steps, out);
    // A flat row of pixels has no channels to be normalized one by one.
    return {};
  }
  out.preprocessing.steps = layout.steps;
  out.reasons.push_back(cat("Numbers as the data have them: from ", number_text(extent.low), " to ", number_text(extent.high), "."));
  if (!layout.other) {
    out.alternatives.push_back({"as they are", out.preprocessing});
    return {};
  }
  out.alternatives.push_back({"channels last, as they are", out.preprocessing});
  out.alternatives.push_back({"channels first, turned", {*layout.other}});
  out.warnings.push_back("Shapes do not tell whether the numbers of one moment or those of one channel stand together: taken as the former.");
  return {};
}

}  // namespace

namespace {

Result<PreprocessingGuess> guess_input(const Dataset& data, const ModelInput& input) {
  THIMBLE_TRY(const RawSample sample, read_at_or_after(data, 0));
  PreprocessingGuess out;
  switch (sample.kind) {
    case RawKind::image_u8: THIMBLE_TRY_VOID(guess_picture(data, sample, input, out)); break;
    case RawKind::audio_f32: THIMBLE_TRY_VOID(guess_recording(data, sample, input, out)); break;
    case RawKind::tensor_f32: THIMBLE_TRY_VOID(guess_numbers(data, sample, input, out)); break;
  }
  // What does not go through for the first sample is no alternative.
  std::erase_if(out.alternatives, [&](const auto& alternative) { return !preprocess(alternative.preprocessing, sample, input).ok(); });
  THIMBLE_TRY_VOID(preprocess(out.preprocessing, sample, input));
  THIMBLE_TRY(const std::vector<std::string> ranges, check_ranges(out.preprocessing, data, input));
  out.warnings.insert(out.warnings.end(), ranges.begin(), ranges.end());
  return out;
}

// The first input with more than one alternative is the one that is tried; the others keep what is most usual.
Result<PreprocessingGuess> guess_inputs(const Dataset& data, std::span<const ModelInput> inputs) {
  PreprocessingGuess out;
  std::vector<PreprocessingGuess> guesses;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string place = cat("input '", printable(inputs[i].name), "'");
    THIMBLE_TRY(PreprocessingGuess guess, guess_input(*data.parts()[i], inputs[i]).in(place));
    for (const std::string& reason : guess.reasons) out.reasons.push_back(cat(place, ": ", reason));
    if (!guess.choice.empty()) out.choice += cat(out.choice.empty() ? "" : " ", place, ": ", guess.choice);
    for (const std::string& warning : guess.warnings) out.warnings.push_back(cat(place, ": ", warning));
    if (i == 0) {
      out.preprocessing.steps = guess.preprocessing.steps;
    } else {
      out.preprocessing.others.push_back(guess.preprocessing.steps);
    }
    guesses.push_back(std::move(guess));
  }
  const auto tried = std::find_if(guesses.begin(), guesses.end(), [](const PreprocessingGuess& guess) { return guess.alternatives.size() > 1; });
  if (tried == guesses.end()) {
    out.alternatives.push_back({"as they are", out.preprocessing});
    return out;
  }
  const auto input = static_cast<std::size_t>(tried - guesses.begin());
  for (const PreprocessingGuess::Alternative& alternative : tried->alternatives) {
    Preprocessing all = out.preprocessing;
    (input == 0 ? all.steps : all.others[input - 1]) = alternative.preprocessing.steps;
    out.alternatives.push_back({alternative.name, std::move(all)});
  }
  return out;
}

}  // namespace

Result<PreprocessingGuess> guess_preprocessing(const Dataset& data, std::span<const ModelInput> inputs) {
  THIMBLE_TRY_VOID(check_parts(data, inputs));
  return inputs.size() == 1 ? guess_input(data, inputs[0]) : guess_inputs(data, inputs);
}

Result<std::vector<std::string>> check_ranges(const Preprocessing& preprocessing, const Dataset& data, const ModelInput& input) {
  std::vector<std::string> out;
  Extent extent;
  std::int64_t beyond = 0, count = 0;
  const std::int64_t samples = std::min(kLookSamples, data.size());
  for (std::int64_t i = 0; i < samples; ++i) {
    THIMBLE_TRY(RawSample sample, read_at_or_after(data, i * data.size() / samples));
    THIMBLE_TRY(const std::vector<float> values, preprocess(preprocessing, std::move(sample), input));
    extent.add(values);
    count += std::ssize(values);
    if (!input.quantization) continue;
    const float low = input.quantization->low() - input.quantization->scale, high = input.quantization->high() + input.quantization->scale;
    beyond += std::count_if(values.begin(), values.end(), [&](float v) { return v < low || v > high; });
  }
  const std::string seen = cat("from ", number_text(extent.low), " to ", number_text(extent.high));
  if (extent.low == extent.high && count > 1) {
    out.push_back(cat("All numbers of the first samples are ", number_text(extent.low), ": is the preprocessing right?"));
    return out;
  }
  if (input.quantization) {
    const float low = input.quantization->low(), high = input.quantization->high();
    const std::string made = cat("from ", number_text(low), " to ", number_text(high));
    if (beyond * 100 > count) {
      out.push_back(cat("The samples are numbers ", seen, ", but the input was quantized for those ", made, ": ", beyond * 100 / count,
                        " % would be cut off. Is a step scale missing, or one too many?"));
    } else if (extent.high - extent.low < (high - low) / 16) {
      out.push_back(cat("The samples are numbers ", seen, ", but the input was quantized for those ", made,
                        ": nearly all would become the same. Is there a step scale too many?"));
    }
  } else if (extent.like_pixels() && extent.high > 100) {
    out.push_back(cat("The samples go in as numbers ", seen, ". Few models are trained on that: most want 0 to 1 or -1 to 1."));
  }
  return out;
}

}  // namespace thimble
