// ModelView: the layer table, its inspector facts, and what is said of the whole network.
#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/view/figures.h"
#include "core/view/finish_view.h"
#include "core/view/graph_view.h"
#include "core/view/views.h"

namespace thimble {

namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

Offset<view::Tensor> tensor(FlatBufferBuilder& to, const TensorReport& report) {
  const std::string quantization =
      report.scale != 0 ? "scale " + number_text(report.scale) + format(", zero point %d", static_cast<int>(report.zero_point))
                        : "not quantized";
  const auto name = to.CreateString(report.name);
  const auto shape = to.CreateString(shape_text(report.shape));
  const auto dtype = to.CreateString(report.dtype);
  const auto quant = to.CreateString(quantization);
  return view::CreateTensor(to, name, shape, dtype, quant);
}

// "where: message", as ModelReport keeps it.
Offset<view::Note> note(FlatBufferBuilder& to, std::string_view text) {
  const std::size_t colon = text.find(": ");
  const bool has_place = colon != std::string_view::npos;
  const auto where = to.CreateString(has_place ? text.substr(0, colon) : std::string_view());
  const auto message = to.CreateString(has_place ? text.substr(colon + 2) : text);
  return view::CreateNote(to, where, message);
}

flatbuffers::Offset<flatbuffers::Vector<Offset<view::Note>>> note_rows(FlatBufferBuilder& to, const std::vector<std::string>& texts) {
  std::vector<Offset<view::Note>> out;
  for (const std::string& text : texts) out.push_back(note(to, text));
  return to.CreateVector(out);
}

struct Largest {
  std::int64_t macs = 1, parameters = 1, constants = 1, output = 1, live = 1;
};

Largest largest_of(const std::vector<LayerReport>& layers) {
  Largest out;
  for (const LayerReport& layer : layers) {
    out.macs = std::max(out.macs, layer.macs);
    out.parameters = std::max(out.parameters, layer.parameters);
    out.constants = std::max(out.constants, layer.constant_bytes);
    out.output = std::max(out.output, layer.output_bytes);
    out.live = std::max(out.live, layer.live_bytes);
  }
  return out;
}

double part(std::int64_t value, std::int64_t whole) {
  return static_cast<double>(value) / static_cast<double>(std::max<std::int64_t>(whole, 1));
}

std::string percent_of(std::int64_t value, std::int64_t whole, std::string_view of) {
  return format("Exact: %s, %.1f %% of %s", grouped(value).c_str(), 100 * part(value, whole), std::string(of).c_str());
}

Offset<view::Layer> layer_row(FlatBufferBuilder& to, const ModelReport& report, const Largest& largest, std::size_t index) {
  const LayerReport& layer = report.layers[index];
  const bool at_peak = static_cast<std::int32_t>(index) == report.peak_step;
  const auto macs = count_figure(
      to, layer.macs, {.share = part(layer.macs, largest.macs), .tip = percent_of(layer.macs, report.macs, "all multiply-accumulates")});
  const auto parameters = count_figure(
      to, layer.parameters,
      {.share = part(layer.parameters, largest.parameters), .tip = percent_of(layer.parameters, report.parameters, "all parameters")});
  const auto constants = bytes_figure(to, layer.constant_bytes,
                                      {.share = part(layer.constant_bytes, largest.constants),
                                       .tip = percent_of(layer.constant_bytes, report.constant_bytes, "all constants, in bytes")});
  const auto output = bytes_figure(to, layer.output_bytes, {.share = part(layer.output_bytes, largest.output)});
  const auto live =
      bytes_figure(to, layer.live_bytes,
                   {.share = part(layer.live_bytes, largest.live), .meaning = at_peak ? view::Meaning::attention : view::Meaning::neutral});
  std::vector<FactOffset> facts = {
      fact(to, "Operator", text_figure(to, layer.op)),
      fact(to, "Output", text_figure(to, layer.output_shape + "  " + layer.dtype)),
      fact(to, "MACs", macs),
      fact(to, "Parameters", parameters),
      fact(to, "Constants", constants),
      fact(to, "Output bytes", output),
      fact(to, "Scratch", bytes_figure(to, layer.scratch_bytes)),
      fact(to, "RAM while it runs", live),
  };
  if (!layer.kernels.empty()) facts.push_back(fact(to, "Computed by", text_figure(to, layer.kernels)));
  const auto rows = to.CreateVector(facts);
  const auto name = to.CreateString(layer.name);
  const auto op = to.CreateString(layer.op);
  const auto shape = to.CreateString(layer.output_shape);
  const auto dtype = to.CreateString(layer.dtype);
  const auto kernels = to.CreateString(layer.kernels);
  return view::CreateLayer(to, name, op, shape, dtype, kernels, macs, parameters, constants, output, live, rows, at_peak);
}

std::vector<FactOffset> model_facts(FlatBufferBuilder& to, const ModelReport& report) {
  return {
      fact(to, "RAM (arena)", bytes_figure(to, report.arena_bytes)),
      fact(to, "Constants", bytes_figure(to, report.constant_bytes)),
      fact(to, "MACs", count_figure(to, report.macs)),
      fact(to, "Parameters", count_figure(to, report.parameters)),
      fact(to, "Layers", count_figure(to, static_cast<std::int64_t>(report.layers.size()))),
  };
}

}  // namespace

ViewBytes build_model_view(const ModelReport& report) {
  FlatBufferBuilder to(16384);
  const Largest largest = largest_of(report.layers);
  std::vector<Offset<view::Layer>> layers;
  for (std::size_t i = 0; i < report.layers.size(); ++i) layers.push_back(layer_row(to, report, largest, i));
  std::vector<Offset<view::Tensor>> inputs, outputs;
  for (const TensorReport& input : report.inputs) inputs.push_back(tensor(to, input));
  for (const TensorReport& output : report.outputs) outputs.push_back(tensor(to, output));
  const std::string subtitle = report.format + ", " + bytes_text(report.file_bytes) + ", " + counted(std::ssize(report.layers), "layer");

  const auto title = to.CreateString(report.name);
  const auto file = to.CreateString(report.file_name);
  const auto under = to.CreateString(subtitle);
  const auto facts = to.CreateVector(model_facts(to, report));
  const auto input_rows = to.CreateVector(inputs);
  const auto output_rows = to.CreateVector(outputs);
  const auto layer_rows = to.CreateVector(layers);
  const auto notes = note_rows(to, report.notes);
  const auto warnings = note_rows(to, report.warnings);
  const auto graph = build_graph(to, report);
  to.Finish(view::CreateModelView(to, title, file, under, facts, input_rows, output_rows, layer_rows, notes, graph, warnings));
  return finish_view(to);
}

}  // namespace thimble
