#include "core/data/guess_audio.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "core/base/text.h"
#include "core/data/resample_audio.h"

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

// Rates to try: the recordings' own where they share one that devices record at, then what models for devices are trained at.
std::vector<std::int32_t> candidate_rates(std::int32_t own, const std::set<std::int32_t>& rates_hz) {
  constexpr std::int32_t kUsual = 16000, kHigh = 32000;
  std::vector<std::int32_t> out;
  const bool shared = rates_hz.size() <= 1;
  if (shared && own < kHigh) out.push_back(own);
  if (own != kUsual || !shared) out.push_back(kUsual);
  if (shared && own >= kHigh) out.push_back(own);
  if (own != 8000 || !shared) out.push_back(8000);
  return out;
}

// Recordings of about a second are cut or filled to it; others keep the length of the first.
std::optional<std::vector<PreprocessingStep>> windows_at(std::int32_t rate, std::int64_t own_frames, const ModelInput& input,
                                                         std::string& reason) {
  for (const std::int64_t frames : {std::int64_t{rate}, own_frames}) {
    for (const Grid& grid : grids(input)) {
      const std::optional<LogMelStep> step = front_end(grid, frames, rate);
      if (!step) continue;
      reason = cat("The input is ", grid.windows, " windows of ", grid.bins, " numbers: ", frames, " frames in windows of ", step->window,
                   ", every ", step->hop, ", as ", step->coefficients > 0 ? "MFCCs" : "mel bins", ".");
      return std::vector<PreprocessingStep>{LengthStep{frames}, *step};
    }
  }
  return std::nullopt;
}

// Whether any of the recordings has another rate.
bool resamples(std::int32_t rate, const std::set<std::int32_t>& rates_hz) { return rates_hz.size() > 1 || !rates_hz.contains(rate); }

// The first is what is taken where nothing can be measured.
void add(std::vector<PreprocessingStep> steps, std::string_view what, std::int32_t rate, const std::set<std::int32_t>& rates_hz,
         std::string reason, PreprocessingGuess& out) {
  if (resamples(rate, rates_hz)) steps.insert(steps.begin(), ResampleStep{rate});
  out.alternatives.push_back({cat(what, " at ", rate, " Hz"), Preprocessing{std::move(steps)}});
  if (out.alternatives.size() > 1) return;
  out.preprocessing = out.alternatives[0].preprocessing;
  if (resamples(rate, rates_hz)) {
    std::vector<std::string> seen;
    for (const std::int32_t one : rates_hz) seen.push_back(std::to_string(one));
    out.reasons.push_back(cat("Recordings at ", join(seen, ", "), " Hz become ", rate, " Hz, which the device has to record at."));
  }
  out.reasons.push_back(std::move(reason));
}

}  // namespace

Result<void> guess_audio(const RawSample& sample, const ModelInput& input, const std::set<std::int32_t>& rates_hz, PreprocessingGuess& out) {
  const std::int64_t longest = *std::max_element(input.shape.begin(), input.shape.end());
  const bool frames_themselves = longest == input.elements() && longest >= 400;
  const std::string row = cat("The input is ", longest, " numbers in a row: the frames themselves, from -1 to 1.");
  const std::int32_t own = sample.sample_rate_hz;
  const std::vector<std::int32_t> rates = candidate_rates(own, rates_hz);
  for (const std::int32_t rate : rates) {
    std::string reason;
    if (auto steps = windows_at(rate, resampled_frames(sample.shape[0], own, rate), input, reason))
      add(std::move(*steps), "windows", rate, rates_hz, std::move(reason), out);
  }
  if (!out.alternatives.empty()) {
    out.warnings.push_back("Front ends of audio differ in many details, and nothing in the model tells them: put in those of the training.");
    return {};
  }
  if (frames_themselves) {
    // First the rate at which the recording is as long as the input.
    for (const bool fits : {true, false}) {
      for (const std::int32_t rate : rates) {
        if ((resampled_frames(sample.shape[0], own, rate) == longest) == fits) add({LengthStep{longest}}, "frames", rate, rates_hz, row, out);
      }
    }
    return {};
  }
  return bad_data(cat("recordings of ", sample.shape[0], " frames at ", own, " Hz for an input of shape ", shape_text(input.shape),
                      ": no usual windows lead to that"),
                  "Give the steps yourself in the recipe's preprocessing: resample, length, then log_mel.");
}

}  // namespace thimble
