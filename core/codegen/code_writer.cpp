#include "core/codegen/code_writer.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

#include "core/base/check.h"

namespace thimble {
namespace {

constexpr std::size_t kContinuation = 4;
constexpr std::string_view kLinkage = "extern \"C\" {";  // what it encloses is not indented

// How tightly the operator that `rest` begins with binds, from 1 on; 0: none that a line may be broken at.
int binding(std::string_view rest) {
  for (const std::string_view operation : {"? ", ": ", "&& ", "|| ", "| ", "+ ", "- "})
    if (rest.starts_with(operation)) return 1;
  return rest.starts_with("* ") ? 2 : 0;
}

// Where a line that is too long may go on below: behind a comma, else before an operator; the place that stands in the fewest
// brackets, of those before the operator that binds least, and of those furthest right. 0: nowhere.
std::size_t break_point(std::string_view line, std::size_t columns) {
  std::size_t best = 0;
  int best_rank = 0, depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size() && i <= columns; ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (line[i] == '(' || line[i] == '[' || line[i] == '{') ++depth;
    if (line[i] == ')' || line[i] == ']' || line[i] == '}') --depth;
    const std::string_view rest = line.substr(i);
    if (rest.starts_with("/*")) break;
    if (i == 0 || line[i - 1] != ' ') continue;
    const bool comma = line[i - 2] == ',' || line[i - 2] == ';';
    const int bound = comma ? 0 : binding(rest);
    if (!comma && bound == 0) continue;
    const int rank = 3 * depth + bound;
    if (best == 0 || rank <= best_rank) best = i, best_rank = rank;
  }
  return best;
}

// The column below the bracket that is still open where the line was broken; a continuation's own where there is none.
std::size_t continued_at(std::string_view line) {
  int closed = 0;
  for (std::size_t i = line.size(); i > 0; --i) {
    if (line[i - 1] == ')') ++closed;
    if (line[i - 1] == '(' && closed-- == 0) return i <= kLineColumns / 2 ? i : kContinuation;
  }
  return kContinuation;
}

// Where the right side of an assignment begins, 0 where it is none.
std::size_t right_side(std::string_view line) {
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '(' || line[i] == '[' || line[i] == '{') ++depth;
    if (line[i] == ')' || line[i] == ']' || line[i] == '}') --depth;
    if (depth == 0 && line.substr(i).starts_with(" = ")) return i + 3;
  }
  return 0;
}

void append_broken(std::string& out, std::string_view line) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  line.remove_prefix(indent);
  const bool breakable = !line.empty() && line.front() != '#' && line.front() != '"' && !line.starts_with("/*") && line.front() != '*';
  std::size_t below = 0;
  while (true) {
    const std::size_t room = kLineColumns - std::min(kLineColumns, indent + below);
    std::size_t at = breakable && line.size() > room ? break_point(line, room) : 0;
    // Rather the whole right side in the next line than its tail, and never a piece of the left one.
    const std::size_t right = at > 0 && below == 0 ? right_side(line) : 0;
    if (at < right ? right <= room
                   : right > 0 && continued_at(line.substr(0, at - 1)) == kContinuation && line.size() - right + kContinuation <= room)
      at = right;
    const std::string_view piece = at > 0 ? line.substr(0, at - 1) : line;
    if (!piece.empty()) out.append(indent + below, ' ').append(piece);
    out.push_back('\n');
    if (at == 0) return;
    const std::size_t open = continued_at(piece);
    if (below == 0) below = open;
    else if (below == kContinuation && open != kContinuation) below += open;
    line.remove_prefix(at);
  }
}

}  // namespace

std::string plus(std::int64_t value) { return value == 0 ? "" : (value < 0 ? " - " : " + ") + std::to_string(value < 0 ? -value : value); }

std::string times(const std::string& variable, std::int64_t factor) {
  return factor == 1 ? variable : variable + " * " + std::to_string(factor);
}

std::string break_lines(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    append_broken(out, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void CodeWriter::put(std::string_view line) {
  // Blanks that a line brings along would be counted twice; a comment's further lines keep the one before their star.
  const std::size_t first = line.find_first_not_of(' ');
  if (first == std::string_view::npos) return blank();
  const std::string_view rest = line.substr(first);
  line = first > 0 && (rest.starts_with("* ") || rest.starts_with("*/")) ? line.substr(first - 1) : rest;
  if (line.front() == '}' && depth_ == 0) {
    THIMBLE_CHECK(linkage_);
    linkage_ = false;
  } else if (line.front() == '}') {
    --depth_;
  }
  const bool outdented = line.front() == '#' || line.back() == ':';
  const int steps = outdented && depth_ > 0 ? depth_ - 1 : depth_;
  text_.append(static_cast<std::size_t>(line.front() == '#' ? 0 : 2 * steps), ' ').append(line).push_back('\n');
  if (line == kLinkage) linkage_ = true;
  else if (line.back() == '{') ++depth_;
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
    if (indent + line.size() + 1 + word.size() > kLineColumns - 3) {
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
