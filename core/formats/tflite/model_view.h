// ModelView: a TFLite file after the checks that make every later access safe.
//   layout  a FlatBuffer with "TFL3" at byte 4 (tflite.fbs); constants lie in it, or at `offset`, `size` of the file
//   checks  the FlatBuffers verifier (depth 64, 1,000,000 tables), version 3, one subgraph that is run, counts below,
//           every operator's code and every tensor's buffer in range
//   errors  bad_data, unsupported or out_of_budget, with the place inside the file
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/diagnostics.h"
#include "core/base/result.h"
#include "tflite_generated.h"

namespace thimble::tflite {

inline constexpr std::uint32_t kMaxVerifierDepth = 64;
inline constexpr std::uint32_t kMaxVerifierTables = 1000000;
inline constexpr std::size_t kMaxTensors = 16384;
inline constexpr std::size_t kMaxOperators = 16384;
inline constexpr std::size_t kMaxOperands = 1024;         // inputs or outputs of one operator
inline constexpr std::size_t kMaxTotalScales = 1u << 22;  // tables may be shared, so the file's size is no bound
inline constexpr std::size_t kMaxNameBytes = 255;

using Indices = flatbuffers::Vector<std::int32_t>;

class ModelView {
 public:
  static Result<ModelView> open(std::span<const std::byte> file, Diagnostics& diagnostics);

  std::size_t file_bytes() const { return file_.size(); }
  std::size_t tensor_count() const { return size_of(graph_->tensors()); }
  std::size_t operator_count() const { return size_of(graph_->operators()); }
  const Tensor* tensor(std::size_t i) const { return graph_->tensors()->Get(static_cast<flatbuffers::uoffset_t>(i)); }
  const Operator* op(std::size_t i) const { return graph_->operators()->Get(static_cast<flatbuffers::uoffset_t>(i)); }
  const Indices* inputs() const { return graph_->inputs(); }
  const Indices* outputs() const { return graph_->outputs(); }

  std::int32_t op_code(std::size_t i) const;          // the number of the builtin operator
  std::string op_label(std::size_t i) const;          // "CONV_2D", or a custom operator's own name
  std::string_view custom_code(std::size_t i) const;  // empty for a builtin
  std::string op_place(std::size_t i) const;          // "operator 3 (CONV_2D)"
  std::string op_short_place(std::size_t i) const;    // "operator 3 'conv/Relu'", after what it makes
  std::string tensor_place(std::size_t i) const;      // "tensor 5 'conv/Relu'"

  // The bytes of a tensor's buffer; empty where it has none.
  Result<std::span<const std::byte>> buffer(const Tensor& tensor) const;

 private:
  template <class Vector>
  static std::size_t size_of(const Vector* vector) {
    return vector ? vector->size() : 0;
  }
  Result<void> check_counts() const;
  Result<void> check_operators() const;

  std::span<const std::byte> file_;
  const Model* model_ = nullptr;
  const SubGraph* graph_ = nullptr;
};

// A name of the file made fit to keep: at most kMaxNameBytes, no control bytes, valid UTF-8.
std::string clean_name(const flatbuffers::String* name);

}  // namespace thimble::tflite
