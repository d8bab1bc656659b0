#include "core/quantization/calibrate.h"

#include "core/base/text.h"
#include "core/quantization/scale_groups.h"

namespace thimble {
namespace {

// Sums over everything but the last dimension.
void add_channels(std::span<const float> values, std::vector<double>& sums) {
  const std::size_t channels = sums.size();
  for (std::size_t row = 0; row + channels <= values.size(); row += channels) {
    for (std::size_t c = 0; c < channels; ++c) sums[c] += static_cast<double>(values[row + c]);
  }
}

std::string sample_place(const std::string& name) { return name + " (calibration)"; }

class Collector {
 public:
  Collector(const Graph& graph, const CalibrationRequest& request) : graph_(graph), request_(request) {
    out_.histograms.resize(graph.values.size());
    out_.channel_means.resize(graph.values.size());
    rows_.assign(graph.values.size(), 0);
    for (std::size_t i = 0; i < graph.values.size(); ++i) {
      const Shape& shape = graph.shape(static_cast<ValueId>(i));
      if (request.channel_means[i] && !shape.empty()) out_.channel_means[i].assign(static_cast<std::size_t>(shape.back()), 0.0);
    }
  }

  void see(ValueId value, std::span<const float> data) {
    const std::size_t i = index_of(value);
    if (request_.histograms[i] && !add(out_.histograms[i], data) && !is_valid(not_finite_)) not_finite_ = value;
    if (std::vector<double>& sums = out_.channel_means[i]; !sums.empty()) {
      add_channels(data, sums);
      rows_[i] += static_cast<std::int64_t>(data.size() / sums.size());
    }
  }

  Result<void> sample_done(const std::string& name) {
    ++out_.samples;
    if (!is_valid(not_finite_)) return {};
    const bool is_input = !is_valid(graph_.value(not_finite_).producer);
    return bad_data(format("NaN or infinity in '%s'", std::string(graph_.value_name(not_finite_)).c_str()),
                    is_input ? "Leave " + name + " out, or look at its preprocessing."
                             : "The float network itself computes it: check the weights, and the preprocessing of the input.")
        .in(sample_place(name));
  }

  Calibration take() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      for (double& sum : out_.channel_means[i]) sum = rows_[i] > 0 ? sum / static_cast<double>(rows_[i]) : 0;
    }
    return std::move(out_);
  }

 private:
  bool add(Histogram& histogram, std::span<const float> data) const {
    return request_.extents_only ? histogram.add_extent(data) : histogram.add(data);
  }

  const Graph& graph_;
  const CalibrationRequest& request_;
  Calibration out_;
  std::vector<std::int64_t> rows_;
  ValueId not_finite_ = ValueId::none;
};

}  // namespace

CalibrationRequest calibration_request(const Graph& graph, const std::vector<DType>& node_types, DType input_type) {
  CalibrationRequest out{.histograms = std::vector<bool>(graph.values.size(), false),
                         .channel_means = std::vector<bool>(graph.values.size(), false)};
  const ScaleGroups groups = scale_groups(graph, node_types, input_type);
  for (std::size_t i = 0; i < graph.values.size(); ++i) {
    const bool fixed = groups.fixed[i] != nullptr;
    for (const ValueId source : groups.sources[i]) out.histograms[index_of(source)] = !fixed;
  }
  for (const NodeId id : graph.live_nodes()) {
    if (op_def(graph.node(id).kind).quant.kind == QuantRule::Kind::weighted && node_types[index_of(id)] != DType::f32)
      out.channel_means[index_of(graph.node_inputs(id)[0])] = true;
  }
  return out;
}

Task<Result<Calibration>> calibrate(JobControl& job, const Graph& graph, CalibrationRequest request, std::shared_ptr<const Samples> samples,
                                    int threads) {
  if (!samples || samples->size() == 0) {
    co_return invalid_argument("no samples to calibrate on", "Give data with --data, or choose float16 or dynamic_range, which need none.");
  }
  THIMBLE_CO_TRY(FloatExecutor executor, FloatExecutor::create(graph, {.threads = threads}));
  Collector collector(graph, request);
  const FloatExecutor::Trace trace = [&](NodeId, ValueId value, std::span<const float> data) { collector.see(value, data); };
  for (std::int64_t i = 0; i < samples->size(); ++i) {
    THIMBLE_CO_TRY(const Sample sample, samples->read(i));
    const std::string name = printable(samples->name(i), 200);
    THIMBLE_CO_TRY_VOID(executor.run(sample.inputs, trace).in(sample_place(name)));
    THIMBLE_CO_TRY_VOID(collector.sample_done(name));
    job.progress("calibration", i + 1, samples->size());
    co_await job.pause();
  }
  co_return collector.take();
}

}  // namespace thimble
