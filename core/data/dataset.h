// Dataset: files of samples as they are, before preprocessing, told apart by content (core/data/data_formats.def).
//   RawSample  the sample as the file has it: an image of bytes, rows of numbers, PCM audio; with its label and its name
//   limits     data stream: a Dataset keeps an index (a few bytes a sample), never the samples
//   errors     bad_data: file, sample, what was found and expected, what to try
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/base/result.h"

namespace thimble {

// Where bytes come from: a file on disk, a Blob of the page, memory. `read` fills `out` from `offset`.
struct ByteSource {
  std::string name;  // "images/cat/001.png": path below what was opened
  std::int64_t size = 0;
  std::function<Result<void>(std::int64_t offset, std::span<std::byte> out)> read;
};

enum class RawKind : std::uint8_t { image_u8, tensor_f32, audio_f32 };

struct RawSample {
  RawKind kind = RawKind::tensor_f32;
  std::vector<std::int64_t> shape = {};  // image: H, W, C (1 or 3, RGB order); audio: frames, channels; tensor: as in the file
  std::vector<std::uint8_t> pixels = {}; // of an image
  std::vector<float> values = {};        // of the others; audio in [-1, 1]
  std::int32_t sample_rate_hz = 0;  // of audio
  std::int32_t label = -1;
  std::vector<float> target = {};
  std::string name = {};                 // "test/3/0007.png", "row 17"
};

class Dataset {
 public:
  virtual ~Dataset() = default;
  virtual std::string_view format() const = 0;  // "idx", "cifar", "npy", "csv", "wav", "images"
  virtual std::int64_t size() const = 0;
  // Safe to call from several threads at once. Numbers are finite: NaN in a file is an error that names the place.
  virtual Result<RawSample> read(std::int64_t index) const = 0;
  virtual std::int32_t label(std::int64_t index) const = 0;   // -1: none; without reading the sample
  virtual std::string name(std::int64_t index) const = 0;     // RawSample.name; unique; without reading the sample
  virtual std::vector<std::string> class_names() const = 0;   // empty: no labels; label i is class_names()[i]
  virtual std::int64_t target_width() const { return 0; }     // numbers of RawSample.target; 0: there are none
  virtual std::string summary() const = 0;                    // "10,000 images of 28x28x1 in 10 classes (IDX)"
  // Where it was opened for a model of several inputs: the samples of each, in their order. Else empty: read() has the one array.
  virtual std::span<const std::shared_ptr<const Dataset>> parts() const { return {}; }
};

struct DataOptions {
  std::string label_column = {};         // CSV: the header's name of it, or its number from 0; empty: guessed
  std::vector<std::string> input_names = {};  // of the model, where it has several: an array each (NumPy)
  std::vector<ByteSource> label_lists = {};  // tables beside files that are a sample each; open_dataset() finds them
};

// All files of what the user gave (a folder, a ZIP, an archive's parts, single files) as one data set. What is no sample is
// passed over and named in `diagnostics`. The order of `files` changes nothing: they are sorted by name.
Result<std::shared_ptr<const Dataset>> open_dataset(std::vector<ByteSource> files, Diagnostics& diagnostics, const DataOptions& options = {});

// Bytes in memory as a source.
ByteSource memory_source(std::string name, std::vector<std::byte> bytes);

}  // namespace thimble
