#include "core/base/json.h"

#include <yyjson.h>

#include <cmath>
#include <cstdlib>

#include "core/base/text.h"

namespace thimble {

namespace {

yyjson_val* raw(void* value) { return static_cast<yyjson_val*>(value); }

// The reader itself does not recurse, but users of a document do: so its depth is bounded before it is read.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxJsonDepth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

}  // namespace

bool JsonValue::is_object() const { return yyjson_is_obj(raw(value_)); }
bool JsonValue::is_array() const { return yyjson_is_arr(raw(value_)); }
bool JsonValue::is_null() const { return yyjson_is_null(raw(value_)); }

JsonValue JsonValue::operator[](std::string_view key) const { return JsonValue(yyjson_obj_getn(raw(value_), key.data(), key.size())); }
JsonValue JsonValue::at(std::size_t index) const { return JsonValue(yyjson_arr_get(raw(value_), index)); }
std::size_t JsonValue::size() const { return is_object() ? yyjson_obj_size(raw(value_)) : yyjson_arr_size(raw(value_)); }

std::vector<std::string_view> JsonValue::keys() const {
  std::vector<std::string_view> out;
  if (!is_object()) return out;
  std::size_t index = 0, count = 0;
  yyjson_val *key = nullptr, *value = nullptr;
  yyjson_obj_foreach(raw(value_), index, count, key, value) out.emplace_back(yyjson_get_str(key), yyjson_get_len(key));
  return out;
}

std::vector<JsonValue> JsonValue::items() const {
  std::vector<JsonValue> out;
  if (!is_array()) return out;
  std::size_t index = 0, count = 0;
  yyjson_val* item = nullptr;
  yyjson_arr_foreach(raw(value_), index, count, item) out.push_back(JsonValue(item));
  return out;
}

std::optional<std::string_view> JsonValue::text() const {
  if (!yyjson_is_str(raw(value_))) return std::nullopt;
  return std::string_view(yyjson_get_str(raw(value_)), yyjson_get_len(raw(value_)));
}

std::string JsonValue::text_or(std::string_view fallback) const { return std::string(text().value_or(fallback)); }

std::optional<std::int64_t> JsonValue::integer() const {
  yyjson_val* value = raw(value_);
  if (yyjson_is_sint(value)) return yyjson_get_sint(value);
  if (yyjson_is_uint(value) && yyjson_get_uint(value) <= std::uint64_t{INT64_MAX}) return static_cast<std::int64_t>(yyjson_get_uint(value));
  if (!yyjson_is_real(value)) return std::nullopt;
  const double number = yyjson_get_real(value);
  if (number != std::floor(number) || std::fabs(number) > 9007199254740992.0) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<double> JsonValue::number() const {
  if (!yyjson_is_num(raw(value_))) return std::nullopt;
  return yyjson_get_num(raw(value_));
}

std::optional<bool> JsonValue::flag() const {
  if (!yyjson_is_bool(raw(value_))) return std::nullopt;
  return yyjson_get_bool(raw(value_));
}

std::string_view JsonValue::kind() const {
  if (!value_) return "nothing";
  if (is_object()) return "object";
  if (is_array()) return "array";
  if (is_null()) return "null";
  if (text()) return "string";
  return flag() ? "boolean" : "number";
}

std::string JsonValue::to_json(bool lines) const {
  if (!value_) return "null";
  std::size_t length = 0;
  char* text = yyjson_val_write(raw(value_), lines ? YYJSON_WRITE_PRETTY_TWO_SPACES : YYJSON_WRITE_NOFLAG, &length);
  if (!text) return "null";
  std::string out(text, length);
  std::free(text);
  return out;
}

void Json::Free::operator()(void* document) const { yyjson_doc_free(static_cast<yyjson_doc*>(document)); }

Result<Json> Json::parse(std::string_view text) {
  if (text.size() > kMaxJsonBytes)
    return out_of_budget(format("JSON of %s; at most %s are read", bytes_text(static_cast<std::int64_t>(text.size())).c_str(),
                                bytes_text(kMaxJsonBytes).c_str()));
  if (text.empty()) return bad_data("not JSON: it is empty");
  if (too_deep(text)) return bad_data(format("JSON nested deeper than %d levels", kMaxJsonDepth));
  yyjson_read_err error;
  // The reader wants a writable pointer but writes only when told to read in place.
  yyjson_doc* document = yyjson_read_opts(const_cast<char*>(text.data()), text.size(), YYJSON_READ_NOFLAG, nullptr, &error);
  if (!document) return bad_data(format("not JSON: %s at byte %zu", error.msg, error.pos));
  Json out;
  out.document_.reset(document);
  return out;
}

JsonValue Json::root() const { return JsonValue(yyjson_doc_get_root(static_cast<yyjson_doc*>(document_.get()))); }

}  // namespace thimble
