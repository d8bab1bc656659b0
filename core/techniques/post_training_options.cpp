#include "core/techniques/post_training_options.h"

#include "core/quantization/post_training.h"

namespace thimble {
namespace {

Decision decision(std::string_view text) { return text == "on" ? Decision::on : text == "off" ? Decision::off : Decision::automatic; }

}  // namespace

Task<Result<TechniqueOutput>> run_post_training(JobControl& job, TechniqueInput input, DType type) {
  const Options& given = input.options;
  const std::string_view observer = given.choice("observer");
  PostTrainingOptions options{.type = type,
                              .observer = observer == "search" ? std::string() : std::string(observer),
                              .percentile = given.real("percentile"),
                              .equalize = decision(given.choice("equalize")),
                              .correct_bias = decision(given.choice("correct_bias")),
                              .repair = given.flag("repair") && type == DType::s8,
                              .sensitivity = given.flag("sensitivity"),
                              .mac_budget = given.integer("budget") * 1'000'000'000,
                              .threads = input.threads};
  THIMBLE_CO_TRY(PostTrainingResult made, co_await quantize_post_training(job, *input.model, std::move(input.calibration),
                                                                          std::move(input.tuning), std::move(options)));
  co_return TechniqueOutput{.graph = std::move(made.graph), .sensitivity = std::move(made.sensitivity), .notes = std::move(made.notes)};
}

}  // namespace thimble
