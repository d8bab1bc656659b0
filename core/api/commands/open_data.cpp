#include "core/api/data_info.h"
#include "core/api/task_job.h"
#include "core/base/text.h"
#include "core/pipeline/prepare_data.h"

namespace thimble {

namespace {

std::string files_text(const std::vector<ByteSource>& files) {
  if (files.size() == 1) return files[0].name + ", " + bytes_text(files[0].size);
  std::int64_t bytes = 0;
  for (const ByteSource& file : files) bytes += file.size;
  return cat(files.size(), " files, ", bytes_text(bytes));
}

Task<Result<Outcome>> open_data(TaskContext& context, Workspace& workspace, std::vector<ByteSource> files) {
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
  co_return Outcome{};
}

JobResult start(Workspace& workspace, const CommandInput& input) {
  if (!workspace.read_file) return unsupported("this core cannot read files by handle", "give it a reader, by Session::set_file_reader");
  THIMBLE_TRY(std::vector<ByteSource> files, file_sources(input.body["files"], workspace.read_file));
  return JobResult(
      std::make_unique<TaskJob>([&workspace, &files](TaskContext& context) { return open_data(context, workspace, std::move(files)); }));
}

}  // namespace

const CommandDef command_open_data{
    .name = "open_data", .doc = "{files: [{path, size, handle}]}: views data, plan; done {}. The files are read by handle", .start = start};

}  // namespace thimble
