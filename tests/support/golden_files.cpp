#include "tests/support/golden_files.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <stdexcept>

#include "core/base/blob.h"

namespace thimble::test {

namespace {

// Reads little-endian records; the host is little-endian too, as everywhere we run.
class Reader {
 public:
  Reader(const std::string& path, const char* magic) : path_(path), bytes_(read_bytes(path)) {
    if (take(4) != Bytes{std::byte(magic[0]), std::byte(magic[1]), std::byte(magic[2]), std::byte(magic[3])}) fail("magic");
  }
  Bytes take(std::size_t count) {
    if (bytes_.size() - at_ < count) fail("end");
    const auto first = bytes_.begin() + static_cast<std::ptrdiff_t>(at_);
    at_ += count;
    return Bytes(first, first + static_cast<std::ptrdiff_t>(count));
  }
  template <class T>
  T number() {
    const Bytes raw = take(sizeof(T));
    T value;
    std::memcpy(&value, raw.data(), sizeof(T));
    return value;
  }
  std::uint32_t count() { return number<std::uint32_t>(); }
  void expect_end() {
    if (at_ != bytes_.size()) fail("more bytes than it should have");
  }

 private:
  [[noreturn]] void fail(const char* what) { throw std::runtime_error(path_ + ": broken golden file: " + what); }

  std::string path_;
  Bytes bytes_;
  std::size_t at_ = 0;
};

template <class T>
void append(Bytes& out, T value) {
  const auto* raw = reinterpret_cast<const std::byte*>(&value);
  out.insert(out.end(), raw, raw + sizeof(T));
}

template <class T>
void append_element(Bytes& out, std::uint32_t x, InputKind kind) {
  if (kind == InputKind::ends) {
    append(out, (x >> 31) != 0 ? std::numeric_limits<T>::max() : std::numeric_limits<T>::min());
  } else {
    append(out, static_cast<T>(x >> (32 - 8 * sizeof(T))));
  }
}

std::string element_text(DType dtype, const Bytes& bytes, std::size_t at) {
  const auto as = [&](auto value) {
    std::memcpy(&value, bytes.data() + at, sizeof(value));
    std::ostringstream text;
    text.precision(9);
    text << +value;
    return text.str();
  };
  switch (dtype) {
    case DType::s8: return as(std::int8_t{});
    case DType::u8: return as(std::uint8_t{});
    case DType::s16: return as(std::int16_t{});
    case DType::s32: return as(std::int32_t{});
    case DType::f32: return as(float{});
    default: return as(std::uint8_t{});
  }
}

}  // namespace

Bytes read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be opened");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  Bytes bytes(text.size());
  if (!text.empty()) std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

std::vector<IoSet> read_io(const std::string& path) {
  Reader reader(path, "THIO");
  const std::uint32_t sets = reader.count(), inputs = reader.count(), outputs = reader.count();
  std::vector<IoSet> all;
  for (std::uint32_t s = 0; s < sets; ++s) {
    IoSet set;
    for (std::uint32_t i = 0; i < inputs; ++i) set.inputs.push_back(reader.take(reader.count()));
    for (std::uint32_t i = 0; i < outputs; ++i) set.outputs.push_back(reader.take(reader.count()));
    all.push_back(std::move(set));
  }
  reader.expect_end();
  return all;
}

GoldenModel read_golden(const std::string& path) {
  Reader reader(path, "THGM");
  GoldenModel golden;
  for (const std::byte b : reader.take(32)) {
    constexpr char kDigits[] = "0123456789abcdef";
    golden.sha256 += kDigits[static_cast<unsigned>(b) >> 4];
    golden.sha256 += kDigits[static_cast<unsigned>(b) & 15];
  }
  const std::uint32_t sets = reader.count(), outputs = reader.count();
  for (std::uint32_t s = 0; s < sets; ++s) {
    GoldenSet set;
    set.seed = reader.count();
    set.kind = static_cast<InputKind>(reader.count());
    for (std::uint32_t i = 0; i < outputs; ++i) {
      GoldenOutput output;
      output.bytes = reader.count();
      output.hash = reader.number<std::uint64_t>();
      output.kept = reader.take(reader.count());
      set.outputs.push_back(std::move(output));
    }
    golden.sets.push_back(std::move(set));
  }
  reader.expect_end();
  return golden;
}

std::uint32_t InputStream::next() {
  state_ ^= state_ << 13;
  state_ ^= state_ >> 17;
  state_ ^= state_ << 5;
  return state_;
}

Bytes InputStream::draw(DType dtype, std::int64_t elements, InputKind kind) {
  Bytes out;
  for (std::int64_t i = 0; i < elements; ++i) {
    const std::uint32_t x = next();
    switch (dtype) {
      case DType::s8: append_element<std::int8_t>(out, x, kind); break;
      case DType::u8: append_element<std::uint8_t>(out, x, kind); break;
      case DType::s16: append_element<std::int16_t>(out, x, kind); break;
      case DType::f32: append(out, kind == InputKind::ends ? static_cast<float>(x >> 31) : static_cast<float>(x >> 8) * 0x1p-24f); break;
      default: throw std::runtime_error("no rule for inputs of " + std::string(dtype_name(dtype)));
    }
  }
  return out;
}

std::string first_difference(DType dtype, const Bytes& got, const Bytes& expected) {
  if (got.size() < expected.size()) {
    return std::to_string(got.size()) + " bytes, expected at least " + std::to_string(expected.size());
  }
  const auto got_end = got.begin() + static_cast<std::ptrdiff_t>(expected.size());
  const auto [at_got, at_expected] = std::mismatch(got.begin(), got_end, expected.begin());
  if (at_expected == expected.end()) return {};
  const auto width = static_cast<std::size_t>(dtype_bytes(dtype));
  const std::size_t element = static_cast<std::size_t>(at_got - got.begin()) / width;
  return "element " + std::to_string(element) + ": " + element_text(dtype, got, element * width) + ", expected " +
         element_text(dtype, expected, element * width);
}

double float_difference(const Bytes& got, const Bytes& expected) {
  const auto a = Blob(got).copy_as<float>(), b = Blob(expected).copy_as<float>();
  if (a.size() != b.size()) return INFINITY;
  double worst = 0, largest = 1e-6;
  for (std::size_t i = 0; i < a.size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    largest = std::max(largest, std::abs(static_cast<double>(b[i])));
    if (std::isnan(a[i]) != std::isnan(b[i])) return INFINITY;
  }
  return worst / largest;
}

std::map<std::string, std::string> read_reasons(const std::string& path) {
  std::map<std::string, std::string> reasons;
  const Bytes bytes = read_bytes(path);
  std::istringstream text(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  for (std::string line; std::getline(text, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t space = line.find(' ');
    reasons[line.substr(0, space)] = space == std::string::npos ? "" : line.substr(space + 1);
  }
  return reasons;
}

}  // namespace thimble::test
