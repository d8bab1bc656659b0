#include "core/data/containers.h"

#include <zlib.h>

#include <algorithm>

#include "core/base/rng.h"
#include "core/data/inflated_file.h"
#include "core/data/source.h"
#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

std::vector<std::byte> packed(const std::vector<std::byte>& plain, int window_bits, int level = 6) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::vector<std::byte> out(deflateBound(&stream, static_cast<uLong>(plain.size())) + 64);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Text that packs to about a third, of some megabytes: several points.
std::vector<std::byte> plain_bytes(std::size_t size) {
  Rng rng(3);
  std::vector<std::byte> out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::byte>(i % 5 == 0 ? rng.uniform(0, 255) : i / 1000 % 256);
  return out;
}

void put(std::vector<std::byte>& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::byte>(value >> (8 * i)));
}

// One deflated entry; `said` is the size that the directory says it unpacks to.
std::vector<std::byte> zip_of(const std::string& name, const std::vector<std::byte>& plain, std::size_t said) {
  const std::vector<std::byte> body = packed(plain, -15);
  const auto crc = static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(plain.data()), plain.size()));
  const auto header = [&](std::vector<std::byte>& out) {
    put(out, 20, 2), put(out, 0, 2), put(out, 8, 2), put(out, 0, 4), put(out, crc, 4), put(out, body.size(), 4), put(out, said, 4);
    put(out, name.size(), 2), put(out, 0, 2);
  };
  const auto text = std::as_bytes(std::span(name));
  std::vector<std::byte> out;
  put(out, 0x04034b50, 4), header(out);
  out.insert(out.end(), text.begin(), text.end());
  out.insert(out.end(), body.begin(), body.end());
  const std::size_t directory = out.size();
  put(out, 0x02014b50, 4), put(out, 20, 2), header(out), put(out, 0, 6), put(out, 0, 4), put(out, 0, 4);
  out.insert(out.end(), text.begin(), text.end());
  const std::size_t size = out.size() - directory;
  put(out, 0x06054b50, 4), put(out, 0, 4), put(out, 1, 2), put(out, 1, 2), put(out, size, 4), put(out, directory, 4), put(out, 0, 2);
  return out;
}

}  // namespace

TEST_CASE("zip: a large entry is read piece by piece; its size has to be what the directory says", "[data][unit]") {
  constexpr std::size_t kRows = 3000, kSide = 80;
  std::vector<std::byte> idx;
  for (const std::uint32_t word : {0x803u, std::uint32_t{kRows}, std::uint32_t{kSide}, std::uint32_t{kSide}}) put(idx, __builtin_bswap32(word), 4);
  const std::vector<std::byte> pixels = plain_bytes(kRows * kSide * kSide);
  idx.insert(idx.end(), pixels.begin(), pixels.end());
  const auto data = opened({memory_source("large.zip", zip_of("images.idx", idx, idx.size()))});
  REQUIRE(data->size() == kRows);
  for (const std::int64_t i : {std::int64_t{2999}, std::int64_t{0}, std::int64_t{1500}}) {
    const RawSample sample = sample_of(*data, i);
    CHECK(std::equal(sample.pixels.begin(), sample.pixels.end(), pixels.begin() + i * 6400,
                     [](std::uint8_t a, std::byte b) { return a == std::to_integer<std::uint8_t>(b); }));
  }
  CHECK(contains(error_of({memory_source("large.zip", zip_of("images.idx", idx, idx.size() + 1))}), "size is not what the directory says"));
  CHECK(contains(error_of({memory_source("small.zip", zip_of("images.idx", idx, 9))}), "packed bytes for 9"));
}

TEST_CASE("inflated file: any range is what the whole stream unpacks to, in any order", "[data][property]") {
  const std::vector<std::byte> plain = plain_bytes(5'000'000);
  for (const DeflateWrapper wrapper : {DeflateWrapper::gzip, DeflateWrapper::none}) {
    for (const int level : {0, 1, 9}) {
      std::vector<std::byte> stream(7, std::byte{0x5a});  // it may lie anywhere in a file
      const std::vector<std::byte> body = packed(plain, wrapper == DeflateWrapper::gzip ? 31 : -15, level);
      stream.insert(stream.end(), body.begin(), body.end());
      const auto file = InflatedFile::open(memory_source("f", stream), 7, std::ssize(body), wrapper);
      INFO(level << (file.ok() ? std::string() : file.error().to_string()));
      REQUIRE(file.ok());
      REQUIRE((*file)->size() == std::ssize(plain));
      Rng rng(5);
      for (int round = 0; round < 40; ++round) {
        const std::int64_t at = rng.uniform(0, std::ssize(plain)), size = std::min(rng.uniform(0, 100'000), std::ssize(plain) - at);
        std::vector<std::byte> got(static_cast<std::size_t>(size));
        REQUIRE((*file)->read(at, got).ok());
        CHECK(std::equal(got.begin(), got.end(), plain.begin() + at));
      }
      std::vector<std::byte> beyond(2);
      CHECK_FALSE((*file)->read(std::ssize(plain) - 1, beyond).ok());
      CHECK_FALSE((*file)->read(-1, beyond).ok());
    }
  }
}

TEST_CASE("inflated file: what was made to fill memory is refused", "[data][hostile]") {
  // 100 MB of zeros: a thousandth of it packed.
  const std::vector<std::byte> bomb = packed(std::vector<std::byte>(100'000'000), 31, 9);
  CHECK(contains(error_of({memory_source("zeros.gz", bomb)}), "unpacks to more than"));
}

TEST_CASE("inflated file: every truncation is an error that says so", "[data][hostile]") {
  const std::vector<std::byte> whole = seed_bytes("idx_u1.idx.gz");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string error = error_of({memory_source("f.gz", {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)})});
    INFO(size << ": " << error);
    CHECK_FALSE(error.empty());
  }
}

