#include "core/pipeline/readable_samples.h"

#include <algorithm>
#include <utility>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/without_samples.h"

namespace thimble {
namespace {

constexpr std::size_t kMostNamed = 5;

struct Damaged {
  std::int64_t index;
  std::string why;
};

std::string named(const std::vector<Damaged>& damaged) {
  std::vector<std::string> lines;
  for (const Damaged& one : damaged) {
    if (lines.size() < kMostNamed) lines.push_back(one.why);
  }
  if (damaged.size() > lines.size()) lines.push_back(cat(damaged.size() - lines.size(), " more"));
  return join(lines, "; ");
}

std::vector<std::int64_t> indices_of(const std::vector<Damaged>& damaged) {
  std::vector<std::int64_t> out;
  for (const Damaged& one : damaged) out.push_back(one.index);
  return out;
}

}  // namespace

Task<Result<ReadableSamples>> readable_samples(JobControl& job, std::shared_ptr<const Dataset> data, ChooseSamples choose) {
  ReadableSamples out{.data = data, .left_out = {}, .warnings = {}};
  if (!is_a_file_a_sample(*data)) co_return out;
  std::vector<Damaged> damaged;  // by index
  std::vector<bool> known(static_cast<std::size_t>(data->size()), false);
  std::size_t before = 0;
  do {
    before = damaged.size();
    // The indices of what is left, as those of all.
    std::vector<std::int64_t> originals;
    for (std::int64_t i = 0, next = 0; i < data->size(); ++i) {
      if (next < std::ssize(damaged) && damaged[static_cast<std::size_t>(next)].index == i) {
        ++next;
      } else {
        originals.push_back(i);
      }
    }
    THIMBLE_CO_TRY(const std::vector<std::int64_t> chosen, choose(*out.data));
    const std::size_t most = std::max<std::size_t>(1, chosen.size() / 10);
    std::vector<Damaged> found;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const std::int64_t index = originals[static_cast<std::size_t>(chosen[i])];
      if (known[static_cast<std::size_t>(index)]) continue;
      known[static_cast<std::size_t>(index)] = true;
      const Result<RawSample> sample = data->read(index);
      if (!sample.ok()) found.push_back({index, cat(sample.error().where(), ": ", sample.error().message())});
      if (found.size() + damaged.size() > most) {
        damaged.insert(damaged.end(), found.begin(), found.end());
        co_return bad_data(cat(damaged.size(), " of the first ", std::count(known.begin(), known.end(), true),
                               " samples cannot be read: ", named(damaged)),
                           "Leave them out, or save them again with another program. Up to a tenth are left out by themselves.");
      }
      job.progress("read", static_cast<std::int64_t>(i) + 1, std::ssize(chosen));
      co_await job.pause();
    }
    damaged.insert(damaged.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    std::sort(damaged.begin(), damaged.end(), [](const Damaged& a, const Damaged& b) { return a.index < b.index; });
    out.left_out = indices_of(damaged);
    out.data = without_samples(data, out.left_out);
  } while (damaged.size() != before);
  if (!damaged.empty()) {
    out.warnings.push_back(
        cat(counted(std::ssize(damaged), "sample is", "samples are"), " left out, for they cannot be read: ", named(damaged)));
  }
  co_return out;
}

}  // namespace thimble
