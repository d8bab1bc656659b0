#include "core/data/guess_preprocessing.h"
#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

// Pictures or numbers that are computed.
class MadeDataset final : public Dataset {
 public:
  MadeDataset(RawSample sample, std::string_view format) : sample_(std::move(sample)), format_(format) {}
  std::string_view format() const override { return format_; }
  std::int64_t size() const override { return 4; }
  Result<RawSample> read(std::int64_t) const override { return sample_; }
  std::int32_t label(std::int64_t) const override { return -1; }
  std::string name(std::int64_t index) const override { return std::to_string(index); }
  std::vector<std::string> class_names() const override { return {}; }
  std::string summary() const override { return "made"; }

 private:
  RawSample sample_;
  std::string_view format_;
};

MadeDataset pictures(std::int64_t h, std::int64_t w, std::int64_t c, std::string_view format = "images") {
  RawSample sample{.kind = RawKind::image_u8, .shape = {h, w, c}, .name = "p"};
  for (std::int64_t i = 0; i < h * w * c; ++i) sample.pixels.push_back(static_cast<std::uint8_t>(i * 37));
  return {sample, format};
}
MadeDataset recordings(std::int64_t frames, std::int32_t rate) {
  RawSample sample{.kind = RawKind::audio_f32, .shape = {frames, 1}, .sample_rate_hz = rate, .name = "r"};
  for (std::int64_t i = 0; i < frames; ++i) sample.values.push_back(static_cast<float>(i % 7) / 7);
  return {sample, "wav"};
}

PreprocessingGuess guessed(const Dataset& data, std::vector<std::int64_t> shape, std::optional<ModelInput::Quantization> quantization = {}) {
  const ModelInput input{.name = "x", .shape = std::move(shape), .quantization = quantization};
  Result<PreprocessingGuess> out = guess_preprocessing(data, std::span(&input, 1));
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  return *out;
}
std::string steps(const PreprocessingGuess& guess) { return preprocessing_json(guess.preprocessing); }

constexpr ModelInput::Quantization kUnit{.scale = 1 / 255.0f, .zero_point = -128}, kSigned{.scale = 2 / 255.0f, .zero_point = -1},
    kBytes{.scale = 1, .zero_point = -128}, kImageNet{.scale = 0.01866f, .zero_point = -14}, kStrange{.scale = 0.3f, .zero_point = 5};

}  // namespace

TEST_CASE("guess: the input's quantization tells the range", "[data][unit]") {
  const MadeDataset digits = pictures(28, 28, 1, "idx");
  CHECK(steps(guessed(digits, {1, 28, 28, 1}, kUnit)) == R"([{"step":"scale","divide":255,"offset":0}])");
  CHECK(steps(guessed(digits, {1, 28, 28, 1}, kSigned)) == R"([{"step":"scale","divide":127.5,"offset":-1}])");
  CHECK(steps(guessed(digits, {1, 28, 28, 1}, kBytes)) == "[]");
  CHECK(contains(steps(guessed(pictures(32, 32, 3, "cifar"), {1, 32, 32, 3}, kImageNet)), "0.485"));
  for (const auto& quantization : {kUnit, kSigned, kBytes}) {
    const PreprocessingGuess guess = guessed(digits, {1, 28, 28, 1}, quantization);
    CHECK(guess.alternatives.size() == 1);
    CHECK(guess.warnings.empty());
    CHECK_FALSE(guess.reasons.empty());
  }
}

TEST_CASE("guess: without quantization the range is a guess with alternatives, and says so", "[data][unit]") {
  const PreprocessingGuess guess = guessed(pictures(28, 28, 1, "idx"), {1, 28, 28, 1});
  CHECK(guess.alternatives.size() >= 4);
  CHECK(guess.alternatives[0].preprocessing == guess.preprocessing);
  REQUIRE_FALSE(guess.warnings.empty());
  CHECK(contains(guess.warnings[0], "what range of numbers it was trained on"));
  CHECK(contains(guessed(pictures(28, 28, 1, "idx"), {1, 28, 28, 1}, kStrange).warnings[0], "none of the usual ranges"));
}

TEST_CASE("guess: size, channels and flat inputs", "[data][unit]") {
  CHECK(contains(steps(guessed(pictures(200, 300, 3), {1, 96, 96, 1}, kUnit)), R"("method":"antialias")"));
  CHECK(contains(steps(guessed(pictures(200, 300, 3), {1, 96, 96, 1}, kUnit)), R"("order":"gray")"));
  CHECK(contains(guessed(pictures(200, 300, 3), {1, 96, 96, 3}, kUnit).warnings[0], "stretched"));
  CHECK(contains(steps(guessed(pictures(28, 28, 1, "idx"), {1, 28, 28, 3}, kUnit)), R"("order":"rgb")"));
  CHECK(steps(guessed(pictures(28, 28, 1, "idx"), {1, 784}, kUnit)) == R"([{"step":"scale","divide":255,"offset":0}])");
  CHECK(contains(steps(guessed(pictures(64, 64, 3, "npy"), {1, 1024}, kUnit)), R"("height":32,"width":32)"));
  CHECK(contains(steps(guessed(pictures(32, 32, 3, "cifar"), {1, 3, 32, 32}, kUnit)), "hwc_to_chw"));
}

