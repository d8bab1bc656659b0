// The directory of a ZIP, with its 64-bit forms, and its entries as sources.
#include <zlib.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/data/containers.h"
#include "core/data/inflated_file.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::int64_t kEndBytes = 22, kLocalBytes = 30, kCentralBytes = 46;
constexpr std::int64_t kWholeBytes = std::int64_t{1} << 24;  // entries up to this size are unpacked in one go
constexpr std::uint32_t kSaturated32 = 0xffffffffu;

struct Entry {
  std::int64_t header = 0, packed = 0, size = 0;
  std::uint32_t crc = 0;
  std::uint16_t method = 0;
};

Error broken_zip(std::string found) { return bad_data("a broken ZIP: " + std::move(found), "Pack it again, or give the folder itself."); }

// What the sources of one archive share.
class Archive {
 public:
  Archive(ByteSource source, std::vector<Entry> entries) : source_(std::move(source)), entries_(std::move(entries)) {}

  Result<void> read(std::size_t index, std::int64_t offset, std::span<std::byte> out) {
    const Entry& entry = entries_[index];
    if (offset < 0 || offset > entry.size || static_cast<std::int64_t>(out.size()) > entry.size - offset) {
      return broken_zip(cat("an entry of ", entry.size, " bytes, expected ", out.size(), " from byte ", offset));
    }
    THIMBLE_TRY(const std::int64_t data, data_offset(entry));
    if (entry.method == 0) return read_into(source_, data + offset, out);
    if (entry.size > kWholeBytes) {
      THIMBLE_TRY(const std::shared_ptr<InflatedFile> file, large(index, data));
      return file->read(offset, out);
    }
    // Most readers take the head of a file first and then all of it: the last one is kept.
    const std::lock_guard lock(mutex_);
    if (last_ != index) {
      THIMBLE_TRY(last_bytes_, unpack(entry, data));
      last_ = index;
    }
    if (!out.empty()) std::memcpy(out.data(), last_bytes_.data() + offset, out.size());
    return {};
  }

 private:
  // The local header has lengths of its own.
  Result<std::int64_t> data_offset(const Entry& entry) const {
    THIMBLE_TRY(const std::vector<std::byte> local, read_range(source_, entry.header, kLocalBytes));
    if (!starts_with(local, "PK\3\4")) return broken_zip("no entry where the directory says that there is one");
    const std::int64_t at =
        entry.header + kLocalBytes + little_endian<std::uint16_t>(local, 26) + little_endian<std::uint16_t>(local, 28);
    if (at > source_.size || entry.packed > source_.size - at) return broken_zip("an entry that goes beyond the end");
    return at;
  }
  Result<std::vector<std::byte>> unpack(const Entry& entry, std::int64_t data) const {
    THIMBLE_TRY(const std::vector<std::byte> packed, read_range(source_, data, entry.packed));
    THIMBLE_TRY(std::vector<std::byte> bytes, inflate_all(packed, entry.size));
    if (thimble::crc32(bytes) != entry.crc) return broken_zip("an entry whose checksum is not what the directory says");
    return bytes;
  }
  Result<std::shared_ptr<InflatedFile>> large(std::size_t index, std::int64_t data) {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<InflatedFile>& file = large_[index];
    if (!file) {
      THIMBLE_TRY(file, InflatedFile::open(source_, data, entries_[index].packed, DeflateWrapper::none));
      if (file->size() != entries_[index].size) return broken_zip("an entry whose size is not what the directory says");
    }
    return file;
  }

  ByteSource source_;
  std::vector<Entry> entries_;
  std::mutex mutex_;
  std::optional<std::size_t> last_;
  std::vector<std::byte> last_bytes_;
  std::map<std::size_t, std::shared_ptr<InflatedFile>> large_;
};

struct Directory {
  std::int64_t offset = 0, size = 0, entries = 0;
};

Result<Directory> find_directory(const ByteSource& zip) {
  const std::int64_t tail_size = std::min<std::int64_t>(zip.size, kEndBytes + 0xffff);
  THIMBLE_TRY(const std::vector<std::byte> tail, read_range(zip, zip.size - tail_size, tail_size));
  std::int64_t at = tail_size - kEndBytes;
  while (at >= 0 && !starts_with(tail, "PK\5\6", static_cast<std::size_t>(at))) --at;
  if (at < 0) return broken_zip("no directory at its end");
  const std::size_t end = static_cast<std::size_t>(at);
  Directory found{.offset = little_endian<std::uint32_t>(tail, end + 16),
                  .size = little_endian<std::uint32_t>(tail, end + 12),
                  .entries = little_endian<std::uint16_t>(tail, end + 10)};
  if (end >= 20 && starts_with(tail, "PK\6\7", end - 20)) {
    const auto place = little_endian<std::uint64_t>(tail, end - 12);
    if (place > static_cast<std::uint64_t>(zip.size)) return broken_zip("a 64-bit directory beyond its end");
    THIMBLE_TRY(const std::vector<std::byte> wide, read_range(zip, static_cast<std::int64_t>(place), 56));
    if (!starts_with(wide, "PK\6\6")) return broken_zip("no 64-bit directory where it says that there is one");
    found = {.offset = little_endian<std::int64_t>(wide, 48), .size = little_endian<std::int64_t>(wide, 40),
             .entries = little_endian<std::int64_t>(wide, 32)};
  }
  if (found.offset < 0 || found.size < 0 || found.offset > zip.size || found.size > zip.size - found.offset) {
    return broken_zip("a directory beyond its end");
  }
  if (found.entries < 0 || found.entries > found.size / kCentralBytes) return broken_zip("more entries than its directory has room for");
  if (found.size > kMaxDirectoryBytes || found.entries > static_cast<std::int64_t>(kMaxFiles)) {
    return out_of_budget(cat("a ZIP of ", found.entries, " entries, expected at most ", kMaxFiles), "Give a part of them.");
  }
  return found;
}

