#include "core/data/preprocessing.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/data/log_mel_tables.h"
#include "core/data/preprocessed_samples.h"
#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

Preprocessing parsed(std::string_view json) {
  Result<Preprocessing> out = parse_preprocessing(json);
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  return *out;
}
std::string refused(std::string_view json) {
  const Result<Preprocessing> out = parse_preprocessing(json);
  return out.ok() ? std::string() : out.error().to_string();
}

RawSample random_picture(Rng& rng, std::int64_t h, std::int64_t w, std::int64_t c) {
  RawSample sample{.kind = RawKind::image_u8, .shape = {h, w, c}, .name = "random"};
  for (std::int64_t i = 0; i < h * w * c; ++i) sample.pixels.push_back(static_cast<std::uint8_t>(rng.uniform(0, 255)));
  return sample;
}

double weight(std::int64_t x, std::int64_t i, std::int64_t size, std::int64_t n, bool antialias) {
  const double step = static_cast<double>(size) / static_cast<double>(n), middle = (static_cast<double>(i) + 0.5) * step;
  const double widest = antialias ? std::max(1.0, step) : 1.0;
  return std::max(0.0, 1.0 - std::abs(static_cast<double>(x) + 0.5 - middle) / widest);
}

// Weighted mean over all pixels, in double: the slow twin. Weights outside of the picture are left out, which for bilinear is
// the same as repeating the border.
double resized(const RawSample& from, std::int64_t y, std::int64_t x, std::int64_t c, std::int64_t h, std::int64_t w, bool antialias) {
  double sum = 0, weights = 0;
  for (std::int64_t v = 0; v < from.shape[0]; ++v) {
    for (std::int64_t u = 0; u < from.shape[1]; ++u) {
      const double k = weight(v, y, from.shape[0], h, antialias) * weight(u, x, from.shape[1], w, antialias);
      sum += k * from.pixels[static_cast<std::size_t>((v * from.shape[1] + u) * from.shape[2] + c)];
      weights += k;
    }
  }
  return sum / weights;
}

RawSample tone(std::int64_t frames, std::int32_t rate, double hz) {
  RawSample sample{.kind = RawKind::audio_f32, .shape = {frames, 1}, .sample_rate_hz = rate, .name = "tone"};
  for (std::int64_t i = 0; i < frames; ++i) {
    sample.values.push_back(static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate)));
  }
  return sample;
}

}  // namespace

TEST_CASE("preprocessing: every step reads back from its JSON, and has a sentence", "[data][property]") {
  const Preprocessing pictures = parsed(R"([{"step": "resize", "height": 12, "width": 9, "method": "antialias", "fit": "crop"},
    {"step": "center_crop", "height": 8, "width": 8}, {"step": "color", "order": "bgr"}, {"step": "scale", "divide": 127.5, "offset": -1},
    {"step": "normalize", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}, {"step": "layout", "order": "hwc_to_chw"},
    {"step": "reshape", "shape": [1, 192]}])");
  const Preprocessing audio = parsed(R"([{"step": "length", "length": 16000}, {"step": "log_mel", "coefficients": 10, "hop": 320}])");
  for (const Preprocessing& steps : {pictures, audio, Preprocessing{}}) {
    CHECK(parsed(preprocessing_json(steps)) == steps);
    CHECK(describe_preprocessing(steps).size() == steps.steps.size());
  }
  CHECK(describe_preprocessing(pictures)[3] == "Divide by 127.5, subtract 1.");
}

TEST_CASE("preprocessing: bad steps say which, what is known and what is near", "[data][unit]") {
  CHECK(contains(refused(R"([{"step": "rezise"}])"), "did you mean `resize`?"));
  CHECK(contains(refused(R"([{"step": "scale", "divider": 2}])"), "Did you mean 'divide'?"));
  CHECK(contains(refused(R"([{"step": "resize", "height": 9}])"), "step 1 > resize: 'width' is missing"));
  CHECK(contains(refused(R"([{"step": "resize", "height": 0, "width": 9}])"), "from 1 to 8192"));
  CHECK(contains(refused(R"([{"step": "color", "order": "hsv"}])"), "gray, rgb, bgr"));
  CHECK(contains(refused(R"([{"step": "scale"}, {"step": "color", "order": "gray"}])"), "step 2: color stands behind scale"));
  CHECK(contains(refused(R"([{"step": "scale", "divide": 0}])"), "0"));
  CHECK(contains(refused(R"([{"step": "normalize", "mean": [1], "std": [0]}])"), "'std' has a 0"));
  CHECK(contains(refused(R"([{"step": "log_mel", "window": 480, "fft": 500}])"), "power of two"));
  CHECK(contains(refused(R"([{"step": "log_mel", "high_hz": 9000}])"), "half the sample rate"));
  CHECK(contains(refused(R"({"step": "scale"})"), "expected a list of steps"));
  CHECK(contains(refused("[7]"), "expected an object"));
}

