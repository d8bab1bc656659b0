#include "core/passes/pass_def.h"
#include "core/quantization/store_weights.h"
#include "core/techniques/technique_def.h"

namespace thimble {
namespace {

Task<Result<TechniqueOutput>> run(JobControl& job, TechniqueInput input) {
  TechniqueOutput out{.graph = *input.model, .sensitivity = {}, .notes = {}};
  // A batch norm goes into the weights before they are stored.
  THIMBLE_CO_TRY_VOID(run_passes(out.graph, quantization_passes()));
  THIMBLE_CO_TRY_VOID(store_weights(out.graph, DType::s8, out.notes));
  job.progress("weights", 1, 1);
  co_return out;
}

}  // namespace

extern const TechniqueDef technique_dynamic_range{
    .title = "int8 weights, float activations",
    .doc =
        "Weights of 8 bits with a scale a channel, expanded while computing in float: a quarter of the size, no data needed. "
        "LiteRT rounds activations to 8 bits on the way: outputs differ there, the more the deeper the network is.",
    .paper = "Jacob et al. 2018, arXiv:1712.05877 (weights only)",
    .needs_data = false,
    .weight_bits = 8,
    .activation_bits = 32,
    .run = run};

}  // namespace thimble
