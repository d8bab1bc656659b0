#include "core/api/event_log.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/text.h"

namespace thimble {

namespace {

constexpr std::int64_t kMostThreads = 64;

Error not_a_line(const JsonValue& line) {
  return bad_data("a line is " + printable(line.to_json(), 80) + ", expected a request, an answer or a death",
                  "save the log again: Log, then \"Save the log\"");
}

Result<LogEntry> read_entry(const JsonValue& line) {
  LogEntry out;
  if (const auto reason = line["died"].text()) {
    out.event = LogEvent::died;
    out.kind = printable(*reason, 400);
    return out;
  }
  const bool asked = line["request"].is_object();
  const JsonValue head = line[asked ? "request" : "answer"];
  const auto id = head[asked ? "id" : "re"].integer();
  const auto kind = head["kind"].text();
  if (!head.is_object() || !id || !kind || !head["body"].is_object()) return not_a_line(line);
  out.event = asked ? LogEvent::request : LogEvent::answer;
  out.id = *id;
  out.kind = std::string(*kind);
  out.body = head["body"].to_json();
  if (const JsonValue file = line["file"]; file.present()) {
    const auto size = file["size"].integer();
    if (!file["path"].text() || !size || *size < 0) return not_a_line(line);
    out.file = LoggedFile{.path = file["path"].text_or(), .size = *size};
  }
  return out;
}

Result<void> read_first_line(const JsonValue& line, EventLog& out) {
  if (line["thimble_events"].integer() != 1)
    return bad_data("the first line is " + printable(line.to_json(), 80) + ", expected {\"thimble_events\": 1, ...}",
                    "is this a log that the page has saved?");
  out.core = printable(line["core"].text_or(), 40);
  out.browser = printable(line["browser"].text_or(), 400);
  out.threads = static_cast<int>(std::clamp<std::int64_t>(line["threads"].integer().value_or(1), 1, kMostThreads));
  return {};
}

}  // namespace

Result<EventLog> read_event_log(std::string_view text) {
  if (text.size() > kMaxEventLogBytes)
    return out_of_budget(cat("a log of ", bytes_text(static_cast<std::int64_t>(text.size())), "; at most ",
                             bytes_text(static_cast<std::int64_t>(kMaxEventLogBytes)), " are read"));
  EventLog out;
  std::int64_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    const auto json = Json::parse(line);
    if (!json.ok()) return Error(json.error().code(), json.error().message(), json.error().hint()).in(cat("line ", number));
    if (number == 1) {
      THIMBLE_TRY_VOID(read_first_line(json->root(), out).in("line 1"));
      continue;
    }
    THIMBLE_TRY(LogEntry entry, read_entry(json->root()).in(cat("line ", number)));
    out.entries.push_back(std::move(entry));
  }
  if (number == 0) return bad_data("the log is empty", "is this a log that the page has saved?");
  return out;
}

}  // namespace thimble
