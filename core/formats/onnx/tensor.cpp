#include "core/formats/onnx/tensor.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/base/half.h"
#include "core/base/text.h"
#include "core/formats/onnx/attributes.h"

namespace thimble::onnx {
namespace {

struct ElemRow {
  std::string_view name;
  std::size_t bytes;
};
// By number; what is not read has no size.
constexpr ElemRow kElems[] = {{"undefined", 0},      {"float", 4},    {"uint8", 1},        {"int8", 1},           {"uint16", 2},
                              {"int16", 2},          {"int32", 4},    {"int64", 8},        {"string", 0},         {"bool", 1},
                              {"float16", 2},        {"double", 8},   {"uint32", 4},       {"uint64", 8},         {"complex64", 0},
                              {"complex128", 0},     {"bfloat16", 0}, {"float8e4m3fn", 0}, {"float8e4m3fnuz", 0}, {"float8e5m2", 0},
                              {"float8e5m2fnuz", 0}, {"uint4", 0},    {"int4", 0},         {"float4e2m1", 0}};

template <class T, class Out>
std::vector<Out> converted(const Blob& bytes) {
  const std::vector<T> items = bytes.copy_as<T>();
  std::vector<Out> out(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) out[i] = static_cast<Out>(items[i]);
  return out;
}

template <class Out>
std::vector<Out> from_bytes(Elem elem, const Blob& bytes) {
  switch (elem) {
    case Elem::f32: return converted<float, Out>(bytes);
    case Elem::f64: return converted<double, Out>(bytes);
    case Elem::u8: return converted<std::uint8_t, Out>(bytes);
    case Elem::s8: return converted<std::int8_t, Out>(bytes);
    case Elem::u16: return converted<std::uint16_t, Out>(bytes);
    case Elem::s16: return converted<std::int16_t, Out>(bytes);
    case Elem::s32: return converted<std::int32_t, Out>(bytes);
    case Elem::u32: return converted<std::uint32_t, Out>(bytes);
    case Elem::s64: return converted<std::int64_t, Out>(bytes);
    case Elem::u64: return converted<std::uint64_t, Out>(bytes);
    case Elem::boolean: return converted<std::uint8_t, Out>(bytes);
    case Elem::f16: {
      std::vector<Out> out;
      for (const std::uint16_t half : bytes.copy_as<std::uint16_t>()) out.push_back(static_cast<Out>(float_of_half(half)));
      return out;
    }
    default: return {};
  }
}

// Wraps as a cast in C does; out of range is the file's own trouble, but never undefined here.
template <class T, class In>
Blob to_bytes(std::span<const In> values) {
  std::vector<T> out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if constexpr (std::is_integral_v<T> && std::is_floating_point_v<In>) {
      const double clamped = std::isnan(values[i]) ? 0.0 : std::clamp(static_cast<double>(values[i]), -9.2e18, 9.2e18);
      out[i] = static_cast<T>(static_cast<std::int64_t>(clamped));
    } else {
      out[i] = static_cast<T>(values[i]);
    }
  }
  return Blob::of(out);
}

template <class In>
Blob encode(Elem elem, std::span<const In> values) {
  switch (elem) {
    case Elem::f32: return to_bytes<float>(values);
    case Elem::f64: return to_bytes<double>(values);
    case Elem::u8: return to_bytes<std::uint8_t>(values);
    case Elem::s8: return to_bytes<std::int8_t>(values);
    case Elem::u16: return to_bytes<std::uint16_t>(values);
    case Elem::s16: return to_bytes<std::int16_t>(values);
    case Elem::s32: return to_bytes<std::int32_t>(values);
    case Elem::u32: return to_bytes<std::uint32_t>(values);
    case Elem::s64: return to_bytes<std::int64_t>(values);
    case Elem::u64: return to_bytes<std::uint64_t>(values);
    case Elem::boolean: {
      std::vector<std::uint8_t> out(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) out[i] = values[i] != In{} ? 1 : 0;
      return Blob::of(out);
    }
    case Elem::f16: {
      std::vector<std::uint16_t> out(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) out[i] = half_of(static_cast<float>(values[i]));
      return Blob::of(out);
    }
    default: return {};
  }
}

template <class Field>
Blob widened(Elem elem, const Field& field) {
  if constexpr (std::is_floating_point_v<typename Field::value_type>) {
    const std::vector<double> values(field.begin(), field.end());
    return encode<double>(elem, values);
  } else {
    const std::vector<std::int64_t> values(field.begin(), field.end());
    // Half precision travels as its bits in int32_data.
    return elem == Elem::f16 ? to_bytes<std::uint16_t, std::int64_t>(values) : encode<std::int64_t>(elem, values);
  }
}

// The typed field that the published schema gives to each element type.
Blob typed_bytes(Elem elem, const pb::TensorProto& proto) {
  switch (elem) {
    case Elem::f32: return widened(elem, proto.float_data());
    case Elem::f64: return widened(elem, proto.double_data());
    case Elem::s64: return widened(elem, proto.int64_data());
    case Elem::u32:
    case Elem::u64: return widened(elem, proto.uint64_data());
    default: return widened(elem, proto.int32_data());
  }
}

// A path from inside a file may name nothing but files beside the model or below it.
bool stays_beside(std::string_view path) {
  if (path.empty() || path.size() > 1000 || path[0] == '/' || path.find_first_of(std::string_view("\\:\0", 3)) != path.npos) return false;
  for (const std::string_view part : split(path, '/')) {
    if (part == ".." || part.empty()) return false;
  }
  return true;
}

}  // namespace

