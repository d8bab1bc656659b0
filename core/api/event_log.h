// EventLog: what a page asked of its core and what that answered, as the page saves it; replay_events() does it again.
//   format  lines of JSON, no file's contents among them:
//             {"thimble_events": 1, "core": "core-mt", "threads": 4, "browser": "..."}     the first line
//             {"ms": 1200, "request": {head}, "file": {"path": "m.onnx", "size": 912}}     file: what came with it as its blob
//             {"ms": 1500, "answer": {head}}       "done" or "failed"; progress and views are not logged
//             {"ms": 1700, "died": "out of memory"}       the core ended; what follows was asked of a new one
//           heads are those of message.h; ms: milliseconds since the page was opened
//   limits  kMaxEventLogBytes
//   errors  bad_data: the line, what was found and what was expected
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace thimble {

inline constexpr std::size_t kMaxEventLogBytes = std::size_t{64} << 20;

enum class LogEvent : std::uint8_t { request, answer, died };

struct LoggedFile {
  std::string path;
  std::int64_t size = 0;
};

struct LogEntry {
  LogEvent event = LogEvent::request;
  std::int64_t id = 0;  // of the request; of the request that is answered
  std::string kind;     // of the request or the answer; the reason of a death
  std::string body = "{}";
  std::optional<LoggedFile> file = {};
};

struct EventLog {
  std::string core, browser;
  int threads = 1;
  std::vector<LogEntry> entries;
};

Result<EventLog> read_event_log(std::string_view text);

}  // namespace thimble
