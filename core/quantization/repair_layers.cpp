#include "core/quantization/repair_layers.h"

#include <algorithm>

namespace thimble {
namespace {

constexpr double kBadSqnr = 15;
constexpr double kBadShare = 0.025;
constexpr std::int64_t kLeastCount = 3;
constexpr double kPays = 0.8;

// The layer's output in 16 bits: the layer itself and whoever reads what it makes.
std::vector<DType> widened(const Graph& model, std::vector<DType> types, NodeId layer) {
  types[index_of(layer)] = DType::s16;
  const ValueId made = model.node_outputs(layer)[0];
  for (const NodeId id : model.live_nodes()) {
    const auto inputs = model.node_inputs(id);
    if (std::find(inputs.begin(), inputs.end(), made) != inputs.end() && types[index_of(id)] == DType::s8) types[index_of(id)] = DType::s16;
  }
  return types;
}

std::vector<DType> in_float(std::vector<DType> types, NodeId layer) {
  types[index_of(layer)] = DType::f32;
  return types;
}

}  // namespace

bool is_bad(const OutputQuality& quality) {
  if (quality.samples == 0) return false;
  if (quality.sqnr_db < kBadSqnr) return true;
  const std::int64_t counted = quality.labelled > 0 ? quality.labelled : quality.samples;
  // A network without classes has no agreement to lose.
  if (quality.labelled == 0 && quality.agreeing == 0) return false;
  const std::int64_t lost = quality.labelled > 0 ? quality.float_right - quality.right : quality.samples - quality.agreeing;
  return lost >= kLeastCount && static_cast<double>(lost) > kBadShare * static_cast<double>(counted);
}

Task<Result<Repaired>> repair_layers(JobControl& job, RepairRequest request) {
  const Graph& model = *request.model;
  Repaired out{.plan = std::move(request.plan), .quality = request.quality, .layers = std::move(request.layers)};
  std::vector<std::size_t> order(out.layers.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto loss = [&](std::size_t i) { return rounded_cost(out.layers[i].figures.output_sqnr_db); };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return loss(a) != loss(b) ? loss(a) < loss(b) : a < b; });
  order.resize(std::max<std::size_t>(order.size() / 4, std::min<std::size_t>(order.size(), 1)));
  WeightCache cache;
  std::int64_t tried = 0;
  for (const std::size_t i : order) {
    if (!is_bad(out.quality)) break;
    const NodeId layer = out.layers[i].node;
    if (out.plan.node_types[index_of(layer)] != DType::s8) continue;
    const std::pair<std::vector<DType>, std::string_view> ways[] = {{widened(model, out.plan.node_types, layer), "int16 activations"},
                                                                    {in_float(out.plan.node_types, layer), "float"}};
    for (const auto& [types, name] : ways) {
      QuantPlan plan{.node_types = types, .ranges = out.plan.ranges, .io_type = out.plan.io_type};
      Diagnostics unheard;
      THIMBLE_CO_TRY(const QuantizedGraph quantized, quantize_graph(model, plan, unheard, &cache));
      THIMBLE_CO_TRY(const OutputQuality quality, co_await request.error->of(job, quantized));
      job.progress("repair", ++tried, static_cast<std::int64_t>(2 * order.size()));
      if (!(rounded_cost(quality.cost) < rounded_cost(out.quality.cost) * kPays)) continue;
      out.plan = std::move(plan);
      out.quality = quality;
      out.layers[i].figures.repair = std::string(name);
      break;
    }
  }
  co_return out;
}

}  // namespace thimble
