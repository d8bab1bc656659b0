#include "core/formats/tflite/model_view.h"

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/formats/tflite/builtin_names.h"

namespace thimble::tflite {
namespace {

constexpr std::string_view kDamagedHint = "the file is damaged or cut off: get it again, or convert the network again";

}  // namespace

std::string clean_name(const flatbuffers::String* name) {
  std::string out;
  if (!name) return out;
  std::string_view text(name->c_str(), name->size());
  while (!text.empty() && out.size() + 4 <= kMaxNameBytes) {
    const std::size_t length = utf8_length(text);
    const bool plain = length > 1 || (length == 1 && text[0] >= 0x20 && text[0] != 0x7f);
    out += plain ? text.substr(0, length) : std::string_view("?");
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

Result<ModelView> ModelView::open(std::span<const std::byte> file, Diagnostics& diagnostics) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(file.data());
  flatbuffers::Verifier::Options options;
  options.max_depth = kMaxVerifierDepth;
  options.max_tables = kMaxVerifierTables;
  flatbuffers::Verifier verifier(bytes, file.size(), options);
  if (file.size() < 8 || !VerifyModelBuffer(verifier)) {
    return bad_data(format("the structure of the FlatBuffer (%zu bytes) is broken: an offset or a length points outside of the file, "
                           "expected a whole TFLite model",
                           file.size()),
                    std::string(kDamagedHint));
  }
  ModelView view;
  view.file_ = file;
  view.model_ = GetModel(bytes);
  if (view.model_->version() != 3)
    return unsupported(format("schema version %u, expected 3", view.model_->version()),
                       "convert the network again with a current converter");
  if (size_of(view.model_->subgraphs()) == 0) return bad_data("no subgraphs, expected one", std::string(kDamagedHint));
  view.graph_ = view.model_->subgraphs()->Get(0);
  for (std::size_t i = 1; i < view.model_->subgraphs()->size() && i <= 8; ++i) {
    const SubGraph* other = view.model_->subgraphs()->Get(static_cast<flatbuffers::uoffset_t>(i));
    diagnostics.warn(format("subgraph %zu '", i) + printable(clean_name(other->name())) + "'",
                     "left out: only the first subgraph is imported");
  }
  THIMBLE_TRY_VOID(view.check_counts());
  THIMBLE_TRY_VOID(view.check_operators());
  return view;
}

Result<void> ModelView::check_counts() const {
  if (tensor_count() > kMaxTensors) return out_of_budget(format("%zu tensors, expected at most %zu", tensor_count(), kMaxTensors));
  if (operator_count() > kMaxOperators)
    return out_of_budget(format("%zu operators, expected at most %zu", operator_count(), kMaxOperators));
  if (size_of(inputs()) > kMaxOperands || size_of(outputs()) > kMaxOperands) {
    return out_of_budget(format("%zu inputs and %zu outputs of the network, expected at most %zu each", size_of(inputs()),
                                size_of(outputs()), kMaxOperands));
  }
  if (operator_count() == 0) return bad_data("no operators, expected a network", "was the right signature exported?");
  for (std::size_t i = 0; i < tensor_count(); ++i) {
    if (tensor(i)->buffer() == 0 || tensor(i)->buffer() < size_of(model_->buffers())) continue;
    return bad_data(format("buffer %u of %zu", tensor(i)->buffer(), size_of(model_->buffers())), std::string(kDamagedHint))
        .in(tensor_place(i));
  }
  return {};
}

Result<void> ModelView::check_operators() const {
  for (std::size_t i = 0; i < operator_count(); ++i) {
    if (op(i)->opcode_index() >= size_of(model_->operator_codes())) {
      return bad_data(format("operator code %u of %zu", op(i)->opcode_index(), size_of(model_->operator_codes())),
                      std::string(kDamagedHint))
          .in(format("operator %zu", i));
    }
    if (size_of(op(i)->inputs()) > kMaxOperands || size_of(op(i)->outputs()) > kMaxOperands) {
      return out_of_budget(format("%zu inputs and %zu outputs, expected at most %zu each", size_of(op(i)->inputs()),
                                  size_of(op(i)->outputs()), kMaxOperands))
          .in(op_place(i));
    }
  }
  return {};
}

std::int32_t ModelView::op_code(std::size_t i) const {
  const OperatorCode* code = model_->operator_codes()->Get(op(i)->opcode_index());
  // Old files have the number in the first field only, new ones in both as far as it fits into a byte.
  return std::max<std::int32_t>(code->deprecated_builtin_code(), code->builtin_code());
}

std::string_view ModelView::custom_code(std::size_t i) const {
  const auto* text = model_->operator_codes()->Get(op(i)->opcode_index())->custom_code();
  return op_code(i) == kCustomOperator && text ? std::string_view(text->c_str(), text->size()) : std::string_view();
}

std::string ModelView::op_label(std::size_t i) const {
  if (op_code(i) == kCustomOperator) return "custom operator '" + printable(custom_code(i)) + "'";
  return builtin_name(op_code(i));
}

std::string ModelView::op_place(std::size_t i) const { return format("operator %zu (", i) + op_label(i) + ")"; }

std::string ModelView::op_short_place(std::size_t i) const {
  const Indices* made = op(i)->outputs();
  const bool named = made && made->size() > 0 && made->Get(0) >= 0 && static_cast<std::size_t>(made->Get(0)) < tensor_count();
  const std::string name = named ? printable(clean_name(tensor(static_cast<std::size_t>(made->Get(0)))->name()), 40) : "";
  return format("operator %zu", i) + (name.empty() ? "" : " '" + name + "'");
}

std::string ModelView::tensor_place(std::size_t i) const {
  const std::string name = clean_name(tensor(i)->name());
  return format("tensor %zu", i) + (name.empty() ? "" : " '" + printable(name) + "'");
}

Result<std::span<const std::byte>> ModelView::buffer(const Tensor& tensor) const {
  if (tensor.buffer() >= size_of(model_->buffers())) return std::span<const std::byte>();
  const Buffer* buffer = model_->buffers()->Get(tensor.buffer());
  if (buffer->offset() > 1) {
    const std::uint64_t offset = buffer->offset(), size = buffer->size();
    if (offset > file_.size() || size > file_.size() - offset) {
      return bad_data(format("buffer %u lies at %llu bytes of %llu, outside of the file of %zu", tensor.buffer(),
                             static_cast<unsigned long long>(offset), static_cast<unsigned long long>(size), file_.size()),
                      std::string(kDamagedHint));
    }
    return file_.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
  }
  if (!buffer->data()) return std::span<const std::byte>();
  return std::span(reinterpret_cast<const std::byte*>(buffer->data()->Data()), buffer->data()->size());
}

}  // namespace thimble::tflite
