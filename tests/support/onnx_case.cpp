#include "tests/support/onnx_case.h"

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "core/base/checked.h"
#include "core/base/half.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

struct Wire {
  const std::byte *at, *end;
  bool ok = true;

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at >= end) return ok = false, 0;
      const auto byte = std::to_integer<std::uint64_t>(*at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return ok = false, 0;
  }
  Wire bytes() {
    const std::uint64_t size = varint();
    if (size > static_cast<std::uint64_t>(end - at)) return ok = false, Wire{end, end};
    const Wire part{at, at + size};
    at += size;
    return part;
  }
};

template <class T>
void append_raw(const Wire& raw, std::vector<double>& out) {
  for (const std::byte* at = raw.at; at + sizeof(T) <= raw.end; at += sizeof(T)) {
    T item;
    std::memcpy(&item, at, sizeof item);
    out.push_back(static_cast<double>(item));
  }
}

void read_raw(CaseTensor& tensor, const Wire& raw) {
  switch (tensor.type) {
    case 1: return append_raw<float>(raw, tensor.values);
    case 2:
    case 9: return append_raw<std::uint8_t>(raw, tensor.values);
    case 3: return append_raw<std::int8_t>(raw, tensor.values);
    case 4: return append_raw<std::uint16_t>(raw, tensor.values);
    case 5: return append_raw<std::int16_t>(raw, tensor.values);
    case 6: return append_raw<std::int32_t>(raw, tensor.values);
    case 7: return append_raw<std::int64_t>(raw, tensor.values);
    case 11: return append_raw<double>(raw, tensor.values);
    case 12: return append_raw<std::uint32_t>(raw, tensor.values);
    case 13: return append_raw<std::uint64_t>(raw, tensor.values);
    case 10:
      append_raw<std::uint16_t>(raw, tensor.values);
      for (double& value : tensor.values) value = static_cast<double>(float_of_half(static_cast<std::uint16_t>(value)));
      return;
    default: return;
  }
}

}  // namespace

std::optional<CaseTensor> read_case_tensor(const std::string& path) {
  CaseTensor tensor;
  tensor.file = read_bytes(path);
  Wire wire{tensor.file.data(), tensor.file.data() + tensor.file.size()};
  std::optional<Wire> raw;
  while (wire.ok && wire.at < wire.end) {
    const std::uint64_t tag = wire.varint();
    const std::uint64_t field = tag >> 3;
    if ((tag & 7) == 2) {
      Wire part = wire.bytes();
      if (field == 8) tensor.name.assign(reinterpret_cast<const char*>(part.at), static_cast<std::size_t>(part.end - part.at));
      if (field == 9) raw = part;
      if (field == 4) append_raw<float>(part, tensor.values);
      if (field == 10) append_raw<double>(part, tensor.values);
      while ((field == 5 || field == 7 || field == 11) && part.at < part.end && part.ok)
        tensor.values.push_back(static_cast<double>(static_cast<std::int64_t>(part.varint())));
      while (field == 1 && part.at < part.end && part.ok) tensor.dims.push_back(static_cast<std::int64_t>(part.varint()));
    } else if ((tag & 7) == 0) {
      const std::uint64_t value = wire.varint();
      if (field == 1) tensor.dims.push_back(static_cast<std::int64_t>(value));
      if (field == 2) tensor.type = static_cast<std::int32_t>(value);
    } else {
      return std::nullopt;
    }
  }
  if (!wire.ok || tensor.type == 0) return std::nullopt;
  if (raw) read_raw(tensor, *raw);
  // A file that holds a sequence reads as a tensor of any size.
  std::optional<std::int64_t> count = 1;
  for (const std::int64_t dim : tensor.dims) count = count ? checked_mul(*count, dim) : std::nullopt;
  if (static_cast<std::int64_t>(tensor.values.size()) != count) return std::nullopt;
  return tensor;
}

std::string onnx_cases_dir() {
  const std::string cache = environment_or("THIMBLE_CACHE", (environment_or("HOME", "") + "/.cache/thimble").c_str());
  const std::string dir = cache + "/data/onnx_tests/usr/share/libonnx-testdata/data";
  return std::filesystem::is_directory(dir) ? dir : std::string();
}

std::vector<std::string> onnx_case_names(const std::string& dir) {
  std::vector<std::string> names;
  for (const char* group : {"node", "pytorch-converted", "pytorch-operator", "simple"}) {
    for (const auto& entry : std::filesystem::directory_iterator(dir + "/" + group)) {
      if (std::filesystem::exists(entry.path() / "model.onnx"))
        names.push_back(std::string(group) + "/" + entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace thimble::test
