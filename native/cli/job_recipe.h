// job_recipe: the recipe that a command line asks for: --recipe FILE, and options beside it, which win.
#pragma once

#include <optional>

#include "core/pipeline/recipe.h"
#include "native/cli/command.h"
#include "native/cli/files.h"

namespace thimble::cli {

inline constexpr OptionDef kGoalOption{"--goal", "GOAL", "balanced (default), accuracy, size or latency"};
inline constexpr OptionDef kMaxFlashOption{
    "--max-flash", "BYTES",
    "constants and code (measured where the target's cross compiler is installed): 100K = 100,000 bytes, 64KiB = 65,536"};
inline constexpr OptionDef kMaxRamOption{"--max-ram", "BYTES",
                                         "the arena, and the stack where the target's cross compiler is installed to tell it"};
inline constexpr OptionDef kMaxSizeOption{"--max-size", "BYTES", "the .tflite file"};
inline constexpr OptionDef kMaxLatencyOption{"--max-latency", "TIME", "one inference on the target: 20ms, 500us"};
inline constexpr OptionDef kMaxDropOption{"--max-accuracy-drop", "POINTS", "below the float model: 1 = one point of percent"};
inline constexpr OptionDef kMinAccuracyOption{"--min-accuracy", "SHARE", "at least: 0.9 or 90%"};
inline constexpr OptionDef kTechniqueOption{"--technique", "NAMES", "candidates to make, separated by commas (default: all)"};
inline constexpr OptionDef kSetOption{"--set", "NAME=VALUE", "options of the technique, separated by commas"};
inline constexpr OptionDef kCalibrationOption{"--calibration", "N", "samples to calibrate with (default 300)"};
inline constexpr OptionDef kEvaluationOption{"--evaluation", "N", "samples to judge with (default: all that are left)"};

// `otherwise`: the technique where neither the recipe nor the command line names one; empty: all.
Result<Recipe> job_recipe(const Arguments& arguments, std::string_view otherwise = {});
// The device of the recipe's target; nothing where it names none.
Result<std::optional<Device>> job_device(const Recipe& recipe);

}  // namespace thimble::cli
