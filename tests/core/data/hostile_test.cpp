// Files that are wrong in the ways that users' files are wrong: each error says what was found and what to do.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

std::string read_error(std::vector<ByteSource> files, std::int64_t index = 0) {
  const auto data = opened(std::move(files));
  const Result<RawSample> sample = data->read(index);
  return sample.ok() ? std::string() : sample.error().to_string();
}

ByteSource changed(const std::string& name, std::size_t at, std::uint8_t byte) {
  std::vector<std::byte> bytes = seed_bytes(name);
  bytes[at] = std::byte{byte};
  return memory_source(name, std::move(bytes));
}
ByteSource cut(const std::string& name, std::size_t size) {
  std::vector<std::byte> bytes = seed_bytes(name);
  bytes.resize(size);
  return memory_source(name, std::move(bytes));
}

}  // namespace

TEST_CASE("hostile: NaN in data names the sample and the number", "[data][hostile]") {
  const std::string error = read_error({npy("x.npy", "<f4", "(2, 2)", {1, 2, 3, std::nanf("")})}, 1);
  CHECK(contains(error, "x.npy > x.npy[1]: number 1 of 2 is nan"));
  CHECK(contains(read_error({npy("x.npy", "<f4", "(1, 1)", {std::numeric_limits<float>::infinity()})}), "inf"));
  CHECK(contains(error_of({npy("x.npy", "<f4", "(2, 1)", {1, 2}), npy("y.npy", "<f4", "(2,)", {1, std::nanf("")})}), "the label of sample 1 is nan"));
}

TEST_CASE("hostile: labels out of range name the sample and what is expected", "[data][hostile]") {
  const auto with = [](float label) { return error_of({npy("x.npy", "<f4", "(2, 1)", {1, 2}), npy("y.npy", "<f4", "(2,)", {0, label})}); };
  CHECK(with(1).empty());
  CHECK(with(-1).empty());  // numbers to be answered
  CHECK(contains(error_of({text_source("a.csv", "a,label\n1,0\n2,-1\n")}), "the label of sample 1 is -1, expected 0 to 65535"));
  CHECK(contains(error_of({text_source("a.csv", "a,label\n1,0\n2,70000\n")}), "70000"));
  CHECK(contains(error_of({text_source("a.csv", "a,label\n1,0\n2,\n")}), "row 2 has no label"));
}

TEST_CASE("hostile: wrong sizes say what the header promises and what is there", "[data][hostile]") {
  CHECK(contains(error_of({cut("idx_u1.idx", 50)}), "its header says shape [3, 5, 4], but it ends after 34 bytes"));
  CHECK(contains(error_of({npy("x_test.npy", "<f4", "(3, 1)", {1, 2, 3}), npy("y_test.npy", "<f4", "(2,)", {1, 2})}), "has 3 samples, but 'y_test.npy' has 2 labels"));
  CHECK(contains(error_of({npy("x.npy", "<f4", "(0, 4)", {})}), "without elements"));
  CHECK(contains(error_of({npy("x.npy", "<f4", "(1, 999999999999, 999999999999)", {1})}), "at most"));
  CHECK(contains(error_of({npy("x.npy", "<f4", "(99999999, 2)", {1})}), "at most 20,000,000"));
  CHECK(contains(error_of({npy("x.npy", "<f4", "()", {1})}), "no array of samples"));
  CHECK(contains(error_of({npy("x.npy", "<c8", "(1,)", {1, 2})}), "astype('float32')"));
  CHECK(contains(error_of({npy("x.npy", "|O", "(1,)", {1})}), "astype('float32')"));
  CHECK(contains(error_of({npy("x.npy", "<c8", "(1,)", {1, 2}), npy("y.npy", "<f4", "(1,)", {1})}),
                 "labels, but no samples; 'x.npy' was passed over: elements of type '<c8'"));
  CHECK(contains(error_of({npy("x.npy", "<f4", "(1", {1})}), "names no shape"));
  CHECK(contains(error_of({npy("y.npy", "<f4", "(2,)", {1, 2})}), "labels, but no samples"));
}

TEST_CASE("hostile: CSV with gaps, ragged rows, no numbers", "[data][hostile]") {
  CHECK(contains(error_of({text_source("a.csv", "a,b,label\n1,2,0\n1,2\n3,4,1\n")}), "row 3 has 2 columns, expected 3"));
  std::string late = "a,b,label\n";
  for (int i = 0; i < 70; ++i) late += "1,2,0\n";
  CHECK(contains(error_of({text_source("a.csv", late + "1,2\n")}), "row 71 has 2 columns, expected 3"));
  const auto gap = opened({text_source("a.csv", late + "1,,1\n")});
  CHECK(contains(gap->read(70).error().to_string(), "a.csv > row 71: column 'b' is '', expected a number"));
  CHECK(contains(error_of({text_source("a.csv", "name,label\nx,0\ny,1\n")}), "no column of numbers"));
  const std::string open_quote = late + "1,\"2," + std::string(std::size_t{17} << 20, 'x');
  CHECK(contains(error_of({text_source("a.csv", open_quote)}), "Is a quote left open?"));
}

