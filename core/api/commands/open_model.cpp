#include <algorithm>
#include <map>

#include "core/api/data_info.h"
#include "core/api/task_job.h"
#include "core/base/text.h"
#include "core/view/views.h"

namespace thimble {

namespace {

// The file of the folders before it: only the name is shown, and a page may give either.
std::string_view base_name(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

struct ModelRequest {
  Blob bytes;
  std::string name;
  std::map<std::string, std::int64_t, std::less<>> sizes;
  std::vector<PageFile> siblings;
};

// What opening a model came upon beside its own bytes.
struct Beside {
  std::vector<ModelPart> parts;
  MissingInfo missing;
};

void add_once(std::vector<std::string>& to, std::string_view name) {
  if (std::find(to.begin(), to.end(), name) == to.end()) to.emplace_back(name);
}

Result<OpenModel> read_model(const ModelRequest& request, Beside& beside) {
  LoadOptions options;
  options.sizes = request.sizes;
  options.on_open_size = [&](std::string_view name) { add_once(beside.missing.sizes, name); };
  options.read_sibling = [&](std::string_view name) -> Result<std::vector<std::byte>> {
    const PageFile* file = find_file(request.siblings, name);
    if (!file) {
      add_once(beside.missing.files, name);
      return unsupported("was not given");
    }
    beside.parts.push_back({.name = std::string(name), .handle = file->handle});
    return read_whole(file->source);
  };
  return open_model(request.bytes.bytes(), request.name, options);
}

Task<Result<Outcome>> open(TaskContext& context, Workspace& workspace, ModelRequest request) {
  context.job.progress("read the file", 0, 2);
  Beside beside;
  Result<OpenModel> opened = read_model(request, beside);
  for (const ModelPart& part : beside.parts) workspace.weight_files.insert(part.handle);
  if (!opened.ok()) {
    if (!beside.missing.sizes.empty() || !beside.missing.files.empty())
      context.reporter->view("missing", build_missing_view(beside.missing));
    co_return std::move(opened).error();
  }
  auto model = std::make_shared<const OpenModel>(std::move(opened).value());
  context.job.progress("lay out its memory", 1, 2);
  co_await context.job.pause();
  THIMBLE_CO_TRY_VOID(report_views(*model, workspace.target, *context.reporter));
  // Only now: a file that cannot be opened leaves the model from before in place.
  workspace.model = std::move(model);
  workspace.model_bytes = std::move(request.bytes);
  workspace.model_parts = std::move(beside.parts);
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

// {"height": 28}; a number as it was typed is taken too.
Result<std::map<std::string, std::int64_t, std::less<>>> sizes_of(JsonValue sizes) {
  std::map<std::string, std::int64_t, std::less<>> out;
  if (sizes.present() && !sizes.is_object())
    return invalid_argument("\"sizes\" is " + printable(sizes.to_json(), 60) + R"(, expected {"name": size})");
  for (const std::string_view name : sizes.keys()) {
    const JsonValue value = sizes[name];
    const auto text = value.text();
    const auto size = text ? parse_int(trim(*text)) : value.integer();
    if (!size || *size < 1)
      return invalid_argument(cat("the size for `", printable(name), "` is ", printable(value.to_json(), 40), ", expected a whole number"),
                              "give 28, say");
    out.insert_or_assign(std::string(name), *size);
  }
  return out;
}

JobResult start(Workspace& workspace, const CommandInput& input) {
  const auto name = input.body["name"].text();
  if (!name || base_name(*name).empty())
    return invalid_argument("open_model needs \"name\": the file's name, not " + input.body["name"].to_json());
  ModelRequest request{.bytes = input.blobs[0], .name = printable(base_name(*name), 200), .sizes = {}, .siblings = {}};
  THIMBLE_TRY(request.sizes, sizes_of(input.body["sizes"]));
  if (const JsonValue siblings = input.body["siblings"]; siblings.present()) {
    THIMBLE_TRY(request.siblings, page_files(siblings, "siblings", workspace.read_file));
  }
  return JobResult(std::make_unique<TaskJob>([&](TaskContext& context) { return open(context, workspace, std::move(request)); }));
}

}  // namespace

const CommandDef command_open_model{
    .name = "open_model",
    .doc =
        "{name, sizes?, siblings?: [{path, size, handle}]} + the file's bytes: views model, memory, targets, plan, "
        "data; done {}. What it has to be told first: view missing",
    .blobs = 1,
    .start = start};

}  // namespace thimble
