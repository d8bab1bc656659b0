// WAV files in folders that are their classes.
//   layout  "RIFF" <size> "WAVE", chunks <id> <size> <bytes, padded to two>; "fmt ": u16 coding, u16 channels, u32 rate,
//           u32 bytes a second, u16 bytes a frame, u16 bits; "data": frames, little-endian, channels side by side
//   codings 1 integers (8 bits from 0 to 255, 16, 24 and 32 bits signed), 3 floats (32, 64), 0xFFFE: the first two bytes of
//           its GUID; others are refused by name
//   source  Microsoft's RIFF and WAVEFORMATEX descriptions
#include <algorithm>
#include <cmath>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/array_dataset.h"
#include "core/data/data_format.h"
#include "core/data/first_readable.h"
#include "core/data/labelled_files.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr int kMaxChunks = 1000;
constexpr std::int32_t kMaxRate = 1'000'000;

struct WavInfo {
  std::int32_t coding = 0, channels = 0, rate = 0, bits = 0;
  std::int64_t data = 0, bytes = -1;
};

bool claims(const ByteSource&, std::span<const std::byte> head) { return starts_with(head, "RIFF") && starts_with(head, "WAVE", 8); }

std::string coding_name(std::int32_t coding) {
  switch (coding) {
    case 2: return "ADPCM";
    case 6: return "A-law";
    case 7: return "mu-law";
    case 0x11: return "IMA ADPCM";
    case 0x55: return "MP3";
    default: return cat("number ", coding);
  }
}

Result<void> check_coding(const WavInfo& info) {
  const bool integers = info.coding == 1 && (info.bits == 8 || info.bits == 16 || info.bits == 24 || info.bits == 32);
  const bool floats = info.coding == 3 && (info.bits == 32 || info.bits == 64);
  if (!integers && !floats) {
    return unsupported(cat("audio in coding ", coding_name(info.coding), " with ", info.bits, " bits"), "Convert it to 16-bit PCM.");
  }
  if (info.channels < 1 || info.channels > 64 || info.rate < 1 || info.rate > kMaxRate) {
    return bad_data(cat(info.channels, " channels at ", info.rate, " Hz"), "The file is damaged.");
  }
  return {};
}

Result<WavInfo> read_header(const ByteSource& file) {
  THIMBLE_TRY(const std::vector<std::byte> magic, read_range(file, 0, 12));
  if (!claims(file, magic)) return bad_data("not a WAV file, although its ending is that of one");
  WavInfo info;
  bool described = false;
  std::int64_t at = 12;
  for (int chunk = 0; chunk < kMaxChunks && at + 8 <= file.size && info.bytes < 0; ++chunk) {
    THIMBLE_TRY(const std::vector<std::byte> head, read_range(file, at, 8));
    const std::int64_t size = little_endian<std::uint32_t>(head, 4);
    at += 8;
    if (starts_with(head, "fmt ") && size >= 16) {
      THIMBLE_TRY(const std::vector<std::byte> form, read_range(file, at, std::min<std::int64_t>(size, 40)));
      described = true;
      info.coding = little_endian<std::uint16_t>(form, 0);
      info.channels = little_endian<std::uint16_t>(form, 2);
      info.rate = static_cast<std::int32_t>(std::min<std::uint32_t>(little_endian<std::uint32_t>(form, 4), INT32_MAX));
      info.bits = little_endian<std::uint16_t>(form, 14);
      if (info.coding == 0xfffe && form.size() >= 26) info.coding = little_endian<std::uint16_t>(form, 24);
    } else if (starts_with(head, "data")) {
      info.data = at;
      // Recorders that were cut off leave a size of 0 or of all ones: then it is what is there.
      info.bytes = std::min(size == 0 ? file.size : size, file.size - at);
    }
    at += size + size % 2;
  }
  if (!described) return bad_data("no description of its format (chunk 'fmt ')", "The file is damaged: get it again.");
  if (info.bytes < 0) return bad_data("no audio (chunk 'data')", "The file is cut short: get it again.");
  THIMBLE_TRY_VOID(check_coding(info));
  if (info.bytes > kMaxSampleBytes) return out_of_budget(cat(bytes_text(info.bytes), " of audio in one file"), "Cut it into samples.");
  return info;
}

