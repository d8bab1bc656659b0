#include "wasm/ui/core_link.h"

#include <algorithm>

#include "core/api/message.h"
#include "core/base/json.h"
#include "core/base/json_writer.h"

namespace thimble::ui {

namespace {

constexpr std::size_t kMaxLog = 500;

}  // namespace

void CoreLink::add_log(LogKind kind, std::string text) {
  log_.push_back({kind, std::move(text)});
  if (log_.size() > kMaxLog) log_.pop_front();
}

std::int64_t CoreLink::send(std::string_view kind, std::string body, std::string what, std::uint32_t file) {
  const std::int64_t id = ++last_id_;
  opened_.starts(kind);
  Message message{.id = id, .re = 0, .kind = std::string(kind), .body = body};
  tasks_[id] = {.kind = std::string(kind), .what = std::move(what), .step = {}, .body = std::move(body), .file = file};
  platform_.send(encode_message(message), file);
  return id;
}

void CoreLink::report(Trouble trouble) {
  add_log(LogKind::bad, (trouble.where.empty() ? "" : trouble.where + ": ") + trouble.message);
  announcement_ = "Error: " + trouble.message;
  trouble_ = std::move(trouble);
}

void CoreLink::dismiss_trouble() {
  trouble_.reset();
  store_.clear("missing");
}

void CoreLink::forget_package() {
  if (package_) platform_.drop_result(package_->handle);
  package_.reset();
  store_.clear("package");
}

// Its answer would be about another network, or to a core that has not asked.
void CoreLink::forget_check() {
  if (check_ != 0) platform_.drop_result(std::exchange(check_, 0));
}

bool CoreLink::busy() const {
  return std::any_of(tasks_.begin(), tasks_.end(), [](const auto& entry) { return !entry.second.what.empty(); });
}

bool CoreLink::running(std::string_view kind) const {
  return std::any_of(tasks_.begin(), tasks_.end(), [&](const auto& entry) { return entry.second.kind == kind; });
}

void CoreLink::post_cancel(std::int64_t request) {
  JsonWriter body;
  body.begin_object().field("request", request).end_object();
  send("cancel", body.take(), {});
}

void CoreLink::cancel(std::string_view kind) {
  std::vector<std::int64_t> ids;
  for (const auto& [id, task] : tasks_) {
    if (task.kind == kind) ids.push_back(id);
  }
  for (const std::int64_t id : ids) post_cancel(id);
}

std::optional<Finished> CoreLink::take_finished() {
  if (finished_.empty()) return std::nullopt;
  Finished out = std::move(finished_.front());
  finished_.pop_front();
  return out;
}

void CoreLink::core_died(std::string_view reason) {
  tasks_.clear();
  forget_check();
  report({.message = "The core stopped: " + std::string(reason),
          .where = {},
          .hint = "Restart it: model, data, plan and results come back by themselves.",
          .core_died = true});
}

void CoreLink::restart() {
  trouble_.reset();
  forget_package();
  platform_.restart_core();
  reopen(opened_, "The core was restarted");
}

void CoreLink::checkpoint(std::uint32_t handle) {
  opened_.checkpoint(handle);
  keep();
}

void CoreLink::take_up(std::string_view session, bool at_once) {
  offer_ = Opened::from_json(session);
  if (at_once && offer_) take_offer();
}

void CoreLink::take_offer() {
  const Opened before = *std::exchange(offer_, std::nullopt);
  // What ends the page while it runs is not run again by the next one.
  Opened careful = before;
  careful.forget_run();
  platform_.keep_session(careful.to_json(), careful.handles_json());
  reopen(before, "The last session is taken up");
}

void CoreLink::forget_offer() {
  offer_.reset();
  platform_.forget_session();
}

// The page still holds the files.
void CoreLink::reopen(const Opened& opened, const std::string& said) {
  const std::vector<OpenedRequest> requests = opened.requests();
  opened_ = Opened();
  std::string again;
  for (const OpenedRequest& request : requests) {
    if (!request.what.empty()) again += (again.empty() ? " and does again: " : ", ") + request.what;
    tasks_[send(request.kind, request.body, request.what, request.file)].again = true;
  }
  announcement_ = said + again;
  add_log(LogKind::info, announcement_);
}

// Not in the middle of asking for it all again: what is still to come would be lost with the page.
void CoreLink::keep() {
  if (opened_.empty() || std::any_of(tasks_.begin(), tasks_.end(), [](const auto& task) { return task.second.again; })) return;
  platform_.keep_session(opened_.to_json(), opened_.handles_json());
}

void CoreLink::receive(std::span<const std::byte> bytes) {
  std::int64_t id = 0;
  const auto message = decode_message(bytes, id);
  if (!message.ok())
    return report({.message = "The core sent what is no message: " + message.error().message(), .where = {}, .hint = "Reload the page."});
  const auto json = Json::parse(message->body);
  if (!json.ok()) return;
  const JsonValue body = json->root();

  if (message->kind == "view") {
    const std::string name = body["name"].text_or();
    if (message->blobs.size() != 1 || !store_.set(name, message->blobs[0].bytes())) {
      return report({.message = "The view \"" + name + "\" of the core cannot be shown",
                     .where = {},
                     .hint = "Reload the page, so that page and core are of one build."});
    }
    if (name == "plan" && views().plan->recipe()->size() > 0) {
      opened_.plan(views().plan->recipe()->string_view());
      keep();
    }
    return;
  }
  const auto task = tasks_.find(message->re);
  if (message->kind == "progress") {
    if (task == tasks_.end()) return;
    task->second.step = body["step"].text_or();
    task->second.done = static_cast<int>(body["done"].integer().value_or(0));
    task->second.of = static_cast<int>(body["of"].integer().value_or(0));
    return;
  }
  if (message->kind != "done" && message->kind != "failed") return;
  const Task ended = task == tasks_.end() ? Task() : task->second;
  if (task != tasks_.end()) tasks_.erase(task);
  if (message->kind == "done") {
    finish(ended, message->id, body);
    return keep();
  }
  keep();
  if (body["code"].text() == "cancelled") {
    announcement_ = ended.what + ": cancelled";
    return add_log(LogKind::info, announcement_);
  }
  report({.message = body["message"].text_or(), .where = body["where"].text_or(), .hint = body["hint"].text_or(), .request = ended.kind});
}

void CoreLink::finish(const Task& task, std::int64_t id, const JsonValue& body) {
  if (task.kind == "open_data" && body["samples"].integer() == 0) return;  // all were weights of the model
  if (task.kind == "restore_checkpoint") opened_.checkpoint(task.file);
  opened_.done({.kind = task.kind, .what = task.what, .body = task.body, .file = task.file});
  if (task.kind == "open_model") store_.clear("missing");
  if (!task.what.empty()) {
    if (!views().missing) trouble_.reset();  // data that came with it leave the model's question open
    add_log(LogKind::good, task.what + ": done");
    announcement_ = task.what + ": done";
  }
  finished_.push_back({task.kind, task.again});
  const bool other_input = task.kind == "open_model" || task.kind == "open_data";
  if (other_input) {
    // What was found out is about something else now.
    for (const char* view : {"run", "results", "checks"}) store_.clear(view);
  }
  if (other_input || task.kind == "run_optimize") forget_check();
  if (other_input || task.kind == "select_target" || task.kind == "choose_candidate" || task.kind == "run_optimize") forget_package();
  const auto handle = static_cast<std::uint32_t>(id);
  if (task.kind == "emit_package") {
    if (package_) platform_.drop_result(package_->handle);
    package_ = SavedResult{.handle = handle, .file_name = body["file_name"].text_or()};
  }
  if (task.kind == "check_inputs" && body["count"].integer().value_or(0) > 0) {
    check_ = handle;
    platform_.run_onnx(handle, body.to_json());
  }
  // Asked for by a download button: nothing is left to press.
  if (task.kind == "export_model" || task.kind == "save_report" || (task.kind == "emit_package" && body["save"].flag().value_or(false)))
    platform_.save(handle, body["file_name"].text_or());
  if (task.kind != "emit_package" && handle != check_) platform_.drop_result(handle);
}

}  // namespace thimble::ui
