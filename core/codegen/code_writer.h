// CodeWriter: C text line by line. Indentation follows the braces, so emitters never count spaces; break_lines() ends it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace thimble {

inline constexpr std::size_t kLineColumns = 120;  // of generated C

class CodeWriter {
 public:
  // One line, printf style. A leading '}' closes a block before it is written, a trailing '{' opens one after it;
  // a line that starts with '#' or ends with ':' (labels) stands one step further left. Nothing is indented for `extern "C" {`.
  [[gnu::format(printf, 2, 3)]] void line(const char* form, ...);

  // Text with line breaks, each line as by line(), whatever blanks it starts with; nothing is substituted.
  void text(std::string_view lines);

  // A comment of one or more lines, broken where it does not fit.
  void comment(std::string_view words);

  void blank();

  std::string take() { return std::move(text_); }

 private:
  void put(std::string_view line);

  std::string text_;
  int depth_ = 0;
  bool linkage_ = false;  // inside extern "C" {
};

// Pieces of C expressions as a hand writes them: " + 3", " - 3" or nothing; "row * 3" or "row".
std::string plus(std::int64_t value);
std::string times(const std::string& variable, std::int64_t factor);

// Lines that are longer than kLineColumns, broken as a careful hand would: below the bracket that is open. Comments, strings and
// directives stay as they are.
std::string break_lines(std::string_view text);

}  // namespace thimble
