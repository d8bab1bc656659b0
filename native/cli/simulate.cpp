#include <cstdio>

#include "core/base/text.h"
#include "core/pipeline/build_network.h"
#include "core/report/model_report_json.h"
#include "native/cli/files.h"
#include "native/cli/measure_code.h"
#include "native/cli/show.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {kSizeOption,
                                  {"--target", "DEVICES", "one or several names, with commas between; default: all built-in ones"},
                                  kNoCompilerOption,
                                  kSampleOption,
                                  kJsonOption};
constexpr std::string_view kExamples[] = {"thimble simulate model.tflite --target stm32f411,rp2040", "thimble simulate --sample",
                                          "thimble simulate model.tflite --target my_board.device --json"};

Result<std::vector<Device>> chosen_devices(const Arguments& arguments) {
  const auto names = arguments.get("--target");
  if (!names) return std::vector<Device>(builtin_devices().begin(), builtin_devices().end());
  std::vector<Device> out;
  for (const std::string_view name : split(*names, ',')) {
    THIMBLE_TRY(Device device, named_device(std::string(trim(name))));
    out.push_back(std::move(device));
  }
  return out;
}

Result<ExitCode> run(const Arguments& arguments) {
  THIMBLE_TRY(const OpenModel model, open_named_model(arguments));
  THIMBLE_TRY(const std::vector<Device> devices, chosen_devices(arguments));
  std::vector<TargetReport> targets;
  bool all_fit = true;
  for (const Device& device : devices) {
    THIMBLE_TRY(const NetworkProgram program, build_network(model, &device));
    // Compiling for every built-in device would take a minute; asked for by name, it is worth the seconds.
    std::optional<CompiledSizes> sizes;
    if (arguments.has("--target") && !arguments.has("--no-compiler")) {
      THIMBLE_TRY(sizes, measure_code(program, device));
    }
    targets.push_back(report_target(program, device, sizes ? &*sizes : nullptr));
    all_fit = all_fit && targets.back().fits;
  }
  if (arguments.has("--json")) {
    JsonWriter json(2);
    json.begin_object().field("model", model.file_name).key("targets").begin_array();
    for (const TargetReport& target : targets) write_json(json, target);
    json.end_array().end_object();
    std::printf("%s\n", json.text().c_str());
  } else {
    print_targets(targets);
    if (targets.size() == 1) print_target_sources(targets[0]);
  }
  return all_fit || !arguments.has("--target") ? ExitCode::done : ExitCode::does_not_fit;
}

}  // namespace

extern const CommandDef command_simulate{.name = "simulate",
                                         .doc = "memory, time and energy of a network on devices",
                                         .operands = "MODEL",
                                         .options = kOptions,
                                         .examples = kExamples,
                                         .run = run};

}  // namespace thimble::cli
