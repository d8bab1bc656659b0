// Session: takes requests, works on them one after the other in short steps, and keeps the events that are to be read.
//   Every request is answered by exactly one "done" or "failed", always last; what cannot be read is answered by "failed" too.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/api/command_def.h"
#include "core/api/file_source.h"
#include "core/api/message.h"

namespace thimble {

class Session {
 public:
  Session();
  ~Session();

  // How files of samples are read (open_data); without it they cannot be.
  void set_file_reader(FileReader reader);
  void set_threads(int threads);

  void post(std::span<const std::byte> bytes);

  // The oldest event; when there is none, works for one step first.
  std::optional<std::vector<std::byte>> poll();
  bool busy() const { return !waiting_.empty() || running_.job; }

 private:
  class JobReporter;
  struct Waiting {
    Message message;
    const CommandDef* command;
  };
  struct Running {
    std::int64_t id = 0;
    std::unique_ptr<Job> job;
  };

  bool start(Running& to, const Message& request, const CommandDef& command);
  void step(Running& running);
  void fail(std::int64_t re, const Error& error);
  void finish(std::int64_t re, Outcome outcome);
  void send(std::int64_t re, std::string kind, std::string body, std::vector<Blob> blobs = {});
  bool cancel(std::int64_t request);

  std::unique_ptr<Workspace> workspace_;
  std::deque<Waiting> waiting_;
  Running running_;
  std::deque<std::vector<std::byte>> events_;
  std::int64_t last_id_ = 0;
  std::int64_t view_sequence_ = 0;
  std::chrono::steady_clock::time_point last_progress_{};
};

}  // namespace thimble
