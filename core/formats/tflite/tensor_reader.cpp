#include "core/formats/tflite/tensor_reader.h"

#include <cfloat>
#include <cmath>
#include <cstring>

#include "core/base/text.h"

namespace thimble::tflite {
namespace {

constexpr std::string_view kOpenSizeHint =
    "convert with fixed input sizes (tf.TensorSpec or keras.Input(batch_size=1) with every dimension given)";

struct TypeRow {
  std::string_view name;
  std::optional<DType> dtype;
  std::string_view hint;
};

// The place in this list is the type's number in the file.
constexpr std::string_view kIntHint = "convert to int8 (or int16 activations with int8 weights)";
constexpr std::string_view kFloatHint = "use float32 in the network and convert again";
constexpr std::string_view kResourceHint = "the network keeps state in resource variables: export it without streaming";
constexpr TypeRow kTypes[] = {
    {"FLOAT32", DType::f32, {}},    {"FLOAT16", DType::f16, {}},
    {"INT32", DType::s32, {}},      {"UINT8", DType::u8, {}},
    {"INT64", DType::s64, {}},      {"STRING", {}, "networks over text need their words turned into numbers before"},
    {"BOOL", DType::b8, {}},        {"INT16", DType::s16, {}},
    {"COMPLEX64", {}, kFloatHint},  {"INT8", DType::s8, {}},
    {"FLOAT64", {}, kFloatHint},    {"COMPLEX128", {}, kFloatHint},
    {"UINT64", {}, kIntHint},       {"RESOURCE", {}, kResourceHint},
    {"VARIANT", {}, kResourceHint}, {"UINT32", {}, kIntHint},
    {"UINT16", {}, kIntHint},       {"INT4", {}, kIntHint},
    {"BFLOAT16", {}, kFloatHint}};

bool is_quantizable(DType dtype) {
  return dtype == DType::s8 || dtype == DType::u8 || dtype == DType::s16 || dtype == DType::s32 || dtype == DType::s64;
}

std::pair<std::int64_t, std::int64_t> zero_point_range(DType dtype) {
  if (dtype == DType::s8) return {-128, 127};
  if (dtype == DType::u8) return {0, 255};
  if (dtype == DType::s16) return {-32768, 32767};
  return {INT32_MIN, INT32_MAX};
}

// The verifier holds a vector's length to its alignment, not the 8-byte numbers behind it.
std::int64_t long_item(const flatbuffers::Vector<std::int64_t>& items, std::size_t i) {
  std::int64_t value = 0;
  std::memcpy(&value, items.Data() + i * sizeof value, sizeof value);
  return value;
}

Result<std::vector<std::int32_t>> zero_points(const flatbuffers::Vector<std::int64_t>* given, std::size_t count, DType dtype) {
  std::vector<std::int32_t> out(count, 0);
  if (!given || given->size() == 0) return out;
  if (given->size() != 1 && given->size() != count)
    return bad_data(format("%u zero points for %zu scales, expected as many of each", given->size(), count));
  const auto [low, high] = zero_point_range(dtype);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t value = long_item(*given, given->size() == 1 ? 0 : i);
    if (value < low || value > high) {
      return bad_data(format("zero point %lld, expected %lld to %lld for %s", static_cast<long long>(value), static_cast<long long>(low),
                             static_cast<long long>(high), std::string(dtype_name(dtype)).c_str()));
    }
    out[i] = static_cast<std::int32_t>(value);
  }
  return out;
}

}  // namespace

Result<DType> TensorReader::dtype(std::size_t i) const {
  const Tensor* tensor = model_.tensor(i);
  if (tensor->sparsity()) return unsupported("a sparse tensor", "convert without the sparsity optimization");
  if (tensor->is_variable())
    return unsupported("a variable tensor (state that is kept between runs)", "export the network without streaming or recurrent state");
  const auto type = static_cast<std::size_t>(static_cast<std::uint8_t>(tensor->type()));
  if (type >= std::size(kTypes))
    return unsupported(format("tensors of type number %d", tensor->type()), "the file is newer than this program, or damaged");
  if (!kTypes[type].dtype) return unsupported("tensors of type " + std::string(kTypes[type].name), std::string(kTypes[type].hint));
  return *kTypes[type].dtype;
}

void TensorReader::note_open_batch(std::size_t i) {
  if (!open_batch_noted_) diagnostics_.note(model_.tensor_place(i), "the batch size is open; imported with batch 1");
  open_batch_noted_ = true;
}

Result<Shape> TensorReader::shape(std::size_t i) {
  const auto* dims = model_.tensor(i)->shape();
  Shape out;
  if (!dims) return out;
  if (dims->size() > kMaxRank) return unsupported(format("tensors of %u dimensions, expected at most %zu", dims->size(), kMaxRank));
  for (flatbuffers::uoffset_t d = 0; d < dims->size(); ++d) {
    std::int64_t dim = dims->Get(d);
    if (dim == -1 && d == 0) {
      note_open_batch(i);
      dim = 1;
    }
    if (dim == -1) return unsupported("tensors of unknown size", std::string(kOpenSizeHint));
    if (dim < 0)
      return bad_data(format("dimension %u is %lld, expected at least 0", d, static_cast<long long>(dim))).in(model_.tensor_place(i));
    out.push_back(dim);
  }
  if (!element_count(out)) return out_of_budget("shape " + shape_text(out) + " has more than 2^31 elements").in(model_.tensor_place(i));
  return out;
}

