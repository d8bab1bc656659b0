#include "core/data/inflated_file.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

#include "core/base/text.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::int64_t kChunkBytes = 1 << 16;
constexpr std::int64_t kPointBytes = 1 << 20;  // between two points, at least
constexpr std::size_t kWindowBytes = 1 << 15;

Error broken_stream(const z_stream& stream) {
  return bad_data(cat("the compressed data are broken", stream.msg ? cat(" (", stream.msg, ")") : std::string()),
                  "The file is cut short or damaged: get it again.");
}

// Z_BUF_ERROR with input left: a block that lay whole in the bits at hand; no byte moved, but the stream did.
bool stuck(int code, const z_stream& stream) {
  return code != Z_OK && code != Z_STREAM_END && (code != Z_BUF_ERROR || stream.avail_in == 0);
}

// A z_stream that is ended whatever happens.
class Inflater {
 public:
  explicit Inflater(int window_bits) { ok_ = inflateInit2(&stream, window_bits) == Z_OK; }
  ~Inflater() {
    if (ok_) inflateEnd(&stream);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  bool ok() const { return ok_; }

  z_stream stream{};

 private:
  bool ok_ = false;
};

// Feeds a stream from a source, a chunk at a time.
class Feeder {
 public:
  Feeder(const ByteSource& source, std::int64_t at, std::int64_t end) : source_(source), at_(at), end_(end) {}
  Result<void> feed(z_stream& stream) {
    if (stream.avail_in > 0) return {};
    const std::int64_t size = std::min(kChunkBytes, end_ - at_);
    if (size <= 0) return {};  // inflate may have some bits left; if not, it says that it cannot go on
    chunk_.resize(static_cast<std::size_t>(size));
    THIMBLE_TRY_VOID(read_into(source_, at_, chunk_));
    at_ += size;
    stream.next_in = reinterpret_cast<Bytef*>(chunk_.data());
    stream.avail_in = static_cast<uInt>(size);
    return {};
  }
  std::int64_t position(const z_stream& stream) const { return at_ - static_cast<std::int64_t>(stream.avail_in); }

 private:
  const ByteSource& source_;
  std::int64_t at_, end_;
  std::vector<std::byte> chunk_;
};

Error too_large(std::int64_t packed) {
  return out_of_budget(cat("unpacks to more than ", bytes_text(kFreeBytes), " from ", bytes_text(packed), ": more than ", kMaxRatio,
                           " times, or more than ", bytes_text(kMaxInflatedBytes)),
                       "Unpack it yourself if it is what you think it is.");
}

}  // namespace

Result<std::shared_ptr<InflatedFile>> InflatedFile::open(ByteSource source, std::int64_t offset, std::int64_t packed_size,
                                                         DeflateWrapper wrapper) {
  std::shared_ptr<InflatedFile> file(new InflatedFile);
  file->source_ = std::move(source);
  file->offset_ = offset;
  file->packed_size_ = packed_size;
  THIMBLE_TRY_VOID(file->build_index(wrapper));
  return file;
}

Result<void> InflatedFile::build_index(DeflateWrapper wrapper) {
  Inflater inflater(wrapper == DeflateWrapper::gzip ? 31 : -15);
  if (!inflater.ok()) return out_of_budget("no memory to unpack it");
  z_stream& stream = inflater.stream;
  Feeder feeder(source_, offset_, offset_ + packed_size_);
  // A ring: the newest kWindowBytes of output end at `filled`.
  std::vector<std::byte> ring(kWindowBytes);
  std::size_t filled = 0;
  if (wrapper == DeflateWrapper::none) points_.push_back({});
  for (int code = Z_OK; code != Z_STREAM_END;) {
    THIMBLE_TRY_VOID(feeder.feed(stream));
    if (filled == kWindowBytes) filled = 0;
    stream.next_out = reinterpret_cast<Bytef*>(ring.data() + filled);
    stream.avail_out = static_cast<uInt>(kWindowBytes - filled);
    code = inflate(&stream, Z_BLOCK);
    if (stuck(code, stream)) return broken_stream(stream);
    const std::size_t now = kWindowBytes - stream.avail_out;
    size_ += static_cast<std::int64_t>(now - filled);
    filled = now;
    if (size_ > kMaxInflatedBytes || (size_ > kFreeBytes && size_ / kMaxRatio > packed_size_)) return too_large(packed_size_);
    if (!points_.empty() && size_ - points_.back().out > kMaxBlockBytes) return too_large(packed_size_);
    const bool boundary = (stream.data_type & 128) != 0 && (stream.data_type & 64) == 0;
    if (code == Z_STREAM_END || !boundary) continue;
    if (!points_.empty() && size_ - points_.back().out < kPointBytes) continue;
    Point point{size_, feeder.position(stream) - offset_, stream.data_type & 7, {}};
    if (size_ > 0) {
      point.window.resize(static_cast<std::size_t>(std::min<std::int64_t>(size_, kWindowBytes)));
      const std::size_t newest = std::min(filled, point.window.size());
      std::memcpy(point.window.data() + point.window.size() - newest, ring.data() + filled - newest, newest);
      if (newest < point.window.size()) std::memcpy(point.window.data(), ring.data() + filled, point.window.size() - newest);
    }
    points_.push_back(std::move(point));
  }
  return {};
}

