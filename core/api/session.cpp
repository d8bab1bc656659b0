#include "core/api/session.h"

#include <algorithm>

#include "core/api/workspace.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/base/unknown_name.h"

namespace thimble {

namespace {

constexpr std::size_t kMaxWaiting = 256;
constexpr std::chrono::milliseconds kProgressInterval{100};

const CommandDef* find_command(std::string_view name) {
  for (const CommandDef* command : all_commands()) {
    if (command->name == name) return command;
  }
  return nullptr;
}

Error unknown_command(std::string_view name) {
  std::vector<std::string> names;
  for (const CommandDef* command : all_commands()) names.emplace_back(command->name);
  return unsupported(unknown_name("command", name, names), "There is: " + join(names, ", ") + ".");
}

std::string error_json(const Error& error) {
  JsonWriter out;
  out.begin_object().field("code", error_code_name(error.code())).field("message", error.message());
  out.field("where", error.where()).field("hint", error.hint()).end_object();
  return out.take();
}

}  // namespace

class Session::JobReporter final : public Reporter {
 public:
  JobReporter(Session& session, std::int64_t request) : session_(session), request_(request) {}

  void progress(std::string_view step, int done, int of) override {
    const auto now = std::chrono::steady_clock::now();
    if (now - session_.last_progress_ < kProgressInterval) return;
    session_.last_progress_ = now;
    JsonWriter body;
    body.begin_object().field("step", step).field("done", done).field("of", of).end_object();
    session_.send(request_, "progress", body.take());
  }

  void view(std::string_view name, std::vector<std::byte> bytes) override {
    JsonWriter body;
    body.begin_object().field("name", name).field("seq", ++session_.view_sequence_).end_object();
    session_.send(request_, "view", body.take(), {Blob(std::move(bytes))});
  }

  bool cancel(std::int64_t request) override { return session_.cancel(request); }

 private:
  Session& session_;
  std::int64_t request_;
};

Session::Session() : workspace_(std::make_unique<Workspace>()) {}
Session::~Session() = default;

void Session::set_file_reader(FileReader reader) { workspace_->read_file = std::move(reader); }
void Session::set_threads(int threads) { workspace_->threads = std::max(threads, 1); }

void Session::send(std::int64_t re, std::string kind, std::string body, std::vector<Blob> blobs) {
  events_.push_back(
      encode_message({.id = ++last_id_, .re = re, .kind = std::move(kind), .body = std::move(body), .blobs = std::move(blobs)}));
}

void Session::fail(std::int64_t re, const Error& error) { send(re, "failed", error_json(error)); }
void Session::finish(std::int64_t re, Outcome outcome) { send(re, "done", std::move(outcome.body), std::move(outcome.blobs)); }

void Session::post(std::span<const std::byte> bytes) {
  std::int64_t id = 0;
  auto decoded = decode_message(bytes, id);
  if (!decoded.ok()) return fail(id, decoded.error());
  Message request = std::move(decoded).value();
  const CommandDef* command = find_command(request.kind);
  if (!command) return fail(request.id, unknown_command(request.kind));
  if (request.blobs.size() != command->blobs) {
    return fail(request.id,
                invalid_argument(format("%s takes %zu blobs, %zu came", request.kind.c_str(), command->blobs, request.blobs.size())));
  }
  if (command->at_once) {
    Running now{.id = request.id, .job = nullptr};
    if (start(now, request, *command)) step(now);
    return;
  }
  if (waiting_.size() >= kMaxWaiting) return fail(request.id, out_of_budget(format("%zu requests are waiting already", waiting_.size())));
  waiting_.push_back({.message = std::move(request), .command = command});
}

bool Session::start(Running& to, const Message& request, const CommandDef& command) {
  // decode_message has read this text before, as an object.
  const auto body = Json::parse(request.body);
  THIMBLE_CHECK(body.ok());
  auto job = command.start(*workspace_, {.body = body->root(), .blobs = request.blobs});
  if (!job.ok()) {
    fail(request.id, job.error());
    return false;
  }
  to = {.id = request.id, .job = std::move(job).value()};
  return true;
}

// One step; the job is gone when it ended.
void Session::step(Running& running) {
  JobReporter reporter(*this, running.id);
  auto outcome = running.job->step(reporter);
  if (outcome.ok() && !*outcome) return;
  running.job.reset();
  if (!outcome.ok()) return fail(running.id, outcome.error());
  finish(running.id, std::move(**outcome));
}

std::optional<std::vector<std::byte>> Session::poll() {
  if (events_.empty()) {
    if (!running_.job && !waiting_.empty()) {
      const Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      start(running_, next.message, *next.command);
    } else if (running_.job) {
      step(running_);
    }
  }
  if (events_.empty()) return std::nullopt;
  std::vector<std::byte> event = std::move(events_.front());
  events_.pop_front();
  return event;
}

bool Session::cancel(std::int64_t request) {
  bool found = running_.job && running_.id == request;
  if (found) running_.job.reset();
  found = found || std::erase_if(waiting_, [&](const Waiting& waiting) { return waiting.message.id == request; }) > 0;
  if (found) fail(request, Error(ErrorCode::cancelled, "cancelled"));
  return found;
}

}  // namespace thimble