std::string elem_name(Elem elem) {
  const auto i = static_cast<std::size_t>(elem);
  return i < std::size(kElems) ? std::string(kElems[i].name) : format("element type %d", static_cast<int>(elem));
}
std::size_t elem_bytes(Elem elem) {
  const auto i = static_cast<std::size_t>(elem);
  return i < std::size(kElems) ? kElems[i].bytes : 0;
}
bool is_real(Elem elem) { return elem == Elem::f32 || elem == Elem::f16 || elem == Elem::f64; }
bool is_integer(Elem elem) { return elem_bytes(elem) > 0 && !is_real(elem); }

std::vector<std::int64_t> Tensor::integers() const {
  if (!is_real(elem)) return from_bytes<std::int64_t>(elem, bytes);
  std::vector<std::int64_t> out;
  for (const double real : reals()) out.push_back(std::isfinite(real) ? static_cast<std::int64_t>(std::clamp(real, -9.2e18, 9.2e18)) : 0);
  return out;
}

std::vector<double> Tensor::reals() const {
  std::vector<double> out = from_bytes<double>(elem, bytes);
  if (!quant) return out;
  std::int64_t inner = 1;
  for (std::size_t i = dims.size(); i-- > 0 && quant->axis >= 0 && static_cast<std::int32_t>(i) > quant->axis;) inner *= dims[i];
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::size_t channel = quant->axis < 0 ? 0 : static_cast<std::size_t>(static_cast<std::int64_t>(i) / inner) % quant->scales.size();
    out[i] = static_cast<double>(static_cast<float>((out[i] - quant->zero_points[channel]) * static_cast<double>(quant->scales[channel])));
  }
  return out;
}

Tensor Tensor::of_integers(Elem elem, Shape dims, std::span<const std::int64_t> values) {
  return {elem, std::move(dims), encode<std::int64_t>(elem, values), {}};
}
Tensor Tensor::of_reals(Elem elem, Shape dims, std::span<const double> values) {
  return {elem, std::move(dims), encode<double>(elem, values), {}};
}

