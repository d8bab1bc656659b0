#include <cstdio>

#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/pipeline/build_network.h"
#include "native/cli/files.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {kTargetOption,
                                  {"-o", "PATH", "folder to write, or with --zip the file (default: the network's name)"},
                                  {"--zip", "", "write one ZIP file instead of a folder"},
                                  {"--name", "NAME", "prefix of files and symbols (default: after the file)"},
                                  {"--force", "", "replace what is there"},
                                  kSampleOption,
                                  kJsonOption};
constexpr std::string_view kExamples[] = {"thimble emit model.tflite --target stm32f411 -o firmware/net", "thimble emit --sample --zip -o digits.zip", "thimble emit model.tflite --name kws --force"};

void print_summary(const NetworkProgram& program, const std::string& goal, const std::vector<EmittedFile>& files, bool json) {
  if (json) {
    JsonWriter out(2);
    out.begin_object().field("path", goal).field("name", program.name).field("kernel_set", kernel_set_name(program.kernel_set)).field("arena_bytes", program.arena_bytes());
    out.field("constant_bytes", program.constant_bytes()).field("files", static_cast<std::int64_t>(files.size())).end_object();
    std::printf("%s\n", out.text().c_str());
    return;
  }
  std::printf("%s: %zu files, C for %s\n", goal.c_str(), files.size(), std::string(kernel_set_name(program.kernel_set)).c_str());
  std::printf("arena %lld bytes, constants %lld bytes, no heap\n", static_cast<long long>(program.arena_bytes()), static_cast<long long>(program.constant_bytes()));
}

Result<ExitCode> run(const Arguments& arguments) {
  THIMBLE_TRY(const OpenModel model, open_named_model(arguments));
  std::optional<Device> device;
  if (const auto name = arguments.get("--target")) {
    THIMBLE_TRY(device, named_device(*name));
  }
  const std::string name = arguments.get("--name").value_or("");
  THIMBLE_TRY(const NetworkProgram program, build_network(model, device ? &*device : nullptr, name));
  const PackageOrigin origin{.file_name = model.file_name, .sha256 = model.sha256, .device = device ? device->id : ""};
  THIMBLE_TRY(const std::vector<EmittedFile> files, make_package(program, origin).in(model.file_name));
  const bool zip = arguments.has("--zip");
  const std::string goal = arguments.get("-o").value_or(program.name + (zip ? ".zip" : ""));
  if (zip) {
    THIMBLE_TRY_VOID(write_whole_file(goal, zip_package(program.name, files), arguments.has("--force")));
  } else {
    THIMBLE_TRY_VOID(write_folder(goal, files, arguments.has("--force")));
  }
  print_summary(program, goal, files, arguments.has("--json"));
  return ExitCode::done;
}

}  // namespace

extern const CommandDef command_emit{.name = "emit", .doc = "the network as a C package: sources, weights, self-test, build files", .operands = "MODEL", .options = kOptions,
                                     .examples = kExamples, .run = run};

}  // namespace thimble::cli
