#include "core/data/csv_text.h"

#include <algorithm>
#include <span>

#include "core/base/text.h"

namespace thimble {

std::vector<std::string> csv_fields(std::string_view row, char separator) {
  if (row.starts_with("\xef\xbb\xbf")) row.remove_prefix(3);  // the byte order mark that spreadsheets begin a file with
  // Blanks around a row are no separators; a tab may stand for an empty field.
  if (separator == ' ') row = trim(row);
  while (row.ends_with('\n') || row.ends_with('\r')) row.remove_suffix(1);
  std::vector<std::string> out;
  std::string field;
  bool quoted = false, was_quoted = false;
  const auto finish = [&] {
    out.push_back(was_quoted ? field : std::string(trim(field)));
    field.clear();
    was_quoted = false;
  };
  for (std::size_t i = 0; i < row.size(); ++i) {
    const char c = row[i];
    if (quoted && c == '"' && i + 1 < row.size() && row[i + 1] == '"') {
      field += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
      // Blanks around the quotes are not part of the field.
      if (quoted && trim(field).empty()) field.clear();
      was_quoted = true;
    } else if (c == separator && !quoted) {
      finish();
    } else if (quoted || !was_quoted || (c != ' ' && c != '\r' && c != '\t')) {
      field += c;
    }
  }
  finish();
  return out;
}

char guess_separator(const std::vector<std::string>& rows) {
  char best = 0;
  std::size_t most = 0;
  for (const char separator : {',', ';', '\t', ' '}) {
    // Most rows have to agree with the first; the others are told by their number when they are read.
    const std::size_t fields = rows.empty() ? 0 : csv_fields(rows[0], separator).size();
    const auto agreeing = std::count_if(rows.begin(), rows.end(), [&](const std::string& row) { return csv_fields(row, separator).size() == fields; });
    const bool same = 2 * agreeing > std::ssize(rows);
    if (same && fields > 1 && fields > most) {
      most = fields;
      best = separator;
    }
  }
  return best;
}

std::optional<std::size_t> label_like(const std::vector<std::string>& names) {
  static constexpr std::string_view kNames[] = {"label", "class", "target", "y", "species", "category", "activity", "labels", "classes"};
  const auto lower = [](std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
  };
  for (const std::string_view name : kNames) {
    for (std::size_t c = 0; c < names.size(); ++c) {
      if (lower(names[c]) == name) return c;
    }
  }
  return std::nullopt;
}

}  // namespace thimble
