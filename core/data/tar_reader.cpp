// The files of a tar archive: ustar headers, GNU and pax long names.
#include <algorithm>
#include <memory>
#include <optional>

#include "core/base/text.h"
#include "core/data/containers.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::int64_t kRecord = 512, kMaxNameBytes = 1 << 16;

std::string text_field(std::span<const std::byte> record, std::size_t at, std::size_t length) {
  const char* begin = reinterpret_cast<const char*>(record.data()) + at;
  return std::string(begin, std::find(begin, begin + length, '\0'));
}

std::optional<std::int64_t> octal_field(std::span<const std::byte> record, std::size_t at, std::size_t length) {
  std::int64_t value = 0;
  bool digits = false;
  for (const char c : text_field(record, at, length)) {
    if (c == ' ' && !digits) continue;
    if (c == ' ') break;
    if (c < '0' || c > '7') return std::nullopt;
    value = value * 8 + (c - '0');
    digits = true;
  }
  return digits ? std::optional(value) : std::nullopt;
}

// "27 path=some/long/name\n": records of a pax header.
std::string pax_path(std::string_view records) {
  while (!records.empty()) {
    const std::size_t blank = records.find(' ');
    const auto length = blank == std::string_view::npos ? std::nullopt : parse_int(records.substr(0, blank));
    if (!length || *length <= static_cast<std::int64_t>(blank) || static_cast<std::size_t>(*length) > records.size()) return {};
    const std::string_view record = records.substr(blank + 1, static_cast<std::size_t>(*length) - blank - 1);
    if (record.starts_with("path=") && record.ends_with('\n')) return std::string(record.substr(5, record.size() - 6));
    records.remove_prefix(static_cast<std::size_t>(*length));
  }
  return {};
}

std::string entry_name(std::span<const std::byte> record) {
  const std::string prefix = text_field(record, 345, 155), name = text_field(record, 0, 100);
  // GNU's own form ("ustar  ") keeps other things there.
  return prefix.empty() || record[262] != std::byte{0} ? name : prefix + "/" + name;
}

}  // namespace

Result<std::vector<ByteSource>> tar_entries(const ByteSource& archive, Diagnostics& diagnostics) {
  const auto shared = std::make_shared<const ByteSource>(archive);
  std::vector<ByteSource> out;
  std::string long_name;
  std::int64_t at = 0;
  while (at + kRecord <= archive.size) {
    THIMBLE_TRY(const std::vector<std::byte> record, read_range(archive, at, kRecord));
    if (record[0] == std::byte{0}) break;  // two empty records end it
    const auto size = octal_field(record, 124, 12);
    if (!starts_with(record, "ustar", 257) || !size || *size > archive.size - at - kRecord) {
      return bad_data(cat("a broken tar archive: no whole entry at byte ", at), "It is cut short or damaged: get it again.");
    }
    const std::int64_t data = at + kRecord;
    const char type = static_cast<char>(record[156]);
    if (type == 'L' || type == 'x') {
      THIMBLE_TRY(const std::vector<std::byte> bytes, read_range(archive, data, std::min(*size, kMaxNameBytes)));
      const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      long_name = type == 'L' ? std::string(text.substr(0, text.find('\0'))) : pax_path(text);
    } else {
      const std::string name = printable(long_name.empty() ? entry_name(record) : long_name, 1000);
      long_name.clear();
      const bool regular = type == '0' || type == '\0';
      if (regular && !is_clutter(name)) {
        if (out.size() >= kMaxFiles) return out_of_budget(cat("a tar archive of more than ", kMaxFiles, " files"), "Give a part of them.");
        out.push_back({archive.name + "/" + name, *size, [shared, data](std::int64_t offset, std::span<std::byte> into) -> Result<void> {
                         return read_into(*shared, data + offset, into);
                       }});
      } else if (type == '1' || type == '2') {
        diagnostics.note(name, "passed over: it is a link");
      }
    }
    at = data + (*size + kRecord - 1) / kRecord * kRecord;
  }
  return out;
}

}  // namespace thimble
