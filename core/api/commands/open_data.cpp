#include "core/api/data_info.h"
#include "core/api/task_job.h"
#include "core/base/text.h"
#include "core/pipeline/prepare_data.h"

namespace thimble {

namespace {

// What is dropped beside a model may be its weights.
std::vector<ByteSource> samples_of(std::vector<PageFile> files, const std::set<std::uint32_t>& weights) {
  std::vector<ByteSource> out;
  for (PageFile& file : files) {
    if (!weights.contains(file.handle)) out.push_back(std::move(file.source));
  }
  return out;
}

std::string files_text(const std::vector<ByteSource>& files) {
  if (files.size() == 1) return files[0].name + ", " + bytes_text(files[0].size);
  std::int64_t bytes = 0;
  for (const ByteSource& file : files) bytes += file.size;
  return cat(files.size(), " files, ", bytes_text(bytes));
}

Task<Result<Outcome>> open_data(TaskContext& context, Workspace& workspace, std::vector<ByteSource> files) {
  if (files.empty()) co_return Outcome{.body = R"({"samples":0})", .blobs = {}};
  context.job.progress("read the files", 0, 2);
  auto open = std::make_shared<OpenData>();
  open->files = files_text(files);
  DataOptions options;
  if (workspace.model) options.input_names = input_names(workspace.model->graph);
  THIMBLE_CO_TRY(open->data, open_dataset(std::move(files), open->notes, options));
  if (open->data->size() < 2)
    co_return bad_data("one sample is not enough: some have to calibrate, others to judge", "open a folder, an archive or a data set");
  context.job.progress("look at the samples", 1, 2);
  co_await context.job.pause();
  // Only now: files that cannot be read leave the data from before in place.
  Workspace before;
  std::swap(before.data, workspace.data);
  std::swap(before.data_info, workspace.data_info);
  std::swap(before.data_trouble, workspace.data_trouble);
  workspace.data = std::move(open);
  const Result<void> described = co_await describe_data(context, workspace);
  if (!described.ok()) {
    std::swap(before.data, workspace.data);
    std::swap(before.data_info, workspace.data_info);
    std::swap(before.data_trouble, workspace.data_trouble);
    co_return Error(described.error().code(), described.error().message(), described.error().hint()).in(described.error().where());
  }
  workspace.job.reset();
  workspace.check.reset();
  workspace.chosen.clear();
  context.reporter->view("data", build_data_view(workspace.data_info));
  plan_view(workspace, *context.reporter);
  co_return Outcome{.body = cat("{\"samples\":", workspace.data->data->size(), "}"), .blobs = {}};
}

JobResult start(Workspace& workspace, const CommandInput& input) {
  THIMBLE_TRY(std::vector<PageFile> files, page_files(input.body["files"], "files", workspace.read_file));
  std::vector<ByteSource> samples = samples_of(std::move(files), workspace.weight_files);
  return JobResult(std::make_unique<TaskJob>(
      [&workspace, &samples](TaskContext& context) { return open_data(context, workspace, std::move(samples)); }));
}

}  // namespace

const CommandDef command_open_data{
    .name = "open_data",
    .doc =
        "{files: [{path, size, handle}]}: views data, plan; done {samples}, 0: all files are weights of the model. They are read by handle",
    .start = start};

}  // namespace thimble
