#include "core/quantization/post_training.h"

#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/passes/pass_def.h"
#include "core/quantization/calibrate.h"
#include "core/quantization/correct_bias.h"
#include "core/quantization/equalize_layers.h"
#include "core/quantization/measure_sensitivity.h"
#include "core/quantization/output_error.h"
#include "core/quantization/repair_layers.h"
#include "core/quantization/search_clips.h"

namespace thimble {
namespace {

constexpr double kGain = 0.98;                 // a correction is kept when the cost falls below this share
constexpr std::int64_t kFewSamples = 16, kManySamples = 128;
constexpr std::int64_t kTries = 40;            // networks that the budget should reach for

// What one version of the float network (as it is, equalized, corrected) needs to be quantized.
struct Version {
  Graph model;
  QuantPlan plan;
  Calibration calibration;
  double cost = 0;
};

Task<Result<Version>> calibrated(JobControl& job, Graph model, std::shared_ptr<const Samples> samples, const PostTrainingOptions& options) {
  Version out{.model = std::move(model), .plan = {}, .calibration = {}};
  out.plan.io_type = options.type;
  // A dry run with any ranges tells which nodes have no integer kernel: what is float needs no scale.
  out.plan.node_types = default_node_types(out.model, options.type);
  out.plan.ranges.assign(out.model.values.size(), Range{-1, 1});
  Diagnostics unheard;
  THIMBLE_CO_TRY(QuantizedGraph dry, quantize_graph(out.model, out.plan, unheard));
  CalibrationRequest request = calibration_request(out.model, dry.node_types, options.type);
  request.extents_only = options.observer == "minmax";
  if (options.correct_bias == Decision::off || (options.correct_bias == Decision::automatic && !options.observer.empty()))
    request.channel_means.assign(request.channel_means.size(), false);
  THIMBLE_CO_TRY(out.calibration, co_await calibrate(job, out.model, std::move(request), std::move(samples), options.threads));
  co_return out;
}

std::vector<float> largest_of(const Calibration& calibration) {
  std::vector<float> out;
  for (const Histogram& histogram : calibration.histograms) out.push_back(histogram.largest());
  return out;
}

// The steps share what is here; a coroutine's parameters would be too many.
class Recipe {
 public:
  Recipe(JobControl& job, std::shared_ptr<const Samples> calibration, std::shared_ptr<const Samples> tuning, PostTrainingOptions options)
      : job_(job), calibration_(std::move(calibration)), options_(std::move(options)) {
    tuning_ = tuning && tuning->size() > 0 ? std::move(tuning) : calibration_;
  }

  Task<Result<PostTrainingResult>> run(Graph model) {
    THIMBLE_CO_TRY_VOID(run_passes(model, quantization_passes()));
    THIMBLE_CO_TRY(version_, co_await calibrated(job_, std::move(model), calibration_, options_));
    if (judges()) {
      const std::int64_t limit = std::clamp(options_.mac_budget / (kTries * network_macs(version_.model)), kFewSamples, kManySamples);
      THIMBLE_CO_TRY(error_, co_await OutputError::create(job_, version_.model, tuning_, limit, options_.threads));
    }
    THIMBLE_CO_TRY_VOID(co_await equalize());
    THIMBLE_CO_TRY_VOID(co_await choose_ranges());
    THIMBLE_CO_TRY_VOID(co_await correct());
    THIMBLE_CO_TRY(QuantizedGraph quantized, quantize_graph(version_.model, version_.plan, out_.notes));
    version_.plan.node_types = quantized.node_types;
    THIMBLE_CO_TRY_VOID(co_await look_at_layers(quantized));
    out_.graph = std::move(quantized.graph);
    co_return std::move(out_);
  }

 private:
  bool searched() const { return options_.observer.empty(); }
  bool judges() const { return searched() || options_.repair; }

  Task<Result<double>> cost_of(const Version& version) {
    Diagnostics unheard;
    THIMBLE_CO_TRY(const QuantizedGraph quantized, quantize_graph(version.model, version.plan, unheard));
    THIMBLE_CO_TRY(const OutputQuality quality, co_await error_.of(job_, quantized));
    co_return rounded_cost(quality.cost);
  }

  Task<Result<bool>> equalize() {
    if (options_.equalize == Decision::off || (options_.equalize == Decision::automatic && !searched())) co_return false;
    Diagnostics why;
    Graph equalized = version_.model;
    const std::int64_t pairs = equalize_layers(equalized, largest_of(version_.calibration), why);
    if (pairs == 0) {
      if (options_.equalize == Decision::on) out_.notes.note("equalization", "no two layers that it can be done between");
      co_return false;
    }
    THIMBLE_CO_TRY(Version other, co_await calibrated(job_, std::move(equalized), calibration_, options_));
    if (options_.equalize == Decision::automatic) {
      const ClipCandidate by{.name = "mse", .observer = "mse"};
      THIMBLE_CO_TRY(version_.plan.ranges, co_await ranges_by(job_, version_.model, version_.calibration, version_.plan, by));
      THIMBLE_CO_TRY(other.plan.ranges, co_await ranges_by(job_, other.model, other.calibration, other.plan, by));
      THIMBLE_CO_TRY(const double before, co_await cost_of(version_));
      THIMBLE_CO_TRY(const double after, co_await cost_of(other));
      if (!(after < before * kGain)) {
        out_.notes.note("equalization", "tried, and left: it brings no better output");
        co_return false;
      }
    }
    version_ = std::move(other);
    for (const Diagnostic& note : why.items()) out_.notes.add(note);
    out_.notes.note("equalization",
                    cat("the weights of ", counted(pairs, "pair of layers reaches", "pairs of layers reach"), " equally far"));
    co_return true;
  }

