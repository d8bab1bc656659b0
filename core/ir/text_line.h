// LineReader: the words of one line of the text form (text_format.h). The first failure sticks, so callers check once a line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace thimble {

class LineReader {
 public:
  explicit LineReader(std::string_view line) : rest_(line) {}

  bool failed() const { return error_.has_value(); }
  Error take_error() { return std::move(*error_); }
  // Keeps the first error only.
  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }
  // "found 'x', expected <what>"
  void fail_expected(std::string_view what, std::string hint = {});

  // Nothing but spaces or a comment is left.
  bool at_end();
  void expect_end();
  char peek();  // the next character after spaces; 0 at the end
  bool accept(char c);
  void expect(char c);
  bool accept_word(std::string_view word);
  void expect_word(std::string_view word);

  std::string_view word(std::string_view what);                   // letters, digits, '_', '.', '+', '-'
  std::string_view reference(char sigil, std::string_view what);  // the word right after '%', '@' or '$'
  std::int64_t integer(std::string_view what, std::int64_t low, std::int64_t high);
  double real(std::string_view what);
  float single(std::string_view what);  // a real that a float can hold
  std::string string();                 // in double quotes

 private:
  std::string_view peek_word();
  void skip_spaces();
  char escaped();

  std::string_view rest_;
  std::optional<Error> error_;
};

}  // namespace thimble
