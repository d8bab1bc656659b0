#include "native/cli/progress_line.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "core/base/text.h"

namespace thimble::cli {
namespace {

constexpr int kBarWidth = 24;
constexpr std::chrono::milliseconds kRedraw(100);

}  // namespace

ProgressLine::ProgressLine(bool shown)
    : shown_(shown), terminal_(isatty(STDERR_FILENO) == 1), started_(std::chrono::steady_clock::now()), drawn_at_() {}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::hear(const JobControl::Progress& progress) {
  if (!shown_) return;
  const auto now = std::chrono::steady_clock::now();
  const bool same_phase = phase_ == progress.phase;
  if (terminal_) {
    if (same_phase && now - drawn_at_ < kRedraw) return;
    drawn_at_ = now;
    draw(progress);
  } else if (!same_phase) {
    std::fprintf(stderr, "%s\n", std::string(progress.phase).c_str());
  }
  phase_ = std::string(progress.phase);
}

void ProgressLine::say(const std::string& line) {
  if (!shown_) return;
  clear();
  std::fprintf(stderr, "%s\n", line.c_str());
}

void ProgressLine::draw(const JobControl::Progress& progress) {
  const double overall = std::clamp(progress.overall, 0.0, 1.0);
  const int filled = static_cast<int>(overall * kBarWidth);
  std::string line = "[" + std::string(static_cast<std::size_t>(filled), '#') +
                     std::string(static_cast<std::size_t>(kBarWidth - filled), '.') + format("] %3.0f %%  ", overall * 100) +
                     std::string(progress.phase);
  if (progress.of > 1) line += format(" %lld/%lld", static_cast<long long>(progress.done), static_cast<long long>(progress.of));
  line += time_left(overall);
  // Longer than a narrow terminal it would leave its first lines behind.
  std::fprintf(stderr, "\r\033[K%s", printable(line, 78).c_str());
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (drawn_) std::fprintf(stderr, "\r\033[K");
  drawn_ = false;
}

std::string ProgressLine::time_left(double overall) const {
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  if (overall < 0.03 || elapsed < 1) return {};
  const long left = static_cast<long>(elapsed / overall * (1 - overall) + 0.5);
  return left >= 60 ? format("  about %ld:%02ld min left", left / 60, left % 60) : format("  about %ld s left", left);
}

}  // namespace thimble::cli
