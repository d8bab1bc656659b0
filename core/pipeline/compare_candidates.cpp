#include "core/pipeline/compare_candidates.h"

#include <algorithm>
#include <cmath>

#include "core/base/amounts.h"
#include "core/base/counts.h"
#include "core/base/text.h"

namespace thimble {
namespace {

constexpr std::size_t kExplainedLayers = 3;

std::string percent(double share) { return format("%.2f %%", share * 100); }

void compare_bytes(std::vector<BrokenLimit>& out, std::string_view what, std::string_view option, std::optional<std::int64_t> found,
                   std::optional<std::int64_t> limit) {
  if (!limit || (found && *found <= *limit)) return;
  const std::string end = ", limit " + limit_text(*limit);
  if (!found) {
    out.push_back({.text = std::string(what) + " not known" + end, .option = std::string(option), .needed = {}});
    return;
  }
  // Rounded up to a whole tenth: the number that is advised has to be enough.
  const double kilo = std::ceil(static_cast<double>(*found) / 100) / 10;
  out.push_back({.text = std::string(what) + " " + bytes_text(*found) + end,
                 .option = std::string(option),
                 .needed = format("%.1fK", kilo),
                 .what = std::string(what),
                 .times = static_cast<double>(*found) / static_cast<double>(std::max<std::int64_t>(*limit, 1))});
}

void compare_latency(std::vector<BrokenLimit>& out, const CandidateReport& candidate, std::optional<double> limit) {
  if (!limit) return;
  const std::optional<double> found = latency_figure(candidate);
  if (found && *found <= *limit) return;
  const std::string end = ", limit " + number_text(*limit) + " ms";
  if (found) {
    out.push_back({.text = "latency " + milliseconds_text(*found) + " (estimated)" + end,
                   .option = "--max-latency",
                   .needed = format("%.1fms", std::ceil(*found * 10) / 10),
                   .what = "latency",
                   .times = *found / std::max(*limit, 1e-3)});
  } else {
    const std::string why = candidate.targets.empty() ? " without a target" : " on this device";
    out.push_back({.text = "latency not known" + why + end,
                   .option = "--max-latency",
                   .needed = {},
                   .remedy = ", or name a --target whose time can be estimated"});
  }
}

// A limit of accuracy that the data cannot tell: `limit` in words.
BrokenLimit unknown_accuracy(const std::string& score, std::string_view option, std::string_view what, const std::string& limit) {
  if (score == "mse")
    return {.text = cat(what, " of ", limit, " cannot be applied to a mean square error"),
            .option = std::string(option),
            .needed = {},
            .remedy = " and give --goal accuracy, which takes the least error"};
  return {.text = cat(what, " not known, limit ", limit),
          .option = std::string(option),
          .needed = {},
          .remedy = ", or give data with labels, or with targets as long as the network's answer"};
}

void compare_accuracy(std::vector<BrokenLimit>& out, const OptimizeReport& report, const CandidateReport& candidate) {
  if (const auto limit = report.limits.accuracy_drop_points) {
    if (!candidate.accuracy_drop) {
      out.push_back(unknown_accuracy(report.score, "--max-accuracy-drop", "accuracy drop", points_text(*limit)));
    } else if (*candidate.accuracy_drop > *limit) {
      out.push_back({.text = format("accuracy drop %.2f points, limit %.3g", *candidate.accuracy_drop, *limit),
                     .option = "--max-accuracy-drop",
                     .needed = format("%.2f", std::ceil(*candidate.accuracy_drop * 100) / 100),
                     .what = "accuracy drop",
                     .times = *candidate.accuracy_drop / std::max(*limit, 0.1)});
    }
  }
  if (std::optional<BrokenLimit> broken = broken_accuracy(candidate.metrics, report.score, report.limits.min_accuracy))
    out.push_back(std::move(*broken));
}

// What the collapse comes from, by the layers whose output suffers most.
std::string by_layer(const CandidateReport& candidate) {
  std::vector<LayerSensitivity> layers = candidate.sensitivity;
  if (layers.empty()) return "no sensitivity by layer is known for this technique";
  std::sort(layers.begin(), layers.end(), [](const LayerSensitivity& a, const LayerSensitivity& b) {
    return std::pair(a.output_sqnr_db, std::string_view(a.layer)) < std::pair(b.output_sqnr_db, std::string_view(b.layer));
  });
  std::string out = "the network's output suffers most from ";
  for (std::size_t i = 0; i < std::min(layers.size(), kExplainedLayers); ++i)
    out += (i > 0 ? ", " : "") + layers[i].layer + " (" + layers[i].op + ", " +
           format("%.1f dB when it alone is quantized", layers[i].output_sqnr_db) + ")";
  return out;
}

std::string collapse_cause(const CandidateReport& candidate, std::int64_t not_finite) {
  if (not_finite > 0) return "NaN or infinity in the answers to " + counted(not_finite, "sample");
  if (candidate.accuracy_drop && *candidate.accuracy_drop > kCollapsePoints) return format("%.1f points lost", *candidate.accuracy_drop);
  if (candidate.error_growth && *candidate.error_growth > kCollapsePoints)
    return format("the mean square error grew by %.1f %% of the targets' variance", *candidate.error_growth);
  if (candidate.metrics.sqnr_db && *candidate.metrics.sqnr_db < kCollapseSqnrDb)
    return format("SQNR of the output %.1f dB, under %.0f", *candidate.metrics.sqnr_db, kCollapseSqnrDb);
  return {};
}

// What a candidate is compared by on the front; less is better everywhere.
std::vector<double> objectives(const CandidateReport& candidate, bool with_code, bool with_latency) {
  constexpr double unknown = 1e300;
  std::vector<double> out{loss_points(candidate).value_or(0)};
  const std::optional<std::int64_t> flash = flash_bytes(candidate, with_code);
  out.push_back(flash ? static_cast<double>(*flash) : unknown);
  const std::optional<std::int64_t> ram = ram_figure(candidate);
  out.push_back(ram ? static_cast<double>(*ram) : unknown);
  if (with_latency) out.push_back(latency_figure(candidate).value_or(unknown));
  return out;
}

bool dominates(const std::vector<double>& a, const std::vector<double>& b) {
  bool better = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) return false;
    better = better || a[i] < b[i];
  }
  return better;
}

}  // namespace

