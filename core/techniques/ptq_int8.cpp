#include "core/techniques/post_training_options.h"

namespace thimble {
namespace {

Task<Result<TechniqueOutput>> run(JobControl& job, TechniqueInput input) { return run_post_training(job, std::move(input), DType::s8); }

}  // namespace

extern const TechniqueDef technique_ptq_int8{.title = "int8, post-training",
                                             .doc =
                                                 "Weights and activations of 8 bits by the LiteRT specification, ranges searched on your "
                                                 "samples: a quarter of the size, integer kernels only.",
                                             .paper = "Jacob et al. 2018, arXiv:1712.05877; Nagel et al. 2019, arXiv:1906.04721",
                                             .options = kPostTrainingOptions,
                                             .weight_bits = 8,
                                             .activation_bits = 8,
                                             .run = run};

}  // namespace thimble
