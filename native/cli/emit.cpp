#include <unistd.h>

#include <cstdio>

#include "core/base/counts.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/codegen/code_counts.h"
#include "core/pipeline/build_network.h"
#include "native/cli/files.h"
#include "native/cli/job_input.h"
#include "native/cli/show.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {kSizeOption,
                                  kTargetOption,
                                  {"-o", "PATH", "folder to write, or with --zip the file (default: the network's name)"},
                                  {"--zip", "", "write one ZIP file instead of a folder"},
                                  {"--name", "NAME", "prefix of files and symbols (default: after the file)"},
                                  {"--force", "", "replace what is there"},
                                  kSampleOption,
                                  kJsonOption};
constexpr std::string_view kExamples[] = {"thimble emit model.tflite --target stm32f411 -o firmware/net",
                                          "thimble emit --sample --zip -o digits.zip", "thimble emit model.tflite --name kws --force"};

void print_json(const NetworkProgram& program, const std::string& goal, const std::vector<EmittedFile>& files) {
  JsonWriter out(2);
  out.begin_object()
      .field("path", goal)
      .field("name", program.name)
      .field("kernel_set", kernel_set_name(program.kernel_set))
      .field("arena_bytes", program.arena_bytes());
  out.field("constant_bytes", program.constant_bytes()).field("files", static_cast<std::int64_t>(files.size()));
  // What the bytes of emitted code are predicted from: scripts/code_sizes reads it.
  if (const std::optional<CodeCounts> code = count_code(program)) {
    out.key("code").begin_object().field("instructions", code->instructions).field("statements", code->statements);
    out.field("loops", code->loops).field("calls", code->calls).end_object();
  }
  out.end_object();
  std::printf("%s\n", out.text().c_str());
}

// One line a step of the job; silent where the answer is JSON.
class Steps {
 public:
  explicit Steps(bool shown) : shown_(shown) {}
  void done(std::string_view what, const std::string& result) {
    if (shown_) std::printf("[%d/4] %-9s %s\n", ++step_, std::string(what).c_str(), result.c_str());
    std::fflush(stdout);
  }

 private:
  bool shown_;
  int step_ = 0;
};

Result<std::vector<TargetReport>> report_devices(const OpenModel& model, const std::optional<Device>& device) {
  std::vector<TargetReport> out;
  const std::span<const Device> devices = device ? std::span<const Device>(&*device, 1) : builtin_devices();
  for (const Device& each : devices) {
    THIMBLE_TRY(const NetworkProgram program, build_network(model, &each));
    out.push_back(report_target(program, each));
  }
  return out;
}

// A self-test of a network that is far too large takes long: what stands in its way is said before.
bool check_size(const NetworkProgram& program, const Device& device) {
  const TargetReport report = report_target(program, device);
  if (!report.fits) std::fprintf(stderr, "note: %s: %s\n", device.id.c_str(), report.verdict.c_str());
  return report.fits;
}

Result<ExitCode> run(const Arguments& arguments) {
  const bool json = arguments.has("--json");
  Steps steps(!json);
  THIMBLE_TRY(const OpenModel model, open_named_model(arguments));
  steps.done("model", cat(model.file_name, ", ", bytes_text(model.file_bytes), ", ", counted(std::ssize(model.graph.nodes), "node")));
  std::optional<Device> device;
  if (const auto name = arguments.get("--target")) {
    THIMBLE_TRY(device, named_device(*name));
  }
  THIMBLE_TRY(const NetworkProgram program, build_network(model, device ? &*device : nullptr, arguments.get("--name").value_or("")));
  steps.done("network",
             format("C for %s: arena %lld bytes (lower bound %lld), constants %lld bytes, no heap",
                    std::string(kernel_set_name(program.kernel_set)).c_str(), static_cast<long long>(program.arena_bytes()),
                    static_cast<long long>(program.memory.arena.lower_bound_bytes), static_cast<long long>(program.constant_bytes())));
  const ExitCode code = !device || check_size(program, *device) ? ExitCode::done : ExitCode::does_not_fit;
  const PackageOrigin origin = package_origin(model, device ? &*device : nullptr);
  const InterruptGuard guard;
  Result<Package> package = Package();
  {
    JobControl job;
    ProgressLine line(!json && isatty(STDERR_FILENO) != 0);
    job.on_progress = [&](JobControl::Progress progress) {
      progress.overall = static_cast<double>(progress.done) / static_cast<double>(progress.of);
      line.hear(progress);
    };
    package = run_job(job, make_package(job, &program, origin));
  }
  if (!package.ok()) return std::move(package).error().in(model.file_name);
  steps.done("self-test", format("%d vectors, the checksum of every tensor", kSelfTestVectors));
  const bool zip = arguments.has("--zip");
  const std::string goal = arguments.get("-o").value_or(program.name + (zip ? ".zip" : ""));
  if (zip) {
    THIMBLE_TRY_VOID(write_whole_file(goal, zip_package(*package), arguments.has("--force")));
  } else {
    THIMBLE_TRY_VOID(write_folder(goal, package->files, arguments.has("--force")));
  }
  steps.done("package", format("%s: %zu files", goal.c_str(), package->files.size()));
  if (json) {
    print_json(program, goal, package->files);
    return code;
  }
  THIMBLE_TRY(const std::vector<TargetReport> targets, report_devices(model, device));
  std::printf("\n");
  print_targets(targets);
  return code;
}

}  // namespace

extern const CommandDef command_emit{.name = "emit",
                                     .doc = "the network as a C package: sources, weights, self-test, build files",
                                     .operands = "MODEL",
                                     .options = kOptions,
                                     .examples = kExamples,
                                     .run = run};

}  // namespace thimble::cli
