// What comes in: files that were dropped or picked become a model with what belongs to it, and data.
#include <algorithm>
#include <array>

#include "core/base/json.h"
#include "core/base/json_writer.h"
#include "wasm/ui/app.h"

namespace thimble::ui {

namespace {

// By name only, and only where a drop does not say what it is; the core tells formats by content.
bool names_a_model(std::string_view path) {
  constexpr std::array<std::string_view, 4> endings = {".tflite", ".lite", ".onnx", ".tir"};
  std::string lower(path);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return lower.ends_with(ending); });
}

std::string_view base_name(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

std::vector<GivenFile> read_files(std::string_view json) {
  std::vector<GivenFile> out;
  const auto parsed = Json::parse(json);
  if (!parsed.ok() || !parsed->root().is_array()) return out;
  for (const JsonValue& file : parsed->root().items()) {
    const auto handle = file["handle"].integer();
    const auto path = file["path"].text();
    if (handle && path) out.push_back({*handle, std::string(*path), file["size"].integer().value_or(0)});
  }
  return out;
}

void write_files(JsonWriter& body, std::string_view key, std::span<const GivenFile> files) {
  body.key(key).begin_array();
  for (const GivenFile& file : files)
    body.begin_object().field("handle", file.handle).field("path", file.path).field("size", file.size).end_object();
  body.end_array();
}

}  // namespace

void App::open_file(std::uint32_t handle, std::string_view name) {
  open({.handle = handle, .name = std::string(name), .siblings = {}, .sizes = {}, .edits = {}});
}

void App::open(AskedModel model) {
  asked_ = std::move(model);
  core_.store().clear("missing");
  ask_model();
}

void App::ask_model() {
  JsonWriter body;
  body.begin_object().field("name", asked_.name);
  if (!asked_.sizes.empty()) {
    body.key("sizes").begin_object();
    for (const auto& [name, size] : asked_.sizes) body.field(name, size);
    body.end_object();
  }
  if (!asked_.siblings.empty()) write_files(body, "siblings", asked_.siblings);
  body.end_object();
  core_.send("open_model", body.take(), "Open " + asked_.name, asked_.handle);
}

// The weights that the last model waits for, brought afterwards.
bool App::complete_model(std::span<const GivenFile> files) {
  const view::MissingView* missing = core_.views().missing;
  if (!missing) return false;
  const auto waited_for = [&](const GivenFile& file) {
    return std::any_of(missing->files()->begin(), missing->files()->end(),
                       [&](const flatbuffers::String* name) { return base_name(name->string_view()) == base_name(file.path); });
  };
  if (std::none_of(files.begin(), files.end(), waited_for)) return false;
  asked_.siblings.insert(asked_.siblings.end(), files.begin(), files.end());
  ask_model();
  return true;
}

void App::open_files(std::string_view json, std::string_view purpose) {
  std::vector<GivenFile> models, others;
  for (GivenFile& file : read_files(json)) {
    const bool model = purpose != "data" && names_a_model(file.path);
    (model ? models : others).push_back(std::move(file));
  }
  if (models.empty() && purpose != "data" && complete_model(others)) return;
  if (models.empty() && purpose == "model" && !others.empty()) {
    models.push_back(std::move(others.front()));
    others.erase(others.begin());
  }
  for (const GivenFile& model : models) {
    open({.handle = static_cast<std::uint32_t>(model.handle),
          .name = std::string(base_name(model.path)),
          .siblings = others,
          .sizes = {},
          .edits = {}});
  }
  if (others.empty() || purpose == "model") return;
  // The core leaves out those that the model has taken as its weights.
  JsonWriter data;
  data.begin_object();
  write_files(data, "files", others);
  data.end_object();
  core_.send("open_data", data.take(), "Open " + (others.size() == 1 ? others[0].path : std::to_string(others.size()) + " files of data"));
}

}  // namespace thimble::ui
