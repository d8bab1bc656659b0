#include "core/report/candidate_needs.h"

namespace thimble {

std::optional<double> score_share(const Metrics& metrics, const std::string& score) {
  if (score == "top1" && metrics.top1) return metrics.top1->value;
  if (score == "agreement" && metrics.agreement) return metrics.agreement->value;
  return score == "auc" ? metrics.auc : std::nullopt;
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
