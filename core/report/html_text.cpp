#include "core/report/html_text.h"

#include <cstdint>

#include "core/base/text.h"

namespace thimble {
namespace {

constexpr std::uint32_t kReplacement = 0xfffd;

// The code point at `at`, which moves behind it; one byte is passed over where there is none.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const std::uint32_t first = byte(at);
  const std::size_t length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length == 0 || first >= 0xf5) {
    ++at;
    return kReplacement;
  }
  std::uint32_t code = first & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0u) != 0x80u) {
      ++at;
      return kReplacement;
    }
    code = (code << 6) | (byte(at + i) & 0x3fu);
  }
  at += length;
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  return code < least[length] || surrogate || code > 0x10ffff ? kReplacement : code;
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80) {
      out += format("&#x%X;", next_code_point(text, i));
      continue;
    }
    ++i;
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '\n': out += c; break;
      default: out += c >= 0x20 && c != 0x7f ? c : ' ';
    }
  }
  return out;
}

}  // namespace thimble
