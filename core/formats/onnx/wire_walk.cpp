#include "core/formats/onnx/wire_walk.h"

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/text.h"

namespace thimble::onnx {
namespace {

enum class Wire : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, group_begin = 3, group_end = 4, fixed32 = 5 };
enum class Kind : std::uint8_t { model, graph, function, node, attribute, tensor, value_info, type, tensor_type, shape, leaf };

struct Child {
  Kind parent;
  std::uint32_t field;
  Kind child;
};
// Which fields are messages; those of `leaf` hold none.
constexpr Child kChildren[] = {
    {Kind::model, 7, Kind::graph},         {Kind::model, 8, Kind::leaf},        {Kind::model, 14, Kind::leaf},
    {Kind::graph, 1, Kind::node},          {Kind::graph, 5, Kind::tensor},      {Kind::graph, 11, Kind::value_info},
    {Kind::graph, 12, Kind::value_info},   {Kind::graph, 13, Kind::value_info}, {Kind::node, 5, Kind::attribute},
    {Kind::attribute, 5, Kind::tensor},    {Kind::tensor, 13, Kind::leaf},      {Kind::value_info, 2, Kind::type},
    {Kind::type, 1, Kind::tensor_type},    {Kind::tensor_type, 2, Kind::shape}, {Kind::shape, 1, Kind::leaf},
    {Kind::model, 25, Kind::function},     {Kind::function, 7, Kind::node},     {Kind::function, 9, Kind::leaf},
    {Kind::function, 11, Kind::attribute},
};
// Repeated strings and byte strings.
constexpr std::pair<Kind, std::uint32_t> kStrings[] = {
    {Kind::node, 1},       {Kind::node, 2},   {Kind::tensor, 6},   {Kind::attribute, 9}, {Kind::attribute, 10},
    {Kind::attribute, 11}, {Kind::graph, 15}, {Kind::function, 4}, {Kind::function, 5},  {Kind::function, 6}};

std::optional<Kind> child_of(Kind parent, std::uint32_t field) {
  for (const Child& child : kChildren) {
    if (child.parent == parent && child.field == field) return child.child;
  }
  return std::nullopt;
}

bool is_string(Kind parent, std::uint32_t field) {
  for (const auto& [kind, number] : kStrings) {
    if (kind == parent && number == field) return true;
  }
  return false;
}

class Walker {
 public:
  explicit Walker(std::span<const std::byte> file) : file_(file) {}

  Result<void> message(Kind kind, std::size_t end) {
    if (++messages_ > kMaxMessages) return out_of_budget(format("more than %zu messages", kMaxMessages), "is this the right file?");
    while (at_ < end) THIMBLE_TRY_VOID(field(kind, end));
    return {};
  }

  struct Tag {
    std::uint32_t field;
    Wire wire;
  };
  Result<Tag> tag(std::size_t end) {
    const std::size_t start = at_;
    THIMBLE_TRY(const std::uint64_t tag, varint(end));
    if (tag >> 32 != 0 || tag >> 3 == 0) return damaged(start, format("field number %llu", static_cast<unsigned long long>(tag >> 3)));
    return Tag{static_cast<std::uint32_t>(tag >> 3), static_cast<Wire>(tag & 7)};
  }
  Result<std::uint64_t> varint(std::size_t end) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 10; ++i) {
      if (at_ >= end) return damaged(at_, "a number is cut off");
      const auto byte = std::to_integer<std::uint64_t>(file_[at_++]);
      value |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) return value;
    }
    return damaged(at_, "a number of more than ten bytes");
  }
  Result<std::size_t> length(std::size_t end) {
    const std::size_t start = at_;
    THIMBLE_TRY(const std::uint64_t length, varint(end));
    if (length > end - at_) {
      return damaged(start, format("%llu bytes announced where %zu are left", static_cast<unsigned long long>(length), end - at_));
    }
    return static_cast<std::size_t>(length);
  }
  Result<void> skip(Wire wire, std::size_t end) {
    std::size_t size = 0;
    if (wire == Wire::varint) {
      THIMBLE_TRY([[maybe_unused]] const std::uint64_t value, varint(end));
      return {};
    }
    if (wire == Wire::bytes) {
      THIMBLE_TRY(size, length(end));
    } else if (wire == Wire::fixed64 || wire == Wire::fixed32) {
      size = wire == Wire::fixed64 ? 8 : 4;
      if (size > end - at_) return damaged(at_, "a number is cut off");
    } else {
      return damaged(at_, format("wire type %d", static_cast<int>(wire)));
    }
    at_ += size;
    return {};
  }
  std::size_t position() const { return at_; }

 private:
  Result<void> field(Kind kind, std::size_t end) {
    THIMBLE_TRY(const Tag tag, this->tag(end));
    const std::optional<Kind> child = tag.wire == Wire::bytes ? child_of(kind, tag.field) : std::nullopt;
    if (!child) {
      if (tag.wire == Wire::bytes && is_string(kind, tag.field) && ++strings_ > kMaxStrings)
        return out_of_budget(format("more than %zu names", kMaxStrings), "is this the right file?");
      return skip(tag.wire, end);
    }
    if (*child == Kind::node && ++nodes_ > kMaxNodes)
      return out_of_budget(format("more than %zu nodes", kMaxNodes), "is this the right file?");
    THIMBLE_TRY(const std::size_t size, length(end));
    return message(*child, at_ + size);
  }
  static Error damaged(std::size_t at, const std::string& what) {
    return bad_data(format("byte %zu: ", at) + what, "the file is damaged or cut short: get it again");
  }

  std::span<const std::byte> file_;
  std::size_t at_ = 0, messages_ = 0, strings_ = 0, nodes_ = 0;
};

}  // namespace

Result<void> wire_walk(std::span<const std::byte> file) { return Walker(file).message(Kind::model, file.size()); }
Result<void> wire_walk_graph(std::span<const std::byte> graph) { return Walker(graph).message(Kind::graph, graph.size()); }

bool looks_like_model(std::span<const std::byte> file) {
  // ir_version, producer_name, producer_version, domain, model_version, doc_string, graph, opset_import
  constexpr std::array<Wire, 9> kWires = {Wire::group_end, Wire::varint, Wire::bytes, Wire::bytes, Wire::bytes,
                                          Wire::varint,    Wire::bytes,  Wire::bytes, Wire::bytes};
  Walker walker(file);
  bool version = false, graph = false, opset = false;
  while (walker.position() < file.size()) {
    const Result<Walker::Tag> tag = walker.tag(file.size());
    if (!tag.ok() || tag->field > 30 || (tag->field < kWires.size() && tag->wire != kWires[tag->field])) break;
    version |= tag->field == 1;
    graph |= tag->field == 7;
    opset |= tag->field == 8;
    if (!walker.skip(tag->wire, file.size()).ok()) break;
  }
  return graph && (version || opset);
}

}  // namespace thimble::onnx
