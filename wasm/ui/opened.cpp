#include "wasm/ui/opened.h"

#include <algorithm>
#include <iterator>

#include "core/base/json.h"
#include "core/base/json_writer.h"

namespace thimble::ui {

namespace {

// In the order in which a new core is asked for them again.
constexpr std::string_view kKinds[] = {"open_model", "select_target", "open_data", "run_optimize", "choose_candidate"};
constexpr std::size_t kMostCheckpoints = 32;

std::uint32_t handle_of(const JsonValue& value) {
  const std::int64_t handle = value.integer().value_or(0);
  return handle > 0 && handle <= INT32_MAX ? static_cast<std::uint32_t>(handle) : 0;
}

OpenedRequest edit_plan(const std::string& recipe) {
  return {.kind = "edit_plan", .what = {}, .body = "{\"recipe\":" + recipe + "}", .file = 0};
}

}  // namespace

std::optional<Opened> Opened::from_json(std::string_view text) {
  const auto json = Json::parse(text);
  if (!json.ok() || !json->root()["requests"].is_object()) return std::nullopt;
  const JsonValue root = json->root();
  Opened out;
  for (const std::string_view kind : kKinds) {
    const JsonValue request = root["requests"][kind];
    if (!request.is_object()) continue;
    out.requests_[std::string(kind)] = {.kind = std::string(kind),
                                        .what = request["what"].text_or(),
                                        .body = request["body"].is_object() ? request["body"].to_json() : "{}",
                                        .file = handle_of(request["file"])};
  }
  if (root["plan"].is_object()) out.plan_ = root["plan"].to_json();
  if (root["run_plan"].is_object()) out.run_plan_ = root["run_plan"].to_json();
  for (const JsonValue& handle : root["checkpoints"].items()) {
    if (const std::uint32_t known = handle_of(handle)) out.checkpoint(known);
  }
  return out;
}

std::string Opened::to_json() const {
  JsonWriter out;
  out.begin_object().key("requests").begin_object();
  for (const auto& [kind, request] : requests_) {
    out.key(kind).begin_object().field("what", request.what).key("body").raw(request.body);
    out.field("file", request.file).end_object();
  }
  out.end_object();
  if (!plan_.empty()) out.key("plan").raw(plan_);
  if (!run_plan_.empty()) out.key("run_plan").raw(run_plan_);
  out.key("checkpoints").begin_array();
  for (const std::uint32_t handle : checkpoints_) out.value(handle);
  out.end_array().end_object();
  return out.take();
}

std::string Opened::handles_json() const {
  JsonWriter out;
  out.begin_array();
  for (const std::uint32_t handle : checkpoints_) out.value(handle);
  for (const auto& [kind, request] : requests_) {
    if (request.file != 0) out.value(request.file);
    const auto body = Json::parse(request.body);
    if (!body.ok()) continue;
    for (const char* list : {"files", "siblings"}) {
      for (const JsonValue& file : body->root()[list].items()) {
        if (const std::uint32_t handle = handle_of(file["handle"])) out.value(handle);
      }
    }
  }
  return out.end_array().take();
}

void Opened::plan(std::string_view recipe) { plan_ = recipe; }

void Opened::starts(std::string_view kind) {
  if (kind != "run_optimize") return;
  forget_run();
  run_plan_ = plan_;
}

void Opened::done(const OpenedRequest& request) {
  if (std::find(std::begin(kKinds), std::end(kKinds), request.kind) == std::end(kKinds)) return;
  if (request.kind == "open_model" || request.kind == "open_data") {
    forget_run();
    if (requests_.contains(request.kind)) checkpoints_.clear();  // they are of what this one replaces
  }
  requests_[request.kind] = request;
}

void Opened::checkpoint(std::uint32_t handle) {
  checkpoints_.push_back(handle);
  if (checkpoints_.size() > kMostCheckpoints) checkpoints_.erase(checkpoints_.begin());
}

void Opened::forget_run() {
  requests_.erase("run_optimize");
  requests_.erase("choose_candidate");
  run_plan_.clear();
}

std::string Opened::name() const {
  const auto model = requests_.find("open_model");
  if (model == requests_.end()) return requests_.empty() ? std::string() : "the samples";
  const auto body = Json::parse(model->second.body);
  return body.ok() ? body->root()["name"].text_or() : std::string();
}

std::vector<OpenedRequest> Opened::requests() const {
  std::vector<OpenedRequest> out;
  for (const std::uint32_t handle : checkpoints_) out.push_back({.kind = "restore_checkpoint", .what = {}, .body = "{}", .file = handle});
  const bool ran = requests_.contains("run_optimize");
  const std::string& first = ran && !run_plan_.empty() ? run_plan_ : plan_;
  if (!first.empty()) out.push_back(edit_plan(first));
  for (const std::string_view kind : kKinds) {
    if (const auto found = requests_.find(std::string(kind)); found != requests_.end()) out.push_back(found->second);
  }
  if (plan_ != first && !plan_.empty()) out.push_back(edit_plan(plan_));
  return out;
}

}  // namespace thimble::ui
