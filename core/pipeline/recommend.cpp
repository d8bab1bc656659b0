#include "core/pipeline/recommend.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/pipeline/compare_candidates.h"

namespace thimble {
namespace {

constexpr std::size_t kMostDevices = 3;
constexpr double kRounding = 1e-9;  // of points that are computed in two ways

using Candidates = std::vector<const CandidateReport*>;

Candidates eligible(const OptimizeReport& report) {
  Candidates out;
  for (const CandidateReport& candidate : report.candidates) {
    if (!candidate.failed && !candidate.collapsed && candidate.meets_limits) out.push_back(&candidate);
  }
  return out;
}

double loss(const CandidateReport& candidate) { return loss_points(candidate).value_or(0); }

// What is not known counts as worse than anything that is.
double flash(const CandidateReport& candidate, bool with_code) {
  const std::optional<std::int64_t> figure = flash_bytes(candidate, with_code);
  return figure ? static_cast<double>(*figure) : 1e300;
}
double ram(const CandidateReport& candidate) {
  const std::optional<std::int64_t> figure = ram_figure(candidate);
  return figure ? static_cast<double>(*figure) : 1e300;
}
double latency(const CandidateReport& candidate) { return latency_figure(candidate).value_or(1e300); }

// What time follows where it is not known.
double work(const CandidateReport& candidate) {
  const std::int64_t bytes = candidate.constant_bytes + candidate.arena_bytes;
  return bytes > 0 ? static_cast<double>(std::max<std::int64_t>(candidate.macs, 1)) * static_cast<double>(bytes) : 1e300;
}

bool has_time(const CandidateReport* candidate) { return latency_figure(*candidate).has_value(); }

template <class Less>
const CandidateReport* least(const Candidates& candidates, Less less) {
  return *std::min_element(candidates.begin(), candidates.end(),
                           [&](const CandidateReport* a, const CandidateReport* b) { return less(*a, *b); });
}

double smallest_loss(const Candidates& candidates) {
  return loss(*least(candidates, [](const CandidateReport& a, const CandidateReport& b) { return loss(a) < loss(b); }));
}

Candidates within(const Candidates& candidates, double points) {
  const double best = smallest_loss(candidates);
  Candidates out;
  for (const CandidateReport* candidate : candidates) {
    if (loss(*candidate) <= best + points + kRounding) out.push_back(candidate);
  }
  return out;
}

// Of how many samples the points of this score are shares; 0: of none.
std::int64_t counted_samples(const OptimizeReport& report) {
  return report.score == "top1" || report.score == "agreement" ? report.baseline.samples : 0;
}

// What may be lost for the sake of size: what the user has said, where they have; else so little that it may be chance.
struct ClosePoints {
  double points = kBalancedPoints;
  bool by_samples = false;
};

ClosePoints close_points(const OptimizeReport& report) {
  if (report.limits.accuracy_drop_points) return {*report.limits.accuracy_drop_points};
  const std::int64_t samples = counted_samples(report);
  const double few = samples > 0 ? std::min(100 * kFewSamples / static_cast<double>(samples), kMostBalancedPoints) : 0;
  return few > kBalancedPoints ? ClosePoints{few, true} : ClosePoints{};
}

std::string close_text(const OptimizeReport& report) {
  const ClosePoints close = close_points(report);
  const std::int64_t of = counted_samples(report);
  std::string out = points_text(close.points);
  if (close.by_samples)
    out +=
        cat(" (", static_cast<std::int64_t>(close.points * static_cast<double>(of) / 100 + kRounding), " of ", counted(of, "sample"), ")");
  return out;
}

const CandidateReport* balanced(const OptimizeReport& report, const Candidates& candidates, bool with_code) {
  const Candidates close = within(candidates, close_points(report).points);
  const bool timed = std::all_of(close.begin(), close.end(), has_time);
  return least(close, [&](const CandidateReport& a, const CandidateReport& b) {
    const double cost_a =
        std::log(flash(a, with_code)) + std::log(std::max(ram(a), 1.0)) + (timed ? std::log(std::max(latency(a), 1e-9)) : 0);
    const double cost_b =
        std::log(flash(b, with_code)) + std::log(std::max(ram(b), 1.0)) + (timed ? std::log(std::max(latency(b), 1e-9)) : 0);
    return cost_a < cost_b;
  });
}

const CandidateReport* choose(const OptimizeReport& report, const Candidates& candidates, bool with_code) {
  switch (report.goal) {
    case Goal::accuracy:
      return least(within(candidates, kSameLossPoints), [&](const CandidateReport& a, const CandidateReport& b) {
        return flash(a, with_code) * ram(a) < flash(b, with_code) * ram(b);
      });
    case Goal::size:
      return least(candidates, [&](const CandidateReport& a, const CandidateReport& b) {
        const double flash_a = flash(a, with_code), flash_b = flash(b, with_code);
        return flash_a != flash_b ? flash_a < flash_b : loss(a) < loss(b);
      });
    case Goal::latency:
      return least(candidates, [known = std::any_of(candidates.begin(), candidates.end(), has_time)](const CandidateReport& a,
                                                                                                     const CandidateReport& b) {
        const std::tuple by_a(latency(a), known ? 0 : work(a), loss(a)), by_b(latency(b), known ? 0 : work(b), loss(b));
        return by_a < by_b;
      });
    case Goal::balanced: break;
  }
  return balanced(report, candidates, with_code);
}

std::string_view score_word(const std::string& score) {
  if (score == "auc") return "AUC";
  if (score == "mse") return "mean square error";
  return score == "agreement" ? "agreement with the float model" : "accuracy";
}

// "98.90 % (-0.10 points)", "SQNR 31.2 dB"; empty without data.
std::string accuracy_text(const OptimizeReport& report, const CandidateReport& candidate) {
  if (const Estimate* own = score_estimate(candidate.metrics, report.score)) {
    const bool named = report.score == "auc" || report.score == "mse";
    std::string out = (named ? cat(score_word(report.score), " ") : std::string()) + score_number(report.score, own->value);
    if (report.score == "agreement") return out + " the same class as the float model";
    if (report.score == "mse" && report.baseline.mse) return out + ", float model " + score_number("mse", report.baseline.mse->value);
    if (candidate.accuracy_drop) out += format(" (%+.2f points)", -*candidate.accuracy_drop + 0.0);
    return out;
  }
  if (candidate.metrics.sqnr_db) return format("SQNR %.1f dB", *candidate.metrics.sqnr_db);
  return {};
}

std::string sentence_of(const OptimizeReport& report, const CandidateReport& candidate) {
  std::vector<std::string> facts;
  if (const auto figure = flash_figure(candidate))
    facts.push_back(bytes_text(figure->bytes) + (figure->with_code ? " flash" : " of constants"));
  if (const auto figure = ram_figure(candidate)) facts.push_back(bytes_text(*figure) + " RAM");
  if (facts.empty() && candidate.tflite_bytes > 0) facts.push_back(bytes_text(candidate.tflite_bytes) + " file");
  if (const auto figure = latency_figure(candidate)) facts.push_back(milliseconds_text(*figure) + " (estimated)");
  if (const std::string accuracy = accuracy_text(report, candidate); !accuracy.empty()) facts.push_back(accuracy);
  return "Take " + candidate.title + (facts.empty() ? "." : ": " + join(facts, ", ") + ".");
}

std::string balanced_rule(const OptimizeReport& report, const Candidates& candidates) {
  const Candidates close = within(candidates, close_points(report).points);
  const std::string least =
      std::all_of(close.begin(), close.end(), has_time) ? "it needs the least flash x RAM x time" : "it needs the least flash x RAM";
  if (report.score == "none") return "goal balanced: " + least;
  if (report.score == "mse")
    return format("goal balanced: of the candidates whose mean square error is within %.3g %% of the targets' variance of the least, ",
                  close_points(report).points) +
           least;
  return "goal balanced: of the candidates within " + close_text(report) + " of the most accurate, " + least;
}

std::string latency_rule(const Candidates& candidates) {
  const auto timed = std::count_if(candidates.begin(), candidates.end(), has_time);
  if (timed == std::ssize(candidates)) return "goal latency: its estimated time is the shortest";
  if (timed > 0) return "goal latency: its estimated time is the shortest of those that are known";
  return "goal latency: no time is known; it has the least multiply-accumulates x bytes of constants and arena";
}

std::string rule_of(const OptimizeReport& report, const Candidates& candidates) {
  if (candidates.size() == 1)
    return report.candidates.size() == 1 ? "it is the only candidate" : "it is the only candidate that meets every limit";
  switch (report.goal) {
    case Goal::accuracy:
      return report.score != "none" ? "goal accuracy: it loses least"
                                    : "it needs the least flash x RAM; which is most accurate is not known";
    case Goal::size: return "goal size: it takes the fewest bytes of flash";
    case Goal::latency: return latency_rule(candidates);
    case Goal::balanced: break;
  }
  return balanced_rule(report, candidates);
}

// "accuracy 98.90 % (95 % interval 98.20 to 99.35), float model 99.00 %, on 1000 samples that calibration did not see".
std::string accuracy_reason(const OptimizeReport& report, const CandidateReport& candidate) {
  if (report.score == "none") return "nothing says how accurate it is: measure it on data with labels before you rely on it";
  const std::string seen = " on " + samples_text(candidate.metrics);
  if (const Estimate* own = score_estimate(candidate.metrics, report.score)) {
    const std::string interval = interval_text(report.score, *own);
    std::string out = cat(score_word(report.score), " ", score_number(report.score, own->value));
    if (!interval.empty()) out += " (95 % interval " + interval + ")";
    if (const Estimate* was = score_estimate(report.baseline, report.score))
      out += ", float model " + score_number(report.score, was->value) + ",";
    return out + seen + (report.score == "agreement" ? "; without labels nobody knows how often both are right" : "");
  }
  if (candidate.metrics.sqnr_db) return format("SQNR of the outputs against the float model %.1f dB", *candidate.metrics.sqnr_db) + seen;
  return "its accuracy is not known";
}

std::vector<std::string> reasons_for(const OptimizeReport& report, const CandidateReport& candidate, const Candidates& candidates) {
  std::vector<std::string> out{rule_of(report, candidates), accuracy_reason(report, candidate)};
  if (!candidate.targets.empty()) out.push_back(candidate.targets[0].device + ": " + candidate.targets[0].verdict);
  if (candidate.tflite_bytes > 0 && report.baseline_bytes > 0)
    out.push_back("its .tflite has " + bytes_text(candidate.tflite_bytes) + ", the original file " + bytes_text(report.baseline_bytes));
  return out;
}

std::string ratio_text(double ratio, std::string_view what) {
  if (ratio > 1.005) return format("%.3g x the ", ratio) + std::string(what);
  return ratio < 0.995 ? format("%.3g x the ", ratio) + std::string(what) : std::string();
}

// "+0.02 points", "mean square error 0.0121 instead of 0.0123".
std::string gain_text(const std::string& score, const CandidateReport& other, const CandidateReport& chosen) {
  const double gained = loss(chosen) - loss(other);
  if (std::fabs(gained) < kSameLossPoints) return "as accurate";
  if (score != "mse") return format("%+.2f points", gained);
  const std::string its = score_number(score, other.metrics.mse->value), best = score_number(score, chosen.metrics.mse->value);
  return its == best ? "as accurate" : cat("mean square error ", its, " instead of ", best);
}

// "float16: 1.9 x the flash, 4 x the RAM; +0.02 points".
std::string difference(const std::string& score, const CandidateReport& other, const CandidateReport& chosen, bool with_code) {
  std::vector<std::string> parts;
  if (flash_figure(other) && flash_figure(chosen))
    parts.push_back(ratio_text(flash(other, with_code) / std::max(flash(chosen, with_code), 1.0), with_code ? "flash" : "constants"));
  if (ram_figure(other) && ram_figure(chosen)) parts.push_back(ratio_text(ram(other) / std::max(ram(chosen), 1.0), "RAM"));
  if (latency_figure(other) && latency_figure(chosen))
    parts.push_back(ratio_text(latency(other) / std::max(latency(chosen), 1e-9), "time"));
  std::erase(parts, std::string());
  std::string out = parts.empty() ? "no smaller and no faster" : join(parts, ", ");
  if (loss_points(other) && loss_points(chosen)) out += "; " + gain_text(score, other, chosen);
  return out;
}

std::string why_not(const std::string& score, const CandidateReport& other, const CandidateReport* chosen, bool with_code) {
  const std::string head = other.title + ": ";
  if (other.failed) return head + other.failure;
  if (other.collapsed) return head + "collapsed: " + other.collapse_reason;
  if (!other.broken_limits.empty()) return head + join(other.broken_limits, "; ");
  return chosen ? head + difference(score, other, *chosen, with_code) : head + "not taken";
}

}  // namespace

Recommendation recommend(const OptimizeReport& report) {
  Recommendation out;
  const Candidates candidates = eligible(report);
  const bool with_code = all_with_code(report);
  const CandidateReport* chosen = candidates.empty() ? nullptr : choose(report, candidates, with_code);
  if (chosen) {
    out.candidate = chosen->id;
    out.sentence = sentence_of(report, *chosen);
    out.reasons = reasons_for(report, *chosen, candidates);
  } else {
    const bool usable =
        std::any_of(report.candidates.begin(), report.candidates.end(), [](const CandidateReport& c) { return !c.failed && !c.collapsed; });
    out.sentence = usable ? "No candidate meets every limit." : "No candidate can be used.";
  }
  for (const CandidateReport& candidate : report.candidates) {
    if (&candidate != chosen) out.why_not.push_back(why_not(report.score, candidate, chosen, with_code));
  }
  drop_repeats(out.reasons);
  drop_repeats(out.why_not);
  return out;
}

std::string goal_warning(const OptimizeReport& report) {
  const Candidates candidates = eligible(report);
  if (report.goal != Goal::latency || candidates.size() < 2 || std::any_of(candidates.begin(), candidates.end(), has_time)) return {};
  return "goal latency: " + (report.target.empty() ? std::string("no target is named") : "no time can be estimated on " + report.target) +
         ", so multiply-accumulates and bytes stand for the time; name a --target whose time can be estimated";
}

void drop_repeats(std::vector<std::string>& texts) {
  std::vector<std::string> out;
  for (std::string& text : texts) {
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
  }
  texts = std::move(out);
}

const CandidateReport* nearest_candidate(const OptimizeReport& report) {
  const bool with_code = all_with_code(report);
  const CandidateReport* best = nullptr;
  for (const CandidateReport& candidate : report.candidates) {
    if (candidate.failed || candidate.collapsed) continue;
    const auto key = [&](const CandidateReport& c) {
      double times = 1;
      for (const BrokenLimit& limit : broken_limits(report, c)) times *= limit.times;
      return std::tuple(c.broken_limits.size(), times, flash(c, with_code));
    };
    if (!best || key(candidate) < key(*best)) best = &candidate;
  }
  return best;
}

std::vector<std::string> advice_for(const OptimizeReport& report, std::span<const DeviceFit> devices) {
  std::vector<std::string> out;
  const CandidateReport* nearest = nearest_candidate(report);
  if (!nearest) {
    const bool collapsed =
        std::any_of(report.candidates.begin(), report.candidates.end(), [](const CandidateReport& c) { return c.collapsed; });
    out.push_back(collapsed
                      ? "Give more calibration samples, look at the layers that are named, and try --technique ptq_int16x8 or float16."
                      : "Look at what each candidate says about its failure.");
    return out;
  }
  std::vector<std::string> relaxed;
  for (const BrokenLimit& limit : broken_limits(report, *nearest)) {
    if (!limit.needed.empty()) {
      relaxed.push_back(limit.what + " limit " + limit.needed + " (" + limit.option + ")");
    } else if (limit.option == "--target") {
      out.push_back(nearest->title + " does not fit: " + limit.text + ".");
    } else {
      out.push_back(limit.text + ": leave " + limit.option + " out" + limit.remedy + ".");
    }
  }
  if (!relaxed.empty()) out.push_back(nearest->title + " would do with " + join(relaxed, " and ") + ".");
  // Where the device is large enough, no other one helps.
  const bool fits = !nearest->targets.empty() && nearest->targets[0].fits;
  std::vector<std::string> fitting;
  for (const DeviceFit& device : devices) {
    if (!fits && device.fits && fitting.size() < kMostDevices) fitting.push_back(device.device + " (" + device.name + ")");
  }
  if (!fitting.empty()) out.push_back(nearest->title + " fits: " + join(fitting, ", ") + ".");
  return out;
}

}  // namespace thimble
