// What one tensor of the file says, checked: type, shape, quantization, bytes.
//   errors  unsupported (grouped by message in the answer, so messages do not name the tensor), bad_data (they do)
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "core/base/blob.h"
#include "core/formats/tflite/model_view.h"
#include "core/ir/types.h"

namespace thimble::tflite {

inline constexpr std::int8_t kTypeUint8 = 3;

class TensorReader {
 public:
  TensorReader(const ModelView& model, Diagnostics& diagnostics) : model_(model), diagnostics_(diagnostics) {}

  Result<DType> dtype(std::size_t i) const;
  // An unknown batch (first dimension) is read as 1.
  Result<Shape> shape(std::size_t i);
  // Nothing where the numbers stand for themselves. A scale of 0 on a constant becomes the smallest float.
  Result<std::optional<QuantParams>> quant(std::size_t i, DType dtype, const Shape& shape, bool constant);
  // The constant's bytes, exactly as many as the shape says; equal buffers share one Blob.
  Result<Blob> constant(std::size_t i, DType dtype, const Shape& shape);
  // Whether the file gives bytes for the tensor.
  bool has_bytes(std::size_t i) const;
  // Refuses a network input whose size is open in more than the batch.
  Result<void> check_input_is_static(std::size_t i);

 private:
  Result<std::vector<float>> scales(std::size_t i, const QuantizationParameters& quant, bool constant);
  void note_open_batch(std::size_t i);

  const ModelView& model_;
  Diagnostics& diagnostics_;
  std::map<std::pair<const std::byte*, std::size_t>, Blob> blobs_;
  std::size_t blob_bytes_ = 0, total_scales_ = 0;
  bool open_batch_noted_ = false;
};

}  // namespace thimble::tflite
