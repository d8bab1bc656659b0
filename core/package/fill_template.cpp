#include "core/package/fill_template.h"

#include "core/base/check.h"
#include "embedded/package_templates.h"

namespace thimble {
namespace {

bool is_key(std::string_view text) {
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return !text.empty();
}

const std::string& value_of(const TemplateValues& values, std::string_view key) {
  for (const auto& [name, value] : values) {
    if (name == key) return value;
  }
  check_failed("a template names a key that nobody fills", std::string(key).c_str(), 0);
}

}  // namespace

std::string fill_template(std::string_view text, const TemplateValues& values) {
  std::string out;
  while (true) {
    const std::size_t begin = text.find('@');
    if (begin == std::string_view::npos) break;
    const std::size_t end = text.find('@', begin + 1);
    out += text.substr(0, begin);
    if (end == std::string_view::npos || !is_key(text.substr(begin + 1, end - begin - 1))) {
      out += '@';
      text.remove_prefix(begin + 1);
      continue;
    }
    out += value_of(values, text.substr(begin + 1, end - begin - 1));
    text.remove_prefix(end + 1);
  }
  out += text;
  return out;
}

std::string_view package_template(std::string_view name) {
  for (const auto& [file, text] : embedded::package_templates()) {
    if (file == name) return text;
  }
  check_failed("no such template", std::string(name).c_str(), 0);
}

}  // namespace thimble
