// ArrayDataset: samples that lie one after the other in arrays (IDX, NumPy), with an array of labels or targets beside them.
//   x   [N, ...]; bytes of [N,H,W], [N,H,W,C] or [N,C,H,W] with C 1, 3 or 4 are pictures (a fourth channel is left out)
//   y   [N] or [N,1] whole numbers: classes; [N,K] with one 1 in each row: classes; other numbers: targets
//   inputs  of a model with several: the array of each one's name
//   pairs by name ("x_test" and "y_test", "train-images..." and "train-labels..."), else by N
//   limits  labels in memory (4 bytes a sample), samples are read when asked for; a column-major x is turned over in memory
//           and has to be at most kMaxTurnedBytes
#pragma once

#include <vector>

#include "core/base/diagnostics.h"
#include "core/data/data_format.h"

namespace thimble {

inline constexpr std::int64_t kMaxTurnedBytes = std::int64_t{1} << 26;

enum class ElementKind : std::uint8_t { unsigned_integer, signed_integer, real, boolean };

struct ElementType {
  ElementKind kind = ElementKind::real;
  std::int32_t bytes = 4;
  bool big_endian = false;
};

// Converts `count` elements; numbers beyond float's whole numbers are rounded.
void elements_to_float(const ElementType& type, const std::byte* from, std::int64_t count, float* out);

struct ArrayFile {
  ByteSource source = {};
  ElementType type = {};
  std::vector<std::int64_t> shape = {};
  std::int64_t offset = 0;  // of the first element
  bool column_major = false;

  std::int64_t row_bytes = 0, row_elements = 0;  // filled by check_array: of one index of the first dimension
};

// Sizes against the file's, and against the limits.
Result<void> check_array(ArrayFile& array);

Result<std::shared_ptr<const Dataset>> open_arrays(std::vector<ArrayFile> arrays, std::string_view format, std::string_view title,
                                                   const DataOptions& options, Diagnostics& diagnostics);

// What an array for an input is called as an argument of numpy.savez: "env_0" for "env:0".
std::string argument_name(std::string_view input);

}  // namespace thimble
