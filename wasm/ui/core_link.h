// CoreLink: requests to the core and what they came to. Keeps no more than the UI shows: the running task, the last error,
//   the log, the package that can be saved.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/json.h"
#include "wasm/ui/opened.h"
#include "wasm/ui/platform.h"
#include "wasm/ui/view_store.h"

namespace thimble::ui {

enum class LogKind : std::uint8_t { info, good, bad };

struct LogLine {
  LogKind kind;
  std::string text;
};

struct Trouble {
  std::string message, where, hint;
  bool core_died = false;
  std::string request = {};  // what was asked for: what to offer instead depends on it
};

struct Task {
  std::string kind, what, step;  // what: empty for small talk, which is neither logged nor shown
  int done = 0, of = 0;
  std::string body = {};
  std::uint32_t file = 0;
  bool again = false;  // of what was open before: no news
};

struct Finished {
  std::string kind;
  bool again = false;
};

struct SavedResult {
  std::uint32_t handle = 0;
  std::string file_name;
};

class CoreLink {
 public:
  explicit CoreLink(Platform& platform) : platform_(platform) {}

  // `what` is the sentence of the log: "open model.tflite".
  std::int64_t send(std::string_view kind, std::string body, std::string what, std::uint32_t file = 0);
  void receive(std::span<const std::byte> bytes);
  void core_died(std::string_view reason);
  void restart();
  void checkpoint(std::uint32_t handle);

  // What an earlier page had open (Platform::keep_session): taken up at once, or offered until something is opened.
  void take_up(std::string_view session, bool at_once);
  std::string offered() const { return offer_ && opened_.empty() ? offer_->name() : std::string(); }
  void take_offer();
  void forget_offer();

  const Views& views() const { return store_.views(); }
  ViewStore& store() { return store_; }
  const std::map<std::int64_t, Task>& tasks() const { return tasks_; }
  bool busy() const;                            // something that is worth a bar is under way
  bool running(std::string_view kind) const;
  void cancel(std::string_view kind);
  const std::deque<LogLine>& log() const { return log_; }
  const std::optional<Trouble>& trouble() const { return trouble_; }
  void dismiss_trouble();
  void report(Trouble trouble);
  const std::optional<SavedResult>& package() const { return package_; }
  void forget_package();

  // A request that was done since the last question: the frame then shows what came of it.
  std::optional<Finished> take_finished();
  std::string take_announcement() { return std::exchange(announcement_, {}); }

 private:
  void add_log(LogKind kind, std::string text);
  void reopen(const Opened& opened, const std::string& said);
  void keep();
  void finish(const Task& task, std::int64_t id, const JsonValue& body);
  void post_cancel(std::int64_t request);
  void forget_check();

  Platform& platform_;
  ViewStore store_;
  std::map<std::int64_t, Task> tasks_;
  Opened opened_;
  std::optional<Opened> offer_;
  std::deque<LogLine> log_;
  std::optional<Trouble> trouble_;
  std::optional<SavedResult> package_;
  std::uint32_t check_ = 0;  // the result that another runtime works on; 0: none
  std::int64_t last_id_ = 0;
  std::deque<Finished> finished_;
  std::string announcement_;
};

}  // namespace thimble::ui