TEST_CASE("resize: bilinear and antialias are the weighted mean, whatever the sizes", "[data][property]") {
  Rng rng(7);
  const std::int64_t sizes[] = {1, 2, 3, 7, 8, 16, 31};
  for (int round = 0; round < 60; ++round) {
    const auto pick = [&] { return sizes[rng.uniform(0, 6)]; };
    const RawSample from = random_picture(rng, pick(), pick(), rng.uniform(0, 1) ? 3 : 1);
    const std::int64_t h = pick(), w = pick();
    for (const bool antialias : {false, true}) {
      const Preprocessing steps{{ResizeStep{static_cast<std::int32_t>(h), static_cast<std::int32_t>(w),
                                            antialias ? ResizeMethod::antialias : ResizeMethod::bilinear, ResizeFit::stretch}}};
      const Result<RawSample> to = preprocess_bytes(steps, from);
      REQUIRE(to.ok());
      REQUIRE(to->shape == std::vector<std::int64_t>{h, w, from.shape[2]});
      for (std::int64_t y = 0; y < h; ++y) {
        for (std::int64_t x = 0; x < w; ++x) {
          for (std::int64_t c = 0; c < from.shape[2]; ++c) {
            const double expected = resized(from, y, x, c, h, w, antialias);
            const double got = to->pixels[static_cast<std::size_t>((y * w + x) * from.shape[2] + c)];
            // Antialias is exact up to its rounding; bilinear's weights are rounded to 1/2048.
            INFO(from.shape[0] << "x" << from.shape[1] << " -> " << h << "x" << w << " at " << y << ", " << x << " antialias " << antialias);
            CHECK(std::abs(got - expected) <= (antialias ? 0.5 + 1e-9 : 0.5 + 2.0 * 255 / 4096));
          }
        }
      }
    }
  }
}

TEST_CASE("resize: the largest sides do not overflow", "[data][unit]") {
  RawSample white{.kind = RawKind::image_u8, .shape = {8192, 8192, 1}, .name = "white"};
  white.pixels.assign(8192 * 8192, 255);
  for (const ResizeMethod method : {ResizeMethod::nearest, ResizeMethod::bilinear, ResizeMethod::antialias}) {
    const Result<RawSample> to = preprocess_bytes(Preprocessing{{ResizeStep{1, 3, method, ResizeFit::stretch}}}, white);
    REQUIRE(to.ok());
    CHECK(to->pixels == std::vector<std::uint8_t>{255, 255, 255});
  }
}

TEST_CASE("resize: nearest takes the pixel at the middle; crop keeps proportions", "[data][unit]") {
  RawSample row{.kind = RawKind::image_u8, .shape = {1, 6, 1}, .name = "row"};
  row.pixels = {10, 20, 30, 40, 50, 60};
  CHECK(preprocess_bytes(Preprocessing{{ResizeStep{1, 3, ResizeMethod::nearest, ResizeFit::stretch}}}, row)->pixels ==
        std::vector<std::uint8_t>{20, 40, 60});
  CHECK(preprocess_bytes(Preprocessing{{ResizeStep{1, 2, ResizeMethod::nearest, ResizeFit::crop}}}, row)->pixels ==
        std::vector<std::uint8_t>{30, 40});
  CHECK(preprocess_bytes(Preprocessing{{CenterCropStep{1, 4}}}, row)->pixels == std::vector<std::uint8_t>{20, 30, 40, 50});
  CHECK_FALSE(preprocess_bytes(Preprocessing{{CenterCropStep{2, 4}}}, row).ok());
}

TEST_CASE("color: grey is BT.601's, rgb of grey has equal channels, bgr swaps", "[data][unit]") {
  RawSample pixel{.kind = RawKind::image_u8, .shape = {1, 1, 3}, .name = "pixel"};
  pixel.pixels = {200, 100, 50};
  CHECK(preprocess_bytes(Preprocessing{{ColorStep{ColorOrder::gray}}}, pixel)->pixels == std::vector<std::uint8_t>{124});
  CHECK(preprocess_bytes(Preprocessing{{ColorStep{ColorOrder::bgr}}}, pixel)->pixels == std::vector<std::uint8_t>{50, 100, 200});
  pixel.shape = {1, 1, 1};
  pixel.pixels = {9};
  CHECK(preprocess_bytes(Preprocessing{{ColorStep{ColorOrder::rgb}}}, pixel)->pixels == std::vector<std::uint8_t>{9, 9, 9});
}

TEST_CASE("preprocess: scale, normalize and layout in order; a wrong count says what to add", "[data][unit]") {
  RawSample picture{.kind = RawKind::image_u8, .shape = {1, 2, 3}, .name = "picture"};
  picture.pixels = {0, 51, 102, 153, 204, 255};
  const Preprocessing steps = parsed(R"([{"step": "scale", "divide": 255}, {"step": "normalize", "mean": [0, 0.5, 1], "std": [1, 0.5, 2]},
                                         {"step": "layout", "order": "hwc_to_chw"}])");
  const Result<std::vector<float>> values = preprocess(steps, picture, {.name = "x", .shape = {1, 3, 1, 2}, .quantization = {}});
  REQUIRE(values.ok());
  const float expected[] = {0, 153 / 255.0f, (51 / 255.0f - 0.5f) / 0.5f, (204 / 255.0f - 0.5f) / 0.5f, (102 / 255.0f - 1) / 2, 0};
  for (std::size_t i = 0; i < 6; ++i) CHECK((*values)[i] == expected[i]);

  const auto problem = [&](std::vector<std::int64_t> shape) {
    return preprocess({}, picture, {.name = "x", .shape = std::move(shape), .quantization = {}}).error().to_string();
  };
  CHECK(contains(problem({1, 8, 8, 3}), "Add a step resize to 8x8."));
  CHECK(contains(problem({1, 1, 2, 1}), "order gray"));
}

