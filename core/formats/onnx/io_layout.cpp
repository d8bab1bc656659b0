#include "core/formats/onnx/io_layout.h"

#include <string>

#include "core/base/text.h"

namespace thimble {
namespace {

const std::vector<std::int64_t>* integers(const Graph& graph, const std::string& name) {
  for (const Attr& attr : graph.meta) {
    if (attr.name == name) return std::get_if<std::vector<std::int64_t>>(&attr.value);
  }
  return nullptr;
}

}  // namespace

std::optional<IoLayout> io_layout(const Graph& graph, std::string_view port, std::size_t index) {
  const std::string prefix = std::string(port) + format("_%zu_", index);
  const auto* shape = integers(graph, prefix + "file_shape");
  const auto* axes = integers(graph, prefix + "axes");
  if (!shape || !axes) return std::nullopt;
  return IoLayout{*shape, *axes};
}

std::vector<std::size_t> file_places(const IoLayout& layout) {
  const std::size_t rank = layout.axes.size();
  std::vector<std::size_t> file_stride(layout.file_shape.size(), 1), stride(rank, 0), count(rank, 1), index(rank, 0);
  for (std::size_t i = file_stride.size(); i-- > 1;) file_stride[i - 1] = file_stride[i] * static_cast<std::size_t>(layout.file_shape[i]);
  std::size_t total = 1;
  for (std::size_t i = 0; i < rank; ++i) {
    const auto axis = static_cast<std::size_t>(layout.axes[i]);
    if (layout.axes[i] < 0 || axis >= file_stride.size()) continue;
    stride[i] = file_stride[axis];
    count[i] = static_cast<std::size_t>(layout.file_shape[axis]);
    total *= count[i];
  }
  std::vector<std::size_t> out(total);
  std::size_t at = 0;
  for (std::size_t& place : out) {
    place = at;
    for (std::size_t i = rank; i-- > 0;) {
      at += stride[i];
      if (++index[i] < count[i]) break;
      at -= stride[i] * count[i];
      index[i] = 0;
    }
  }
  return out;
}

}  // namespace thimble
