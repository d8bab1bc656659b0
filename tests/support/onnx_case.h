// Cases of the ONNX project's own tests: a folder with model.onnx and test_data_set_0/input_<i>.pb, output_<i>.pb.
// The .pb files are read here by hand, so that nothing that is tested reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thimble::test {

struct CaseTensor {
  std::string name;
  std::int32_t type = 0;  // the published number: 1 float, 2 uint8, 3 int8, 7 int64, 10 float16, 11 double ...
  std::vector<std::int64_t> dims;
  std::vector<double> values;     // of real and integer types
  std::vector<std::byte> file;    // the whole .pb
};

struct OnnxCase {
  std::string name;  // "node/test_abs"
  std::vector<std::byte> model;
  std::vector<CaseTensor> inputs, outputs;
};

// Nothing where a file holds no plain tensor (a sequence, text).
std::optional<CaseTensor> read_case_tensor(const std::string& path);

// <cache>/data/onnx_tests/.../data, empty where scripts/setup has not been there.
std::string onnx_cases_dir();
std::vector<std::string> onnx_case_names(const std::string& dir);

}  // namespace thimble::test
