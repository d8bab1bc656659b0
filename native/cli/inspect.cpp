#include <cstdio>
#include <span>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/pipeline/build_network.h"
#include "core/report/model_report_json.h"
#include "native/cli/files.h"
#include "native/cli/show.h"
#include "native/cli/table.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {kSizeOption, kTargetOption, kSampleOption, kJsonOption};
constexpr std::string_view kExamples[] = {"thimble inspect model.tflite", "thimble inspect --sample --target stm32f411",
                                          "thimble inspect model.tflite --json"};

void print_tensors(const char* role, const std::vector<TensorReport>& tensors) {
  for (const TensorReport& tensor : tensors) {
    std::printf("%-8s %s %s", role, tensor.dtype.c_str(), shape_text(tensor.shape).c_str());
    if (tensor.scale > 0) std::printf(", scale %s, zero point %d", number_text(tensor.scale).c_str(), tensor.zero_point);
    std::printf("  '%s'\n", printable(tensor.name).c_str());
  }
}

void print_layers(const ModelReport& report) {
  Table table({">step", "operator", "output", ">shape", ">MACs", ">constants", ">output bytes", ">arena in use", "", "kernels"});
  for (std::size_t i = 0; i < report.layers.size(); ++i) {
    const LayerReport& layer = report.layers[i];
    // Memory over time, as a bar of at most 20 marks.
    const std::int64_t marks = report.arena_bytes > 0 ? (layer.live_bytes * 20 + report.arena_bytes - 1) / report.arena_bytes : 0;
    const bool peak = report.arena_bytes > 0 && static_cast<std::int32_t>(i) == report.peak_step;
    table.row({format("%zu", i), layer.op, printable(layer.name, 28), layer.output_shape, layer.macs > 0 ? count_text(layer.macs) : "",
               bytes_text(layer.constant_bytes), bytes_text(layer.output_bytes), bytes_text(layer.live_bytes),
               std::string(static_cast<std::size_t>(marks), '#') + (peak ? " peak" : ""), layer.kernels});
  }
  table.print();
}

Result<ExitCode> run(const Arguments& arguments) {
  THIMBLE_TRY(const OpenModel model, open_named_model(arguments));
  std::optional<Device> device;
  if (const auto name = arguments.get("--target")) {
    THIMBLE_TRY(device, named_device(*name));
  }
  THIMBLE_TRY(const ModelReport report,
              build_model_report(model, device ? &*device : nullptr, device ? std::span<const Device>(&*device, 1) : builtin_devices()));
  if (arguments.has("--json")) {
    std::fputs(to_json(report).c_str(), stdout);
    return ExitCode::done;
  }
  std::printf("%s  %s, %s, SHA-256 %s\n", report.file_name.c_str(), report.format.c_str(), bytes_text(report.file_bytes).c_str(),
              report.sha256.substr(0, 16).c_str());
  print_tensors("input", report.inputs);
  print_tensors("output", report.outputs);
  std::printf("%s parameters, %s MACs, %s\n\n", count_text(report.parameters).c_str(), count_text(report.macs).c_str(),
              counted(std::ssize(report.layers), "node").c_str());
  print_layers(report);
  if (report.arena_bytes > 0) {
    std::printf("\narena %s (%lld bytes), lower bound %s, peak at step %d; constants %s; code for %s\n\n",
                bytes_text(report.arena_bytes).c_str(), static_cast<long long>(report.arena_bytes),
                bytes_text(report.lower_bound_bytes).c_str(), report.peak_step, bytes_text(report.constant_bytes).c_str(),
                device ? device->id.c_str() : "any processor (choose with --target)");
    print_targets(report.targets);
  }
  print_notes("", report.warnings, report.notes);
  return ExitCode::done;
}

}  // namespace

extern const CommandDef command_inspect{.name = "inspect",
                                        .doc = "what is in a model: layers, memory over time, what fits where",
                                        .operands = "MODEL",
                                        .options = kOptions,
                                        .examples = kExamples,
                                        .run = run};

}  // namespace thimble::cli
