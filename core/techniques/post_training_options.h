// The options that the post-training techniques share, and their way into core/quantization.
#pragma once

#include "core/techniques/technique_def.h"

namespace thimble {

inline constexpr std::string_view kObserverChoices[] = {"search", "minmax", "percentile", "mse", "entropy"};
inline constexpr std::string_view kDecisionChoices[] = {"auto", "on", "off"};

inline constexpr OptionSpec kPostTrainingOptions[] = {
    {.name = "observer",
     .help = "how the range of an activation is found; search: whatever makes the output best, tensor by tensor",
     .type = OptionType::choice,
     .choices = kObserverChoices,
     .fallback = "search"},
    {.name = "percentile",
     .help = "share of the values that the observer percentile keeps, in percent",
     .type = OptionType::real,
     .low = 50,
     .high = 100,
     .fallback = "99.99"},
    {.name = "equalize",
     .help = "cross-layer equalization of weights; auto: kept if the output gets better, with observer=search",
     .type = OptionType::choice,
     .choices = kDecisionChoices,
     .fallback = "auto"},
    {.name = "correct_bias",
     .help = "take back the mean shift of rounded weights; auto: kept if the output gets better, with observer=search",
     .type = OptionType::choice,
     .choices = kDecisionChoices,
     .fallback = "auto"},
    {.name = "repair", .help = "where the output is bad, compute the worst layers in 16 bits or float", .fallback = "true"},
    {.name = "sensitivity", .help = "measure what quantizing each layer costs", .fallback = "true"},
    {.name = "budget",
     .help = "work of the search, in billions of multiply-accumulates",
     .type = OptionType::integer,
     .low = 1,
     .high = 100000,
     .fallback = "30"},
};

Task<Result<TechniqueOutput>> run_post_training(JobControl& job, TechniqueInput input, DType type);

}  // namespace thimble
