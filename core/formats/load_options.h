// LoadOptions: what a reader may have to be told beside the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace thimble {

struct LoadOptions {
  // Sizes of dimensions that the file leaves open, by their name in it ("height"), or by "<input>:<dimension>" ("x:2").
  std::map<std::string, std::int64_t, std::less<>> sizes = {};
  // Inputs that are to be constants, by name: ONNX TensorProto bytes.
  std::map<std::string, std::vector<std::byte>, std::less<>> constants = {};
  // Reads a file beside the model, for weights that lie in one. The name is relative and does not leave the folder.
  std::function<Result<std::vector<std::byte>>(std::string_view name)> read_sibling = {};
  // Told each open dimension that needs a size and has none, by the name that `sizes` takes; the error says it in words.
  std::function<void(std::string_view name)> on_open_size = {};
};

}  // namespace thimble
