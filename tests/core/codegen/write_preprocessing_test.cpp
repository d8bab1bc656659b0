// Emitted preprocessing, compiled by the machine's C compiler, against the host's steps and the device's quantize kernels: bit
// for bit, over steps, sizes, element types and samples at random.
#include "core/codegen/write_preprocessing.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <cstring>
#include <set>

#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"
#include "tests/support/c_compiler.h"
#include "tests/support/random.h"

extern "C" {
#include "core/kernels/device/quantize_f32_s16.h"
#include "core/kernels/device/quantize_f32_s8.h"
#include "core/kernels/device/quantize_f32_u8.h"
}

namespace thimble::test {
namespace {

NetworkProgram program_for(const std::string& name, std::string_view type, const std::vector<std::int64_t>& shape, float scale,
                           int zero_point) {
  const std::string quant = type == "f32" ? "" : cat(" scale ", number_text(scale), " zero ", zero_point);
  std::int64_t count = 1;
  for (const std::int64_t dim : shape) count *= dim;
  const std::string text = cat("thimble_ir 1\ninput %0: ", type, " ", shape_text(shape), quant, " \"x\"\n%1: ", type, " [1, ", count, "]",
                               quant, " \"y\" = reshape(%0) shape=[1, ", count, "]\noutput %1\n");
  Result<Graph> graph = parse_graph(text, {op_name, find_op});
  INFO(text << (graph.ok() ? std::string() : graph.error().to_string()));
  REQUIRE(graph.ok());
  Result<NetworkProgram> out = build_program(*graph, {.name = name});
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  return *out;
}

struct Case {
  std::string name, type;
  Preprocessing steps;
  std::vector<std::int64_t> input_shape;
  float scale = 1;
  int zero_point = 0;
  std::vector<RawSample> samples;  // the first is the typical one
};

// The input's bytes as the host has them: the steps, then the device's quantize kernel.
std::vector<std::byte> expected_bytes(const Case& c, const NetworkProgram& program, const RawSample& sample) {
  const Result<std::vector<float>> values = preprocess(c.steps, sample, model_input(program.graph, program.graph.inputs[0]));
  INFO(c.name << " " << (values.ok() ? std::string() : values.error().to_string()));
  REQUIRE(values.ok());
  const auto count = static_cast<std::int32_t>(values->size());
  std::vector<std::byte> out(values->size() * static_cast<std::size_t>(c.type == "f32" ? 4 : c.type == "s16" ? 2 : 1));
  if (c.type == "f32") std::memcpy(out.data(), values->data(), out.size());
  if (c.type == "s8") {
    const thimble_quantize_f32_s8_params params{count, c.zero_point};
    thimble_quantize_f32_s8(&params, values->data(), &c.scale, reinterpret_cast<std::int8_t*>(out.data()));
  }
  if (c.type == "u8") {
    const thimble_quantize_f32_u8_params params{count, c.zero_point};
    thimble_quantize_f32_u8(&params, values->data(), &c.scale, reinterpret_cast<std::uint8_t*>(out.data()));
  }
  if (c.type == "s16") {
    std::vector<std::int16_t> wide(values->size());
    const thimble_quantize_f32_s16_params params{count, c.zero_point};
    thimble_quantize_f32_s16(&params, values->data(), &c.scale, wide.data());
    std::memcpy(out.data(), wide.data(), out.size());
  }
  return out;
}

template <class T>
std::string c_list(const std::vector<T>& values) {
  std::string out = "{";
  for (const T value : values) {
    if constexpr (std::is_floating_point_v<T>) {
      out += format("%a,", static_cast<double>(value));
    } else {
      out += cat(static_cast<std::int64_t>(value), ",");
    }
  }
  return out + "}";
}

std::string raw_argument(const RawSample& sample, const std::string& name, std::string& definitions) {
  switch (sample.kind) {
    case RawKind::image_u8:
      definitions += cat("static const uint8_t ", name, "[] = ", c_list(sample.pixels), ";\n");
      return cat(name, ", ", sample.shape[0], ", ", sample.shape[1]);
    case RawKind::tensor_f32: definitions += cat("static const float ", name, "[] = ", c_list(sample.values), ";\n"); return name;
    case RawKind::audio_f32: {
      std::vector<std::int16_t> pcm;
      for (const float v : sample.values) pcm.push_back(static_cast<std::int16_t>(v * 32768.0f));
      definitions += cat("static const int16_t ", name, "[] = ", c_list(pcm), ";\n");
      return cat(name, ", ", sample.shape[0], ", scratch");
    }
  }
  return name;
}

// One program that runs every sample of every case and compares checksums; `flags` are the compiler's.
void check_cases(const std::vector<Case>& cases, const std::string& compiler) {
  ScratchFolder folder("preprocessing");
  folder.write("thimble_port.h", "#define THIMBLE_WEIGHTS_SECTION\n#define THIMBLE_ALIGNED(n) __attribute__((aligned(n)))\n");
  std::string includes = "#include <stdint.h>\n#include <stdio.h>\n",
              definitions = "static float scratch[1 << 14];\nstatic float input[1 << 16];\n", body, sources = folder.path("main.c");
  std::set<std::string> written;
  for (const Case& c : cases) {
    const NetworkProgram program = program_for(c.name, c.type, c.input_shape, c.scale, c.zero_point);
    const Result<std::vector<EmittedFile>> files = write_preprocessing(program, preprocessing_source(c.steps, c.samples[0]));
    INFO(c.name << " " << preprocessing_json(c.steps) << (files.ok() ? std::string() : files.error().to_string()));
    REQUIRE(files.ok());
    run_command("mkdir -p " + folder.path(program.name + "_kernels"));
    for (const EmittedFile& file : *files) {
      if (!written.insert(file.path).second) continue;
      folder.write(file.path.substr(4), file.text);
      if (file.path.ends_with(".c")) sources += " " + folder.path(file.path.substr(4));
    }
    includes += "#include \"" + c.name + "_preprocess.h\"\n";
    for (std::size_t s = 0; s < c.samples.size(); ++s) {
      const std::string raw = raw_argument(c.samples[s], cat(c.name, "_raw", s), definitions);
      const std::vector<std::byte> expected = expected_bytes(c, program, c.samples[s]);
      body += cat("  ", c.name, "_preprocess(", raw, ", (void *)input);\n  check(\"", c.name, " sample ", s, "\", ", expected.size(), ", ",
                  format("0x%08xu", crc32(expected)), ");\n");
    }
  }
  folder.write("main.c", includes + definitions + R"(
static int failures;
static void check(const char *name, int bytes, uint32_t expected) {
  const uint8_t *data = (const uint8_t *)input;
  uint32_t crc = 0xffffffffu;
  for (int i = 0; i < bytes; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
  }
  if (~crc != expected) failures++, printf("%s differs\n", name);
}
int main(void) {
)" + body + "  return failures != 0;\n}\n");
  const std::string command = compiler + " -Wall -Wextra -Werror -Wno-overlength-strings -ffp-contract=off -I" + folder.path("") + " " +
                              sources + " -o " + folder.path("main") + " 2> " + folder.path("log");
  const int compiled = run_command(command);
  INFO(command << "\n" << folder.read("log"));
  REQUIRE(compiled == 0);
  const int ran = run_command(folder.path("main") + " > " + folder.path("out"));
  INFO(folder.read("out"));
  CHECK(ran == 0);
}

RawSample picture(Rng& rng, std::int64_t h, std::int64_t w, std::int64_t c) {
  RawSample sample{.kind = RawKind::image_u8, .shape = {h, w, c}, .name = "random"};
  for (std::int64_t i = 0; i < h * w * c; ++i) sample.pixels.push_back(static_cast<std::uint8_t>(rng.uniform(0, 255)));
  return sample;
}

// What the type holds of numbers from about -2.5 to 2.5.
void pick_quantization(Rng& rng, Case& c) {
  c.type = pick(rng, {"s8", "s8", "u8", "s16", "f32"});
  c.scale = c.type == "s16" ? 1e-4f : 0.003f + static_cast<float>(rng.unit()) * 0.02f;
  c.zero_point = c.type == "s16" ? 0 : c.type == "u8" ? static_cast<int>(rng.uniform(0, 255)) : static_cast<int>(rng.uniform(-128, 127));
}

void add_number_steps(Rng& rng, std::int64_t channels, Case& c) {
  if (rng.uniform(0, 3) > 0) c.steps.steps.push_back(ScaleStep{pick(rng, {255.0f, 127.5f, 128.0f, 7.0f}), pick(rng, {0.0f, -1.0f, 0.37f})});
  if (rng.uniform(0, 1)) {
    NormalizeStep step{{0.5f}, {0.3f}};
    for (std::int64_t i = 1; i < channels && rng.uniform(0, 3); ++i) step.mean.push_back(0.1f * static_cast<float>(i + 1));
    if (std::ssize(step.mean) != channels) step.mean.resize(1);
    if (rng.uniform(0, 1)) step.std.assign(static_cast<std::size_t>(channels), 0.225f);
    c.steps.steps.push_back(step);
  }
}

Case picture_case(Rng& rng, int number) {
  Case c{.name = cat("picture", number), .type = {}, .steps = {}, .input_shape = {}, .samples = {}};
  pick_quantization(rng, c);
  constexpr std::int32_t kSides[] = {1, 2, 5, 8, 13, 24};
  const std::int64_t channels = pick(rng, {1, 3});
  std::int64_t h = pick(rng, kSides), w = pick(rng, kSides), to = channels;
  c.samples.push_back(picture(rng, h, w, channels));
  const bool resizes = rng.uniform(0, 3) > 0, crops = rng.uniform(0, 2) == 0;
  if (resizes) {
    h = pick(rng, kSides), w = pick(rng, kSides);
    c.steps.steps.push_back(ResizeStep{static_cast<std::int32_t>(h), static_cast<std::int32_t>(w),
                                       pick(rng, {ResizeMethod::nearest, ResizeMethod::bilinear, ResizeMethod::antialias}),
                                       pick(rng, {ResizeFit::stretch, ResizeFit::crop})});
    for (int i = 0; i < 3; ++i) c.samples.push_back(picture(rng, pick(rng, kSides), pick(rng, kSides), channels));
  }
  if (crops) {
    h = rng.uniform(1, h), w = rng.uniform(1, w);
    c.steps.steps.push_back(CenterCropStep{static_cast<std::int32_t>(h), static_cast<std::int32_t>(w)});
  }
  if (rng.uniform(0, 1)) {
    const ColorOrder order = pick(rng, {ColorOrder::gray, ColorOrder::rgb, ColorOrder::bgr});
    c.steps.steps.push_back(ColorStep{order});
    to = order == ColorOrder::gray ? 1 : 3;
  }
  add_number_steps(rng, to, c);
  const bool planes = rng.uniform(0, 3) == 0;
  if (planes) c.steps.steps.push_back(LayoutStep{true});
  c.input_shape = planes ? std::vector<std::int64_t>{1, to, h, w} : std::vector<std::int64_t>{1, h, w, to};
  return c;
}

Case numbers_case(Rng& rng, int number) {
  Case c{.name = cat("numbers", number), .type = {}, .steps = {}, .input_shape = {}, .samples = {}};
  pick_quantization(rng, c);
  const std::vector<std::int64_t> shape{rng.uniform(1, 5), rng.uniform(1, 6), rng.uniform(1, 4)};
  for (int i = 0; i < 2; ++i) {
    RawSample sample{.kind = RawKind::tensor_f32, .shape = shape, .name = "numbers"};
    for (std::int64_t n = 0; n < shape[0] * shape[1] * shape[2]; ++n) sample.values.push_back(static_cast<float>(rng.unit() * 8 - 4));
    c.samples.push_back(sample);
  }
  add_number_steps(rng, shape[2], c);
  std::vector<std::int64_t> to = shape;
  if (rng.uniform(0, 1)) {
    const bool chw = rng.uniform(0, 1);
    c.steps.steps.push_back(LayoutStep{chw});
    to = chw ? std::vector<std::int64_t>{shape[2], shape[0], shape[1]} : std::vector<std::int64_t>{shape[1], shape[2], shape[0]};
    add_number_steps(rng, to[2], c);
  }
  c.input_shape = {1, to[0], to[1], to[2]};
  return c;
}

Case audio_case(Rng& rng, int number) {
  Case c{.name = cat("audio", number), .type = {}, .steps = {}, .input_shape = {}, .samples = {}};
  pick_quantization(rng, c);
  c.scale *= c.type == "s16" ? 10 : 4;
  const std::int64_t length = rng.uniform(60, 400);
  for (const std::int64_t frames : {length, length / 2, length + 50}) {
    RawSample sample{.kind = RawKind::audio_f32, .shape = {frames, 1}, .sample_rate_hz = 8000, .name = "audio"};
    for (std::int64_t i = 0; i < frames; ++i) sample.values.push_back(static_cast<float>(rng.uniform(-32768, 32767)) / 32768.0f);
    c.samples.push_back(sample);
  }
  c.steps.steps.push_back(LengthStep{length});
  if (rng.uniform(0, 3) == 0) {
    add_number_steps(rng, length, c);
    c.input_shape = {1, length};
    return c;
  }
  LogMelStep mel{.sample_rate_hz = 8000,
                 .window = static_cast<std::int32_t>(rng.uniform(20, 60)),
                 .hop = static_cast<std::int32_t>(rng.uniform(7, 40)),
                 .fft = 64,
                 .mel_bins = static_cast<std::int32_t>(rng.uniform(1, 12))};
  mel.coefficients = rng.uniform(0, 1) ? static_cast<std::int32_t>(rng.uniform(1, mel.mel_bins)) : 0;
  mel.magnitude = rng.uniform(0, 1);
  const std::int64_t windows = (length - mel.window) / mel.hop + 1, numbers = mel.coefficients > 0 ? mel.coefficients : mel.mel_bins;
  c.steps.steps.push_back(mel);
  add_number_steps(rng, numbers, c);
  c.input_shape = {1, windows, numbers, 1};
  return c;
}

std::vector<Case> all_cases(int count) {
  Rng rng(seed());
  std::vector<Case> cases;
  for (int i = 0; i < count; ++i) cases.push_back(picture_case(rng, i));
  for (int i = 0; i < count / 2; ++i) cases.push_back(numbers_case(rng, i));
  for (int i = 0; i < count / 2; ++i) cases.push_back(audio_case(rng, i));
  return cases;
}

}  // namespace

TEST_CASE("preprocessing as C: the same bits as the host, for pictures, numbers and audio", "[codegen][property]") {
  INFO("THIMBLE_SEED=" << seed());
  for (const char* compiler : {"gcc -std=c99 -O2", "clang-19 -std=c99 -O1"}) {
    const std::string program(std::string_view(compiler).substr(0, std::string_view(compiler).find(' ')));
    if (!has_program(program)) {
      WARN("no " << program << " here");
      continue;
    }
    check_cases(all_cases(40), compiler);
  }
}

TEST_CASE("preprocessing as C: code that resizes comes along only where something is resized", "[codegen][unit]") {
  const NetworkProgram program = program_for("net", "s8", {1, 4, 4, 3}, 0.1f, 0);
  Rng rng(1);
  const auto files = [&](std::vector<PreprocessingStep> steps, const RawSample& sample) {
    const auto made = write_preprocessing(program, preprocessing_source({std::move(steps)}, sample));
    REQUIRE(made.ok());
    return made->size();
  };
  CHECK(files({}, picture(rng, 4, 4, 3)) == 2);
  CHECK(files({ResizeStep{4, 4, ResizeMethod::nearest, ResizeFit::stretch}}, picture(rng, 5, 4, 3)) == 4);
}

TEST_CASE("preprocessing as C: what has no form is refused by name", "[codegen][unit]") {
  const NetworkProgram program = program_for("net", "s8", {1, 4, 4, 3}, 0.1f, 0);
  Rng rng(1);
  const auto error = [&](std::vector<PreprocessingStep> steps, const RawSample& sample) {
    const auto files = write_preprocessing(program, preprocessing_source({std::move(steps)}, sample));
    return files.ok() ? std::string() : files.error().to_string();
  };
  CHECK(error({LayoutStep{true}, NormalizeStep{{1, 2, 3}, {1}}}, picture(rng, 4, 4, 3)).find("Put it before layout") != std::string::npos);
  CHECK(error({}, picture(rng, 5, 4, 3)).find("the input takes 48") != std::string::npos);
  CHECK(error({LengthStep{5}}, picture(rng, 4, 4, 3)).find("audio") != std::string::npos);
  RawSample numbers{.kind = RawKind::tensor_f32, .shape = {48}, .name = "numbers"};
  CHECK(error({LayoutStep{true}}, numbers).find("three dimensions") != std::string::npos);
}

}  // namespace thimble::test
