// Saved logs and checkpoints under hostile bytes: what reads as a log is replayed without files, and every request of it is told of.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "core/api/replay_events.h"
#include "core/pipeline/made_network.h"

using namespace thimble;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  if (const auto made = load_made_network(bytes); made.ok()) {
    if (!load_made_network(save_made_network(*made)).ok()) std::abort();
  }
  const auto log = read_event_log({reinterpret_cast<const char*>(data), size});
  if (!log.ok()) return 0;
  const auto asked =
      std::count_if(log->entries.begin(), log->entries.end(), [](const LogEntry& entry) { return entry.event == LogEvent::request; });
  const auto told = replay_events(*log, [](const LoggedFile&) -> Result<ByteSource> { return bad_data("is not there"); });
  if (static_cast<std::ptrdiff_t>(told.size()) > asked) std::abort();
  return 0;
}
