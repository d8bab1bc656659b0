#include "core/api/data_info.h"
#include "core/api/task_job.h"
#include "core/base/text.h"

namespace thimble {

namespace {

// The file of the folders before it: only the name is shown, and a page may give either.
std::string_view base_name(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

Task<Result<Outcome>> open(TaskContext& context, Workspace& workspace, Blob bytes, std::string name) {
  context.job.progress("read the file", 0, 2);
  THIMBLE_CO_TRY(OpenModel opened, open_model(bytes.bytes(), name));
  auto model = std::make_shared<const OpenModel>(std::move(opened));
  context.job.progress("lay out its memory", 1, 2);
  co_await context.job.pause();
  THIMBLE_CO_TRY_VOID(report_views(*model, workspace.target, *context.reporter));
  // Only now: a file that cannot be opened leaves the model from before in place.
  workspace.model = std::move(model);
  workspace.model_bytes = std::move(bytes);
  workspace.job.reset();
  workspace.check.reset();
  workspace.chosen.clear();
  if (workspace.data) {
    context.job.progress("look at the samples again", 1, 2);
    co_await context.job.pause();
    const Result<void> described = co_await describe_data(context, workspace);
    if (!described.ok()) workspace.data_trouble = described.error().message();
    context.reporter->view("data", build_data_view(workspace.data_info));
  }
  plan_view(workspace, *context.reporter);
  co_return Outcome{};
}

JobResult start(Workspace& workspace, const CommandInput& input) {
  const auto name = input.body["name"].text();
  if (!name || base_name(*name).empty())
    return invalid_argument("open_model needs \"name\": the file's name, not " + input.body["name"].to_json());
  const std::string shown = printable(base_name(*name), 200);
  return JobResult(std::make_unique<TaskJob>([&](TaskContext& context) { return open(context, workspace, input.blobs[0], shown); }));
}

}  // namespace

const CommandDef command_open_model{.name = "open_model",
                                    .doc = "{name} + the file's bytes: views model, memory, targets, plan, data; done {}",
                                    .blobs = 1,
                                    .start = start};

}  // namespace thimble
