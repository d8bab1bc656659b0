// JsonWriter: JSON text in the order it is written; commas and quoting are its care. Depends on nothing.
//   A misuse (a value where a key has to stand) is our own mistake and stops in builds with asserts.
//   Numbers that JSON cannot say (nan, inf) become null. Text is taken as UTF-8; invalid bytes become U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thimble {

class JsonWriter {
 public:
  explicit JsonWriter(int indent = 0) : indent_(indent) {}  // 0: one line

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(double number);
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(int number) { return value(std::int64_t{number}); }
  JsonWriter& value(unsigned number) { return value(std::uint64_t{number}); }
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // text that is JSON already

  template <class T>
  JsonWriter& field(std::string_view name, const T& content) {
    return key(name).value(content);
  }

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void before_item();
  void new_line();
  void quote(std::string_view text);

  struct Level {
    char bracket;
    bool empty;
  };
  std::string text_;
  std::vector<Level> levels_;
  int indent_;
  bool after_key_ = false;
};

}  // namespace thimble
