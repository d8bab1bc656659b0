#include "core/formats/onnx/exporter.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/text.h"
#include "core/formats/onnx/export_map.h"
#include "core/formats/onnx/io_layout.h"
#include "core/formats/onnx/save_onnx.h"

namespace thimble::onnx {
namespace {

constexpr std::int64_t kToFirst[] = {0, 3, 1, 2};  // dimension d of channels first is this one of ours
constexpr std::int64_t kToLast[] = {0, 2, 3, 1};
constexpr std::int64_t kHardSwishOpset = 14, kShortOpset = 21;

std::int64_t needed_opset(const Graph& graph) {
  std::int64_t opset = 13;
  for (const NodeId id : graph.live_nodes()) {
    if (graph.node(id).kind == OpKind::hard_swish) opset = std::max(opset, kHardSwishOpset);
  }
  for (const ValueInfo& value : graph.values) {
    if (value.dtype == DType::s16 && is_valid(value.quant)) opset = kShortOpset;
  }
  return opset;
}

// The least and greatest real that a quantized value can stand for.
std::pair<double, double> reals_of(const QuantParams& quant, DType dtype) {
  const double bits = dtype == DType::s16 ? 16 : 8, low = dtype == DType::u8 ? 0 : -std::exp2(bits - 1);
  const double high = low + std::exp2(bits) - 1, zero = quant.zero_points[0], scale = static_cast<double>(quant.scales[0]);
  return {(low - zero) * scale, (high - zero) * scale};
}

QuantParams shifted_params(QuantParams quant) {
  for (std::int32_t& zero_point : quant.zero_points) zero_point += 128;
  return quant;
}

struct Bounds {
  double low, high;
};

std::optional<Bounds> bounds_of(std::string_view activation) {
  if (activation == "relu") return Bounds{0, INFINITY};
  if (activation == "relu6") return Bounds{0, 6};
  if (activation == "relu_n1_to_1") return Bounds{-1, 1};
  return std::nullopt;
}

}  // namespace

std::int64_t first_axis(std::int64_t axis) {
  constexpr std::int64_t kPlace[] = {0, 2, 3, 1};
  return kPlace[axis];
}

Shape shape_in(const Shape& shape, Order order) {
  if (order == Order::first) return {shape[0], shape[3], shape[1], shape[2]};
  return shape;
}

Blob permuted(const Blob& bytes, std::int64_t width, const Shape& shape, std::span<const std::int64_t> perm) {
  const std::size_t rank = shape.size();
  std::vector<std::int64_t> stride(rank, 1), step(rank), size(rank), index(rank, 0);
  for (std::size_t d = rank; d-- > 1;) stride[d - 1] = stride[d] * shape[d];
  for (std::size_t d = 0; d < rank; ++d) {
    step[d] = stride[static_cast<std::size_t>(perm[d])] * width;
    size[d] = shape[static_cast<std::size_t>(perm[d])];
  }
  std::vector<std::byte> out(bytes.size());
  std::int64_t from = 0;
  for (std::size_t at = 0; at < out.size(); at += static_cast<std::size_t>(width)) {
    std::memcpy(out.data() + at, bytes.bytes().data() + from, static_cast<std::size_t>(width));
    for (std::size_t d = rank; d-- > 0;) {
      from += step[d];
      if (++index[d] < size[d]) break;
      from -= step[d] * size[d];
      index[d] = 0;
    }
  }
  return Blob(std::move(out));
}

Exporter::Exporter(const Graph& graph, const SaveOptions& options, Diagnostics& diagnostics)
    : graph_(graph), options_(options), diagnostics_(diagnostics), readers_(graph.values.size()), opset_(needed_opset(graph)) {
  for (const NodeId id : graph.live_nodes()) {
    for (const ValueId input : graph.node_inputs(id)) {
      if (is_valid(input)) readers_[index_of(input)].push_back(id);
    }
  }
}

Result<std::vector<std::byte>> Exporter::run() {
  for (std::size_t i = 0; i < graph_.inputs.size(); ++i) add_input(i);
  // Before anything else is called so.
  for (std::size_t i = 0; i < graph_.outputs.size(); ++i) {
    const std::string_view given = graph_.value_name(graph_.outputs[i]);
    output_names_.push_back(builder_.unique(given.empty() ? cat("output_", i) : std::string(given)));
  }
  for (const NodeId id : graph_.live_nodes()) THIMBLE_TRY_VOID(export_node(id).in(node_place(graph_, id)));
  for (std::size_t i = 0; i < graph_.outputs.size(); ++i) add_output(i);
  return builder_.finish(graph_.name, options_.description, opset_);
}

Result<void> Exporter::export_node(NodeId id) {
  const SaveRow* row = find_save_row(graph_.node(id).kind);
  if (!row)
    return unsupported(cat("no way is known to write ", op_name(graph_.node(id).kind), " as ONNX"), "Write the network as .tflite.");
  NodeExport node(*this, id);
  return row->save(node, row->op_type);
}

std::string Exporter::wish(ValueId id, std::string_view suffix) const {
  const std::string_view name = graph_.value_name(id);
  return cat(name.empty() || !options_.names ? cat("v", index_of(id)) : std::string(name), suffix);
}

// Of an input or output: the file's shape, and how to come from there to our value in `order`.
struct Exporter::Port {
  Shape file_shape;
  Order order = Order::plain;
  std::vector<std::int64_t> perm;  // of the file's dimensions; empty: none
};

// The order that needs no transpose where there is one, the one in which the value was made before the other.
Exporter::Port Exporter::port_of(ValueId id, std::string_view port, std::size_t i) const {
  const Shape& shape = graph_.shape(id);
  const auto layout = io_layout(graph_, port, i);
  if (!layout || layout->axes.size() != shape.size()) return {shape, Order::plain, {}};
  std::vector<Order> orders{Order::plain};
  if (shape.size() == 4) orders.insert(has(id, Order::plain) ? orders.end() : orders.begin(), Order::first);
  std::vector<std::int64_t> plain;
  for (const Order order : orders) {
    std::vector<std::int64_t> dims;
    for (std::size_t d = 0; d < shape.size(); ++d) {
      const std::int64_t axis = layout->axes[order == Order::first ? static_cast<std::size_t>(kToFirst[d]) : d];
      if (axis >= 0) dims.push_back(axis);
    }
    if (dims.size() != layout->file_shape.size()) return {shape, Order::plain, {}};
    if (std::is_sorted(dims.begin(), dims.end())) return {layout->file_shape, order, {}};
    if (order == Order::plain) plain = dims;
  }
  return {layout->file_shape, Order::plain, plain};
}

std::string Exporter::reshaped(const std::string& name, const Shape& from, const Shape& to, std::string_view output_wish) {
  if (from == to) return name;
  const std::vector<std::string> operands{name, integers(to)};
  return builder_.node("Reshape", operands, {}, output_wish);
}

void Exporter::add_input(std::size_t i) {
  const ValueId id = graph_.inputs[i];
  const std::string_view given = graph_.value_name(id);
  std::string name = builder_.unique(given.empty() ? cat("input_", i) : std::string(given));
  const Port port = port_of(id, "input", i);
  builder_.add_input(name, graph_.value(id).dtype, port.file_shape);
  Shape shape = port.file_shape;
  if (!port.perm.empty()) {
    name = builder_.node("Transpose", std::span(&name, 1), {{"perm", port.perm}}, wish(id, "_nhwc"));
    for (std::size_t d = 0; d < shape.size(); ++d) shape[d] = port.file_shape[static_cast<std::size_t>(port.perm[d])];
  }
  name = reshaped(name, shape, shape_in(graph_.shape(id), port.order), wish(id, "_image"));
  stored_[{id, port.order}] = shifted(id) ? shifted_from_ours(name, id) : name;
}

std::string Exporter::output_in_file_order(ValueId id, const Port& port) {
  const std::string name = shifted(id) ? quantized(real(id, port.order), id, false, wish(id, "_int8")) : stored(id, port.order);
  const Shape shape = shape_in(graph_.shape(id), port.order);
  if (port.perm.empty()) return reshaped(name, shape, port.file_shape, wish(id, "_flat"));
  Shape between(port.perm.size());
  std::vector<std::int64_t> back(port.perm.size());
  for (std::size_t d = 0; d < back.size(); ++d) {
    between[d] = port.file_shape[static_cast<std::size_t>(port.perm[d])];
    back[static_cast<std::size_t>(port.perm[d])] = static_cast<std::int64_t>(d);
  }
  const std::string narrow = reshaped(name, shape, between, wish(id, "_flat"));
  return builder_.node("Transpose", std::span(&narrow, 1), {{"perm", back}}, wish(id, "_nchw"));
}

void Exporter::add_output(std::size_t i) {
  const ValueId id = graph_.outputs[i];
  const Port port = port_of(id, "output", i);
  const std::string found = output_in_file_order(id, port);
  const auto before = graph_.outputs.begin() + static_cast<std::ptrdiff_t>(i);
  const bool again = std::find(graph_.outputs.begin(), before, id) != before;
  if (builder_.made_by_node(found) && !again) {
    builder_.rename(found, output_names_[i]);
    for (auto& [key, name] : stored_) {
      if (name == found) name = output_names_[i];
    }
  } else {
    // An input, a constant, or what is an output already under another name.
    const std::string copy = builder_.node("Identity", std::span(&found, 1), {}, output_names_[i] + "_copy");
    builder_.rename(copy, output_names_[i]);
  }
  builder_.add_output(output_names_[i], graph_.value(id).dtype, port.file_shape);
}

std::string Exporter::stored(ValueId id, Order order) {
  const auto found = stored_.find({id, order});
  if (found != stored_.end()) return found->second;
  std::string name;
  if (graph_.constant(id)) {
    name = stored_constant(id, order);
  } else {
    // verify() has seen that somebody makes it, and `flat` is asked for only where it was made so.
    const Order other = order == Order::plain ? Order::first : Order::plain;
    const std::string from = stored_[{id, other}];
    const auto& perm = order == Order::first ? kToFirst : kToLast;
    name = builder_.node("Transpose", std::span(&from, 1), {{"perm", std::vector<std::int64_t>(std::begin(perm), std::end(perm))}},
                         wish(id, order == Order::first ? "_nchw" : "_nhwc"));
  }
  return stored_[{id, order}] = name;
}

std::string Exporter::stored_constant(ValueId id, Order order) {
  const Blob& bytes = *graph_.constant(id);
  const Shape& shape = graph_.shape(id);
  const DType dtype = graph_.value(id).dtype;
  if (order == Order::plain) return builder_.constant(dtype, shape, bytes, wish(id));
  return builder_.constant(dtype, shape_in(shape, order), permuted(bytes, dtype_bytes(dtype), shape, kToFirst), wish(id));
}

std::string Exporter::real(ValueId id, Order order) {
  const auto found = reals_.find({id, order});
  if (found != reals_.end()) return found->second;
  const std::string numbers = stored(id, order);
  std::string name = numbers;
  const QuantParams* quant = graph_.quant(id);
  if (quant) {
    const std::int32_t axis =
        order == Order::first && !quant->per_tensor() ? static_cast<std::int32_t>(first_axis(quant->axis)) : quant->axis;
    name = dequantized(numbers, id, axis, wish(id, "_real"));
  } else if (graph_.value(id).dtype == DType::f16) {
    name = builder_.node("Cast", std::span(&numbers, 1), {{"to", std::int64_t{type_number(DType::f32)}}}, wish(id, "_real"));
  }
  return reals_[{id, order}] = name;
}

std::string Exporter::dequantized(const std::string& numbers, ValueId id, std::int32_t axis, std::string_view output_wish) {
  const QuantParams& quant = *graph_.quant(id);
  std::vector<std::string> operands{numbers, scales_of(quant)};
  // Of 32-bit numbers, biases, there is no zero point.
  if (shifted(id)) {
    operands.push_back(zero_points_of(shifted_params(quant), DType::u8));
  } else if (graph_.value(id).dtype != DType::s32) {
    operands.push_back(zero_points_of(quant, graph_.value(id).dtype));
  }
  AttrSet attrs;
  if (axis >= 0) attrs.push_back({"axis", std::int64_t{axis}});
  return builder_.node("DequantizeLinear", operands, attrs, output_wish);
}

bool Exporter::shifted(ValueId id) const {
  const QuantParams* quant = graph_.quant(id);
  return graph_.value(id).dtype == DType::s8 && quant && quant->per_tensor() && !graph_.constant(id);
}

std::string Exporter::quantized(const std::string& name, ValueId id, bool shift, std::string_view output_wish) {
  const QuantParams& quant = *graph_.quant(id);
  const std::string zero_point = shift ? zero_points_of(shifted_params(quant), DType::u8) : zero_points_of(quant, graph_.value(id).dtype);
  const std::vector<std::string> operands{name, scales_of(quant), zero_point};
  return builder_.node("QuantizeLinear", operands, {}, output_wish);
}

std::string Exporter::shifted_from_ours(const std::string& numbers, ValueId id) {
  const QuantParams& quant = *graph_.quant(id);
  const std::vector<std::string> operands{numbers, scales_of(quant), zero_points_of(quant, DType::s8)};
  return quantized(builder_.node("DequantizeLinear", operands, {}, wish(id, "_given")), id, true, wish(id, "_uint8"));
}

std::string Exporter::scales_of(const QuantParams& quant) {
  const Shape dims = quant.per_tensor() ? Shape{} : Shape{static_cast<std::int64_t>(quant.scales.size())};
  return builder_.constant(DType::f32, dims, Blob::of(quant.scales), "scale");
}

std::string Exporter::zero_points_of(const QuantParams& quant, DType dtype) {
  const Shape dims = quant.per_tensor() ? Shape{} : Shape{static_cast<std::int64_t>(quant.zero_points.size())};
  std::vector<std::byte> bytes;
  for (const std::int64_t point : quant.zero_points) {
    // Little-endian: the first bytes are the narrower number.
    const auto width = static_cast<std::size_t>(dtype_bytes(dtype));
    const auto* data = reinterpret_cast<const std::byte*>(&point);
    bytes.insert(bytes.end(), data, data + width);
  }
  return builder_.constant(dtype, dims, Blob(std::move(bytes)), "zero_point");
}

std::string Exporter::integers(std::span<const std::int64_t> values) {
  return builder_.constant(DType::s64, {static_cast<std::int64_t>(values.size())}, Blob::of(values), "integers");
}

Order NodeExport::natural_order() const {
  bool first = false;
  for (std::size_t i = 0; i < node_.input_count(); ++i) {
    if (!node_.has_input(i) || node_.graph().constant(node_.input(i))) continue;
    if (node_.in_shape(i).size() != 4) return Order::plain;
    first = first || exporter_.has(node_.input(i), Order::first);
  }
  return first && node_.out_shape().size() == 4 ? Order::first : Order::plain;
}

std::string NodeExport::broadcast_real(std::size_t i, Order order) {
  const ValueId id = node_.input(i);
  const Shape& shape = node_.in_shape(i);
  const Blob* bytes = node_.graph().constant(id);
  if (order == Order::plain || !bytes || shape.size() == 4) return real(i, order);
  // [C] beside [N,C,H,W] is [1,C,1,1].
  Shape dims = shape;
  dims.insert(dims.begin(), 4 - shape.size(), 1);
  const DType dtype = node_.in_dtype(i);
  const Blob moved = permuted(*bytes, dtype_bytes(dtype), dims, kToFirst);
  const std::string name = exporter_.builder_.constant(dtype, shape_in(dims, order), moved, exporter_.wish(id));
  const QuantParams* quant = node_.graph().quant(id);
  if (!quant) return name;
  const auto lead = static_cast<std::int32_t>(4 - shape.size());
  const std::int32_t axis = quant->per_tensor() ? -1 : static_cast<std::int32_t>(first_axis(quant->axis + lead));
  return exporter_.dequantized(name, id, axis, exporter_.wish(id, "_real"));
}

std::string NodeExport::weights(std::size_t i, std::span<const std::int64_t> perm, const Shape& dims) {
  const QuantParams* quant = node_.graph().quant(node_.input(i));
  const auto place = quant ? std::find(perm.begin(), perm.end(), quant->axis) - perm.begin() : 0;
  return stored_as_reals(i, permuted(*node_.graph().constant(node_.input(i)), dtype_bytes(node_.in_dtype(i)), node_.in_shape(i), perm),
                         dims, static_cast<std::int32_t>(place));
}

std::string NodeExport::weights_as(std::size_t i, const Shape& shape, std::span<const std::int64_t> perm, const Shape& dims) {
  return stored_as_reals(i, permuted(*node_.graph().constant(node_.input(i)), dtype_bytes(node_.in_dtype(i)), shape, perm), dims, 0);
}

std::string NodeExport::stored_as_reals(std::size_t i, const Blob& bytes, const Shape& dims, std::int32_t axis) {
  const ValueId id = node_.input(i);
  const DType dtype = node_.in_dtype(i);
  const std::string name = exporter_.builder_.constant(dtype, dims, bytes, exporter_.wish(id)), wish = exporter_.wish(id, "_real");
  if (const QuantParams* quant = node_.graph().quant(id)) return exporter_.dequantized(name, id, quant->per_tensor() ? -1 : axis, wish);
  if (dtype != DType::f16) return name;
  return exporter_.builder_.node("Cast", std::span(&name, 1), {{"to", std::int64_t{type_number(DType::f32)}}}, wish);
}

std::string NodeExport::dequantized_like_input(const std::string& name) {
  const ValueId id = node_.input(0);
  return node_.graph().quant(id) ? exporter_.dequantized(name, id, -1, exporter_.wish(id, "_real")) : name;
}

const Shape& NodeExport::flat_image(std::size_t i) const {
  const Graph& graph = node_.graph();
  return graph.shape(graph.node_inputs(graph.value(node_.input(i)).producer)[0]);
}

std::string NodeExport::bias(std::size_t i) {
  if (!node_.has_input(i)) return {};
  const Blob* bytes = node_.graph().constant(node_.input(i));
  const QuantParams* quant = node_.graph().quant(node_.input(i));
  if (!bytes || !quant || node_.in_dtype(i) != DType::s64) return real(i, Order::plain);
  // ONNX dequantizes no 64-bit numbers: the biases of 16-bit layers are written as the floats that they stand for.
  const std::vector<std::int64_t> numbers = bytes->copy_as<std::int64_t>();
  std::vector<float> values;
  for (std::size_t c = 0; c < numbers.size(); ++c)
    values.push_back(static_cast<float>(static_cast<double>(numbers[c]) * static_cast<double>(quant->scales[quant->per_tensor() ? 0 : c])));
  return floats(node_.in_shape(i), values);
}

std::string NodeExport::op(std::string_view op_type, std::vector<std::string> inputs, AttrSet attrs) {
  while (!inputs.empty() && inputs.back().empty()) inputs.pop_back();
  return exporter_.builder_.node(op_type, inputs, attrs, exporter_.wish(node_.output()));
}

std::string NodeExport::number(double value) { return floats({}, {static_cast<float>(value)}); }

std::string NodeExport::floats(const Shape& dims, const std::vector<float>& values) {
  return exporter_.builder_.constant(DType::f32, dims, Blob::of(values), exporter_.wish(node_.output(), "_number"));
}

void NodeExport::finish(const std::string& name, Order order, std::string_view activation) {
  const ValueId id = node_.output();
  const QuantParams* quant = node_.graph().quant(id);
  std::string made = name;
  if (const auto bounds = bounds_of(activation)) {
    const auto [low, high] = quant ? reals_of(*quant, node_.out_dtype()) : std::pair<double, double>(-INFINITY, INFINITY);
    // Quantizing clamps too: where it clamps no less, nothing else has to.
    if (low < bounds->low || high > bounds->high) {
      made = std::isinf(bounds->high) ? op("Relu", {name}) : op("Clip", {name, number(bounds->low), number(bounds->high)});
    }
  }
  if (!quant) {
    exporter_.stored_[{id, order}] = made;
    return;
  }
  exporter_.stored_[{id, order}] = exporter_.quantized(made, id, exporter_.shifted(id), exporter_.wish(id));
}

void NodeExport::finish_stored(const std::string& name, Order order) {
  const ValueId id = node_.output();
  // A constant whose elements are moved is int8 as it stands.
  const bool shift = exporter_.shifted(id) && !exporter_.shifted(node_.input(0));
  exporter_.stored_[{id, order}] = shift ? exporter_.shifted_from_ours(name, id) : name;
}

bool NodeExport::moves_numbers() const {
  return node_.in_dtype(0) == node_.out_dtype() && node_.graph().value(node_.input(0)).quant == node_.graph().value(node_.output()).quant;
}

bool NodeExport::only_dense_readers() const {
  const Graph& graph = node_.graph();
  if (graph.is_output(node_.output())) return false;
  for (const NodeId id : exporter_.readers_[index_of(node_.output())]) {
    const NodeView reader(graph, id);
    const bool dense = graph.node(id).kind == OpKind::fully_connected && reader.input(0) == node_.output() &&
                       graph.constant(reader.input(1)) && reader.input(1) != node_.output();
    if (!dense) return false;
  }
  return true;
}

void NodeExport::note(std::string message) { exporter_.diagnostics_.note(node_place(exporter_.graph_, node_.id()), std::move(message)); }

}  // namespace thimble::onnx

namespace thimble {

Result<std::vector<std::byte>> save_onnx(const Graph& graph, const SaveOptions& options, Diagnostics& diagnostics) {
  return onnx::Exporter(graph, options, diagnostics).run();
}

}  // namespace thimble
