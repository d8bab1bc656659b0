// Diagnostics: what is no error and yet has to be told, beside a Result.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace thimble {

// As compilers and SARIF have them. A note is plain information: how a file was read, what was done. A warning asks for a look: results,
// accuracy or cost may not be what the user expects.
enum class Level : std::uint8_t { note, warning };

constexpr std::string_view level_name(Level level) { return level == Level::warning ? "warning" : "note"; }

struct Diagnostic {
  std::string where, message;
  Level level = Level::note;

  std::string to_string() const { return where.empty() ? message : where + ": " + message; }
};

class Diagnostics {
 public:
  // More than this many of a level say nothing more; hostile input must not fill the memory with them.
  static constexpr std::ptrdiff_t kMaxItems = 100;

  void note(std::string where, std::string message) { add({std::move(where), std::move(message), Level::note}); }
  void warn(std::string where, std::string message) { add({std::move(where), std::move(message), Level::warning}); }
  void add(Diagnostic item) {
    if (std::ranges::count(items_, item.level, &Diagnostic::level) < kMaxItems) items_.push_back(std::move(item));
  }
  const std::vector<Diagnostic>& items() const { return items_; }
  bool empty() const { return items_.empty(); }

 private:
  std::vector<Diagnostic> items_;
};

}  // namespace thimble
