// MadeNetwork: what a technique has made, as bytes that outlive a job: most of its time is in them. A job that is given what
//   another has made goes on from there (OptimizeInput.find_made), and comes to the same result: judging is done again.
//   bytes   a line of JSON, then the network in the IR's text form:
//             {"thimble_made": 1, "key": "<hex>", "seconds": 2.5, "sensitivity": [...], "notes": [{"where": "", "message": "", "level":
//             "note"}]}
//   key     SHA-256 of all that the network depends on: version, technique, options, seed, and the fingerprint of model and samples
//   errors  load: bad_data; the bytes may come from anywhere
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/samples.h"
#include "core/techniques/technique_def.h"

namespace thimble {

struct MadeNetwork {
  std::string key;
  double seconds = 0;  // that the technique took
  TechniqueOutput output;
};

std::vector<std::byte> save_made_network(const MadeNetwork& made);
Result<MadeNetwork> load_made_network(std::span<const std::byte> bytes);

// `parts`: whatever the network depends on, in a fixed order.
std::string made_network_key(std::span<const std::string_view> parts);

// What tells one job's inputs from another's: the model's shapes and constants; of each set of samples how many there are, and some of
// them, spread over the set, in full. A set may be null.
Task<Result<std::string>> fingerprint(JobControl& job, const Graph* model, std::vector<std::shared_ptr<const Samples>> sets);

using FindMadeNetwork = std::function<const MadeNetwork*(std::string_view key)>;

}  // namespace thimble
