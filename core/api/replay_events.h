// replay_events: a saved log once more, on a core of this build: its requests in their order, each after the answers that it came
//   after. What is answered otherwise is a difference. A core that died in the page dies here too, where a debugger can look at it.
//   Files are asked for by the names that the page had for them; a request whose file is not there is left out.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/api/event_log.h"
#include "core/data/dataset.h"

namespace thimble {

enum class Replayed : std::uint8_t { same, different, left_out };

struct ReplayedRequest {
  std::int64_t id = 0;
  std::string kind;
  Replayed outcome = Replayed::same;
  std::string logged, here;  // what it was answered: `done {"samples":500}`; left out: why
};

// An error: there is none of that name, or of another size.
using FindLogFile = std::function<Result<ByteSource>(const LoggedFile& file)>;

// `hear` is told of every request as soon as it is over. The log's answers are compared by kind and body.
std::vector<ReplayedRequest> replay_events(const EventLog& log, const FindLogFile& find,
                                           const std::function<void(const ReplayedRequest&)>& hear = {});

}  // namespace thimble
