#include "wasm/ui/core_link.h"

#include "core/api/message.h"
#include "core/base/json.h"
#include "core/base/json_writer.h"

namespace thimble::ui {

namespace {

constexpr std::size_t kMaxLog = 500;

std::string text_of(const JsonValue& value) { return std::string(value.text().value_or("")); }

}  // namespace

void CoreLink::add_log(LogKind kind, std::string text) {
  log_.push_back({kind, std::move(text)});
  if (log_.size() > kMaxLog) log_.pop_front();
}

std::int64_t CoreLink::send(std::string_view kind, std::string body, std::string what, std::uint32_t file) {
  const std::int64_t id = ++last_id_;
  tasks_[id] = {.what = std::move(what), .step = {}};
  kinds_[id] = kind;
  Message message{.id = id, .re = 0, .kind = std::string(kind), .body = std::move(body)};
  platform_.send(encode_message(message), file);
  return id;
}

void CoreLink::report(Trouble trouble) {
  add_log(LogKind::bad, (trouble.where.empty() ? "" : trouble.where + ": ") + trouble.message);
  announcement_ = "Error: " + trouble.message;
  trouble_ = std::move(trouble);
}

void CoreLink::forget_package() {
  package_.reset();
  store_.clear("package");
}

void CoreLink::cancel_all() {
  std::vector<std::int64_t> ids;
  for (const auto& [id, task] : tasks_) ids.push_back(id);
  for (const std::int64_t id : ids) {
    JsonWriter body;
    body.begin_object().field("request", id).end_object();
    send("cancel", body.take(), "cancel");
  }
}

void CoreLink::core_died(std::string_view reason) {
  tasks_.clear();
  kinds_.clear();
  report({.message = "The core stopped: " + std::string(reason),
          .where = {},
          .hint = "Restart it and open the model again; what is shown here stays.",
          .core_died = true});
}

void CoreLink::restart() {
  trouble_.reset();
  forget_package();
  platform_.restart_core();
  add_log(LogKind::info, "core restarted");
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
    const std::string name = text_of(body["name"]);
    if (message->blobs.size() != 1 || !store_.set(name, message->blobs[0].bytes())) {
      report({.message = "The view \"" + name + "\" of the core cannot be shown",
              .where = {},
              .hint = "Reload the page, so that page and core are of one build."});
    }
    return;
  }
  const auto task = tasks_.find(message->re);
  if (message->kind == "progress") {
    if (task == tasks_.end()) return;
    task->second.step = text_of(body["step"]);
    task->second.done = static_cast<int>(body["done"].integer().value_or(0));
    task->second.of = static_cast<int>(body["of"].integer().value_or(0));
    return;
  }
  const std::string what = task == tasks_.end() ? std::string() : task->second.what;
  const std::string kind = kinds_[message->re];
  kinds_.erase(message->re);
  if (task != tasks_.end()) tasks_.erase(task);
  if (message->kind == "failed") {
    if (text_of(body["code"]) == "cancelled") return add_log(LogKind::info, what + ": cancelled");
    return report({.message = text_of(body["message"]), .where = text_of(body["where"]), .hint = text_of(body["hint"])});
  }
  if (message->kind != "done" || kind == "cancel") return;
  trouble_.reset();
  add_log(LogKind::good, what + ": done");
  announcement_ = what + ": done";
  if (kind == "open_model") {
    model_opened_ = true;
    forget_package();
  }
  if (kind == "select_target") forget_package();
  if (kind == "emit_package")
    package_ = SavedResult{.handle = static_cast<std::uint32_t>(message->id), .file_name = text_of(body["file_name"])};
}

}  // namespace thimble::ui