TEST_CASE("guess: numbers go in as they are, pixels among them are scaled, channels come last", "[data][unit]") {
  RawSample row{.kind = RawKind::tensor_f32, .shape = {4}, .name = "row"};
  row.values = {0.5f, -1.25f, 3, 4};
  CHECK(steps(guessed(MadeDataset(row, "csv"), {1, 4})) == "[]");
  row.values = {0, 255, 128, 7};
  CHECK(contains(steps(guessed(MadeDataset(row, "csv"), {1, 4})), "\"divide\":255"));
  RawSample planes{.kind = RawKind::tensor_f32, .shape = {2, 3, 4}, .name = "planes"};
  for (int i = 0; i < 24; ++i) planes.values.push_back(static_cast<float>(i) * 0.1f);
  CHECK(contains(steps(guessed(MadeDataset(planes, "npy"), {1, 3, 4, 2})), "chw_to_hwc"));
}

TEST_CASE("guess: audio front ends that lead to the input's windows", "[data][unit]") {
  const PreprocessingGuess kws = guessed(recordings(16000, 16000), {1, 49, 10, 1});
  CHECK(contains(steps(kws), R"("window":480,"hop":320,"fft":512,"mel_bins":40,"coefficients":10)"));
  CHECK_FALSE(kws.warnings.empty());
  CHECK(contains(steps(guessed(recordings(15000, 16000), {1, 1960})), R"("mel_bins":40,"coefficients":0)"));
  CHECK(steps(guessed(recordings(9000, 8000), {1, 8000, 1, 1})) == R"([{"step":"length","length":8000}])");
  const ModelInput input{.name = "x", .shape = {1, 7, 3, 2}, .quantization = {}};
  const Result<PreprocessingGuess> none = guess_preprocessing(recordings(16000, 16000), std::span(&input, 1));
  REQUIRE_FALSE(none.ok());
  CHECK(contains(none.error().to_string(), "Give the steps yourself"));
}

TEST_CASE("guess: recordings of a high rate, or of several, become what a device records at", "[data][unit]") {
  const PreprocessingGuess high = guessed(recordings(44100, 44100), {1, 49, 10, 1});
  CHECK(contains(steps(high), R"([{"step":"resample","rate_hz":16000},{"step":"length","length":16000})"));
  CHECK(contains(high.reasons[0], "Recordings at 44100 Hz become 16000 Hz"));
  // The other rates are there to be measured.
  REQUIRE(high.alternatives.size() == 3);
  CHECK(high.alternatives[1].name == "windows at 44100 Hz");
  CHECK(contains(steps(guessed(recordings(22050, 11025), {1, 16000, 1, 1})), R"("length":16000)"));
}

TEST_CASE("guess: channels of series come last, and where shapes do not tell both ways are there to be measured", "[data][unit]") {
  RawSample series{.kind = RawKind::tensor_f32, .shape = {3, 100}, .name = "series"};
  for (int i = 0; i < 300; ++i) series.values.push_back(static_cast<float>(i) * 0.01f);
  const PreprocessingGuess first = guessed(MadeDataset(series, "npy"), {1, 1, 100, 3});
  CHECK(contains(steps(first), R"([{"step":"reshape","shape":[3,1,100]},{"step":"layout")"));
  const ModelInput input{.name = "x", .shape = {1, 1, 100, 3}, .quantization = {}};
  const std::vector<float> made = preprocess(first.preprocessing, series, input).value();
  CHECK(made[0] == series.values[0]);
  CHECK(made[1] == series.values[100]);
  CHECK(made[3] == series.values[1]);
  series.shape = {100, 3};
  CHECK(steps(guessed(MadeDataset(series, "npy"), {1, 1, 100, 3})) == "[]");
  series.shape = {300};
  const PreprocessingGuess flat = guessed(MadeDataset(series, "csv"), {1, 1, 100, 3});
  CHECK(steps(flat) == "[]");
  REQUIRE(flat.alternatives.size() == 2);
  CHECK(flat.alternatives[1].preprocessing == first.preprocessing);
}

TEST_CASE("check_ranges: numbers cut off, numbers squeezed, bytes into a float model, all the same", "[data][unit]") {
  const MadeDataset digits = pictures(28, 28, 1, "idx");
  const auto warnings = [&](const Dataset& data, std::string_view json, std::optional<ModelInput::Quantization> quantization) {
    const ModelInput input{.name = "x", .shape = {1, 28, 28, 1}, .quantization = quantization};
    const Result<std::vector<std::string>> out = check_ranges(*parse_preprocessing(json), data, input);
    REQUIRE(out.ok());
    return out->empty() ? std::string() : (*out)[0];
  };
  CHECK(contains(warnings(digits, "[]", kUnit), "would be cut off"));
  CHECK(contains(warnings(digits, R"([{"step": "scale", "divide": 255}])", kBytes), "nearly all would become the same"));
  CHECK(contains(warnings(digits, "[]", {}), "Few models are trained on that"));
  CHECK(warnings(digits, R"([{"step": "scale", "divide": 255}])", kUnit).empty());
  RawSample black{.kind = RawKind::image_u8, .shape = {28, 28, 1}, .name = "black"};
  black.pixels.assign(784, 0);
  CHECK(contains(warnings(MadeDataset(black, "idx"), "[]", {}), "All numbers"));
}

}  // namespace thimble