std::optional<BrokenLimit> broken_accuracy(const Metrics& metrics, const std::string& score, std::optional<double> least) {
  if (!least) return std::nullopt;
  const std::optional<double> share = score_share(metrics, score);
  if (!share) return unknown_accuracy(score, "--min-accuracy", "accuracy", percent(*least));
  if (*share >= *least) return std::nullopt;
  return BrokenLimit{.text = "accuracy " + percent(*share) + ", limit " + percent(*least),
                     .option = "--min-accuracy",
                     .needed = format("%.2f%%", std::floor(*share * 10000) / 100),
                     .what = "accuracy",
                     .times = *least / std::max(*share, 1e-3)};
}

std::string choose_score(const Metrics& baseline, bool has_data, bool has_classes) {
  if (!has_data) return "none";
  if (baseline.top1) return "top1";
  if (baseline.auc) return "auc";
  if (baseline.mse) return "mse";
  return has_classes ? "agreement" : "sqnr";
}

std::optional<double> loss_points(const CandidateReport& candidate) {
  if (const std::optional<double> lost = points_lost(candidate)) return lost;
  if (candidate.metrics.sqnr_db) return 100 * std::pow(10.0, -*candidate.metrics.sqnr_db / 10);
  return std::nullopt;
}

std::vector<BrokenLimit> broken_limits(const OptimizeReport& report, const CandidateReport& candidate) {
  std::vector<BrokenLimit> out;
  const Limits& limits = report.limits;
  const std::optional<FlashFigure> flash = flash_figure(candidate);
  const std::string flash_name = !flash || flash->with_code ? "flash" : "flash (constants without code)";
  compare_bytes(out, flash_name, "--max-flash", flash ? std::optional(flash->bytes) : std::nullopt, limits.flash_bytes);
  compare_bytes(out, "RAM", "--max-ram", ram_figure(candidate), limits.ram_bytes);
  const std::int64_t file = candidate.tflite_bytes > 0 ? candidate.tflite_bytes : candidate.onnx_bytes;
  compare_bytes(out, "file size", "--max-size", file > 0 ? std::optional(file) : std::nullopt, limits.size_bytes);
  compare_latency(out, candidate, limits.latency_ms);
  compare_accuracy(out, report, candidate);
  if (!candidate.targets.empty() && !candidate.targets[0].fits)
    out.push_back({.text = candidate.targets[0].device + ": " + candidate.targets[0].verdict, .option = "--target", .needed = {}});
  if (candidate.targets.empty() && !report.target.empty())
    out.push_back(
        {.text = report.target + ": no firmware can be made of this candidate (see its warnings)", .option = "--target", .needed = {}});
  return out;
}

void rate_candidate(const OptimizeReport& report, CandidateReport& candidate, std::int64_t not_finite) {
  const std::optional<double> was = score_share(report.baseline, report.score), is = score_share(candidate.metrics, report.score);
  if (report.score == "agreement" && is) {
    candidate.accuracy_drop = (1 - *is) * 100;
  } else if (was && is) {
    candidate.accuracy_drop = (*was - *is) * 100;
  }
  const Metrics& metrics = candidate.metrics;
  if (report.score == "mse" && report.baseline.mse && metrics.mse && metrics.target_variance.value_or(0) > 0)
    candidate.error_growth = (metrics.mse->value - report.baseline.mse->value) / *metrics.target_variance * 100;
  const std::string cause = collapse_cause(candidate, not_finite);
  candidate.collapsed = !cause.empty();
  if (candidate.collapsed) candidate.collapse_reason = cause + ": " + by_layer(candidate);
  candidate.broken_limits.clear();
  for (const BrokenLimit& limit : broken_limits(report, candidate)) candidate.broken_limits.push_back(limit.text);
  candidate.meets_limits = candidate.broken_limits.empty() && !candidate.collapsed;
}

void mark_front(OptimizeReport& report) {
  std::vector<CandidateReport*> sound;
  const bool with_code = all_with_code(report);
  bool with_latency = true;
  for (CandidateReport& candidate : report.candidates) {
    candidate.on_front = false;
    if (candidate.failed || candidate.collapsed) continue;
    sound.push_back(&candidate);
    with_latency = with_latency && latency_figure(candidate).has_value();
  }
  for (CandidateReport* candidate : sound) {
    const std::vector<double> own = objectives(*candidate, with_code, with_latency);
    candidate->on_front = std::none_of(sound.begin(), sound.end(), [&](const CandidateReport* other) {
      return dominates(objectives(*other, with_code, with_latency), own);
    });
  }
}

}  // namespace thimble
