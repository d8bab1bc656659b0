#include "core/api/task_job.h"
#include "core/api/workspace.h"
#include "core/base/hash.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/package/package.h"
#include "core/pipeline/optimized_package.h"
#include "core/targets/device.h"
#include "core/view/views.h"

namespace thimble {

namespace {

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

// What is to be packed: a model as it is, or a candidate of a job.
struct Wanted {
  std::shared_ptr<const OpenModel> model;
  const Device* device = nullptr;
  std::shared_ptr<const FinishedJob> job;  // null: as it is
  std::string candidate;
  bool save = false;
};

std::string command_line(const Wanted& wanted, const std::string& name) {
  const std::string target = wanted.device ? " --target " + wanted.device->id : "";
  if (wanted.job) return "thimble optimize " + wanted.model->file_name + target + " --data ... --recipe recipe.json -o " + name;
  return "thimble emit " + wanted.model->file_name + target + " --zip -o " + name + ".zip";
}

Outcome pack(const Wanted& wanted, const Package& package, Reporter& reporter) {
  const Blob zip(zip_package(package));
  PackageInfo info;
  info.file_name = package.name + ".zip";
  info.device = wanted.device ? wanted.device->name : "portable C99";
  info.sha256 = sha256_hex(zip.bytes());
  info.bytes = static_cast<std::int64_t>(zip.size());
  info.command = command_line(wanted, package.name);
  for (const EmittedFile& file : package.files) info.files.push_back({file.path, static_cast<std::int64_t>(bytes_of(file.text).size())});
  reporter.view("package", build_package_view(info));
  JsonWriter body;
  body.begin_object().field("file_name", info.file_name).field("sha256", info.sha256).field("bytes", info.bytes);
  body.field("save", wanted.save).end_object();
  return Outcome{.body = body.take(), .blobs = {zip}};
}

// The same calls as `thimble emit --zip`, and for a candidate of a job as `thimble optimize`, so that both doors give the same
// files (tests/e2e compares them).
Task<Result<Outcome>> emit(TaskContext& context, Wanted wanted) {
  context.job.progress("write the network", 0, 1);
  co_await context.job.pause();
  Result<Package> package = Package();
  if (wanted.job) {
    Diagnostics notes;
    package = co_await optimized_package(context.job, wanted.job->outcome.get(), wanted.candidate, wanted.device, &notes);
  } else {
    package = co_await build_package(context.job, wanted.model, wanted.device);
  }
  if (!package.ok()) co_return std::move(package).error();
  co_await context.job.end_step();
  co_return pack(wanted, *package, *context.reporter);
}

JobResult start(Workspace& workspace, const CommandInput& input) {
  const JsonValue target = input.body["target"];
  const Device* device = nullptr;
  if (target.present()) {
    if (!target.text()) return invalid_argument("\"target\" has to be a device, not " + target.to_json());
    THIMBLE_TRY(device, device_by_name(*target.text()));
  }
  if (!target.present() && !workspace.target.empty() && input.body["candidate"].present()) device = find_device(workspace.target);
  std::string candidate = input.body["candidate"].text_or(workspace.chosen);
  const bool of_job = workspace.job && !candidate.empty();
  THIMBLE_TRY(auto model, input.body["candidate"].present() ? candidate_of(workspace, input.body) : shown_model_of(workspace));
  Wanted wanted{.model = std::move(model),
                .device = device,
                .job = of_job ? workspace.job : nullptr,
                .candidate = std::move(candidate),
                .save = input.body["save"].flag().value_or(false)};
  return JobResult(std::make_unique<TaskJob>([&wanted](TaskContext& context) { return emit(context, std::move(wanted)); }));
}

}  // namespace

const CommandDef command_emit_package{
    .name = "emit_package",
    .doc =
        "{target?, candidate?, save?}: view package; done {file_name, sha256, bytes, save} + the ZIP. Without target: portable C99; of a "
        "candidate: for the chosen target",
    .start = start};

}  // namespace thimble
