#include "core/api/workspace.h"
#include "core/base/text.h"

namespace thimble {

namespace {

// The file of the folders before it: only the name is shown, and a page may give either.
std::string_view base_name(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

class OpenJob final : public Job {
 public:
  OpenJob(Workspace& workspace, Blob bytes, std::string name) : workspace_(workspace), bytes_(std::move(bytes)), name_(std::move(name)) {}

  Result<std::optional<Outcome>> step(Reporter& reporter) override {
    if (!model_) {
      reporter.progress("read the file", 0, 2);
      THIMBLE_TRY(OpenModel model, open_model(bytes_.bytes(), name_));
      model_ = std::make_shared<const OpenModel>(std::move(model));
      reporter.progress("lay out its memory", 1, 2);
      return std::optional<Outcome>();
    }
    THIMBLE_TRY_VOID(report_views(*model_, workspace_.target, reporter));
    // Only now: a file that cannot be opened leaves the model from before in place.
    workspace_.model = std::move(model_);
    return std::optional<Outcome>(Outcome{});
  }

 private:
  Workspace& workspace_;
  Blob bytes_;
  std::string name_;
  std::shared_ptr<const OpenModel> model_;
};

JobResult start(Workspace& workspace, const CommandInput& input) {
  const auto name = input.body["name"].text();
  if (!name || base_name(*name).empty())
    return invalid_argument("open_model needs \"name\": the file's name, not " + input.body["name"].to_json());
  return JobResult(std::make_unique<OpenJob>(workspace, input.blobs[0], printable(base_name(*name), 200)));
}

}  // namespace

const CommandDef command_open_model{
    .name = "open_model", .doc = "{name} + the file's bytes: views model, memory, targets; done {}", .blobs = 1, .start = start};

}  // namespace thimble