TEST_CASE("audio: channels are mixed, the rate is checked, a tone stands out in its mel bin", "[data][unit]") {
  RawSample stereo = tone(4, 8000, 100);
  stereo.shape = {2, 2};
  stereo.values = {1, 0, 0.5f, -0.5f};
  CHECK(*preprocess({}, stereo, {.name = "x", .shape = {1, 2}, .quantization = {}}) == std::vector<float>{0.5f, 0});

  const Preprocessing steps = parsed(R"([{"step": "length", "length": 16000}, {"step": "log_mel", "hop": 320}])");
  CHECK(contains(preprocess(steps, tone(100, 8000, 440), {.name = "x", .shape = {1, 49, 40, 1}, .quantization = {}}).error().to_string(),
                 "8000 Hz, expected 16000"));
  const Result<std::vector<float>> mel = preprocess(steps, tone(16000, 16000, 1000), {.name = "x", .shape = {1, 49, 40, 1}, .quantization = {}});
  REQUIRE(mel.ok());
  const auto begin = mel->begin() + 20 * 40;
  const std::ptrdiff_t loudest = std::max_element(begin, begin + 40) - begin;
  // 1000 Hz on a scale of 40 triangles between 20 and 4000 Hz.
  const double low = 1127 * std::log1p(20 / 700.0), high = 1127 * std::log1p(4000 / 700.0), place = 1127 * std::log1p(1000 / 700.0);
  CHECK(std::abs(static_cast<double>(loudest) - ((place - low) / (high - low) * 41 - 1)) <= 1.0);
}

TEST_CASE("audio: log_mel is the transform written as sums of cosines", "[data][property]") {
  Rng rng(11);
  const LogMelStep step{.sample_rate_hz = 16000, .window = 50, .hop = 50, .fft = 64, .mel_bins = 6, .coefficients = 4, .low_hz = 100, .high_hz = 7000};
  const LogMelTables tables = log_mel_tables(step);
  std::vector<float> audio(50), scratch(static_cast<std::size_t>(tables.scratch_floats())), out(4);
  for (float& v : audio) v = static_cast<float>(rng.unit() * 2 - 1);
  thimble_log_mel_f32(&tables.params, audio.data(), tables.taper.data(), tables.twiddles.data(), tables.spans.data(), tables.weights.data(),
                      tables.transform.data(), scratch.data(), out.data());
  std::vector<double> logs;
  std::size_t w = 0;
  for (std::size_t m = 0; m < 6; ++m) {
    double energy = 0;
    for (std::int32_t i = 0; i < tables.spans[2 * m + 1]; ++i) {
      double re = 0, im = 0;
      const double f = tables.spans[2 * m] + i;
      for (int n = 0; n < 50; ++n) {
        const double x = audio[static_cast<std::size_t>(n)] * (0.5 - 0.5 * std::cos(2 * std::numbers::pi * n / 50));
        re += x * std::cos(2 * std::numbers::pi * f * n / 64);
        im -= x * std::sin(2 * std::numbers::pi * f * n / 64);
      }
      energy += tables.weights[w++] * (re * re + im * im);
    }
    CHECK(energy > 0);
    logs.push_back(std::log(energy + 1e-6));
  }
  for (int k = 0; k < 4; ++k) {
    double sum = 0;
    for (int m = 0; m < 6; ++m) sum += std::sqrt(2.0 / 6) * std::cos(std::numbers::pi / 6 * (m + 0.5) * k) * logs[static_cast<std::size_t>(m)];
    CHECK(std::abs(out[static_cast<std::size_t>(k)] - sum) < 1e-4);
  }
}

TEST_CASE("samples: a data set through its preprocessing; what does not fit is told at once", "[data][unit]") {
  const auto data = opened({seed("idx_u1.idx"), seed("idx_labels.idx")});
  const ModelInput input{.name = "x", .shape = {1, 5, 4, 1}, .quantization = {}};
  const auto samples = PreprocessedSamples::make(data, parsed(R"([{"step": "scale", "divide": 7}])"), {input});
  REQUIRE(samples.ok());
  const Result<Sample> sample = (*samples)->read(1);
  REQUIRE(sample.ok());
  CHECK(sample->label == 0);
  CHECK(sample->inputs[0][3] == 23.0f);
  CHECK_FALSE(PreprocessedSamples::make(data, {}, {ModelInput{.name = "x", .shape = {1, 6, 4, 1}, .quantization = {}}}).ok());
  CHECK_FALSE(PreprocessedSamples::make(data, {}, {input, input}).ok());
}

}  // namespace thimble
