#include "core/quantization/repair_layers.h"

#include <algorithm>

namespace thimble {
namespace {

constexpr double kBadSqnr = 15;
constexpr double kBadShare = 0.025;
constexpr std::int64_t kLeastCount = 3;
constexpr double kPays = 0.8;
constexpr std::size_t kPart = 4, kLeastLayers = 4;  // a quarter of the layers may be taken, or four

// The layer's output in 16 bits: the layer itself and whoever reads what it makes.
void widen(const Graph& model, std::vector<DType>& types, NodeId layer) {
  types[index_of(layer)] = DType::s16;
  const ValueId made = model.node_outputs(layer)[0];
  for (const NodeId id : model.live_nodes()) {
    const auto inputs = model.node_inputs(id);
    if (std::find(inputs.begin(), inputs.end(), made) != inputs.end() && types[index_of(id)] == DType::s8) types[index_of(id)] = DType::s16;
  }
}

}  // namespace

bool is_bad(const OutputQuality& quality) {
  if (quality.samples == 0) return false;
  if (quality.sqnr_db < kBadSqnr) return true;
  const std::int64_t counted = quality.labelled > 0 ? quality.labelled : quality.compared;
  const std::int64_t lost = quality.labelled > 0 ? quality.float_right - quality.right : quality.compared - quality.agreeing;
  return lost >= kLeastCount && static_cast<double>(lost) > kBadShare * static_cast<double>(counted);
}

namespace {

struct Attempt {
  std::size_t layers = 0;  // the worst so many
  bool in_float = false;
  QuantPlan plan;
  OutputQuality quality;
};

class Repair {
 public:
  Repair(JobControl& job, RepairRequest request) : job_(job), request_(std::move(request)) {
    for (std::size_t i = 0; i < request_.layers.size(); ++i) {
      if (request_.plan.node_types[index_of(request_.layers[i].node)] == DType::s8) order_.push_back(i);
    }
    const auto loss = [&](std::size_t i) { return rounded_cost(request_.layers[i].figures.output_sqnr_db); };
    std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return loss(a) != loss(b) ? loss(a) < loss(b) : a < b; });
    order_.resize(std::min(order_.size(), std::max(order_.size() / kPart, kLeastLayers)));
  }

  Task<Result<Repaired>> run() {
    Attempt best{.plan = request_.plan, .quality = request_.quality};
    const double pays = rounded_cost(request_.quality.cost) * kPays;
    // Twice as many each time; between the last two the least number is searched.
    for (std::size_t count = 1; !order_.empty() && is_bad(best.quality); count = std::min(2 * count, order_.size())) {
      for (const bool in_float : {false, true}) {
        THIMBLE_CO_TRY(Attempt attempt, co_await attempt_of(count, in_float));
        if (rounded_cost(attempt.quality.cost) < std::min(pays, rounded_cost(best.quality.cost))) best = std::move(attempt);
        if (!is_bad(best.quality)) break;
      }
      if (count == order_.size()) break;
    }
    for (std::size_t low = best.layers / 2 + 1; low < best.layers && !is_bad(best.quality);) {
      const std::size_t middle = (low + best.layers) / 2;
      THIMBLE_CO_TRY(Attempt attempt, co_await attempt_of(middle, best.in_float));
      if (is_bad(attempt.quality)) {
        low = middle + 1;
      } else {
        best = std::move(attempt);
      }
    }
    Repaired out{.plan = std::move(best.plan), .quality = best.quality, .layers = std::move(request_.layers)};
    for (std::size_t i = 0; i < best.layers; ++i) out.layers[order_[i]].figures.repair = best.in_float ? "float" : "int16 activations";
    co_return out;
  }

 private:
  Task<Result<Attempt>> attempt_of(std::size_t count, bool in_float) {
    Attempt out{.layers = count, .in_float = in_float, .plan = request_.plan, .quality = {}};
    for (std::size_t i = 0; i < count; ++i) {
      const NodeId layer = request_.layers[order_[i]].node;
      if (in_float) {
        out.plan.node_types[index_of(layer)] = DType::f32;
      } else {
        widen(*request_.model, out.plan.node_types, layer);
      }
    }
    Diagnostics unheard;
    THIMBLE_CO_TRY(const QuantizedGraph quantized, quantize_graph(*request_.model, out.plan, unheard, &cache_));
    THIMBLE_CO_TRY(out.quality, co_await request_.error->of(job_, quantized));
    job_.progress("repair", static_cast<std::int64_t>(count), static_cast<std::int64_t>(order_.size()));
    co_return out;
  }

  JobControl& job_;
  RepairRequest request_;
  std::vector<std::size_t> order_;  // of request_.layers, the worst first
  WeightCache cache_;
};

}  // namespace

Task<Result<Repaired>> repair_layers(JobControl& job, RepairRequest request) {
  Repair repair(job, std::move(request));
  co_return co_await repair.run();
}

}  // namespace thimble