Result<Tensor> TensorReader::read(const pb::TensorProto& proto) {
  Tensor out;
  out.elem = static_cast<Elem>(proto.data_type());
  if (elem_bytes(out.elem) == 0) return unsupported("a constant of type " + elem_name(out.elem), "use float, float16 or int8 weights");
  if (proto.dims_size() > 32) return bad_data(format("%d dimensions", proto.dims_size()), "the file is damaged: export it again");
  out.dims.assign(proto.dims().begin(), proto.dims().end());
  // Not element_count(): shapes of more than six dimensions may be reshaped before they matter.
  const std::optional<std::int64_t> count = count_of(out.dims);
  if (!count)
    return bad_data("shape " + shape_text(out.dims) + ", expected sizes of less than 2^31 elements together",
                    "the file is damaged: export it again");
  // In 64 bits first: the browser's size_t has 32.
  const std::int64_t wide = *count * static_cast<std::int64_t>(elem_bytes(out.elem));
  if (wide > static_cast<std::int64_t>(kMaxTensorBytes))
    return out_of_budget("a constant of shape " + shape_text(out.dims), "is this the right file?");
  const auto size = static_cast<std::size_t>(wide);
  if (proto.data_location() == 1) {
    THIMBLE_TRY(out.bytes, external(proto, size));
  } else if (proto.has_raw_data()) {
    const std::string& raw = proto.raw_data();
    const auto* begin = reinterpret_cast<const std::byte*>(raw.data());
    if (raw.size() == size) out.bytes = Blob(std::vector<std::byte>(begin, begin + raw.size()));
    else out.bytes = Blob(std::vector<std::byte>(std::min<std::size_t>(raw.size(), 1)));
  } else {
    out.bytes = typed_bytes(out.elem, proto);
  }
  if (out.bytes.size() != size) {
    return bad_data(format("%zu bytes", proto.has_raw_data() ? proto.raw_data().size() : out.bytes.size()) +
                        format(", expected %zu for ", size) + elem_name(out.elem) + " " + shape_text(out.dims),
                    "the file is damaged: export it again");
  }
  return out;
}

Result<Blob> TensorReader::external(const pb::TensorProto& proto, std::size_t size) {
  std::string location;
  std::int64_t offset = 0, length = static_cast<std::int64_t>(size);
  for (const auto& entry : proto.external_data()) {
    const std::optional<std::int64_t> number = parse_int(entry.value());
    if (entry.key() == "location") location = entry.value();
    if (entry.key() == "offset") offset = number.value_or(-1);
    if (entry.key() == "length") length = number.value_or(-1);
  }
  if (!stays_beside(location)) {
    return bad_data("its data are in '" + printable(location) + "', expected a file beside the model",
                    "export the model again, with its weights in the same folder or inside the file");
  }
  if (!read_) {
    return unsupported("weights in another file ('" + printable(location) + "')",
                       "give both files together, or save the model with its weights inside (onnx.save without external data)");
  }
  if (sibling_ != location) {
    Result<std::vector<std::byte>> bytes = read_(location);
    if (!bytes.ok()) {
      const Error& error = bytes.error();
      return Error(error.code(), "its weights are in '" + printable(location) + "' beside the model, which " + error.message(),
                   "give that file with the model (on the command line: copy it into the model's folder), or export with the weights "
                   "inside (external_data=False)");
    }
    sibling_ = location;
    sibling_bytes_ = Blob(std::move(*bytes));
  }
  const auto have = static_cast<std::int64_t>(sibling_bytes_.size());
  if (offset < 0 || length != static_cast<std::int64_t>(size) || offset > have || length > have - offset) {
    return bad_data(format("%lld bytes at %lld of '", static_cast<long long>(length), static_cast<long long>(offset)) +
                        printable(location) + format("', which has %lld; expected %zu bytes", static_cast<long long>(have), size),
                    "the two files do not belong together: copy both again");
  }
  const std::span<const std::byte> part = sibling_bytes_.bytes().subspan(static_cast<std::size_t>(offset), size);
  return Blob(std::vector<std::byte>(part.begin(), part.end()));
}

Blob permute_bytes(const Blob& bytes, std::size_t element, const Shape& dims, std::span<const std::int64_t> perm) {
  std::vector<std::size_t> stride(dims.size(), element), step(perm.size()), count(perm.size());
  for (std::size_t i = dims.size(); i-- > 1;) stride[i - 1] = stride[i] * static_cast<std::size_t>(dims[i]);
  for (std::size_t i = 0; i < perm.size(); ++i) {
    step[i] = stride[static_cast<std::size_t>(perm[i])];
    count[i] = static_cast<std::size_t>(dims[static_cast<std::size_t>(perm[i])]);
  }
  std::vector<std::byte> out(bytes.size());
  std::vector<std::size_t> index(perm.size(), 0);
  const std::byte* from = bytes.bytes().data();
  for (std::size_t at = 0; at < out.size(); at += element) {
    std::copy_n(from, element, out.data() + at);
    for (std::size_t i = perm.size(); i-- > 0;) {
      from += step[i];
      if (++index[i] < count[i]) break;
      from -= step[i] * count[i];
      index[i] = 0;
    }
  }
  return Blob(std::move(out));
}

}  // namespace thimble::onnx