// Sizes that are saturated in the directory stand in the extra field 1, in this order, each only if it is saturated.
void read_wide_sizes(std::span<const std::byte> extra, Entry& entry) {
  while (extra.size() >= 4) {
    const std::size_t length = little_endian<std::uint16_t>(extra, 2);
    if (length > extra.size() - 4) return;
    if (little_endian<std::uint16_t>(extra, 0) == 1) {
      std::span<const std::byte> fields = extra.subspan(4, length);
      for (std::int64_t* field : {&entry.size, &entry.packed, &entry.header}) {
        if (*field != kSaturated32 || fields.size() < 8) continue;
        *field = little_endian<std::int64_t>(fields, 0);
        fields = fields.subspan(8);
      }
      return;
    }
    extra = extra.subspan(4 + length);
  }
}

struct Listing {
  std::vector<Entry> entries;
  std::vector<std::string> names;
};

Result<Listing> read_directory(const ByteSource& zip, const Directory& directory, Diagnostics& diagnostics) {
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_range(zip, directory.offset, directory.size));
  Listing out;
  std::span<const std::byte> rest = bytes;
  for (std::int64_t i = 0; i < directory.entries; ++i) {
    if (rest.size() < kCentralBytes || !starts_with(rest, "PK\1\2")) return broken_zip(cat("entry ", i, " of its directory is cut short"));
    const std::size_t name_length = little_endian<std::uint16_t>(rest, 28), extra_length = little_endian<std::uint16_t>(rest, 30);
    const std::size_t whole = kCentralBytes + name_length + extra_length + little_endian<std::uint16_t>(rest, 32);
    if (whole > rest.size()) return broken_zip(cat("entry ", i, " of its directory is cut short"));
    const std::string name(reinterpret_cast<const char*>(rest.data() + kCentralBytes), name_length);
    Entry entry{.header = little_endian<std::uint32_t>(rest, 42), .packed = little_endian<std::uint32_t>(rest, 20),
                .size = little_endian<std::uint32_t>(rest, 24), .crc = little_endian<std::uint32_t>(rest, 16),
                .method = little_endian<std::uint16_t>(rest, 10)};
    read_wide_sizes(rest.subspan(kCentralBytes + name_length, extra_length), entry);
    const bool encrypted = (little_endian<std::uint16_t>(rest, 8) & 1) != 0;
    rest = rest.subspan(whole);
    if (entry.header < 0 || entry.packed < 0 || entry.size < 0 || entry.header > zip.size - kLocalBytes ||
        entry.packed > zip.size - kLocalBytes - entry.header || (entry.method == 0 && entry.size != entry.packed)) {
      return broken_zip(cat("entry ", i, " ('", printable(name), "') does not lie in it"));
    }
    // Deflate adds five bytes to what it cannot pack, at most every few kilobytes; more would only be read to fill memory.
    if (entry.packed > entry.size + entry.size / 64 + 1024) {
      return broken_zip(cat("entry '", printable(name), "' has ", entry.packed, " packed bytes for ", entry.size));
    }
    if (entry.size > kMaxInflatedBytes || (entry.size > kFreeBytes && entry.size / kMaxRatio > entry.packed)) {
      return out_of_budget(cat("entry '", printable(name), "' unpacks to ", bytes_text(entry.size), " from ", bytes_text(entry.packed)),
                           "Unpack it yourself if it is what you think it is.");
    }
    if (name.ends_with('/') || is_clutter(name)) continue;
    if (encrypted || (entry.method != 0 && entry.method != 8)) {
      diagnostics.warn(printable(name), encrypted ? "passed over: it is encrypted" : cat("passed over: packed by method ", entry.method));
      continue;
    }
    out.entries.push_back(entry);
    out.names.push_back(zip.name + "/" + printable(name, 1000));
  }
  return out;
}

// Entries that share bytes make a small file unpack to a huge one.
Result<void> check_overlaps(std::vector<Entry> entries) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.header < b.header; });
  for (std::size_t i = 1; i < entries.size(); ++i) {
    if (entries[i - 1].header + kLocalBytes + entries[i - 1].packed > entries[i].header) return broken_zip("two entries overlap");
  }
  return {};
}

}  // namespace

Result<std::vector<ByteSource>> zip_entries(const ByteSource& archive, Diagnostics& diagnostics) {
  THIMBLE_TRY(const Directory directory, find_directory(archive));
  THIMBLE_TRY(Listing listing, read_directory(archive, directory, diagnostics));
  THIMBLE_TRY_VOID(check_overlaps(listing.entries));
  std::vector<std::int64_t> sizes;
  for (const Entry& entry : listing.entries) sizes.push_back(entry.size);
  const auto shared = std::make_shared<Archive>(archive, std::move(listing.entries));
  std::vector<ByteSource> out;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    out.push_back({std::move(listing.names[i]), sizes[i],
                   [shared, i](std::int64_t offset, std::span<std::byte> into) -> Result<void> { return shared->read(i, offset, into); }});
  }
  return out;
}

}  // namespace thimble
