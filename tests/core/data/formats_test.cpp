// The seeds are written by others' programs from numbers that are computed here again (tests/support/make_dataset_corpus.py).
#include <algorithm>
#include <cmath>

#include "core/base/hash.h"
#include "core/data/data_format.h"
#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

std::uint8_t idx_pixel(std::int64_t i) { return static_cast<std::uint8_t>(i * 7 % 256); }
float npy_number(std::int64_t i) { return static_cast<float>(i - 5); }

void check_idx_pair(const Dataset& data) {
  REQUIRE(data.size() == 3);
  CHECK(data.class_names() == std::vector<std::string>{"0", "1", "2"});
  CHECK(data.label(0) == 2);
  const RawSample sample = sample_of(data, 2);
  CHECK(sample.kind == RawKind::image_u8);
  CHECK(sample.shape == std::vector<std::int64_t>{5, 4, 1});
  CHECK(sample.label == 1);
  for (std::int64_t i = 0; i < 20; ++i) CHECK(sample.pixels[static_cast<std::size_t>(i)] == idx_pixel(40 + i));
}

}  // namespace

TEST_CASE("idx: images and labels pair up, however they are packed", "[data][unit]") {
  for (const char* name : {"idx_pair_stored.zip", "idx_pair_deflated.zip", "idx_pair_wide.zip", "idx_pair_ustar.tar"}) {
    INFO(name);
    const auto data = opened({seed(name)});
    CHECK(data->format() == "idx");
    check_idx_pair(*data);
  }
  check_idx_pair(*opened({seed("idx_u1.idx.gz"), seed("idx_labels.idx")}));
  CHECK(opened({seed("idx_u1.idx"), seed("idx_labels.idx")})->summary() == "3 pictures of 5x4x1 in 3 classes (IDX)");
}

TEST_CASE("idx: every element type", "[data][unit]") {
  for (const char* kind : {"i1", "i2", "i4", "f4", "f8"}) {
    INFO(kind);
    const RawSample sample = sample_of(*opened({seed(std::string("idx_") + kind + ".idx")}), 1);
    CHECK(sample.kind == RawKind::tensor_f32);
    CHECK(sample.shape == std::vector<std::int64_t>{5, 4});
    const bool is_signed_byte = std::string_view(kind) == "i1";
    for (std::int64_t i = 0; i < 20; ++i) {
      const float expected = is_signed_byte ? static_cast<float>(static_cast<std::int8_t>(idx_pixel(20 + i))) : idx_pixel(20 + i);
      CHECK(sample.values[static_cast<std::size_t>(i)] == expected);
    }
  }
}

TEST_CASE("archives: long names of tar are read whole", "[data][unit]") {
  CHECK(contains(opened({seed("idx_long_gnu.tar")})->name(0), "x.idx[0]"));
  CHECK(opened({seed("idx_long_pax.tar")})->size() == 3);
}

TEST_CASE("npy: every element type, both orders, all versions", "[data][unit]") {
  for (const char* kind : {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "big_f4", "big_i2", "column_major", "version_2"}) {
    INFO(kind);
    const auto data = opened({seed(std::string("npy_") + kind + ".npy")});
    REQUIRE(data->size() == 4);
    const RawSample sample = sample_of(*data, 3);
    CHECK(sample.shape == std::vector<std::int64_t>{3, 2});
    for (std::int64_t i = 0; i < 6; ++i) CHECK(sample.values[static_cast<std::size_t>(i)] == npy_number(18 + i));
  }
  for (const char* kind : {"u2", "u4", "u8"}) {
    INFO(kind);
    const RawSample sample = sample_of(*opened({seed(std::string("npy_") + kind + ".npy")}), 0);
    for (std::int64_t i = 0; i < 6; ++i) CHECK(sample.values[static_cast<std::size_t>(i)] == std::abs(npy_number(i)));
  }
  CHECK(sample_of(*opened({seed("npy_u1.npy")}), 0).kind == RawKind::image_u8);
  CHECK(sample_of(*opened({seed("npy_b1.npy")}), 0).values[5] == 0);
}

