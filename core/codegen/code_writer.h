// CodeWriter: builds C source text line by line with the right indentation; the emitters' only way to make text.
//   line("x = ", n, ";")  one indented line from strings and integers;   open("for (...)") ... close()  a brace block
//   text(block)           several lines as they are;                     comment(words)  a wrapped /* ... */
//   fill(template, {{"rows", "3"}})  replaces every ${rows}; an unknown or unused key is our own mistake and stops.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace thimble {

inline void append_piece(std::string& out, std::string_view piece) { out += piece; }
inline void append_piece(std::string& out, char piece) { out += piece; }
template <std::integral T>
void append_piece(std::string& out, T value) {
  out += std::to_string(value);
}

// Joins strings, characters and integers (decimal).
template <class... Pieces>
std::string cat(const Pieces&... pieces) {
  std::string out;
  (append_piece(out, pieces), ...);
  return out;
}

std::string hex32(std::uint32_t value);  // "0x0000002a"

using FillValue = std::pair<std::string_view, std::string>;
std::string fill(std::string_view text, std::initializer_list<FillValue> values);

class CodeWriter {
 public:
  template <class... Pieces>
  void line(const Pieces&... pieces) {
    put(cat(pieces...));
  }
  void blank() { out_ += '\n'; }
  // `head {` and one level deeper; close() ends it with `}` and the tail (";", " while (n);").
  template <class... Pieces>
  void open(const Pieces&... head) {
    const std::string text = cat(head...);
    put(text.empty() ? "{" : text + " {");
    ++depth_;
  }
  void close(std::string_view tail = {});
  // Each line of the block indented to the current depth; its own leading blanks are kept.
  void text(std::string_view block);
  void comment(std::string_view words);
  // A preprocessor line: always in column one.
  template <class... Pieces>
  void directive(const Pieces&... pieces) {
    out_ += cat(pieces...) + '\n';
  }

  const std::string& str() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  void put(std::string_view line);

  std::string out_;
  int depth_ = 0;
};

}  // namespace thimble