  Task<Result<bool>> choose_ranges() {
    if (!searched()) {
      const ClipCandidate by{.name = options_.observer, .observer = options_.observer, .percentile = options_.percentile};
      THIMBLE_CO_TRY(version_.plan.ranges, co_await ranges_by(job_, version_.model, version_.calibration, version_.plan, by));
      co_return true;
    }
    ClipSearchRequest request{.model = &version_.model,
                              .calibration = &version_.calibration,
                              .error = &error_,
                              .plan = version_.plan,
                              .mac_budget = options_.mac_budget,
                              .cache = &cache_};
    THIMBLE_CO_TRY(ClipSearch found, co_await search_clips(job_, std::move(request)));
    version_.plan.ranges = std::move(found.ranges);
    out_.notes.note("ranges",
                    cat("by ", found.all, ", the best of ", counted(found.tried, "network"), " on ", counted(error_.samples(), "sample")));
    for (const std::string& change : found.changes) out_.notes.note("ranges", change);
    co_return true;
  }

  // Ids of values and nodes stay as they were: constants are only added.
  Task<Result<bool>> correct() {
    if (options_.correct_bias == Decision::off || (options_.correct_bias == Decision::automatic && !searched())) co_return false;
    Version other = version_;
    Diagnostics unheard;
    THIMBLE_CO_TRY(const QuantizedGraph quantized, quantize_graph(version_.model, version_.plan, unheard, &cache_));
    other.model = correct_bias(version_.model, version_.calibration.channel_means, quantized);
    other.plan.ranges.resize(other.model.values.size());
    if (options_.correct_bias == Decision::automatic) {
      THIMBLE_CO_TRY(const double before, co_await cost_of(version_));
      THIMBLE_CO_TRY(const double after, co_await cost_of(other));
      if (!(after < before * kGain)) co_return false;
    }
    version_ = std::move(other);
    out_.notes.note("bias", "corrected for the mean shift of rounded weights");
    co_return true;
  }

  Task<Result<bool>> look_at_layers(QuantizedGraph& quantized) {
    OutputQuality quality;
    if (options_.repair) {
      THIMBLE_CO_TRY(quality, co_await error_.of(job_, quantized));
    }
    const bool bad = options_.repair && is_bad(quality);
    if (!bad && !options_.sensitivity) co_return false;
    SensitivityRequest request{.model = &version_.model, .plan = &version_.plan, .quantized = &quantized, .samples = tuning_};
    request.threads = options_.threads;
    THIMBLE_CO_TRY(std::vector<RankedLayer> layers, co_await measure_sensitivity(job_, std::move(request)));
    if (bad) {
      RepairRequest repair{
          .model = &version_.model, .error = &error_, .plan = version_.plan, .quality = quality, .layers = std::move(layers)};
      THIMBLE_CO_TRY(Repaired repaired, co_await repair_layers(job_, std::move(repair)));
      layers = std::move(repaired.layers);
      tell_repair(layers, quality, repaired.quality);
      THIMBLE_CO_TRY(quantized, quantize_graph(version_.model, repaired.plan, out_.notes));
    }
    for (RankedLayer& layer : layers) out_.sensitivity.push_back(std::move(layer.figures));
    co_return true;
  }

  void tell_repair(const std::vector<RankedLayer>& layers, const OutputQuality& before, const OutputQuality& after) {
    for (const RankedLayer& layer : layers) {
      if (!layer.figures.repair.empty()) out_.notes.note(layer.figures.layer, "repaired: " + layer.figures.repair);
    }
    std::string effect = format("output SQNR %.1f dB before, %.1f dB after", before.sqnr_db, after.sqnr_db);
    if (before.compared > 0)
      effect +=
          cat("; same class as the float model on ", before.agreeing, " and ", after.agreeing, " of ", counted(before.compared, "sample"));
    out_.notes.note("repair", std::move(effect));
  }

  JobControl& job_;
  std::shared_ptr<const Samples> calibration_, tuning_;
  PostTrainingOptions options_;
  Version version_;
  OutputError error_;
  WeightCache cache_;
  PostTrainingResult out_;
};

}  // namespace

Task<Result<PostTrainingResult>> quantize_post_training(JobControl& job, Graph model, std::shared_ptr<const Samples> calibration,
                                                        std::shared_ptr<const Samples> tuning, PostTrainingOptions options) {
  if (!calibration || calibration->size() == 0) {
    co_return invalid_argument("no samples to calibrate on", "Give data with --data, or choose float16 or dynamic_range, which need none.");
  }
  THIMBLE_CO_TRY_VOID(expect_float_network(model));
  Recipe recipe(job, std::move(calibration), std::move(tuning), std::move(options));
  co_return co_await recipe.run(std::move(model));
}

}  // namespace thimble