TEST_CASE("npz: x and y by name or by shape; classes, one-hot classes, targets", "[data][unit]") {
  for (const char* name : {"npz_classes.npz", "npz_packed.npz", "npz_one_hot.npz", "npz_nameless.npz"}) {
    INFO(name);
    const auto data = opened({seed(name)});
    REQUIRE(data->size() == 4);
    CHECK(data->class_names() == std::vector<std::string>{"0", "1", "2"});
    CHECK(data->label(2) == 2);
    CHECK(sample_of(*data, 3).label == 1);
  }
  const auto targets = opened({seed("npz_targets.npz")});
  CHECK(targets->class_names().empty());
  CHECK(sample_of(*targets, 2).target == std::vector<float>{1.0f});
  CHECK(contains(targets->summary(), "with targets of 1 number"));
}

TEST_CASE("npz: bytes with channels first are pictures", "[data][unit]") {
  const RawSample sample = sample_of(*opened({seed("npz_planes.npz")}), 1);
  REQUIRE(sample.kind == RawKind::image_u8);
  CHECK(sample.shape == std::vector<std::int64_t>{5, 4, 3});
  CHECK(sample.pixels[0] == 60);
  CHECK(sample.pixels[1] == 80);
  CHECK(sample.pixels[3] == 61);
}

TEST_CASE("csv: header, words, quotes, separators", "[data][unit]") {
  const auto header = opened({seed("csv_header.csv")});
  CHECK(header->summary() == "3 rows of 2 numbers in 2 classes (CSV)");
  CHECK(sample_of(*header, 1).values == std::vector<float>{3, 40});
  CHECK(header->label(1) == 1);

  const auto words = opened({seed("csv_words.csv")});
  CHECK(words->class_names() == std::vector<std::string>{"setosa", "virginica"});
  CHECK(words->label(1) == 1);
  CHECK(sample_of(*words, 2).values == std::vector<float>{5.0f, 3.1f});

  const auto quotes = opened({seed("csv_quotes.csv")});
  CHECK(quotes->size() == 2);
  CHECK(sample_of(*quotes, 1).values == std::vector<float>{2});
  CHECK(quotes->label(1) == 1);

  const auto tabs = opened({seed("csv_tabs.csv")});
  CHECK(sample_of(*tabs, 1).values == std::vector<float>{4, 5, 6.5f});
}

TEST_CASE("csv: the label's column can be named, and a wrong name is answered with the nearest", "[data][unit]") {
  const auto data = opened({seed("csv_tabs.csv")}, {.label_column = "2"});
  CHECK(data->class_names().empty());  // 3.5 is no class: a number to be answered
  CHECK(sample_of(*data, 1).target == std::vector<float>{6.5f});
  CHECK(opened({seed("csv_header.csv")}, {.label_column = "b"})->size() == 3);
  CHECK(contains(error_of({seed("csv_header.csv")}, {.label_column = "labels"}), "Did you mean 'label'?"));
  CHECK(contains(error_of({seed("csv_tabs.csv")}, {.label_column = "7"}), "0 to 2"));
}

TEST_CASE("wav: every coding gives the same tone", "[data][unit]") {
  const struct {
    const char* name;
    double within;
  } cases[] = {{"wav_8.wav", 0.02},      {"wav_16.wav", 1e-4},    {"wav_24.wav", 1e-6},       {"wav_32.wav", 1e-6},
               {"wav_float.wav", 1e-7},  {"wav_double.wav", 1e-7}, {"wav_extensible.wav", 1e-4}};
  for (const auto& c : cases) {
    INFO(c.name);
    const RawSample sample = sample_of(*opened({seed(c.name)}), 0);
    CHECK(sample.kind == RawKind::audio_f32);
    CHECK(sample.sample_rate_hz == 8000);
    REQUIRE(sample.shape == std::vector<std::int64_t>{200, 1});
    for (std::size_t i = 0; i < 200; ++i) CHECK(std::abs(sample.values[i] - 0.5 * std::sin(static_cast<double>(i) * 0.3)) < c.within);
  }
  CHECK(sample_of(*opened({seed("wav_stereo.wav")}), 0).shape == std::vector<std::int64_t>{200, 2});
  const auto folders = opened({seed("recordings.zip")});
  CHECK(folders->class_names() == std::vector<std::string>{"no", "yes"});
}

