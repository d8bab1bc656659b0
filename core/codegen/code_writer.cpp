#include "core/codegen/code_writer.h"

#include <vector>

#include "core/base/check.h"

namespace thimble {

namespace {
constexpr std::size_t kColumns = 110;
}

std::string hex32(std::uint32_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "0x";
  for (int shift = 28; shift >= 0; shift -= 4) out += kDigits[(value >> shift) & 15U];
  return out;
}

std::string fill(std::string_view text, std::initializer_list<FillValue> values) {
  std::vector<bool> used(values.size(), false);
  std::string out;
  while (true) {
    const std::size_t start = text.find("${");
    out += text.substr(0, start);
    if (start == std::string_view::npos) break;
    const std::size_t end = text.find('}', start);
    THIMBLE_CHECK(end != std::string_view::npos);
    const std::string_view key = text.substr(start + 2, end - start - 2);
    bool found = false;
    std::size_t index = 0;
    for (const FillValue& value : values) {
      if (value.first == key) {
        out += value.second;
        used[index] = true;
        found = true;
      }
      ++index;
    }
    THIMBLE_CHECK(found);
    text.remove_prefix(end + 1);
  }
  for (const bool was_used : used) THIMBLE_CHECK(was_used);
  return out;
}

void CodeWriter::put(std::string_view line) {
  if (!line.empty()) out_.append(static_cast<std::size_t>(depth_) * 2, ' ');
  out_ += line;
  out_ += '\n';
}

void CodeWriter::close(std::string_view tail) {
  THIMBLE_CHECK(depth_ > 0);
  --depth_;
  put(cat("}", tail));
}

void CodeWriter::text(std::string_view block) {
  while (!block.empty()) {
    const std::size_t end = block.find('\n');
    put(block.substr(0, end));
    if (end == std::string_view::npos) break;
    block.remove_prefix(end + 1);
  }
}

void CodeWriter::comment(std::string_view words) {
  const std::size_t room = kColumns - static_cast<std::size_t>(depth_) * 2 - 6;
  std::string_view lead = "/* ";
  while (words.size() > room) {
    std::size_t cut = words.rfind(' ', room);
    if (cut == std::string_view::npos || cut == 0) cut = room;
    put(cat(lead, words.substr(0, cut)));
    words.remove_prefix(cut);
    while (!words.empty() && words.front() == ' ') words.remove_prefix(1);
    lead = "   ";
  }
  put(cat(lead, words, " */"));
}

}  // namespace thimble
