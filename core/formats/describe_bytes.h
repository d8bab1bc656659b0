// describe_bytes: what a file that we cannot read looks like, and what to do with it. Looks at the first and last few
// kilobytes only; a guess for an error message, never a decision.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace thimble {

struct BytesDescription {
  std::string what;    // "a Keras or PyTorch archive (ZIP)"
  std::string advice;  // "convert it with ..."
};

BytesDescription describe_bytes(std::span<const std::byte> bytes);

}  // namespace thimble
