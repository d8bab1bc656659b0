#include "core/data/without_samples.h"

#include "tests/core/data/data_files.h"

namespace thimble {

using namespace test;

TEST_CASE("without_samples: a damaged first picture or recording does not close the folder", "[data][unit]") {
  const std::vector<std::byte> picture = seed_bytes("png_rgb.png");
  const auto pictures = opened({memory_source("a/0.png", {picture.begin(), picture.begin() + 12}), seed_as("png_rgb.png", "a/1.png"),
                                seed_as("png_gray.png", "b/2.png")});
  CHECK(pictures->size() == 3);
  CHECK(!pictures->read(0).ok());
  const Result<RawSample> seen = read_at_or_after(*pictures, 0);
  REQUIRE(seen.ok());
  CHECK(seen->name == "a/1.png");
  const auto left = without_samples(pictures, {0});
  CHECK(left->size() == 2);
  CHECK(left->name(0) == "a/1.png");
  CHECK(contains(left->summary(), "1 of them left out"));
  CHECK(contains(error_of({memory_source("a/0.png", {picture.begin(), picture.begin() + 12})}), "a/0.png: a PNG that cannot be decoded"));

  const std::vector<std::byte> recording = seed_bytes("wav_16.wav");
  const auto recordings = opened({memory_source("a/0.wav", {recording.begin(), recording.begin() + 12}), seed_as("wav_16.wav", "b/1.wav")});
  CHECK(recordings->size() == 2);
  CHECK(!recordings->read(0).ok());
}

}  // namespace thimble
