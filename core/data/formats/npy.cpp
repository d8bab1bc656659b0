// NumPy arrays: .npy files, and the .npz that numpy.savez and savez_compressed make (a ZIP of them).
//   layout  \x93NUMPY <major> <minor> <header length: u16, from version 2 on u32> <header> <elements>
//           header: a Python dict {'descr': '<f4', 'fortran_order': False, 'shape': (10, 3), }
//   limits  header kMaxHeaderBytes; no pickled objects, no records
//   source  NumPy's NEP 1 and numpy.lib.format
#include <optional>

#include "core/base/text.h"
#include "core/data/array_dataset.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::int64_t kMaxHeaderBytes = 1 << 16;
constexpr std::size_t kMaxNpyRank = 8;

bool claims(const ByteSource&, std::span<const std::byte> head) { return starts_with(head, "\x93NUMPY"); }

// What follows `key` and a colon in the dict; the keys are NumPy's own and each stands there once.
std::optional<std::string_view> value_after(std::string_view header, std::string_view key) {
  std::size_t at = header.find(cat("'", key, "'"));
  if (at == std::string_view::npos) return std::nullopt;
  at = header.find(':', at);
  return at == std::string_view::npos ? std::nullopt : std::optional(trim(header.substr(at + 1)));
}

Result<ElementType> element_type(std::string_view descr) {
  ElementType type;
  const std::string shown = printable(descr);
  const Error refused =
      unsupported(cat("elements of type '", shown, "', expected integers, floats or booleans"), "Convert the array: x.astype('float32').");
  if (descr.size() < 3) return unsupported(refused.message(), refused.hint());  // '|O' is an array of Python objects
  type.big_endian = descr[0] == '>';
  const auto bytes = parse_int(descr.substr(2));
  const char kind = descr[1];
  if (std::string_view("<>|=").find(descr[0]) == std::string_view::npos || !bytes) {
    return unsupported(refused.message(), refused.hint());
  }
  type.bytes = static_cast<std::int32_t>(*bytes);
  const bool integer_size = *bytes == 1 || *bytes == 2 || *bytes == 4 || *bytes == 8;
  if (kind == 'b' && *bytes == 1) {
    type.kind = ElementKind::boolean;
  } else if (kind == 'u' && integer_size) {
    type.kind = ElementKind::unsigned_integer;
  } else if (kind == 'i' && integer_size) {
    type.kind = ElementKind::signed_integer;
  } else if (kind == 'f' && integer_size && *bytes != 1) {
    type.kind = ElementKind::real;
  } else {
    return unsupported(refused.message(), refused.hint());
  }
  return type;
}

Result<std::vector<std::int64_t>> read_shape(std::string_view text) {
  const std::size_t end = text.find(')');
  if (!text.starts_with('(') || end == std::string_view::npos) return bad_data("its header names no shape");
  std::vector<std::int64_t> shape;
  for (const std::string_view part : split(text.substr(1, end - 1), ',')) {
    if (trim(part).empty()) continue;
    const auto size = parse_int(trim(part));
    if (!size || *size < 0 || shape.size() == kMaxNpyRank) return bad_data(cat("its shape is '", printable(text.substr(0, end + 1)), "'"));
    shape.push_back(*size);
  }
  return shape;
}

Result<ArrayFile> read_header(ByteSource file) {
  THIMBLE_TRY(const std::vector<std::byte> start, read_range(file, 0, 12));
  if (!claims(file, start)) return bad_data("not a NumPy array, although its ending is that of one");
  const bool wide = start[6] != std::byte{1};
  const std::int64_t at = wide ? 12 : 10;
  const std::int64_t length = wide ? little_endian<std::uint32_t>(start, 8) : little_endian<std::uint16_t>(start, 8);
  if (start[6] == std::byte{0} || start[6] > std::byte{3} || length > kMaxHeaderBytes) {
    return bad_data(cat("a NumPy header of version ", std::to_integer<int>(start[6]), " and ", length, " bytes"));
  }
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_range(file, at, length));
  const std::string_view header(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto descr = value_after(header, "descr"), order = value_after(header, "fortran_order"), shape = value_after(header, "shape");
  if (!descr || !order || !shape) return bad_data("a NumPy header without descr, fortran_order or shape");
  if (!descr->starts_with('\'') && !descr->starts_with('"')) {
    return unsupported("an array of records, expected numbers", "Save its columns as arrays of their own.");
  }
  const std::size_t quote = descr->find((*descr)[0], 1);
  if (quote == std::string_view::npos) return bad_data("a NumPy header that is cut short");
  ArrayFile array{.offset = at + length, .column_major = order->starts_with("True")};
  THIMBLE_TRY(array.type, element_type(descr->substr(1, quote - 1)));
  THIMBLE_TRY(array.shape, read_shape(*shape));
  array.source = std::move(file);
  return array;
}

Result<std::shared_ptr<const Dataset>> open(std::vector<ByteSource> files, const DataOptions& options, Diagnostics& diagnostics) {
  std::vector<ArrayFile> arrays;
  std::string passed_over;  // the first of them
  for (ByteSource& file : files) {
    const std::string place = printable(file.name, 200);
    Result<ArrayFile> array = read_header(std::move(file)).in(place);
    // Names and other texts lie beside the numbers in many an .npz.
    if (!array.ok() && array.error().code() == ErrorCode::unsupported && files.size() > 1) {
      diagnostics.warn(place, cat("passed over: ", array.error().message()));
      if (passed_over.empty()) passed_over = cat("'", place, "' was passed over: ", array.error().message());
      continue;
    }
    if (!array.ok()) return std::move(array).error();
    if (array->shape.empty()) {
      diagnostics.note(place, "passed over: one number");
      continue;
    }
    arrays.push_back(std::move(*array));
  }
  if (arrays.empty())
    return bad_data(cat("no array of samples among the NumPy files", passed_over.empty() ? "" : "; ", passed_over),
                    "Save them as numpy.savez('data.npz', x=..., y=...).");
  Result<std::shared_ptr<const Dataset>> data = open_arrays(std::move(arrays), "npy", "NumPy", options, diagnostics);
  // What is missing may be what could not be read.
  if (data.ok() || passed_over.empty()) return data;
  return Error(data.error().code(), cat(data.error().message(), "; ", passed_over), data.error().hint()).in(data.error().where());
}

}  // namespace

const DataFormatDef data_format_npy{
    .title = "NumPy", .doc = "NumPy .npy and .npz with x and, for labels, y", .claims = claims, .open = open};

}  // namespace thimble
