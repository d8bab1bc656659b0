#include "core/data/splits.h"

#include <algorithm>
#include <map>

#include "core/base/counts.h"
#include "core/base/hash.h"
#include "core/base/text.h"

namespace thimble {
namespace {

// Ranks a sample among all, the same whatever else is in the data set.
std::uint64_t rank_of(const Dataset& data, std::int64_t index, std::uint64_t seed) {
  const std::string name = data.name(index);
  std::uint64_t hash = fnv1a(std::as_bytes(std::span(&seed, 1)));
  hash = fnv1a(std::as_bytes(std::span(name)), hash);
  // FNV's upper bits mix poorly over short names; this finalizer is splitmix64's.
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

struct Ranked {
  std::uint64_t rank;
  std::int64_t index;
  bool operator<(const Ranked& other) const { return rank != other.rank ? rank < other.rank : index < other.index; }
};

using Class = std::vector<Ranked>;

// `count` samples from all classes, each in its proportion of what is left (largest remainders).
std::vector<std::int64_t> take(std::vector<Class>& classes, std::int64_t count) {
  std::int64_t left = 0;
  for (const Class& c : classes) left += std::ssize(c);
  count = std::min(count, left);
  struct Share {
    std::size_t place;
    std::int64_t whole, rest;
  };
  std::vector<Share> shares;
  std::int64_t given = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const std::int64_t scaled = count * std::ssize(classes[i]);
    shares.push_back({i, left > 0 ? scaled / left : 0, left > 0 ? scaled % left : 0});
    given += shares.back().whole;
  }
  std::sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) { return a.rest != b.rest ? a.rest > b.rest : a.place < b.place; });
  for (Share& share : shares) {
    if (given < count && share.rest > 0) {
      ++share.whole;
      ++given;
    }
  }
  std::vector<std::int64_t> out;
  for (const Share& share : shares) {
    Class& from = classes[share.place];
    for (std::int64_t i = 0; i < share.whole; ++i) {
      out.push_back(from.back().index);
      from.pop_back();
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

void warn_of_missing(const Dataset& data, const std::vector<std::int64_t>& part, std::string_view name, std::vector<std::string>& warnings) {
  const std::vector<std::string> names = data.class_names();
  std::vector<bool> seen(names.size(), false);
  for (const std::int64_t index : part) seen[static_cast<std::size_t>(data.label(index))] = true;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!seen[i]) missing.push_back("'" + names[i] + "'");
  }
  if (missing.empty()) return;
  const std::size_t count = missing.size();
  if (count > 5) missing.resize(5);
  warnings.push_back(cat("No sample of ", join(missing, ", "), count > 5 ? cat(" and ", counted(static_cast<std::int64_t>(count) - 5, "more class", "more classes")) : std::string(), " for ", name,
                         ": give more samples of ", count == 1 ? "it." : "them."));
}

}  // namespace

Result<Splits> make_splits(const Dataset& data, const SplitSizes& sizes, std::uint64_t seed) {
  const std::int64_t all = data.size();
  if (all < 2) {
    return bad_data(cat(counted(all, "sample"), ", expected at least 2: those that calibrate must not judge"), "Give some hundreds of samples.");
  }
  const bool labelled = !data.class_names().empty();
  std::vector<Class> classes(labelled ? data.class_names().size() : 1);
  for (std::int64_t i = 0; i < all; ++i) {
    const std::size_t place = labelled ? static_cast<std::size_t>(data.label(i)) : 0;
    classes[place].push_back({rank_of(data, i, seed), i});
  }
  for (Class& c : classes) std::sort(c.begin(), c.end());

  Splits out;
  const std::int64_t wanted = std::max<std::int64_t>(0, sizes.calibration) + std::max<std::int64_t>(0, sizes.tuning);
  const std::int64_t most = std::min(wanted, all / 2);
  const std::int64_t tuning = wanted > 0 ? most * std::max<std::int64_t>(0, sizes.tuning) / wanted : 0;
  // Evaluation is taken first: a number of judges that was asked for stays the same ones, whatever calibration takes.
  const std::int64_t rest = all - most;
  out.evaluation = take(classes, sizes.evaluation > 0 ? std::min(sizes.evaluation, rest) : rest);
  out.calibration = take(classes, most - tuning);
  out.tuning = take(classes, tuning);

  if (most < wanted) {
    out.warnings.push_back(cat(counted(all, "sample"), " are too few for ", wanted, " to calibrate and tune: ", out.calibration.size(), " and ",
                               out.tuning.size(), " are used, ", out.evaluation.size(), " judge."));
  }
  if (std::ssize(out.evaluation) < 100) {
    out.warnings.push_back(cat("Only ", counted(std::ssize(out.evaluation), "sample judges", "samples judge"), ": accuracies are uncertain by several points."));
  }
  if (labelled) {
    warn_of_missing(data, out.evaluation, "evaluation", out.warnings);
    if (!out.calibration.empty()) warn_of_missing(data, out.calibration, "calibration", out.warnings);
  }
  return out;
}

Result<void> check_labels(const Dataset& data, std::int64_t classes, std::vector<std::string>& warnings) {
  const std::vector<std::string> names = data.class_names();
  if (names.empty()) return {};
  std::vector<std::int64_t> counts(names.size(), 0);
  for (std::int64_t i = 0; i < data.size(); ++i) ++counts[static_cast<std::size_t>(data.label(i))];
  std::int64_t used = 0;
  for (const std::int64_t count : counts) used += count > 0;
  if (std::ssize(names) > classes) {
    const std::int64_t top = std::ssize(names) - 1;
    const bool from_one = counts[0] == 0 && top == classes;
    std::string hint = from_one ? std::string("The labels start at 1: subtract 1 from them.")
                                : cat("Give a data set with the model's ", classes, " classes, or a model for these.");
    if (!from_one && data.format() == "images") hint += " Classes are folders: is there one too many?";
    return bad_data(cat("the data have ", used, " classes up to number ", top, " ('", names.back(), "'), the model tells ", classes, " apart"),
                    std::move(hint));
  }
  if (std::ssize(names) < classes) {
    warnings.push_back(cat("The model tells ", classes, " classes apart, the data have ", names.size(),
                           ": if folders or words name them, their numbers may not be the model's."));
  }
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (counts[i] == 0) missing.push_back("'" + names[i] + "'");
  }
  if (!missing.empty()) {
    const std::size_t count = missing.size();
    if (count > 5) missing.resize(5);
    warnings.push_back(cat("No sample of class ", join(missing, ", "), count > 5 ? cat(" and ", count - 5, " more") : std::string(),
                           ": accuracy says nothing about ", count == 1 ? "it." : "them."));
  }
  const auto [least, greatest] = std::minmax_element(counts.begin(), counts.end());
  if (*least > 0 && *greatest > 20 * *least) {
    warnings.push_back(cat("Classes are uneven: from ", *least, " to ", counted(*greatest, "sample"), ". Accuracy is mostly that of the large ones."));
  }
  return {};
}

}  // namespace thimble
