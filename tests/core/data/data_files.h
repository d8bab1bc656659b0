// Sources for tests of core/data: files of tests/fuzz/corpus/dataset (written by numpy, Pillow and Python's archives), and bytes.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/data/dataset.h"
#include "tests/support/paths.h"

namespace thimble::test {

inline std::vector<std::byte> file_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  INFO(path);
  REQUIRE(in);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}
inline std::vector<std::byte> seed_bytes(const std::string& name) {
  return file_bytes(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/dataset/" + name);
}
inline ByteSource seed(const std::string& name) { return memory_source(name, seed_bytes(name)); }
inline ByteSource seed_as(const std::string& name, std::string path) { return memory_source(std::move(path), seed_bytes(name)); }

inline ByteSource text_source(std::string name, std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return memory_source(std::move(name), {bytes.begin(), bytes.end()});
}

// As numpy.save writes it.
inline ByteSource npy(std::string name, std::string_view descr, std::string_view shape, const std::vector<float>& values) {
  std::string header = cat("{'descr': '", descr, "', 'fortran_order': False, 'shape': ", shape, ", }\n");
  std::string out = std::string("\x93NUMPY\x01\x00", 8);
  out += static_cast<char>(header.size() & 255);
  out += static_cast<char>(header.size() >> 8);
  out += header;
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * 4);
  return text_source(std::move(name), out);
}

inline std::shared_ptr<const Dataset> opened(std::vector<ByteSource> files, const DataOptions& options = {}) {
  Diagnostics notes;
  Result<std::shared_ptr<const Dataset>> data = open_dataset(std::move(files), notes, options);
  INFO((data.ok() ? std::string() : data.error().to_string()));
  REQUIRE(data.ok());
  return *data;
}

inline RawSample sample_of(const Dataset& data, std::int64_t index) {
  Result<RawSample> sample = data.read(index);
  INFO((sample.ok() ? std::string() : sample.error().to_string()));
  REQUIRE(sample.ok());
  return *sample;
}

inline std::string error_of(std::vector<ByteSource> files, const DataOptions& options = {}) {
  Diagnostics notes;
  const Result<std::shared_ptr<const Dataset>> data = open_dataset(std::move(files), notes, options);
  return data.ok() ? std::string() : data.error().to_string();
}

inline bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace thimble::test
