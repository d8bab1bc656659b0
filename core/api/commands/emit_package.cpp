#include "core/api/workspace.h"
#include "core/base/hash.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/package/package.h"
#include "core/targets/device.h"
#include "core/view/views.h"

namespace thimble {

namespace {

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

// The same three calls as `thimble emit --zip`, so that both doors give the same bytes (tests/e2e compares them).
class EmitJob final : public Job {
 public:
  EmitJob(std::shared_ptr<const OpenModel> model, const Device* device) : model_(std::move(model)), device_(device) {}

  Result<std::optional<Outcome>> step(Reporter& reporter) override {
    if (!program_) {
      reporter.progress("write the network", 0, 3);
      THIMBLE_TRY(program_, build_network(*model_, device_));
      return std::optional<Outcome>();
    }
    if (files_.empty()) {
      reporter.progress("make the self-test", 1, 3);
      const PackageOrigin origin{.file_name = model_->file_name, .sha256 = model_->sha256, .device = device_ ? device_->id : ""};
      THIMBLE_TRY(files_, make_package(*program_, origin).in(model_->file_name));
      return std::optional<Outcome>();
    }
    reporter.progress("pack it", 2, 3);
    return finish(reporter);
  }

 private:
  std::optional<Outcome> finish(Reporter& reporter) const {
    const Blob zip(zip_package(program_->name, files_));
    PackageInfo info;
    info.file_name = program_->name + ".zip";
    info.device = device_ ? device_->name : "portable C99";
    info.sha256 = sha256_hex(zip.bytes());
    info.bytes = static_cast<std::int64_t>(zip.size());
    info.command = "thimble emit " + model_->file_name + (device_ ? " --target " + device_->id : "") + " --zip -o " + info.file_name;
    for (const EmittedFile& file : files_) info.files.push_back({file.path, static_cast<std::int64_t>(bytes_of(file.text).size())});
    reporter.view("package", build_package_view(info));
    JsonWriter body;
    body.begin_object().field("file_name", info.file_name).field("sha256", info.sha256).field("bytes", info.bytes).end_object();
    return Outcome{.body = body.take(), .blobs = {zip}};
  }

  std::shared_ptr<const OpenModel> model_;
  const Device* device_;
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
  THIMBLE_TRY(auto model, open_model_of(workspace));
  return JobResult(std::make_unique<EmitJob>(std::move(model), device));
}

}  // namespace

const CommandDef command_emit_package{
    .name = "emit_package",
    .doc = "{target?}: view package; done {file_name, sha256, bytes} + the ZIP. Without target: portable C99",
    .start = start};

}  // namespace thimble