TEST_CASE("images: PNG and BMP are exact, JPEG is near, and channels are 1 or 3", "[data][unit]") {
  const auto pixel = [](std::size_t i) { return static_cast<std::uint8_t>(i * 5 % 256); };
  for (const char* name : {"png_rgb.png", "png_alpha.png", "bmp_24.bmp", "bmp_32.bmp"}) {
    INFO(name);
    const RawSample sample = sample_of(*opened({seed(name)}), 0);
    REQUIRE(sample.shape == std::vector<std::int64_t>{6, 8, 3});
    for (std::size_t i = 0; i < 144; ++i) CHECK(sample.pixels[i] == pixel(i));
  }
  for (const char* name : {"png_gray.png", "png_16.png"}) {
    INFO(name);
    const RawSample sample = sample_of(*opened({seed(name)}), 0);
    REQUIRE(sample.shape == std::vector<std::int64_t>{6, 8, 1});
    for (std::size_t i = 0; i < 48; ++i) CHECK(sample.pixels[i] == pixel(3 * i));
  }
  CHECK(sample_of(*opened({seed("png_palette.png")}), 0).shape[2] == 3);
  CHECK(sample_of(*opened({seed("png_bits.png")}), 0).pixels[0] == 0);
  const RawSample jpeg = sample_of(*opened({seed("jpeg_gray.jpg")}), 0);
  REQUIRE(jpeg.shape == std::vector<std::int64_t>{6, 8, 1});
  for (std::size_t i = 0; i < 48; ++i) CHECK(std::abs(jpeg.pixels[i] - pixel(3 * i)) < 16);
  CHECK(sample_of(*opened({seed("jpeg_progressive.jpg")}), 0).shape == std::vector<std::int64_t>{6, 8, 3});
}

TEST_CASE("images: folders are classes, and the order of files changes nothing", "[data][property]") {
  const auto data = opened({seed("folders.zip")});
  CHECK(data->summary() == "4 pictures in 2 classes, the first of 6x8x3");
  CHECK(data->class_names() == std::vector<std::string>{"a", "b"});
  CHECK(data->label(3) == 1);
  CHECK(opened({seed("folders.tar.gz")})->size() == 4);
  const auto one_way = opened({seed_as("png_rgb.png", "d/10/1.png"), seed_as("png_gray.png", "d/9/1.png")});
  const auto other_way = opened({seed_as("png_gray.png", "d/9/1.png"), seed_as("png_rgb.png", "d/10/1.png")});
  CHECK(one_way->class_names() == std::vector<std::string>{"9", "10"});
  for (std::int64_t i = 0; i < 2; ++i) {
    CHECK(one_way->name(i) == other_way->name(i));
    CHECK(sample_of(*one_way, i).pixels == sample_of(*other_way, i).pixels);
  }
}

TEST_CASE("data sets: the order in which files are given changes nothing", "[data][property]") {
  const std::vector<std::vector<std::pair<const char*, const char*>>> sets{
      {{"idx_u1.idx", "train-images-idx3-ubyte"}, {"idx_labels.idx", "train-labels-idx1-ubyte"}},
      {{"cifar_10.bin", "data_batch_1.bin"}, {"cifar_10.bin", "data_batch_2.bin"}, {"cifar_10.bin", "test_batch.bin"}},
      {{"png_rgb.png", "d/a/1.png"}, {"png_rgb.png", "d/a/2.png"}, {"png_rgb.png", "d/b/1.png"}, {"png_rgb.png", "d/b/10.png"}},
      {{"wav_16.wav", "w/no/1.wav"}, {"wav_16.wav", "w/yes/1.wav"}, {"wav_16.wav", "w/yes/2.wav"}},
  };
  for (auto files : sets) {
    std::sort(files.begin(), files.end());
    std::string first;
    do {
      std::vector<ByteSource> sources;
      for (const auto& [seed_name, path] : files) sources.push_back(seed_as(seed_name, path));
      const auto data = opened(std::move(sources));
      std::string all = data->summary() + join(data->class_names(), ",");
      for (std::int64_t i = 0; i < data->size(); ++i) {
        const RawSample sample = sample_of(*data, i);
        all += cat("\n", sample.name, " ", sample.label, " ", fnv1a(std::as_bytes(std::span(sample.pixels))), " ",
                   fnv1a(std::as_bytes(std::span(sample.values))));
      }
      if (first.empty()) first = all;
      CHECK(all == first);
    } while (std::next_permutation(files.begin(), files.end()));
  }
}

