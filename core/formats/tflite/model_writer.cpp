#include "core/formats/tflite/model_writer.h"

#include <algorithm>
#include <cstring>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/formats/format_def.h"

namespace thimble::tflite {
namespace {

constexpr std::size_t kAlignment = 16;
constexpr std::string_view kRuntimeKey = "min_runtime_version";
constexpr std::size_t kRuntimeBytes = 16;

}  // namespace

std::int8_t type_number(DType dtype) {
  switch (dtype) {
    case DType::f32: return 0;
    case DType::f16: return 1;
    case DType::s32: return 2;
    case DType::u8: return 3;
    case DType::s64: return 4;
    case DType::b8: return 6;
    case DType::s16: return 7;
    case DType::s8: return 9;
  }
  return 0;
}

std::int32_t ModelWriter::add_tensor(TensorSpec spec) {
  tensors_.push_back(std::move(spec));
  return static_cast<std::int32_t>(tensors_.size() - 1);
}

std::uint32_t ModelWriter::buffer_of(const Blob& bytes) {
  // Without bytes there is nothing to point to: the shape says that the constant is empty.
  if (bytes.empty()) return 0;
  const auto [place, fresh] = buffer_by_place_.try_emplace({bytes.bytes().data(), bytes.size()}, 0);
  if (!fresh) return place->second;
  std::vector<std::uint32_t>& alike = buffer_by_hash_[{fnv1a(bytes.bytes()), bytes.size()}];
  for (const std::uint32_t index : alike) {
    if (std::memcmp(buffers_[index].bytes().data(), bytes.bytes().data(), bytes.size()) == 0) return place->second = index;
  }
  buffers_.push_back(bytes);
  alike.push_back(static_cast<std::uint32_t>(buffers_.size() - 1));
  return place->second = alike.back();
}

std::uint32_t ModelWriter::opcode_of(std::int32_t code, std::int32_t version) {
  const auto found = std::find(opcodes_.begin(), opcodes_.end(), Version(code, version));
  if (found != opcodes_.end()) return static_cast<std::uint32_t>(found - opcodes_.begin());
  opcodes_.emplace_back(code, version);
  return static_cast<std::uint32_t>(opcodes_.size() - 1);
}

void ModelWriter::add_operator(std::int32_t code, OpFacts facts, std::span<const std::int32_t> inputs,
                               std::span<const std::int32_t> outputs, BuiltinOptions type, flatbuffers::Offset<void> options) {
  facts.inputs = inputs.size();
  for (const std::int32_t index : inputs) {
    if (index >= 0) facts.rank = std::max(facts.rank, tensor(index).shape.size());
  }
  facts.out = tensor(outputs[0]).dtype;
  if (!inputs.empty() && inputs[0] >= 0) facts.in = tensor(inputs[0]).dtype;
  if (inputs.size() > 1 && inputs[1] >= 0) {
    const TensorSpec &a = tensor(inputs[0]), &b = tensor(inputs[1]), &out = tensor(outputs[0]);
    facts.weights = b.dtype;
    facts.per_channel = b.quant && !b.quant->per_tensor();
    facts.broadcast = a.shape != b.shape;
    facts.scale_up =
        a.quant && b.quant && out.quant &&
        static_cast<double>(a.quant->scales[0]) * static_cast<double>(b.quant->scales[0]) >= static_cast<double>(out.quant->scales[0]);
  }
  const std::uint32_t opcode = opcode_of(code, op_version(code, facts));
  const auto in = builder_.CreateVector(inputs.data(), inputs.size());
  const auto out = builder_.CreateVector(outputs.data(), outputs.size());
  operators_.push_back(CreateOperator(builder_, opcode, in, out, type, options));
}

flatbuffers::Offset<Tensor> ModelWriter::write_tensor(const TensorSpec& spec, std::uint32_t buffer) {
  flatbuffers::Offset<QuantizationParameters> quant;
  if (spec.quant) {
    const auto scales = builder_.CreateVector(spec.quant->scales);
    const auto points = builder_.CreateVector(std::vector<std::int64_t>(spec.quant->zero_points.begin(), spec.quant->zero_points.end()));
    quant = CreateQuantizationParameters(builder_, scales, points, QuantizationDetails::NONE, 0, std::max(spec.quant->axis, 0));
  }
  const auto shape = builder_.CreateVector(std::vector<std::int32_t>(spec.shape.begin(), spec.shape.end()));
  const auto name = builder_.CreateString(spec.name);
  return CreateTensor(builder_, shape, type_number(spec.dtype), buffer, name, quant);
}

std::vector<flatbuffers::Offset<Buffer>> ModelWriter::write_buffers() {
  std::vector<flatbuffers::Offset<Buffer>> out;
  for (const Blob& bytes : buffers_) {
    flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>> data;
    if (!bytes.empty()) {
      builder_.ForceVectorAlignment(bytes.size(), 1, kAlignment);
      data = builder_.CreateVector(reinterpret_cast<const std::uint8_t*>(bytes.bytes().data()), bytes.size());
    }
    out.push_back(CreateBuffer(builder_, data));
  }
  return out;
}

std::vector<flatbuffers::Offset<OperatorCode>> ModelWriter::write_opcodes() {
  std::vector<flatbuffers::Offset<OperatorCode>> out;
  // Readers from before 2020 look at the first field only, which is one byte wide.
  for (const auto& [code, version] : opcodes_)
    out.push_back(CreateOperatorCode(builder_, static_cast<std::int8_t>(std::min(code, 127)), 0, version, code));
  return out;
}

std::string ModelWriter::needed_runtime() const {
  std::string_view newest;
  for (const auto& [code, version] : opcodes_) {
    const std::string_view needed = first_runtime(code, version);
    if (newest.empty() || (!needed.empty() && older_runtime(newest, needed))) newest = needed;
  }
  return std::string(newest);
}

Result<void> ModelWriter::check_size() const {
  std::size_t total = 0;
  for (const Blob& bytes : buffers_) {
    total += bytes.size();
    if (total > kMaxModelBytes) return out_of_budget("more than " + bytes_text(kMaxModelBytes) + " of constants for one .tflite file");
  }
  return {};
}

Result<std::vector<std::byte>> ModelWriter::finish(std::span<const std::int32_t> inputs, std::span<const std::int32_t> outputs,
                                                   const std::string& graph_name, const std::string& description) {
  std::vector<flatbuffers::Offset<Tensor>> tensors;
  for (const TensorSpec& spec : tensors_) tensors.push_back(write_tensor(spec, spec.bytes ? buffer_of(*spec.bytes) : 0));
  std::string runtime = needed_runtime();
  runtime.resize(kRuntimeBytes);
  const std::uint32_t runtime_buffer = buffer_of(Blob::of(std::span<const char>(runtime)));
  THIMBLE_TRY_VOID(check_size());
  // One statement each: the order in which a compiler evaluates arguments would be the order of the bytes.
  const auto key = builder_.CreateString(kRuntimeKey.data(), kRuntimeKey.size());
  const auto metadata = CreateMetadata(builder_, key, runtime_buffer);
  const auto metadata_list = builder_.CreateVector(&metadata, 1);
  const auto tensor_list = builder_.CreateVector(tensors);
  const auto input_list = builder_.CreateVector(inputs.data(), inputs.size());
  const auto output_list = builder_.CreateVector(outputs.data(), outputs.size());
  const auto operator_list = builder_.CreateVector(operators_);
  const auto name = builder_.CreateString(graph_name);
  const auto graph = CreateSubGraph(builder_, tensor_list, input_list, output_list, operator_list, name);
  const auto graph_list = builder_.CreateVector(&graph, 1);
  const auto opcode_list = builder_.CreateVector(write_opcodes());
  const auto buffer_list = builder_.CreateVector(write_buffers());
  const auto text = description.empty() ? flatbuffers::Offset<flatbuffers::String>() : builder_.CreateString(description);
  FinishModelBuffer(builder_, CreateModel(builder_, 3, opcode_list, graph_list, text, buffer_list, metadata_list));
  const auto* bytes = reinterpret_cast<const std::byte*>(builder_.GetBufferPointer());
  return std::vector<std::byte>(bytes, bytes + builder_.GetSize());
}

}  // namespace thimble::tflite