TEST_CASE("hostile: WAV without sound, in a coding that is not read, cut short", "[data][hostile]") {
  CHECK(contains(error_of({changed("wav_16.wav", 20, 0x11)}), "IMA ADPCM"));
  CHECK(contains(error_of({changed("wav_16.wav", 34, 12)}), "12 bits"));
  CHECK(contains(error_of({changed("wav_16.wav", 22, 0)}), "channels"));
  CHECK(contains(error_of({cut("wav_16.wav", 40)}), "no audio (chunk 'data')"));
  // A recorder that was cut off: what is there is read.
  CHECK(sample_of(*opened({cut("wav_16.wav", 200)}), 0).shape[0] == (200 - 56) / 2);
}

TEST_CASE("hostile: pictures that are cut short, too large, or none", "[data][hostile]") {
  for (const char* name : {"png_rgb.png", "jpeg_rgb.jpg", "bmp_24.bmp"}) {
    const std::size_t size = seed_bytes(name).size();
    for (std::size_t keep = 18; keep < size; keep += 7) {
      Diagnostics notes;
      const auto data = open_dataset({cut(name, keep)}, notes);
      if (!data.ok()) continue;
      const Result<RawSample> sample = (*data)->read(0);
      if (!sample.ok()) CHECK_FALSE(sample.error().message().empty());
    }
  }
  CHECK(contains(read_error({cut("png_rgb.png", 60)}), "cannot be decoded"));
  const std::size_t whole_bmp = seed_bytes("bmp_24.bmp").size();
  CHECK(contains(read_error({cut("bmp_24.bmp", whole_bmp - 9)}), "that ends after"));
  std::vector<std::byte> wide = seed_bytes("bmp_24.bmp");
  wide[19] = std::byte{0x40};  // 16,392 pixels wide
  CHECK(contains(error_of({memory_source("wide.bmp", wide)}), "sides of 8192"));
  std::vector<std::byte> large = seed_bytes("bmp_24.bmp");
  large[19] = std::byte{0x1f}, large[23] = std::byte{0x1f};  // 7944 x 7942
  CHECK(contains(error_of({memory_source("large.bmp", large)}), "megapixels"));
}

TEST_CASE("hostile: a picture with sides beyond the limit says so, whatever its kind", "[data][hostile]") {
  std::vector<std::byte> wide = seed_bytes("png_rgb.png");
  wide[17] = std::byte{0x7f};  // of the width, 32 bits, big-endian
  CHECK(contains(error_of({memory_source("wide.png", wide)}), "a PNG with sides of more than 8192 pixels"));
  // A head alone is no picture of an unknown type.
  CHECK(contains(error_of({cut("png_rgb.png", 20)}), "a PNG that cannot be decoded"));
  CHECK_FALSE(contains(error_of({cut("png_rgb.png", 20)}), "unknown"));
}

TEST_CASE("hostile: what spreadsheets and pandas write around a table", "[data][hostile]") {
  const auto marked = opened({text_source("a.csv",
                                          "\xef\xbb\xbf"
                                          "label,a,b\r\n1,2,3\r\n0,4,5\r\n")});
  CHECK(marked->class_names().size() == 2);
  CHECK(sample_of(*marked, 1).values == std::vector<float>{4, 5});
  const auto bare = opened({text_source("a.csv",
                                        "\xef\xbb\xbf"
                                        "1.5,2.5\n3.5,4.5\n5.5,6.5\n")});
  CHECK(sample_of(*bare, 0).values == std::vector<float>{1.5f, 2.5f});
  CHECK(contains(error_of({text_source("a.csv", std::string("\xff\xfel\0a\0", 6))}), "UTF-16 (save it as UTF-8)"));

  Diagnostics notes;
  const auto indexed = open_dataset({text_source("a.csv", ",label,a,b\n0,1,2,3\n1,0,4,5\n2,0,6,7\n")}, notes);
  REQUIRE(indexed.ok());
  CHECK(sample_of(**indexed, 2).values == std::vector<float>{6, 7});
  CHECK(
      std::any_of(notes.items().begin(), notes.items().end(), [](const Diagnostic& n) { return contains(n.message, "counts the rows"); }));
  // With a name, or when it does not count, it is a column like others.
  CHECK(sample_of(*opened({text_source("a.csv", "n,label,a\n0,1,2\n1,0,4\n2,0,6\n")}), 2).values.size() == 2);
  CHECK(sample_of(*opened({text_source("a.csv", ",label,a\n0,1,2\n2,0,4\n4,0,6\n")}), 2).values.size() == 2);
}

TEST_CASE("hostile: a file that is not what its ending says is told by name when it is read", "[data][hostile]") {
  std::vector<ByteSource> files;
  for (int i = 0; i < 70; ++i) files.push_back(seed_as("png_rgb.png", cat("d/a/", i + 100, ".png")));
  files.push_back(text_source("d/b/999.png", "not a picture"));
  const auto data = opened(std::move(files));
  REQUIRE(data->size() == 71);
  CHECK(contains(data->read(70).error().to_string(), "d/b/999.png: not a PNG, JPEG or BMP"));
}

TEST_CASE("hostile: every index that is not there is an error", "[data][hostile]") {
  for (const char* name : {"idx_u1.idx", "cifar_10.bin", "csv_header.csv", "wav_16.wav", "png_rgb.png"}) {
    const auto data = opened({seed(name)});
    CHECK_FALSE(data->read(-1).ok());
    CHECK_FALSE(data->read(data->size()).ok());
  }
}

}  // namespace thimble
