// finish_view: the bytes of a finished builder.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include "core/view/views.h"

namespace thimble {

inline ViewBytes finish_view(const flatbuffers::FlatBufferBuilder& to) {
  const auto* begin = reinterpret_cast<const std::byte*>(to.GetBufferPointer());
  return ViewBytes(begin, begin + to.GetSize());
}

}  // namespace thimble
