// ModelInput: what preprocessing has to know of an input of a model. The IR is not seen from here: whoever has the graph fills it in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thimble {

struct ModelInput {
  struct Quantization {
    float scale = 1;
    std::int32_t zero_point = 0, qmin = -128, qmax = 127;
    float low() const { return scale * static_cast<float>(qmin - zero_point); }
    float high() const { return scale * static_cast<float>(qmax - zero_point); }
  };
  std::string name;
  std::vector<std::int64_t> shape;             // with the batch, which is 1; NHWC for images
  std::optional<Quantization> quantization;    // of an integer model: the real range that it was made for

  std::int64_t elements() const {
    std::int64_t count = 1;
    for (const std::int64_t dim : shape) count *= dim;
    return count;
  }
};

}  // namespace thimble
