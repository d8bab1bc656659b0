// Golden files of scripts/oracles: what LiteRT's reference kernels answer, and the inputs they were asked with.
//   layouts  tests/data/litert_ops/ORIGIN.md (.io), tests/data/litert_models/ORIGIN.md (.golden)
//   errors   a broken golden is our own mistake: std::runtime_error, which fails the test
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/ir/types.h"

namespace thimble::test {

using Bytes = std::vector<std::byte>;

Bytes read_bytes(const std::string& path);

struct IoSet {
  std::vector<Bytes> inputs, outputs;
};
std::vector<IoSet> read_io(const std::string& path);

enum class InputKind : std::uint32_t { uniform, ends };

struct GoldenOutput {
  std::size_t bytes;
  std::uint64_t hash;  // FNV-1a of all bytes
  Bytes kept;          // the first of them
};
struct GoldenSet {
  std::uint32_t seed;
  InputKind kind;
  std::vector<GoldenOutput> outputs;
};
struct GoldenModel {
  std::string sha256;
  std::vector<GoldenSet> sets;
};
GoldenModel read_golden(const std::string& path);

// The stream of a set: its inputs are drawn one after the other.
class InputStream {
 public:
  explicit InputStream(std::uint32_t seed) : state_(seed) {}
  Bytes draw(DType dtype, std::int64_t elements, InputKind kind);

 private:
  std::uint32_t next();
  std::uint32_t state_;
};

// "element 17: 3, expected 4"; empty when `got` starts with `expected`.
std::string first_difference(DType dtype, const Bytes& got, const Bytes& expected);

// Of floats: the greatest difference, relative to the largest magnitude that is expected; infinite where one is no number alone.
double float_difference(const Bytes& got, const Bytes& expected);

// Lines of "<name> <reason>"; lines that start with '#' and empty ones do not count.
std::map<std::string, std::string> read_reasons(const std::string& path);

}  // namespace thimble::test
