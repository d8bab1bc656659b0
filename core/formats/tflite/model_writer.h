// ModelWriter: builds the FlatBuffer of one network: tensors, operators, constants, the version of the runtime it needs.
//   layout  one subgraph; buffer 0 is empty and stands for every value that is computed; constants are aligned to 16 bytes
//           and equal ones are written once; "min_runtime_version" is metadata, as the converter writes it
//   errors  out_of_budget: more constants than a FlatBuffer's 32-bit offsets carry
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/blob.h"
#include "core/base/result.h"
#include "core/formats/tflite/op_versions.h"
#include "core/ir/types.h"
#include "tflite_generated.h"

namespace thimble::tflite {

struct TensorSpec {
  DType dtype = DType::f32;
  Shape shape = {};
  std::string name = {};
  std::optional<QuantParams> quant = {};
  std::optional<Blob> bytes = {};  // of a constant
};

class ModelWriter {
 public:
  flatbuffers::FlatBufferBuilder& builder() { return builder_; }

  std::int32_t add_tensor(TensorSpec spec);
  const TensorSpec& tensor(std::int32_t index) const { return tensors_[static_cast<std::size_t>(index)]; }

  // The numbers of its operands' types and shapes are put into `facts`; the caller says what only its options say.
  void add_operator(std::int32_t code, OpFacts facts, std::span<const std::int32_t> inputs, std::span<const std::int32_t> outputs,
                    BuiltinOptions type, flatbuffers::Offset<void> options);
  std::size_t operator_count() const { return operators_.size(); }

  Result<std::vector<std::byte>> finish(std::span<const std::int32_t> inputs, std::span<const std::int32_t> outputs,
                                        const std::string& graph_name, const std::string& description);

 private:
  using Version = std::pair<std::int32_t, std::int32_t>;  // the operator's number, its version

  std::uint32_t buffer_of(const Blob& bytes);
  std::uint32_t opcode_of(std::int32_t code, std::int32_t version);
  Result<void> check_size() const;
  flatbuffers::Offset<Tensor> write_tensor(const TensorSpec& spec, std::uint32_t buffer);
  std::vector<flatbuffers::Offset<Buffer>> write_buffers();
  std::vector<flatbuffers::Offset<OperatorCode>> write_opcodes();
  std::string needed_runtime() const;

  flatbuffers::FlatBufferBuilder builder_;
  std::vector<TensorSpec> tensors_;
  std::vector<flatbuffers::Offset<Operator>> operators_;
  std::vector<Version> opcodes_;
  std::vector<Blob> buffers_{Blob()};
  std::map<std::pair<const std::byte*, std::size_t>, std::uint32_t> buffer_by_place_;
  std::map<std::pair<std::uint64_t, std::size_t>, std::vector<std::uint32_t>> buffer_by_hash_;
};

// The type's number in the file.
std::int8_t type_number(DType dtype);

}  // namespace thimble::tflite
