#include "core/quantization/search_clips.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/quantization/measure_sensitivity.h"

namespace thimble {
namespace {

constexpr ClipCandidate kCandidates[] = {
    {"minmax", "minmax"},
    {"percentile 99.999", "percentile", 99.999},
    {"percentile 99.99", "percentile", 99.99},
    {"mse", "mse"},
    {"percentile 99.9", "percentile", 99.9},
    {"entropy", "entropy"},
    {"percentile 99", "percentile", 99},
};
constexpr double kGain = 0.99;  // a change has to bring the cost below this share of what it was

Range range_of(const Histogram& histogram, DType type, const ClipCandidate& candidate) {
  const ObserverOptions options{
      .percentile = candidate.percentile, .symmetric = type == DType::s16, .levels = type == DType::s16 ? 65534 : 255};
  return find_observer(candidate.observer)->range(histogram, options);
}

DType type_of(const Graph& model, const QuantPlan& plan, ValueId value) {
  const NodeId producer = model.value(value).producer;
  return is_valid(producer) ? plan.node_types[index_of(producer)] : plan.io_type;
}

double mean_square(const Histogram& histogram) {
  const double width = static_cast<double>(histogram.width());
  double sum = 0;
  for (const auto side : {histogram.positive(), histogram.negative()}) {
    for (std::size_t i = 0; i < side.size(); ++i) {
      const double middle = (static_cast<double>(i) + 0.5) * width;
      sum += static_cast<double>(side[i]) * middle * middle;
    }
  }
  return sum / static_cast<double>(std::max<std::int64_t>(histogram.total(), 1));
}

// Sources by what they lose with `ranges`, the most first.
std::vector<ValueId> ranked_sources(const Calibration& calibration, const std::vector<Range>& ranges) {
  std::vector<std::pair<double, ValueId>> losses;
  for (std::size_t i = 0; i < calibration.histograms.size(); ++i) {
    const Histogram& histogram = calibration.histograms[i];
    if (histogram.total() == 0 || histogram.width() == 0) continue;
    const double loss = quantization_error(histogram, ranges[i], 255) / std::max(mean_square(histogram), 1e-30);
    losses.emplace_back(rounded_cost(loss), static_cast<ValueId>(i));
  }
  std::sort(losses.begin(), losses.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  std::vector<ValueId> out;
  for (const auto& [loss, value] : losses) out.push_back(value);
  return out;
}

bool nearly_same(const Range& a, const Range& b) {
  const double span = std::max(a.high - a.low, b.high - b.low);
  return std::fabs(a.low - b.low) <= 0.01 * span && std::fabs(a.high - b.high) <= 0.01 * span;
}

// Values that repeat another's numbers take its range.
void spread_ranges(const Graph& model, const Calibration& calibration, std::vector<Range>& ranges) {
  for (const NodeId id : model.live_nodes()) {
    if (op_def(model.node(id).kind).quant.kind != QuantRule::Kind::same_scale) continue;
    Range range;
    for (const ValueId input : model.node_inputs(id)) {
      if (!is_valid(input) || !is_activation(model, input)) continue;
      const Range& in = ranges[index_of(input)];
      range = {std::min(range.low, in.low), std::max(range.high, in.high)};
    }
    for (const ValueId output : model.node_outputs(id)) {
      if (calibration.histograms[index_of(output)].total() == 0) ranges[index_of(output)] = range;
    }
  }
}

}  // namespace

std::span<const ClipCandidate> clip_candidates() { return kCandidates; }

Task<Result<std::vector<Range>>> ranges_by(JobControl& job, const Graph& model, const Calibration& calibration, const QuantPlan& plan,
                                           ClipCandidate candidate) {
  std::vector<Range> out(model.values.size());
  for (std::size_t i = 0; i < calibration.histograms.size(); ++i) {
    if (calibration.histograms[i].total() == 0) continue;
    out[i] = range_of(calibration.histograms[i], type_of(model, plan, static_cast<ValueId>(i)), candidate);
    co_await job.pause();
  }
  spread_ranges(model, calibration, out);
  co_return out;
}

Task<Result<ClipSearch>> search_clips(JobControl& job, ClipSearchRequest request) {
  const Graph& model = *request.model;
  const std::int64_t a_try = network_macs(model) * std::max<std::int64_t>(request.error->samples(), 1);
  const std::int64_t most = std::max<std::int64_t>(request.mac_budget / a_try, std::ssize(kCandidates));
  ClipSearch out;
  QuantPlan plan = request.plan;
  Diagnostics unheard;
  std::vector<std::vector<Range>> choices;
  std::size_t chosen = 0;
  for (const ClipCandidate& candidate : kCandidates) {
    THIMBLE_CO_TRY(plan.ranges, co_await ranges_by(job, model, *request.calibration, plan, candidate));
    choices.push_back(plan.ranges);
    THIMBLE_CO_TRY(const QuantizedGraph quantized, quantize_graph(model, plan, unheard, request.cache));
    THIMBLE_CO_TRY(const OutputQuality quality, co_await request.error->of(job, quantized));
    const double cost = rounded_cost(quality.cost);
    if (out.tried == 0 || cost < out.cost * kGain) out.cost = cost, chosen = choices.size() - 1;
    job.progress("clip search", ++out.tried, most);
  }
  out.ranges = choices[chosen];
  out.all = kCandidates[chosen].name;
  for (const ValueId value : ranked_sources(*request.calibration, out.ranges)) {
    const std::size_t v = index_of(value);
    std::vector<Range> tried{out.ranges[v]};
    for (std::size_t c = 0; c < choices.size() && out.tried < most; ++c) {
      const Range& range = choices[c][v];
      if (std::any_of(tried.begin(), tried.end(), [&](const Range& other) { return nearly_same(range, other); })) continue;
      tried.push_back(range);
      plan.ranges = out.ranges;
      plan.ranges[v] = range;
      spread_ranges(model, *request.calibration, plan.ranges);
      THIMBLE_CO_TRY(const QuantizedGraph quantized, quantize_graph(model, plan, unheard, request.cache));
      THIMBLE_CO_TRY(const OutputQuality quality, co_await request.error->of(job, quantized));
      job.progress("clip search", ++out.tried, most);
      const double cost = rounded_cost(quality.cost);
      if (!(cost < out.cost * kGain)) continue;
      out.cost = cost;
      out.ranges = plan.ranges;
      out.changes.push_back(std::string(model.value_name(value)) + ": range by " + std::string(kCandidates[c].name));
    }
  }
  co_return out;
}

}  // namespace thimble