TEST_CASE("images: in one folder the beginnings of names are classes, if they can be", "[data][unit]") {
  const auto labelled = [](std::vector<std::string> names) {
    std::vector<ByteSource> files;
    for (const std::string& name : names) files.push_back(seed_as("png_rgb.png", "d/" + name));
    return opened(std::move(files))->class_names();
  };
  CHECK(labelled({"cat.0.png", "cat.1.png", "dog.0.png", "dog.1.png"}) == std::vector<std::string>{"cat", "dog"});
  CHECK(labelled({"10_a_1.png", "10_b_1.png", "9_a_1.png", "9_b_1.png"}) == std::vector<std::string>{"9", "10"});
  CHECK(labelled({"001.png", "002.png", "003.png"}).empty());
  CHECK(labelled({"img_1.png", "img_2.png"}).empty());
  CHECK(labelled({"train_1.png", "train_2.png", "test_1.png", "test_2.png"}).empty());
}

TEST_CASE("cifar: planes become pixels, and both kinds are told apart", "[data][unit]") {
  const auto ten = opened({seed("cifar_10.bin")});
  CHECK(ten->summary() == "2 pictures of 32x32x3 in 10 classes (CIFAR-10)");
  CHECK(ten->class_names()[3] == "cat");
  CHECK(ten->label(1) == 9);
  const RawSample sample = sample_of(*ten, 0);
  for (std::size_t p : {0u, 500u, 1023u}) {
    for (std::size_t c = 0; c < 3; ++c) CHECK(sample.pixels[3 * p + c] == (1024 * c + p) / 12);
  }
  const auto hundred = opened({seed("cifar_100.bin")});
  CHECK(hundred->class_names().size() == 100);
  CHECK(hundred->label(0) == 40);
}

TEST_CASE("data: what is no sample is passed over and named", "[data][unit]") {
  Diagnostics notes;
  const auto data = open_dataset(
      {seed("folders.zip"), text_source("folders/readme.md", "Pictures of things."), text_source("folders/.DS_Store", "x")}, notes);
  REQUIRE(data.ok());
  CHECK((*data)->size() == 4);
  REQUIRE(notes.items().size() == 1);
  CHECK(notes.items()[0].where == "folders/readme.md");
}

TEST_CASE("data: a file that is none of ours is answered with what it is and what to do", "[data][unit]") {
  CHECK(contains(error_of({text_source("a.flac", "fLaC....")}), "convert it to WAV"));
  CHECK(contains(error_of({text_source("a.pkl", "\x80\x04 pickle")}), "numpy.savez"));
  CHECK(contains(error_of({text_source("a", "hello")}), "NumPy .npy and .npz"));
  CHECK(contains(error_of({}), "no files"));
}

TEST_CASE("data: sets of registries and frameworks", "[data][fixtures]") {
  const std::string folder = fixtures_dir();
  if (folder.empty()) SKIP("THIMBLE_FIXTURES is not set");
  const auto file = [&](const std::string& path) { return memory_source(path, file_bytes(folder + "/" + path)); };
  CHECK(opened({file("datasets/kws/mlperf_sww_calibration_samples.npz")})->size() > 0);
  CHECK(opened({file("datasets/motion_emlearn/sensordata.csv")})->size() > 0);
}

}  // namespace thimble
