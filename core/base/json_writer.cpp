#include "core/base/json_writer.h"

#include <cmath>

#include "core/base/check.h"
#include "core/base/text.h"

namespace thimble {

namespace {

// Length of the valid UTF-8 sequence at the start of `text`, 0 where there is none. Overlong forms and surrogates are
// invalid: a strict reader at the other end would refuse the whole message.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) return 0;
  if ((lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) return 0;
  return length;
}

}  // namespace

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
