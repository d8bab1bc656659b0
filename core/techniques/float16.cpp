#include "core/passes/pass_def.h"
#include "core/quantization/store_weights.h"
#include "core/techniques/technique_def.h"

namespace thimble {
namespace {

Task<Result<TechniqueOutput>> run(JobControl& job, TechniqueInput input) {
  TechniqueOutput out{.graph = *input.model, .sensitivity = {}, .notes = {}};
  // A batch norm goes into the weights before they are stored.
  THIMBLE_CO_TRY_VOID(run_passes(out.graph, quantization_passes()));
  THIMBLE_CO_TRY_VOID(store_weights(out.graph, DType::f16, out.notes));
  job.progress("weights", 1, 1);
  co_return out;
}

}  // namespace

extern const TechniqueDef technique_float16{
    .title = "float16 weights",
    .doc = "Weights of 16 bits, computed as float: half the size, nearly the same outputs; for processors with a floating-point unit.",
    .paper = "IEEE 754-2019, binary16",
    .needs_data = false,
    .weight_bits = 16,
    .activation_bits = 32,
    .run = run};

}  // namespace thimble
