// finish_view: the bytes of a finished builder.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include "core/view/views.h"

namespace thimble {

inline ViewBytes finish_view(const flatbuffers::FlatBufferBuilder& to) {
  const auto* begin = reinterpret_cast<const std::byte*>(to.GetBufferPointer());
  return ViewBytes(begin, begin + to.GetSize());
}

// Of an object: pack_view<view::DataView>(data).
template <class T>
ViewBytes pack_view(const typename T::NativeTableType& object) {
  flatbuffers::FlatBufferBuilder to(16384);
  to.Finish(T::Pack(to, &object));
  return finish_view(to);
}

}  // namespace thimble
