// The grammar of CSV: rows, quotes and separators, a piece at a time.
//   source  RFC 4180; besides it ';', tab and blank as separators, and line feeds alone
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

inline constexpr std::size_t kMaxCsvRowBytes = std::size_t{1} << 24;

// Fields without their quotes and outer blanks. A row is one line, or more where a quoted field holds line breaks.
std::vector<std::string> csv_fields(std::string_view row, char separator);

// The separator that cuts most of the first rows into as many fields as the first one, the more the better, at least two; 0 where there is none.
char guess_separator(const std::vector<std::string>& rows);

// The column whose name says that it is the label: "label", "class", "target" ...
std::optional<std::size_t> label_like(const std::vector<std::string>& names);

// Finds where rows begin in text that comes in pieces.
class CsvRows {
 public:
  // Calls row(offset of its beginning, its text) for each row that ends in this piece; empty rows are left out. False: a
  // row is longer than kMaxCsvRowBytes.
  template <class Row>
  bool feed(std::string_view piece, const Row& row) {
    for (const char c : piece) {
      if (c == '"') quoted_ = !quoted_;
      if (c == '\n' && !quoted_) {
        end(row);
      } else {
        text_ += c;
        if (text_.size() > kMaxCsvRowBytes) return false;
      }
      ++at_;
      if (text_.empty()) begin_ = at_;
    }
    return true;
  }
  template <class Row>
  void end(const Row& row) {
    if (text_.find_first_not_of(" \t\r") != std::string::npos) row(begin_, std::string_view(text_));
    text_.clear();
  }

 private:
  std::string text_;
  std::int64_t at_ = 0, begin_ = 0;
  bool quoted_ = false;
};

}  // namespace thimble
