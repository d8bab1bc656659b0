#include "core/codegen/code_writer.h"

#include <cstdarg>
#include <cstdio>

#include "core/base/check.h"

namespace thimble {
namespace {

constexpr std::size_t kColumns = 110;

}  // namespace

void CodeWriter::put(std::string_view line) {
  // Blanks that a line brings along would be counted twice; a comment's further lines keep the one before their star.
  const std::size_t first = line.find_first_not_of(' ');
  if (first == std::string_view::npos) return blank();
  const std::string_view rest = line.substr(first);
  line = first > 0 && (rest.starts_with("* ") || rest.starts_with("*/")) ? line.substr(first - 1) : rest;
  if (line.front() == '}') --depth_;
  THIMBLE_CHECK(depth_ >= 0);
  const bool outdented = line.front() == '#' || line.back() == ':';
  const int steps = outdented && depth_ > 0 ? depth_ - 1 : depth_;
  text_.append(static_cast<std::size_t>(line.front() == '#' ? 0 : 2 * steps), ' ');
  text_.append(line);
  text_.push_back('\n');
  if (line.back() == '{') ++depth_;
}

void CodeWriter::line(const char* form, ...) {
  std::va_list arguments;
  va_start(arguments, form);
  std::va_list again;
  va_copy(again, arguments);
  const int length = std::vsnprintf(nullptr, 0, form, arguments);
  va_end(arguments);
  std::string out(static_cast<std::size_t>(length > 0 ? length : 0), '\0');
  std::vsnprintf(out.data(), out.size() + 1, form, again);
  va_end(again);
  put(out);
}

void CodeWriter::text(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    put(lines.substr(0, end));
    if (end == std::string_view::npos) return;
    lines.remove_prefix(end + 1);
  }
}

void CodeWriter::comment(std::string_view words) {
  std::string line = "/*";
  const std::size_t indent = static_cast<std::size_t>(2 * depth_);
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    const std::string_view word = words.substr(0, end);
    if (indent + line.size() + 1 + word.size() > kColumns - 3) {
      put(line);
      line = " *";
    }
    line.append(" ").append(word);
    words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
  }
  put(line.append(" */"));
}

void CodeWriter::blank() { text_.push_back('\n'); }

}  // namespace thimble
