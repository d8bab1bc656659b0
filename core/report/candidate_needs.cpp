#include "core/report/candidate_needs.h"

#include "core/base/counts.h"
#include "core/base/text.h"

namespace thimble {

const Estimate* score_estimate(const Metrics& metrics, std::string_view score) {
  const std::optional<Estimate> none;
  const std::optional<Estimate>& found = score == "top1"        ? metrics.top1
                                         : score == "auc"       ? metrics.auc
                                         : score == "mse"       ? metrics.mse
                                         : score == "agreement" ? metrics.agreement
                                                                : none;
  return found ? &*found : nullptr;
}

std::optional<double> score_share(const Metrics& metrics, std::string_view score) {
  const Estimate* found = score == "mse" ? nullptr : score_estimate(metrics, score);
  return found ? std::optional(found->value) : std::nullopt;
}

std::string score_number(std::string_view score, double value) {
  if (score == "auc") return format("%.4f", value);
  return score == "mse" ? format("%.4g", value) : format("%.2f %%", value * 100);
}

std::string interval_text(std::string_view score, const Estimate& estimate) {
  if (!(estimate.low < estimate.high)) return {};
  // "%" stands behind the value alone.
  const auto bare = [&](double bound) {
    const std::string text = score_number(score, bound);
    return std::string(trim(split(text, '%')[0]));
  };
  return cat(bare(estimate.low), " to ", bare(estimate.high));
}

std::string score_text(const Metrics& metrics, std::string_view score) {
  if (const Estimate* found = score_estimate(metrics, score)) {
    const std::string interval = interval_text(score, *found);
    return score_number(score, found->value) + (interval.empty() ? "" : " (" + interval + ")");
  }
  return score != "none" && metrics.sqnr_db ? format("%.1f dB", *metrics.sqnr_db) : std::string();
}

std::optional<double> points_lost(const CandidateReport& candidate) {
  return candidate.accuracy_drop ? candidate.accuracy_drop : candidate.error_growth;
}

std::string points_text(double points) {
  const std::string number = format("%.3g", points);
  return number + (number == "1" ? " point" : " points");
}

std::string_view points_name(std::string_view score) { return score == "mse" ? "points of R2" : "points"; }

std::string samples_text(const Metrics& metrics) {
  return cat(counted(metrics.samples, "sample"), metrics.unseen ? " that calibration did not see" : "");
}

std::optional<FlashFigure> flash_figure(const CandidateReport& candidate) {
  if (!candidate.targets.empty()) {
    const TargetReport& target = candidate.targets[0];
    const bool with_code = target.code_bytes.provenance != Provenance::unknown;
    return FlashFigure{target.constant_bytes + (with_code ? static_cast<std::int64_t>(target.code_bytes.value) : 0), with_code};
  }
  if (candidate.constant_bytes > 0) return FlashFigure{candidate.constant_bytes, false};
  return std::nullopt;
}

std::optional<std::int64_t> ram_figure(const CandidateReport& candidate) {
  if (!candidate.targets.empty()) {
    const TargetReport& target = candidate.targets[0];
    return target.arena_bytes + static_cast<std::int64_t>(target.stack_bytes.value);
  }
  if (candidate.arena_bytes > 0) return candidate.arena_bytes;
  return std::nullopt;
}

std::optional<double> latency_figure(const CandidateReport& candidate) {
  if (candidate.targets.empty() || candidate.targets[0].latency_ms.provenance == Provenance::unknown) return std::nullopt;
  return candidate.targets[0].latency_ms.value;
}

std::optional<std::int64_t> flash_bytes(const CandidateReport& candidate, bool with_code) {
  const std::optional<FlashFigure> flash = flash_figure(candidate);
  if (!flash) return std::nullopt;
  if (with_code && flash->with_code) return flash->bytes;
  return candidate.targets.empty() ? flash->bytes : candidate.targets[0].constant_bytes;
}

bool all_with_code(const OptimizeReport& report) {
  for (const CandidateReport& candidate : report.candidates) {
    const std::optional<FlashFigure> flash = flash_figure(candidate);
    if (!candidate.failed && (!flash || !flash->with_code)) return false;
  }
  return true;
}

}  // namespace thimble
