#include "core/data/resample_audio.h"

#include <cmath>
#include <numbers>

#include "core/data/guess_preprocessing.h"
#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

std::vector<float> tone(std::int64_t frames, std::int32_t rate, double hz) {
  std::vector<float> out;
  for (std::int64_t i = 0; i < frames; ++i) out.push_back(static_cast<float>(std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate)));
  return out;
}

// The loudest difference from the tone itself away from both ends, in dB below full scale.
double error_db(const std::vector<float>& is, std::int32_t rate, double hz) {
  double worst = 1e-12;
  for (std::int64_t i = 200; i + 200 < std::ssize(is); ++i) {
    const double expected = std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate);
    worst = std::max(worst, std::fabs(expected - static_cast<double>(is[static_cast<std::size_t>(i)])));
  }
  return 20 * std::log10(worst);
}

double loudest(const std::vector<float>& values) {
  double out = 0;
  for (std::size_t i = 200; i + 200 < values.size(); ++i) out = std::max(out, std::fabs(static_cast<double>(values[i])));
  return out;
}

}  // namespace

TEST_CASE("resample_audio: a tone stays the same tone at the other rate, without delay", "[data][property]") {
  for (const auto& [from, to] : {std::pair(44100, 16000), {48000, 16000}, {8000, 16000}, {22050, 16000}, {16000, 8000}, {44099, 16000}}) {
    for (const double hz : {50.0, 440.0, 3000.0}) {
      const std::vector<float> made = resample_audio(tone(from / 2, from, hz), from, to);
      INFO(from << " to " << to << ", " << hz << " Hz: " << error_db(made, to, hz) << " dB");
      CHECK(std::ssize(made) == resampled_frames(from / 2, from, to));
      CHECK(error_db(made, to, hz) < -75);
    }
  }
}

TEST_CASE("resample_audio: what the lower rate cannot hold is taken away", "[data][property]") {
  CHECK(loudest(resample_audio(tone(44100, 44100, 12000), 44100, 16000)) < 1e-3);
  CHECK(loudest(resample_audio(tone(16000, 16000, 6000), 16000, 8000)) < 1e-3);
}

TEST_CASE("resample_audio: a constant stays, the same rate changes nothing, short recordings do not trip", "[data][unit]") {
  const std::vector<float> flat(1000, 0.25f);
  const std::vector<float> made = resample_audio(flat, 44100, 16000);
  CHECK(std::fabs(made[180] - 0.25f) < 1e-6f);
  CHECK(resample_audio(flat, 16000, 16000) == flat);
  CHECK(resample_audio({}, 8000, 16000).empty());
  CHECK(resample_audio({0.5f}, 48000, 8000).size() == 1);
  CHECK(resample_audio({0.5f}, 8000, 48000).size() == 6);
}

TEST_CASE("resample: a step that brings recordings to one rate, in JSON and in words", "[data][unit]") {
  const Result<Preprocessing> steps = parse_preprocessing(R"([{"step": "resample", "rate_hz": 8000}, {"step": "length", "length": 400}])");
  REQUIRE(steps.ok());
  CHECK(parse_preprocessing(preprocessing_json(*steps)).value() == *steps);
  CHECK(contains(describe_preprocessing(*steps)[0], "a device records at 8000 Hz"));
  RawSample sample{.kind = RawKind::audio_f32, .shape = {800, 1}, .sample_rate_hz = 16000, .name = "tone"};
  sample.values = tone(800, 16000, 300);
  const ModelInput input{.name = "x", .shape = {1, 400}, .quantization = {}};
  const Result<std::vector<float>> made = preprocess(*steps, sample, input);
  REQUIRE(made.ok());
  CHECK(*made == resample_audio(sample.values, 16000, 8000));
  CHECK_FALSE(parse_preprocessing(R"([{"step": "resample", "rate_hz": 10}])").ok());
  sample.sample_rate_hz = 3;
  const Result<std::vector<float>> strange = preprocess(*steps, sample, input);
  REQUIRE_FALSE(strange.ok());
  CHECK(contains(strange.error().to_string(), "a recording at 3 Hz"));
}

}  // namespace thimble
