// print_graph: the writing half of text_format.h.
#include <cmath>
#include <map>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/ir/text_format.h"

namespace thimble {
namespace {

constexpr std::int64_t kMaxInlineElements = 16;
constexpr std::size_t kDataBytesPerLine = 32;
constexpr std::size_t kScalesPerLine = 8;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c >= 0x20 && c < 0x7f) {
      out += c;
    } else {
      out += format("\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out + "\"";
}

std::string int_text(std::int64_t value) { return format("%lld", static_cast<long long>(value)); }

// A real always shows that it is one: 1 is an integer, 1.0 a real.
std::string real_text(double value) {
  std::string text = number_text(value);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

std::string attr_text(const AttrValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return int_text(*integer);
  if (const auto* real = std::get_if<double>(&value)) return real_text(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text);
  return shape_text(*std::get_if<std::vector<std::int64_t>>(&value));
}

template <class T>
std::vector<std::string> integers_of(const Blob& bytes) {
  std::vector<std::string> out;
  for (const T item : bytes.copy_as<T>()) out.push_back(int_text(static_cast<std::int64_t>(item)));
  return out;
}

// The numbers of a short constant, or nothing where only its bytes say exactly what it holds.
std::optional<std::vector<std::string>> inline_numbers(DType dtype, const Blob& bytes) {
  if (static_cast<std::int64_t>(bytes.size()) > kMaxInlineElements * dtype_bytes(dtype)) return std::nullopt;
  switch (dtype) {
    case DType::f32: {
      std::vector<std::string> out;
      for (const float item : bytes.copy_as<float>()) {
        if (std::isnan(item)) return std::nullopt;
        out.push_back(number_text(item));
      }
      return out;
    }
    case DType::f16: return std::nullopt;
    case DType::s8: return integers_of<std::int8_t>(bytes);
    case DType::u8:
    case DType::b8: return integers_of<std::uint8_t>(bytes);
    case DType::s16: return integers_of<std::int16_t>(bytes);
    case DType::s32: return integers_of<std::int32_t>(bytes);
    case DType::s64: return integers_of<std::int64_t>(bytes);
  }
  return std::nullopt;
}

class Printer {
 public:
  Printer(const Graph& graph, const OpNames& names) : graph_(graph), names_(names) {}

  std::string print() {
    out_ = std::string(kTextMagic) + "\n";
    if (!graph_.name.empty()) out_ += "graph " + quoted(graph_.name) + "\n";
    for (const Attr& attr : graph_.meta) out_ += "meta " + attr.name + "=" + attr_text(attr.value) + "\n";
    for (const ValueId id : graph_.inputs) out_ += "input " + declaration(id) + "\n";
    const std::vector<bool> made = made_by_nodes();
    for (std::size_t i = 0; i < graph_.values.size(); ++i) {
      const auto id = static_cast<ValueId>(i);
      if (const Blob* bytes = graph_.constant(id)) {
        out_ += "const " + declaration(id) + " =" + constant(id, *bytes) + "\n";
      } else if (!made[i]) {
        out_ += "value " + declaration(id) + "\n";
      }
    }
    for (const NodeId id : graph_.live_nodes()) out_ += node_line(id);
    for (const ValueId id : graph_.outputs) out_ += "output " + reference(id) + "\n";
    for (const QuantParams* quant : quant_blocks_) print_quant(*quant);
    for (const Blob& bytes : data_blocks_) print_data(bytes);
    return std::move(out_);
  }

 private:
  std::vector<bool> made_by_nodes() const {
    std::vector<bool> made(graph_.values.size(), false);
    for (const ValueId id : graph_.inputs) made[index_of(id)] = true;
    for (const NodeId node : graph_.live_nodes()) {
      for (const ValueId id : graph_.node_outputs(node)) {
        if (is_valid(id)) made[index_of(id)] = true;
      }
    }
    return made;
  }

  static std::string reference(ValueId id) { return is_valid(id) ? format("%%%zu", index_of(id)) : "_"; }

  std::string declaration(ValueId id) {
    std::string out = reference(id) + ": " + std::string(dtype_name(graph_.value(id).dtype)) + " " + shape_text(graph_.shape(id));
    if (const QuantParams* quant = graph_.quant(id)) out += quant_text(graph_.value(id).quant, *quant);
    if (!graph_.value_name(id).empty()) out += " " + quoted(graph_.value_name(id));
    return out;
  }

  std::string quant_text(QuantId id, const QuantParams& quant) {
    if (quant.per_tensor() && quant.scales.size() == 1 && quant.zero_points.size() == 1) {
      return " scale " + number_text(quant.scales[0]) + format(" zero %d", quant.zero_points[0]);
    }
    const auto [place, fresh] = quant_numbers_.try_emplace(id, quant_blocks_.size());
    if (fresh) quant_blocks_.push_back(&quant);
    return format(" quant $%zu", place->second);
  }

  // Values that share their bytes share the block.
  std::string constant(ValueId id, const Blob& bytes) {
    if (const auto numbers = inline_numbers(graph_.value(id).dtype, bytes)) {
      std::string out;
      for (const std::string& number : *numbers) out += " " + number;
      return out;
    }
    const auto [place, fresh] = data_numbers_.try_emplace({bytes.bytes().data(), bytes.size()}, data_blocks_.size());
    if (fresh) data_blocks_.push_back(bytes);
    return format(" @%zu", place->second);
  }

  std::string node_line(NodeId id) {
    std::vector<std::string> made, read;
    for (const ValueId output : graph_.node_outputs(id)) made.push_back(declaration(output));
    for (const ValueId input : graph_.node_inputs(id)) read.push_back(reference(input));
    std::string out = join(made, ", ") + " = " + std::string(names_.name(graph_.node(id).kind)) + "(" + join(read, ", ") + ")";
    for (const Attr& attr : graph_.node_attrs(id)) out += " " + attr.name + "=" + attr_text(attr.value);
    if (!graph_.node_name(id).empty()) out += " " + quoted(graph_.node_name(id));
    return out + "\n";
  }

  void print_quant(const QuantParams& quant) {
    out_ += format("quant $%zu axis %d count %zu", quant_numbers_printed_++, quant.axis, quant.scales.size());
    for (std::size_t i = 0; i < quant.scales.size(); ++i) {
      out_ += i % kScalesPerLine == 0 ? "\n  " : " ";
      out_ += number_text(quant.scales[i]);
      if (i < quant.zero_points.size() && quant.zero_points[i] != 0) out_ += format(":%d", quant.zero_points[i]);
    }
    out_ += "\n";
  }

  void print_data(const Blob& bytes) {
    out_ += format("data @%zu %zu", data_printed_++, bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (i % kDataBytesPerLine == 0) out_ += "\n  ";
      const auto byte = std::to_integer<unsigned>(bytes.bytes()[i]);
      out_ += "0123456789abcdef"[byte >> 4];
      out_ += "0123456789abcdef"[byte & 15];
    }
    out_ += "\n";
  }

  const Graph& graph_;
  const OpNames& names_;
  std::string out_;
  std::map<QuantId, std::size_t> quant_numbers_;
  std::vector<const QuantParams*> quant_blocks_;
  std::map<std::pair<const std::byte*, std::size_t>, std::size_t> data_numbers_;
  std::vector<Blob> data_blocks_;
  std::size_t quant_numbers_printed_ = 0, data_printed_ = 0;
};

}  // namespace

std::string print_graph(const Graph& graph, const OpNames& names) { return Printer(graph, names).print(); }

}  // namespace thimble
