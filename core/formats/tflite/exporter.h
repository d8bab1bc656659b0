// Exporter: a Graph becomes one TFLite network. NodeExport: what the function that writes one node sees of it (op_map.h).
//   tensors     one a value, in the order of their first use; f16 weights of float nodes go through a DEQUANTIZE, as LiteRT's
//               converter writes them; s8 weights of float nodes stay as they are (the runtime's hybrid kernels)
//   padding     SAME or VALID where one of them means the same; else a PAD or PADV2 of its own before the window
//   operators   that TFLite has not are written as several that compute the same; each is noted
//   errors      unsupported, naming the node and what to try
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/formats/format_def.h"
#include "core/formats/tflite/model_writer.h"
#include "core/ops/op_def.h"

namespace thimble::tflite {

class Exporter {
 public:
  Exporter(const Graph& graph, const SaveOptions& options, Diagnostics& diagnostics)
      : graph_(graph),
        options_(options),
        diagnostics_(diagnostics),
        tensors_(graph.values.size(), kAbsent),
        expanded_(graph.values.size(), kAbsent) {}

  Result<std::vector<std::byte>> run();

 private:
  friend class NodeExport;
  static constexpr std::int32_t kAbsent = -1;

  std::int32_t tensor_of(ValueId id);
  std::int32_t expanded(ValueId id);
  std::int32_t constant_of(TensorSpec spec);
  Result<void> check_dimensions() const;
  Result<void> export_node(NodeId id);

  const Graph& graph_;
  const SaveOptions& options_;
  Diagnostics& diagnostics_;
  ModelWriter writer_;
  std::vector<std::int32_t> tensors_;   // of each value, once named
  std::vector<std::int32_t> expanded_;  // of each narrow constant that floats need: the output of its DEQUANTIZE
  std::vector<std::int32_t> made_constants_;  // tensors that hold attributes; equal ones are shared
};

class NodeExport {
 public:
  NodeExport(Exporter& exporter, NodeId id, std::int32_t code) : exporter_(exporter), node_(exporter.graph_, id), code_(code) {}

  const NodeView& node() const { return node_; }
  std::int32_t code() const { return code_; }
  flatbuffers::FlatBufferBuilder& builder() { return exporter_.writer_.builder(); }

  // Tensors of the node's operands; -1 for an input that is absent.
  std::int32_t input(std::size_t i);
  std::int32_t output() { return exporter_.tensor_of(node_.output()); }
  std::vector<std::int32_t> inputs();
  const TensorSpec& tensor(std::int32_t index) const { return exporter_.writer_.tensor(index); }

  // What is an attribute here and an operand in the file.
  std::int32_t integers(std::span<const std::int64_t> values);
  std::int32_t integers_of(std::span<const std::int64_t> shape, std::span<const std::int64_t> values);
  // A constant of the element type and scale of `like`, holding the real `value` as that type says it.
  Result<std::int32_t> constant_like(std::int32_t like, double value);
  std::int32_t floats(const Shape& shape, std::span<const float> values);
  std::int32_t zeros(DType dtype, const Shape& shape, QuantParams quant);
  // A value between two operators of what is one node of the graph: of the same type and scale as `like`.
  std::int32_t between(std::int32_t like, const Shape& shape);

  template <class Options>
  void emit(std::span<const std::int32_t> inputs, std::int32_t output, flatbuffers::Offset<Options> options, const OpFacts& facts = {}) {
    emit_as(code_, inputs, output, BuiltinOptionsTraits<Options>::enum_value, options.Union(), facts);
  }
  void emit(std::span<const std::int32_t> inputs, std::int32_t output) { emit_as(code_, inputs, output, BuiltinOptions::NONE, 0, {}); }
  // The same from all of the node's inputs to its output; tensors are numbered in this order by every compiler.
  template <class Options>
  void emit_whole(flatbuffers::Offset<Options> options, const OpFacts& facts = {}) {
    const std::vector<std::int32_t> operands = inputs();
    emit(operands, output(), options, facts);
  }
  void emit_whole() { emit_whole_as(code_); }
  void emit_whole_as(std::int32_t code) {
    const std::vector<std::int32_t> operands = inputs();
    emit_as(code, operands, output(), BuiltinOptions::NONE, 0, {});
  }
  void emit_as(std::int32_t code, std::span<const std::int32_t> inputs, std::int32_t output, BuiltinOptions type,
               flatbuffers::Offset<void> options, const OpFacts& facts);

  void note(std::string message);

 private:
  Exporter& exporter_;
  NodeView node_;
  std::int32_t code_;
};

// A real as a number of the element type and scale of a tensor: what PADV2 puts around it. Clamped to the type.
std::int64_t number_of(DType dtype, const QuantParams* quant, double value);

}  // namespace thimble::tflite
