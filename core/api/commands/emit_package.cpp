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

// The same calls as `thimble emit --zip`, and for a candidate of a job as `thimble optimize`, so that both doors give the same
// files (tests/e2e compares them).
class EmitJob final : public Job {
 public:
  // `job`: null, or what `candidate` came from.
  EmitJob(std::shared_ptr<const OpenModel> model, const Device* device, std::shared_ptr<const FinishedJob> job, std::string candidate,
          bool save)
      : model_(std::move(model)), device_(device), job_(std::move(job)), candidate_(std::move(candidate)), save_(save) {}

  Result<std::optional<Outcome>> step(Reporter& reporter) override {
    if (!program_) {
      reporter.progress("write the network", 0, 3);
      THIMBLE_TRY(program_, build_network(*model_, device_));
      return std::optional<Outcome>();
    }
    if (files_.empty()) {
      reporter.progress("make the self-test", 1, 3);
      THIMBLE_TRY(files_, package());
      return std::optional<Outcome>();
    }
    reporter.progress("pack it", 2, 3);
    return finish(reporter);
  }

 private:
  Result<std::vector<EmittedFile>> package() {
    if (!job_) return make_package(*program_, package_origin(*model_, device_)).in(model_->file_name);
    Diagnostics notes;
    return optimized_package(*job_->outcome, candidate_, device_, notes);
  }

  std::string command_line(const std::string& zip) const {
    const std::string target = device_ ? " --target " + device_->id : "";
    if (job_) return "thimble optimize " + model_->file_name + target + " --data ... --recipe recipe.json -o " + program_->name;
    return "thimble emit " + model_->file_name + target + " --zip -o " + zip;
  }

  std::optional<Outcome> finish(Reporter& reporter) const {
    const Blob zip(zip_package(program_->name, files_));
    PackageInfo info;
    info.file_name = program_->name + ".zip";
    info.device = device_ ? device_->name : "portable C99";
    info.sha256 = sha256_hex(zip.bytes());
    info.bytes = static_cast<std::int64_t>(zip.size());
    info.command = command_line(info.file_name);
    for (const EmittedFile& file : files_) info.files.push_back({file.path, static_cast<std::int64_t>(bytes_of(file.text).size())});
    reporter.view("package", build_package_view(info));
    JsonWriter body;
    body.begin_object().field("file_name", info.file_name).field("sha256", info.sha256).field("bytes", info.bytes);
    body.field("save", save_).end_object();
    return Outcome{.body = body.take(), .blobs = {zip}};
  }

  std::shared_ptr<const OpenModel> model_;
  const Device* device_;
  std::shared_ptr<const FinishedJob> job_;
  std::string candidate_;
  bool save_;
  std::optional<NetworkProgram> program_;
  std::vector<EmittedFile> files_;
};

JobResult start(Workspace& workspace, const CommandInput& input) {
  const JsonValue target = input.body["target"];
  const Device* device = nullptr;
  if (target.present()) {
    if (!target.text()) return invalid_argument("\"target\" has to be a device, not " + target.to_json());
    THIMBLE_TRY(device, device_by_name(*target.text()));
  }
  if (!target.present() && !workspace.target.empty() && input.body["candidate"].present()) device = find_device(workspace.target);
  std::string candidate(input.body["candidate"].text().value_or(workspace.chosen));
  const bool of_job = workspace.job && !candidate.empty();
  THIMBLE_TRY(auto model, input.body["candidate"].present() ? candidate_of(workspace, input.body) : shown_model_of(workspace));
  return JobResult(std::make_unique<EmitJob>(std::move(model), device, of_job ? workspace.job : nullptr, std::move(candidate),
                                             input.body["save"].flag().value_or(false)));
}

}  // namespace

const CommandDef command_emit_package{
    .name = "emit_package",
    .doc =
        "{target?, candidate?, save?}: view package; done {file_name, sha256, bytes, save} + the ZIP. Without target: portable C99; of a "
        "candidate: for the chosen target",
    .start = start};

}  // namespace thimble
