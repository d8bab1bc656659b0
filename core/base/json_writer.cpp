#include "core/base/json_writer.h"

#include <cmath>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/base/utf8.h"

namespace thimble {

void JsonWriter::new_line() {
  if (indent_ == 0) return;
  text_ += '\n';
  text_.append(levels_.size() * static_cast<std::size_t>(indent_), ' ');
}

void JsonWriter::before_item() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  THIMBLE_ASSERT(levels_.back().bracket == '[');
  if (!levels_.back().empty) text_ += ',';
  levels_.back().empty = false;
  new_line();
}

JsonWriter& JsonWriter::open(char bracket) {
  before_item();
  text_ += bracket;
  levels_.push_back({bracket, true});
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  THIMBLE_CHECK(!levels_.empty() && !after_key_ && (levels_.back().bracket == '{') == (bracket == '}'));
  const bool empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) new_line();
  text_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  THIMBLE_CHECK(!levels_.empty() && levels_.back().bracket == '{' && !after_key_);
  if (!levels_.back().empty) text_ += ',';
  levels_.back().empty = false;
  new_line();
  quote(name);
  text_ += indent_ == 0 ? ":" : ": ";
  after_key_ = true;
  return *this;
}

void JsonWriter::quote(std::string_view text) {
  text_ += '"';
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text.front());
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += text.front();
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (c < 0x20 || c == 0x7f) {
      text_ += format("\\u%04x", static_cast<unsigned>(c));
    } else {
      const std::size_t length = utf8_length(text);
      text_ += length == 0 ? std::string_view("\xef\xbf\xbd") : text.substr(0, length);
      text.remove_prefix(length == 0 ? 1 : length);
      continue;
    }
    text.remove_prefix(1);
  }
  text_ += '"';
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_item();
  quote(text);
  return *this;
}

JsonWriter& JsonWriter::value(bool flag) { return raw(flag ? "true" : "false"); }
JsonWriter& JsonWriter::value(double number) { return std::isfinite(number) ? raw(number_text(number)) : null(); }
JsonWriter& JsonWriter::value(std::int64_t number) { return raw(std::to_string(number)); }
JsonWriter& JsonWriter::value(std::uint64_t number) { return raw(std::to_string(number)); }
JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_item();
  text_ += json;
  return *this;
}

}  // namespace thimble