void to_floats(const WavInfo& info, std::span<const std::byte> bytes, std::vector<float>& out) {
  const std::size_t width = static_cast<std::size_t>(info.bits / 8);
  for (std::size_t i = 0; i + width <= bytes.size(); i += width) {
    std::int32_t whole = 0;
    if (info.coding == 3) {
      float value = 0;
      elements_to_float({ElementKind::real, info.bits / 8, false}, bytes.data() + i, 1, &value);
      out.push_back(value);
      continue;
    }
    switch (info.bits) {
      case 8: whole = (std::to_integer<std::int32_t>(bytes[i]) - 128) * (1 << 24); break;
      case 16: whole = little_endian<std::int16_t>(bytes, i) * (1 << 16); break;
      case 24:
        whole = static_cast<std::int32_t>((std::to_integer<std::uint32_t>(bytes[i]) << 8) | (std::to_integer<std::uint32_t>(bytes[i + 1]) << 16) |
                                          (std::to_integer<std::uint32_t>(bytes[i + 2]) << 24));
        break;
      default: whole = little_endian<std::int32_t>(bytes, i);
    }
    out.push_back(static_cast<float>(whole) / 2147483648.0f);
  }
}

Result<RawSample> decode(const ByteSource& file) {
  THIMBLE_TRY(const WavInfo info, read_header(file));
  const std::int64_t frame = info.bits / 8 * info.channels;
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_range(file, info.data, info.bytes / frame * frame));
  RawSample sample{.kind = RawKind::audio_f32, .shape = {info.bytes / frame, info.channels}, .sample_rate_hz = info.rate};
  to_floats(info, bytes, sample.values);
  for (std::size_t i = 0; i < sample.values.size(); ++i) {
    if (std::isfinite(sample.values[i])) continue;
    return bad_data(cat("value ", i, " is ", number_text(sample.values[i])), "The recording is damaged: leave it out.");
  }
  return sample;
}

class WavDataset final : public Dataset {
 public:
  WavDataset(LabelledFiles files, std::string kind) : files_(std::move(files)), kind_(std::move(kind)) {}
  std::string_view format() const override { return "wav"; }
  std::int64_t size() const override { return std::ssize(files_.files); }
  std::int32_t label(std::int64_t index) const override { return files_.labels.label(index); }
  std::string name(std::int64_t index) const override { return files_.name(index); }
  std::vector<std::string> class_names() const override { return files_.labels.class_names; }
  std::string summary() const override {
    return cat(counted(size(), "recording"), label_summary(files_.labels), ", the first ", kind_, " (WAV)");
  }
  Result<RawSample> read(std::int64_t index) const override {
    if (index < 0 || index >= size()) return invalid_argument(cat("sample ", index, " of ", size()));
    THIMBLE_TRY(RawSample sample, decode(files_.files[static_cast<std::size_t>(index)]).in(name(index)));
    sample.label = label(index);
    sample.name = name(index);
    return sample;
  }

 private:
  LabelledFiles files_;
  std::string kind_;
};

Result<std::shared_ptr<const Dataset>> open(std::vector<ByteSource> files, const DataOptions& options, Diagnostics& diagnostics) {
  THIMBLE_TRY(LabelledFiles labelled, label_files(std::move(files), options, diagnostics));
  const auto header = [&](std::int64_t index) { return read_header(labelled.files[static_cast<std::size_t>(index)]).in(labelled.name(index)); };
  THIMBLE_TRY(const WavInfo first, first_readable(0, std::ssize(labelled.files), header));
  const std::int64_t frames = first.bytes / (first.bits / 8 * first.channels);
  std::string kind = cat(frames, " frames at ", first.rate, " Hz", first.channels > 1 ? cat(", ", first.channels, " channels") : std::string());
  return std::shared_ptr<const Dataset>(std::make_shared<WavDataset>(std::move(labelled), std::move(kind)));
}

}  // namespace

const DataFormatDef data_format_wav{.title = "WAV", .doc = "WAV recordings in a folder for each class", .claims = claims, .open = open, .file_a_sample = true};

}  // namespace thimble
