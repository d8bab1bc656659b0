#include <array>

#include "core/techniques/post_training_options.h"

namespace thimble {
namespace {

Task<Result<TechniqueOutput>> run(JobControl& job, TechniqueInput input) { return run_post_training(job, std::move(input), DType::s16); }

// Clipping has nothing to gain where 65,536 levels make the rounding small beside that of the weights.
constexpr auto kOptions = [] {
  auto options = std::to_array(kPostTrainingOptions);
  for (OptionSpec& option : options) {
    if (option.name == "observer") option.fallback = "minmax";
  }
  return options;
}();

}  // namespace

extern const TechniqueDef technique_ptq_int16x8{
    .title = "int16 activations, int8 weights",
    .doc = "Activations of 16 bits, weights of 8 (16x8): for networks that lose too much in int8; more memory and time than int8.",
    .paper = "Jacob et al. 2018, arXiv:1712.05877; Nagel et al. 2019, arXiv:1906.04721",
    .options = kOptions,
    .weight_bits = 8,
    .activation_bits = 16,
    .run = run};

}  // namespace thimble
