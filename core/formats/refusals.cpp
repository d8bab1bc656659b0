#include "core/formats/refusals.h"

#include "core/base/text.h"

namespace thimble {
namespace {

constexpr std::size_t kMaxKinds = 40;
constexpr std::size_t kMaxPlaces = 3;

}  // namespace

void Refusals::add(const Error& error, std::string place) {
  for (Kind& kind : kinds_) {
    if (kind.message != error.message() || kind.hint != error.hint()) continue;
    ++kind.count;
    if (kind.places.size() < kMaxPlaces) kind.places.push_back(std::move(place));
    return;
  }
  if (kinds_.size() >= kMaxKinds) {
    ++left_out_;
    return;
  }
  kinds_.push_back({error.message(), error.hint(), 1, {std::move(place)}});
}

// "VAR_HANDLE (6 times: operator 1 'a', operator 2 'b', operator 3 'c' and 3 more)"
std::string Refusals::kind_text(const Kind& kind) {
  std::string out = kind.message + (kind.count == 1 ? " (" : format(" (%zu times: ", kind.count)) + join(kind.places, ", ");
  if (kind.count > kind.places.size()) out += format(" and %zu more", kind.count - kind.places.size());
  return out + ")";
}

Error Refusals::to_error() const {
  std::vector<std::string> families;
  std::vector<bool> told(kinds_.size(), false);
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    if (told[i]) continue;
    std::vector<std::string> members;
    for (std::size_t j = i; j < kinds_.size(); ++j) {
      if (told[j] || kinds_[j].hint != kinds_[i].hint) continue;
      told[j] = true;
      members.push_back(kind_text(kinds_[j]));
    }
    families.push_back(join(members, ", ") + (kinds_[i].hint.empty() ? "" : " - " + kinds_[i].hint));
  }
  if (left_out_ > 0) families.push_back(format("and %zu more", left_out_));
  return unsupported("not supported: " + join(families, "; "),
                     "change the network as said and convert it again; 'thimble support' lists what is taken");
}

}  // namespace thimble