TEST_CASE("zip: every truncation is an error or the same samples, and no changed byte does harm", "[data][hostile]") {
  for (const char* name : {"idx_pair_stored.zip", "idx_pair_deflated.zip", "idx_pair_wide.zip", "idx_pair_ustar.tar", "npz_packed.npz"}) {
    const std::vector<std::byte> whole = seed_bytes(name);
    Diagnostics notes;
    const auto all = open_dataset({memory_source("x.zip", whole)}, notes);
    REQUIRE(all.ok());
    const auto first = (*all)->read(0);
    REQUIRE(first.ok());
    for (std::size_t at = 0; at < whole.size(); ++at) {
      std::vector<std::byte> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(at));
      if (const auto data = open_dataset({memory_source("x.zip", cut)}, notes); data.ok()) {
        const auto sample = (*data)->read(0);
        if (sample.ok() && (sample->pixels != first->pixels || sample->values != first->values)) FAIL_CHECK(name << " cut at " << at);
      }
      std::vector<std::byte> changed = whole;
      changed[at] ^= std::byte{0xff};
      if (const auto data = open_dataset({memory_source("x.zip", changed)}, notes); data.ok()) {
        for (std::int64_t i = 0; i < std::min<std::int64_t>((*data)->size(), 4); ++i) (void)(*data)->read(i);
      }
    }
  }
}

TEST_CASE("zip: entries that share bytes are refused", "[data][hostile]") {
  // Both entries of the directory get the place of the first.
  std::vector<std::byte> zip = seed_bytes("idx_pair_stored.zip");
  std::size_t first = 0, second = 0;
  for (std::size_t i = 0; i + 4 < zip.size(); ++i) {
    if (!starts_with(zip, "PK\1\2", i)) continue;
    (first == 0 ? first : second) = i;
  }
  REQUIRE(second > first);
  std::copy_n(zip.begin() + static_cast<std::ptrdiff_t>(first + 42), 4, zip.begin() + static_cast<std::ptrdiff_t>(second + 42));
  CHECK(contains(error_of({memory_source("twice.zip", zip)}), "overlap"));
}

TEST_CASE("zip: an encrypted entry is passed over and named; a wrong checksum is an error", "[data][hostile]") {
  std::vector<std::byte> zip = seed_bytes("folders.zip");
  for (std::size_t i = 0; i + 4 < zip.size(); ++i) {
    if (starts_with(zip, "PK\1\2", i)) {
      zip[i + 8] |= std::byte{1};
      break;
    }
  }
  Diagnostics notes;
  const auto data = open_dataset({memory_source("folders.zip", zip)}, notes);
  REQUIRE(data.ok());
  CHECK((*data)->size() == 3);
  REQUIRE_FALSE(notes.items().empty());
  CHECK(contains(notes.items()[0].message, "encrypted"));

  zip = seed_bytes("folders.zip");
  for (std::size_t i = 0; i + 4 < zip.size(); ++i) {
    if (starts_with(zip, "PK\1\2", i)) zip[i + 16] ^= std::byte{1};
  }
  CHECK(contains(error_of({memory_source("folders.zip", zip)}), "checksum"));
}

TEST_CASE("archives: clutter is left out, depth is bounded", "[data][unit]") {
  CHECK(is_clutter("a/.DS_Store"));
  CHECK(is_clutter("__MACOSX/a/1.png"));
  CHECK(is_clutter("folder/"));
  CHECK_FALSE(is_clutter("a/1.png"));
  // gzip in gzip in gzip in gzip
  std::vector<std::byte> bytes = seed_bytes("idx_u1.idx");
  for (int i = 0; i < 3; ++i) bytes = packed(bytes, 31);
  CHECK(opened({memory_source("x.gz.gz.gz", bytes)})->size() == 3);
  bytes = packed(bytes, 31);
  CHECK(contains(error_of({memory_source("x.gz.gz.gz.gz", bytes)}), "no files"));
}

}  // namespace thimble
