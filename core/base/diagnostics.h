// Diagnostics: things worth knowing that are no errors (a default that was assumed, a part that was skipped), beside a Result.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace thimble {

struct Diagnostic {
  std::string where, message;

  std::string to_string() const { return where.empty() ? message : where + ": " + message; }
};

class Diagnostics {
 public:
  // More than this many say nothing more; hostile input must not fill the memory with them.
  static constexpr std::size_t kMaxItems = 100;

  void note(std::string where, std::string message) {
    if (items_.size() < kMaxItems) items_.push_back({std::move(where), std::move(message)});
  }
  const std::vector<Diagnostic>& items() const { return items_; }
  bool empty() const { return items_.empty(); }

 private:
  std::vector<Diagnostic> items_;
};

}  // namespace thimble