Result<std::vector<std::byte>> InflatedFile::unpack_block(std::size_t index) const {
  const Point& point = points_[index];
  std::vector<std::byte> out(static_cast<std::size_t>(block_end(index) - point.out));
  Inflater inflater(-15);
  if (!inflater.ok()) return out_of_budget("no memory to unpack it");
  z_stream& stream = inflater.stream;
  if (point.bits > 0) {
    THIMBLE_TRY(const std::vector<std::byte> before, read_range(source_, offset_ + point.in - 1, 1));
    inflatePrime(&stream, point.bits, static_cast<int>(before[0]) >> (8 - point.bits));
  }
  if (!point.window.empty()) {
    inflateSetDictionary(&stream, reinterpret_cast<const Bytef*>(point.window.data()), static_cast<uInt>(point.window.size()));
  }
  Feeder feeder(source_, offset_ + point.in, offset_ + packed_size_);
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  while (stream.avail_out > 0) {
    THIMBLE_TRY_VOID(feeder.feed(stream));
    const int code = inflate(&stream, Z_NO_FLUSH);
    if (code == Z_STREAM_END && stream.avail_out == 0) break;
    if (stuck(code, stream) || code == Z_STREAM_END) return broken_stream(stream);
  }
  return out;
}

Result<const InflatedFile::Block*> InflatedFile::block(std::size_t index) {
  ++clock_;
  for (Block& cached : cache_) {
    if (cached.index != index) continue;
    cached.used = clock_;
    return &cached;
  }
  THIMBLE_TRY(std::vector<std::byte> bytes, unpack_block(index));
  if (cache_.size() < kCachedBlocks) cache_.emplace_back();
  Block& oldest = *std::min_element(cache_.begin(), cache_.end(), [](const Block& a, const Block& b) { return a.used < b.used; });
  oldest = {index, clock_, std::move(bytes)};
  return &oldest;
}

Result<void> InflatedFile::read(std::int64_t offset, std::span<std::byte> out) {
  const std::lock_guard lock(mutex_);
  if (offset < 0 || offset > size_ || static_cast<std::int64_t>(out.size()) > size_ - offset) {
    return bad_data(cat("unpacks to ", size_, " bytes, expected ", out.size(), " from byte ", offset));
  }
  while (!out.empty()) {
    const auto after = std::upper_bound(points_.begin(), points_.end(), offset, [](std::int64_t at, const Point& p) { return at < p.out; });
    const std::size_t index = static_cast<std::size_t>(after - points_.begin()) - 1;
    THIMBLE_TRY(const Block* const from, block(index));
    const std::size_t skip = static_cast<std::size_t>(offset - points_[index].out);
    const std::size_t take = std::min(out.size(), from->bytes.size() - skip);
    std::memcpy(out.data(), from->bytes.data() + skip, take);
    out = out.subspan(take);
    offset += static_cast<std::int64_t>(take);
  }
  return {};
}

Result<std::vector<std::byte>> inflate_all(std::span<const std::byte> packed, std::int64_t size) {
  std::vector<std::byte> out(static_cast<std::size_t>(size));
  Inflater inflater(-15);
  if (!inflater.ok()) return out_of_budget("no memory to unpack it");
  z_stream& stream = inflater.stream;
  std::byte nothing{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.empty() ? &nothing : out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (inflate(&stream, Z_FINISH) != Z_STREAM_END || stream.avail_out > 0) return broken_stream(stream);
  return out;
}

}  // namespace thimble