Result<void> TensorReader::check_input_is_static(std::size_t i) {
  const auto* signature = model_.tensor(i)->shape_signature();
  if (!signature) return {};
  for (flatbuffers::uoffset_t d = 0; d < signature->size(); ++d) {
    if (signature->Get(d) >= 0) continue;
    if (d > 0) return unsupported("an input whose size is open in more than the batch", std::string(kOpenSizeHint));
    note_open_batch(i);
  }
  return {};
}

Result<std::vector<float>> TensorReader::scales(std::size_t i, const QuantizationParameters& quant, bool constant) {
  std::vector<float> out;
  bool noted = false;
  for (float scale : *quant.scale()) {
    // Converters give 0 to a channel whose weights are all 0. Real numbers stay 0, and every formula stays defined.
    if (scale == 0 && constant) {
      scale = FLT_MIN;
      if (!std::exchange(noted, true))
        diagnostics_.note(model_.tensor_place(i), "a scale of 0 (a channel without weights) is read as the smallest float");
    }
    if (!std::isfinite(scale) || scale <= 0)
      return bad_data("scale " + number_text(scale) + ", expected a positive finite number",
                      "the network was quantized wrongly: convert it again with a representative data set");
    out.push_back(scale);
  }
  return out;
}

Result<std::optional<QuantParams>> TensorReader::quant(std::size_t i, DType dtype, const Shape& shape, bool constant) {
  const QuantizationParameters* given = model_.tensor(i)->quantization();
  if (!given || !is_quantizable(dtype)) return std::optional<QuantParams>();
  if (given->details_type() != QuantizationDetails::NONE)
    return unsupported("custom or blockwise quantization", "quantize per tensor or per channel");
  if (!given->scale() || given->scale()->size() == 0) return std::optional<QuantParams>();
  const std::size_t count = given->scale()->size();
  QuantParams out;
  if (count > 1) {
    // Old converters copy the weights' dimension to the bias, which has only one.
    const std::int32_t axis = shape.size() == 1 ? 0 : given->quantized_dimension();
    if (axis < 0 || axis >= static_cast<std::int32_t>(shape.size()) ||
        shape[static_cast<std::size_t>(axis)] != static_cast<std::int64_t>(count)) {
      return bad_data(format("%zu scales along dimension %d of shape ", count, axis) + shape_text(shape) +
                      ", expected one a tensor or one an index")
          .in(model_.tensor_place(i));
    }
    out.axis = axis;
  }
  total_scales_ += count;
  if (total_scales_ > kMaxTotalScales)
    return out_of_budget(format("more than %zu scales in all", kMaxTotalScales)).in(model_.tensor_place(i));
  Result<std::vector<float>> read = scales(i, *given, constant);
  if (!read.ok()) return std::move(read).error().in(model_.tensor_place(i));
  out.scales = std::move(*read);
  Result<std::vector<std::int32_t>> points = zero_points(given->zero_point(), count, dtype);
  if (!points.ok()) return std::move(points).error().in(model_.tensor_place(i));
  out.zero_points = std::move(*points);
  return std::optional<QuantParams>(std::move(out));
}

bool TensorReader::has_bytes(std::size_t i) const {
  const auto bytes = model_.buffer(*model_.tensor(i));
  return bytes.ok() ? !bytes->empty() : true;  // broken: constant() says how
}

Result<Blob> TensorReader::constant(std::size_t i, DType dtype, const Shape& shape) {
  auto found = model_.buffer(*model_.tensor(i));
  if (!found.ok()) return std::move(found).error().in(model_.tensor_place(i));
  const std::span<const std::byte> bytes = *found;
  const std::int64_t expected = element_count(shape).value_or(0) * dtype_bytes(dtype);
  if (static_cast<std::int64_t>(bytes.size()) != expected) {
    return bad_data(format("%zu bytes, expected %lld for ", bytes.size(), static_cast<long long>(expected)) +
                        std::string(dtype_name(dtype)) + " " + shape_text(shape),
                    "the file is damaged: convert the network again")
        .in(model_.tensor_place(i));
  }
  const auto [place, fresh] = blobs_.try_emplace({bytes.data(), bytes.size()});
  if (!fresh) return place->second;
  // Honest buffers do not overlap, so together they are no longer than the file; this bounds what is copied.
  blob_bytes_ += bytes.size();
  if (blob_bytes_ > model_.file_bytes())
    return bad_data("the buffers overlap: they are longer together than the file", "the file is damaged: convert the network again")
        .in(model_.tensor_place(i));
  place->second = Blob(std::vector<std::byte>(bytes.begin(), bytes.end()));
  return place->second;
}

}  // namespace thimble::tflite
