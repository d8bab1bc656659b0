// InflatedFile: random access to what a deflate stream unpacks to, without keeping it. One pass over the stream leaves a point
//   every megabyte (the place in the stream and the 32 KiB before it); a read unpacks from the point before it, and the last
//   few stretches are kept. Costs 3 % of the unpacked size, and kCachedBlocks stretches.
//   limits  kMaxInflatedBytes in all; kMaxRatio times the packed size once that is more than kFreeBytes; kMaxBlockBytes
//           between two points: what packs better than that was made to fill memory
//   errors  bad_data, out_of_budget; reads are safe from several threads
//   source  RFC 1951 (deflate), RFC 1952 (gzip)
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace thimble {

inline constexpr std::int64_t kMaxInflatedBytes = std::int64_t{1} << 33;
inline constexpr std::int64_t kFreeBytes = std::int64_t{1} << 26;
inline constexpr std::int64_t kMaxRatio = 256;
inline constexpr std::int64_t kMaxBlockBytes = std::int64_t{1} << 24;
inline constexpr std::size_t kCachedBlocks = 8;

enum class DeflateWrapper : std::uint8_t { none, gzip };

class InflatedFile {
 public:
  // Of `packed_size` bytes from `offset` of `source`.
  static Result<std::shared_ptr<InflatedFile>> open(ByteSource source, std::int64_t offset, std::int64_t packed_size, DeflateWrapper wrapper);

  std::int64_t size() const { return size_; }
  Result<void> read(std::int64_t offset, std::span<std::byte> out);

 private:
  struct Point {
    std::int64_t out = 0, in = 0;  // bytes before it; `in` from the start of the stream, after the byte that holds `bits`
    int bits = 0;                  // of the byte before `in` that are still to be used
    std::vector<std::byte> window;
  };
  struct Block {
    std::size_t index = 0;
    std::uint64_t used = 0;
    std::vector<std::byte> bytes;
  };
  InflatedFile() = default;
  Result<void> build_index(DeflateWrapper wrapper);
  Result<const Block*> block(std::size_t index);
  Result<std::vector<std::byte>> unpack_block(std::size_t index) const;
  std::int64_t block_end(std::size_t index) const { return index + 1 < points_.size() ? points_[index + 1].out : size_; }

  ByteSource source_;
  std::int64_t offset_ = 0, packed_size_ = 0, size_ = 0;
  std::vector<Point> points_;
  std::mutex mutex_;  // of the cache
  std::vector<Block> cache_;
  std::uint64_t clock_ = 0;
};

// All of a raw deflate stream that has to unpack to exactly `size` bytes, which the caller has bounded.
Result<std::vector<std::byte>> inflate_all(std::span<const std::byte> packed, std::int64_t size);

}  // namespace thimble
