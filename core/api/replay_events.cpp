#include "core/api/replay_events.h"

#include <map>
#include <memory>
#include <utility>

#include "core/api/session.h"
#include "core/base/json.h"

namespace thimble {

namespace {

constexpr std::string_view kNoAnswer = "no answer";

// A body as read_event_log() has those of the log.
std::string as_logged(const std::string& body) {
  const auto json = Json::parse(body);
  return json.ok() ? json->root().to_json() : body;
}

class Replay {
 public:
  Replay(const EventLog& log, const FindLogFile& find, const std::function<void(const ReplayedRequest&)>& hear)
      : log_(log), find_(find), hear_(hear) {
    start();
  }

  std::vector<ReplayedRequest> run() {
    for (const LogEntry& entry : log_.entries) {
      if (entry.event == LogEvent::request) post(entry);
      if (entry.event == LogEvent::answer) compare(entry);
      if (entry.event == LogEvent::died) {
        while (work()) {
        }
        finish_open("no answer: the core ended (" + entry.kind + ")", Replayed::different);
        start();
      }
    }
    while (work()) {
    }
    finish_open("no answer yet: the log ends here", Replayed::same);
    return std::move(done_);
  }

 private:
  void start() {
    session_ = std::make_unique<Session>();
    session_->set_threads(log_.threads);
    session_->set_file_reader([this](std::uint32_t handle, std::int64_t offset, std::span<std::byte> out) {
      const auto found = held_.find(handle);
      return found != held_.end() && found->second.read(offset, out).ok();
    });
    answers_.clear();
  }

  // The files that a body names by handle, for the session to read.
  Result<void> hold(const JsonValue& files) {
    for (const JsonValue& file : files.items()) {
      const auto handle = file["handle"].integer(), size = file["size"].integer();
      const auto path = file["path"].text();
      if (!handle || !size || !path || *handle <= 0 || *handle > INT32_MAX) continue;  // the session refuses it in words
      THIMBLE_TRY(ByteSource source, find_({.path = std::string(*path), .size = *size}));
      held_.insert_or_assign(static_cast<std::uint32_t>(*handle), std::move(source));
    }
    return {};
  }

  Result<Message> message_of(const LogEntry& entry) {
    Message out{.id = entry.id, .kind = entry.kind, .body = entry.body};
    THIMBLE_TRY(const Json body, Json::parse(entry.body));
    for (const char* list : {"files", "siblings"}) THIMBLE_TRY_VOID(hold(body.root()[list]));
    if (entry.file) {
      THIMBLE_TRY(const ByteSource source, find_(*entry.file));
      THIMBLE_TRY(std::vector<std::byte> bytes, read_whole(source));
      out.blobs.emplace_back(std::move(bytes));
    }
    return out;
  }

  void post(const LogEntry& entry) {
    const auto message = message_of(entry);
    if (!message.ok()) return end({entry.id, entry.kind, Replayed::left_out, {}, message.error().to_string()});
    open_[entry.id] = entry.kind;
    session_->post(encode_message(*message));
  }

  // One look at the session; false: it has nothing left to do.
  bool work() {
    const auto event = session_->poll();
    if (!event) return session_->busy();
    std::int64_t id = 0;
    const auto message = decode_message(*event, id);
    if (message.ok() && (message->kind == "done" || message->kind == "failed"))
      answers_[message->re] = message->kind + " " + as_logged(message->body);
    return true;
  }

  void compare(const LogEntry& entry) {
    const auto request = open_.find(entry.id);
    if (request == open_.end()) return;  // left out
    while (!answers_.contains(entry.id) && work()) {
    }
    const std::string logged = entry.kind + " " + entry.body;
    const auto answer = answers_.find(entry.id);
    const std::string here = answer == answers_.end() ? std::string(kNoAnswer) : answer->second;
    end({entry.id, request->second, here == logged ? Replayed::same : Replayed::different, logged, here});
    open_.erase(request);
  }

  // Requests that the log has no answer to.
  void finish_open(const std::string& logged, Replayed when_answered) {
    for (const auto& [id, kind] : std::exchange(open_, {})) {
      const auto answer = answers_.find(id);
      const bool answered = answer != answers_.end();
      end({id, kind, answered ? when_answered : Replayed::same, logged, answered ? answer->second : std::string(kNoAnswer)});
    }
  }

  void end(ReplayedRequest request) {
    if (hear_) hear_(request);
    done_.push_back(std::move(request));
  }

  const EventLog& log_;
  const FindLogFile& find_;
  const std::function<void(const ReplayedRequest&)>& hear_;
  std::map<std::uint32_t, ByteSource> held_;
  std::unique_ptr<Session> session_;
  std::map<std::int64_t, std::string> open_;     // kinds, by request
  std::map<std::int64_t, std::string> answers_;  // by request
  std::vector<ReplayedRequest> done_;
};

}  // namespace

std::vector<ReplayedRequest> replay_events(const EventLog& log, const FindLogFile& find,
                                           const std::function<void(const ReplayedRequest&)>& hear) {
  return Replay(log, find, hear).run();
}

}  // namespace thimble
