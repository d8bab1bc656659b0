#include "core/data/guess_audio.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "core/base/text.h"

namespace thimble {
namespace {

// Window and hop in milliseconds, the most usual first.
constexpr std::pair<int, int> kFramings[] = {{30, 20}, {25, 10}, {40, 20}, {32, 16}, {30, 10}, {32, 32}, {64, 32}, {20, 10}, {20, 20}, {16, 8}};

struct Grid {
  std::int64_t windows = 0, bins = 0;
};

// [1, windows, bins, 1], [1, windows, bins], or flat: then every usual number of bins that divides it.
std::vector<Grid> grids(const ModelInput& input) {
  std::vector<std::int64_t> dims;
  for (const std::int64_t dim : input.shape) {
    if (dim > 1) dims.push_back(dim);
  }
  if (dims.size() == 2) return {{dims[0], dims[1]}};
  std::vector<Grid> out;
  if (dims.size() != 1) return out;
  for (const std::int64_t bins : {40, 10, 13, 20, 32, 64, 80}) {
    if (dims[0] % bins == 0) out.push_back({dims[0] / bins, bins});
  }
  return out;
}

std::optional<LogMelStep> front_end(const Grid& grid, std::int64_t frames, std::int32_t rate) {
  for (const auto& [window_ms, hop_ms] : kFramings) {
    const std::int64_t window = std::int64_t{rate} * window_ms / 1000, hop = std::int64_t{rate} * hop_ms / 1000;
    if (hop < 1 || window < 2 || frames < window || (frames - window) / hop + 1 != grid.windows || grid.bins > 512) continue;
    LogMelStep step{.sample_rate_hz = rate, .window = static_cast<std::int32_t>(window), .hop = static_cast<std::int32_t>(hop)};
    step.fft = static_cast<std::int32_t>(std::bit_ceil(static_cast<std::uint32_t>(window)));
    step.high_hz = std::min(4000.0f, static_cast<float>(rate) / 2);
    // Fewer than 20 numbers a window are hardly mel bins.
    step.mel_bins = static_cast<std::int32_t>(grid.bins < 20 ? 40 : grid.bins);
    step.coefficients = static_cast<std::int32_t>(grid.bins < 20 ? grid.bins : 0);
    return step;
  }
  return std::nullopt;
}

}  // namespace

Result<void> guess_audio(const RawSample& sample, const ModelInput& input, PreprocessingGuess& out) {
  const std::int64_t longest = *std::max_element(input.shape.begin(), input.shape.end());
  const std::int32_t rate = sample.sample_rate_hz;
  // Recordings of about a second are cut or filled to it; others keep the length of the first.
  const std::int64_t own = sample.shape[0];
  for (const std::int64_t frames : {std::int64_t{rate}, own}) {
    for (const Grid& grid : grids(input)) {
      const std::optional<LogMelStep> step = front_end(grid, frames, rate);
      if (!step) continue;
      out.preprocessing.steps = {LengthStep{frames}, *step};
      out.reasons.push_back(cat("The input is ", grid.windows, " windows of ", grid.bins, " numbers: ", frames, " frames in windows of ",
                                step->window, ", every ", step->hop, ", as ", step->coefficients > 0 ? "MFCCs" : "mel bins", "."));
      out.warnings.push_back("Front ends of audio differ in many details, and nothing in the model tells them: put in those of the training.");
      out.alternatives.push_back({"audio front end", out.preprocessing});
      return {};
    }
  }
  if (longest == input.elements() && longest >= 400) {
    out.preprocessing.steps = {LengthStep{longest}};
    out.reasons.push_back(cat("The input is ", longest, " numbers in a row: the frames themselves, from -1 to 1."));
    out.alternatives.push_back({"frames", out.preprocessing});
    return {};
  }
  return bad_data(cat("recordings of ", own, " frames at ", rate, " Hz for an input of shape ", shape_text(input.shape),
                      ": no usual windows lead to that"),
                  "Give the steps yourself in the recipe's preprocessing: length, then log_mel.");
}

}  // namespace thimble
