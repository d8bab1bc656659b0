// Builds ONNX files by hand, field by field, so that tests can lie in each of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace thimble::test {

// One protobuf message being written.
class OnnxMessage {
 public:
  OnnxMessage& integer(std::uint32_t field, std::uint64_t value) {
    varint(std::uint64_t{field} << 3);
    varint(value);
    return *this;
  }
  OnnxMessage& text(std::uint32_t field, std::string_view value) {
    varint((std::uint64_t{field} << 3) | 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  OnnxMessage& message(std::uint32_t field, const OnnxMessage& value) { return text(field, value.bytes_); }
  OnnxMessage& raw(std::string_view value) {
    bytes_ += value;
    return *this;
  }
  const std::string& str() const { return bytes_; }
  std::vector<std::byte> bytes() const {
    const auto* begin = reinterpret_cast<const std::byte*>(bytes_.data());
    return {begin, begin + bytes_.size()};
  }

 private:
  void varint(std::uint64_t value) {
    while (value >= 0x80) {
      bytes_ += static_cast<char>((value & 0x7f) | 0x80);
      value >>= 7;
    }
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

struct OnnxDim {
  std::int64_t size = 0;
  std::string name = {};
};

inline OnnxMessage onnx_port(const std::string& name, const std::vector<OnnxDim>& dims, std::uint64_t type = 1) {
  OnnxMessage shape;
  for (const OnnxDim& dim : dims) {
    OnnxMessage item;
    if (!dim.name.empty()) item.text(2, dim.name);
    else item.integer(1, static_cast<std::uint64_t>(dim.size));
    shape.message(1, item);
  }
  return OnnxMessage().text(1, name).message(2, OnnxMessage().message(1, OnnxMessage().integer(1, type).message(2, shape)));
}

inline OnnxMessage onnx_node(const std::string& op, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                             const std::vector<OnnxMessage>& attributes = {}) {
  OnnxMessage node;
  for (const std::string& input : inputs) node.text(1, input);
  for (const std::string& output : outputs) node.text(2, output);
  node.text(4, op);
  for (const OnnxMessage& attribute : attributes) node.message(5, attribute);
  return node;
}

inline OnnxMessage onnx_ints(const std::string& name, const std::vector<std::int64_t>& values) {
  OnnxMessage out;
  out.text(1, name);
  for (const std::int64_t value : values) out.integer(8, static_cast<std::uint64_t>(value));
  return out.integer(20, 7);
}
inline OnnxMessage onnx_int(const std::string& name, std::int64_t value) {
  return OnnxMessage().text(1, name).integer(3, static_cast<std::uint64_t>(value)).integer(20, 2);
}

template <class T>
OnnxMessage onnx_tensor(const std::string& name, std::uint64_t type, const std::vector<std::int64_t>& dims, const std::vector<T>& values) {
  OnnxMessage out;
  for (const std::int64_t dim : dims) out.integer(1, static_cast<std::uint64_t>(dim));
  std::string raw(values.size() * sizeof(T), '\0');
  if (!raw.empty()) std::memcpy(raw.data(), values.data(), raw.size());
  return out.integer(2, type).text(8, name).text(9, raw);
}
inline OnnxMessage onnx_floats(const std::string& name, const std::vector<std::int64_t>& dims, const std::vector<float>& values) {
  return onnx_tensor(name, 1, dims, values);
}
inline OnnxMessage onnx_longs(const std::string& name, const std::vector<std::int64_t>& values) {
  return onnx_tensor(name, 7, {static_cast<std::int64_t>(values.size())}, values);
}

struct OnnxGraph {
  std::vector<OnnxMessage> nodes, initializers, inputs, outputs;
  std::uint64_t opset = 17;

  OnnxMessage message() const {
    OnnxMessage graph;
    for (const OnnxMessage& node : nodes) graph.message(1, node);
    for (const OnnxMessage& tensor : initializers) graph.message(5, tensor);
    for (const OnnxMessage& port : inputs) graph.message(11, port);
    for (const OnnxMessage& port : outputs) graph.message(12, port);
    return OnnxMessage().integer(1, 8).message(7, graph).message(8, OnnxMessage().text(1, "").integer(2, opset));
  }
  std::vector<std::byte> file() const { return message().bytes(); }
};

}  // namespace thimble::test
