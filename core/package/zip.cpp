#include <zlib.h>

#include <cstring>

#include "core/base/check.h"
#include "core/package/package.h"

namespace thimble {
namespace {

// MS-DOS date of 1980-01-01: the format's zero. Real times would make equal packages differ.
constexpr std::uint16_t kNoTime = 0, kNoDate = (1 << 5) | 1;
constexpr std::uint16_t kVersion = 20, kDeflate = 8;

class Writer {
 public:
  void u16(std::uint32_t value) { number(value, 2); }
  void u32(std::uint32_t value) { number(value, 4); }
  void raw(const void* data, std::size_t size) {
    const auto* from = static_cast<const std::byte*>(data);
    bytes_.insert(bytes_.end(), from, from + size);
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(bytes_.size()); }
  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  void number(std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) bytes_.push_back(static_cast<std::byte>(value >> (8 * i)));
  }
  std::vector<std::byte> bytes_;
};

std::vector<std::byte> deflated(std::string_view text) {
  z_stream stream{};
  // Negative window bits: a raw stream, without zlib's own header, as ZIP wants it.
  THIMBLE_CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::vector<std::byte> out(deflateBound(&stream, static_cast<uLong>(text.size())));
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  THIMBLE_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Entry {
  std::string path;
  std::uint32_t crc = 0, packed = 0, plain = 0, offset = 0;
};

// What the local header and the central directory say alike.
void write_common(Writer& out, const Entry& entry) {
  out.u16(kVersion);
  out.u16(1 << 11);  // names are UTF-8
  out.u16(kDeflate);
  out.u16(kNoTime);
  out.u16(kNoDate);
  out.u32(entry.crc);
  out.u32(entry.packed);
  out.u32(entry.plain);
  out.u16(static_cast<std::uint32_t>(entry.path.size()));
  out.u16(0);  // no extra field
}

Entry write_file(Writer& out, std::string path, std::string_view text) {
  const std::vector<std::byte> packed = deflated(text);
  const auto crc = crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
  Entry entry{std::move(path), static_cast<std::uint32_t>(crc), static_cast<std::uint32_t>(packed.size()),
              static_cast<std::uint32_t>(text.size()), out.size()};
  out.u32(0x04034b50);
  write_common(out, entry);
  out.raw(entry.path.data(), entry.path.size());
  out.raw(packed.data(), packed.size());
  return entry;
}

void write_directory_entry(Writer& out, const Entry& entry) {
  out.u32(0x02014b50);
  out.u16(kVersion);
  write_common(out, entry);
  out.u16(0);  // comment
  out.u16(0);  // disk
  out.u16(0);  // internal attributes
  out.u32(0);  // external attributes
  out.u32(entry.offset);
  out.raw(entry.path.data(), entry.path.size());
}

}  // namespace

std::vector<std::byte> zip_package(const Package& package) {
  Writer out;
  std::vector<Entry> entries;
  for (const EmittedFile& file : package.files) entries.push_back(write_file(out, package.name + "/" + file.path, file.text));
  const std::uint32_t directory = out.size();
  for (const Entry& entry : entries) write_directory_entry(out, entry);
  const std::uint32_t directory_bytes = out.size() - directory;
  out.u32(0x06054b50);
  out.u16(0);
  out.u16(0);
  out.u16(static_cast<std::uint32_t>(entries.size()));
  out.u16(static_cast<std::uint32_t>(entries.size()));
  out.u32(directory_bytes);
  out.u32(directory);
  out.u16(0);
  return out.take();
}

}  // namespace thimble
